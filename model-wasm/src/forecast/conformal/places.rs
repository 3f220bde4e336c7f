//! Which of a model's own levels hold what was promised.
//!
//! # Source
//! Czado, Gneiting & Held (2009), Predictive model assessment for count data, Biometrics 65(4), for where a value lies
//! in a distribution with jumps.

use crate::forecast::Levels;

/// Levels at which models are asked for quantiles to find where a value lies.
const GRID: [f64; 25] = [
    0.005, 0.0125, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65,
    0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.975, 0.9875, 0.995,
];
/// Values at which what they say counts as much as what the model says.
const PLACES_COUNT: f64 = 100.0;

/// Where past values lay in the distributions a model had for them.
#[derive(Debug, Clone)]
pub(super) struct Places {
    grid: Levels,
    /// How much of all values lay at or below the model's quantile of each level.
    below: Vec<f64>,
    count: f64,
}

impl Places {
    pub(super) fn new() -> Option<Self> {
        let grid = Levels::new(GRID.to_vec()).ok()?;
        Some(Self { grid, below: vec![0.0; GRID.len()], count: 0.0 })
    }

    /// The levels whose quantiles [`Self::add`] takes.
    pub(super) const fn grid(&self) -> &Levels {
        &self.grid
    }

    /// Counts a value and the quantiles there were for it. A value the distribution jumps over lies evenly between
    /// the levels of the jump's ends.
    pub(super) fn add(&mut self, quantiles: &[f64], value: f64) {
        let (low, high) = place(quantiles, value);
        for (below, level) in self.below.iter_mut().zip(GRID) {
            let share = if high > low {
                ((level - low) / (high - low)).clamp(0.0, 1.0)
            } else {
                f64::from(u8::from(level >= low))
            };
            *below += share;
        }
        self.count += 1.0;
    }

    /// What they say of the model's levels, if so many values share little.
    pub(super) fn learned(&self, independent: f64) -> OwnLevels {
        let count = independent.min(self.count);
        let weight = count / (count + PLACES_COUNT);
        let mut held = vec![(0.0, 0.0)];
        for (level, below) in GRID.into_iter().zip(&self.below) {
            let seen = if self.count > 0.0 { below / self.count } else { level };
            held.push((level, weight * seen + (1.0 - weight) * level));
        }
        held.push((1.0, 1.0));
        OwnLevels { held }
    }
}

/// The levels between which a value lies; the same twice where the distribution does not jump.
fn place(quantiles: &[f64], value: f64) -> (f64, f64) {
    let level = |at: usize| if at == 0 { 0.0 } else { GRID.get(at - 1).copied().unwrap_or(1.0) };
    // One more than the index, for level 0 stands before the first.
    let reaches = quantiles.partition_point(|quantile| *quantile < value) + 1;
    let leaves = quantiles.partition_point(|quantile| *quantile <= value) + 1;
    if reaches < leaves {
        // The jump begins somewhere above the last level below it, and ends somewhere under the first above.
        let low =
            if reaches == 1 { 0.0 } else { f64::midpoint(level(reaches - 1), level(reaches)) };
        let high =
            if leaves > GRID.len() { 1.0 } else { f64::midpoint(level(leaves - 1), level(leaves)) };
        return (low, high);
    }
    if reaches == 1 || reaches > GRID.len() {
        return (level(reaches - 1), level(reaches));
    }
    let (below, above) = (quantiles[reaches - 2], quantiles[reaches - 1]);
    let share = (value - below) / (above - below);
    let between = level(reaches - 1) + share * (level(reaches) - level(reaches - 1));
    (between, between)
}

/// What each of a model's own levels really holds.
#[derive(Debug, Clone)]
pub(super) struct OwnLevels {
    /// Level of the model and share of values below its quantile; both rise from 0 to 1.
    held: Vec<(f64, f64)>,
}

impl OwnLevels {
    /// The model's levels that hold the levels wanted.
    pub(super) fn holding(&self, levels: &Levels) -> Option<Levels> {
        let own = |wanted: &f64| {
            let at = self.held.partition_point(|(_, share)| share < wanted);
            let (above, before) =
                (self.held[at.clamp(1, self.held.len() - 1)], self.held[at.max(1) - 1]);
            let share = (wanted - before.1) / (above.1 - before.1);
            before.0 + share * (above.0 - before.0)
        };
        Levels::new(levels.as_slice().iter().map(own).collect()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(weight: f64, values: impl Iterator<Item = (Vec<f64>, f64)>) -> Vec<f64> {
        let mut places = Places::new().unwrap();
        for (quantiles, value) in values {
            places.add(&quantiles, value);
        }
        places.learned(weight).holding(&Levels::bands()).unwrap().as_slice().to_vec()
    }

    #[test]
    fn levels_that_hold_what_they_promise_stay_as_they_are() {
        // Values evenly spread over a distribution whose quantiles are its levels, and no values at all.
        let even = (0..1000).map(|t| (GRID.to_vec(), (f64::from(t) + 0.5) / 1000.0));
        for found in [own(1e9, even), own(1e9, std::iter::empty())] {
            for (own, wanted) in found.iter().zip(Levels::bands().as_slice()) {
                assert!((own - wanted).abs() < 0.002, "{own} {wanted}");
            }
        }
    }

    #[test]
    fn a_distribution_that_is_too_narrow_is_asked_further_out() {
        let wide = (0..1000).map(|t| (GRID.to_vec(), 2.0 * (f64::from(t) / 1000.0) - 0.5));
        let found = own(1e9, wide);
        assert!(found[0] < 0.001 && found[6] > 0.999, "{found:?}");
        assert!((found[3] - 0.5).abs() < 0.01 && found[4] > 0.95, "{found:?}");
    }

    #[test]
    fn few_values_say_little() {
        let high = |count: i32| (0..count).map(|_| (GRID.to_vec(), 0.97));
        let (few, many) = (own(4.0, high(4)), own(1000.0, high(1000)));
        assert!(few[3] < 0.53 && many[3] > 0.9, "{few:?} {many:?}");
        assert!(many.windows(2).all(|pair| pair[0] < pair[1]), "{many:?}");
    }

    #[test]
    fn zeros_of_a_rare_seller_lie_evenly_below_its_first_sale() {
        // Sells nothing with a chance of 0.8, as the model says.
        let quantiles = GRID.map(|level| f64::from(u8::from(level > 0.8)));
        let values = (0..1000).map(|t| (quantiles.to_vec(), f64::from(u8::from(t % 5 == 0))));
        for (own, wanted) in own(1e9, values).iter().zip(Levels::bands().as_slice()) {
            assert!((own - wanted).abs() < 0.03, "{own} {wanted}");
        }
    }
}
