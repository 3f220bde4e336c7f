//! Seasonal-trend decomposition by loess.

mod loess;

use super::Series;
use super::season::{Form, Indices};
use loess::{Degree, Loess};

/// How to take a series apart.
///
/// # Source
/// Cleveland, Cleveland, McRae & Terpenning (1990), STL: A Seasonal-Trend Decomposition Procedure Based on Loess,
/// J. Official Statistics 6(1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stl {
    /// Season length.
    pub period: usize,
    /// How the season may change.
    pub season: Season,
    /// Periods the trend looks at.
    pub trend_window: usize,
    /// Whether outliers lose their weight.
    pub is_robust: bool,
}

/// How a season may change over the years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Season {
    /// Not at all: the mean of each place.
    Periodic,
    /// Over so many seasons, 7 or more; its shape is smoothed by local means.
    Window(usize),
    /// The same, smoothed by local lines: follows seasons that grow.
    LinearWindow(usize),
}

/// A series taken apart: `trend + season + remainder` is the (filled) value. Length: as the series.
#[derive(Debug, Clone, PartialEq)]
pub struct Decomposition {
    /// The slow movement.
    pub trend: Vec<f64>,
    /// What returns, around 0; all 0 if the series is shorter than two seasons.
    pub season: Vec<f64>,
    /// The rest; 0 in gaps.
    pub remainder: Vec<f64>,
    period: usize,
}

impl Stl {
    /// A season that changes slowly and the trend window the authors advise for it.
    ///
    /// `period`: 1 for no season, then all but the remainder is trend.
    #[must_use]
    pub fn new(period: usize) -> Self {
        Self::with_season(period, Season::Window(11))
    }

    /// The trend window the authors advise for a season: 1.5 m / (1 − 1.5 / window), the next odd number.
    #[must_use]
    pub fn with_season(period: usize, season: Season) -> Self {
        let share = match season {
            Season::Periodic => 0.0,
            Season::Window(window) | Season::LinearWindow(window) => 1.5 / window.max(7) as f64,
        };
        let trend_window = odd((1.5 * period as f64 / (1.0 - share)).ceil() as usize).max(3);
        Self { period: period.max(1), season, trend_window, is_robust: false }
    }

    /// The same, with outliers losing their weight.
    #[must_use]
    pub fn robust(self) -> Self {
        Self { is_robust: true, ..self }
    }

    /// Takes a series apart. Gaps are filled first: a straight line, with the season classical decomposition finds. A
    /// series shorter than two seasons has a trend and no season.
    ///
    /// Linear in the length, some 40 passes over it (robust: 150).
    #[must_use]
    pub fn decompose(&self, series: &Series) -> Decomposition {
        let y = &self.filled(series);
        let is_seen: Vec<bool> = series.observed().iter().map(Option::is_some).collect();
        let mut parts = Parts { trend: vec![0.0; y.len()], season: vec![0.0; y.len()] };
        let has_season = self.period >= 2 && y.len() >= 2 * self.period;
        let (rounds, inner) = if self.is_robust { (15, 1) } else { (0, 2) };
        let mut weights = vec![1.0; y.len()];
        for round in 0..=rounds {
            if has_season {
                (0..inner).for_each(|_| self.iterate(y, &weights, &mut parts));
            } else {
                self.smooth_only(y, &weights, &mut parts);
            }
            if round < rounds {
                weights = robust_weights(y, &parts, &is_seen);
            }
        }
        if has_season && self.season == Season::Periodic {
            parts.average_season(self.period);
        }
        let rest =
            |t: usize| if is_seen[t] { y[t] - parts.trend[t] - parts.season[t] } else { 0.0 };
        let remainder = (0..y.len()).map(rest).collect();
        let Parts { trend, season } = parts;
        Decomposition { trend, season, remainder, period: if has_season { self.period } else { 1 } }
    }

    /// The values, gaps filled with their season.
    fn filled(&self, series: &Series) -> Vec<f64> {
        let has_gaps = series.observed().iter().any(Option::is_none);
        let indices =
            has_gaps.then(|| Indices::classical(series, self.period, Form::Additive)).flatten();
        let Some(indices) = indices else { return series.filled().to_vec() };
        let adjusted = indices.adjust(series).into_iter().enumerate();
        adjusted.map(|(t, y)| indices.restore(t, y)).collect()
    }

    /// One pass of the inner loop (section 2.2 of the paper).
    fn iterate(&self, y: &[f64], weights: &[f64], parts: &mut Parts) {
        let detrended: Vec<f64> = y.iter().zip(&parts.trend).map(|(y, trend)| y - trend).collect();
        let cycle = self.cycle_subseries(&detrended, weights);
        let level = self.low_pass(&cycle);
        for (t, season) in parts.season.iter_mut().enumerate() {
            *season = cycle[t + self.period] - level[t];
        }
        let adjusted: Vec<f64> =
            y.iter().zip(&parts.season).map(|(y, season)| y - season).collect();
        Loess::jumping(self.trend_window, Degree::Linear).smooth(
            &adjusted,
            weights,
            &mut parts.trend,
        );
    }

    /// Each place of the season smoothed over the seasons, one season further at both ends.
    fn cycle_subseries(&self, detrended: &[f64], weights: &[f64]) -> Vec<f64> {
        let m = self.period;
        let loess = match self.season {
            // Wider than any series: the mean.
            Season::Periodic => Loess::jumping(10 * detrended.len() + 1, Degree::Constant),
            Season::Window(window) => Loess::jumping(odd(window.max(7)), Degree::Constant),
            Season::LinearWindow(window) => Loess::jumping(odd(window.max(7)), Degree::Linear),
        };
        let mut cycle = vec![0.0; detrended.len() + 2 * m];
        let (mut place, mut place_weights, mut smooth) = (Vec::new(), Vec::new(), Vec::new());
        for first in 0..m {
            place.clear();
            place.extend(detrended.iter().skip(first).step_by(m));
            place_weights.clear();
            place_weights.extend(weights.iter().skip(first).step_by(m));
            smooth.resize(place.len() + 2, 0.0);
            loess.smooth_beyond(&place, &place_weights, &mut smooth);
            for (season, value) in smooth.iter().enumerate() {
                cycle[first + season * m] = *value;
            }
        }
        cycle
    }

    /// What of the smoothed seasons is trend: moving averages of m, m and 3, then loess.
    fn low_pass(&self, cycle: &[f64]) -> Vec<f64> {
        let m = self.period;
        let averaged = moving_average(&moving_average(&moving_average(cycle, m), m), 3);
        let mut level = vec![0.0; averaged.len()];
        let weights = vec![1.0; averaged.len()];
        Loess::jumping(odd(m), Degree::Linear).smooth(&averaged, &weights, &mut level);
        level
    }

    /// A trend without a season to take out first.
    fn smooth_only(&self, y: &[f64], weights: &[f64], parts: &mut Parts) {
        // A third of the history shows where it goes without following every wave.
        let window = odd(self.trend_window.max(y.len().div_ceil(3)).max(5));
        Loess::jumping(window, Degree::Linear).smooth(y, weights, &mut parts.trend);
    }
}

impl Decomposition {
    /// The season of the next steps: the last one again.
    #[must_use]
    pub fn season_ahead(&self, horizon: usize) -> Vec<f64> {
        let from = self.season.len().saturating_sub(self.period);
        self.season[from..].iter().cycle().take(horizon).copied().collect()
    }
}

struct Parts {
    trend: Vec<f64>,
    season: Vec<f64>,
}

impl Parts {
    fn average_season(&mut self, m: usize) {
        for first in 0..m {
            let place = || self.season.iter().skip(first).step_by(m);
            let mean = place().sum::<f64>() / place().count() as f64;
            self.season.iter_mut().skip(first).step_by(m).for_each(|season| *season = mean);
        }
    }
}

/// Tukey's biweight of what is left, six median deviations wide (section 2.3).
fn robust_weights(y: &[f64], parts: &Parts, is_seen: &[bool]) -> Vec<f64> {
    let rest: Vec<f64> =
        (0..y.len()).map(|t| (y[t] - parts.trend[t] - parts.season[t]).abs()).collect();
    let mut sorted: Vec<f64> =
        rest.iter().zip(is_seen).filter(|(_, is_seen)| **is_seen).map(|(rest, _)| *rest).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = sorted.len();
    let width = 3.0 * (sorted[n / 2] + sorted[n - n / 2 - 1]);
    let weight = |rest: f64| {
        if rest <= 0.001 * width {
            1.0
        } else if rest <= 0.999 * width {
            let u = rest / width;
            (1.0 - u * u) * (1.0 - u * u)
        } else {
            0.0
        }
    };
    rest.into_iter().map(weight).collect()
}

/// Means of every `window` values in a row.
fn moving_average(y: &[f64], window: usize) -> Vec<f64> {
    let mut sum: f64 = y[..window].iter().sum();
    let mut averages = Vec::with_capacity(y.len() - window + 1);
    averages.push(sum / window as f64);
    for (late, early) in y[window..].iter().zip(y) {
        sum += late - early;
        averages.push(sum / window as f64);
    }
    averages
}

/// The next odd number.
const fn odd(window: usize) -> usize {
    window | 1
}

#[cfg(test)]
mod tests;
