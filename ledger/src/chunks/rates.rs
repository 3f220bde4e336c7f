//! Exchange rates.

use super::ChunkError;
use super::columns::{Reader, Writer};
use crate::currency::Currency;
use crate::day::Day;
use crate::imports::ChunkKind;
use crate::money::Decimal;

/// On `day` one `from` was `rate` of `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateRecord {
    /// From when it holds, until there is a later one.
    pub day: Day,
    /// The currency that is exchanged.
    pub from: Currency,
    /// The currency that is given for it.
    pub to: Currency,
    /// How many of `to` one `from` is; positive.
    pub rate: Decimal,
}

mod field {
    pub(super) const COUNT: u8 = 2;
    pub(super) const DAY: u8 = 3;
    pub(super) const FROM: u8 = 4;
    pub(super) const TO: u8 = 5;
    pub(super) const RATE: u8 = 6;
    pub(super) const SCALE: u8 = 7;
}

/// Digits of a rate: enough for ten significant ones, few enough that a converted amount fits 128 bits.
const MOST_DIGITS: i64 = 1_000_000_000_000_000;

/// Encodes rates, at most [`super::MOST_CHUNK_RECORDS`].
#[must_use]
pub fn encode_rates(rates: &[RateRecord]) -> Vec<u8> {
    let column = |number: fn(&RateRecord) -> i64| rates.iter().map(number).collect::<Vec<i64>>();
    let mut out = Writer::new(ChunkKind::Rates);
    out.uint(field::COUNT, rates.len() as u64);
    out.ints(field::DAY, &column(|rate| i64::from(rate.day.0)));
    out.texts(field::FROM, rates.iter().map(|rate| rate.from.code()));
    out.texts(field::TO, rates.iter().map(|rate| rate.to.code()));
    out.ints(field::RATE, &column(|rate| rate.rate.value));
    out.ints(field::SCALE, &column(|rate| i64::from(rate.rate.scale)));
    out.finish()
}

/// Decodes rates; all are positive.
///
/// # Errors
/// [`ChunkError`]; never panics, whatever the bytes.
pub fn decode_rates(bytes: &[u8]) -> Result<Vec<RateRecord>, ChunkError> {
    let read = Reader::open(bytes, ChunkKind::Rates)?;
    let count = read.count(field::COUNT, "rates")?;
    let days = read.ints(field::DAY, "days", count, -1_000_000..=3_000_000)?;
    let from = read.texts_of(field::FROM, "currencies", count)?;
    let to = read.texts_of(field::TO, "currencies", count)?;
    let digits = read.ints(field::RATE, "rate", count, 1..=MOST_DIGITS)?;
    let scales = read.ints(field::SCALE, "rate", count, 0..=9)?;
    let currency = |code: &str| {
        Currency::from_code(code).map_err(|_| ChunkError::OutOfRange { field: "currencies" })
    };
    (0..count)
        .map(|at| {
            Ok(RateRecord {
                day: Day(days[at] as i32),
                from: currency(&from[at])?,
                to: currency(&to[at])?,
                rate: Decimal { value: digits[at], scale: scales[at] as u8 },
            })
        })
        .collect()
}
