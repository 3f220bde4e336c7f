//! Forecasts: the histories they are made from, those that are kept, and the questions about them.

mod calendar;
mod days;
mod demand;
mod hindsight;
mod kept;
mod models;
mod prices;
mod sums;
mod survey;

use std::collections::BTreeMap;

use calendar::{Calendar, History};
use demand::demand_of;
use hindsight::Actual;
pub(super) use kept::Kept;
use kept::Latest;
pub(super) use models::Live;
use sums::Sums;
pub(super) use survey::Survey;
use survey::{About, Surveyed};

use super::sales::Wanted;
use super::{Context, Records};
use crate::chunks::ChunkError;
use crate::day::Day;
use crate::forecasts::{
    Every, Expected, ForecastError, ForecastInput, ForecastItems, ForecastQuery, ForecastRow,
    ForecastScope, ForecastView, ForecastsPage, ForecastsQuery, Items, KeptForecast, Measure,
    Stale, digest,
};
use crate::money::Decimal;
use crate::sales::SalesFilter;

/// Days ahead.
const HORIZON: std::ops::RangeInclusive<u16> = 7..=365;
/// Rows at most in a window.
const MOST_ROWS: usize = 10_000;
/// Days ahead that Today shows.
const DAYS_EXPECTED: u16 = 28;
const DAY_MS: u64 = 86_400_000;

impl Records {
    /// Takes in forecasts that were made, in log order: the latest of each question stays whole, ten earlier ones
    /// in brief.
    ///
    /// # Errors
    /// [`ChunkError`] if the content is no chunk of forecasts; nothing is changed then.
    pub fn add_forecasts(&mut self, content: &[u8]) -> Result<(), ChunkError> {
        self.kept.add(content)
    }

    /// Chunks of orders whose content must be loaded before [`Records::forecast_inputs`].
    #[must_use]
    pub fn forecast_missing(&self, queries: &[ForecastQuery]) -> Vec<[u8; 32]> {
        let mut wanted: Vec<Wanted> =
            queries.iter().map(|query| self.wanted_by(&query.scope)).collect();
        wanted.retain(Wanted::is_about_lines);
        if self.has_stale_names || self.chunks.iter().any(|chunk| chunk.is_stale) {
            // Which category an item is in may change once the lines are there.
            wanted.iter_mut().for_each(|wanted| wanted.category = None);
        }
        self.with_stale_names(self.missing_lines(&|item, category| {
            wanted.iter().any(|wanted| wanted.takes_item(item, category))
        }))
    }

    /// Chunks of orders whose content must be loaded before [`Records::forecast_plan`].
    #[must_use]
    pub fn forecast_plan_missing(
        &self,
        items: &ForecastItems,
        context: &Context<'_>,
    ) -> Vec<[u8; 32]> {
        self.missing_for_survey(&About::of_items(items), context)
    }

    pub(super) fn missing_for_forecasts(
        &self,
        query: &ForecastsQuery,
        context: &Context<'_>,
    ) -> Vec<[u8; 32]> {
        self.missing_for_survey(&About::of_list(query), context)
    }

    fn missing_for_survey(&self, about: &About, context: &Context<'_>) -> Vec<[u8; 32]> {
        if self.is_surveyed(about, context) {
            return Vec::new();
        }
        self.with_stale_names(self.missing_lines(&|_, _| true))
    }

    /// The days of the vault up to yesterday.
    fn calendar(&self, context: &Context<'_>) -> Option<Calendar> {
        Calendar::of(&self.summary.days, context.now.day())
    }

    /// Chunks without lines that hold one of the items, by item and its category.
    fn missing_lines(&self, takes: &dyn Fn(u32, u32) -> bool) -> Vec<[u8; 32]> {
        self.chunks
            .iter()
            .filter(|chunk| chunk.lines.is_none())
            .filter(|chunk| {
                let mut items = chunk.items.iter().map(|local| local.item);
                items.any(|item| takes(item, self.catalogue.category_id(item)))
            })
            .map(|chunk| chunk.digest)
            .collect()
    }

    /// The history a forecast is made from.
    ///
    /// # Errors
    /// [`ForecastError`]
    pub fn forecast_input(
        &mut self,
        query: &ForecastQuery,
        context: &Context<'_>,
    ) -> Result<ForecastInput, ForecastError> {
        let mut inputs = self.forecast_inputs(std::slice::from_ref(query), context);
        inputs.pop().unwrap_or(Err(ForecastError::NothingSold))
    }

    /// The histories of several forecasts, those of items at the same place in one pass over the lines.
    #[must_use]
    pub fn forecast_inputs(
        &mut self,
        queries: &[ForecastQuery],
        context: &Context<'_>,
    ) -> Vec<Result<ForecastInput, ForecastError>> {
        self.refresh_names();
        let calendar = self.calendar(context);
        let sums = self.sums_of_scopes(queries, context);
        let input = |(query, sums): (&ForecastQuery, &Sums)| {
            if !HORIZON.contains(&query.days) {
                return Err(ForecastError::Horizon { days: query.days });
            }
            let calendar = calendar.as_ref().ok_or(ForecastError::NothingSold)?;
            let history = calendar
                .history(&sums.days, query.measure, query.every)
                .ok_or(ForecastError::NothingSold)?;
            if history.runs.is_empty() {
                return Err(ForecastError::NoWholePeriod);
            }
            Ok(ForecastInput {
                first: history.first,
                ahead: history.ahead,
                until: Day(history.ahead.0 - 1),
                data: digest(history.first, query.every, &history.runs),
                values: history.values().collect(),
                currency: context.state.settings().currency,
                country: context.state.forecast_settings().country,
                days: self.days_of(query, history.first, &history, context),
                calendar: self.calendar_digest(query, context),
                prices: prices::of(query, &history, &sums.days),
                cost: self.cost_of(&query.scope, context),
            })
        };
        queries.iter().zip(&sums).map(input).collect()
    }

    /// What a unit of the scope's item costs; nothing if that is told in another currency.
    fn cost_of(&self, scope: &ForecastScope, context: &Context<'_>) -> Option<Decimal> {
        let item = self.wanted_by(scope).item.flatten()?;
        let cost = self.catalogue.cost(item)?;
        let ours = context.state.settings().currency;
        cost.currency.is_none_or(|currency| currency == ours).then_some(cost.cost)
    }

    /// The day sums of each query's scope.
    fn sums_of_scopes(&self, queries: &[ForecastQuery], context: &Context<'_>) -> Vec<Sums> {
        let mut sums = vec![Sums::default(); queries.len()];
        // By place, the items that share a pass, each with the queries about it.
        let mut passes: BTreeMap<Option<Option<u32>>, BTreeMap<u32, Vec<usize>>> = BTreeMap::new();
        for (at, query) in queries.iter().enumerate() {
            let wanted = self.wanted_by(&query.scope);
            match wanted.item {
                Some(Some(item)) if wanted.category.is_none() => {
                    let items = passes.entry(wanted.place).or_default();
                    items.entry(item).or_default().push(at);
                }
                _ => sums[at] = self.day_sums(&wanted, context),
            }
        }
        for (place, asked) in passes {
            let items: Vec<u32> = asked.keys().copied().collect();
            let found = self.day_sums_of_items(&items, place, context);
            for (queries, found) in asked.into_values().zip(found) {
                for at in queries {
                    sums[at].clone_from(&found);
                }
            }
        }
        sums
    }

    fn wanted_by(&self, scope: &ForecastScope) -> Wanted {
        self.wanted(&SalesFilter {
            place: scope.place.clone(),
            category: scope.category.clone(),
            item: scope.item.clone(),
            ..SalesFilter::default()
        })
    }

    /// The items whose forecast is missing or no longer what the engine would say, most revenue of the last 365
    /// days first.
    #[must_use]
    pub fn forecast_plan(
        &mut self,
        items: &ForecastItems,
        context: &Context<'_>,
    ) -> Vec<ForecastQuery> {
        let is_due = |records: &Self, surveyed: &Surveyed, query: &ForecastQuery| {
            let stale = records.stale_of_item(surveyed, query, context);
            !stale.is_some_and(|stale| stale.is_empty())
        };
        self.items_of(items, context, is_due)
    }

    /// The items with a history, whether or not their forecast is kept, most revenue of the last 365 days first.
    #[must_use]
    pub fn forecast_items(
        &mut self,
        items: &ForecastItems,
        context: &Context<'_>,
    ) -> Vec<ForecastQuery> {
        self.items_of(items, context, |_, _, _| true)
    }

    fn items_of(
        &mut self,
        items: &ForecastItems,
        context: &Context<'_>,
        takes: impl Fn(&Self, &Surveyed, &ForecastQuery) -> bool,
    ) -> Vec<ForecastQuery> {
        self.refresh_names();
        let about = About::of_items(items);
        self.survey(&about, context);
        let most = match items.items {
            Items::All => usize::MAX,
            Items::Top(most) => most as usize,
        };
        let with_history =
            self.surveyed_items().iter().take(most).filter(|surveyed| surveyed.data.is_some());
        let asked = |surveyed: &Surveyed| {
            let query = self.item_query(surveyed.item, &about);
            takes(self, surveyed, &query).then_some(query)
        };
        with_history.filter_map(asked).collect()
    }

    pub(super) fn forecasts(
        &mut self,
        query: &ForecastsQuery,
        context: &Context<'_>,
    ) -> ForecastsPage {
        let about = About::of_list(query);
        self.survey(&about, context);
        let words: Vec<String> = query.search.split_whitespace().map(str::to_lowercase).collect();
        let from = usize::try_from(query.offset).unwrap_or(usize::MAX);
        let limit = (query.limit.max(1) as usize).min(MOST_ROWS);
        let mut page = ForecastsPage { total: 0, fresh: 0, stale: 0, rows: Vec::new() };
        let mut found = 0;
        for surveyed in self.surveyed_items() {
            let asked = self.item_query(surveyed.item, &about);
            let stale = self.stale_of_item(surveyed, &asked, context);
            match &stale {
                Some(stale) if stale.is_empty() => page.fresh += 1,
                Some(_) => page.stale += 1,
                None => {}
            }
            if !self.is_item_found(surveyed.item, &words) {
                continue;
            }
            if found >= from && page.rows.len() < limit {
                page.rows.push(self.forecast_row(surveyed, &asked, stale.unwrap_or_default()));
            }
            found += 1;
        }
        page.total = found as u64;
        page
    }

    fn is_item_found(&self, item: u32, words: &[String]) -> bool {
        if words.is_empty() {
            return true;
        }
        let category = self.names.categories.get(self.catalogue.category_id(item));
        let texts = [self.names.sku(item), self.item_name(item), category].map(str::to_lowercase);
        words.iter().all(|word| texts.iter().any(|text| text.contains(word)))
    }

    fn forecast_row(
        &self,
        surveyed: &Surveyed,
        query: &ForecastQuery,
        stale: Vec<Stale>,
    ) -> ForecastRow {
        let item = surveyed.item;
        let latest = self.kept.get(query);
        ForecastRow {
            sku: self.names.sku(item).to_owned(),
            name: self.item_name(item).to_owned(),
            category: self.names.categories.get(self.catalogue.category_id(item)).to_owned(),
            before: surveyed.before,
            total: latest.map(|latest| latest.total),
            mase: latest.and_then(|latest| latest.mase),
            demand: surveyed.demand,
            made_ms: latest.map(|latest| latest.made_ms),
            stale,
        }
    }

    pub(super) fn forecast(&self, query: &ForecastQuery, context: &Context<'_>) -> ForecastView {
        let wanted = self.wanted_by(&query.scope);
        let sums = self.day_sums(&wanted, context);
        let calendar = self.calendar(context);
        let history = calendar
            .as_ref()
            .and_then(|calendar| calendar.history(&sums.days, query.measure, query.every));
        // An item that only readings mention which no longer count is not known.
        let item = wanted.item.flatten().filter(|_| !sums.days.is_empty());
        let latest = self.kept.get(query);
        let stale = |latest: &Latest| {
            let mut stale = self.stale_of(latest, query, data_of(history.as_ref(), query), context);
            if is_old(latest, context) {
                stale.push(Stale::Age);
            }
            stale
        };
        let actual = history.as_ref().map(|history| Actual::of(history, query.every));
        let kept = latest.and_then(Latest::whole);
        let mut earlier = latest.map(Latest::earlier).unwrap_or_default();
        for earlier in &mut earlier {
            let against = |actual: &Actual| actual.hindsight(earlier.first, &earlier.steps);
            earlier.hindsight = actual.as_ref().and_then(against);
        }
        let against =
            |(actual, kept): (&Actual, &KeptForecast)| actual.hindsight(kept.first, &kept.steps);
        ForecastView {
            query: query.clone(),
            item_name: item.map_or_else(String::new, |item| self.item_name(item).to_owned()),
            item_category: item.map_or_else(String::new, |item| {
                self.names.categories.get(self.catalogue.category_id(item)).to_owned()
            }),
            currency: context.state.settings().currency,
            demand: calendar.as_ref().and_then(|calendar| demand_of(&sums.days, calendar)),
            hindsight: actual.as_ref().zip(kept.as_ref()).and_then(against),
            kept: kept.map(Box::new),
            stale: latest.map(stale).unwrap_or_default(),
            earlier,
            days: history.as_ref().map_or_else(Vec::new, |history| {
                self.days_of(query, history.first, history, context)
            }),
            price: item.and_then(|_| prices::last(&sums.days)),
            prices: history
                .as_ref()
                .map_or_else(Vec::new, |history| prices::of(query, history, &sums.days)),
            is_archived: context.state.is_archived(query),
            places: self.summary.sold.places.clone(),
            categories: self.summary.sold.categories.clone(),
            others: sums.others.into_iter().collect(),
            may_make: context.can_make_forecasts,
            running: history
                .as_ref()
                .and_then(|history| history.running.map(|sum| (history.ahead, sum))),
            history: history.map_or_else(Vec::new, |history| dated(&history, query.every)),
        }
    }

    /// What Today's chart shows of the days to come.
    pub(super) fn expected(&self, place: Option<&str>, context: &Context<'_>) -> Option<Expected> {
        let scope = ForecastScope { place: place.map(str::to_owned), ..ForecastScope::default() };
        let (measure, every) = (Measure::Revenue, Every::Day);
        let query = ForecastQuery { scope, measure, every, days: DAYS_EXPECTED, model: None };
        let latest = self.kept.get(&query)?;
        let kept = latest.whole()?;
        let sums = self.day_sums(&self.wanted_by(&query.scope), context);
        let history = self
            .calendar(context)
            .and_then(|calendar| calendar.history(&sums.days, query.measure, query.every));
        let days = (kept.first.0..).map(Day).zip(kept.steps.iter().copied()).collect();
        let mut stale = self.stale_of(latest, &query, data_of(history.as_ref(), &query), context);
        if is_old(latest, context) {
            stale.push(Stale::Age);
        }
        let KeptForecast { made_ms, until, total, .. } = kept;
        Some(Expected { days, total, until, made_ms, stale })
    }
}

fn data_of(history: Option<&History>, query: &ForecastQuery) -> Option<[u8; 16]> {
    history.map(|history| digest(history.first, query.every, &history.runs))
}

/// A device's clock may have been wrong either way.
fn is_old(latest: &Latest, context: &Context<'_>) -> bool {
    context.now.instant_ms().abs_diff(latest.made_ms) > DAY_MS
}

/// Values with the first day of their periods.
fn dated(history: &History, every: Every) -> Vec<(Day, Option<i64>)> {
    let mut day = history.first;
    let dated = |value| {
        let start = day;
        day = every.next(day);
        (start, value)
    };
    history.values().map(dated).collect()
}
