//! How the values of a stationary model hang together, with shocks of variance 1.
//!
//! # Source
//! Brockwell & Davis (1991), Time Series: Theory and Methods, sections 3.3 and 5.2.

use super::polynomial::{Arma, partials, step_up};

/// Autocovariances at the lags 0 to `most`; `None` if the model is not stationary.
pub(super) fn autocovariances(arma: &Arma, most: usize) -> Option<Vec<f64>> {
    let q = arma.ma.len();
    let plain = of_autoregression(&arma.ar, most + q)?;
    let theta = |at: usize| if at == 0 { 1.0 } else { arma.ma[at - 1] };
    // What the moving average makes of white noise.
    let products: Vec<f64> =
        (0..=q).map(|lag| (lag..=q).map(|at| theta(at) * theta(at - lag)).sum()).collect();
    let at = |lag: usize| {
        let both = products.iter().enumerate().skip(1);
        let beside: f64 =
            both.map(|(j, product)| product * (plain[lag + j] + plain[lag.abs_diff(j)])).sum();
        products[0] * plain[lag] + beside
    };
    let covariances: Vec<f64> = (0..=most).map(at).collect();
    covariances.iter().all(|c| c.is_finite()).then_some(covariances)
}

/// Those of an autoregression, by Levinson's recursion run backwards.
fn of_autoregression(ar: &[f64], most: usize) -> Option<Vec<f64>> {
    let partials = partials(ar)?;
    let mut error = 1.0 / partials.iter().map(|partial| 1.0 - partial * partial).product::<f64>();
    let mut covariances = vec![error];
    let mut coefficients: Vec<f64> = Vec::with_capacity(ar.len());
    for partial in partials.iter().take(most) {
        let foretold: f64 =
            coefficients.iter().zip(covariances.iter().rev()).map(|(c, g)| c * g).sum();
        covariances.push(foretold + partial * error);
        error *= 1.0 - partial * partial;
        step_up(&mut coefficients, *partial);
    }
    while covariances.len() <= most {
        let next = ar.iter().zip(covariances.iter().rev()).map(|(c, g)| c * g).sum();
        covariances.push(next);
    }
    Some(covariances)
}

/// What a shock adds to the values after it, from the value it comes with on: `length` weights, the first 1. `ar` may
/// hold differences too.
pub(super) fn shock_weights(ar: &[f64], ma: &[f64], length: usize) -> Vec<f64> {
    let mut weights: Vec<f64> = Vec::with_capacity(length);
    let terms: Vec<(usize, f64)> = terms(ar).collect();
    for at in 0..length {
        let own = if at == 0 { 1.0 } else { ma.get(at - 1).copied().unwrap_or(0.0) };
        let kept = terms.iter().take_while(|(lag, _)| *lag <= at);
        let kept: f64 = kept.map(|(lag, c)| c * weights[at - lag]).sum();
        weights.push(own + kept);
    }
    weights
}

/// The lags whose coefficient is not 0, with it.
pub(super) fn terms(coefficients: &[f64]) -> impl Iterator<Item = (usize, f64)> {
    let all = coefficients.iter().enumerate();
    all.filter(|(_, c)| **c != 0.0).map(|(at, c)| (at + 1, *c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn autocovariances_are_those_of_the_textbook() {
        // ARMA(1, 1): γ(0) = (1 + 2φθ + θ²) / (1 − φ²), γ(1) = (1 + φθ)(φ + θ) / (1 − φ²), then times φ.
        let (phi, theta) = (0.6, 0.3);
        let arma = Arma { ar: vec![phi], ma: vec![theta] };
        let found = autocovariances(&arma, 3).unwrap();
        let share = 1.0 - phi * phi;
        let first = (1.0 + phi * theta) * (phi + theta) / share;
        let expected = [
            (1.0 + 2.0 * phi * theta + theta * theta) / share,
            first,
            phi * first,
            phi * phi * first,
        ];
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
        assert_eq!(autocovariances(&Arma { ar: vec![1.0], ma: Vec::new() }, 3), None);
    }

    #[test]
    fn shocks_fade_as_the_autoregression_says() {
        let weights = shock_weights(&[0.5, 0.0, 0.25], &[0.1], 5);
        assert_eq!(weights[..2], [1.0, 0.6]);
        let sums: f64 = weights.iter().sum();
        assert!((sums - (1.0 + 0.6 + 0.3 + 0.4 + 0.35)).abs() < 1e-12, "{weights:?}");
    }
}
