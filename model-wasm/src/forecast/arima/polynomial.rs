//! Polynomials in the lag operator, written `1 − c₁B − c₂B² − …`: the coefficients of an autoregression as they are,
//! those of a moving average with their sign turned.
//!
//! # Source
//! Monahan (1984), A note on enforcing stationarity in autoregressive-moving average models, Biometrika 71(2): any
//! partial autocorrelations inside (−1, 1) are those of a stationary autoregression, and the way back tells whether
//! given coefficients are.

use super::order::Order;

/// Roots nearer to the unit circle than this are no model: its forecasts would hang on rounding.
const LEAST_ROOT: f64 = 1.01;

/// The terms of a model, expanded: the short lags times the seasonal ones.
#[derive(Debug, Clone, Default)]
pub(super) struct Arma {
    /// What a value keeps of those before, lag 1 first.
    pub(super) ar: Vec<f64>,
    /// What it keeps of the surprises before, lag 1 first.
    pub(super) ma: Vec<f64>,
}

impl Arma {
    /// The model of free numbers, any of which is a stationary and invertible one: `p`, `q` and then the seasonal
    /// ones, as many as [`Order::coefficients`].
    pub(super) fn new(order: &Order, free: &[f64]) -> Self {
        let (ar, rest) = free.split_at(order.p);
        let (ma, rest) = rest.split_at(order.q);
        let (seasonal_ar, seasonal_ma) = rest.split_at(order.seasonal.p);
        let m = order.seasonal.m;
        let ar = multiply(&stationary(ar), &apart(&stationary(seasonal_ar), m));
        let ma = multiply(&stationary(ma), &apart(&stationary(seasonal_ma), m));
        Self { ar, ma: ma.into_iter().map(|c| -c).collect() }
    }

    /// Whether the roots of both polynomials are far enough from the unit circle.
    pub(super) fn is_safe(&self) -> bool {
        let turned: Vec<f64> = self.ma.iter().map(|theta| -theta).collect();
        has_far_roots(&self.ar) && has_far_roots(&turned)
    }
}

/// The coefficients whose partial autocorrelations are `x / √(1 + x²)` for the free numbers `x`.
fn stationary(free: &[f64]) -> Vec<f64> {
    let mut coefficients = Vec::with_capacity(free.len());
    for x in free {
        step_up(&mut coefficients, x / (1.0 + x * x).sqrt());
    }
    coefficients
}

/// Durbin and Levinson's recursion: one more lag, of this partial autocorrelation.
pub(super) fn step_up(coefficients: &mut Vec<f64>, partial: f64) {
    let before = coefficients.clone();
    for (c, mirrored) in coefficients.iter_mut().zip(before.iter().rev()) {
        *c -= partial * mirrored;
    }
    coefficients.push(partial);
}

/// The partial autocorrelations of coefficients; `None` if they are not those of a stationary autoregression.
pub(super) fn partials(coefficients: &[f64]) -> Option<Vec<f64>> {
    let mut rest = coefficients.to_vec();
    let mut partials = vec![0.0; rest.len()];
    for at in (0..rest.len()).rev() {
        let partial = rest[at];
        let share = 1.0 - partial * partial;
        if share.is_nan() || share <= 0.0 {
            return None;
        }
        partials[at] = partial;
        rest.truncate(at);
        let before = rest.clone();
        for (c, mirrored) in rest.iter_mut().zip(before.iter().rev()) {
            *c = (*c + partial * mirrored) / share;
        }
    }
    Some(partials)
}

/// The same terms a season of `m` apart.
fn apart(coefficients: &[f64], m: usize) -> Vec<f64> {
    let mut spread = vec![0.0; coefficients.len() * m];
    for (at, c) in coefficients.iter().enumerate() {
        spread[(at + 1) * m - 1] = *c;
    }
    spread
}

/// `(1 − Σ aᵢBⁱ)(1 − Σ bⱼBʲ)`.
pub(super) fn multiply(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut coefficients = vec![0.0; a.len() + b.len()];
    for (i, a) in a.iter().enumerate() {
        coefficients[i] += a;
        for (j, b) in b.iter().enumerate() {
            coefficients[i + j + 1] -= a * b;
        }
    }
    for (c, b) in coefficients.iter_mut().zip(b) {
        *c += b;
    }
    coefficients
}

/// The polynomial of a model's differences.
pub(super) fn differences(order: &Order) -> Vec<f64> {
    let seasonal = apart(&[1.0], order.seasonal.m);
    let all = (0..order.d).fold(Vec::new(), |all, _| multiply(&all, &[1.0]));
    (0..order.seasonal.d).fold(all, |all, _| multiply(&all, &seasonal))
}

/// Roots scaled inwards by [`LEAST_ROOT`] must still lie outside the unit circle.
fn has_far_roots(coefficients: &[f64]) -> bool {
    let mut power = 1.0;
    let scaled: Vec<f64> = coefficients
        .iter()
        .map(|c| {
            power *= LEAST_ROOT;
            c * power
        })
        .collect();
    partials(&scaled).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coefficients_and_partial_autocorrelations_are_two_ways_to_say_the_same() {
        let mut coefficients = Vec::new();
        for partial in [0.5, -0.3, 0.9] {
            step_up(&mut coefficients, partial);
        }
        let back = partials(&coefficients).unwrap();
        for (back, partial) in back.iter().zip([0.5, -0.3, 0.9]) {
            assert!((back - partial).abs() < 1e-12, "{back} {partial}");
        }
        assert_eq!(partials(&[0.5, 0.5]), None);
    }

    #[test]
    fn seasonal_terms_multiply_short_ones() {
        let product = multiply(&[0.5], &apart(&[0.25], 4));
        assert_eq!(product, [0.5, 0.0, 0.0, 0.25, -0.125]);
    }

    #[test]
    fn a_root_next_to_the_unit_circle_is_not_safe() {
        assert!(Arma { ar: vec![0.98], ma: vec![-0.98] }.is_safe());
        assert!(!Arma { ar: vec![0.995], ma: Vec::new() }.is_safe());
        assert!(!Arma { ar: Vec::new(), ma: vec![0.0, -0.99] }.is_safe());
    }
}
