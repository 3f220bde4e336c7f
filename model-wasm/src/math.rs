//! Transcendental functions that give the same bits natively and in WebAssembly.
//!
//! The standard library's `exp`, `ln`, `powf`, `sin`, `tanh` call the platform's mathematics library natively and
//! differ from WebAssembly's in the last bits; chaos in an optimiser grows out of that. `libm` is one
//! implementation for both. `sqrt` and the four operations agree everywhere and are used directly.

/// `e^x`.
#[must_use]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Natural logarithm; NaN below zero, −∞ at zero.
#[must_use]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// `x^y`.
#[must_use]
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// Sine of an angle in radians.
#[must_use]
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// Cosine of an angle in radians.
#[must_use]
pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}

/// Distribution function of the standard normal.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

/// Quantile of the standard normal: the inverse of [`normal_cdf`].
///
/// `p` in `(0, 1)`; −∞ at 0, +∞ at 1, NaN outside. Relative error below 1e-15 after one step of Halley's method on
/// the published approximation.
///
/// # Source
/// Acklam (2003), An algorithm for computing the inverse normal cumulative distribution function.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 5] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 4] = [
        7.784_695_709_041_462e-3,
        3.224_671_290_700_398e-1,
        2.445_134_137_142_996,
        3.754_408_661_907_416,
    ];
    const TAIL: f64 = 0.024_25;
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    let polynomial = |c: &[f64], x: f64| c.iter().fold(0.0, |sum, c| sum * x + c);
    let tail = |q: f64| polynomial(&C, q) / (polynomial(&D, q) * q + 1.0);
    let x = if p < TAIL {
        tail((-2.0 * ln(p)).sqrt())
    } else if p > 1.0 - TAIL {
        -tail((-2.0 * libm::log1p(-p)).sqrt())
    } else {
        let q = p - 0.5;
        let r = q * q;
        polynomial(&A, r) * q / (polynomial(&B, r) * r + 1.0)
    };
    let error = normal_cdf(x) - p;
    let u = error * (2.0 * std::f64::consts::PI).sqrt() * exp(x * x / 2.0);
    x - u / (1.0 + x * u / 2.0)
}

/// Quantile of Student's t with 4 degrees of freedom, scaled to a variance of 1: tails as heavy as those of errors
/// usually are.
///
/// `p` in (0, 1); ±∞ at the ends.
///
/// # Source
/// Shaw (2006), Sampling Student's T distribution, J. Computational Finance 9(4), eq. 44.
#[must_use]
pub fn heavy_quantile(p: f64) -> f64 {
    let root = (4.0 * p * (1.0 - p)).max(0.0).sqrt();
    let quotient = libm::cos(libm::acos(root.min(1.0)) / 3.0) / root;
    let size = (2.0 * (quotient - 1.0).max(0.0)).sqrt();
    if p < 0.5 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy 1.16 `t.ppf(p, 4) / sqrt(2)`.
    #[test]
    fn heavy_quantiles_match_scipy() {
        for (p, expected) in [
            (0.5, 0.0),
            (0.975, 1.963_243_161_477_557),
            (0.9, 1.084_140_553_344_839_4),
            (0.25, -0.523_751_930_981_180_6),
        ] {
            assert!((heavy_quantile(p) - expected).abs() < 1e-9, "{p} {}", heavy_quantile(p));
        }
        assert!(heavy_quantile(1.0).is_infinite());
    }

    /// Values of R 4.3 `qnorm`, printed with 17 digits.
    #[test]
    fn quantiles_match_r() {
        for (p, expected) in [
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (0.9, 1.281_551_565_544_600_4),
            (0.01, -2.326_347_874_040_841),
            (1e-10, -6.361_340_902_404_056),
        ] {
            assert!((normal_quantile(p) - expected).abs() < 1e-12, "{p}");
        }
    }

    #[test]
    fn the_edges_are_infinite_and_outside_is_not_a_number() {
        let (low, high) = (normal_quantile(0.0), normal_quantile(1.0));
        assert!(low.is_infinite() && low < 0.0 && high.is_infinite() && high > 0.0);
        assert!(normal_quantile(1.5).is_nan() && normal_quantile(f64::NAN).is_nan());
    }
}
