//! Bringing an import in: what is known already stays out, what changed is merged, the rest becomes chunks to seal.
//!
//! Merging does not depend on the order of imports. Whole orders are replaced by the reading of whom the source
//! knew later. Orders told line by line are merged as multisets: identical lines meet first, lines of the same
//! item then take the later reading, everything else is added. Rows without an order number count: as many of the
//! same content as the reading that has most of them.

mod builder;
mod content;
mod merge;
mod others;

use std::collections::BTreeMap;

use builder::Builder;
use content::{HeadView, LineKey};
use merge::Pending;

use crate::chunks::{
    ChunkError, CustomersOfOrders, MOST_CHUNK_BYTES, decode_orders, encode_customers, encode_orders,
};
use crate::currency::Currency;
use crate::day::Day;
use crate::event::Class;
use crate::events::ImportCommitted;
use crate::imports::{ChunkKind, ChunkRef, ControlTotals, CurrencyAmount, ImportId, Plan};
use crate::records::{HashIndex, OrderName, Records, Row, RowIndex, order_key};
use crate::sales::{OrderFlags, Orders};

/// Lines kept in memory until their chunk is full; over it the fullest month is written early.
const MOST_BUFFERED_LINES: usize = 150_000;

/// A chunk to seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutChunk {
    /// Its position in the import, for [`Stager::sealed`].
    pub index: u32,
    /// What is in it.
    pub kind: ChunkKind,
    /// The class whose key seals it.
    pub class: Class,
    /// At most [`MOST_CHUNK_BYTES`].
    pub content: Vec<u8>,
}

impl ChunkKind {
    /// The class whose key seals a chunk of this kind.
    #[must_use]
    pub const fn class(self) -> Class {
        match self {
            Self::Orders | Self::Items | Self::Counts | Self::Rates => Class::Shop,
            Self::Costs => Class::Costs,
            Self::Customers => Class::People,
        }
    }
}

/// Why an import does not come in. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StageError {
    /// The records are not what they should be.
    #[error(transparent)]
    Chunk(#[from] ChunkError),
    /// Records of this kind are not staged by importers.
    #[error("records of this kind are made by the ledger alone")]
    NotStaged,
    /// Lines that must be compared were not loaded; [`Stager::needs`] names them.
    #[error("lines to compare with are not loaded")]
    NotLoaded,
    /// A chunk was handed out but not sealed.
    #[error("chunk {index} is not sealed")]
    NotSealed {
        /// Its position.
        index: u32,
    },
    /// What the importer counted is not what arrived.
    #[error("{what} do not add up: {expected} counted, {got} found")]
    TotalsDiffer {
        /// `lines`, `units`, `amounts`.
        what: &'static str,
        /// What the importer counted.
        expected: i64,
        /// What was found.
        got: i64,
    },
}

impl StageError {
    /// The stable code a page's sentence is found by.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Chunk(error) => error.code(),
            Self::NotStaged => "staging-kind",
            Self::NotLoaded => "staging-not-loaded",
            Self::NotSealed { .. } => "staging-not-sealed",
            Self::TotalsDiffer { .. } => "staging-totals",
        }
    }
}

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
struct Seen {
    fate: Fate,
    known_ms: i64,
    /// The month whose chunk it went to: what follows must come behind it.
    month: i32,
}

/// Lines, units and amounts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Tally {
    lines: u64,
    units: i64,
    amounts: BTreeMap<Currency, i64>,
}

impl Tally {
    fn count(&mut self, orders: &Orders) {
        self.lines += orders.lines() as u64;
        self.units += orders.quantity.iter().sum::<i64>();
        for order in 0..orders.len() {
            let currency = orders.currencies[orders.currency[order] as usize];
            let amount: i64 = orders.amount[orders.range(order)].iter().sum();
            *self.amounts.entry(currency).or_default() += amount;
        }
    }

    fn amounts(&self) -> Vec<CurrencyAmount> {
        let told = self.amounts.iter().filter(|(_, minor)| **minor != 0);
        told.map(|(currency, minor)| CurrencyAmount { currency: *currency, minor: *minor })
            .collect()
    }
}

/// A chunk that was handed out.
#[derive(Debug)]
struct Staged {
    reference: ChunkRef,
    is_sealed: bool,
    content: Vec<u8>,
}

/// An import under way.
#[derive(Debug)]
pub struct Stager {
    import: ImportId,
    /// Of what the ledger knew before; built when the first orders arrive.
    index: Option<RowIndex>,
    seen: HashIndex<Seen>,
    unnumbered: content::Unnumbered,
    pending: BTreeMap<Row, Pending>,
    /// What `pending` refers to.
    told: Builder,
    confirmed: BTreeMap<Row, i64>,
    builders: BTreeMap<(String, i32), Builder>,
    others: others::Others,
    staged: Vec<Staged>,
    /// Names what is copied into the builders at present.
    copying: u64,
    /// Decoded by [`Stager::needs`] for the [`Stager::put`] that follows.
    opened: Option<(Vec<u8>, Orders)>,
    received: Tally,
    written: Tally,
    added: u64,
    updated: u64,
    skipped: u64,
}

impl Stager {
    /// Begins an import.
    #[must_use]
    pub fn new(import: ImportId) -> Self {
        Self {
            import,
            index: None,
            seen: HashIndex::default(),
            unnumbered: content::Unnumbered::default(),
            pending: BTreeMap::new(),
            told: Builder::new(String::new()),
            confirmed: BTreeMap::new(),
            builders: BTreeMap::new(),
            others: others::Others::default(),
            staged: Vec::new(),
            copying: 0,
            opened: None,
            received: Tally::default(),
            written: Tally::default(),
            added: 0,
            updated: 0,
            skipped: 0,
        }
    }

    /// Which import.
    #[must_use]
    pub const fn import(&self) -> ImportId {
        self.import
    }

    /// The chunks whose lines must be in `records` before `content` can be put.
    ///
    /// # Errors
    /// [`StageError`] if the content is not a chunk of its kind.
    pub fn needs(
        &mut self,
        records: &Records,
        kind: ChunkKind,
        content: &[u8],
    ) -> Result<Vec<[u8; 32]>, StageError> {
        if kind != ChunkKind::Orders {
            return Ok(Vec::new());
        }
        let orders = decode_orders(content)?;
        let index = self.index.get_or_insert_with(|| RowIndex::of(records));
        let mut needed: Vec<u32> = Vec::new();
        for order in 0..orders.len() {
            if orders.flags[order].has(OrderFlags::UNNUMBERED) {
                continue;
            }
            if let Some(row) = index.find(records, orders.name_of(order)) {
                needed.extend(records.rows_with_lines(row).map(|row| row.chunk));
            }
        }
        needed.extend(self.unnumbered.chunks_to_count(records, &orders));
        needed.sort_unstable();
        needed.dedup();
        self.opened = Some((content.to_vec(), orders));
        let chunks = needed.into_iter().map(|at| &records.chunks[at as usize]);
        Ok(chunks.filter(|chunk| chunk.lines.is_none()).map(|chunk| chunk.digest).collect())
    }

    /// Takes records in; hands out the chunks that are full.
    ///
    /// # Errors
    /// [`StageError`]; the import can only be abandoned then.
    pub fn put(
        &mut self,
        records: &Records,
        kind: ChunkKind,
        content: &[u8],
    ) -> Result<Vec<OutChunk>, StageError> {
        let from = self.staged.len();
        match kind {
            ChunkKind::Orders => {
                let orders = match self.opened.take() {
                    Some((opened, orders)) if opened == content => orders,
                    _ => decode_orders(content)?,
                };
                self.put_orders(records, &orders)?;
            }
            ChunkKind::Items => self.put_items(records, content)?,
            ChunkKind::Costs => self.put_costs(records, content)?,
            ChunkKind::Counts => self.put_counts(records, content)?,
            ChunkKind::Rates => self.put_rates(records, content)?,
            ChunkKind::Customers => return Err(StageError::NotStaged),
        }
        Ok(self.handed_out(from))
    }

    /// After the last [`Stager::put`]: merges what was left open and hands out the last chunks.
    ///
    /// # Errors
    /// [`StageError`]; the import can only be abandoned then.
    pub fn flush(&mut self, records: &Records) -> Result<Vec<OutChunk>, StageError> {
        let from = self.staged.len();
        self.merge_pending(records)?;
        self.write_confirmed(records);
        for (_, builder) in std::mem::take(&mut self.builders) {
            self.write_orders(&builder.finish())?;
        }
        Ok(self.handed_out(from))
    }

    fn handed_out(&self, from: usize) -> Vec<OutChunk> {
        let staged = self.staged.iter().enumerate().skip(from);
        staged
            .map(|(index, staged)| OutChunk {
                index: index as u32,
                kind: staged.reference.kind,
                class: staged.reference.kind.class(),
                content: staged.content.clone(),
            })
            .collect()
    }

    /// A chunk was sealed and has this digest now.
    pub fn sealed(&mut self, index: u32, digest: [u8; 32]) {
        if let Some(staged) = self.staged.get_mut(index as usize) {
            staged.reference.digest = digest;
            staged.is_sealed = true;
        }
    }

    /// Digests of what was sealed so far.
    pub fn digests(&self) -> impl Iterator<Item = [u8; 32]> {
        self.staged.iter().filter(|staged| staged.is_sealed).map(|staged| staged.reference.digest)
    }

    /// The event that makes the import real. `totals` is what the importer counted: rows, rejected, skipped within
    /// the file, lines, units and amounts of everything it handed over. The event tells what the chunks hold.
    ///
    /// # Errors
    /// [`StageError::NotSealed`], [`StageError::TotalsDiffer`].
    pub fn finish(
        &self,
        file: String,
        plan: Plan,
        totals: &ControlTotals,
    ) -> Result<ImportCommitted, StageError> {
        let unsealed = self.staged.iter().position(|staged| !staged.is_sealed);
        if let Some(index) = unsealed {
            return Err(StageError::NotSealed { index: index as u32 });
        }
        self.check(totals)?;
        Ok(ImportCommitted {
            import: self.import,
            file,
            plan: Box::new(plan),
            chunks: self.staged.iter().map(|staged| staged.reference.clone()).collect(),
            totals: ControlTotals {
                rows: totals.rows,
                rejected: totals.rejected,
                skipped: totals.skipped + self.skipped,
                added: self.added,
                updated: self.updated,
                lines: self.written.lines,
                units: self.written.units,
                amounts: self.written.amounts(),
            },
        })
    }

    fn check(&self, totals: &ControlTotals) -> Result<(), StageError> {
        let same = |what, expected: i64, got: i64| {
            if expected == got {
                Ok(())
            } else {
                Err(StageError::TotalsDiffer { what, expected, got })
            }
        };
        same("lines", totals.lines as i64, self.received.lines as i64)?;
        same("units", totals.units, self.received.units)?;
        let mut expected: BTreeMap<Currency, i64> = BTreeMap::new();
        for amount in &totals.amounts {
            *expected.entry(amount.currency).or_default() += amount.minor;
        }
        for currency in expected.keys().chain(self.received.amounts.keys()) {
            let of =
                |amounts: &BTreeMap<Currency, i64>| amounts.get(currency).copied().unwrap_or(0);
            same("amounts", of(&expected), of(&self.received.amounts))?;
        }
        Ok(())
    }

    fn put_orders(&mut self, records: &Records, orders: &Orders) -> Result<(), StageError> {
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
    fn push_alone(&mut self, order: &Orders, month: i32, flags: OrderFlags) {
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
    fn write_confirmed(&mut self, records: &Records) {
        for (row, known_ms) in std::mem::take(&mut self.confirmed) {
            let confirmation = content::confirmation(records, row, known_ms);
            let month = confirmation.placed[0].day().month_number();
            let flags = confirmation.flags[0];
            self.push_alone(&confirmation, month, flags);
        }
    }

    /// Encodes orders as one chunk, or as several where they are too many for one.
    fn write_orders(&mut self, orders: &Orders) -> Result<(), StageError> {
        for (content, customers) in builder::pieces(orders) {
            let read = decode_orders(&content)?;
            self.written.count(&read);
            let index = self.staged.len() as u32;
            let days = || read.placed.iter().map(|placed| placed.day());
            self.staged.push(Staged {
                reference: ChunkRef {
                    kind: ChunkKind::Orders,
                    digest: [0; 32],
                    records: read.len() as u32,
                    lines: read.lines() as u32,
                    first: days().min().unwrap_or_default(),
                    last: days().max().unwrap_or_default(),
                },
                is_sealed: false,
                content,
            });
            if let Some(customers) = customers {
                let customers = CustomersOfOrders { chunk: index, ..customers };
                let records = customers.customer.len();
                self.stage(ChunkKind::Customers, records, encode_customers(&customers));
            }
        }
        Ok(())
    }

    fn stage(&mut self, kind: ChunkKind, records: usize, content: Vec<u8>) {
        let reference = ChunkRef {
            kind,
            digest: [0; 32],
            records: records as u32,
            lines: 0,
            first: Day::default(),
            last: Day::default(),
        };
        self.staged.push(Staged { reference, is_sealed: false, content });
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
    let mut own = LineKey::of_row(records, row)?;
    let mut other = LineKey::of_order(orders, order, items);
    if own == other {
        return Ok(true);
    }
    own.sort_unstable();
    other.sort_unstable();
    Ok(own == other)
}

impl Records {
    /// Takes in what a stager wrote, once its event is durable: the same as reading its chunks back.
    pub fn adopt(&mut self, stager: Stager) {
        for (staged, position) in stager.staged.iter().zip(0..) {
            // The stager decoded each chunk of orders itself, and made the others from decoded records.
            let added = self.add_chunk(stager.import, position, &staged.reference, &staged.content);
            debug_assert!(added.is_ok(), "the stager wrote a chunk that cannot be read");
        }
        self.settle();
    }
}

/// Encodes orders as chunks, each within the limits; an order too long for one goes on in the next with
/// [`OrderFlags::CONTINUED`]. With their customers: for importers.
#[must_use]
pub fn chunk_orders(orders: &Orders) -> Vec<Vec<u8>> {
    builder::split(orders, &|piece| {
        let content = encode_orders(piece);
        (content.len() <= MOST_CHUNK_BYTES).then_some(content)
    })
}
