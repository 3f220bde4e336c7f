//! What columns explain of a series, and what they leave.

/// A column that the ones before explain but for this share of its square adds nothing.
const LEAST_OWN: f64 = 1e-9;

/// Takes out of `residuals` what `columns` explain of it by least squares; the columns are made orthogonal on the way.
/// Returns a coefficient per column, 0 for one that the others already hold.
pub(super) fn take_out(columns: &mut [Vec<f64>], residuals: &mut [f64]) -> Vec<f64> {
    let c = columns.len();
    let mut upper = vec![0.0; c * c];
    let mut coefficients = vec![0.0; c];
    for at in 0..c {
        let (before, rest) = columns.split_at_mut(at);
        let column = &mut rest[0];
        let whole = product(column, column);
        for (i, earlier) in before.iter().enumerate() {
            if upper[i * c + i] > 0.0 {
                upper[i * c + at] = product(earlier, column);
                subtract(column, earlier, upper[i * c + at]);
            }
        }
        let own = product(column, column);
        if own.is_nan() || own <= LEAST_OWN * whole || own <= f64::MIN_POSITIVE {
            continue;
        }
        let size = own.sqrt();
        column.iter_mut().for_each(|x| *x /= size);
        upper[at * c + at] = size;
        coefficients[at] = product(column, residuals);
        subtract(residuals, column, coefficients[at]);
    }
    for at in (0..c).rev() {
        let known: f64 = (at + 1..c).map(|j| upper[at * c + j] * coefficients[j]).sum();
        let size = upper[at * c + at];
        coefficients[at] = if size > 0.0 { (coefficients[at] - known) / size } else { 0.0 };
    }
    coefficients
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn subtract(from: &mut [f64], column: &[f64], times: f64) {
    for (value, x) in from.iter_mut().zip(column) {
        *value -= times * x;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_is_taken_out_and_a_column_twice_told_is_told_once() {
        let ones = vec![1.0; 6];
        let times: Vec<f64> = (0..6).map(f64::from).collect();
        let mut y: Vec<f64> = times.iter().map(|t| 2.0 + 0.5 * t).collect();
        let twice: Vec<f64> = times.iter().map(|t| 3.0 * t + 1.0).collect();
        let found = take_out(&mut [ones, times, twice], &mut y);
        assert!((found[0] - 2.0).abs() < 1e-12 && (found[1] - 0.5).abs() < 1e-12, "{found:?}");
        assert!(found[2].abs() <= 0.0);
        assert!(y.iter().all(|rest| rest.abs() < 1e-12), "{y:?}");
    }
}
