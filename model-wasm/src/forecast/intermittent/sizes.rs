//! How much is sold when something is.

use super::is_sale;
use crate::math;

/// Share of the history over which the weight of a sale's size halves.
const HALF_LIFE: f64 = 0.25;
/// Weight of sizes never seen beside those seen, in sales …
const UNSEEN_COUNT: f64 = 4.0;
/// … and the variance of their logarithms, which counts as much as that of so many sales.
const USUAL_VARIANCE: f64 = 0.25;
const USUAL_COUNT: f64 = 8.0;
/// How many times the largest size seen an unseen one may be, and the smallest the other way round.
const REACH: f64 = 4.0;
/// Standard normal quantiles of (i + 1/2) / 9: unseen sizes stand there.
const SCORES: [f64; 9] = [
    -1.593_218_8,
    -0.967_421_6,
    -0.589_455_8,
    -0.282_216_1,
    0.0,
    0.282_216_1,
    0.589_455_8,
    0.967_421_6,
    1.593_218_8,
];

/// The sizes of past sales, the latest weighing most, and sizes around them that were only never seen: log-normal,
/// whole if all were whole.
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
        let mut sizes = seen(observed);
        if sizes.iter().all(|(size, _)| *size > 0.0) {
            add_unseen(&mut sizes);
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

/// The sizes seen with their weights, the latest first.
fn seen(observed: &[Option<f64>]) -> Vec<(f64, f64)> {
    let keep = math::pow(0.5, 1.0 / (HALF_LIFE * observed.len() as f64));
    let mut weight = 1.0;
    let mut sizes = Vec::new();
    for value in observed.iter().rev() {
        if let Some(size) = value.filter(|value| is_sale(*value)) {
            sizes.push((size, weight));
        }
        weight *= keep;
    }
    sizes
}

/// Adds sizes around those seen, all above 0: the more the fewer were seen.
fn add_unseen(sizes: &mut Vec<(f64, f64)>) {
    let (mut all, mut squares, mut centre) = (0.0, 0.0, 0.0);
    let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
    for (size, weight) in sizes.iter() {
        least = least.min(*size);
        most = most.max(*size);
        all += weight;
        squares += weight * weight;
        centre += weight * math::ln(*size);
    }
    if all <= 0.0 {
        return;
    }
    centre /= all;
    let distance = |(size, weight): &(f64, f64)| {
        let distance = math::ln(*size) - centre;
        weight * distance * distance
    };
    let variance = sizes.iter().map(distance).sum::<f64>() / all;
    // So many sales of equal weight would say as much.
    let count = all * all / squares;
    let width = ((count * variance + USUAL_COUNT * USUAL_VARIANCE) / (count + USUAL_COUNT)).sqrt();
    let is_whole = sizes.iter().all(|(size, _)| (size - size.round()).abs() < f64::MIN_POSITIVE);
    let weight = all / count * UNSEEN_COUNT / SCORES.len() as f64;
    sizes.extend(SCORES.map(|score| {
        let size = math::exp(centre + width * score).clamp(least / REACH, most * REACH);
        (if is_whole { size.round().max(1.0) } else { size }, weight)
    }));
}
