//! What came in from elsewhere: files, quick entry, the demo.
//!
//! An import's records lie in sealed, content-addressed chunks outside the chain; one event,
//! [`ImportCommitted`], names them all and makes them real. Without it nothing happened.

mod history;
mod plan;

pub(crate) use history::Imports;
pub use plan::{
    Answers, CellMark, Checked, ColumnView, Confidence, DecimalMark, Delimiter, Description,
    Encoding, Field, FileKind, Plan, PreviewCell, PreviewRow, ProblemGroup, Question, Severity,
};

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::currency::Currency;
use crate::day::Day;

/// An import, by a number drawn when it begins.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode, Serialize, Deserialize,
)]
#[cbor(transparent)]
pub struct ImportId(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);

/// What a chunk holds; decides which class key seals it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode, Serialize, Deserialize,
)]
#[cbor(index_only)]
pub enum ChunkKind {
    /// Orders with their lines, of one calendar month. Class `shop`.
    #[n(0)]
    Orders,
    /// Items of the catalogue. Class `shop`.
    #[n(1)]
    Items,
    /// What items cost us. Class `costs`.
    #[n(2)]
    Costs,
    /// Counted stock. Class `shop`.
    #[n(3)]
    Counts,
    /// Who the customers of the import's orders are. Class `people`.
    #[n(4)]
    Customers,
    /// Exchange rates. Class `shop`.
    #[n(5)]
    Rates,
}

/// A chunk that an import made real.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct ChunkRef {
    /// What is in it.
    #[n(0)]
    pub kind: ChunkKind,
    /// SHA-256 of the sealed bytes: its name in the store.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub digest: [u8; 32],
    /// Records in it: orders, items, counts, customers, rates.
    #[n(2)]
    pub records: u32,
    /// Lines, for orders.
    #[n(3)]
    pub lines: u32,
    /// First business day in it, for orders.
    #[n(4)]
    pub first: Day,
    /// Last business day in it.
    #[n(5)]
    pub last: Day,
}

/// What must add up: counted from the file by the importer, counted again from the chunks before the commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct ControlTotals {
    /// Data rows of the file.
    #[n(0)]
    pub rows: u64,
    /// Rows that could not be read and stayed out.
    #[n(1)]
    pub rejected: u64,
    /// Rows that were there already: in the file twice or in the ledger before.
    #[n(2)]
    pub skipped: u64,
    /// Orders added.
    #[n(3)]
    pub added: u64,
    /// Orders that replaced an older reading of themselves.
    #[n(4)]
    pub updated: u64,
    /// Lines written.
    #[n(5)]
    pub lines: u64,
    /// Units in thousandths, sum of the lines written.
    #[n(6)]
    pub units: i64,
    /// Sum of line amounts per currency, minor units.
    #[n(7)]
    pub amounts: Vec<CurrencyAmount>,
}

/// A sum in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct CurrencyAmount {
    /// Which.
    #[n(0)]
    pub currency: Currency,
    /// Minor units.
    #[n(1)]
    pub minor: i64,
}

/// An import as the history lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    /// Which.
    pub import: ImportId,
    /// When, milliseconds since 1970.
    pub at_ms: i64,
    /// The file's name as the merchant had it, or empty for quick entry.
    pub file: String,
    /// Where it came from, e.g. `shopify`, or the merchant's name for the source.
    pub source: String,
    /// What it brought.
    pub kind: FileKind,
    /// What added up.
    pub totals: ControlTotals,
}

/// Everything the Import page knows before a file is chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportsView {
    /// Imports, newest first.
    pub imports: Vec<ImportView>,
    /// How the latest file of each source was read.
    pub plans: Vec<Plan>,
}

crate::settings::fact! {
    /// An import became real: these chunks, all of them, from now on.
    ImportCommitted {
        /// Which.
        0 import: ImportId,
        /// The file's name as the merchant had it; empty for quick entry.
        1 file: String,
        /// How it was read.
        2 plan: Box<Plan>,
        /// Its chunks, in the order they apply.
        3 chunks: Vec<ChunkRef>,
        /// What must add up.
        4 totals: ControlTotals,
    }
}
