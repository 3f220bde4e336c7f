//! Forecasts as columns.

use super::Error;

/// The longest horizon, in steps.
pub const MOST_STEPS: usize = 10_000;

/// Probabilities whose quantiles are wanted: rising, each in (0, 1).
#[derive(Debug, Clone, PartialEq)]
pub struct Levels(Vec<f64>);

impl Levels {
    /// The ends of the 50, 80 and 95 % bands with the median.
    #[must_use]
    pub fn bands() -> Self {
        Self(vec![0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975])
    }

    /// Any levels.
    ///
    /// # Errors
    /// [`Error::BadLevels`] unless they rise and lie in (0, 1).
    pub fn new(levels: Vec<f64>) -> Result<Self, Error> {
        let is_inside = levels.iter().all(|level| *level > 0.0 && *level < 1.0);
        let is_rising = levels.windows(2).all(|pair| pair[0] < pair[1]);
        if levels.is_empty() || !is_inside || !is_rising {
            return Err(Error::BadLevels);
        }
        Ok(Self(levels))
    }

    /// The probabilities.
    #[must_use]
    pub fn as_slice(&self) -> &[f64] {
        &self.0
    }
}

/// A forecast: one row per step ahead, from 1. All values are finite; the quantiles of a row never fall.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// What is expected; length: horizon.
    pub mean: Vec<f64>,
    /// The probabilities of the quantiles.
    pub levels: Levels,
    /// Row-major, horizon × levels.
    pub quantiles: Vec<f64>,
}

impl Forecast {
    /// The quantiles of a step (0 is the first), one per level.
    #[must_use]
    pub fn row(&self, step: usize) -> &[f64] {
        let width = self.levels.0.len();
        self.quantiles.get(step * width..(step + 1) * width).unwrap_or_default()
    }
}
