//! Least squares with errors of exponential smoothing.

use super::Form;
use super::design::Design;
use crate::forecast::{Error, Series};
use crate::linear;
use crate::math;

/// Periods of the history that teach, at most: the latest.
const MOST_PERIODS: usize = 1_500;
/// How much the level follows an error: what is tried.
const ALPHAS: [f64; 6] = [0.01, 0.03, 0.06, 0.1, 0.2, 0.4];
/// What is taken before anything was seen.
const FIRST_ALPHA: f64 = 0.1;
/// Periods after which a value counts half.
const HALF_LIFE: f64 = 1_000.0;
/// Errors of more standard deviations than this count less: a day on which the till was broken teaches little.
const OUTLYING: f64 = 2.0;
/// Variance of an error before anything was seen, in logarithms or shares of the mean.
const FIRST_VARIANCE: f64 = 0.04;
/// The least variance, so that the prior never vanishes.
const LEAST_VARIANCE: f64 = 1e-6;

/// What was learned.
#[derive(Debug, Clone)]
pub(super) struct Solution {
    pub(super) coefficients: Vec<f64>,
    /// Their standard errors.
    pub(super) errors: Vec<f64>,
    pub(super) alpha: f64,
    /// Standard deviation of a one-step error.
    sigma: f64,
}

impl Solution {
    pub(super) fn of(series: &Series, design: &Design, form: Form) -> Result<Self, Error> {
        let rows = Rows::of(series, design, form);
        let priors = design.priors();
        let first = rows.solve(FIRST_ALPHA, &priors, None)?;
        let alpha = rows.best_alpha(&first.coefficients, series.season());
        rows.solve(alpha, &priors, Some(&first))
    }
}

/// The observed periods: values in the form's scale and what explains them.
struct Rows {
    width: usize,
    x: Vec<f64>,
    y: Vec<f64>,
    times: Vec<usize>,
}

impl Rows {
    fn of(series: &Series, design: &Design, form: Form) -> Self {
        let width = design.width();
        let from = series.len().saturating_sub(MOST_PERIODS);
        let observed = series.observed().iter().enumerate().skip(from);
        let (times, y): (Vec<usize>, Vec<f64>) =
            observed.filter_map(|(t, value)| Some((t, form.of_value((*value)?)))).unzip();
        let mut x = vec![0.0; width * times.len()];
        for (t, row) in times.iter().zip(x.chunks_exact_mut(width)) {
            design.fill(*t, row);
        }
        Self { width, x, y, times }
    }

    /// Ridge regression of the one-step errors; errors that were outlying `before` count less.
    fn solve(
        &self,
        alpha: f64,
        priors: &[f64],
        before: Option<&Solution>,
    ) -> Result<Solution, Error> {
        let sums = self.sums(alpha, before);
        let k = self.width;
        let mut variance = FIRST_VARIANCE;
        let mut coefficients = Vec::new();
        let mut factor = Vec::new();
        for _ in 0..3 {
            factor.clone_from(&sums.gram);
            for (i, prior) in priors.iter().enumerate() {
                factor[i * k + i] += variance / (prior * prior);
            }
            if !linear::factorise(&mut factor, k) {
                return Err(Error::NoFit);
            }
            coefficients.clone_from(&sums.right);
            linear::substitute(&factor, &mut coefficients);
            let explained: f64 = coefficients.iter().zip(&sums.right).map(|(b, g)| b * g).sum();
            variance = ((sums.squares - explained) / sums.weights.max(1.0)).max(LEAST_VARIANCE);
        }
        if coefficients.iter().any(|b| !b.is_finite()) {
            return Err(Error::NoFit);
        }
        let error = |i: usize| {
            let mut unit = vec![0.0; k];
            unit[i] = 1.0;
            linear::substitute(&factor, &mut unit);
            (variance * unit[i].max(0.0)).sqrt()
        };
        let errors = (0..k).map(error).collect();
        Ok(Solution { coefficients, errors, alpha, sigma: variance.sqrt() })
    }

    /// Sums of products of the one-step errors that smoothing by α leaves of the columns and of the values: those of a
    /// level that wanders are alike in all of them.
    fn sums(&self, alpha: f64, before: Option<&Solution>) -> Sums {
        let k = self.width;
        let mut sums =
            Sums { gram: vec![0.0; k * k], right: vec![0.0; k], squares: 0.0, weights: 0.0 };
        let (mut levels, mut errors) = (vec![0.0; k], vec![0.0; k]);
        let mut level = 0.0;
        let last = self.times.last().copied().unwrap_or(0);
        for ((row, y), t) in self.x.chunks_exact(k).zip(&self.y).zip(&self.times) {
            for ((level, error), x) in levels.iter_mut().zip(&mut errors).zip(row) {
                *error = x - *level;
                *level += alpha * *error;
            }
            let error = y - level;
            level += alpha * error;
            let age = (last - t) as f64;
            let mut weight = math::exp(-std::f64::consts::LN_2 * age / HALF_LIFE);
            if let Some(before) = before {
                let known: f64 = before.coefficients.iter().zip(&errors).map(|(b, e)| b * e).sum();
                weight *= (OUTLYING * before.sigma / (error - known).abs().max(1e-12)).min(1.0);
            }
            sums.add(&errors, error, weight);
        }
        sums
    }

    /// The α with which the level foretells what the coefficients leave best, one step and whole seasons ahead.
    fn best_alpha(&self, coefficients: &[f64], season: usize) -> f64 {
        let residuals: Vec<f64> = self
            .x
            .chunks_exact(self.width)
            .zip(&self.y)
            .map(|(row, y)| y - row.iter().zip(coefficients).map(|(x, b)| x * b).sum::<f64>())
            .collect();
        let leads = [1, season, 2 * season, 4 * season];
        let error = |alpha: f64| {
            let mut level = 0.0;
            let mut sum = 0.0;
            for (at, residual) in residuals.iter().enumerate() {
                level += alpha * (residual - level);
                for lead in leads {
                    if let Some(later) = residuals.get(at + lead) {
                        sum += (later - level).abs();
                    }
                }
            }
            sum
        };
        let tried = ALPHAS.map(|alpha| (error(alpha), alpha));
        tried.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).map_or(FIRST_ALPHA, |best| best.1)
    }
}

/// Sums of products, weighted.
struct Sums {
    /// Lower half, row-major.
    gram: Vec<f64>,
    right: Vec<f64>,
    squares: f64,
    weights: f64,
}

impl Sums {
    fn add(&mut self, errors: &[f64], error: f64, weight: f64) {
        let k = errors.len();
        for (i, own) in errors.iter().enumerate() {
            let weighted = weight * own;
            self.right[i] += weighted * error;
            for (sum, other) in self.gram[i * k..=i * k + i].iter_mut().zip(errors) {
                *sum += weighted * other;
            }
        }
        self.squares += weight * error * error;
        self.weights += weight;
    }
}

/// What the coefficients leave of a history, smoothed.
#[derive(Debug, Clone)]
pub(super) struct Smoothed {
    alpha: f64,
    /// The level of the residuals after the last value.
    pub(super) level: f64,
    /// Sum of squared one-step errors, and their number.
    squares: f64,
    count: f64,
}

impl Smoothed {
    pub(super) const fn new(alpha: f64) -> Self {
        Self { alpha, level: 0.0, squares: 0.0, count: 0.0 }
    }

    /// Takes the next value, with what was expected of it but for the level.
    pub(super) fn add(&mut self, value: f64, explained: f64) {
        let error = value - explained - self.level;
        self.level += self.alpha * error;
        self.squares += error * error;
        self.count += 1.0;
    }

    /// Standard deviation of a one-step error.
    pub(super) fn sigma(&self) -> f64 {
        (self.squares / self.count.max(1.0)).sqrt()
    }
}
