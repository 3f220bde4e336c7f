//! Sales reports.

mod groups;
mod lines;

use groups::{Groups, Windows};

use super::summary::{Cell, between};
use super::{Context, Records, ranked};
use crate::day::Day;
use crate::sales::{
    By, Comparison, Figures, Period, RowKey, SalesAnswer, SalesFilter, SalesQuery, SalesRow,
    TopSide,
};

/// Rows at most.
const MOST_ROWS: usize = 10_000;

/// A filter with its texts looked up: `Some(None)` is a text nobody has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) place: Option<Option<u32>>,
    pub(super) channel: Option<Option<u32>>,
    pub(super) country: Option<Option<u32>>,
    pub(super) category: Option<Option<u32>>,
    pub(super) item: Option<Option<u32>>,
}

const fn fits(wanted: Option<Option<u32>>, own: u32) -> bool {
    match wanted {
        None => true,
        Some(Some(wanted)) => wanted == own,
        Some(None) => false,
    }
}

impl Wanted {
    pub(super) const fn takes(&self, place: u32, channel: u32, country: u32) -> bool {
        fits(self.place, place) && fits(self.channel, channel) && fits(self.country, country)
    }

    /// Whether it can be told only from lines.
    pub(super) const fn is_about_lines(&self) -> bool {
        self.category.is_some() || self.item.is_some()
    }

    pub(super) const fn takes_item(&self, item: u32, category: u32) -> bool {
        fits(self.item, item) && fits(self.category, category)
    }

    const fn is_everything(&self) -> bool {
        self.place.is_none() && self.channel.is_none() && self.country.is_none()
    }
}

impl Records {
    pub(super) fn wanted(&self, filter: &SalesFilter) -> Wanted {
        let find = |text: &Option<String>, names: &super::Names| {
            text.as_ref().map(|text| names.find(text))
        };
        let item = filter
            .item
            .as_ref()
            .map(|item| self.names.find_item(item, "").or_else(|| self.names.find_item("", item)));
        Wanted {
            place: find(&filter.place, &self.names.places),
            channel: find(&filter.channel, &self.names.channels),
            country: find(&filter.country, &self.names.countries),
            category: find(&filter.category, &self.names.categories),
            item,
        }
    }

    /// The days there are sales on.
    pub(super) fn known_period(&self) -> Option<Period> {
        let days = &self.summary.days;
        Some(Period { first: days.first()?.day, last: days.last()?.day })
    }

    fn period_of(&self, query: &SalesQuery, context_day: Day) -> Period {
        let Period { first, last } = query
            .period
            .or_else(|| self.known_period())
            .unwrap_or(Period { first: context_day, last: context_day });
        // Ten thousand years would only make empty rows.
        let most = Day(first.0.saturating_add(200_000));
        Period { first, last: last.max(first).min(most) }
    }

    pub(super) fn missing_for_sales(&self, query: &SalesQuery) -> Vec<[u8; 32]> {
        if !needs_lines(query) {
            return Vec::new();
        }
        let windows = Windows::new(self.period_of(query, Day(0)));
        self.chunks
            .iter()
            .filter(|chunk| chunk.lines.is_none())
            .filter(|chunk| !self.joined.is_empty() || windows.touch(chunk.first, chunk.last))
            .map(|chunk| chunk.digest)
            .collect()
    }

    pub(super) fn sales(&self, query: &SalesQuery, context: &Context<'_>) -> SalesAnswer {
        let currency = query.currency.unwrap_or(context.state.settings().currency);
        let period = self.period_of(query, context.now.day());
        let windows = Windows::new(period);
        let wanted = self.wanted(&query.filter);
        let mut groups = Groups::new(self, currency, query.convert);
        if needs_lines(query) {
            self.sum_lines(&mut groups, &windows, &wanted, query.by);
        } else if query.by == By::Hour {
            self.sum_orders(&mut groups, &windows, &wanted);
        } else {
            let by_place = matches!(query.by, By::Place | By::Channel | By::Country);
            let is_plain = wanted.is_everything() && !by_place;
            let cells = if is_plain { &self.summary.days } else { &self.summary.cells };
            sum_cells(&mut groups, &windows, &wanted, query.by, cells);
        }
        let result = groups.finish(&self.rates);
        let mut rows = self.rows(query, period, &result.groups);
        let row_count = rows.len() as u64;
        rows.truncate((query.limit.max(1) as usize).min(MOST_ROWS));
        SalesAnswer {
            currency,
            period,
            known: self.known_period(),
            total: result.total,
            rows,
            row_count,
            others: result.others,
            converted: result.converted,
            places: self.summary.sold.places.clone(),
            channels: self.summary.sold.channels.clone(),
            categories: self.summary.sold.categories.clone(),
            countries: self.summary.sold.countries.clone(),
            currencies: self.summary.sold.currencies.clone(),
        }
    }

    /// Hours are not in the day sums: looks at the orders.
    fn sum_orders(&self, groups: &mut Groups<'_>, windows: &Windows, wanted: &Wanted) {
        for (at, chunk) in self.chunks.iter().enumerate() {
            if !windows.touch(chunk.first, chunk.last) {
                continue;
            }
            for row in self.live_rows(at) {
                let head = self.head(row);
                if wanted.takes(head.place, head.channel, head.country) {
                    let day = head.placed.day();
                    let figures = self.figures(row);
                    let group = u32::from(head.placed.hour());
                    windows.each(day, |window, _| {
                        groups.add(window, group, day, head.currency, &figures);
                    });
                }
            }
        }
    }

    fn rows(
        &self,
        query: &SalesQuery,
        period: Period,
        groups: &[(u32, Comparison)],
    ) -> Vec<SalesRow> {
        if let Some(slots) = time_slots(query.by, period) {
            let figures = |group: u32| {
                groups
                    .binary_search_by_key(&group, |(known, _)| *known)
                    .map_or_else(|_| Comparison::default(), |at| groups[at].1)
            };
            let key = |slot: u32| match query.by {
                By::Hour => RowKey::Hour(slot as u8),
                _ => RowKey::Day(Day(slot as i32)),
            };
            return slots.map(|slot| SalesRow { key: key(slot), figures: figures(slot) }).collect();
        }
        let rows: Vec<SalesRow> = groups
            .iter()
            .filter(|(_, figures)| figures.now != Figures::default())
            .map(|(group, figures)| SalesRow {
                key: self.row_key(query.by, *group),
                figures: *figures,
            })
            .collect();
        ranked(rows, &|a, b| {
            let by_revenue = a.figures.now.revenue.cmp(&b.figures.now.revenue);
            let by_revenue = match query.side {
                TopSide::Top => by_revenue.reverse(),
                TopSide::Bottom => by_revenue,
            };
            by_revenue.then_with(|| name_of(&a.key).cmp(&name_of(&b.key)))
        })
    }

    fn row_key(&self, by: By, group: u32) -> RowKey {
        let name = match by {
            By::Item => {
                return RowKey::Item {
                    sku: self.names.sku(group).to_owned(),
                    name: self.item_name(group).to_owned(),
                    category: self
                        .names
                        .categories
                        .get(self.catalogue.category_id(group))
                        .to_owned(),
                };
            }
            By::Category => self.names.categories.get(group),
            By::Place => self.names.places.get(group),
            By::Channel => self.names.channels.get(group),
            _ => self.names.countries.get(group),
        };
        RowKey::Name(name.to_owned())
    }

    pub(super) fn item_name(&self, item: u32) -> &str {
        let name = self.names.item_names.get(self.catalogue.name_id(item));
        let key = self.names.items.get(item);
        if name.is_empty() { key.strip_prefix('\u{1f}').unwrap_or("") } else { name }
    }
}

fn name_of(key: &RowKey) -> (&str, &str) {
    match key {
        RowKey::Name(name) => (name, ""),
        RowKey::Item { sku, name, .. } => (sku, name),
        RowKey::Hour(_) | RowKey::Day(_) => ("", ""),
    }
}

fn needs_lines(query: &SalesQuery) -> bool {
    matches!(query.by, By::Item | By::Category)
        || query.filter.category.is_some()
        || query.filter.item.is_some()
}

fn sum_cells(groups: &mut Groups<'_>, windows: &Windows, wanted: &Wanted, by: By, cells: &[Cell]) {
    for (window, period) in windows.periods().into_iter().enumerate() {
        for cell in between(cells, period.first, period.last) {
            if wanted.takes(cell.place, cell.channel, cell.country) {
                let shifted = windows.shifted(window, cell.day);
                let group = match by {
                    By::Place => cell.place,
                    By::Channel => cell.channel,
                    By::Country => cell.country,
                    by => time_group(by, shifted),
                };
                groups.add(window, group, cell.day, cell.currency, &cell.figures);
            }
        }
    }
}

/// The slot of time a day belongs to.
pub(super) fn time_group(by: By, day: Day) -> u32 {
    let start = match by {
        By::Week => day.monday(),
        By::Month => day.first_of_month(),
        _ => day,
    };
    start.0 as u32
}

/// All slots of a period, in order; `None` unless the rows are times.
fn time_slots(by: By, period: Period) -> Option<Box<dyn Iterator<Item = u32>>> {
    let days = (period.first.0..=period.last.0).map(Day);
    Some(match by {
        By::Hour => Box::new(0..24),
        By::Day => Box::new(days.map(|day| day.0 as u32)),
        By::Week | By::Month => {
            let mut last = None;
            Box::new(days.map(move |day| time_group(by, day)).filter(move |slot| {
                let is_new = last != Some(*slot);
                last = Some(*slot);
                is_new
            }))
        }
        _ => return None,
    })
}
