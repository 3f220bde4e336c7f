//! How much is sold when something is.

use super::is_sale;
use crate::math;

/// Share of the history over which the weight of a sale's size halves.
const HALF_LIFE: f64 = 0.25;

/// The sizes of past sales, the latest weighing most.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sizes {
    /// Rising, with the share of all weight up to and including each.
    rising: Vec<(f64, f64)>,
    /// Share of the weight of those below 0.
    negative: f64,
    mean: f64,
    /// Mean of the squares.
    square: f64,
}

impl Sizes {
    pub(super) fn of(observed: &[Option<f64>]) -> Self {
        let n = observed.len() as f64;
        let keep = math::pow(0.5, 1.0 / (HALF_LIFE * n));
        let mut weight = 1.0;
        let mut sizes: Vec<(f64, f64)> = Vec::new();
        for value in observed.iter().rev() {
            if let Some(value) = value.filter(|value| is_sale(*value)) {
                sizes.push((value, weight));
            }
            weight *= keep;
        }
        sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let all: f64 = sizes.iter().map(|(_, weight)| weight).sum();
        let mut found = Self::default();
        let mut up_to = 0.0;
        for (size, weight) in sizes {
            let share = weight / all;
            up_to += share;
            found.mean += share * size;
            found.square += share * size * size;
            if size < 0.0 {
                found.negative += share;
            }
            found.rising.push((size, up_to));
        }
        found
    }

    /// Expected size of a sale; 0 if there never was one.
    pub(super) const fn mean(&self) -> f64 {
        self.mean
    }

    /// Whether some were below 0.
    pub(super) fn is_signed(&self) -> bool {
        self.negative > 0.0
    }

    /// Variance of what a period sells, if it sells with this chance.
    pub(super) fn variance(&self, chance: f64) -> f64 {
        let mean = chance * self.mean;
        (chance * self.square - mean * mean).max(0.0)
    }

    /// The quantile of what a period sells, if it sells with this chance.
    pub(super) fn quantile(&self, chance: f64, level: f64) -> f64 {
        let below = chance * self.negative;
        if level <= below {
            self.size_at(level / chance)
        } else if level <= below + 1.0 - chance {
            0.0
        } else {
            self.size_at((level - (1.0 - chance)) / chance)
        }
    }

    fn size_at(&self, share: f64) -> f64 {
        let at = self.rising.partition_point(|(_, up_to)| *up_to < share);
        let last = self.rising.len().saturating_sub(1);
        self.rising.get(at.min(last)).map_or(0.0, |(size, _)| *size)
    }
}
