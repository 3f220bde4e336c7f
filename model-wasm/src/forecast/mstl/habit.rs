//! How fast a season changes, and how much of it is more than chance.

use crate::forecast::Series;
use crate::forecast::stl::{Season, Stl};

/// Seasons that STL may smooth over.
const WINDOWS: [usize; 4] = [7, 11, 21, 41];

/// A mean with the weights of a loess window of `w` seasons is about as good as one of so many times `w` values.
const EQUAL: f64 = 0.74;

/// How a season is found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Habit {
    window: usize,
    /// What is left after shrinking.
    certainty: f64,
}

impl Habit {
    /// The window with which past seasons foretell the next one best, and the share of such a season's variation that
    /// chance does not explain (after James and Stein).
    pub(super) fn of(series: &Series, m: usize) -> Self {
        let parts = Stl::with_season(m, Season::Window(WINDOWS[1])).decompose(series);
        let detrended = |(y, trend): (&Option<f64>, &f64)| y.map(|y| y - trend);
        let detrended: Vec<_> = series.observed().iter().zip(&parts.trend).map(detrended).collect();
        let tried = WINDOWS.map(|window| (surprise(&detrended, m, equal(window)), window));
        let better =
            |best: (f64, usize), next: (f64, usize)| if next.0 < best.0 { next } else { best };
        let (noise, window) = tried.into_iter().reduce(better).unwrap_or((0.0, WINDOWS[1]));
        let values = (equal(window) as f64).min(series.len() as f64 / m as f64);
        let season = if window == WINDOWS[1] {
            parts.season
        } else {
            Stl::with_season(m, Season::Window(window)).decompose(series).season
        };
        let variation = season.iter().map(|s| s * s).sum::<f64>() / season.len() as f64;
        // A mean of so many values and the value it foretells both err.
        let chance = noise / (1.0 + 1.0 / values) / values / variation;
        let certainty = if chance.is_finite() { (1.0 - chance).clamp(0.0, 1.0) } else { 1.0 };
        Self { window, certainty }
    }

    /// The season over the history.
    pub(super) fn season(self, series: &Series, m: usize) -> Vec<f64> {
        let parts = Stl::with_season(m, Season::Window(self.window)).decompose(series);
        parts.season.into_iter().map(|season| self.certainty * season).collect()
    }
}

/// Equal values a window is worth.
fn equal(window: usize) -> usize {
    (EQUAL * window as f64).round() as usize
}

/// Mean square of what the means of the last `values` at each place do not foretell of the next.
fn surprise(detrended: &[Option<f64>], m: usize, values: usize) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0_f64);
    let mut last: Vec<f64> = Vec::with_capacity(values);
    for place in 0..m {
        last.clear();
        for value in detrended.iter().skip(place).step_by(m).flatten() {
            if last.len() >= 2 {
                let error = value - last.iter().sum::<f64>() / last.len() as f64;
                sum += error * error;
                count += 1.0;
            }
            if last.len() == values {
                last.remove(0);
            }
            last.push(*value);
        }
    }
    sum / count.max(1.0)
}
