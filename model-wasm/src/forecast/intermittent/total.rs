//! What several periods sell together.

use super::chance::Memory;
use super::sizes::Sizes;
use crate::math;

/// Origins at which sums are looked at, at most.
const MOST_ORIGINS: usize = 24;
/// Weight of the assumed excess, in sums that share little.
const PRIOR_COUNT: f64 = 12.0;
/// Variance of a sum over the errors' if periods were independent, before any sum was seen.
const PRIOR_RATIO: f64 = 4.0;
/// A sum farther off than so many of its variances says that the past was another world.
const WIDEST: f64 = 12.0;

/// The variance of a sum's error grows beyond that of independent periods, for the level is not known: by this per
/// period.
///
/// Learned from sums over `reach` periods after earlier origins.
pub(super) fn excess(
    observed: &[Option<f64>],
    memory: &Memory,
    season: usize,
    reach: usize,
) -> f64 {
    let n = observed.len();
    let first = (n / 3).max(season);
    let stride = n.saturating_sub(first).div_ceil(MOST_ORIGINS).max(1);
    let (mut ratios, mut count) = (0.0, 0.0);
    for origin in (first..n.saturating_sub(reach - 1)).step_by(stride) {
        let chances = memory.chances(&observed[..origin], season);
        let sizes = Sizes::of(&observed[..origin]);
        let (mut error, mut variance) = (0.0, 0.0);
        for (t, value) in observed.iter().enumerate().skip(origin).take(reach) {
            let Some(value) = value else { continue };
            error += value - chances.at(t) * sizes.mean();
            variance += sizes.variance(chances.at(t));
        }
        if variance > 0.0 {
            ratios += (error * error / variance).min(WIDEST);
            count += 1.0;
        }
    }
    let apart = f64::min(count, 2.0 * n.saturating_sub(first) as f64 / reach as f64);
    let mean = if count > 0.0 { ratios / count } else { 0.0 };
    let ratio = (apart * mean + PRIOR_COUNT * PRIOR_RATIO) / (apart + PRIOR_COUNT);
    (ratio - 1.0).max(0.0) / reach as f64
}

/// The distribution of a sum: nothing at all with some chance, else log-normal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sum {
    /// Mean and standard deviation of the logarithm of what is not nothing.
    Positive { nothing: f64, centre: f64, width: f64 },
    /// Mean and standard deviation, where returns may outweigh sales.
    Signed { mean: f64, deviation: f64 },
}

impl Sum {
    /// Of this mean and variance, and nothing with this chance.
    pub(super) fn new(mean: f64, variance: f64, nothing: f64, is_signed: bool) -> Self {
        let something = 1.0 - nothing;
        if is_signed || mean <= 0.0 || something <= 0.0 {
            return Self::Signed { mean, deviation: variance.sqrt() };
        }
        let part = mean / something;
        // The part's second moment over its squared mean.
        let ratio = (variance + mean * mean) / something / (part * part);
        let width = math::ln(ratio.max(1.0)).sqrt();
        Self::Positive { nothing, centre: math::ln(part) - width * width / 2.0, width }
    }

    pub(super) fn quantile(&self, level: f64) -> f64 {
        match *self {
            Self::Positive { nothing, .. } if level <= nothing => 0.0,
            Self::Positive { nothing, centre, width } => {
                let level = (level - nothing) / (1.0 - nothing);
                math::exp(centre + width * math::normal_quantile(level))
            }
            Self::Signed { mean, deviation } => mean + deviation * math::normal_quantile(level),
        }
    }
}
