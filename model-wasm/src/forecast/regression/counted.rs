//! Effects on demand that is nothing at times: of nothing there is no logarithm.

use super::squares::{Rows, Solution, Sums};
use crate::forecast::Error;
use crate::math;

/// Solves at most.
const ROUNDS: usize = 12;
/// Where the logarithm of what is expected is cut off, over that of the mean.
const RANGE: (f64, f64) = (-6.0, 4.0);
/// A change of the coefficients that is none.
const SETTLED: f64 = 1e-6;
/// The least dispersion.
const LEAST: f64 = 1e-6;

/// The regression of the logarithm of what is expected, by reweighted least squares. The variance is taken for a multiple
/// of the mean, as that of counts is, whatever the multiple.
///
/// # Source
/// McCullagh & Nelder (1989), Generalized Linear Models, chapters 2 and 9.
pub(super) fn solve(rows: &Rows, priors: &[f64]) -> Result<Solution, Error> {
    let mut coefficients = vec![0.0; priors.len()];
    for round in 1.. {
        let mut sums = Sums::new(priors.len());
        let (mut squares, mut weights) = (0.0, 0.0);
        for (row, y, weight) in rows.iter() {
            let told: f64 = row.iter().zip(&coefficients).map(|(x, b)| x * b).sum();
            let told = told.clamp(RANGE.0, RANGE.1);
            let mean = math::exp(told);
            squares += weight * (y - mean) * (y - mean) / mean;
            weights += weight;
            sums.add(row, told + (y - mean) / mean, weight * mean);
        }
        let dispersion = (squares / f64::max(weights, 1.0)).max(LEAST);
        let factor = sums.factor(priors, dispersion)?;
        let found = sums.solution(&factor);
        let moved = found.iter().zip(&coefficients).map(|(b, before)| (b - before).abs());
        if round == ROUNDS || moved.fold(0.0, f64::max) < SETTLED {
            return Solution::new(&sums, &factor, dispersion);
        }
        coefficients = found;
    }
    Err(Error::NoFit)
}
