use super::*;
use crate::Random;
use crate::forecast::{Calendar, Column, Frequency, Role};

/// 2025-01-06, a Monday.
const MONDAY: i32 = 20_094;

fn days(n: usize, seed: u64, value: impl Fn(usize, f64) -> f64) -> Series {
    let mut random = Random::new(seed);
    let observed = (0..n).map(|t| Some(value(t, random.normal()))).collect();
    let calendar = Calendar { first_day: Some(MONDAY), ..Calendar::default() };
    Series::new(observed, Frequency::Daily).unwrap().with_calendar(calendar)
}

#[test]
fn noise_has_nothing_to_say() {
    let told: usize =
        (0..20).map(|seed| insights(&days(730, seed, |_, e| 100.0 + 10.0 * e)).len()).sum();
    assert!(told <= 1, "{told} findings in 20 series");
}

#[test]
fn growth_is_told_as_it_is() {
    let series = days(728, 1, |t, e| 100.0 * 1.2_f64.powf(t as f64 / 364.0) + 5.0 * e);
    let found = insights(&series);
    let Some(Insight::Growth { change, span }) = found.first() else { panic!("{found:?}") };
    assert!((change - 0.2).abs() < 0.02 && *span == 364, "{found:?}");
    assert!(!found.iter().any(|i| matches!(i, Insight::LevelShift { .. })), "{found:?}");
}

#[test]
fn the_days_of_the_week_have_names() {
    let week = [1.0, 1.0, 1.0, 1.0, 1.3, 2.0, 0.4];
    let found = insights(&days(140, 2, |t, e| week[t % 7] * (100.0 + 5.0 * e)));
    let is_saturday =
        |i: &Insight| matches!(i, Insight::Strongest { place: Place::Weekday(5), .. });
    let is_sunday = |i: &Insight| matches!(i, Insight::Weakest { place: Place::Weekday(6), .. });
    assert!(found.iter().any(is_saturday) && found.iter().any(is_sunday), "{found:?}");
    // A day without any sale is closed, not weak.
    let week = [1.0, 1.0, 1.0, 1.0, 1.3, 2.0, 0.0];
    let found = insights(&days(140, 2, |t, e| week[t % 7] * (100.0 + 5.0 * e)));
    assert!(!found.iter().any(is_sunday), "{found:?}");
}

#[test]
fn months_have_names_too() {
    let mut random = Random::new(4);
    let value = |t: usize, e: f64| if t % 12 == 11 { 160.0 + e } else { 100.0 + e };
    let observed = (0..48).map(|t| Some(value(t, random.normal()))).collect();
    let calendar = Calendar { first_day: Some(MONDAY - 5), ..Calendar::default() };
    let series = Series::new(observed, Frequency::Monthly).unwrap().with_calendar(calendar);
    let found = insights(&series);
    let is_december = |i: &Insight| matches!(i, Insight::Strongest { place: Place::Month(11), .. });
    assert!(found.iter().any(is_december), "{found:?}");
}

#[test]
fn a_step_is_found_where_it_is() {
    let series = days(364, 5, |t, e| if t < 210 { 100.0 } else { 140.0 } + 8.0 * e);
    let found = insights(&series);
    let step = found.iter().find_map(|insight| match insight {
        Insight::LevelShift { at, change, .. } => Some((*at, *change)),
        _ => None,
    });
    let (at, change) = step.expect("a step of 40 % is told");
    assert!(at.abs_diff(210) <= 7 && (change - 0.4).abs() < 0.08, "{at} {change}");
}

#[test]
fn an_unusual_day_is_told_unless_it_was_known() {
    let value = |t: usize, e: f64| if t == 350 { 400.0 } else { 100.0 + 8.0 * e };
    let is_told = |series: &Series| {
        insights(series).iter().any(|i| matches!(i, Insight::Unusual { at: 350, .. }))
    };
    let series = days(364, 6, value);
    assert!(is_told(&series));
    let values = (0..364).map(|t| f64::from(u8::from(t == 350))).collect();
    let fair = Column { name: "fair".to_owned(), role: Role::Event, values };
    let calendar = Calendar { columns: vec![fair], ..series.calendar().clone() };
    assert!(!is_told(&series.clone().with_calendar(calendar)));
    // A price is known on every day: it explains none.
    let price = Column { name: "price".to_owned(), role: Role::Price, values: vec![3.0; 364] };
    let calendar = Calendar { columns: vec![price], ..series.calendar().clone() };
    assert!(is_told(&series.with_calendar(calendar)));
}

#[test]
fn unusual_days_are_marked_however_long_ago_but_not_where_they_are_usual() {
    let places = |every: usize| {
        let is_odd = |t: usize| t % every == every / 2;
        let value = |t: usize, e: f64| if is_odd(t) { 400.0 } else { 100.0 + 8.0 * e };
        let found = unusual(&days(728, 6, value));
        let place = |insight: &Insight| match insight {
            Insight::Unusual { at, .. } => *at,
            other => panic!("{other:?}"),
        };
        found.iter().map(place).collect::<Vec<_>>()
    };
    assert_eq!(places(120), [60, 180, 300, 420, 540, 660]);
    assert_eq!(places(15), [0; 0]);
}

#[test]
fn any_history_is_allowed() {
    for values in
        [vec![0.0], vec![0.0; 400], vec![5.0; 400], vec![-3.0; 90], vec![1e15, 0.0, -1e15]]
    {
        let observed = values.into_iter().map(Some).collect();
        let series = Series::new(observed, Frequency::Daily).unwrap();
        let calendar = Calendar { first_day: Some(MONDAY), ..Calendar::default() };
        let found = insights(&series.with_calendar(calendar));
        assert!(found.is_empty(), "{found:?}");
    }
}
