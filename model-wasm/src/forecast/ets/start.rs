//! Where the search begins: initial states read off the beginning of the history.
//!
//! # Source
//! Hyndman, Koehler, Snyder & Grose (2002), Int. J. Forecasting 18(3), section 3.1.

use super::filter::State;
use super::form::{Form, Season, Trend};

/// Smallest seasonal factor a search begins with.
const LEAST_FACTOR: f64 = 1e-2;

/// Initial states of `form` for values without gaps, `m` being 1 for forms without a season. `season` has one entry
/// per place in the season, 0 being the first value's; its mean is 0 (additive) or 1.
pub(super) fn start(form: Form, values: &[f64], m: usize) -> State {
    let season = match form.season {
        Season::None => Vec::new(),
        kind => seasons(values, m, kind),
    };
    let adjusted = |t: usize| match form.season {
        Season::None => values[t],
        Season::Additive => values[t] - season[t % m],
        Season::Multiplicative => values[t] / season[t % m],
    };
    let first: Vec<f64> = (0..line_length(values.len(), m)).map(adjusted).collect();
    let (level, growth) = if form.trend == Trend::None {
        (first.iter().sum::<f64>() / first.len() as f64, 0.0)
    } else {
        line(&first)
    };
    State { level, growth, season, at: 0 }
}

/// Values at the beginning that level and growth are read off.
fn line_length(n: usize, m: usize) -> usize {
    n.min(10.max(2 * m))
}

/// Intercept (at time 0, the values being at 1, 2, …) and slope of the least-squares line.
fn line(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let middle = (n + 1.0) / 2.0;
    let (mut cross, mut square) = (0.0, 0.0);
    for (at, value) in values.iter().enumerate() {
        let t = at as f64 + 1.0 - middle;
        cross += t * (value - mean);
        square += t * t;
    }
    let slope = if square > 0.0 { cross / square } else { 0.0 };
    (mean - slope * middle, slope)
}

/// Classical decomposition: the mean of each place in the season, over what a centred moving average leaves (over
/// what a straight line leaves where there are fewer than three seasons).
fn seasons(values: &[f64], m: usize, kind: Season) -> Vec<f64> {
    let n = values.len();
    let is_additive = kind == Season::Additive;
    // A line through a steep beginning may pass below zero, where no factor has a meaning.
    let least = LEAST_FACTOR * values.iter().sum::<f64>() / n as f64;
    let rest = |t: usize, trend: f64| {
        if is_additive { values[t] - trend } else { values[t] / trend.max(least) }
    };
    let mut sums = vec![(0.0, 0.0); m];
    let mut add = |t: usize, trend: f64| {
        let (sum, count) = &mut sums[t % m];
        *sum += rest(t, trend);
        *count += 1.0;
    };
    if n >= 3 * m {
        let half = m / 2;
        for t in half..n - half {
            let window = &values[t - half..=t + half];
            let ends = if m.is_multiple_of(2) { 0.5 * (window[0] + window[2 * half]) } else { 0.0 };
            let inside = if m.is_multiple_of(2) { &window[1..2 * half] } else { window };
            add(t, (inside.iter().sum::<f64>() + ends) / m as f64);
        }
    } else {
        let (level, growth) = line(values);
        for t in 0..n {
            add(t, level + growth * (t as f64 + 1.0));
        }
    }
    let neutral = if is_additive { 0.0 } else { 1.0 };
    let mean_of = |(sum, count): &(f64, f64)| if *count > 0.0 { sum / count } else { neutral };
    let mut season: Vec<f64> = sums.iter().map(mean_of).collect();
    let mean = season.iter().sum::<f64>() / m as f64;
    for s in &mut season {
        *s = if is_additive { *s - mean } else { (*s / mean).max(LEAST_FACTOR) };
    }
    season
}
