//! Symmetric systems of linear equations: what least squares, ridge and reconciliation come down to.

/// Solves `matrix · x = right` for a symmetric positive definite matrix by Cholesky's factorisation; `right` becomes
/// `x`.
///
/// `matrix` is row-major, n × n for the n values of `right`; only its lower half is read, and it is overwritten by the
/// factor. Returns false, leaving `right` unspecified, where the matrix is not positive definite within rounding: a
/// little on the diagonal (ridge) helps.
///
/// # Source
/// Golub & Van Loan (2013), Matrix Computations, algorithm 4.2.1.
#[must_use]
pub fn solve(matrix: &mut [f64], right: &mut [f64]) -> bool {
    factorise(matrix, right.len()) && {
        substitute(matrix, right);
        true
    }
}

/// Replaces the lower half of a row-major n × n matrix by its Cholesky factor; false where there is none.
#[must_use]
pub fn factorise(matrix: &mut [f64], n: usize) -> bool {
    for i in 0..n {
        let (above, row) = matrix.split_at_mut(i * n);
        for j in 0..i {
            let other = &above[j * n..j * n + j + 1];
            let known: f64 = other[..j].iter().zip(&row[..j]).map(|(a, b)| a * b).sum();
            row[j] = (row[j] - known) / other[j];
        }
        let diagonal = row[i];
        let left = diagonal - row[..i].iter().map(|a| a * a).sum::<f64>();
        // Not above rounding, or no number.
        if left.is_nan() || left <= diagonal.abs() * 1e-14 {
            return false;
        }
        row[i] = left.sqrt();
    }
    true
}

/// Solves with the factor that [`factorise`] left; `right` becomes the solution.
pub fn substitute(factor: &[f64], right: &mut [f64]) {
    let n = right.len();
    for i in 0..n {
        let row = &factor[i * n..i * n + i];
        let known: f64 = row.iter().zip(&right[..i]).map(|(a, b)| a * b).sum();
        right[i] = (right[i] - known) / factor[i * n + i];
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|j| factor[j * n + i] * right[j]).sum();
        right[i] = (right[i] - known) / factor[i * n + i];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_solved() {
        // [4 2; 2 3] x = [2; 5]
        let (mut matrix, mut right) = (vec![4.0, f64::NAN, 2.0, 3.0], vec![2.0, 5.0]);
        assert!(solve(&mut matrix, &mut right));
        assert!((right[0] + 0.5).abs() < 1e-12 && (right[1] - 2.0).abs() < 1e-12, "{right:?}");
    }

    #[test]
    fn what_has_no_single_solution_is_refused() {
        assert!(!solve(&mut [1.0, 1.0, 1.0, 1.0], &mut [1.0, 2.0]));
        assert!(!solve(&mut [f64::NAN], &mut [1.0]));
        assert!(solve(&mut [], &mut []));
    }
}
