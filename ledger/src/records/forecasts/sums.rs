//! What was sold per day: of everything, of a place, of a category, of many items in one pass.

use std::collections::BTreeMap;

use super::super::sales::Wanted;
use super::super::summary::Head;
use super::super::{Chunk, Context, Records, Row};
use crate::currency::Currency;
use crate::day::Day;
use crate::forecasts::Measure;
use crate::sales::OrderFlags;

/// An item that no group takes.
const NOWHERE: u32 = u32::MAX;

/// What was sold on a day: minor units of the vault's currency and thousandths of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DaySum {
    pub(super) day: Day,
    pub(super) revenue: i64,
    pub(super) units: i64,
}

impl DaySum {
    pub(super) const fn of(&self, measure: Measure) -> i64 {
        match measure {
            Measure::Revenue => self.revenue,
            Measure::Units => self.units,
        }
    }

    const fn add(&mut self, other: &Self) {
        self.revenue = self.revenue.wrapping_add(other.revenue);
        self.units = self.units.wrapping_add(other.units);
    }
}

/// Of one group: days with sales, ascending, and revenue that cannot be converted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) days: Vec<DaySum>,
    pub(super) others: BTreeMap<Currency, i64>,
}

impl Sums {
    /// Days mostly come in order.
    fn add(&mut self, sum: DaySum) {
        match self.days.last_mut() {
            Some(last) if last.day == sum.day => last.add(&sum),
            _ => self.days.push(sum),
        }
    }

    fn sort(&mut self) {
        if self.days.is_sorted_by_key(|sum| sum.day) {
            return;
        }
        self.days.sort_by_key(|sum| sum.day);
        self.days.dedup_by(|later, sum| {
            let is_same = later.day == sum.day;
            if is_same {
                sum.add(later);
            }
            is_same
        });
    }
}

/// Sums of several groups in the making.
struct Summer<'a> {
    records: &'a Records,
    currency: Currency,
    own: Option<u32>,
    groups: Vec<Sums>,
    /// In other currencies, by group, day and currency: rounding happens once for each.
    foreign: BTreeMap<(u32, Day, u32), i64>,
}

impl<'a> Summer<'a> {
    fn new(records: &'a Records, context: &Context<'_>, groups: usize) -> Self {
        let currency = context.state.settings().currency;
        Self {
            records,
            currency,
            own: records.names.find_currency(currency),
            groups: vec![Sums::default(); groups],
            foreign: BTreeMap::new(),
        }
    }

    fn add(&mut self, group: u32, day: Day, currency: u32, revenue: i64, units: i64) {
        let is_own = self.own == Some(currency);
        let own = if is_own { revenue } else { 0 };
        self.groups[group as usize].add(DaySum { day, revenue: own, units });
        if !is_own {
            let foreign = self.foreign.entry((group, day, currency)).or_default();
            *foreign = foreign.wrapping_add(revenue);
        }
    }

    /// Converts as reports do: per day, by the latest rate; what has none is told apart.
    fn finish(mut self) -> Vec<Sums> {
        self.groups.iter_mut().for_each(Sums::sort);
        for ((group, day, currency), revenue) in self.foreign {
            let from = self.records.names.currencies[currency as usize];
            let factor = self.records.rates.factor(from, self.currency, day);
            let group = &mut self.groups[group as usize];
            let at = group.days.binary_search_by_key(&day, |sum| sum.day);
            match (factor.and_then(|factor| factor.apply(revenue)), at) {
                (Some(own), Ok(at)) => {
                    group.days[at].revenue = group.days[at].revenue.wrapping_add(own);
                }
                _ => {
                    let other = group.others.entry(from).or_default();
                    *other = other.wrapping_add(revenue);
                }
            }
        }
        self.groups
    }

    /// Adds lines of goods; `group_of`: by item.
    fn add_lines(&mut self, wanted: &Wanted, group_of: &[u32]) {
        let records = self.records;
        let mut wide = Wide::default();
        for (at, chunk) in records.chunks.iter().enumerate() {
            let is_read = wide.fill(chunk, group_of);
            if !is_read && records.joined.is_empty() {
                continue;
            }
            for row in records.live_rows(at) {
                let is_joined = !records.joined.is_empty() && records.joined.contains_key(&row);
                if is_read || is_joined {
                    self.add_order(row, wanted, group_of, is_read.then_some(&wide));
                }
            }
        }
    }

    fn add_order(&mut self, row: Row, wanted: &Wanted, group_of: &[u32], wide: Option<&Wide>) {
        let records = self.records;
        let head = records.head(row);
        if !wanted.takes(head.place, head.channel, head.country) {
            return;
        }
        let flags = records.flags_of(row);
        if flags.has(OrderFlags::CANCELLED) || flags.has(OrderFlags::NOT_REVENUE) {
            return;
        }
        let day = head.placed.day();
        if let Some(wide) = wide {
            for line in records.chunk(row).lines_of(row.order as usize) {
                let group = wide.group[line];
                if group != NOWHERE {
                    self.add(group, day, head.currency, wide.amount[line], wide.quantity[line]);
                }
            }
        }
        if !records.joined.is_empty() {
            for part in records.rows_with_lines(row).skip(1) {
                self.add_part(part, &head, group_of);
            }
        }
    }

    /// Lines of an order that lie elsewhere.
    fn add_part(&mut self, part: Row, head: &Head, group_of: &[u32]) {
        let chunk = self.records.chunk(part);
        let Some(lines) = &chunk.lines else { return };
        for line in chunk.lines_of(part.order as usize) {
            let item = chunk.items[lines.item.get(line) as usize].item;
            let group = group_of[item as usize];
            if group != NOWHERE && lines.kind_of(line).is_goods() {
                let (amount, quantity) = (lines.amount.get(line), lines.quantity.get(line));
                self.add(group, head.placed.day(), head.currency, amount, quantity);
            }
        }
    }
}

/// Columns of a chunk's lines as plain slices, and the group each line belongs to.
#[derive(Default)]
struct Wide {
    group: Vec<u32>,
    amount: Vec<i64>,
    quantity: Vec<i64>,
    scratch: Vec<i64>,
}

impl Wide {
    /// Whether any line of the chunk belongs to a group.
    fn fill(&mut self, chunk: &Chunk, group_of: &[u32]) -> bool {
        let Some(lines) = &chunk.lines else { return false };
        let groups: Vec<u32> =
            chunk.items.iter().map(|local| group_of[local.item as usize]).collect();
        if groups.iter().all(|group| *group == NOWHERE) {
            return false;
        }
        let range = 0..chunk.lines_of(chunk.len().saturating_sub(1)).end;
        lines.item.widen(range.clone(), &mut self.scratch);
        self.group.clear();
        self.group.extend(self.scratch.iter().map(|item| groups[*item as usize]));
        if !chunk.is_plain {
            for (line, group) in self.group.iter_mut().enumerate() {
                if !lines.kind_of(line).is_goods() {
                    *group = NOWHERE;
                }
            }
        }
        lines.amount.widen(range.clone(), &mut self.amount);
        lines.quantity.widen(range, &mut self.quantity);
        true
    }
}

impl Records {
    /// Per day, as a report over the same sales has it.
    pub(super) fn day_sums(&self, wanted: &Wanted, context: &Context<'_>) -> Sums {
        let mut summer = Summer::new(self, context, 1);
        if wanted.is_about_lines() {
            let group_of: Vec<u32> = (0..self.names.items.len() as u32)
                .map(|item| {
                    let category = self.catalogue.category_id(item);
                    if wanted.takes_item(item, category) { 0 } else { NOWHERE }
                })
                .collect();
            summer.add_lines(wanted, &group_of);
        } else {
            let is_everything = wanted.place.is_none();
            let cells = if is_everything { &self.summary.days } else { &self.summary.cells };
            for cell in cells {
                if wanted.takes(cell.place, cell.channel, cell.country) {
                    let figures = &cell.figures;
                    summer.add(0, cell.day, cell.currency, figures.revenue, figures.units);
                }
            }
        }
        summer.finish().pop().unwrap_or_default()
    }

    /// Per day for each of some items, in one pass over the lines; each item once.
    pub(super) fn day_sums_of_items(
        &self,
        items: &[u32],
        place: Option<Option<u32>>,
        context: &Context<'_>,
    ) -> Vec<Sums> {
        let mut group_of = vec![NOWHERE; self.names.items.len()];
        for (group, item) in items.iter().enumerate() {
            group_of[*item as usize] = group as u32;
        }
        let mut summer = Summer::new(self, context, items.len());
        let lines = self.lines_of_items();
        for (group, item) in summer.groups.iter_mut().zip(items) {
            let days = (lines[*item as usize] as usize).min(self.summary.days.len());
            group.days.reserve_exact(days);
        }
        summer.add_lines(&Wanted { place, ..Wanted::default() }, &group_of);
        summer.finish()
    }

    /// Roughly how many lines each item is on.
    pub(super) fn lines_of_items(&self) -> Vec<u32> {
        let mut lines = vec![0_u32; self.names.items.len()];
        for chunk in &self.chunks {
            for (local, votes) in chunk.items.iter().zip(&chunk.votes) {
                let lines = &mut lines[local.item as usize];
                *lines = lines.saturating_add(*votes);
            }
        }
        lines
    }
}
