//! How uncertain each forecast is, and together with which others.

use ndarray::{Array1, Array2, ArrayView2, Axis};

use crate::forecast::Error;

/// A covariance of forecast errors: `diagonal` + `common` · `common`ᵀ, never written out.
pub(super) struct Weights {
    diagonal: Array1<f64>,
    /// Series × periods.
    common: Option<Array2<f64>>,
}

/// Variances are taken for at least this share of their mean: one that never erred would not move at all.
const LEAST_SHARE: f64 = 1e-6;

impl Weights {
    pub(super) fn alike(series: usize) -> Self {
        Self { diagonal: Array1::ones(series), common: None }
    }

    pub(super) fn of_variances(variances: &[f64], series: usize) -> Result<Self, Error> {
        let is_sound = |variance: &f64| variance.is_finite() && *variance > 0.0;
        if variances.len() != series || !variances.iter().all(is_sound) {
            return Err(Error::BadHierarchy);
        }
        Ok(Self { diagonal: Array1::from(variances.to_vec()), common: None })
    }

    /// λ · diag(Σ) + (1 − λ) · Σ of the errors, row-major series × periods, with the λ that is expected to err least.
    pub(super) fn of_errors(errors: &[f64], series: usize) -> Result<Self, Error> {
        let periods = errors.len() / series.max(1);
        let errors = ArrayView2::from_shape((series, periods), errors)
            .ok()
            .filter(|view| {
                periods >= 2
                    && view.len() == errors.len()
                    && view.iter().all(|error| error.is_finite())
            })
            .ok_or(Error::BadHierarchy)?;
        let t = periods as f64;
        // Around 0: a forecast that errs on one side is uncertain by that much.
        let mut variance = errors.map_axis(Axis(1), |row| row.dot(&row) / t);
        let mean = variance.sum() / series as f64;
        let least = if mean > 0.0 { mean * LEAST_SHARE } else { 1.0 };
        variance.mapv_inplace(|value| value.max(least));
        let scaled = &errors / &variance.mapv(f64::sqrt).insert_axis(Axis(1));
        let lambda = shrinkage(&scaled);
        let diagonal = &variance * lambda;
        let common = errors.mapv(|error| error * ((1.0 - lambda) / t).sqrt());
        // What is lost where the variance was raised must not leave a diagonal of nothing.
        let diagonal = diagonal.mapv(|value| value.max(least * LEAST_SHARE));
        Ok(Self { diagonal, common: Some(common) })
    }

    /// Their product with a matrix of as many rows as series.
    pub(super) fn times(&self, matrix: &Array2<f64>) -> Array2<f64> {
        let mut product = matrix * &self.diagonal.view().insert_axis(Axis(1));
        if let Some(common) = &self.common {
            product += &common.dot(&common.t().dot(matrix));
        }
        product
    }
}

/// The λ of Schäfer & Strimmer (2005) for correlations: Σ Var(r_ij) / Σ r_ij² over i ≠ j, within 0 and 1.
///
/// With w_it the scaled errors, both sums come from the periods × periods matrix wᵀw, whatever the number of series.
fn shrinkage(scaled: &Array2<f64>) -> f64 {
    let t = scaled.ncols() as f64;
    let squares = scaled.mapv(|w| w * w);
    // Σ_ij r_ij², and of the terms i = j.
    let gram = scaled.t().dot(scaled);
    let all = gram.iter().map(|g| g * g).sum::<f64>() / (t * t);
    let own: f64 = squares.sum_axis(Axis(1)).iter().map(|sum| (sum / t) * (sum / t)).sum();
    // Σ_ij Σ_t (w_it w_jt)², and of the terms i = j.
    let fourth = squares.sum_axis(Axis(0)).iter().map(|sum| sum * sum).sum::<f64>();
    let own_fourth = squares.iter().map(|square| square * square).sum::<f64>();
    let correlations = all - own;
    let variances = ((fourth - own_fourth) / t - correlations) / (t - 1.0);
    if correlations > 0.0 { (variances / correlations).clamp(0.0, 1.0) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Random;

    /// The same λ from its definition, pair by pair.
    fn plain(w: &Array2<f64>) -> f64 {
        let (n, periods) = w.dim();
        let t = periods as f64;
        let (mut variances, mut correlations) = (0.0, 0.0);
        for i in 0..n {
            for j in (0..n).filter(|j| *j != i) {
                let products: Vec<f64> = (0..periods).map(|at| w[[i, at]] * w[[j, at]]).collect();
                let mean = products.iter().sum::<f64>() / t;
                let square: f64 = products.iter().map(|p| (p - mean) * (p - mean)).sum();
                variances += square / (t * (t - 1.0));
                correlations += mean * mean;
            }
        }
        (variances / correlations).clamp(0.0, 1.0)
    }

    #[test]
    fn the_shrinkage_is_that_of_its_definition() {
        let mut random = Random::new(3);
        let shared: Vec<f64> = (0..40).map(|_| random.normal()).collect();
        let errors = (0..5 * 40).map(|at| 0.6 * shared[at % 40] + random.normal()).collect();
        let errors = Array2::from_shape_vec((5, 40), errors).unwrap();
        let size = errors.map_axis(Axis(1), |row| (row.dot(&row) / 40.0).sqrt());
        let scaled = &errors / &size.insert_axis(Axis(1));
        assert!((shrinkage(&scaled) - plain(&scaled)).abs() < 1e-9);
        assert!(plain(&scaled) > 0.01 && plain(&scaled) < 1.0, "{}", plain(&scaled));
    }
}
