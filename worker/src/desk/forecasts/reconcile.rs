//! Forecasts of items, of their categories and of everything that add up. Computed, shown, not kept.
//!
//! What is missing is made and kept first, as if it had been asked for. What belongs to none of the parts, such as
//! shipping, is a part of its own: its history is what the others leave of their whole.

use ledger::{
    Bands, Currency, Day, ForecastInput, ForecastItems, ForecastQuery, ForecastScope, KeptForecast,
    Part, Reconciled, ReconciledRow, Records,
};
use protocol::{Failure, Order, RestSeries, SumsForecast, SumsPart, SumsRow, SumsTask};

use super::{Desk, Job, JobId, Running, Waiting};
use crate::desk::house::Phase;
use crate::desk::records::context;

/// Items whose histories are read together.
const BATCH: usize = 256;
/// What is left over of the last so many periods decides whether there is anything.
const LATELY: usize = 365;
/// It is nothing if it is a smaller share of its whole, thousandths: converted currencies leave cents.
const LEAST_SHARE: i128 = 1;

/// What everything was asked for by, and the categories of some items.
pub(super) fn wholes_of(
    items: &ForecastItems,
    parts: &[ForecastQuery],
    records: &Records,
) -> Vec<ForecastQuery> {
    let ForecastItems { place, measure, every, days, .. } = items.clone();
    let scope = ForecastScope { place, ..ForecastScope::default() };
    let all = ForecastQuery { scope, measure, every, days, model: None };
    let category = |part: &ForecastQuery| {
        let kind = records.kind_of(part)?;
        Some(ForecastQuery { model: None, ..kind })
    };
    let mut categories: Vec<ForecastQuery> = parts.iter().filter_map(category).collect();
    categories.sort_unstable();
    categories.dedup();
    std::iter::once(all).chain(categories).collect()
}

/// Sums that are being made.
pub(super) struct Pending {
    items: ForecastItems,
    currency: Currency,
    first: Day,
    /// Wholes, parts, rests; not yet with what they add up to.
    rows: Vec<ReconciledRow>,
}

impl Pending {
    pub(super) fn view(self, found: Vec<SumsRow>) -> Option<Reconciled> {
        let mut rows = self.rows;
        if rows.len() != found.len() {
            return None;
        }
        for (row, SumsRow { alone, steps }) in rows.iter_mut().zip(found) {
            row.alone = alone.unwrap_or(row.alone);
            row.total = moved(&row.alone, steps.iter().sum());
            row.steps = steps;
        }
        let Self { items, currency, first, .. } = self;
        Some(Reconciled { items, currency, first, rows })
    }
}

/// A forecast with another mean: its quantiles move as far, but nothing that was no return becomes one.
fn moved(alone: &Bands, mean: i64) -> Bands {
    let least = if alone.quantiles[0] >= 0 { 0 } else { i64::MIN };
    let shift = mean.saturating_sub(alone.mean);
    Bands { mean, quantiles: alone.quantiles.map(|q| q.saturating_add(shift).max(least)) }
}

/// What is asked of an engine, in the making.
struct Tree {
    rows: Vec<ReconciledRow>,
    wholes: Vec<SumsForecast>,
    parts: Vec<SumsPart>,
    /// Of each whole: its history, and what the parts leave of it.
    left: Vec<(ForecastInput, Vec<Option<i64>>)>,
}

impl Tree {
    fn add_whole(&mut self, kept: KeptForecast, input: ForecastInput) {
        let scope = kept.query.scope;
        if scope.category.is_some() {
            self.take_off(0, &input.values);
        }
        let part = if scope.category.is_some() { Part::Category } else { Part::All };
        let name = scope.category.clone().unwrap_or_default();
        self.rows.push(row(part, scope, name, String::new(), kept.total));
        self.wholes.push(SumsForecast { steps: kept.steps, total: kept.total });
        let values = input.values.clone();
        self.left.push((input, values));
    }

    fn add_item(&mut self, kept: KeptForecast, input: &ForecastInput, records: &Records) {
        let (name, category) = records.named(&kept.query);
        let (name, category) = (name.to_owned(), category.to_owned());
        // Before the first item there are only wholes.
        let mut wholes = self.rows.iter().take(self.wholes.len());
        let whole = wholes.position(|row| row.name == category).unwrap_or(0);
        self.take_off(whole, &input.values);
        self.rows.push(row(Part::Item, kept.query.scope, name, category, kept.total));
        let forecast = SumsForecast { steps: kept.steps, total: kept.total };
        self.parts.push(SumsPart { whole: whole as u32, forecast });
    }

    /// All histories end with the same period.
    fn take_off(&mut self, whole: usize, values: &[Option<i64>]) {
        let Some((_, left)) = self.left.get_mut(whole) else { return };
        for (left, value) in left.iter_mut().rev().zip(values.iter().rev()) {
            if let (Some(left), Some(value)) = (left, value) {
                *left = left.saturating_sub(*value);
            }
        }
    }

    /// What is left of each whole, as far as that is anything.
    fn rests(&mut self) -> Vec<Option<RestSeries>> {
        let size = |values: &[Option<i64>]| {
            let lately = values.iter().rev().take(LATELY).flatten();
            lately.map(|value| i128::from(value.unsigned_abs())).sum::<i128>()
        };
        let mut rests = Vec::with_capacity(self.left.len());
        for (at, (input, left)) in std::mem::take(&mut self.left).into_iter().enumerate() {
            let is_any = size(&left) * 1_000 > LEAST_SHARE * size(&input.values);
            if is_any {
                let scope = self.rows[at].scope.clone();
                let category = scope.category.clone().unwrap_or_default();
                self.rows.push(row(Part::Rest, scope, String::new(), category, Bands::default()));
            }
            rests.push(is_any.then_some(RestSeries { first: input.first, values: left }));
        }
        rests
    }
}

fn row(
    part: Part,
    scope: ForecastScope,
    name: String,
    category: String,
    alone: Bands,
) -> ReconciledRow {
    ReconciledRow { part, scope, name, category, alone, total: alone, steps: Vec::new() }
}

impl Running {
    /// What is to add up, once everything it needs is made.
    pub(super) fn to_add_up(&self) -> Option<ForecastItems> {
        let is_ready = self.plan.is_empty() && self.asked.is_empty();
        let is_answered = self.answer.is_some() || self.failure.is_some();
        match &self.order {
            Some(Job::Reconcile(items)) if is_ready && !is_answered => Some(items.clone()),
            _ => None,
        }
    }
}

impl Desk {
    /// Asks an engine to make the forecasts of some items add up with their wholes.
    pub(super) async fn begin_sums(
        &mut self,
        job: JobId,
        items: ForecastItems,
    ) -> Result<(), Failure> {
        self.have_records().await?;
        let Phase::Open(house, sitting) = &mut self.phase else {
            return Err(Failure::new("locked"));
        };
        let shelf = &mut sitting.shelf;
        let context = context(&sitting.state, &sitting.session);
        let missing = shelf.records.forecast_plan_missing(&items, &context);
        shelf.load(&house.vault, &missing).await?;
        let parts = shelf.records.forecast_items(&items, &context);
        let wholes = wholes_of(&items, &parts, &shelf.records);
        let mut tree =
            Tree { rows: Vec::new(), wholes: Vec::new(), parts: Vec::new(), left: Vec::new() };
        let mut first = None;
        for queries in std::iter::once(&*wholes).chain(parts.chunks(BATCH)) {
            let missing = shelf.records.forecast_missing(queries);
            shelf.load(&house.vault, &missing).await?;
            let inputs = shelf.records.forecast_inputs(queries, &context);
            for (query, input) in queries.iter().zip(inputs) {
                // What could not be forecast is left over.
                let kept = shelf.records.kept_forecast(query);
                let (Some(kept), Ok(input)) = (kept, input) else { continue };
                if kept.data != input.data || kept.first != *first.get_or_insert(kept.first) {
                    continue;
                }
                if query.scope.item.is_some() {
                    tree.add_item(kept, &input, &shelf.records);
                } else if query.scope.category.is_none() || !tree.wholes.is_empty() {
                    tree.add_whole(kept, input);
                }
            }
        }
        shelf.make_room();
        let currency = sitting.state.settings().currency;
        let Some(running) = self.forecasting.jobs.get_mut(&job) else { return Ok(()) };
        let (Some(first), false) = (first, tree.wholes.is_empty()) else {
            return Err(running.failure.take().unwrap_or(Failure::new("forecast-nothing-sold")));
        };
        let rests = tree.rests();
        let Tree { rows, wholes, parts, .. } = tree;
        let every = items.every;
        running.ask(Waiting::Sums(Box::new(Pending { items, currency, first, rows })));
        let task = SumsTask { every, wholes, parts, rests };
        self.forecasting.pool.add(job, Order::Sums(Box::new(task)), None);
        Ok(())
    }
}
