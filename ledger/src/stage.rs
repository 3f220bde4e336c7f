//! Bringing an import in: what is known already stays out, what changed is merged, the rest becomes chunks to seal.
//!
//! Merging does not depend on the order of imports. Whole orders are replaced by the reading of whom the source
//! knew later. Orders told line by line are merged as multisets: identical lines meet first, lines of the same
//! item then take the later reading, everything else is added. Rows without an order number count: as many of the
//! same content as the reading that has most of them.

mod builder;
mod content;
mod merge;
mod orders;
mod others;

use std::collections::BTreeMap;

use builder::Builder;
use merge::Pending;
use orders::Seen;

use crate::chunks::{
    ChunkError, CustomersOfOrders, MOST_CHUNK_BYTES, decode_orders, encode_customers, encode_orders,
};
use crate::currency::Currency;
use crate::day::Day;
use crate::event::Class;
use crate::events::ImportCommitted;
use crate::imports::{ChunkKind, ChunkRef, ControlTotals, CurrencyAmount, ImportId, Plan};
use crate::records::{HashIndex, Records, Row, RowIndex};
use crate::sales::{OrderFlags, Orders};

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
