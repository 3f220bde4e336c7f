//! Which origins and steps of which series a forest learns from.

use super::history::History;
use super::layout::Layout;
use crate::Random;

/// Rows learned from at most: more tell little and cost much.
const MOST_ROWS: usize = 160_000;
/// Rows wanted, where series are few and short: each value is foretold from several origins.
const WANTED_ROWS: usize = 40_000;
const MOST_ORIGINS: usize = 4;

/// One row to learn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) series: u32,
    pub(super) origin: u32,
    /// From 1.
    pub(super) step: u32,
}

impl Place {
    pub(super) const fn target(self) -> usize {
        (self.origin + self.step) as usize - 1
    }
}

/// Rows to learn from, and rows of the last horizon of each series.
pub(super) struct Plan {
    /// Those to learn from first.
    pub(super) places: Vec<Place>,
    /// How many of them lie before the last horizon.
    pub(super) learned: usize,
}

impl Plan {
    /// Each value is foretold from an origin drawn at random; in the last horizon also from its beginning.
    pub(super) fn new(histories: &[History], layout: &Layout, seed: u64) -> Self {
        let values: usize = histories
            .iter()
            .map(|history| history.series.observed().iter().flatten().count())
            .sum();
        let origins = (WANTED_ROWS / values.max(1)).clamp(1, MOST_ORIGINS);
        let share = MOST_ROWS as f64 / (values * origins).max(1) as f64;
        let mut random = Random::new(seed);
        let (mut learned, mut held) = (Vec::new(), Vec::new());
        for (at, history) in histories.iter().enumerate() {
            let n = history.series.len();
            let least = layout.recent().min(n / 3).max(2);
            let is_long = n >= least + 2 * layout.horizon;
            let split = if is_long { n - layout.horizon } else { n };
            for (target, value) in history.series.observed().iter().enumerate().skip(least) {
                if value.is_none() {
                    continue;
                }
                let place = |step: usize| Place {
                    series: at as u32,
                    origin: (target + 1 - step) as u32,
                    step: step as u32,
                };
                if target >= split && history.unit(split, layout) > 0.0 {
                    held.push(place(target + 1 - split));
                }
                for _ in 0..origins {
                    let reach = layout.horizon.min(target + 1 - least);
                    let step = random.below(reach as u64) as usize + 1;
                    if share < 1.0 && random.uniform() >= share {
                        continue;
                    }
                    let place = place(step);
                    // Where nothing was sold yet there is no unit.
                    if history.unit(place.origin as usize, layout) > 0.0 {
                        (if target < split { &mut learned } else { &mut held }).push(place);
                    }
                }
            }
        }
        let count = learned.len();
        learned.append(&mut held);
        Self { places: learned, learned: count }
    }
}
