use super::*;
use crate::forecast::simple::Drift;
use crate::forecast::{Frequency, Name};

fn series(n: usize, frequency: Frequency, value: impl Fn(usize) -> f64) -> Series {
    Series::new((0..n).map(|t| Some(value(t))).collect(), frequency).unwrap()
}

fn fit(method: &dyn Method, series: &Series) -> Box<dyn FittedModel> {
    let mut fitting = method.begin(series).unwrap();
    loop {
        if let Step::Done(model) = fitting.step().unwrap() {
            return model;
        }
    }
}

fn check(forecast: &[f64], expected: impl Fn(usize) -> f64, tolerance: f64) {
    for (step, ours) in forecast.iter().enumerate() {
        assert!((ours - expected(step)).abs() < tolerance, "{step} {ours} {}", expected(step));
    }
}

fn wave(t: usize, m: usize) -> f64 {
    libm::sin(2.0 * std::f64::consts::PI * t as f64 / m as f64)
}

#[test]
fn week_and_year_come_apart() {
    let value = |t: usize| 100.0 + 10.0 * (t % 7) as f64 + 40.0 * wave(t, 365);
    let model = fit(&Mstl::default(), &series(900, Frequency::Daily, value));
    assert!(model.notation().starts_with("MSTL(7, 365) ETS("), "{}", model.notation());
    check(&model.mean(300), |step| value(900 + step), 8.0);
    let effects = model.effects(300);
    assert_eq!((effects.len(), effects[1].name.as_str()), (2, "365"));
    check(&effects[1].values, |t| 40.0 * wave(t, 365), 8.0);
}

#[test]
fn a_year_that_never_returned_is_none() {
    let mut random = crate::Random::new(4);
    let noise: Vec<f64> = (0..900).map(|_| random.normal()).collect();
    let model = fit(&Mstl::default(), &series(900, Frequency::Daily, |t| 100.0 + noise[t]));
    check(&model.mean(300), |_| 100.0, 2.0);
}

#[test]
fn day_and_week_of_hours_come_apart() {
    let value = |t: usize| 50.0 + 10.0 * wave(t, 24) + 20.0 * wave(t, 168);
    let hourly = series(1_200, Frequency::Hourly, value).with_seasons(vec![24, 168]).unwrap();
    check(&fit(&Mstl::default(), &hourly).mean(168), |step| value(1_200 + step), 3.0);
}

#[test]
fn what_remains_may_be_another_model_s() {
    let value = |t: usize| 100.0 + 2.0 * t as f64 + 10.0 * wave(t, 12);
    let model = fit(&Mstl::with(Drift), &series(60, Frequency::Monthly, value));
    check(&model.mean(24), |step| value(60 + step), 4.0);
}

#[test]
fn a_hole_changes_little() {
    let value = |t: usize| Some(100.0 + 10.0 * (t % 7) as f64);
    let mut values: Vec<Option<f64>> = (0..200).map(value).collect();
    values[100..130].fill(None);
    let holed = Series::new(values, Frequency::Daily).unwrap();
    check(&fit(&Mstl::default(), &holed).mean(7), |step| value(200 + step).unwrap(), 2.0);
}

#[test]
fn without_a_season_it_is_the_model_alone() {
    let yearly = series(30, Frequency::Yearly, |t| 10.0 + (t * t % 7) as f64);
    let alone = fit(Name::AutoEts.method().as_ref(), &yearly).mean(5);
    assert_eq!(fit(&Mstl::default(), &yearly).mean(5), alone);
}

#[test]
fn the_same_history_gives_the_same_model_again() {
    let daily = series(120, Frequency::Daily, |t| 100.0 + (t % 7) as f64 + (t * t % 11) as f64);
    let model = fit(&Mstl::default(), &daily);
    assert_eq!(model.mean(8), model.rebase(&daily).unwrap().mean(8));
}
