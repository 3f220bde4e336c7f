//! How good forecasts were: per series, then the plain mean over series.

use model_wasm::forecast::Forecast;

use super::engine::Answer;
use super::input::Row;
use super::naive2::naive2;

/// Periods at the end of the history whose turnover weighs a series.
const WEIGHED: usize = 28;

/// How good one forecast was. What divides by nothing is `None` and left out of the means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Score {
    /// 0 to 200.
    pub(crate) smape: f64,
    pub(crate) mase: Option<f64>,
    pub(crate) rmsse: Option<f64>,
    /// Forecast − actual, added up.
    pub(crate) error: f64,
    pub(crate) absolute_error: f64,
    pub(crate) actual: f64,
    /// Shares of values inside the bands.
    pub(crate) inside_80: f64,
    pub(crate) inside_95: f64,
    pub(crate) msis: Option<f64>,
    pub(crate) spl: Option<f64>,
    /// Turnover at the end of the history.
    pub(crate) weight: f64,
    pub(crate) naive2_smape: f64,
    pub(crate) naive2_mase: Option<f64>,
}

/// The means over a file's series.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Summary {
    /// Series with a forecast and something to hold it against.
    pub(crate) series: usize,
    pub(crate) smape: f64,
    pub(crate) mase: f64,
    pub(crate) owa: f64,
    pub(crate) rmsse: f64,
    pub(crate) wrmsse: f64,
    /// Sums over the whole file: absolute errors over actual values.
    pub(crate) wape: f64,
    /// Sums over the whole file: errors (forecast − actual) over actual values.
    pub(crate) bias: f64,
    pub(crate) cov80: f64,
    pub(crate) cov95: f64,
    pub(crate) msis: f64,
    pub(crate) spl: f64,
    /// Milliseconds per series.
    pub(crate) ms: f64,
    pub(crate) naive2_smape: f64,
    pub(crate) naive2_mase: f64,
}

impl Summary {
    /// `None` if there is nothing to hold forecasts against.
    pub(crate) fn of(rows: &[Row], answers: &[Answer]) -> Option<Self> {
        let scored = |(row, answer): (&Row, &Answer)| {
            let forecast = answer.outcome.as_ref().ok()?;
            Some((Score::of(row, forecast)?, answer.ms))
        };
        let scores: Vec<(Score, f64)> = rows.iter().zip(answers).filter_map(scored).collect();
        if scores.is_empty() {
            return None;
        }
        let over = |of: &dyn Fn(&Score) -> Option<f64>| {
            mean(scores.iter().filter_map(|(score, _)| of(score)))
        };
        let sum =
            |of: &dyn Fn(&Score) -> f64| scores.iter().map(|(score, _)| of(score)).sum::<f64>();
        let (smape, mase) = (over(&|s| Some(s.smape)), over(&|s| s.mase));
        let (naive2_smape, naive2_mase) =
            (over(&|s| Some(s.naive2_smape)), over(&|s| s.naive2_mase));
        let weighed = |s: &Score| s.rmsse.map_or(0.0, |_| s.weight);
        Some(Self {
            series: scores.len(),
            smape,
            mase,
            owa: (smape / naive2_smape + mase / naive2_mase) / 2.0,
            rmsse: over(&|s| s.rmsse),
            wrmsse: sum(&|s| s.rmsse.unwrap_or(0.0) * s.weight) / sum(&weighed),
            wape: sum(&|s| s.absolute_error) / sum(&|s| s.actual),
            bias: sum(&|s| s.error) / sum(&|s| s.actual),
            cov80: over(&|s| Some(s.inside_80)),
            cov95: over(&|s| Some(s.inside_95)),
            msis: over(&|s| s.msis),
            spl: over(&|s| s.spl),
            ms: mean(scores.iter().map(|(_, ms)| *ms)),
            naive2_smape,
            naive2_mase,
        })
    }

    /// Every figure with its name, in the order they are shown.
    pub(crate) fn figures(&self) -> [(&'static str, f64); 12] {
        [
            ("sMAPE", self.smape),
            ("MASE", self.mase),
            ("OWA", self.owa),
            ("RMSSE", self.rmsse),
            ("WRMSSE", self.wrmsse),
            ("WAPE", self.wape),
            ("bias", self.bias),
            ("cov80", self.cov80),
            ("cov95", self.cov95),
            ("MSIS", self.msis),
            ("SPL", self.spl),
            ("ms", self.ms),
        ]
    }
}

impl Score {
    /// `None` if nothing is known of the horizon.
    pub(crate) fn of(row: &Row, forecast: &Forecast) -> Option<Self> {
        let known = Known::of(row, forecast);
        if known.steps.is_empty() {
            return None;
        }
        let filled = row.series().ok()?.filled().to_vec();
        let yardstick = naive2(&filled, row.m_eval, row.horizon);
        let season = changes(&row.train, row.m_eval).map(f64::abs);
        let (season, naive) =
            (nonzero_mean(season), nonzero_mean(changes(&row.train, 1).map(f64::abs)));
        let from = row.train.iter().position(|y| y.is_some_and(|y| y != 0.0)).unwrap_or(0);
        let square = nonzero_mean(changes(&row.train[from..], 1).map(|change| change * change));
        let absolute = known.mean(|y, at| (y - forecast.mean[at]).abs());
        let error = |at: usize| forecast.mean[at] - known.at(at);
        let last = &row.train[row.train.len().saturating_sub(WEIGHED)..];
        Some(Self {
            smape: known.mean(|y, at| smape(y, forecast.mean[at])),
            mase: season.map(|scale| absolute / scale),
            rmsse: square.map(|scale| (known.mean(|_, at| error(at) * error(at)) / scale).sqrt()),
            error: known.sum(|y, at| forecast.mean[at] - y),
            absolute_error: known.sum(|y, at| (forecast.mean[at] - y).abs()),
            actual: known.sum(|y, _| y.abs()),
            inside_80: known.mean(|y, at| inside(y, forecast, at, [0.1, 0.9])),
            inside_95: known.mean(|y, at| inside(y, forecast, at, [0.025, 0.975])),
            msis: season.map(|scale| known.mean(|y, at| interval_score(y, forecast, at)) / scale),
            spl: naive.map(|scale| known.mean(|y, at| pinball(y, forecast, at)) / scale),
            weight: last.iter().flatten().sum::<f64>().max(0.0) * row.price,
            naive2_smape: known.mean(|y, at| smape(y, yardstick[at])),
            naive2_mase: season.map(|scale| known.mean(|y, at| (y - yardstick[at]).abs()) / scale),
        })
    }
}

/// The steps whose value is known.
struct Known {
    steps: Vec<(usize, f64)>,
    values: Vec<f64>,
}

impl Known {
    fn of(row: &Row, forecast: &Forecast) -> Self {
        let known = row.test.iter().take(forecast.mean.len()).enumerate();
        let steps: Vec<(usize, f64)> =
            known.filter_map(|(at, value)| Some((at, (*value)?))).collect();
        let values = row.test.iter().map(|value| value.unwrap_or(f64::NAN)).collect();
        Self { steps, values }
    }

    fn at(&self, step: usize) -> f64 {
        self.values[step]
    }

    fn sum(&self, of: impl Fn(f64, usize) -> f64) -> f64 {
        self.steps.iter().map(|&(at, y)| of(y, at)).sum()
    }

    fn mean(&self, of: impl Fn(f64, usize) -> f64) -> f64 {
        self.sum(of) / self.steps.len() as f64
    }
}

fn smape(y: f64, f: f64) -> f64 {
    let size = y.abs() + f.abs();
    if size > 0.0 { 200.0 * (y - f).abs() / size } else { 0.0 }
}

fn inside(y: f64, forecast: &Forecast, step: usize, ends: [f64; 2]) -> f64 {
    let [low, high] = ends.map(|level| quantile(forecast, step, level));
    f64::from(low <= y && y <= high)
}

/// The interval score at α = 0.05.
fn interval_score(y: f64, forecast: &Forecast, step: usize) -> f64 {
    const ALPHA: f64 = 0.05;
    let [low, high] = [0.025, 0.975].map(|level| quantile(forecast, step, level));
    high - low + 2.0 / ALPHA * ((low - y).max(0.0) + (y - high).max(0.0))
}

/// The mean pinball loss over all levels.
fn pinball(y: f64, forecast: &Forecast, step: usize) -> f64 {
    let levels = forecast.levels.as_slice().iter().zip(forecast.row(step));
    let losses = levels.map(|(level, q)| (level * (y - q)).max((level - 1.0) * (y - q)));
    losses.sum::<f64>() / forecast.levels.as_slice().len() as f64
}

fn quantile(forecast: &Forecast, step: usize, level: f64) -> f64 {
    let levels = forecast.levels.as_slice().iter();
    let at = levels.zip(forecast.row(step)).find(|(have, _)| (*have - level).abs() < 1e-9);
    at.map_or(f64::NAN, |(_, q)| *q)
}

/// Differences to the value `lag` earlier, where both were observed.
fn changes(train: &[Option<f64>], lag: usize) -> impl Iterator<Item = f64> {
    train.iter().zip(train.iter().skip(lag)).filter_map(|(before, now)| Some((*now)? - (*before)?))
}

/// `None` for the mean of nothing and for 0, by which nothing can be divided.
fn nonzero_mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mean = mean(values);
    (mean > 0.0).then_some(mean)
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    sum / f64::from(count)
}

#[cfg(test)]
mod tests {
    use model_wasm::forecast::{Calendar, Frequency, Levels};

    use super::*;

    fn row() -> Row {
        Row {
            id: "A".to_owned(),
            frequency: Frequency::Daily,
            m_eval: 2,
            seasons: vec![2],
            horizon: 2,
            train: [0.0, 2.0, 4.0, 6.0].map(Some).to_vec(),
            test: vec![Some(8.0), None],
            calendar: Calendar::default(),
            price: 0.5,
        }
    }

    fn forecast(mean: f64, half_width: f64) -> Forecast {
        let levels = Levels::bands();
        let ends = [-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0].map(|at| mean + at * half_width);
        Forecast { mean: vec![mean; 2], levels, quantiles: [ends, ends].concat() }
    }

    fn check(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found}, not {expected}");
    }

    #[test]
    fn a_score_by_hand() {
        let score = Score::of(&row(), &forecast(6.0, 1.0)).unwrap();
        check(score.smape, 200.0 * 2.0 / 14.0);
        check(score.mase.unwrap(), 2.0 / 4.0);
        check(score.rmsse.unwrap(), 1.0);
        // The upper end is 8 itself: inside, and the width is all that counts.
        check(score.inside_95, 1.0);
        check(score.inside_80, 0.0);
        check(score.msis.unwrap(), 4.0 / 4.0);
        let losses = [0.025 * 4.0, 0.1 * 3.0, 0.25 * 2.5, 0.5 * 2.0, 0.75 * 1.5, 0.9, 0.0];
        check(score.spl.unwrap(), losses.iter().sum::<f64>() / 7.0 / 2.0);
        check(score.weight, 6.0);
        check(score.naive2_mase.unwrap(), 0.5);
    }

    #[test]
    fn what_divides_by_nothing_is_left_out() {
        let flat = Row { train: vec![Some(3.0); 5], ..row() };
        let score = Score::of(&flat, &forecast(8.0, 1.0)).unwrap();
        assert_eq!((score.mase, score.rmsse, score.spl), (None, None, None));
        check(score.smape, 0.0);
        assert!(Score::of(&Row { test: Vec::new(), ..row() }, &forecast(8.0, 1.0)).is_none());
    }
}
