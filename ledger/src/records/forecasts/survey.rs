//! Every item that sells, with what its forecast is measured against.

use super::super::{Context, Records, ranked};
use super::calendar::Calendar;
use super::demand::demand_of;
use super::sums::Sums;
use crate::currency::Currency;
use crate::day::Day;
use crate::forecasts::{
    Demand, Every, ForecastItems, ForecastQuery, ForecastScope, ForecastsQuery, Measure, Stale,
    digest,
};

/// Days of revenue that decide an item's rank, and within which it must have been sold.
const RANK_DAYS: i32 = 365;
/// Lines looked at in one go: what they add up to stays within some tens of megabytes.
const MOST_LINES: u64 = 1 << 20;

/// Which forecasts are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct About {
    pub(super) place: Option<String>,
    pub(super) measure: Measure,
    pub(super) every: Every,
    pub(super) days: u16,
    pub(super) model: Option<String>,
}

impl About {
    pub(super) fn of_items(items: &ForecastItems) -> Self {
        let ForecastItems { place, measure, every, days, model, .. } = items.clone();
        Self { place, measure, every, days, model }
    }

    pub(super) fn of_list(query: &ForecastsQuery) -> Self {
        let ForecastsQuery { place, measure, every, days, model, .. } = query.clone();
        Self { place, measure, every, days, model }
    }
}

/// An item.
#[derive(Debug, Clone)]
pub(super) struct Surveyed {
    pub(super) item: u32,
    /// Of the last 365 days.
    revenue: i64,
    pub(super) before: i64,
    pub(super) demand: Option<Demand>,
    /// Recognises its history; `None` if there is no whole period yet.
    pub(super) data: Option<[u8; 16]>,
}

/// Items in order, most revenue first; stays until the records or the day change.
#[derive(Debug, Clone)]
pub(in super::super) struct Survey {
    about: About,
    until: Option<Day>,
    currency: Currency,
    pub(super) items: Vec<Surveyed>,
}

impl Records {
    /// Whether every item was looked at before, with the same result as now.
    pub(super) fn is_surveyed(&self, about: &About, context: &Context<'_>) -> bool {
        let until = self.calendar(context).map(|calendar| calendar.until);
        let currency = context.state.settings().currency;
        let is_same = |survey: &Survey| {
            survey.about == *about && survey.until == until && survey.currency == currency
        };
        !self.has_stale_names && self.surveyed.as_ref().is_some_and(is_same)
    }

    /// Looks at every item, unless that was done before.
    pub(super) fn survey(&mut self, about: &About, context: &Context<'_>) {
        if self.is_surveyed(about, context) {
            return;
        }
        let calendar = self.calendar(context);
        let until = calendar.as_ref().map(|calendar| calendar.until);
        let items = calendar
            .map_or_else(Vec::new, |calendar| self.items_surveyed(about, &calendar, context));
        let currency = context.state.settings().currency;
        self.surveyed = Some(Survey { about: about.clone(), until, currency, items });
    }

    pub(super) fn surveyed_items(&self) -> &[Surveyed] {
        self.surveyed.as_ref().map_or(&[], |survey| &survey.items)
    }

    fn items_surveyed(
        &self,
        about: &About,
        calendar: &Calendar,
        context: &Context<'_>,
    ) -> Vec<Surveyed> {
        let place = about.place.as_ref().map(|place| self.names.places.find(place));
        let mut surveyed = Vec::new();
        for items in self.items_in_parts(Day(calendar.until.0 - RANK_DAYS + 1)) {
            let sums = self.day_sums_of_items(&items, place, context);
            let sold = items.into_iter().zip(sums);
            surveyed.extend(
                sold.filter_map(|(item, sums)| surveyed_item(item, &sums, about, calendar)),
            );
        }
        let key = |surveyed: &Surveyed| self.names.items.get(surveyed.item);
        ranked(surveyed, &|a, b| b.revenue.cmp(&a.revenue).then_with(|| key(a).cmp(key(b))))
    }

    /// Named items in chunks that reach a day, so many at a time as one pass over the lines may take.
    fn items_in_parts(&self, from: Day) -> Vec<Vec<u32>> {
        let mut is_recent = vec![false; self.names.items.len()];
        for chunk in self.chunks.iter().filter(|chunk| chunk.last >= from) {
            for local in &chunk.items {
                is_recent[local.item as usize] = true;
            }
        }
        let mut parts: Vec<Vec<u32>> = Vec::new();
        let mut taken = MOST_LINES;
        // Item 0 is what has no name.
        for (item, lines) in self.lines_of_items().into_iter().enumerate().skip(1) {
            if !is_recent[item] {
                continue;
            }
            if taken + u64::from(lines) > MOST_LINES {
                parts.push(Vec::new());
                taken = 0;
            }
            taken += u64::from(lines);
            if let Some(part) = parts.last_mut() {
                part.push(item as u32);
            }
        }
        parts
    }

    /// What an item is asked for by.
    pub(super) fn item_query(&self, item: u32, about: &About) -> ForecastQuery {
        let sku = self.names.sku(item);
        let name = if sku.is_empty() { self.item_name(item) } else { sku };
        ForecastQuery {
            scope: ForecastScope {
                place: about.place.clone(),
                category: None,
                item: Some(name.to_owned()),
            },
            measure: about.measure,
            every: about.every,
            days: about.days,
            model: about.model.clone(),
        }
    }

    /// What is wrong with an item's kept forecast: `None` if none is kept. Age says nothing here: from the same
    /// history the same engine makes the same forecast.
    pub(super) fn stale_of_item(
        &self,
        surveyed: &Surveyed,
        query: &ForecastQuery,
        context: &Context<'_>,
    ) -> Option<Vec<Stale>> {
        let latest = self.kept.get(query)?;
        Some(self.stale_of(latest, query, surveyed.data, context))
    }
}

/// `None` for an item that was not sold lately.
fn surveyed_item(item: u32, sums: &Sums, about: &About, calendar: &Calendar) -> Option<Surveyed> {
    let until = calendar.until;
    let lately = |days: i32| {
        let from = sums.days.partition_point(|sum| sum.day.0 <= until.0 - days);
        let to = sums.days.partition_point(|sum| sum.day <= until);
        sums.days.get(from..to).unwrap_or(&[])
    };
    let year = lately(RANK_DAYS);
    if year.iter().all(|sum| sum.revenue == 0 && sum.units == 0) {
        return None;
    }
    let history = calendar.history(&sums.days, about.measure, about.every);
    let history = history.filter(|history| !history.runs.is_empty());
    let add = |sum: i64, more: i64| sum.wrapping_add(more);
    Some(Surveyed {
        item,
        revenue: year.iter().map(|sum| sum.revenue).fold(0, add),
        before: lately(i32::from(about.days)).iter().map(|sum| sum.of(about.measure)).fold(0, add),
        demand: demand_of(&sums.days, calendar),
        data: history.map(|history| digest(history.first, about.every, &history.runs)),
    })
}
