use super::*;
use crate::forecast::{FittedModel, Frequency};

fn series(n: usize, frequency: Frequency, value: impl Fn(usize) -> f64) -> Series {
    Series::new((0..n).map(|t| Some(value(t))).collect(), frequency).unwrap()
}

fn fit(series: &Series) -> Box<dyn FittedModel> {
    let mut fitting = LevelShape.begin(series).unwrap();
    loop {
        if let Step::Done(model) = fitting.step().unwrap() {
            return model;
        }
    }
}

const WEEK: [f64; 7] = [0.5, 0.7, 0.9, 1.0, 1.4, 2.5, 0.0];

#[test]
fn a_week_is_folded_and_a_wandering_level_is_not() {
    let mut random = crate::Random::new(1);
    let noise: Vec<f64> = (0..200).map(|_| random.normal()).collect();
    let shop = series(200, Frequency::Daily, |t| WEEK[t % 7] * (100.0 + 5.0 * noise[t / 7]));
    let model = fit(&shop);
    assert!(model.notation().starts_with("level × shape(7"), "{}", model.notation());
    for (step, mean) in model.mean(14).iter().enumerate() {
        assert!((mean - 100.0 * WEEK[(200 + step) % 7]).abs() < 15.0, "{step} {mean}");
    }
    let mut level = 1_000.0;
    let walk: Vec<f64> = noise
        .iter()
        .map(|step| {
            level += 5.0 * step;
            level
        })
        .collect();
    let model = fit(&series(200, Frequency::Daily, |t| walk[t]));
    assert_eq!(model.notation(), "level");
    assert!((model.mean(1)[0] - walk[199]).abs() < 10.0);
}

/// One week of closing and rush leaves the usual shape as it was.
#[test]
fn a_holiday_week_does_not_bend_the_shape() {
    let mut values: Vec<Option<f64>> = (0..140).map(|t| Some(100.0 * WEEK[t % 7])).collect();
    for (t, value) in values[126..133].iter_mut().enumerate() {
        *value = Some(if t < 3 { 300.0 } else { 0.0 });
    }
    let model = fit(&Series::new(values, Frequency::Daily).unwrap());
    let mean = model.mean(7);
    assert!((mean[5] / mean[1] - WEEK[5] / WEEK[1]).abs() < 0.1, "{mean:?}");
}

#[test]
fn the_same_week_of_the_year_before_is_heard() {
    let value = |t: usize| {
        let week = t / 7 % 52;
        WEEK[t % 7] * if (20..26).contains(&week) { 200.0 } else { 100.0 }
    };
    // The history ends where the strong weeks begin.
    let n = 7 * (2 * 52 + 20);
    let model = fit(&series(n, Frequency::Daily, value));
    assert!(model.mean(14)[5] > 1.3 * 100.0 * WEEK[5], "{:?}", model.mean(14));
}

#[test]
fn closed_days_and_holes_change_little() {
    let value = |t: usize| (t % 7 != 6 && !(60..75).contains(&t)).then_some(100.0 * WEEK[t % 7]);
    let holed = Series::new((0..140).map(value).collect(), Frequency::Daily).unwrap();
    for (mean, expected) in fit(&holed).mean(6).iter().zip(&WEEK) {
        assert!((mean - 100.0 * expected).abs() < 1.0, "{mean} {expected}");
    }
}

#[test]
fn four_values_are_too_few() {
    let short = series(4, Frequency::Daily, |t| t as f64);
    assert_eq!(LevelShape.begin(&short).err(), Some(Error::TooShort { observed: 4, needed: 5 }));
    let model = fit(&series(100, Frequency::Daily, |t| WEEK[t % 7]));
    assert!(model.rebase(&short).is_err());
}

#[test]
fn values_of_any_size_give_finite_forecasts() {
    for scale in [1e-300, 1e-9, 1.0, 1e14] {
        let model = fit(&series(90, Frequency::Daily, |t| scale * ((t * t % 11) as f64 - 3.0)));
        let all = [model.mean(4_000), model.spread(4_000)].concat();
        assert!(all.iter().all(|value| value.is_finite()), "{scale}");
    }
}

#[test]
fn the_same_history_gives_the_same_model_again() {
    let daily = series(120, Frequency::Daily, |t| 50.0 * WEEK[t % 7] + (t * t % 11) as f64);
    let model = fit(&daily);
    let again = model.rebase(&daily).unwrap();
    assert_eq!((model.mean(8), model.spread(8)), (again.mean(8), again.spread(8)));
}
