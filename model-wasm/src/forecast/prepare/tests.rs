use super::*;
use crate::Random;
use crate::forecast::{Calendar, Frequency, Levels};

fn daily(values: Vec<Option<f64>>) -> Series {
    Series::new(values, Frequency::Daily).unwrap()
}

/// A week that is closed on Sundays.
fn weeks(n: usize) -> Vec<Option<f64>> {
    let mut random = Random::new(5);
    (0..n).map(|t| Some(if t % 7 == 6 { 0.0 } else { 20.0 + random.normal() })).collect()
}

#[test]
fn a_run_without_sales_is_sold_out_and_a_closed_day_is_not() {
    let mut values = weeks(140);
    values[50..62].fill(Some(0.0));
    let how = Preparation { stock_outs: true, ..Preparation::default() };
    let found = how.prepare(&daily(values.clone())).unwrap();
    // With the Sunday after it; the one before lies two days earlier.
    assert_eq!(
        found.stock_outs.iter().cloned().flatten().collect::<Vec<_>>(),
        (50..63).collect::<Vec<_>>()
    );
    assert!(found.series.observed()[55].is_none() && found.series.observed()[48].is_some());
    // At the end it may be sold no more.
    values[128..].fill(Some(0.0));
    assert_eq!(how.prepare(&daily(values)).unwrap().stock_outs.len(), 1);
}

#[test]
fn an_item_that_sells_seldom_is_not_sold_out_all_the_time() {
    let mut random = Random::new(9);
    let values = (0..400).map(|_| Some(if random.uniform() < 0.1 { 2.0 } else { 0.0 })).collect();
    let how = Preparation { stock_outs: true, ..Preparation::default() };
    assert!(how.prepare(&daily(values)).unwrap().stock_outs.is_empty());
}

#[test]
fn a_value_far_off_is_left_out_unless_it_stays() {
    let how = Preparation { outliers: true, ..Preparation::default() };
    let mut values = weeks(140);
    values[71] = Some(400.0);
    let found = how.prepare(&daily(values.clone())).unwrap();
    assert_eq!(found.outliers, [71]);
    assert!(found.series.observed()[71].is_none());
    values[72] = Some(400.0);
    assert!(how.prepare(&daily(values)).unwrap().outliers.is_empty());
}

#[test]
fn gaps_are_what_the_caller_says() {
    let values = vec![Some(3.0), None, Some(4.0)];
    let prepared = |gaps| {
        Preparation { gaps, ..Preparation::default() }.prepare(&daily(values.clone())).unwrap()
    };
    assert_eq!(prepared(Gaps::Unknown).series.observed(), values);
    assert_eq!(prepared(Gaps::Nothing).series.observed()[1], Some(0.0));
}

#[test]
fn february_is_short_not_weak() {
    // From January 1970; the same sold every day.
    let days = [31.0, 28.0, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];
    let observed = (0..24).map(|t| Some(10.0 * days[t % 12])).collect();
    let calendar = Calendar { first_day: Some(0), ..Calendar::default() };
    let told = |observed| Series::new(observed, Frequency::Monthly).unwrap();
    let series = told(observed).with_calendar(calendar);
    let how = Preparation { days: true, ..Preparation::default() };
    let found = how.prepare(&series).unwrap();
    for value in found.series.observed().iter().flatten() {
        assert!((value - 304.375).abs() < 1e-9, "{value}");
    }
    let levels = Levels::new(vec![0.5]).unwrap();
    let flat = Forecast { mean: vec![304.375; 2], levels, quantiles: vec![304.375; 2] };
    let restored = found.restore(flat);
    assert!((restored.mean[0] - 310.0).abs() < 1e-9 && (restored.mean[1] - 290.0).abs() < 1e-9);
    assert!((restored.quantiles[1] - 290.0).abs() < 1e-9, "{restored:?}");
}
