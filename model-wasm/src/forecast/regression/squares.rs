//! Least squares with errors of exponential smoothing.

use super::design::Design;
use super::{Form, Shape, counted};
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
/// Times the variance is taken from what a solution leaves.
const VARIANCES: usize = 2;

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
        if form.shape == Shape::Counted {
            return counted::solve(&rows, &priors);
        }
        let first = rows.solve(FIRST_ALPHA, &priors, None)?;
        let alpha = rows.best_alpha(&first.coefficients, series.season());
        rows.solve(alpha, &priors, Some(&first))
    }

    /// The solution of normal equations of which the factor is known, with errors of a variance.
    pub(super) fn new(sums: &Sums, factor: &[f64], variance: f64) -> Result<Self, Error> {
        let coefficients = sums.solution(factor);
        if coefficients.iter().any(|b| !b.is_finite()) {
            return Err(Error::NoFit);
        }
        let k = coefficients.len();
        let error = |i: usize| {
            let mut unit = vec![0.0; k];
            unit[i] = 1.0;
            linear::substitute(factor, &mut unit);
            (variance * unit[i].max(0.0)).sqrt()
        };
        let errors = (0..k).map(error).collect();
        Ok(Self { coefficients, errors, alpha: FIRST_ALPHA, sigma: variance.sqrt() })
    }
}

/// The observed periods: values in the form's scale, what explains them, and how much they count.
pub(super) struct Rows {
    width: usize,
    x: Vec<f64>,
    y: Vec<f64>,
    weights: Vec<f64>,
}

impl Rows {
    fn of(series: &Series, design: &Design, form: Form) -> Self {
        let width = design.width();
        let n = series.len();
        let observed = series.observed().iter().enumerate().skip(n.saturating_sub(MOST_PERIODS));
        let (times, y): (Vec<usize>, Vec<f64>) =
            observed.filter_map(|(t, value)| Some((t, form.of_value((*value)?)))).unzip();
        let mut x = vec![0.0; width * times.len()];
        for (t, row) in times.iter().zip(x.chunks_exact_mut(width)) {
            design.fill(*t, row);
        }
        let of_age = |t: &usize| math::exp(-std::f64::consts::LN_2 * (n - t) as f64 / HALF_LIFE);
        let weights = times.iter().map(of_age).collect();
        Self { width, x, y, weights }
    }

    /// What explains a period, its value and its weight.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[f64], f64, f64)> {
        let rows = self.x.chunks_exact(self.width).zip(&self.y).zip(&self.weights);
        rows.map(|((row, y), weight)| (row, *y, *weight))
    }

    /// Ridge regression of the one-step errors; errors that were outlying `before` count less.
    fn solve(
        &self,
        alpha: f64,
        priors: &[f64],
        before: Option<&Solution>,
    ) -> Result<Solution, Error> {
        let sums = self.sums(alpha, before);
        let mut variance = FIRST_VARIANCE;
        for _ in 0..VARIANCES {
            let found = sums.solution(&sums.factor(priors, variance)?);
            let explained: f64 = found.iter().zip(&sums.right).map(|(b, g)| b * g).sum();
            variance = ((sums.squares - explained) / sums.weights.max(1.0)).max(LEAST_VARIANCE);
        }
        let factor = sums.factor(priors, variance)?;
        Ok(Solution { alpha, ..Solution::new(&sums, &factor, variance)? })
    }

    /// Sums of products of the one-step errors that smoothing by α leaves of the columns and of the values: those of a
    /// level that wanders are alike in all of them.
    fn sums(&self, alpha: f64, before: Option<&Solution>) -> Sums {
        let k = self.width;
        let mut sums = Sums::new(k);
        let (mut levels, mut errors) = (vec![0.0; k], vec![0.0; k]);
        let mut level = 0.0;
        for (row, y, mut weight) in self.iter() {
            for ((level, error), x) in levels.iter_mut().zip(&mut errors).zip(row) {
                *error = x - *level;
                *level += alpha * *error;
            }
            let error = y - level;
            level += alpha * error;
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
        let left = |(row, y, _): (&[f64], f64, f64)| {
            y - row.iter().zip(coefficients).map(|(x, b)| x * b).sum::<f64>()
        };
        let residuals: Vec<f64> = self.iter().map(left).collect();
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

/// Sums of products, weighted: normal equations.
pub(super) struct Sums {
    /// Lower half, row-major.
    gram: Vec<f64>,
    right: Vec<f64>,
    squares: f64,
    weights: f64,
}

impl Sums {
    pub(super) fn new(width: usize) -> Self {
        let (gram, right) = (vec![0.0; width * width], vec![0.0; width]);
        Self { gram, right, squares: 0.0, weights: 0.0 }
    }

    pub(super) fn add(&mut self, row: &[f64], value: f64, weight: f64) {
        let k = row.len();
        for (i, own) in row.iter().enumerate() {
            let weighted = weight * own;
            self.right[i] += weighted * value;
            for (sum, other) in self.gram[i * k..=i * k + i].iter_mut().zip(row) {
                *sum += weighted * other;
            }
        }
        self.squares += weight * value * value;
        self.weights += weight;
    }

    /// Factor of the normal equations, where errors have a variance and coefficients these standard deviations.
    pub(super) fn factor(&self, priors: &[f64], variance: f64) -> Result<Vec<f64>, Error> {
        let k = priors.len();
        let mut factor = self.gram.clone();
        for (i, prior) in priors.iter().enumerate() {
            factor[i * k + i] += variance / (prior * prior);
        }
        if linear::factorise(&mut factor, k) { Ok(factor) } else { Err(Error::NoFit) }
    }

    pub(super) fn solution(&self, factor: &[f64]) -> Vec<f64> {
        let mut solution = self.right.clone();
        linear::substitute(factor, &mut solution);
        solution
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
