//! What the coefficients are believed to be before any value is seen.

use crate::math;

/// Standard deviation of the prior of level and slope.
const LINE_PRIOR: f64 = 5.0;
/// Variance of the half-normal prior of the noise's standard deviation.
pub(super) const NOISE_PRIOR: f64 = 0.25;

/// Normal for level, slope and features, Laplace for the bends.
pub(super) struct Priors {
    /// Standard deviations of the features' coefficients.
    pub(super) features: Vec<f64>,
    /// Scale of the bends.
    pub(super) bends: f64,
    /// Which coefficients are not 0 from the start.
    pub(super) free: Vec<bool>,
}

impl Priors {
    /// Coefficients that are not bends.
    pub(super) fn plain(&self) -> usize {
        2 + self.features.len()
    }

    /// One over the variance of a coefficient that is not a bend.
    pub(super) fn precision(&self, coefficient: usize) -> f64 {
        let deviation =
            coefficient.checked_sub(2).map_or(LINE_PRIOR, |feature| self.features[feature]);
        1.0 / (deviation * deviation)
    }

    /// The negative logarithm of the posterior at `x`, the coefficients and the logarithm of the noise's standard
    /// deviation, with that sum of squared errors over so many rows. What the priors and the noise add to the slope
    /// is added; coefficients that are not free have none.
    pub(super) fn add(&self, x: &[f64], slope: &mut [f64], squares: f64, rows: usize) -> f64 {
        let (Some((deviation, x)), Some((to_deviation, slope))) =
            (x.split_last(), slope.split_last_mut())
        else {
            return f64::NAN;
        };
        let variance = math::exp(2.0 * deviation);
        let rows = rows as f64;
        let mut value =
            squares / (2.0 * variance) + rows * deviation + variance / (2.0 * NOISE_PRIOR);
        *to_deviation = rows - squares / variance + variance / NOISE_PRIOR;
        let plain = self.plain();
        for (i, ((x, slope), is_free)) in x.iter().zip(slope).zip(&self.free).enumerate() {
            if !is_free {
                *slope = 0.0;
            } else if i < plain {
                let precision = self.precision(i);
                value += 0.5 * precision * x * x;
                *slope += precision * x;
            } else if *x != 0.0 {
                value += x.abs() / self.bends;
                *slope += x.signum() / self.bends;
            }
        }
        value
    }
}
