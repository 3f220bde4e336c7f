//! Counted stock.

use super::ChunkError;
use super::columns::{Reader, Writer};
use super::ints::{from_option, to_option};
use crate::day::Moment;
use crate::imports::ChunkKind;

/// What was counted of an item at a place. Quantities in thousandths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountRecord {
    /// SKU; may be empty.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Where; empty for "not told".
    pub place: String,
    /// Units there.
    pub on_hand: i64,
    /// Units that can be sold, if told.
    pub available: Option<i64>,
    /// When it was counted.
    pub at: Moment,
}

mod field {
    pub(super) const COUNT: u8 = 2;
    pub(super) const SKU: u8 = 3;
    pub(super) const NAME: u8 = 4;
    pub(super) const PLACE: u8 = 5;
    pub(super) const ON_HAND: u8 = 6;
    pub(super) const AVAILABLE: u8 = 7;
    pub(super) const AT: u8 = 8;
    pub(super) const OFFSET: u8 = 9;
}

/// A billion units in thousandths.
const MOST: i64 = 1_000_000_000_000;
const MOST_MS: i64 = 253_402_300_800_000;

/// Encodes counts, at most [`super::MOST_CHUNK_RECORDS`].
#[must_use]
pub fn encode_counts(counts: &[CountRecord]) -> Vec<u8> {
    let column = |number: fn(&CountRecord) -> i64| counts.iter().map(number).collect::<Vec<i64>>();
    let mut out = Writer::new(ChunkKind::Counts);
    out.uint(field::COUNT, counts.len() as u64);
    out.texts(field::SKU, counts.iter().map(|count| count.sku.as_str()));
    out.texts(field::NAME, counts.iter().map(|count| count.name.as_str()));
    out.texts(field::PLACE, counts.iter().map(|count| count.place.as_str()));
    out.ints(field::ON_HAND, &column(|count| count.on_hand));
    out.ints(field::AVAILABLE, &column(|count| from_option(count.available)));
    out.ints(field::AT, &column(|count| count.at.local_ms));
    out.ints(field::OFFSET, &column(|count| from_option(count.at.offset_min.map(i64::from))));
    out.finish()
}

/// Decodes counts.
///
/// # Errors
/// [`ChunkError`]; never panics, whatever the bytes.
pub fn decode_counts(bytes: &[u8]) -> Result<Vec<CountRecord>, ChunkError> {
    let read = Reader::open(bytes, ChunkKind::Counts)?;
    let count = read.count(field::COUNT, "counts")?;
    let skus = read.texts_of(field::SKU, "SKUs", count)?;
    let names = read.texts_of(field::NAME, "names", count)?;
    let places = read.texts_of(field::PLACE, "places", count)?;
    let on_hand = read.ints(field::ON_HAND, "on hand", count, -MOST..=MOST)?;
    let available = read.ints(field::AVAILABLE, "available", count, -MOST..=MOST + 1)?;
    let at = read.ints(field::AT, "times", count, -MOST_MS..=MOST_MS)?;
    let offsets = read.ints(field::OFFSET, "offsets", count, -1_440..=1_441)?;
    let texts = skus.into_iter().zip(names).zip(places).enumerate();
    Ok(texts
        .map(|(index, ((sku, name), place))| CountRecord {
            sku,
            name,
            place,
            on_hand: on_hand[index],
            available: to_option(available[index]),
            at: Moment {
                local_ms: at[index],
                offset_min: to_option(offsets[index]).map(|minutes| minutes as i16),
            },
        })
        .collect())
}
