//! Ridge regression with a mean over penalties instead of one.

use crate::linear::{factorise, substitute};
use crate::math::{exp, pow};

/// Penalties: a power of ten each.
const POWERS: std::ops::RangeInclusive<i32> = -4..=4;
/// An error too small to compare others with.
const LEAST_ERROR: f64 = 1e-30;

/// Coefficients, and how well the regression foretells what it has not seen.
pub(super) struct Ridge {
    pub(super) coefficients: Vec<f64>,
    /// Mean square of the errors, each row left out of its own fit.
    pub(super) error: f64,
}

impl Ridge {
    /// Rows of `width` features each, one target per row. Each penalty counts by `e^−x`, x being how much its
    /// leave-one-out error is above the least one, as a share of that; the penalties reach from none to all but
    /// nothing left, so that noise comes to no coefficients by itself. All 0 if nothing can be solved.
    pub(super) fn new(rows: &[f64], width: usize, targets: &[f64]) -> Self {
        let (square, right) = products(rows, width, targets);
        let tried = POWERS
            .filter_map(|power| one(&square, &right, pow(10.0, f64::from(power)), rows, targets));
        let tried: Vec<(Vec<f64>, f64)> = tried.collect();
        let least = tried.iter().map(|(_, error)| *error).fold(f64::INFINITY, f64::min);
        let (mut coefficients, mut error, mut total) = (vec![0.0; width], 0.0, 0.0);
        for (found, found_error) in &tried {
            let weight = exp(-(found_error - least) / least.max(LEAST_ERROR));
            for (sum, coefficient) in coefficients.iter_mut().zip(found) {
                *sum += weight * coefficient;
            }
            error += weight * found_error;
            total += weight;
        }
        if total > 0.0 {
            coefficients.iter_mut().for_each(|sum| *sum /= total);
            error /= total;
        } else {
            let squares: f64 = targets.iter().map(|target| target * target).sum();
            error = squares / targets.len().max(1) as f64;
        }
        Self { coefficients, error }
    }
}

/// `Xᵀ X`, row-major, and `Xᵀ y`.
fn products(rows: &[f64], width: usize, targets: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (mut square, mut right) = (vec![0.0; width * width], vec![0.0; width]);
    for (row, target) in rows.chunks_exact(width).zip(targets) {
        for (i, x) in row.iter().enumerate() {
            right[i] += x * target;
            for (sum, other) in square[i * width..(i + 1) * width].iter_mut().zip(row) {
                *sum += x * other;
            }
        }
    }
    (square, right)
}

/// The coefficients for one penalty and their leave-one-out error; `None` if it is no number.
fn one(
    square: &[f64],
    right: &[f64],
    penalty: f64,
    rows: &[f64],
    targets: &[f64],
) -> Option<(Vec<f64>, f64)> {
    let width = right.len();
    let mut factor = square.to_vec();
    factor.iter_mut().step_by(width + 1).for_each(|diagonal| *diagonal += penalty);
    if !factorise(&mut factor, width) {
        return None;
    }
    let mut coefficients = right.to_vec();
    substitute(&factor, &mut coefficients);
    let mut inverse = vec![0.0; width * width];
    for (i, column) in inverse.chunks_exact_mut(width).enumerate() {
        column[i] = 1.0;
        substitute(&factor, column);
    }
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let mut sum = 0.0;
    for (row, target) in rows.chunks_exact(width).zip(targets) {
        let columns = inverse.chunks_exact(width).zip(row);
        let leverage: f64 = columns.map(|(column, x)| x * product(column, row)).sum();
        let error = (target - product(row, &coefficients)) / (1.0 - leverage).max(1e-10);
        sum += error * error;
    }
    let error = sum / targets.len() as f64;
    error.is_finite().then_some((coefficients, error))
}
