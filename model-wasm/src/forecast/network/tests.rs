use super::*;
use crate::forecast::{Frequency, Name, Spec};

const WEEK: [f64; 7] = [80.0, 85.0, 90.0, 100.0, 130.0, 180.0, 40.0];

fn daily(n: usize, seed: u64, size: f64) -> Series {
    let mut random = Random::new(seed);
    let value = |t: usize, noise: f64| size * WEEK[t % 7] * (1.0 + 0.05 * noise);
    let observed = (0..n).map(|t| Some(value(t, random.normal()))).collect();
    Series::new(observed, Frequency::Daily).unwrap()
}

#[test]
fn the_weights_that_ship_are_whole() {
    assert!(Network::from_bytes(LEARNED).is_some());
    assert!(Network::from_bytes(&LEARNED[1..]).is_none());
    assert!(Network::from_bytes(&[0xff; 4 * WEIGHTS]).is_none());
}

#[test]
fn it_knows_a_week_when_it_sees_one() {
    let fitted = Spec::new(Name::Lstm, 14).fit(&daily(140, 1, 3.0)).unwrap();
    let forecast = fitted.forecast(14, &Levels::bands()).unwrap();
    for (step, mean) in forecast.mean.iter().enumerate() {
        let expected = 3.0 * WEEK[step % 7];
        assert!((mean - expected).abs() < 0.12 * expected, "{step}: {mean} {expected}");
        let row = forecast.row(step);
        assert!(row[0] < expected && expected < row[6], "{step}: {row:?}");
    }
}

#[test]
fn a_size_is_a_size() {
    let mean = |size| {
        let network = Rc::new(Network { weights: learned() });
        network.from_end_of(&daily(60, 2, size)).unwrap().mean(7)
    };
    for (small, large) in mean(1.0).iter().zip(mean(1e6)) {
        assert!((large / small - 1e6).abs() < 1.0, "{small} {large}");
    }
}

#[test]
fn a_lesson_makes_the_loss_smaller() {
    let mut pretraining = Pretraining::new(15, 5);
    let before = pretraining.loss(16, 9);
    while pretraining.step() {}
    let after = pretraining.loss(16, 9);
    assert!(after < 0.9 * before, "{before} {after}");
}

#[test]
fn the_same_seed_learns_the_same_from_many() {
    let train = |seed| {
        let series = (0..6).map(|at| daily(120, at, 1.0)).collect();
        let mut training = GlobalMethod::begin(&Lstm, series, 14, seed).unwrap();
        loop {
            if let TrainStep::Done(model) = training.step().unwrap() {
                return model.to_bytes();
            }
        }
    };
    let bytes = train(3);
    assert_eq!(bytes, train(3));
    assert!(Network::from_bytes(&bytes).is_some());
}

#[test]
fn a_short_history_is_refused_with_what_it_needs() {
    let series = Series::new(vec![Some(1.0), Some(2.0)], Frequency::Daily).unwrap();
    let error = Method::begin(&Lstm, &series).err();
    assert_eq!(error, Some(Error::TooShort { observed: 2, needed: 4 }));
    let short = vec![series];
    assert!(GlobalMethod::begin(&Lstm, short, 14, 0).is_err());
}
