use super::*;
use crate::Random;
use crate::forecast::{Calendar, Frequency, Name, Spec};

fn series(values: &[f64]) -> Series {
    let observed = values.iter().copied().map(Some).collect();
    Series::new(observed, Frequency::Daily).unwrap()
}

fn fitted(series: &Series) -> Box<dyn FittedModel> {
    let mut fitting = Counts.begin(series).unwrap();
    loop {
        if let Step::Done(model) = fitting.step().unwrap() {
            return model;
        }
    }
}

/// Sells on three days of ten, 1 to 4 pieces.
fn now_and_then(seed: u64, days: usize) -> Vec<f64> {
    let mut random = Random::new(seed);
    let mut day = || if random.uniform() < 0.3 { 1.0 + random.below(4) as f64 } else { 0.0 };
    (0..days).map(|_| day()).collect()
}

#[test]
fn quantiles_are_those_of_the_true_distribution() {
    let levels = Levels::new(vec![0.5, 0.74, 0.82, 0.9, 0.96]).unwrap();
    let mut sums = vec![0.0; 5];
    for seed in 0..40 {
        let row = fitted(&series(&now_and_then(seed, 400))).quantiles(1, &levels).unwrap();
        sums.iter_mut().zip(&row).for_each(|(sum, quantile)| *sum += quantile / 40.0);
    }
    // 70 % nothing, then each size 7.5 %.
    for (found, expected) in sums.iter().zip([0.0, 1.0, 2.0, 3.0, 4.0]) {
        assert!((found - expected).abs() < 0.5, "{sums:?}");
    }
}

#[test]
fn a_weekday_without_sales_stays_without() {
    let mut values = now_and_then(1, 350);
    values.iter_mut().skip(5).step_by(7).for_each(|value| *value = 0.0);
    let model = fitted(&series(&values));
    let (mean, rows) = (model.mean(7), model.quantiles(7, &Levels::bands()).unwrap());
    assert!(mean[5] < 0.06 * mean[4], "{mean:?}");
    assert!(rows[5 * 7..6 * 7].iter().all(|quantile| *quantile < 1.0), "{rows:?}");
}

#[test]
fn an_item_that_stopped_selling_is_forgotten() {
    let mut values = now_and_then(2, 200);
    values.extend([0.0; 120]);
    let model = fitted(&series(&values));
    assert!(model.mean(1)[0] < 0.1, "{:?}", model.mean(1));
    assert!(model.quantiles(1, &Levels::bands()).unwrap()[4] < 1.0);
}

#[test]
fn bands_of_a_month_hold_what_they_promise_also_when_demand_comes_in_waves() {
    let (mut inside_80, mut inside_95, mut count) = (0.0, 0.0, 0.0);
    for seed in 0..60 {
        let mut random = Random::new(seed);
        let mut chance: f64 = 0.3;
        let mut day = || {
            chance = (chance + 0.02 * random.normal()).clamp(0.05, 0.9);
            if random.uniform() < chance { 1.0 + random.below(4) as f64 } else { 0.0 }
        };
        let values: Vec<f64> = (0..328).map(|_| day()).collect();
        let (past, ahead) = values.split_at(300);
        let fitted = Spec::new(Name::Counts, 28).fit(&series(past)).unwrap();
        let total = fitted.total(28, &Levels::bands()).unwrap();
        let (row, sum) = (total.row(0), ahead.iter().sum::<f64>());
        count += 1.0;
        inside_80 += f64::from(u8::from((row[1]..=row[5]).contains(&sum)));
        inside_95 += f64::from(u8::from((row[0]..=row[6]).contains(&sum)));
    }
    assert!((0.68..0.92).contains(&(inside_80 / count)), "{}", inside_80 / count);
    assert!(inside_95 / count > 0.88, "{}", inside_95 / count);
}

#[test]
fn closed_days_add_nothing_to_a_sum() {
    let values = now_and_then(3, 140);
    let closed = Calendar { is_open: vec![true; 140], ..Calendar::default() };
    let is_open = (0..168).map(|t| t < 154).collect();
    let half = Calendar { is_open, ..Calendar::default() };
    let median = |calendar: Calendar, days: usize| {
        let model = fitted(&series(&values).with_calendar(calendar));
        model.total_quantiles(days, &Levels::bands()).unwrap()[3]
    };
    assert!((median(closed, 14) - median(half, 28)).abs() < 1e-9);
}

#[test]
fn nothing_sold_one_sale_returns_and_amounts_of_money_all_have_a_forecast() {
    let turnover: Vec<f64> = now_and_then(4, 90).iter().map(|units| units * 12.345).collect();
    for values in [
        vec![0.0; 30],
        vec![0.0],
        vec![5.0],
        vec![0.0, 0.0, 3.0, 0.0],
        vec![0.0, -4.0, 0.0, 3.0, 0.0, -1.0],
        vec![1e15; 20],
        turnover,
    ] {
        let model = fitted(&series(&values));
        let row = model.quantiles(1, &Levels::bands()).unwrap();
        let sum = model.total_quantiles(28, &Levels::bands()).unwrap();
        for row in [row, sum] {
            assert!(row.iter().all(|quantile| quantile.is_finite()), "{values:?} {row:?}");
            assert!(row.windows(2).all(|pair| pair[0] <= pair[1]), "{values:?} {row:?}");
        }
    }
}
