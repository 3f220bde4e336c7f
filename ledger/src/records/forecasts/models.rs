//! The registry: every kept forecast with what made it, and what it was worth.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::hindsight::{Actual, Tally};
use super::kept::Latest;
use super::{Context, MOST_ROWS, Records, data_of};
use crate::currency::Currency;
use crate::day::Day;
use crate::forecasts::{
    ForecastQuery, Hindsight, KeptForecast, KeptQuestion, LiveAccuracy, ModelRow, ModelsPage,
    ModelsQuery, Stale,
};

/// Questions whose histories are read in one go.
const BATCH: usize = 256;
/// Questions about lines from which on every chunk is loaded.
const MANY: usize = 64;

/// What forecasts were worth; stays until there are other forecasts or other sales.
#[derive(Debug, Clone)]
pub(in super::super) struct Live {
    until: Option<Day>,
    currency: Currency,
    generation: u64,
    by_model: Vec<LiveAccuracy>,
}

/// Of one model: how many forecasts, and shares to be averaged.
#[derive(Default)]
struct Sum {
    forecasts: u32,
    periods: u32,
    inside_80: u64,
    wapes: Vec<u32>,
    biases: Vec<i32>,
}

impl Sum {
    fn add(&mut self, found: &Hindsight) {
        self.forecasts += 1;
        self.periods = self.periods.saturating_add(found.periods);
        self.inside_80 += u64::from(found.inside_80) * u64::from(found.periods);
        self.wapes.extend(found.wape);
        self.biases.extend(found.bias);
    }

    fn hindsight(&self) -> Hindsight {
        let mean = |sum: i64, count: usize| {
            i64::try_from(count).ok().filter(|count| *count > 0).map(|count| sum / count)
        };
        let wapes = self.wapes.iter().map(|wape| i64::from(*wape)).sum();
        let biases = self.biases.iter().map(|bias| i64::from(*bias)).sum();
        Hindsight {
            periods: self.periods,
            wape: mean(wapes, self.wapes.len()).and_then(|wape| u32::try_from(wape).ok()),
            inside_80: (self.inside_80 / u64::from(self.periods.max(1))) as u32,
            bias: mean(biases, self.biases.len()).and_then(|bias| i32::try_from(bias).ok()),
        }
    }
}

impl Records {
    pub(in super::super) fn missing_for_models(
        &self,
        query: &ModelsQuery,
        context: &Context<'_>,
    ) -> Vec<[u8; 32]> {
        let mut queries: Vec<ForecastQuery> = self
            .window(&self.matching(query, context), query)
            .iter()
            .map(|(q, _)| (*q).clone())
            .collect();
        if !self.is_live_known(context) {
            queries.extend(self.with_hindsight(context));
        }
        if queries.iter().filter(|query| query.scope.item.is_some()).count() > MANY {
            return self.with_stale_names(self.missing_lines(&|_, _| true));
        }
        self.forecast_missing(&queries)
    }

    pub(in super::super) fn models(
        &mut self,
        query: &ModelsQuery,
        context: &Context<'_>,
    ) -> ModelsPage {
        self.learn_live(context);
        let settings = context.state.forecast_settings().clone();
        let matching = self.matching(query, context);
        let in_archive = |(query, _): &(&ForecastQuery, &Latest)| context.state.is_archived(query);
        let archived = self.kept.all().filter(in_archive).count() as u64;
        let window = self.window(&matching, query);
        let queries: Vec<ForecastQuery> =
            window.iter().map(|(query, _)| (*query).clone()).collect();
        let mut rows = Vec::with_capacity(window.len());
        let calendar = self.calendar(context);
        let sums = self.sums_of_scopes(&queries, context);
        for ((query, latest), sums) in window.iter().zip(&sums) {
            let history = calendar
                .as_ref()
                .and_then(|calendar| calendar.history(&sums.days, query.measure, query.every));
            let Some(kept) = latest.whole() else { continue };
            let data = data_of(history.as_ref(), query);
            let stale = self.stale_of(latest, query, data, context);
            let actual = history.as_ref().map(|history| Actual::of(history, query.every));
            rows.push(ModelRow {
                is_inaccurate: latest.mape.is_some_and(|mape| mape > settings.mape_above),
                is_archived: context.state.is_archived(query),
                ..self.model_row(latest, kept, stale, actual.as_ref())
            });
        }
        ModelsPage {
            total: matching.len() as u64,
            in_use: self.kept.all().count() as u64 - archived,
            archived,
            rows,
            live: self.live.as_ref().map(|live| live.by_model.clone()).unwrap_or_default(),
            settings,
            may_make: context.can_make_forecasts,
        }
    }

    /// Questions whose forecast is due: stale by data, engine or known days, or less accurate than wanted and with
    /// newer data; not those in the archive. `some`: of these.
    #[must_use]
    pub fn due_forecasts(
        &mut self,
        some: &[ForecastQuery],
        context: &Context<'_>,
    ) -> Vec<ForecastQuery> {
        let mut due = self.forecasts_to_make(some, context);
        due.retain(|query| self.kept.get(query).is_some());
        due
    }

    /// Questions that can be answered and whose forecast is missing, or stale by data, engine or known days. `some`: of
    /// these.
    #[must_use]
    pub fn forecasts_to_make(
        &mut self,
        some: &[ForecastQuery],
        context: &Context<'_>,
    ) -> Vec<ForecastQuery> {
        let inputs = self.forecast_inputs(some, context);
        let is_fresh = |query: &ForecastQuery, data: [u8; 16]| {
            let latest = self.kept.get(query);
            latest
                .is_some_and(|latest| self.stale_of(latest, query, Some(data), context).is_empty())
        };
        let both = some.iter().zip(inputs);
        both.filter(|(query, input)| input.as_ref().is_ok_and(|input| !is_fresh(query, input.data)))
            .map(|(query, _)| query.clone())
            .collect()
    }

    /// The latest forecast that is kept of a question.
    #[must_use]
    pub fn kept_forecast(&self, query: &ForecastQuery) -> Option<KeptForecast> {
        self.kept.get(query)?.whole()
    }

    /// Every question with a kept forecast that is not in the archive: what somebody asked for itself before items,
    /// the least accurate first.
    #[must_use]
    pub fn kept_questions(&self, context: &Context<'_>) -> Vec<KeptQuestion> {
        let mut kept: Vec<(&ForecastQuery, &Latest)> =
            self.kept.all().filter(|(query, _)| !context.state.is_archived(query)).collect();
        kept.sort_by_key(|(query, latest)| {
            (query.scope.item.is_some(), Reverse(latest.mape.unwrap_or(0)))
        });
        let question = |(query, latest): (&ForecastQuery, &Latest)| KeptQuestion {
            query: query.clone(),
            is_compared: latest.is_compared,
        };
        kept.into_iter().map(question).collect()
    }

    /// What matches, in the registry's order.
    fn matching(
        &self,
        query: &ModelsQuery,
        context: &Context<'_>,
    ) -> Vec<(&ForecastQuery, &Latest)> {
        let words: Vec<String> = query.search.split_whitespace().map(str::to_lowercase).collect();
        let mut found: Vec<(&ForecastQuery, &Latest)> = self
            .kept
            .all()
            .filter(|(kept, _)| context.state.is_archived(kept) == query.archived)
            .filter(|(kept, latest)| self.is_model_found(kept, latest, &words))
            .collect();
        found.sort_by_key(|(query, latest)| (query.scope.item.is_some(), Reverse(latest.made_ms)));
        found
    }

    fn window<'a>(
        &self,
        matching: &[(&'a ForecastQuery, &'a Latest)],
        query: &ModelsQuery,
    ) -> Vec<(&'a ForecastQuery, &'a Latest)> {
        let from = usize::try_from(query.offset).unwrap_or(usize::MAX);
        let limit = (query.limit.max(1) as usize).min(MOST_ROWS);
        matching.iter().skip(from).take(limit).copied().collect()
    }

    fn is_model_found(&self, query: &ForecastQuery, latest: &Latest, words: &[String]) -> bool {
        if words.is_empty() {
            return true;
        }
        let (name, category) = self.named(query);
        let scope = &query.scope;
        let told =
            [&scope.place, &scope.category, &scope.item].map(|name| name.as_deref().unwrap_or(""));
        let texts = told.into_iter().chain([name, category, &latest.model]);
        let texts: Vec<String> = texts.map(str::to_lowercase).collect();
        words.iter().all(|word| texts.iter().any(|text| text.contains(word)))
    }

    /// What the item of a question is called, and its category; empty for other questions.
    #[must_use]
    pub fn named(&self, query: &ForecastQuery) -> (&str, &str) {
        let Some(item) = self.wanted_by(&query.scope).item.flatten() else { return ("", "") };
        (self.item_name(item), self.names.categories.get(self.catalogue.category_id(item)))
    }

    fn model_row(
        &self,
        latest: &Latest,
        kept: KeptForecast,
        stale: Vec<Stale>,
        actual: Option<&Actual>,
    ) -> ModelRow {
        let (item_name, item_category) = self.named(&kept.query);
        let (item_name, item_category) = (item_name.to_owned(), item_category.to_owned());
        let own = kept.scores.iter().find(|score| score.model == kept.model);
        let tried = own.filter(|score| score.origins > 0);
        ModelRow {
            item_name,
            item_category,
            notation: own.map(|score| score.notation.clone()).unwrap_or_default(),
            engine: kept.engine,
            made_ms: kept.made_ms,
            trained_from: kept.trained_from,
            until: kept.until,
            trained_periods: kept.trained_periods,
            origins: own.map_or(0, |score| score.origins),
            mape: tried.and_then(|score| score.mape),
            smape: tried.map(|score| score.smape),
            mase: tried.map(|score| score.mase),
            rmsse: tried.and_then(|score| score.rmsse),
            inside_80: tried.map(|score| score.inside_80),
            total: kept.total,
            earlier: latest.earlier_count() as u32,
            hindsight: actual.and_then(|actual| pooled(actual, latest, &kept)),
            stale,
            is_inaccurate: false,
            is_archived: false,
            model: kept.model,
            query: kept.query,
        }
    }

    /// Questions with a forecast that began before the end of the history.
    fn with_hindsight(&self, context: &Context<'_>) -> Vec<ForecastQuery> {
        let Some(until) = self.calendar(context).map(|calendar| calendar.until) else {
            return Vec::new();
        };
        let has_any = |latest: &Latest| latest.first <= until || latest.earlier_count() > 0;
        let found = self.kept.all().filter(|(_, latest)| has_any(latest));
        found.map(|(query, _)| query.clone()).collect()
    }

    fn is_live_known(&self, context: &Context<'_>) -> bool {
        let until = self.calendar(context).map(|calendar| calendar.until);
        let currency = context.state.settings().currency;
        let generation = self.kept.generation();
        self.live.as_ref().is_some_and(|live| {
            live.until == until && live.currency == currency && live.generation == generation
        })
    }

    /// Compares every forecast that is kept with what came, unless that was done before.
    fn learn_live(&mut self, context: &Context<'_>) {
        if self.is_live_known(context) {
            return;
        }
        let calendar = self.calendar(context);
        let mut by_model: BTreeMap<String, Sum> = BTreeMap::new();
        for queries in self.with_hindsight(context).chunks(BATCH) {
            let sums = self.sums_of_scopes(queries, context);
            for (query, sums) in queries.iter().zip(&sums) {
                let history = calendar
                    .as_ref()
                    .and_then(|calendar| calendar.history(&sums.days, query.measure, query.every));
                let (Some(history), Some(latest)) = (history, self.kept.get(query)) else {
                    continue;
                };
                let actual = Actual::of(&history, query.every);
                for (model, first, steps) in forecasts_of(latest) {
                    if let Some(found) = actual.hindsight(first, &steps) {
                        by_model.entry(model).or_default().add(&found);
                    }
                }
            }
        }
        let live = |(model, sum): (String, Sum)| LiveAccuracy {
            model,
            forecasts: sum.forecasts,
            hindsight: sum.hindsight(),
        };
        let mut by_model: Vec<LiveAccuracy> = by_model.into_iter().map(live).collect();
        by_model.sort_by_key(|live| Reverse(live.forecasts));
        self.live = Some(Live {
            until: calendar.map(|calendar| calendar.until),
            currency: context.state.settings().currency,
            generation: self.kept.generation(),
            by_model,
        });
    }
}

/// The latest forecast and those before it: the model, the first day, what was expected.
fn forecasts_of(latest: &Latest) -> Vec<(String, Day, Vec<crate::forecasts::Bands>)> {
    let whole = latest.whole().map(|kept| (kept.model, kept.first, kept.steps));
    let earlier = latest.earlier().into_iter().map(|e| (e.model, e.first, e.steps));
    whole.into_iter().chain(earlier).collect()
}

/// A question's forecasts against what came.
fn pooled(actual: &Actual, latest: &Latest, kept: &KeptForecast) -> Option<Hindsight> {
    let mut tally = Tally::default();
    actual.compare(kept.first, &kept.steps, &mut tally);
    for earlier in latest.earlier() {
        actual.compare(earlier.first, &earlier.steps, &mut tally);
    }
    tally.hindsight()
}
