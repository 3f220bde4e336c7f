//! What boosted trees learn from many series, and that nothing reaches them from after an origin.

use std::rc::Rc;

use super::Trees;
use crate::Random;
use crate::forecast::{
    Calendar, Column, Frequency, GlobalMethod, GlobalModel, Levels, Role, Series, TrainStep,
    Trained,
};
use crate::forecast::{FitStep, Name, Spec};

const HORIZON: usize = 14;
const DAYS: usize = 150;

/// A shop of some size: a week with a quiet Sunday, sales half as high again on promoted days, which no period tells.
fn shop(size: f64, seed: u64, days: usize) -> Series {
    let mut random = Random::new(seed);
    let promoted: Vec<f64> =
        (0..days + 60).map(|_| f64::from(u8::from(random.uniform() < 0.3))).collect();
    let sold = |t: usize| {
        let week = if t % 7 == 6 { 0.4 } else { 1.0 };
        Some(size * week * (1.0 + 0.5 * promoted[t]) * (1.0 + 0.05 * random.normal()))
    };
    let observed = (0..days).map(sold).collect();
    let column = Column { name: "offer".to_owned(), role: Role::Promotion, values: promoted };
    let calendar = Calendar { columns: vec![column], ..Calendar::default() };
    Series::new(observed, Frequency::Daily).unwrap().with_calendar(calendar)
}

fn shops() -> Vec<Series> {
    (1..7).map(|seed| shop(100.0 * seed as f64, seed, DAYS)).collect()
}

fn trained(series: Vec<Series>) -> Rc<dyn GlobalModel> {
    let mut training = Trees.begin(series, HORIZON, 1).unwrap();
    let mut share = 0.0;
    loop {
        assert!((share..=1.0).contains(&training.share()), "{share} {}", training.share());
        share = training.share();
        if let TrainStep::Done(model) = training.step().unwrap() {
            return model;
        }
    }
}

#[test]
fn a_promotion_ahead_is_foreseen_also_for_a_shop_never_seen() {
    let model = trained(shops());
    let other = shop(5_000.0, 77, DAYS);
    let mean = Rc::clone(&model).from_end_of(&other).unwrap().mean(HORIZON);
    let column = &other.calendar().columns[0];
    let expected = |t: usize| {
        let week = if t % 7 == 6 { 0.4 } else { 1.0 };
        5_000.0 * week * (1.0 + 0.5 * column.at(t))
    };
    let errors = mean.iter().enumerate().map(|(step, mean)| (mean - expected(DAYS + step)).abs());
    let error = errors.sum::<f64>() / mean.iter().sum::<f64>();
    // Without the column it would be 0.2.
    assert!(error < 0.1, "{error}");
}

#[test]
fn bands_hold_what_they_promise() {
    let model = trained(shops());
    let method = Trained(model);
    let (mut inside, mut count) = (0.0, 0.0);
    for seed in 1..7 {
        let whole = shop(100.0 * seed as f64, seed, DAYS + HORIZON);
        let past = whole.until(DAYS).unwrap();
        let mut run = Spec::new(Name::Trees, HORIZON).begin_with(&method, &past).unwrap();
        let fitted = loop {
            if let FitStep::Done(fitted) = run.step().unwrap() {
                break fitted;
            }
        };
        let forecast = fitted.forecast(HORIZON, &Levels::bands()).unwrap();
        for (step, value) in whole.observed()[DAYS..].iter().flatten().enumerate() {
            let row = forecast.row(step);
            inside += f64::from(u8::from((row[1]..=row[5]).contains(value)));
            count += 1.0;
        }
    }
    assert!((0.6..0.95).contains(&(inside / count)), "{}", inside / count);
}

#[test]
fn the_same_bytes_come_back_as_the_same_model() {
    let series = shops();
    let model = trained(series.clone());
    let bytes = model.to_bytes();
    assert_eq!(bytes, trained(series.clone()).to_bytes());
    let read = Trees.read(&bytes).unwrap();
    let mean = |model: &Rc<dyn GlobalModel>| {
        Rc::clone(model).from_end_of(&series[2]).unwrap().mean(2 * HORIZON)
    };
    assert_eq!(mean(&read), mean(&model));
    assert!(Trees.read(&bytes[..bytes.len() - 1]).is_none() && Trees.read(&[]).is_none());
}

#[test]
fn the_forest_held_out_knows_nothing_of_the_last_horizon() {
    let series = shops();
    let other = series.iter().map(|series| {
        let mut values = series.observed().to_vec();
        let from = values.len() - HORIZON;
        values[from..].fill(Some(1.0));
        let other = Series::new(values, Frequency::Daily).unwrap();
        other.with_calendar(series.calendar().clone())
    });
    let (one, two) = (trained(series.clone()), trained(other.collect()));
    let past = series[0].until(series[0].len() - HORIZON).unwrap();
    // How many trees are kept may depend on it, what they say may not.
    let mean = |model: Rc<dyn GlobalModel>| {
        model.held_out().unwrap().from_end_of(&past).unwrap().mean(HORIZON)
    };
    for (one, two) in mean(one).iter().zip(mean(two)) {
        assert!((one / two - 1.0).abs() < 0.1, "{one} {two}");
    }
}

#[test]
fn what_never_sold_is_expected_to_sell_nothing() {
    let model = trained(shops());
    let none = Series::new(vec![Some(0.0); 100], Frequency::Daily).unwrap();
    let fitted = model.from_end_of(&none).unwrap();
    assert!(fitted.mean(5).iter().chain(&fitted.spread(5)).all(|value| *value == 0.0));
}
