//! Orders on their way in: new, known, changed, or more of the same.

use super::builder::Builder;
use super::content::{self, HeadView, LineKey};
use super::{StageError, Stager};
use crate::records::{OrderName, Records, Row, RowIndex, order_key, ranked};
use crate::sales::{OrderFlags, Orders};

/// Lines kept in memory until their chunk is full; over it the fullest month is written early.
const MOST_BUFFERED_LINES: usize = 150_000;

/// What became of an order of this import so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Written; more lines of it are added to it.
    Written,
    /// A whole order the ledger knows as well or better.
    Known(Row),
    /// Told line by line, and the ledger knew some of it: merged with that row at the end.
    Merging(Row),
}

/// An order this import has brought.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    fate: Fate,
    known_ms: i64,
    /// The month whose chunk it went to: what follows must come behind it.
    month: i32,
}

impl Stager {
    /// Takes orders in.
    pub(super) fn put_orders(
        &mut self,
        records: &Records,
        orders: &Orders,
    ) -> Result<(), StageError> {
        self.received.count(orders);
        if self.index.is_none() {
            self.index = Some(RowIndex::of(records));
        }
        self.unnumbered.count_known(records, orders)?;
        self.copying += 1;
        let items: Vec<Option<u32>> = orders
            .items
            .iter()
            .map(|item| records.names.find_item(&item.sku, &item.name))
            .collect();
        for order in 0..orders.len() {
            self.put_order(records, orders, order, &items)?;
            self.write_full()?;
        }
        Ok(())
    }

    fn put_order(
        &mut self,
        records: &Records,
        orders: &Orders,
        order: usize,
        items: &[Option<u32>],
    ) -> Result<(), StageError> {
        let flags = OrderFlags(orders.flags[order].0 & OrderFlags::OF_IMPORTERS);
        let lines = orders.range(order).len() as u64;
        let month = orders.placed[order].day().month_number();
        if flags.has(OrderFlags::UNNUMBERED) {
            if self.unnumbered.is_known(orders, order) {
                self.skipped += lines;
            } else {
                self.added += 1;
                self.builder(orders, month).push(orders, order, flags);
            }
            return Ok(());
        }
        let name = orders.name_of(order);
        let key = order_key(name.source, name.number, name.currency, name.facet);
        let known_ms = orders.known_ms[order];
        if let Some(seen) = self.seen.get(&key).copied() {
            return self.put_again(records, orders, order, items, key, seen);
        }
        let found = self.index.as_ref().and_then(|index| index.find(records, name));
        let fate = match found {
            None => {
                if self.is_completing(records, orders, order) {
                    self.updated += 1;
                } else {
                    self.added += 1;
                }
                let flags = OrderFlags(flags.0 & !OrderFlags::CONTINUED.0);
                self.builder(orders, month).push(orders, order, flags);
                Fate::Written
            }
            Some(row) if is_whole(flags) || is_whole(records.own_flags(row)) => {
                self.put_whole(records, orders, order, items, row)?
            }
            Some(row) => {
                self.merge_lines(records, orders, order, items, row, false)?;
                Fate::Merging(row)
            }
        };
        self.seen.insert(key, Seen { fate, known_ms, month });
        Ok(())
    }

    /// Whether the same order is there already in the other kind of reading: as a whole, or by its lines.
    fn is_completing(&self, records: &Records, orders: &Orders, order: usize) -> bool {
        let name = orders.name_of(order);
        let facet = name.facet.other();
        let key = order_key(name.source, name.number, name.currency, facet);
        let found =
            self.index.as_ref().and_then(|index| index.find(records, OrderName { facet, ..name }));
        found.is_some() || self.seen.contains_key(&key)
    }

    /// An order that this import has brought before.
    fn put_again(
        &mut self,
        records: &Records,
        orders: &Orders,
        order: usize,
        items: &[Option<u32>],
        key: u64,
        seen: Seen,
    ) -> Result<(), StageError> {
        let flags = OrderFlags(orders.flags[order].0 & OrderFlags::OF_IMPORTERS);
        let lines = orders.range(order).len() as u64;
        let known_ms = orders.known_ms[order];
        let is_more = !flags.has(OrderFlags::SUMMARY)
            && (flags.has(OrderFlags::CONTINUED) || !flags.has(OrderFlags::WHOLE));
        match seen.fate {
            Fate::Written if is_more => {
                let flags = flags.with(OrderFlags::CONTINUED);
                self.builder(orders, seen.month).push(orders, order, flags);
            }
            Fate::Merging(row) if is_more => {
                self.merge_lines(records, orders, order, items, row, true)?;
            }
            Fate::Known(row) if is_more && known_ms >= records.known_ms(row) => {
                // What came before equals what the ledger has, so that and these lines are the new reading.
                let mut before = content::existing_order(records, row)?;
                before.flags[0] = before.flags[0].with(OrderFlags::REPLACES);
                before.known_ms[0] = known_ms;
                self.updated += 1;
                let replaces = before.flags[0];
                self.push_alone(&before, seen.month, replaces);
                let flags = flags.with(OrderFlags::CONTINUED);
                self.builder(orders, seen.month).push(orders, order, flags);
                self.seen.insert(key, Seen { fate: Fate::Written, ..seen });
            }
            Fate::Known(row) if !is_more => {
                let fate = self.put_whole(records, orders, order, items, row)?;
                self.seen.insert(key, Seen { fate, known_ms, ..seen });
            }
            Fate::Written | Fate::Merging(_) if !is_more && known_ms >= seen.known_ms => {
                if let Fate::Merging(row) = seen.fate {
                    self.pending.remove(&row);
                }
                self.builder(orders, seen.month).push(
                    orders,
                    order,
                    flags.with(OrderFlags::REPLACES),
                );
                self.seen.insert(key, Seen { known_ms, ..seen });
            }
            _ => self.skipped += lines,
        }
        Ok(())
    }

    /// A reading of a whole order the ledger knows.
    fn put_whole(
        &mut self,
        records: &Records,
        orders: &Orders,
        order: usize,
        items: &[Option<u32>],
        row: Row,
    ) -> Result<Fate, StageError> {
        let flags = OrderFlags(orders.flags[order].0 & OrderFlags::OF_IMPORTERS);
        let known_ms = orders.known_ms[order];
        let lines = orders.range(order).len() as u64;
        let known_before = records.known_ms(row);
        if is_same(records, row, orders, order, items)? {
            if known_ms > known_before {
                self.confirmed.insert(row, known_ms);
            }
            self.skipped += lines;
            return Ok(Fate::Known(row));
        }
        if known_ms < known_before {
            self.skipped += lines;
            return Ok(Fate::Known(row));
        }
        self.updated += 1;
        self.confirmed.remove(&row);
        let month = orders.placed[order].day().month_number();
        let flags = OrderFlags(flags.0 & !OrderFlags::CONTINUED.0).with(OrderFlags::REPLACES);
        self.builder(orders, month).push(orders, order, flags);
        Ok(Fate::Written)
    }

    /// The chunk a month's orders go to; the next push comes from the orders that are put at present.
    fn builder(&mut self, orders: &Orders, month: i32) -> &mut Builder {
        let copying = self.copying;
        let builder = self
            .builders
            .entry((orders.source.clone(), month))
            .or_insert_with(|| Builder::new(orders.source.clone()));
        builder.copy_from(copying, orders);
        builder
    }

    /// Copies an order that stands alone.
    pub(super) fn push_alone(&mut self, order: &Orders, month: i32, flags: OrderFlags) {
        self.copying += 1;
        self.builder(order, month).push(order, 0, flags);
        self.copying += 1;
    }

    /// Writes months that are full, and the fullest one when all together hold too much.
    fn write_full(&mut self) -> Result<(), StageError> {
        let buffered: usize = self.builders.values().map(Builder::lines).sum();
        let mut key = self
            .builders
            .iter_mut()
            .find_map(|(key, builder)| builder.is_full().then(|| key.clone()));
        if buffered > MOST_BUFFERED_LINES && key.is_none() {
            let fullest = self.builders.iter().max_by_key(|(_, builder)| builder.lines());
            key = fullest.map(|(key, _)| key.clone());
        }
        match key.and_then(|key| self.builders.remove(&key)) {
            Some(builder) => self.write_orders(&builder.finish()),
            None => Ok(()),
        }
    }

    /// Marks rows that an identical but later reading was brought for.
    pub(super) fn write_confirmed(&mut self, records: &Records) {
        for (row, known_ms) in std::mem::take(&mut self.confirmed) {
            let confirmation = content::confirmation(records, row, known_ms);
            let month = confirmation.placed[0].day().month_number();
            let flags = confirmation.flags[0];
            self.push_alone(&confirmation, month, flags);
        }
    }
}

const fn is_whole(flags: OrderFlags) -> bool {
    flags.has(OrderFlags::WHOLE) || flags.has(OrderFlags::SUMMARY)
}

/// Whether a reading says the same as the row the ledger has.
fn is_same(
    records: &Records,
    row: Row,
    orders: &Orders,
    order: usize,
    items: &[Option<u32>],
) -> Result<bool, StageError> {
    if HeadView::of_row(records, row) != HeadView::of_order(orders, order) {
        return Ok(false);
    }
    let own = LineKey::of_row(records, row)?;
    let other = LineKey::of_order(orders, order, items);
    Ok(own == other || ranked(own, &LineKey::cmp) == ranked(other, &LineKey::cmp))
}
