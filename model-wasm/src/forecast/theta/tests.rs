use super::*;
use crate::forecast::Frequency;
use crate::forecast::season::{Form, Indices};

/// The last five years of Box & Jenkins' airline passengers.
const AIRLINE: [u16; 60] = [
    284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306, 315, 301, 356, 348, 355, 422, 465,
    467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337, 360, 342,
    406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622, 606, 508,
    461, 390, 432,
];

fn airline() -> Series {
    series(AIRLINE.iter().map(|y| Some(f64::from(*y))).collect())
}

fn series(values: Vec<Option<f64>>) -> Series {
    Series::new(values, Frequency::Monthly).unwrap()
}

fn fit(method: &dyn Method, series: &Series) -> Box<dyn FittedModel> {
    let mut fitting = method.begin(series).unwrap();
    loop {
        if let Step::Done(model) = fitting.step().unwrap() {
            return model;
        }
    }
}

fn check(forecast: &[f64], expected: &[f64], tolerance: f64) {
    for (ours, theirs) in forecast.iter().zip(expected) {
        assert!((ours / theirs - 1.0).abs() < tolerance, "{forecast:?} {expected:?}");
    }
}

/// Parameters and forecasts of statsforecast 2.1.1's `Theta`, `OptimizedTheta` and `DynamicOptimizedTheta` (season length 12).
#[test]
fn with_the_peer_s_parameters_the_forecast_is_the_peer_s() {
    for (variant, first_level, alpha, theta, expected) in [
        (
            Variant::Standard,
            132.197_315_694_373_9,
            0.537_426_757_812_499_8,
            2.0,
            [444.544_493_289, 416.657_937_915_6, 474.033_293_012, 472.525_099_254_8],
        ),
        (
            Variant::Optimised,
            -25.417_778_805_214_347,
            0.410_926_573_152_605_07,
            353.034_151_858_806_75,
            [
                447.769_108_132_690_9,
                420.909_861_665_659_8,
                480.261_293_116_670_3,
                480.111_191_465_162,
            ],
        ),
        (
            Variant::DynamicOptimised,
            -91.959_952_349_413_03,
            0.468_149_170_556_714,
            987.682_016_405_556_3,
            [447.440_159_897, 420.629_208_956_3, 479.982_740_668_8, 479.882_470_945],
        ),
    ] {
        let indices = Indices::classical(&airline(), 12, Form::Multiplicative);
        let profile = Profile::new(variant, Adjusted::with_indices(&airline(), indices));
        let found = Coefficients { alpha, first_level, share: 1.0 - 1.0 / theta, error: 1.0 };
        check(&Fitted::new(&profile, found).unwrap().mean(4), &expected, 1e-10);
    }
}

/// The peer's `Theta` without a season (whose search is over the same errors then).
#[test]
fn without_a_season_the_standard_fit_is_the_peer_s() {
    let observed = AIRLINE[..20].iter().map(|y| Some(f64::from(*y))).collect();
    let short = Series::new(observed, Frequency::Yearly).unwrap();
    check(&fit(&Theta, &short).mean(3), &[469.841_130, 472.677_972, 475.514_814], 1e-4);
}

/// No other parameters give a smaller error and penalty, by brute force with the model's own recursion.
#[test]
fn the_profile_is_the_minimum() {
    let y: Vec<f64> = AIRLINE[..20].iter().map(|y| f64::from(*y)).collect();
    let observed = y.iter().copied().map(Some).collect();
    let short = Series::new(observed, Frequency::Yearly).unwrap();
    let profile = Profile::new(Variant::DynamicOptimised, Adjusted::new(&short));
    // Sum of squared errors, and the prior's penalty.
    let error = |alpha: f64, first_level: f64, share: f64| {
        let (mut level, mut fade, mut sum, mut penalty) = (first_level, 1.0, 0.0, 0.0);
        for (t, y) in y.iter().enumerate() {
            if t >= 3 {
                let line = profile.lines[t - 1].contribution(alpha, fade);
                sum += (y - level - share * line) * (y - level - share * line);
                penalty += 0.3 * line * line * (share - 0.5) * (share - 0.5);
            }
            level += alpha * (y - level);
            fade *= 1.0 - alpha;
        }
        (sum, penalty)
    };
    for alpha in [0.1, 0.3, 0.6, 0.9] {
        let found = profile.at(alpha).unwrap();
        let (sum, penalty) = error(alpha, found.first_level, found.share);
        assert!((sum / found.error - 1.0).abs() < 1e-6, "{sum} {}", found.error);
        for level in -20..20 {
            for share in 0..=10 {
                let other = error(alpha, f64::from(level) * 50.0, f64::from(share) / 10.0);
                assert!(other.0 + other.1 >= (sum + penalty) * (1.0 - 1e-9));
            }
        }
    }
}

/// The prior lets the line go on at nine tenths of its slope.
#[test]
fn a_line_goes_on_more_gently() {
    let line: Vec<Option<f64>> = (0..30).map(|t| Some(10.0 + 3.0 * f64::from(t))).collect();
    let mean = fit(&DynamicTheta, &series(line)).mean(3);
    check(&[mean[1] - mean[0], mean[2] - mean[1]], &[2.7, 2.7], 0.05);
}

#[test]
fn what_never_changes_stays_without_doubt() {
    for method in [&Theta as &dyn Method, &DynamicTheta] {
        let model = fit(method, &series(vec![Some(7.0); 40]));
        check(&model.mean(5), &[7.0; 5], 1e-9);
        assert!(model.spread(5).iter().all(|spread| *spread < 1e-6));
    }
}

#[test]
fn days_without_sales_make_the_season_additive() {
    let week = [0.0, 5.0, 6.0, 7.0, 8.0, 20.0, 30.0];
    let values = (0..70).map(|t| Some(week[t % 7])).collect();
    let daily = Series::new(values, Frequency::Daily).unwrap();
    let model = fit(&DynamicTheta, &daily);
    assert!(model.notation().starts_with("θ(A)"));
    for (forecast, sold) in model.mean(7).iter().zip(week) {
        assert!((forecast - sold).abs() < 1e-6);
    }
}

#[test]
fn a_hole_changes_little() {
    let mut values = airline().observed().to_vec();
    values[20..26].fill(None);
    let whole = fit(&DynamicTheta, &airline()).mean(6);
    check(&fit(&DynamicTheta, &series(values)).mean(6), &whole, 0.03);
}

#[test]
fn three_values_are_too_few() {
    let short = series(vec![Some(1.0), None, Some(2.0), Some(3.0)]);
    let error = Some(Error::TooShort { observed: 3, needed: 4 });
    assert_eq!(Theta.begin(&short).err(), error);
    assert_eq!(fit(&Theta, &airline()).rebase(&short).err(), error);
}

#[test]
fn values_of_any_size_give_finite_forecasts() {
    for scale in [1e-300, 1e-9, 1.0, 1e14] {
        let values: Vec<_> = (0..37).map(|t| Some(scale * f64::from(t * t % 11 - 3))).collect();
        for method in [&Theta as &dyn Method, &DynamicTheta] {
            let model = fit(method, &series(values.clone()));
            let all = [model.mean(400), model.spread(400)].concat();
            assert!(all.iter().all(|value| value.is_finite()), "{scale}");
        }
    }
}

#[test]
fn doubt_grows_with_the_horizon() {
    let model = fit(&Theta, &series(AIRLINE[..30].iter().map(|y| Some(f64::from(*y))).collect()));
    assert!(model.spread(24).windows(2).all(|pair| pair[1] >= pair[0] * 0.5));
}

#[test]
fn the_same_history_gives_the_same_model_again() {
    let model = fit(&DynamicTheta, &airline());
    let again = model.rebase(&airline()).unwrap();
    assert_eq!(model.mean(8), again.mean(8));
    assert_eq!(model.spread(8), again.spread(8));
}
