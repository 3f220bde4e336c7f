//! From a series of the records to a task for an engine, and from what it found to what is kept.

use std::collections::BTreeSet;

use ledger::{
    Currency, Day, DayEffect, EffectKind, Every, ForecastInput, ForecastQuery, ForecastSettings,
    Insight, KeptForecast, Scenario, Strips,
};
use model_wasm::forecast::{Name, VERSION};
use protocol::{Chosen, ColumnEffect, Findings, Task, Taught, WhatIf};

use super::calendar::{Calendar, Detail, shares_ahead};
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
    taught_by: u32,
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

/// Whether an item's history is too short to be forecast by itself.
pub(super) fn is_newcomer(query: &ForecastQuery, input: &ForecastInput) -> bool {
    query.model.is_none() && query.scope.item.is_some() && input.values.len() < few(query.every)
}

/// Periods of four weeks or so.
const fn few(every: Every) -> usize {
    match every {
        Every::Day => 28,
        Every::Week => 4,
        Every::Month => 2,
    }
}

/// How a question is to be answered.
#[derive(Clone, Copy)]
pub(super) struct How<'a> {
    pub(super) depth: Depth,
    pub(super) settings: &'a ForecastSettings,
}

/// A task, and what is to be known when it is done. `kind`: for a newcomer, what all items like it sold. `taught`: the
/// model that was trained on many items, if it is to be that.
pub(super) fn make(
    query: ForecastQuery,
    input: ForecastInput,
    kind: Option<Vec<Option<i64>>>,
    how: How<'_>,
    taught: Option<&Taught>,
) -> (Asked, Task) {
    let is_study = how.depth == Depth::Study;
    // What was learned from many items was learned from holidays without the days around them.
    let is_full = is_study && taught.is_none();
    let detail = if is_full { Detail::Full } else { Detail::Short };
    let chosen = chosen(&query, how, taught);
    let calendar = Calendar::of(&query, &input, detail);
    let task = Task {
        first: input.first,
        every: query.every,
        horizon: query.every.periods(query.days),
        models: models(&query, &input.values, how, chosen.as_ref()),
        chosen,
        origins: if is_study { ORIGINS } else { ORIGINS_OF_ITEMS },
        with_components: is_study,
        is_open: calendar.is_open,
        columns: calendar.columns,
        kind,
        what_if: None,
        taught: taught.map(|taught| taught.id),
        values: input.values.clone(),
    };
    let taught_by = taught.map_or(0, |taught| taught.series);
    (Asked { taught_by, ..Asked::new(query, &input, calendar.names) }, task)
}

/// The task of a scenario: the default model alone, as things are and as tried.
pub(super) fn try_out(scenario: &Scenario, input: ForecastInput) -> Task {
    let query = scenario.query.clone();
    let calendar = Calendar::of(&query, &input, Detail::Trial);
    let horizon = query.every.periods(query.days);
    let promotion = shares_ahead(query.every, input.ahead, horizon, &scenario.promotions);
    let what_if = WhatIf { price_change: scenario.price_change, promotion, measure: query.measure };
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
        kind: None,
        what_if: Some(what_if),
        taught: None,
        values: input.values,
    }
}

/// The model a forecast is to be from: what was asked for, or what the settings say.
fn chosen(query: &ForecastQuery, how: How<'_>, taught: Option<&Taught>) -> Option<Chosen> {
    if let Some(model) = query.model.clone() {
        return Some(Chosen { model, or_another: false });
    }
    let model = how.settings.default_model.clone()?;
    // What is trained already takes no time any more.
    let is_fit = how.depth == Depth::Study || taught.is_some() || !SLOW.contains(&model.as_str());
    (is_fit && Name::parse(&model).is_ok()).then_some(Chosen { model, or_another: true })
}

/// The models to compare.
fn models(
    query: &ForecastQuery,
    values: &[Option<i64>],
    how: How<'_>,
    chosen: Option<&Chosen>,
) -> Vec<String> {
    let chosen = chosen.map(|chosen| chosen.model.clone());
    let with = |names: &[&str]| {
        let others = names.iter().map(|name| (*name).to_owned());
        let others = others.filter(|name| Some(name) != chosen.as_ref());
        chosen.iter().cloned().chain(others).collect::<Vec<String>>()
    };
    if how.depth == Depth::Item {
        return chosen.map_or_else(|| vec![Name::Ensemble.as_str().to_owned()], |name| vec![name]);
    }
    if query.model.is_some() {
        // The engine has the last word on a name that is asked for.
        return with(&MEASURE);
    }
    let mut models = with(&USUAL);
    let quiet = values.iter().filter(|value| **value == Some(0)).count();
    if quiet * 2 > values.len() {
        models.extend(NOW_AND_THEN.map(str::to_owned));
    }
    if how.settings.compare_slow {
        models.extend(SLOW.map(str::to_owned));
    }
    let mut seen = BTreeSet::new();
    models.retain(|name| Name::parse(name).is_ok() && seen.insert(name.clone()));
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
            taught_by: 0,
            calendar: input.calendar,
            names,
        }
    }

    pub(super) fn kept(self, findings: Findings) -> KeptForecast {
        let Findings { model, steps, total, scores, strips, effects, insights, .. } = findings;
        let (effects, insights) = (self.effects(effects), self.insights(insights));
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
            taught_by: self.taught_by,
            calendar: self.calendar,
            insights,
        }
    }

    /// Days by name instead of by column.
    fn insights(&self, mut found: Vec<Insight>) -> Vec<Insight> {
        for insight in &mut found {
            let column = insight.name.parse::<usize>().ok();
            let name = column.and_then(|column| self.names.get(column));
            insight.name = name.map(|(name, _)| name.clone()).unwrap_or_default();
        }
        // Of the days around a holiday the most telling is said.
        let mut said = BTreeSet::new();
        found.retain(|insight| {
            insight.name.is_empty() || said.insert((insight.kind.number(), insight.name.clone()))
        });
        found
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
