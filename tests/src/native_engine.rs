//! What is kept of a forecast, held against the engine run here on the same history.

use std::rc::Rc;

use anyhow::{Context as _, Result, ensure};
use ledger::{Bands, DayName, Every, FORECAST_LEVELS, ForecastView, KeptForecast};
use model_wasm::forecast::{
    ByRole, Calendar, Column, Country, Error, Forecast, Frequency, GlobalMethod, Levels, Name,
    Role, Series, Study, StudySpec, StudyStep, Taught, TrainStep, VERSION, usual_windows,
};

/// As the worker asks: for one series that somebody looks at, and for one of many.
const ORIGINS: usize = 12;
const ORIGINS_OF_ITEMS: usize = 4;
/// What is drawn at random where a model learns from many items.
const SEED: u64 = 1;
/// What the worker tells of columns is in millionths.
const MILLION: f64 = 1_000_000.0;

/// Fails unless the kept forecast of `view` is what the engine makes of its history, to the last step of the
/// measure: sums are kept rounded, and a half may go either way.
///
/// # Errors
/// With the first difference.
pub fn expect_native(view: &ForecastView) -> Result<()> {
    let kept = view.kept.as_deref().context("nothing is kept")?;
    ensure!(kept.engine == VERSION, "made by engine {}", kept.engine);
    let study = spec(kept)?.run(&series(view, kept)?)?;
    expect_study(kept, &study)
}

/// The same for all items that a model learned from together, in the order in which a batch takes them: the model is
/// trained here as well, on the same histories.
///
/// # Errors
/// With the first difference.
pub fn expect_taught(views: &[ForecastView]) -> Result<()> {
    let kept = |view: &ForecastView| view.kept.clone().context("nothing is kept");
    let first = kept(views.first().context("no items")?)?;
    let (name, horizon) = (Name::parse(&first.model)?, first.steps.len());
    let of = |view: &ForecastView| series(view, &*kept(view)?);
    let all: Vec<Series> = views.iter().map(of).collect::<Result<_>>()?;
    let method = ByRole(name.global().context("a model of one series")?);
    let mut training = method.begin(all.clone(), horizon, SEED)?;
    let model = loop {
        if let TrainStep::Done(model) = training.step()? {
            break model;
        }
    };
    for (view, series) in views.iter().zip(&all) {
        let kept = kept(view)?;
        let by = (kept.model.as_str(), kept.taught_by as usize);
        ensure!(by == (name.as_str(), views.len()), "{}: it is by {by:?}", view.item_name);
        let taught = Taught { name, model: Rc::clone(&model), horizon };
        let mut run = spec(&kept)?.begin_with(series, Some(taught))?;
        let study = loop {
            if let StudyStep::Done(study) = run.step()? {
                break study;
            }
        };
        expect_study(&kept, &study).with_context(|| view.item_name.clone())?;
    }
    Ok(())
}

fn expect_study(kept: &KeptForecast, study: &Study) -> Result<()> {
    ensure!(kept.model == study.champion.as_str(), "{}, not {:?}", kept.model, study.champion);
    expect_bands("a step", &kept.steps, &study.forecast)?;
    expect_bands("the sum", &[kept.total], &study.total)?;
    ensure!(kept.scores.len() == study.contenders.len(), "{} models", kept.scores.len());
    for (score, contender) in kept.scores.iter().zip(&study.contenders) {
        let accuracy = &contender.accuracy;
        let told = (score.model.as_str(), score.notation.as_str(), score.origins as usize);
        let expected = (contender.model.as_str(), &*contender.notation, accuracy.origins);
        ensure!(told == expected, "{told:?}, not {expected:?}");
        let figures = [
            ("MASE", score.mase.into(), accuracy.mase),
            ("sMAPE", score.smape.into(), accuracy.smape),
            ("WAPE", score.wape.into(), accuracy.wape),
            ("bias", score.bias.into(), accuracy.bias),
            ("inside 80 %", score.inside_80.into(), accuracy.inside_80),
            ("inside 95 %", score.inside_95.into(), accuracy.inside_95),
        ];
        for (what, told, exact) in figures {
            expect_near(what, told, exact * 1_000.0).with_context(|| score.model.clone())?;
        }
    }
    let Some(strips) = &kept.strips else { return Ok(()) };
    let parts = study.components.as_ref().context("trend and season")?;
    for (what, told, exact) in
        [("trend", &strips.trend, &parts.trend), ("season", &strips.season, &parts.season)]
    {
        ensure!(told.len() == exact.len(), "{what}: {} values", told.len());
        for (told, exact) in told.iter().zip(exact) {
            expect_near(what, *told, *exact)?;
        }
    }
    Ok(())
}

/// The history of a view as the worker hands it to an engine.
fn series(view: &ForecastView, kept: &KeptForecast) -> Result<Series> {
    let (first, _) = view.history.first().context("a history")?;
    let values = view.history.iter().map(|(_, value)| value.map(|value| value as f64)).collect();
    let frequency = match view.query.every {
        Every::Day => Frequency::Daily,
        Every::Week => Frequency::Weekly,
        Every::Month => Frequency::Monthly,
    };
    let periods = view.history.len() + kept.steps.len();
    let is_holiday = |name: &DayName| matches!(name, DayName::Holiday { .. });
    // The demo's; no other vault of the journeys has a country.
    let country = view.days.iter().any(|day| is_holiday(&day.name)).then_some(Country::France);
    let windows = if is_one_of_many(kept) { &[] } else { usual_windows() };
    let mut columns = country.map_or_else(Vec::new, |country| {
        model_wasm::forecast::columns(country, first.0, periods, frequency, windows)
    });
    columns.extend(price(view, kept.steps.len()));
    for (place, column) in columns.iter_mut().enumerate() {
        column.name = place.to_string();
        column.values.iter_mut().for_each(|value| *value = (*value * MILLION).round() / MILLION);
    }
    let calendar = Calendar { first_day: Some(first.0), columns, ..Calendar::default() };
    Ok(Series::new(values, frequency)?.with_calendar(calendar))
}

fn spec(kept: &KeptForecast) -> Result<StudySpec> {
    let is_one_of_many = is_one_of_many(kept);
    let chosen = kept.query.model.as_deref().map(Name::parse).transpose()?;
    let named = kept.scores.iter().map(|score| Name::parse(&score.model));
    Ok(StudySpec {
        models: named.collect::<Result<_, Error>>()?,
        horizon: kept.steps.len(),
        levels: Levels::new(FORECAST_LEVELS.to_vec())?,
        origins: if is_one_of_many { ORIGINS_OF_ITEMS } else { ORIGINS },
        with_components: !is_one_of_many,
        chosen,
        what_if: None,
    })
}

/// Whether models were not compared.
fn is_one_of_many(kept: &KeptForecast) -> bool {
    kept.scores.len() == 1
}

/// What an item was sold for, over the history and on as it was last.
fn price(view: &ForecastView, ahead: usize) -> Option<Column> {
    let last = view.prices.last()?;
    let prices = view.prices.iter().chain(std::iter::repeat_n(last, ahead));
    let values = prices.map(|price| *price as f64 / MILLION).collect();
    Some(Column { name: String::new(), role: Role::Price, values })
}

fn expect_bands(what: &str, told: &[Bands], exact: &Forecast) -> Result<()> {
    ensure!(told.len() == exact.mean.len(), "{} steps, not {}", told.len(), exact.mean.len());
    for (step, (told, mean)) in told.iter().zip(&exact.mean).enumerate() {
        let place = || format!("{what}, step {}", step + 1);
        expect_near("mean", told.mean, *mean).with_context(place)?;
        for (told, exact) in told.quantiles.iter().zip(exact.row(step)) {
            expect_near("quantile", *told, *exact).with_context(place)?;
        }
        ensure!(told.quantiles.is_sorted(), "{}: the quantiles fall", place());
    }
    Ok(())
}

/// Equal to a millionth, after rounding.
fn expect_near(what: &str, told: i64, exact: f64) -> Result<()> {
    let slack = 0.5 + 1e-6 * exact.abs() + 1e-6;
    ensure!((told as f64 - exact).abs() <= slack, "{what}: {told} is kept, {exact} comes out");
    Ok(())
}
