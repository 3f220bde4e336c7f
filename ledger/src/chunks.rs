//! Records as bytes: what a sealed chunk holds.
//!
//! The format is permanent truth in merchants' vaults (`docs/ledger-format.md` §11): a CBOR map with field
//! numbers whose columns are byte strings of varints. A reader passes over fields it doesn't know, takes an absent
//! column for zeros, and never trusts a declared length.

mod columns;
mod counts;
mod customers;
mod forecasts;
mod ints;
mod items;
mod orders;
mod rates;

pub use counts::{CountRecord, decode_counts, encode_counts};
pub use customers::{CustomersOfOrders, decode_customers, encode_customers};
pub use forecasts::{chunk_forecasts, decode_forecasts, encode_forecasts};
pub(crate) use ints::{from_option, push_signed, push_varint, to_option};
pub use items::{CostRecord, ItemRecord, decode_costs, decode_items, encode_costs, encode_items};
pub use orders::{decode_orders, encode_orders};
pub use rates::{RateRecord, decode_rates, encode_rates};

/// Bytes of content a chunk may have.
pub const MOST_CHUNK_BYTES: usize = 262_144;
/// Orders, lines or other records a chunk may have: what a reader allocates is bounded by it.
pub const MOST_CHUNK_RECORDS: usize = 65_536;
/// Characters a text may have.
pub const MOST_TEXT_CHARS: usize = 1_000;

/// The bytes are not such a chunk.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChunkError {
    /// The structure does not hold: cut short, an index out of range, a length that does not fit.
    #[error("records: {field} is damaged")]
    Damaged {
        /// Which part.
        field: &'static str,
    },
    /// A newer version wrote it.
    #[error("records of format {version}")]
    Newer {
        /// Its format.
        version: u64,
    },
    /// An amount, quantity or text is beyond what the ledger takes.
    #[error("records: {field} is out of range")]
    OutOfRange {
        /// Which part.
        field: &'static str,
    },
}

impl ChunkError {
    /// The stable code a page's sentence is found by.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Damaged { .. } => "records-damaged",
            Self::Newer { .. } => "records-newer",
            Self::OutOfRange { .. } => "records-out-of-range",
        }
    }
}
