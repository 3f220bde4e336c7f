//! Quantiles that are as wide as the model's errors were.
//!
//! A fitted model is put back to earlier origins, and its errors there are divided by the standard deviation it
//! claims for them. How large these scores are says how much wider or narrower the bands must be, step by step;
//! how they are distributed says what stands between the bands. A model with quantiles of its own keeps them: where
//! the values lay in its distributions says which of its levels to ask for.
//!
//! # Source
//! Vovk, Gammerman & Shafer (2005), Algorithmic Learning in a Random World; Stankevičiūtė, Alaa & van der Schaar
//! (2021), Conformal time-series forecasting.

mod places;

use super::fitted::{outlook, spread_of_sum};
use super::guard::Guard;
use super::{FittedModel, Levels, Series};
use crate::math;
use places::{OwnLevels, Places};

/// Variance of errors over what a model claims, before any was seen: larger by this over the number of values its
/// parameters were fitted to …
const PRIOR_SHORTNESS: f64 = 20.0;
/// … and by this times the steps before over that number: what is far ahead of a short history nobody has seen.
const PRIOR_REACH: f64 = 6.0;
/// Weight of the prior, in independent errors.
const PRIOR_COUNT: f64 = 16.0;
/// Errors at which their own distribution counts as much as the assumed one.
const SHAPE_COUNT: f64 = 200.0;
/// Scores beyond say that the past was another world, not how wide a band must be.
const WIDEST: f64 = 3.5;
/// The least periods before an origin.
const LEAST_HISTORY: usize = 3;

/// Looks back at one origin after the other.
pub(super) struct Calibrator {
    horizon: usize,
    origins: Vec<usize>,
    next: usize,
    independence: Independence,
    /// Observed values.
    observed: f64,
    /// (step, score) of every error.
    scores: Vec<(usize, f64)>,
    /// (periods, score) of the sum of all errors of an origin.
    sums: Vec<(usize, f64)>,
    /// Where values lay in the model's own distributions, if it has any.
    places: Option<Places>,
    /// Where sums lay.
    places_of_sums: Option<Places>,
}

impl Calibrator {
    pub(super) fn new(series: &Series, horizon: usize, most: usize) -> Self {
        let n = series.len();
        let season = series.season();
        let first = (n / 2).min(2 * season + LEAST_HISTORY).max(n / 3).max(LEAST_HISTORY);
        let origins = spread_evenly(first, n, most);
        let span = n.saturating_sub(first);
        let observed = series.observed().iter().flatten().count() as f64;
        let independence = Independence { span: span as f64 };
        Self {
            horizon,
            origins,
            next: 0,
            independence,
            observed,
            scores: Vec::new(),
            sums: Vec::new(),
            places: Places::new(),
            places_of_sums: Places::new(),
        }
    }

    /// Looks back at the next origin; false if there is none.
    pub(super) fn step(&mut self, series: &Series, model: &dyn FittedModel) -> bool {
        let Some(origin) = self.origins.get(self.next).copied() else { return false };
        self.next += 1;
        // An origin the model cannot stand at teaches nothing.
        if let Ok(past) = series.until(origin)
            && let Ok(model) = model.rebase(&past)
        {
            self.look(series, &past, model.as_ref());
        }
        true
    }

    fn look(&mut self, series: &Series, past: &Series, model: &dyn FittedModel) {
        let ahead = &series.observed()[past.len()..];
        let ahead = &ahead[..ahead.len().min(self.horizon)];
        let guard = Guard::new(past);
        self.look_at_places(past, ahead, model, &guard);
        let (mean, spread) = outlook(model, &guard, ahead.len());
        let mut sum = 0.0;
        for (step, (value, (mean, spread))) in
            ahead.iter().zip(mean.iter().zip(&spread)).enumerate()
        {
            let Some(value) = value else { continue };
            sum += value - mean;
            if *spread > 0.0 {
                self.scores.push((step, ((value - mean) / spread).clamp(-WIDEST, WIDEST)));
            }
        }
        let spread = spread_of_sum(&spread).last().copied().unwrap_or(0.0);
        if spread > 0.0 {
            self.sums.push((ahead.len(), (sum / spread).clamp(-WIDEST, WIDEST)));
        }
    }

    /// Where what came lay in the model's own distributions.
    fn look_at_places(
        &mut self,
        past: &Series,
        ahead: &[Option<f64>],
        model: &dyn FittedModel,
        guard: &Guard,
    ) {
        if let Some(places) = &mut self.places
            && let Some(mut quantiles) = model.quantiles(ahead.len(), places.grid())
        {
            let width = places.grid().as_slice().len();
            for (step, (row, value)) in quantiles.chunks_mut(width).zip(ahead).enumerate() {
                let Some(value) = *value else { continue };
                row.iter_mut().for_each(|quantile| *quantile = guard.hold(step, *quantile));
                places.add(row, value);
            }
        }
        // A sum with a part missing cannot be held against the whole.
        let is_known = |(t, value): (usize, &Option<f64>)| {
            value.is_some() || !past.calendar().is_open(past.len() + t)
        };
        if let Some(places) = &mut self.places_of_sums
            && 2 * ahead.len() >= self.horizon
            && ahead.iter().enumerate().all(is_known)
            && let Some(row) = model.total_quantiles(ahead.len(), places.grid())
        {
            places.add(&row, ahead.iter().flatten().sum());
        }
    }

    pub(super) fn finish(self) -> Calibration {
        let squares = by_step(&self.scores, self.horizon);
        let seen = self.scores.iter().map(|(step, _)| step + 1).max().unwrap_or(1);
        let scale: Vec<f64> = (0..seen).map(|step| self.scale_at(&squares, step)).collect();
        let scores = self.scores.iter().map(|(step, score)| score / scale[*step]).collect();
        let steps = Shape::new(scores, self.independence.of(1));
        let (scale_of_sum, sums) = self.sums();
        let learned = |places: &Option<Places>, periods: usize| {
            places.as_ref().map(|places| places.learned(self.independence.of(periods)))
        };
        Calibration {
            scale,
            steps,
            scale_of_sum,
            sums,
            own: learned(&self.places, 1),
            own_of_sum: learned(&self.places_of_sums, self.horizon),
        }
    }

    /// Root mean squared score around a step, drawn to the prior as far as few independent errors speak.
    fn scale_at(&self, squares: &[(f64, f64)], step: usize) -> f64 {
        // Steps about as far ahead are much alike.
        let from = ((step + 1) * 4 / 5).min(step);
        let to = ((step + 1) * 5 / 4).min(squares.len()).max(step + 1);
        let (sum, count) = squares[from..to]
            .iter()
            .fold((0.0, 0.0), |(sum, count), (square, seen)| (sum + square, count + seen));
        self.shrunk_scale(sum, count, step + 1)
    }

    /// Scale and shape of the sums' scores.
    fn sums(&self) -> (f64, Shape) {
        // Sums over less than half of the horizon say little about the whole.
        let longest = self.sums.iter().map(|(periods, _)| *periods).max().unwrap_or(0);
        let long = self.sums.iter().filter(|(periods, _)| 2 * periods >= longest);
        let scores: Vec<f64> = long.map(|(_, score)| *score).collect();
        let squares: f64 = scores.iter().map(|score| score * score).sum();
        let scale = self.shrunk_scale(squares, scores.len() as f64, self.horizon);
        let scores = scores.iter().map(|score| score / scale).collect();
        (scale, Shape::new(scores, self.independence.of(self.horizon)))
    }

    fn shrunk_scale(&self, squares: f64, count: f64, periods: usize) -> f64 {
        let known = self.observed.max(3.0);
        let prior =
            (1.0 + PRIOR_SHORTNESS / known) * (1.0 + PRIOR_REACH * (periods - 1) as f64 / known);
        if count < 1.0 {
            return prior.sqrt();
        }
        let independent = count.min(self.independence.of(periods));
        let mean = squares / count;
        ((independent * mean + PRIOR_COUNT * prior) / (independent + PRIOR_COUNT)).sqrt()
    }
}

/// Up to `most` origins from `first` to `n − 1`, the last always among them.
pub(super) fn spread_evenly(first: usize, n: usize, most: usize) -> Vec<usize> {
    if first >= n || most == 0 {
        return Vec::new();
    }
    let stride = (n - first).div_ceil(most);
    let mut origins: Vec<usize> = (first..n).rev().step_by(stride).collect();
    origins.reverse();
    origins
}

/// Sum of squared scores and their number at each step.
fn by_step(scores: &[(usize, f64)], horizon: usize) -> Vec<(f64, f64)> {
    let mut squares = vec![(0.0, 0.0); horizon];
    for (step, score) in scores {
        squares[*step].0 += score * score;
        squares[*step].1 += 1.0;
    }
    squares
}

/// How many errors there can be that share little.
#[derive(Debug, Clone, Copy)]
struct Independence {
    /// Periods from the first origin to the end.
    span: f64,
}

impl Independence {
    /// Of errors so many periods ahead: those half overlapping count as apart.
    fn of(self, periods: usize) -> f64 {
        2.0 * self.span / periods as f64
    }
}

/// How far a model's errors are from what it claims.
#[derive(Debug, Clone)]
pub(super) struct Calibration {
    /// Factor on the standard deviation, per step; the last holds beyond.
    scale: Vec<f64>,
    steps: Shape,
    scale_of_sum: f64,
    sums: Shape,
    own: Option<OwnLevels>,
    own_of_sum: Option<OwnLevels>,
}

impl Calibration {
    /// The levels to ask a model with quantiles of its own for.
    pub(super) fn own_levels(&self, levels: &Levels) -> Levels {
        self.own.as_ref().and_then(|own| own.holding(levels)).unwrap_or_else(|| levels.clone())
    }

    /// The same for sums.
    pub(super) fn own_levels_of_sum(&self, levels: &Levels) -> Levels {
        let own = self.own_of_sum.as_ref().and_then(|own| own.holding(levels));
        own.unwrap_or_else(|| levels.clone())
    }

    /// Factor on the standard deviation of a step.
    pub(super) fn scale(&self, step: usize) -> f64 {
        self.scale[step.min(self.scale.len() - 1)]
    }

    /// Factor on the standard deviation of the sum.
    pub(super) const fn scale_of_sum(&self) -> f64 {
        self.scale_of_sum
    }

    /// Standardised quantiles; never falling.
    pub(super) fn scores(&self, levels: &Levels) -> Vec<f64> {
        self.steps.quantiles(levels)
    }

    /// Standardised quantiles of the sum; never falling.
    pub(super) fn scores_of_sum(&self, levels: &Levels) -> Vec<f64> {
        self.sums.quantiles(levels)
    }
}

/// How errors are distributed.
#[derive(Debug, Clone)]
struct Shape {
    /// Scores over their scale, rising.
    sorted: Vec<f64>,
    /// How much they say against what is assumed, 0 to 1.
    weight: f64,
}

impl Shape {
    fn new(mut scores: Vec<f64>, independent: f64) -> Self {
        scores.sort_by(f64::total_cmp);
        let count = independent.min(scores.len() as f64);
        Self { sorted: scores, weight: count / (count + SHAPE_COUNT) }
    }

    /// Between those of the scores and those of a heavy-tailed distribution.
    fn quantiles(&self, levels: &Levels) -> Vec<f64> {
        let quantile = |level: &f64| {
            let assumed = math::heavy_quantile(*level);
            if self.sorted.is_empty() {
                return assumed;
            }
            self.weight * empirical_quantile(&self.sorted, *level) + (1.0 - self.weight) * assumed
        };
        levels.as_slice().iter().map(quantile).collect()
    }
}

/// Linear between the sorted values, which stand for the levels 1/(n+1), 2/(n+1), …
fn empirical_quantile(sorted: &[f64], level: f64) -> f64 {
    let place = level * (sorted.len() + 1) as f64 - 1.0;
    let last = sorted.len() - 1;
    let below = place.max(0.0).min(last as f64) as usize;
    let above = (below + 1).min(last);
    let share = (place - below as f64).clamp(0.0, 1.0);
    sorted[below] + share * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Random;
    use crate::forecast::{Frequency, Name, Spec};

    /// Share of what comes that lies in the 80 and 95 % bands, over many series.
    fn coverage(name: Name, make: impl Fn(&mut Random) -> Vec<f64>, horizon: usize) -> (f64, f64) {
        let (mut inside_80, mut inside_95, mut count) = (0.0, 0.0, 0.0);
        for seed in 0..40 {
            let values = make(&mut Random::new(seed));
            let (past, ahead) = values.split_at(values.len() - horizon);
            let past = past.iter().copied().map(Some).collect();
            let series = Series::new(past, Frequency::Daily).unwrap();
            let fitted = Spec::new(name, horizon).fit(&series).unwrap();
            let forecast = fitted.forecast(horizon, &Levels::bands()).unwrap();
            for (step, value) in ahead.iter().enumerate() {
                let row = forecast.row(step);
                count += 1.0;
                inside_80 += f64::from(u8::from((row[1]..=row[5]).contains(value)));
                inside_95 += f64::from(u8::from((row[0]..=row[6]).contains(value)));
            }
        }
        (inside_80 / count, inside_95 / count)
    }

    #[test]
    fn bands_hold_what_they_promise_also_for_a_model_that_is_wrong() {
        let walk = |random: &mut Random| {
            let mut level = 100.0;
            let mut next = || {
                level += random.normal();
                level
            };
            (0..228).map(|_| next()).collect()
        };
        let noise = |random: &mut Random| (0..228).map(|_| 100.0 + 5.0 * random.normal()).collect();
        // The mean takes a walk for noise and the drift noise for a walk.
        for (name, is_walk) in
            [(Name::Mean, true), (Name::Drift, true), (Name::Drift, false), (Name::Mean, false)]
        {
            let (inside_80, inside_95) =
                if is_walk { coverage(name, walk, 28) } else { coverage(name, noise, 28) };
            assert!((0.65..0.95).contains(&inside_80), "{name:?} {is_walk} {inside_80}");
            assert!((0.85..0.995).contains(&inside_95), "{name:?} {is_walk} {inside_95}");
        }
    }

    #[test]
    fn origins_are_spread_and_end_with_the_last() {
        assert_eq!(spread_evenly(10, 20, 4), [10, 13, 16, 19]);
        assert_eq!(spread_evenly(18, 20, 40), [18, 19]);
        assert!(spread_evenly(3, 3, 40).is_empty());
    }

    #[test]
    fn few_scores_say_what_many_say_only_in_part() {
        let few = Shape::new(vec![-3.0, 3.0], 2.0).quantiles(&Levels::bands());
        let many = Shape::new([-3.0, 3.0].repeat(500), 1000.0).quantiles(&Levels::bands());
        assert!(few[4] < 1.0 && many[4] > 2.5, "{few:?} {many:?}");
        assert!(few.windows(2).chain(many.windows(2)).all(|pair| pair[0] <= pair[1]));
    }
}
