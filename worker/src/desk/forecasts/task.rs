//! From a series of the records to a task for an engine, and from what it found to what is kept.

use ledger::{
    Currency, Day, DayEffect, EffectKind, ForecastInput, ForecastQuery, ForecastSettings,
    KeptForecast, Scenario, Strips,
};
use model_wasm::forecast::{Name, VERSION};
use protocol::{ColumnEffect, Findings, Task, WhatIf};

use super::calendar::{Calendar, Promotions, shares_ahead};
use crate::clock;

/// Past forecasts to try each model on: many for one series that somebody looks at, few for each of many.
const ORIGINS: u16 = 12;
const ORIGINS_OF_ITEMS: u16 = 4;

/// The models that are compared, the default first; those an engine does not know are left out.
const USUAL: [&str; 10] = [
    "ensemble",
    "autoets",
    "autoarima",
    "ces",
    "dot",
    "theta",
    "mstl",
    "levelshape",
    "snaive",
    "average",
];
/// Besides them where most periods are without a sale.
const NOW_AND_THEN: [&str; 4] = ["croston", "sba", "tsb", "counts"];
/// Besides them if the settings say so: each takes seconds.
const SLOW: [&str; 3] = ["prophet", "trees", "lstm"];
/// What a model that was asked for by name is compared with.
const MEASURE: [&str; 2] = ["ensemble", "snaive"];

/// What an engine is asked, without the values.
pub(super) struct Asked {
    query: ForecastQuery,
    data: [u8; 16],
    until: Day,
    currency: Currency,
    ahead: Day,
    trained_from: Day,
    trained_periods: u32,
    calendar: [u8; 16],
    /// What the columns are called, by place.
    names: Vec<(String, EffectKind)>,
}

/// How much an answer is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// One of many: the default model alone.
    Item,
    /// Somebody looks at it: models are compared.
    Study,
}

/// A task, and what is to be known when it is done.
pub(super) fn make(
    query: ForecastQuery,
    input: ForecastInput,
    depth: Depth,
    settings: &ForecastSettings,
) -> (Asked, Task) {
    let calendar = Calendar::of(&query, &input, Promotions::ByName);
    let is_study = depth == Depth::Study;
    let task = Task {
        first: input.first,
        every: query.every,
        horizon: query.every.periods(query.days),
        models: models(&query, &input.values, depth, settings),
        chosen: query.model.clone(),
        origins: if is_study { ORIGINS } else { ORIGINS_OF_ITEMS },
        with_components: is_study,
        is_open: calendar.is_open,
        columns: calendar.columns,
        what_if: None,
        values: input.values.clone(),
    };
    (Asked::new(query, &input, calendar.names), task)
}

/// The task of a scenario: the default model alone, as things are and as tried.
pub(super) fn try_out(scenario: &Scenario, input: ForecastInput) -> Task {
    let query = scenario.query.clone();
    let calendar = Calendar::of(&query, &input, Promotions::Together);
    let horizon = query.every.periods(query.days);
    let promotion = shares_ahead(query.every, input.ahead, horizon, &scenario.promotions);
    let what_if = WhatIf { price_change: scenario.price_change, promotion };
    Task {
        first: input.first,
        every: query.every,
        horizon,
        models: vec![Name::Ensemble.as_str().to_owned()],
        chosen: None,
        origins: 0,
        with_components: false,
        is_open: calendar.is_open,
        columns: calendar.columns,
        what_if: Some(what_if),
        values: input.values,
    }
}

/// The models to compare.
fn models(
    query: &ForecastQuery,
    values: &[Option<i64>],
    depth: Depth,
    settings: &ForecastSettings,
) -> Vec<String> {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let mut models: Vec<String> = match (&query.model, depth) {
        (Some(model), Depth::Item) => return vec![model.clone()],
        (None, Depth::Item) => return owned(&[Name::Ensemble.as_str()]),
        (Some(model), Depth::Study) => {
            let mut models = vec![model.clone()];
            models.extend(MEASURE.iter().filter(|name| *name != model).map(|n| (*n).to_owned()));
            // The engine has the last word on a name that is asked for.
            return models;
        }
        (None, Depth::Study) => owned(&USUAL),
    };
    let quiet = values.iter().filter(|value| **value == Some(0)).count();
    if quiet * 2 > values.len() {
        models.extend(NOW_AND_THEN.map(str::to_owned));
    }
    if settings.compare_slow {
        models.extend(SLOW.map(str::to_owned));
    }
    models.retain(|name| Name::parse(name).is_ok());
    models
}

impl Asked {
    fn new(query: ForecastQuery, input: &ForecastInput, names: Vec<(String, EffectKind)>) -> Self {
        Self {
            query,
            data: input.data,
            until: input.until,
            currency: input.currency,
            ahead: input.ahead,
            trained_from: input.first,
            trained_periods: u32::try_from(input.values.len()).unwrap_or(u32::MAX),
            calendar: input.calendar,
            names,
        }
    }

    pub(super) fn kept(self, findings: Findings) -> KeptForecast {
        let Findings { model, steps, total, scores, strips, effects, insights, .. } = findings;
        let effects = self.effects(effects);
        KeptForecast {
            query: self.query,
            made_ms: clock::now_ms(),
            engine: VERSION,
            data: self.data,
            until: self.until,
            currency: self.currency,
            model,
            first: self.ahead,
            steps,
            total,
            scores,
            strips: strips.map(|strips| Strips { effects, ..strips }),
            trained_from: Some(self.trained_from),
            trained_periods: self.trained_periods,
            calendar: self.calendar,
            insights,
        }
    }

    /// Effects by name: those of the days around a holiday are the holiday's.
    fn effects(&self, found: Vec<ColumnEffect>) -> Vec<DayEffect> {
        let mut effects: Vec<DayEffect> = Vec::new();
        for ColumnEffect { column, values } in found {
            let Some((name, kind)) = self.names.get(usize::from(column)) else { continue };
            match effects.iter_mut().find(|known| known.name == *name && known.kind == *kind) {
                Some(known) => {
                    for (sum, value) in known.values.iter_mut().zip(values) {
                        *sum = sum.saturating_add(value);
                    }
                }
                None => effects.push(DayEffect { name: name.clone(), kind: *kind, values }),
            }
        }
        effects
    }
}
