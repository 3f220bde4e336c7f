//! How well forecasts were.

use super::{Forecast, Series};

/// How well a model would have done: over the rolling origins, every step of every origin counts once.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Accuracy {
    /// Origins it was tried at; 0: the history was too short, the figures mean nothing.
    pub origins: usize,
    /// Mean absolute error over that of the seasonal naive inside the training part.
    pub mase: f64,
    /// Symmetric mean absolute percentage error, 0 to 200.
    pub smape: f64,
    /// Mean absolute percentage error, 0 and more, over the values other than 0; none if all were 0.
    pub mape: Option<f64>,
    /// Root mean squared error over that of the naive inside the training part.
    pub rmsse: f64,
    /// Sum of absolute errors over the sum of absolute values.
    pub wape: f64,
    /// The same over the first, the middle and the last third of the steps ahead: how fast it grows dim.
    pub wape_by_third: [f64; 3],
    /// Sum of errors (forecast − actual) over the sum of absolute values.
    pub bias: f64,
    /// Share of values inside the 80 % band, 0 to 1.
    pub inside_80: f64,
    /// Share of values inside the 95 % band, 0 to 1.
    pub inside_95: f64,
}

/// Levels of the ends of the bands whose coverage is counted.
pub(super) const ENDS: [f64; 4] = [0.025, 0.1, 0.9, 0.975];

/// The largest ratio: of errors to values next to nothing.
const MOST: f64 = 1e9;

/// Adds up the errors of one origin after the other.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    origins: usize,
    count: f64,
    scaled: f64,
    scaled_squares: f64,
    percentages: f64,
    /// Sum of errors over their values, and how many values were other than 0.
    ratios: f64,
    ratio_count: f64,
    signed: f64,
    /// Sum of absolute errors and of absolute values, per third of the horizon.
    absolute: [f64; 3],
    size: [f64; 3],
    inside_80: f64,
    inside_95: f64,
}

impl Tally {
    /// Counts a forecast with the levels [`ENDS`] from the end of `past` against what came.
    pub(super) fn add(&mut self, past: &Series, forecast: &Forecast, actual: &[Option<f64>]) {
        let scale = scale(past, past.season(), f64::abs);
        let square_scale = scale_of_squares(past);
        let before = self.count;
        for (step, (actual, mean)) in actual.iter().zip(&forecast.mean).enumerate() {
            let Some(actual) = *actual else { continue };
            let error = mean - actual;
            self.count += 1.0;
            self.scaled += (error.abs() / scale).min(MOST);
            self.scaled_squares += (error * error / square_scale).min(MOST);
            let size = actual.abs() + mean.abs();
            self.percentages += if size > 0.0 { 200.0 * error.abs() / size } else { 0.0 };
            if actual != 0.0 {
                self.ratios += (error / actual).abs().min(MOST);
                self.ratio_count += 1.0;
            }
            self.signed += error;
            let third = 3 * step / forecast.mean.len();
            self.absolute[third] += error.abs();
            self.size[third] += actual.abs();
            let [low_95, low_80, high_80, high_95] = forecast.row(step) else { continue };
            self.inside_80 += f64::from(u8::from((*low_80..=*high_80).contains(&actual)));
            self.inside_95 += f64::from(u8::from((*low_95..=*high_95).contains(&actual)));
        }
        self.origins += usize::from(self.count > before);
    }

    /// The figures; all 0 if nothing was counted.
    pub(super) fn accuracy(&self) -> Accuracy {
        if self.origins == 0 {
            return Accuracy::default();
        }
        let over = |sum: f64, size: f64| {
            if size > 0.0 { (sum / size).clamp(-MOST, MOST) } else { 0.0 }
        };
        let size = self.size.iter().sum();
        let mape = (self.ratio_count > 0.0).then(|| 100.0 * self.ratios / self.ratio_count);
        Accuracy {
            origins: self.origins,
            mase: self.scaled / self.count,
            smape: self.percentages / self.count,
            mape,
            rmsse: (self.scaled_squares / self.count).sqrt(),
            wape: over(self.absolute.iter().sum(), size),
            wape_by_third: [0, 1, 2].map(|third| over(self.absolute[third], self.size[third])),
            bias: over(self.signed, size),
            inside_80: self.inside_80 / self.count,
            inside_95: self.inside_95 / self.count,
        }
    }
}

/// Mean size of the change over `lag` periods; of shorter lags where there is none, and 1 for values all the same.
fn scale(past: &Series, lag: usize, size: fn(f64) -> f64) -> f64 {
    let y = past.observed();
    let mean_change = |lag: usize| {
        let pairs = y.iter().zip(y.get(lag..).unwrap_or_default());
        let changes = pairs.filter_map(|(before, after)| Some(size((*after)? - (*before)?)));
        let (sum, count) =
            changes.fold((0.0, 0.0), |(sum, count), change| (sum + change, count + 1.0));
        if count > 0.0 { sum / count } else { 0.0 }
    };
    let found = [lag, 1].into_iter().map(mean_change).find(|scale| *scale > 0.0);
    found.unwrap_or(1.0)
}

/// Mean squared change from one period to the next, from the first value other than 0 on.
fn scale_of_squares(past: &Series) -> f64 {
    scale(past, 1, |change| change * change)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::{Frequency, Levels};

    fn tally(past: &[f64], mean: &[f64], actual: &[f64]) -> Accuracy {
        let some = |values: &[f64]| values.iter().copied().map(Some).collect::<Vec<_>>();
        let past = Series::new(some(past), Frequency::Yearly).unwrap();
        let quantiles =
            mean.iter().flat_map(|mean| [-4.0, -2.0, 2.0, 4.0].map(|w| mean + w)).collect();
        let levels = Levels::new(ENDS.to_vec()).unwrap();
        let forecast = Forecast { mean: mean.to_vec(), levels, quantiles };
        let mut tally = Tally::default();
        tally.add(&past, &forecast, &some(actual));
        tally.accuracy()
    }

    #[test]
    fn the_figures_are_those_of_the_textbook() {
        // The naive errs by 2 inside the past; the forecast by 1, −3 and 0.
        let accuracy = tally(&[10.0, 12.0, 10.0, 12.0], &[11.0, 7.0, 10.0], &[10.0, 10.0, 10.0]);
        let close = |found: f64, expected: f64| {
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        };
        close(accuracy.mase, 4.0 / 3.0 / 2.0);
        close(accuracy.rmsse, (10.0_f64 / 3.0 / 4.0).sqrt());
        close(accuracy.mape.unwrap(), 100.0 * 4.0 / 30.0);
        close(accuracy.wape, 4.0 / 30.0);
        let [near, middle, far] = accuracy.wape_by_third;
        close(near, 0.1);
        close(middle, 0.3);
        close(far, 0.0);
        close(accuracy.bias, -2.0 / 30.0);
        close(accuracy.smape, 200.0 / 3.0 * (1.0 / 21.0 + 3.0 / 17.0));
        close(accuracy.inside_80, 2.0 / 3.0);
        close(accuracy.inside_95, 1.0);
        assert_eq!(accuracy.origins, 1);
    }

    #[test]
    fn a_percentage_of_nothing_is_none() {
        let accuracy = tally(&[1.0, 2.0], &[3.0, 5.0], &[0.0, 4.0]);
        assert!((accuracy.mape.unwrap() - 25.0).abs() < 1e-12);
        assert_eq!(tally(&[1.0, 2.0], &[3.0], &[0.0]).mape, None);
    }

    #[test]
    fn errors_over_next_to_nothing_stay_finite() {
        let accuracy = tally(&[0.0, 1e-300], &[1e15], &[1e-300]);
        for figure in [accuracy.mase, accuracy.rmsse, accuracy.wape, accuracy.bias] {
            assert!(figure.is_finite(), "{accuracy:?}");
        }
    }
}
