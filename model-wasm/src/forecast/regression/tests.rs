use super::Learned;
use super::Scale;
use crate::Random;
use crate::forecast::{Calendar, Column, Frequency, Levels, Name, Role, Series, Spec, StudySpec};
use crate::math;

const HISTORY: usize = 400;
const HORIZON: usize = 14;

fn column(name: &str, role: Role, value: impl Fn(usize) -> f64) -> Column {
    let values = (0..HISTORY + HORIZON).map(value).collect();
    Column { name: name.to_owned(), role, values }
}

/// Some weeks, in no order, are promoted by 40 %, a price of 10 changes by up to a fifth every 30 days.
fn columns() -> Vec<Column> {
    vec![
        column("sale", Role::Promotion, |t| f64::from(u8::from(t / 7 * 37 % 11 < 5))),
        column("price", Role::Price, |t| [10.0, 11.0, 9.0, 10.0, 12.0][t / 30 % 5]),
    ]
}

fn sales(columns: &[Column], noise: f64, seed: u64) -> Vec<f64> {
    let mut random = Random::new(seed);
    let mut at = |t: usize| {
        let week = [1.0, 0.9, 0.8, 0.9, 1.1, 1.5, 1.2][t % 7];
        let promoted = 1.0 + 0.4 * columns[0].at(t);
        let price = math::pow(columns[1].at(t) / 10.0, -1.5);
        100.0 * week * promoted * price * math::exp(noise * random.normal())
    };
    (0..HISTORY + HORIZON).map(&mut at).collect()
}

fn series(values: &[f64], columns: Vec<Column>) -> Series {
    let observed = values[..HISTORY].iter().copied().map(Some).collect();
    let calendar = Calendar { first_day: Some(20_000), columns, ..Calendar::default() };
    Series::new(observed, Frequency::Daily).unwrap().with_calendar(calendar)
}

#[test]
fn effects_are_learned_with_their_error() {
    let values = sales(&columns(), 0.1, 1);
    let learned = Learned::of(&series(&values, columns())).unwrap();
    let [sale, price] = &learned[..] else { panic!("{learned:?}") };
    assert_eq!((sale.scale, price.scale), (Scale::Logarithmic, Scale::Logarithmic));
    assert!((math::exp(sale.coefficient) - 1.4).abs() < 0.06, "{sale:?}");
    assert!((price.coefficient + 1.5).abs() < 3.0 * price.standard_error, "{price:?}");
    assert!(price.standard_error < 0.3 && price.changes == 13, "{price:?}");
    let promoted: Vec<bool> = (0..HISTORY / 7 + 1).map(|week| week * 37 % 11 < 5).collect();
    let begun = promoted.windows(2).filter(|pair| !pair[0] && pair[1]).count();
    assert_eq!(sale.changes, begun + usize::from(promoted[0]));
}

#[test]
fn effects_on_demand_that_is_nothing_at_times_are_factors_too() {
    let expected = sales(&columns(), 0.0, 2);
    let mut random = Random::new(2);
    // One unit a day on average, Poisson: how many exponential waits fit into what is expected.
    let mut draw = |mean: f64| {
        let mut waited = 0.0;
        let mut units = -1.0;
        while waited < mean {
            waited -= math::ln(1.0 - random.uniform());
            units += 1.0;
        }
        units
    };
    let values: Vec<f64> = expected.iter().map(|mean| draw(mean / 60.0)).collect();
    let learned = Learned::of(&series(&values, columns())).unwrap();
    for (learned, truth) in learned.iter().zip([math::ln(1.4), -1.5]) {
        assert_eq!(learned.scale, Scale::Logarithmic);
        let error = (learned.coefficient - truth).abs();
        assert!(
            error < 2.5 * learned.standard_error && learned.standard_error < 0.6,
            "{learned:?}"
        );
    }
}

#[test]
fn where_more_came_back_than_was_sold_effects_are_in_units() {
    let mut values = sales(&columns(), 0.1, 2);
    values[17] = -20.0;
    let learned = Learned::of(&series(&values, columns())).unwrap();
    assert_eq!(learned[0].scale, Scale::Level);
    assert!((25.0..55.0).contains(&learned[0].coefficient), "{:?}", learned[0]);
}

#[test]
fn a_column_that_says_nothing_does_next_to_nothing() {
    let mut random = Random::new(3);
    let values: Vec<f64> = (0..HISTORY + HORIZON).map(|_| 50.0 + 5.0 * random.normal()).collect();
    let learned = Learned::of(&series(&values, columns())).unwrap();
    assert!(learned[0].coefficient.abs() < 0.05, "{learned:?}");
}

#[test]
fn every_model_forecasts_with_columns() {
    let values = sales(&columns(), 0.05, 4);
    let (with, without) = (series(&values, columns()), series(&values, Vec::new()));
    for name in [Name::Ensemble, Name::AutoEts, Name::Dot, Name::SeasonalNaive] {
        let error = |series: &Series| {
            let fitted = Spec::new(name, HORIZON).fit(series).unwrap();
            let mean = fitted.forecast(HORIZON, &Levels::bands()).unwrap().mean;
            let errors = mean.iter().zip(&values[HISTORY..]).map(|(f, y)| (f - y).abs());
            errors.sum::<f64>()
        };
        assert!(error(&with) < 0.6 * error(&without), "{name:?}");
    }
}

#[test]
fn what_if_asks_for_another_price() {
    let values = sales(&columns(), 0.05, 5);
    let series = series(&values, columns());
    let mut dear = series.calendar().clone();
    for price in &mut dear.columns[1].values[HISTORY..] {
        *price *= 1.1;
    }
    let spec = StudySpec {
        models: vec![Name::Ensemble],
        horizon: HORIZON,
        levels: Levels::bands(),
        origins: 0,
        with_components: true,
        chosen: None,
        what_if: Some(dear),
    };
    let study = spec.run(&series).unwrap();
    let ratio = study.what_if.unwrap().total.mean[0] / study.total.mean[0];
    assert!((ratio - math::pow(1.1, -1.5)).abs() < 0.03, "{ratio}");
    let components = study.components.unwrap();
    let names: Vec<&str> = components.effects.iter().map(|effect| effect.name.as_str()).collect();
    assert_eq!(names, ["sale", "price"]);
    assert_eq!(components.effects[0].values.len(), HISTORY + HORIZON);
}
