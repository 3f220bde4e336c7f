//! Seasons too long for terms of their own: sines and cosines beside the model.
//!
//! # Source
//! Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., section 10.5 (dynamic harmonic
//! regression); Schwarz (1978), Estimating the dimension of a model, Annals of Statistics 6(2).

use super::candidate::{Candidate, Found};
use super::order::{Order, Seasonal};
use super::problem::Problem;
use crate::math;

/// Numbers of waves tried for a season, least first.
const COUNTS: [usize; 7] = [1, 2, 3, 4, 6, 8, 12];

/// A number of waves is tried only if there are so many values per wave.
const VALUES_A_WAVE: usize = 20;

/// Numbers tried beyond the best before the search ends.
const PATIENCE: usize = 2;

/// A season as waves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Waves {
    /// Season length.
    pub(super) season: usize,
    /// Waves, each with a sine and a cosine: once a season, twice, …
    pub(super) count: usize,
}

impl Waves {
    /// The sines and cosines over the periods `from` to `from + length`.
    fn columns(self, from: usize, length: usize) -> impl Iterator<Item = Vec<f64>> {
        (1..=self.count).flat_map(move |wave| {
            // Whole turns are taken off first, so that late periods lose nothing.
            let angle = move |t: usize| {
                let turn = (t * wave % self.season) as f64 / self.season as f64;
                2.0 * std::f64::consts::PI * turn
            };
            let over = move |of: fn(f64) -> f64| -> Vec<f64> {
                (from..from + length).map(|t| of(angle(t))).collect()
            };
            // The sine of half a turn is always 0.
            let is_half = 2 * wave == self.season;
            (!is_half).then(|| over(math::sin)).into_iter().chain([over(math::cos)])
        })
    }
}

/// The columns of all seasons over the periods `from` to `from + length`.
pub(super) fn columns(waves: &[Waves], from: usize, length: usize) -> Vec<Vec<f64>> {
    waves.iter().flat_map(|waves| waves.columns(from, length)).collect()
}

/// The search for how many waves each season has.
pub(super) struct WaveSearch {
    /// Seasons still to be looked at, longest first.
    seasons: Vec<usize>,
    /// What was chosen for the others.
    chosen: Vec<Waves>,
    /// What is tried now.
    trial: Option<(Waves, Candidate)>,
    next: usize,
    misses: usize,
    /// The order of the errors beside the waves, before the real one is known.
    order: Order,
    best: Option<(Vec<Waves>, Found)>,
}

impl WaveSearch {
    /// `seasons`, shortest first; the errors beside the waves are differenced `d` times.
    pub(super) fn new(mut seasons: Vec<usize>, d: usize) -> Self {
        seasons.reverse();
        let seasonal = Seasonal { p: 0, d: 0, q: 0, m: 1 };
        let order = Order { p: 1, d, q: 1, seasonal, has_constant: d <= 1 };
        let (chosen, next, misses) = (Vec::new(), 0, 0);
        Self { seasons, chosen, trial: None, next, misses, order, best: None }
    }

    /// One move of a fit; returns whether the search is over.
    pub(super) fn advance(&mut self, problem: &Problem) -> bool {
        if let Some((waves, mut candidate)) = self.trial.take() {
            if candidate.advance() {
                self.tell(waves, candidate.found(), problem.seen_from(0));
            } else {
                self.trial = Some((waves, candidate));
            }
            return false;
        }
        if self.best.is_none() {
            // No waves at all.
            self.best = fit(self.order, problem).map(|found| (Vec::new(), found));
            return self.best.is_none();
        }
        let Some(season) = self.seasons.last().copied() else { return true };
        let count = COUNTS.get(self.next).copied().unwrap_or(usize::MAX);
        self.next += 1;
        let is_thinkable = count <= season / 2
            && count <= problem.values.len() / VALUES_A_WAVE
            && problem.values.len() >= 2 * season;
        if !is_thinkable || self.misses >= PATIENCE {
            self.seasons.pop();
            self.chosen = self.best.as_ref().map_or(Vec::new(), |(waves, _)| waves.clone());
            (self.next, self.misses) = (0, 0);
            return false;
        }
        let waves = Waves { season, count };
        let all = self.with(waves);
        let columns = columns(&all, 0, problem.values.len());
        let candidate = Candidate::new(self.order, &Problem { columns, ..problem.clone() });
        self.trial = Some((waves, candidate));
        false
    }

    fn with(&self, waves: Waves) -> Vec<Waves> {
        self.chosen.iter().copied().chain([waves]).collect()
    }

    /// More waves must be likelier by Schwarz's criterion and look ahead better: Akaike's takes a level that wanders for a
    /// wave now and then.
    fn tell(&mut self, waves: Waves, found: Option<Found>, observed: usize) {
        let strictness = math::ln(observed as f64) - 2.0;
        let schwarz = |found: &Found| found.aicc + strictness * found.coefficients.len() as f64;
        let is_better = |found: &Found| {
            self.best.as_ref().is_none_or(|(_, best)| {
                schwarz(found) < schwarz(best) && found.lookahead < best.lookahead
            })
        };
        let Some(found) = found.filter(is_better) else {
            self.misses += 1;
            return;
        };
        self.misses = 0;
        self.best = Some((self.with(waves), found));
    }

    /// The waves and, for the constant and their columns, the coefficients.
    pub(super) fn into_best(self) -> Option<(Vec<Waves>, Found)> {
        self.best
    }
}

fn fit(order: Order, problem: &Problem) -> Option<Found> {
    let mut candidate = Candidate::new(order, problem);
    while !candidate.advance() {}
    candidate.found()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_waves_as_the_season_has_are_found() {
        let noise = |t: usize| ((t * 7919) % 23) as f64 / 23.0 - 0.5;
        let turn = |t: usize| 2.0 * std::f64::consts::PI * t as f64 / 52.0;
        let at = |t: usize| 10.0 + 3.0 * math::sin(turn(t)) + math::cos(2.0 * turn(t)) + noise(t);
        let problem = Problem {
            values: (0..260).map(at).collect(),
            is_seen: Vec::new(),
            columns: Vec::new(),
            scale: 1.0,
            taken: 0,
            steps: 4,
        };
        let mut search = WaveSearch::new(vec![52], 0);
        while !search.advance(&problem) {}
        let (waves, found) = search.into_best().unwrap();
        assert_eq!(waves, [Waves { season: 52, count: 2 }]);
        for (c, expected) in found.coefficients.iter().zip([10.0, 3.0, 0.0, 0.0, 1.0]) {
            assert!((c - expected).abs() < 0.15, "{c} {expected}");
        }
    }
}
