//! What imports brought, as columns in memory: built from sealed chunks in log order, asked by queries.
//!
//! The same chunks in the same order always give the same records, whatever was evicted and loaded again in
//! between. Order columns, sums per order and sums per day always stay; line columns are dropped when memory is
//! short and come back by the digest of their chunk.

mod catalogue;
mod chunk;
mod detail;
mod figures;
mod forecasts;
mod list;
mod names;
mod narrow;
mod ranking;
mod rates;
mod resolve;
mod sales;
mod stock;
mod summary;
mod today;

use std::collections::{BTreeMap, HashMap, VecDeque};

pub(crate) use catalogue::Catalogue;
pub(crate) use chunk::{Chunk, LocalItem, RowState};
pub(crate) use names::{Hash, HashIndex, Names};
pub(crate) use ranking::{ranked, ranking};
pub(crate) use rates::Rates;
pub(crate) use resolve::{Facet, OrderName, RowIndex, order_key};
pub(crate) use stock::Stock;

use crate::chunks::{
    ChunkError, MOST_CHUNK_BYTES, decode_costs, decode_counts, decode_customers, decode_items,
    decode_orders, decode_rates,
};
use crate::command::{Answer, Query};
use crate::currency::Currency;
use crate::day::Moment;
use crate::imports::{ChunkKind, ChunkRef, ImportId};
use crate::sales::{ItemName, OrderRef};
use crate::state::State;

/// Chunk contents kept for order details: 2 MB.
const KEPT_CONTENTS: usize = 8;

/// A row of orders: chunk and position in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Row {
    pub(crate) chunk: u32,
    pub(crate) order: u32,
}

impl Row {
    const fn reference(self) -> OrderRef {
        OrderRef((self.chunk as u64) << 32 | self.order as u64)
    }

    const fn of(reference: OrderRef) -> Self {
        Self { chunk: (reference.0 >> 32) as u32, order: reference.0 as u32 }
    }
}

/// Every text once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dictionaries {
    pub(crate) sources: Names,
    pub(crate) places: Names,
    pub(crate) channels: Names,
    pub(crate) countries: Names,
    pub(crate) customers: Names,
    pub(crate) categories: Names,
    /// By [`item_key`].
    pub(crate) items: Names,
    pub(crate) item_names: Names,
    pub(crate) currencies: Vec<Currency>,
}

/// What an item is recognised by: its SKU, or its name behind a mark no SKU begins with.
pub(crate) fn item_key<'a>(sku: &'a str, name: &str, room: &'a mut String) -> &'a str {
    if !sku.is_empty() || name.is_empty() {
        return sku;
    }
    room.clear();
    room.push('\u{1f}');
    room.push_str(name);
    room
}

impl Dictionaries {
    pub(crate) fn currency(&mut self, currency: Currency) -> u32 {
        self.find_currency(currency).unwrap_or_else(|| {
            self.currencies.push(currency);
            self.currencies.len() as u32 - 1
        })
    }

    pub(crate) fn find_currency(&self, currency: Currency) -> Option<u32> {
        self.currencies.iter().position(|known| *known == currency).map(|at| at as u32)
    }

    pub(crate) fn local_item(&mut self, item: &ItemName) -> LocalItem {
        let mut room = String::new();
        LocalItem {
            item: self.items.intern(item_key(&item.sku, &item.name, &mut room)),
            name: self.item_names.intern(&item.name),
            category: self.categories.intern(&item.category),
        }
    }

    pub(crate) fn find_item(&self, sku: &str, name: &str) -> Option<u32> {
        let mut room = String::new();
        self.items.find(item_key(sku, name, &mut room))
    }

    /// The SKU of an item; empty for one known by its name.
    pub(crate) fn sku(&self, item: u32) -> &str {
        let key = self.items.get(item);
        if key.starts_with('\u{1f}') { "" } else { key }
    }

    fn heap_bytes(&self) -> usize {
        [
            &self.sources,
            &self.places,
            &self.channels,
            &self.countries,
            &self.customers,
            &self.categories,
            &self.items,
            &self.item_names,
        ]
        .into_iter()
        .map(Names::heap_bytes)
        .sum()
    }
}

/// What a question is asked in.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What the log says: the vault's currency, the imports.
    pub state: &'a State,
    /// Now, as the clock on the wall shows it.
    pub now: Moment,
    /// Whether the session may read who customers are.
    pub can_read_people: bool,
    /// Whether the session may make forecasts, now.
    pub can_make_forecasts: bool,
    /// The version of the engine that would make them.
    pub engine: u32,
}

/// All records.
#[derive(Debug, Clone, Default)]
pub struct Records {
    pub(crate) chunks: Vec<Chunk>,
    pub(crate) by_digest: HashMap<[u8; 32], u32>,
    pub(crate) names: Dictionaries,
    pub(crate) catalogue: Catalogue,
    pub(crate) stock: Stock,
    pub(crate) rates: Rates,
    /// Rows whose lines or amounts complete a live row.
    pub(crate) joined: HashMap<Row, Vec<Row>>,
    /// Later news that a row was still true, by row.
    pub(crate) confirmed: HashMap<Row, i64>,
    summary: summary::Summary,
    /// Whether lines came back that decide what items are called.
    has_stale_names: bool,
    kept: forecasts::Kept,
    /// What forecasts were worth, as the registry last had it.
    live: Option<forecasts::Live>,
    /// Every item, as the list of forecasts last had it.
    surveyed: Option<forecasts::Survey>,
    /// The list last asked for, in its order.
    listed: Option<list::Listed>,
    /// Contents of chunks loaded last, by chunk.
    contents: VecDeque<(u32, Vec<u8>)>,
}

impl Records {
    /// Without any.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a chunk that an import made real; in log order. A chunk added before changes nothing.
    /// [`Records::settle`] comes after the last.
    ///
    /// # Errors
    /// [`ChunkError`] if the content is not such a chunk; the records are then as before.
    pub fn add_chunk(
        &mut self,
        import: ImportId,
        position: u32,
        reference: &ChunkRef,
        content: &[u8],
    ) -> Result<(), ChunkError> {
        match reference.kind {
            ChunkKind::Orders => {
                if self.by_digest.contains_key(&reference.digest) {
                    return Ok(());
                }
                let orders = decode_orders(content)?;
                let chunk = Chunk::new(import, position, reference, &orders, &mut self.names);
                self.push_chunk(chunk);
            }
            ChunkKind::Customers => {
                let customers = decode_customers(content)?;
                self.attach_customers(import, &customers);
            }
            ChunkKind::Items => {
                for item in decode_items(content)? {
                    self.catalogue.put(&mut self.names, item);
                }
            }
            ChunkKind::Costs => {
                for cost in decode_costs(content)? {
                    self.catalogue.put_cost(&mut self.names, cost);
                }
            }
            ChunkKind::Counts => {
                for count in decode_counts(content)? {
                    self.stock.put(&mut self.names, &count);
                }
            }
            ChunkKind::Rates => {
                for rate in decode_rates(content)? {
                    self.rates.put(&rate);
                }
            }
        }
        Ok(())
    }

    pub(crate) fn push_chunk(&mut self, chunk: Chunk) {
        self.by_digest.insert(chunk.digest, self.chunks.len() as u32);
        self.chunks.push(chunk);
    }

    pub(crate) fn attach_customers(
        &mut self,
        import: ImportId,
        customers: &crate::chunks::CustomersOfOrders,
    ) {
        let ids: Vec<i64> = customers
            .names
            .iter()
            .map(|name| i64::from(self.names.customers.intern(name)))
            .collect();
        let found = self
            .chunks
            .iter_mut()
            .rev()
            .find(|chunk| chunk.import == import && chunk.position == customers.chunk);
        if let Some(chunk) = found.filter(|chunk| chunk.len() == customers.customer.len()) {
            let column: Vec<i64> =
                customers.customer.iter().map(|index| ids[*index as usize]).collect();
            chunk.customer = Some(narrow::Narrow::new(&column));
        }
    }

    /// Works out which readings count and sums them per day: after the last [`Records::add_chunk`], before the
    /// first question.
    pub fn settle(&mut self) {
        self.resolve();
        for chunk in &mut self.chunks {
            chunk.refresh_votes();
        }
        self.catalogue.count_votes(&self.names, &self.chunks);
        self.has_stale_names = false;
        self.summary = summary::Summary::of(self);
        self.listed = None;
        self.surveyed = None;
        self.live = None;
    }

    /// Chunks of orders whose content must be loaded before the question can be answered in full.
    #[must_use]
    pub fn missing(&self, query: &Query, context: &Context<'_>) -> Vec<[u8; 32]> {
        match query {
            Query::Sales(query) => self.with_stale_names(self.missing_for_sales(query)),
            Query::Orders(query) => self.with_stale_names(self.missing_for_list(query)),
            Query::Order(order) => self.missing_for_detail(*order),
            Query::Forecast(query) => self.forecast_missing(std::slice::from_ref(query)),
            Query::Forecasts(query) => self.missing_for_forecasts(query, context),
            Query::Models(query) => self.missing_for_models(query, context),
            Query::Settings
            | Query::People
            | Query::Today { .. }
            | Query::KnownDays(_)
            | Query::Imports
            | Query::Log { .. } => Vec::new(),
        }
    }

    /// With the chunks whose lines decide what items are called.
    fn with_stale_names(&self, mut missing: Vec<[u8; 32]>) -> Vec<[u8; 32]> {
        let stale = self.chunks.iter().filter(|chunk| chunk.is_stale);
        missing.extend(stale.map(|chunk| chunk.digest));
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    /// Takes the content of a chunk back in. One that is not known changes nothing.
    ///
    /// # Errors
    /// [`ChunkError`] if the content is not such a chunk.
    pub fn load(&mut self, digest: &[u8; 32], content: &[u8]) -> Result<(), ChunkError> {
        let Some(at) = self.by_digest.get(digest).copied() else { return Ok(()) };
        let chunk = &mut self.chunks[at as usize];
        if chunk.lines.is_none() {
            chunk.lines = Some(chunk::Lines::new(&decode_orders(content)?));
            if chunk.is_stale {
                chunk.refresh_votes();
                self.has_stale_names = true;
            }
        }
        if content.len() <= MOST_CHUNK_BYTES {
            self.contents.retain(|(known, _)| *known != at);
            self.contents.push_back((at, content.to_vec()));
            if self.contents.len() > KEPT_CONTENTS {
                self.contents.pop_front();
            }
        }
        Ok(())
    }

    /// Drops line columns, of the oldest sales first, until the records take at most `bytes` or no lines are left.
    pub fn evict_to(&mut self, bytes: usize) {
        let mut taken = self.resident_bytes();
        if taken <= bytes {
            return;
        }
        self.contents.clear();
        self.listed = None;
        let last = |at: usize| self.chunks[at].last;
        let by_age = ranking(self.chunks.len(), &|a, b| last(a).cmp(&last(b)));
        for at in by_age {
            if taken <= bytes {
                return;
            }
            taken = taken.saturating_sub(self.chunks[at].line_bytes());
            self.chunks[at].lines = None;
        }
    }

    /// Roughly what the records take on the heap.
    #[must_use]
    pub fn resident_bytes(&self) -> usize {
        let chunks: usize =
            self.chunks.iter().map(|chunk| chunk.order_bytes() + chunk.line_bytes()).sum();
        let contents: usize = self.contents.iter().map(|(_, content)| content.len()).sum();
        chunks
            + contents
            + self.names.heap_bytes()
            + self.summary.heap_bytes()
            + self.kept.heap_bytes()
    }

    /// Answers what the records can answer; `None` for other questions. Lines of chunks that [`Records::missing`]
    /// names and that were not loaded are left out.
    #[must_use]
    pub fn answer(&mut self, query: &Query, context: &Context<'_>) -> Option<Answer> {
        self.refresh_names();
        Some(match query {
            Query::Today { place } => {
                Answer::Today(Box::new(self.today(place.as_deref(), context)))
            }
            Query::Sales(query) => Answer::Sales(Box::new(self.sales(query, context))),
            Query::Orders(query) => Answer::Orders(self.orders(query, context)),
            Query::Order(order) => Answer::Order(self.order(*order, context).map(Box::new)),
            Query::Forecast(query) => Answer::Forecast(Box::new(self.forecast(query, context))),
            Query::Forecasts(query) => Answer::Forecasts(self.forecasts(query, context)),
            Query::Models(query) => Answer::Models(self.models(query, context)),
            Query::Settings
            | Query::People
            | Query::Imports
            | Query::KnownDays(_)
            | Query::Log { .. } => return None,
        })
    }

    /// Decides anew what items are called if lines came back that have a say in it.
    fn refresh_names(&mut self) {
        if self.has_stale_names {
            self.has_stale_names = false;
            self.catalogue.count_votes(&self.names, &self.chunks);
            self.summary.sold =
                summary::NamesSold::of(self, &self.summary.cells, &self.summary.days);
            self.listed = None;
            self.surveyed = None;
            self.live = None;
        }
    }

    pub(crate) fn chunk(&self, row: Row) -> &Chunk {
        &self.chunks[row.chunk as usize]
    }

    /// The rows that count, each once, whatever parts it has.
    pub(crate) fn live_rows(&self, chunk: usize) -> impl Iterator<Item = Row> {
        let orders = &self.chunks[chunk];
        (0..orders.len())
            .filter(|order| orders.state(*order) == RowState::Live)
            .map(move |order| Row { chunk: chunk as u32, order: order as u32 })
    }

    /// When the source last knew about a row.
    pub(crate) fn known_ms(&self, row: Row) -> i64 {
        let known = self.chunk(row).known.get(row.order as usize);
        self.confirmed.get(&row).map_or(known, |later| known.max(*later))
    }

    /// Stock counted last, by SKU (name for items without one) and place: what is on hand and what can be sold,
    /// thousandths.
    #[must_use]
    pub fn stock_on_hand(&self) -> BTreeMap<(String, String), (i64, Option<i64>)> {
        self.stock.on_hand(&self.names)
    }
}
