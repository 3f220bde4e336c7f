use super::*;
use crate::forecast::Frequency;

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

fn fit(series: &Series) -> Box<dyn FittedModel> {
    let mut fitting = AutoCes.begin(series).unwrap();
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

/// Parameters and forecasts of statsforecast 2.1.1's `cesmodel` (season length 12), whose states are of single
/// precision.
#[test]
fn with_the_peer_s_parameters_the_forecast_is_the_peer_s() {
    for (form, parameters, expected) in [
        (
            Form::None,
            &[1.8, 0.981_512_451_171_875_8][..],
            [425.279_104_33, 416.908_477_61, 415.742_610_78, 408.967_688_41],
        ),
        (
            Form::Simple,
            &[1.8, 1.095_048_260_688_782_8],
            [426.991_799_52, 402.949_479_91, 450.949_100_64, 477.377_842_01],
        ),
        (
            Form::Partial,
            &[1.710_557_236_508_193_8, 1.009_734_735_961_039_4, 0.042_517_388_558_055_674],
            [441.673_583_77, 422.436_741_34, 468.420_167_69, 470.500_081_67],
        ),
        (
            Form::Full,
            &[
                1.522_044_235_887_635,
                1.009_594_897_208_214_3,
                1.499_964_528_694_885,
                1.023_862_622_298_738_1,
            ],
            [448.934_987_58, 424.725_392_76, 470.797_966_89, 491.989_102_84],
        ),
    ] {
        let found = Found { form, smoothing: form.read(parameters), aicc: 0.0 };
        let fitted = FittedCes::new(found, &airline(), &Problem::new(&airline())).unwrap();
        check(&fitted.mean(4), &expected, 2e-6);
    }
}

/// The criterion there: statsforecast's, in units of the values' scale, and lower by what its simplex missed.
#[test]
fn the_search_goes_at_least_as_far_as_the_peer_s() {
    let (series, mut found) = (airline(), Vec::new());
    let problem = Problem::new(&series);
    for form in Form::ALL {
        let mut candidate = Candidate::new(form, &series, &problem);
        assert!(candidate.advance(&problem, usize::MAX));
        found.push(candidate.found(&problem).unwrap().aicc);
    }
    let unit = 120.0 * crate::math::ln(problem.scale);
    let theirs = [719.007_827_69, 660.346_182_30, 558.691_002_37, 559.234_382_76];
    for (ours, theirs) in found.iter().zip(theirs) {
        assert!(ours + unit < theirs + 0.05, "{} {theirs}", ours + unit);
    }
}

#[test]
fn a_season_is_heard() {
    let model = fit(&airline());
    assert!(matches!(model.notation().as_str(), "CES(P)" | "CES(F)"), "{}", model.notation());
    let mean = model.mean(12);
    assert!(mean[6] > 1.3 * mean[1], "{mean:?}");
}

#[test]
fn what_never_changes_stays_without_doubt() {
    let model = fit(&series(vec![Some(7.0); 40]));
    check(&model.mean(5), &[7.0; 5], 1e-3);
    assert!(model.spread(5).iter().all(|spread| *spread < 0.1));
}

#[test]
fn a_hole_changes_little() {
    let mut values = airline().observed().to_vec();
    values[20..26].fill(None);
    check(&fit(&series(values)).mean(6), &fit(&airline()).mean(6), 0.06);
}

#[test]
fn four_values_are_too_few() {
    let short = series(vec![Some(1.0), Some(4.0), Some(2.0), Some(3.0)]);
    assert_eq!(AutoCes.begin(&short).err(), Some(Error::TooShort { observed: 4, needed: 5 }));
    assert!(fit(&airline()).rebase(&short).is_err());
}

#[test]
fn the_same_history_gives_the_same_model_again() {
    let model = fit(&airline());
    let again = model.rebase(&airline()).unwrap();
    assert_eq!((model.mean(8), model.spread(8)), (again.mean(8), again.spread(8)));
}

#[test]
fn values_of_any_size_give_finite_forecasts() {
    for scale in [1e-300, 1e-9, 1.0, 1e14] {
        let values: Vec<_> = (0..37).map(|t| Some(scale * f64::from(t * t % 11 - 3))).collect();
        let model = fit(&series(values));
        let all = [model.mean(400), model.spread(400)].concat();
        assert!(all.iter().all(|value| value.is_finite()), "{scale}");
    }
}
