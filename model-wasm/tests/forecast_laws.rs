//! Laws every model keeps, whatever the series.

use model_wasm::forecast::{
    Calendar, Column, Error, Forecast, Frequency, Levels, Name, Role, Series, Spec, StudySpec,
    StudyStep,
};
use proptest::prelude::*;

const FREQUENCIES: [Frequency; 6] = [
    Frequency::Hourly,
    Frequency::Daily,
    Frequency::Weekly,
    Frequency::Monthly,
    Frequency::Quarterly,
    Frequency::Yearly,
];

/// What a shop's history may look like, and what it should not but might.
fn values() -> impl Strategy<Value = Vec<Option<f64>>> {
    let number = prop_oneof![
        4 => 0.0..1000.0,
        2 => Just(0.0),
        1 => -500.0..500.0,
        1 => prop_oneof![Just(1e15), Just(-1e15), Just(1e-300), Just(-1e-12), Just(0.1)],
    ];
    let wild = prop::collection::vec(prop::option::weighted(0.9, number), 1..90);
    let counts = prop::collection::vec((0_u32..4).prop_map(|count| Some(f64::from(count))), 1..120);
    let constant = (1_usize..60, prop_oneof![Just(0.0), Just(7.0), Just(1e15), Just(-3.0)])
        .prop_map(|(length, value)| vec![Some(value); length]);
    let growing = (1_usize..80, 0.5..1.6, 0.1..100.0)
        .prop_map(|(length, factor, start): (usize, f64, f64)| grown(length, factor, start));
    let never_on_sunday = prop::collection::vec(0.0..100.0, 1..90).prop_map(|values| {
        let on = |(t, value)| Some(if t % 7 == 6 { 0.0 } else { value });
        values.into_iter().enumerate().map(on).collect()
    });
    prop_oneof![wild, counts, constant, growing, never_on_sunday]
}

/// Grows or shrinks by a factor each period, as far as values may go.
fn grown(length: usize, factor: f64, start: f64) -> Vec<Option<f64>> {
    let mut value = start;
    let mut next = || {
        value = (value * factor).min(1e15);
        Some(value)
    };
    (0..length).map(|_| next()).collect()
}

fn any_series() -> impl Strategy<Value = Series> {
    let open = prop_oneof![
        2 => Just(Vec::new()),
        1 => Just((0..400).map(|t| t % 7 != 6).collect::<Vec<bool>>()),
        1 => prop::collection::vec(any::<bool>(), 0..200),
    ];
    let columns =
        prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(any_column(), 1..4)];
    let first_day = prop::option::of(any::<i32>());
    (values(), prop::sample::select(FREQUENCIES.to_vec()), open, columns, first_day)
        .prop_filter_map("nothing observed", |(values, frequency, is_open, columns, first_day)| {
            let series = Series::new(values, frequency).ok()?;
            Some(series.with_calendar(Calendar { is_open, columns, first_day }))
        })
}

/// A column as it should be, and as it should not but might.
fn any_column() -> impl Strategy<Value = Column> {
    let number = prop_oneof![
        4 => prop::sample::select(vec![0.0, 1.0]),
        2 => 0.5..20.0,
        1 => prop_oneof![Just(-3.0), Just(1e300), Just(-1e300), Just(1e-300)],
    ];
    let roles = [Role::Promotion, Role::Price, Role::Holiday, Role::Event, Role::Other];
    (prop::sample::select(roles.to_vec()), prop::collection::vec(number, 0..160))
        .prop_map(|(role, values)| Column { name: format!("{role:?}"), role, values })
}

/// Finite, ordered, not below zero where the history is not, nothing on closed days.
fn check_forecast(series: &Series, forecast: &Forecast, horizon: usize, is_sum: bool) {
    let width = forecast.levels.as_slice().len();
    assert_eq!(forecast.mean.len(), horizon);
    assert_eq!(forecast.quantiles.len(), horizon * width);
    let is_open = |t: &usize| series.calendar().is_open(*t);
    let kept = |(t, value): (usize, &Option<f64>)| value.filter(|_| is_open(&t));
    let is_signed = series.observed().iter().enumerate().filter_map(kept).any(|value| value < 0.0);
    for step in 0..horizon {
        let (mean, row) = (forecast.mean[step], forecast.row(step));
        assert!(mean.is_finite() && row.iter().all(|q| q.is_finite()), "{mean} {row:?}");
        assert!(row.windows(2).all(|pair| pair[0] <= pair[1]), "{row:?}");
        assert!(is_signed || (mean >= 0.0 && row[0] >= 0.0), "{mean} {row:?}");
        if !is_sum && !is_open(&(series.len() + step)) {
            assert!(mean == 0.0 && row.iter().all(|q| *q == 0.0));
        }
    }
}

/// What may refuse a series, and says so.
fn is_typed(error: &Error) -> bool {
    matches!(error, Error::TooShort { .. } | Error::NoFit | Error::NoHistory)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_model_forecasts_or_says_why_not(
        series in any_series(),
        horizon in 1_usize..40,
        name in prop::sample::select(Name::ALL.to_vec()),
    ) {
        match Spec::new(name, horizon).fit(&series) {
            Ok(fitted) => {
                for reach in [horizon, 2 * horizon] {
                    let forecast = fitted.forecast(reach, &Levels::bands()).unwrap();
                    check_forecast(&series, &forecast, reach, false);
                }
                let total = fitted.total(horizon, &Levels::bands()).unwrap();
                check_forecast(&series, &total, 1, true);
            }
            Err(error) => prop_assert!(is_typed(&error), "{error:?}"),
        }
    }

    #[test]
    fn the_ensemble_never_fails_where_a_value_is(series in any_series(), horizon in 1_usize..40) {
        let fitted = Spec::new(Name::Ensemble, horizon).fit(&series);
        // Values on closed days alone are none.
        let is_open = |t: usize| series.calendar().is_open(t);
        let has_value = series.observed().iter().enumerate().any(|(t, y)| y.is_some() && is_open(t));
        prop_assert_eq!(fitted.is_ok(), has_value);
    }

    #[test]
    fn a_study_ends_with_finite_figures(series in any_series(), horizon in 1_usize..20) {
        let spec = StudySpec {
            models: Name::ALL.to_vec(),
            horizon,
            levels: Levels::bands(),
            origins: 3,
            with_components: true,
            chosen: None,
            what_if: None,
        };
        let mut run = spec.begin(&series).unwrap();
        let mut share = 0.0;
        let mut steps = 0;
        let study = loop {
            steps += 1;
            prop_assert!(steps < 200_000);
            prop_assert!(run.share() >= share && run.share() <= 1.0);
            share = run.share();
            match run.step() {
                Ok(StudyStep::More(_)) => {}
                Ok(StudyStep::Done(study)) => break study,
                Err(error) => {
                    prop_assert!(is_typed(&error), "{error:?}");
                    return Ok(());
                }
            }
        };
        check_forecast(&series, &study.forecast, horizon, false);
        check_forecast(&series, &study.total, 1, true);
        prop_assert!(study.contenders.iter().any(|contender| contender.model == study.champion));
        for contender in &study.contenders {
            let a = contender.accuracy;
            let figures = [a.mase, a.smape, a.rmsse, a.wape, a.bias];
            prop_assert!(figures.iter().all(|figure| figure.is_finite()), "{a:?}");
            prop_assert!((0.0..=1.0).contains(&a.inside_80) && a.inside_80 <= a.inside_95 && a.inside_95 <= 1.0);
        }
        let components = study.components.unwrap();
        let length = series.len() + horizon;
        prop_assert_eq!((components.trend.len(), components.season.len()), (length, length));
        prop_assert!(components.trend.iter().chain(&components.season).all(|value| value.is_finite()));
    }

    #[test]
    fn the_same_series_gives_the_same_bits(
        series in any_series(),
        name in prop::sample::select(Name::ALL.to_vec()),
    ) {
        let forecast = || Spec::new(name, 12).fit(&series)?.forecast(12, &Levels::bands());
        match (forecast(), forecast()) {
            (Ok(one), Ok(two)) => prop_assert_eq!(one, two),
            (one, two) => prop_assert_eq!(one.unwrap_err(), two.unwrap_err()),
        }
    }

    #[test]
    fn what_comes_after_an_origin_changes_nothing_before_it(
        series in any_series(),
        share in 0.1..1.0,
        name in prop::sample::select(Name::ALL.to_vec()),
    ) {
        let origin = ((series.len() as f64 * share) as usize).max(1);
        let mut values = series.observed().to_vec();
        for value in &mut values[origin..] {
            *value = value.map_or(Some(123.0), |v| (v > 50.0).then_some(-v));
        }
        let Ok(other) = Series::new(values, series.frequency()) else { return Ok(()) };
        let other = other.with_calendar(series.calendar().clone());
        let forecast = |series: &Series| {
            Spec::new(name, 8).fit(&series.until(origin)?)?.forecast(8, &Levels::bands())
        };
        prop_assert_eq!(forecast(&series), forecast(&other));
    }
}

#[test]
fn a_single_value_is_enough_for_the_ensemble() {
    let series = Series::new(vec![Some(12.0)], Frequency::Daily).unwrap();
    let forecast =
        Spec::new(Name::Ensemble, 7).fit(&series).unwrap().forecast(7, &Levels::bands()).unwrap();
    for step in 0..7 {
        assert!((forecast.mean[step] - 12.0).abs() < 1e-9);
        // One value says nothing of how much they vary: the band is wide.
        assert!(forecast.row(step)[6] > 15.0);
    }
}

#[test]
fn steep_growth_does_not_explode() {
    let series = Series::new(grown(40, 1.5, 1.0), Frequency::Monthly).unwrap();
    let most = series.filled().last().unwrap() * 100.0;
    for name in Name::ALL {
        let Ok(fitted) = Spec::new(*name, 120).fit(&series) else { continue };
        let forecast = fitted.forecast(120, &Levels::bands()).unwrap();
        assert!(forecast.quantiles.iter().all(|q| *q < most), "{name:?}");
    }
}

#[test]
fn the_sum_is_narrower_than_the_sum_of_the_bands_where_errors_cancel() {
    let mut random = model_wasm::Random::new(3);
    let observed = (0..300).map(|_| Some(100.0 + 10.0 * random.normal())).collect();
    let series = Series::new(observed, Frequency::Daily).unwrap();
    let fitted = Spec::new(Name::Ensemble, 28).fit(&series).unwrap();
    let forecast = fitted.forecast(28, &Levels::bands()).unwrap();
    let total = fitted.total(28, &Levels::bands()).unwrap();
    assert!((total.mean[0] - forecast.mean.iter().sum::<f64>()).abs() < 1e-6);
    let widths: f64 = (0..28).map(|step| forecast.row(step)[6] - forecast.row(step)[0]).sum();
    assert!(total.row(0)[6] - total.row(0)[0] < 0.6 * widths);
}
