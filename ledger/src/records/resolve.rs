//! Which reading of an order counts.
//!
//! In log order, a later row of the same order takes the place of the earlier one. A `CONTINUED` row adds its lines
//! to the row before it. A `SUMMARY` reading lives beside the detailed reading of the same order, each replaced by
//! its own kind alone; where both exist the summary only completes the amounts of the other.

use super::{Hash, HashIndex, Records, Row, RowState};
use crate::currency::Currency;
use crate::sales::OrderFlags;

/// Which kind of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Facet {
    /// With lines.
    Detail,
    /// Only the order.
    Summary,
}

impl Facet {
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Detail => Self::Summary,
            Self::Summary => Self::Detail,
        }
    }

    pub(crate) const fn of(flags: OrderFlags) -> Self {
        if flags.has(OrderFlags::SUMMARY) { Self::Summary } else { Self::Detail }
    }
}

/// The hash an order is recognised by.
pub(crate) fn order_key(source: &str, number: &str, currency: Currency, facet: Facet) -> u64 {
    Hash::new().text(source).text(number).text(currency.code()).number(facet as i64).finish()
}

/// Finds rows by order; on equal hashes the numbers decide.
#[derive(Debug, Default)]
pub(crate) struct RowIndex {
    rows: HashIndex<Row>,
}

/// What an order is recognised by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OrderName<'a> {
    pub(crate) source: &'a str,
    pub(crate) number: &'a str,
    pub(crate) currency: Currency,
    pub(crate) facet: Facet,
}

impl RowIndex {
    /// Of all readings that count in `records`, except those without a number.
    pub(crate) fn of(records: &Records) -> Self {
        let mut index = Self::default();
        let rows: usize = records.chunks.iter().map(super::Chunk::len).sum();
        index.rows.reserve(rows);
        for (at, chunk) in records.chunks.iter().enumerate() {
            for order in 0..chunk.len() {
                let row = Row { chunk: at as u32, order: order as u32 };
                let is_reading = matches!(chunk.state(order), RowState::Live | RowState::Companion);
                if is_reading && !chunk.flags_of(order).has(OrderFlags::UNNUMBERED) {
                    index.put(records, records.name_of(row), row);
                }
            }
        }
        index
    }

    pub(crate) fn find(&self, records: &Records, name: OrderName<'_>) -> Option<Row> {
        let mut hash = order_key(name.source, name.number, name.currency, name.facet);
        loop {
            let row = *self.rows.get(&hash)?;
            if records.is_named(row, name) {
                return Some(row);
            }
            hash = Hash::next(hash);
        }
    }

    /// Enters a row; hands out the one it takes the place of.
    fn put(&mut self, records: &Records, name: OrderName<'_>, row: Row) -> Option<Row> {
        let mut hash = order_key(name.source, name.number, name.currency, name.facet);
        loop {
            match self.rows.get(&hash).copied() {
                Some(other) if !records.is_named(other, name) => hash = Hash::next(hash),
                older => {
                    self.rows.insert(hash, row);
                    return older;
                }
            }
        }
    }
}

impl Records {
    pub(crate) fn name_of(&self, row: Row) -> OrderName<'_> {
        let chunk = self.chunk(row);
        let order = row.order as usize;
        OrderName {
            source: self.names.sources.get(chunk.source),
            number: chunk.numbers.get(order),
            currency: self.names.currencies[chunk.currency.id(order) as usize],
            facet: Facet::of(chunk.flags_of(order)),
        }
    }

    fn is_named(&self, row: Row, name: OrderName<'_>) -> bool {
        let own = self.name_of(row);
        own.number == name.number
            && own.source == name.source
            && own.currency == name.currency
            && own.facet == name.facet
    }

    /// Works out the state of every row from all chunks in log order.
    pub(super) fn resolve(&mut self) {
        self.joined.clear();
        self.confirmed.clear();
        for chunk in &mut self.chunks {
            chunk.clear_states();
        }
        let marks = OrderFlags::REPLACES.0
            | OrderFlags::CONTINUED.0
            | OrderFlags::CONFIRMED.0
            | OrderFlags::SUMMARY.0;
        let is_marked = |chunk: &super::Chunk| {
            (0..chunk.len()).any(|order| chunk.flags_of(order).0 & marks != 0)
        };
        // A first import without marks needs no index at all, however many orders it has.
        if !self.chunks.iter().any(is_marked) {
            return;
        }
        let mut index = RowIndex::default();
        for at in 0..self.chunks.len() {
            for order in 0..self.chunks[at].len() {
                self.resolve_row(&mut index, Row { chunk: at as u32, order: order as u32 });
            }
        }
        self.join_summaries(&index);
    }

    fn resolve_row(&mut self, index: &mut RowIndex, row: Row) {
        let flags = self.chunk(row).flags_of(row.order as usize);
        if flags.has(OrderFlags::UNNUMBERED) {
            return;
        }
        if flags.has(OrderFlags::CONFIRMED) {
            if let Some(found) = index.find(self, self.name_of(row)) {
                let known = self.chunk(row).known.get(row.order as usize);
                let latest = self.confirmed.entry(found).or_insert(known);
                *latest = known.max(*latest);
            }
            self.set_state(row, RowState::Dead);
            return;
        }
        if flags.has(OrderFlags::CONTINUED)
            && let Some(base) = index.find(self, self.name_of(row))
        {
            self.joined.entry(base).or_default().push(row);
            self.set_state(row, RowState::Part);
            return;
        }
        if let Some(older) = index.put(self, self.name_of(row), row) {
            self.set_state(older, RowState::Dead);
            self.confirmed.remove(&older);
            for part in self.joined.remove(&older).unwrap_or_default() {
                self.set_state(part, RowState::Dead);
            }
        }
    }

    /// Where an order is known by its lines and as a whole, the whole only completes it.
    fn join_summaries(&mut self, index: &RowIndex) {
        for at in 0..self.chunks.len() {
            for order in 0..self.chunks[at].len() {
                let row = Row { chunk: at as u32, order: order as u32 };
                let is_summary = self.chunks[at].flags_of(order).has(OrderFlags::SUMMARY);
                if !is_summary || self.chunks[at].state(order) != RowState::Live {
                    continue;
                }
                let name = OrderName { facet: Facet::Detail, ..self.name_of(row) };
                if let Some(detail) = index.find(self, name) {
                    self.joined.entry(detail).or_default().push(row);
                    self.set_state(row, RowState::Companion);
                }
            }
        }
    }

    fn set_state(&mut self, row: Row, state: RowState) {
        self.chunks[row.chunk as usize].set_state(row.order as usize, state);
    }
}
