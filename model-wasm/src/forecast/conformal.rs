//! Quantiles that are as wide as the model's errors were.
//!
//! A fitted model is put back to earlier origins, and its errors there are divided by the standard deviation it
//! claims for them. How large these scores are says how much wider or narrower the bands must be, step by step;
//! how they are distributed says what stands between the bands.
//!
//! # Source
//! Vovk, Gammerman & Shafer (2005), Algorithmic Learning in a Random World; Stankevičiūtė, Alaa & van der Schaar
//! (2021), Conformal time-series forecasting.

use super::fitted::{outlook, spread_of_sum};
use super::guard::Guard;
use super::{FittedModel, Levels, Series};
use crate::math;

/// Weight of the prior, in independent errors.
const PRIOR_COUNT: f64 = 8.0;
/// Scale errors have over what a model claims, before any was seen: its parameters were fitted to the same values.
const PRIOR_SCALE: f64 = 1.15;
/// Independent errors at which their own distribution counts as much as the normal one.
const SHAPE_COUNT: f64 = 30.0;
/// Scores beyond say that the past was another world, not how wide a band must be.
const WIDEST: f64 = 8.0;
/// The least periods before an origin.
const LEAST_HISTORY: usize = 3;

/// Looks back at one origin after the other.
pub(super) struct Calibrator {
    horizon: usize,
    origins: Vec<usize>,
    next: usize,
    /// First origin to the end: what overlapping errors share.
    span: usize,
    /// (step, score) of every error.
    scores: Vec<(usize, f64)>,
    /// (periods, score) of the sum of all errors of an origin.
    sums: Vec<(usize, f64)>,
}

impl Calibrator {
    pub(super) fn new(series: &Series, horizon: usize, most: usize) -> Self {
        let n = series.len();
        let season = series.season();
        let first = (n / 2).min(2 * season + LEAST_HISTORY).max(n / 3).max(LEAST_HISTORY);
        let origins = spread_evenly(first, n, most);
        let span = n.saturating_sub(first);
        Self { horizon, origins, next: 0, span, scores: Vec::new(), sums: Vec::new() }
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
        let (mean, spread) = outlook(model, &Guard::new(past), ahead.len());
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

    pub(super) fn finish(self) -> Calibration {
        let squares = by_step(&self.scores, self.horizon);
        let scale = (0..self.horizon.min(self.span))
            .map(|step| shrunk_scale(&squares, step, self.span))
            .collect::<Vec<f64>>();
        let scale = if scale.is_empty() { vec![PRIOR_SCALE] } else { scale };
        let at = |step: usize| scale[step.min(scale.len() - 1)];
        let mut shape: Vec<f64> =
            self.scores.iter().map(|(step, score)| score / at(*step)).collect();
        shape.sort_by(f64::total_cmp);
        let count = (self.span as f64).min(shape.len() as f64);
        let (scale_of_sum, shape_of_sum) = sums(self.sums, self.horizon, self.span);
        Calibration { scale, shape, count, scale_of_sum, shape_of_sum }
    }
}

/// Up to `most` origins from `first` to `n − 1`, the last always among them.
fn spread_evenly(first: usize, n: usize, most: usize) -> Vec<usize> {
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

/// Root mean squared score around a step, drawn to the prior as far as few independent errors speak.
fn shrunk_scale(squares: &[(f64, f64)], step: usize, span: usize) -> f64 {
    // Steps between two thirds and one and a half times as far ahead are much alike.
    let from = (step + 1) * 2 / 3;
    let to = ((step + 1) * 3 / 2).min(squares.len());
    let (sum, count) = squares[from.min(step)..to.max(step + 1)]
        .iter()
        .fold((0.0, 0.0), |(sum, count), (s, c)| (sum + s, count + c));
    if count < 1.0 {
        return PRIOR_SCALE;
    }
    let independent = count.min(span as f64 / (step + 1) as f64);
    let prior = PRIOR_SCALE * PRIOR_SCALE;
    ((independent * sum / count + PRIOR_COUNT * prior) / (independent + PRIOR_COUNT)).sqrt()
}

/// Scale and shape of the sums' scores.
fn sums(sums: Vec<(usize, f64)>, horizon: usize, span: usize) -> (f64, Vec<f64>) {
    // Sums over less than half of the horizon say little about the whole.
    let longest = sums.iter().map(|(periods, _)| *periods).max().unwrap_or(0);
    let mut scores: Vec<f64> = sums
        .iter()
        .filter(|(periods, _)| 2 * periods >= longest)
        .map(|(_, score)| *score)
        .collect();
    let count = scores.len() as f64;
    let independent = count.min(span as f64 / horizon as f64);
    let squares: f64 = scores.iter().map(|score| score * score).sum();
    let mean = if count > 0.0 { squares / count } else { 1.0 };
    let prior = PRIOR_SCALE * PRIOR_SCALE;
    let scale = ((independent * mean + PRIOR_COUNT * prior) / (independent + PRIOR_COUNT)).sqrt();
    for score in &mut scores {
        *score /= scale;
    }
    scores.sort_by(f64::total_cmp);
    (scale, scores)
}

/// How far a model's errors are from what it claims.
#[derive(Debug, Clone)]
pub(super) struct Calibration {
    /// Factor on the standard deviation, per step; the last holds beyond.
    scale: Vec<f64>,
    /// Scores over their scale, rising.
    shape: Vec<f64>,
    /// How many independent errors there are in them.
    count: f64,
    scale_of_sum: f64,
    shape_of_sum: Vec<f64>,
}

impl Calibration {
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
        mixed_quantiles(&self.shape, self.count, levels)
    }

    /// Standardised quantiles of the sum; never falling.
    pub(super) fn scores_of_sum(&self, levels: &Levels) -> Vec<f64> {
        let count = self.shape_of_sum.len() as f64 / 4.0;
        mixed_quantiles(&self.shape_of_sum, count, levels)
    }
}

/// Quantiles between those of the sorted scores and those of the standard normal, by how many errors speak.
fn mixed_quantiles(sorted: &[f64], count: f64, levels: &Levels) -> Vec<f64> {
    let weight = if sorted.is_empty() { 0.0 } else { count / (count + SHAPE_COUNT) };
    let quantile = |level: &f64| {
        let normal = math::normal_quantile(*level);
        if weight > 0.0 {
            weight * empirical_quantile(sorted, *level) + (1.0 - weight) * normal
        } else {
            normal
        }
    };
    levels.as_slice().iter().map(quantile).collect()
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
