//! What a forecast is made from.

use sha2::{Digest, Sha256};

use super::{Every, HolidayCountry, KnownDay};
use crate::chunks::{from_option, push_signed, push_varint};
use crate::currency::Currency;
use crate::day::Day;
use crate::money::Decimal;

/// The history a forecast is made from: whole periods, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForecastInput {
    /// First day of the first period.
    pub first: Day,
    /// Minor units or thousandths; `None` for a period nothing is known of. At least one, and the first is known.
    pub values: Vec<Option<i64>>,
    /// First day of the first period ahead.
    pub ahead: Day,
    /// Last day of the last period: the day before `ahead`.
    pub until: Day,
    /// Recognises this history: the same history has the same.
    pub data: [u8; 16],
    /// The currency of revenue: the vault's.
    pub currency: Currency,
    /// Whose public holidays count.
    pub country: Option<HolidayCountry>,
    /// Named days over the history and the periods ahead.
    pub days: Vec<KnownDay>,
    /// Recognises what is known of days, the country with them; zeros for nothing.
    pub calendar: [u8; 16],
    /// What an item was sold for, period by period, millionths of a minor unit per unit; the last price goes on
    /// where nothing was sold. Empty for more than one item, and where the price is another at almost every sale.
    pub prices: Vec<i64>,
    /// What a unit of an item costs the merchant, in the vault's currency, if this session may know.
    pub cost: Option<Decimal>,
}

/// Why there is nothing to make a forecast from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ForecastError {
    /// Nothing that matches was sold up to yesterday.
    #[error("nothing was sold")]
    NothingSold,
    /// Not one week or month is over since the first sale.
    #[error("no whole period yet")]
    NoWholePeriod,
    /// Fewer days ahead than 7, or more than 365.
    #[error("{days} days ahead are not 7 to 365")]
    Horizon {
        /// Days asked for.
        days: u16,
    },
}

impl ForecastError {
    /// The stable code a page's sentence is found by.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NothingSold => "forecast-nothing-sold",
            Self::NoWholePeriod => "forecast-no-whole-period",
            Self::Horizon { .. } => "forecast-horizon",
        }
    }
}

/// Periods in a row with the same value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) periods: u32,
    pub(crate) value: Option<i64>,
}

/// The first half of the SHA-256 of the first day (big-endian), the kind of period (1 day, 2 week, 3 month) and the
/// runs as pairs (length, value) of varints, as in an optional column. No two runs in a row have the same value.
pub(crate) fn digest(first: Day, every: Every, runs: &[Run]) -> [u8; 16] {
    let mut bytes = Vec::with_capacity(runs.len() * 5 + 5);
    bytes.extend_from_slice(&first.0.to_be_bytes());
    bytes.push(match every {
        Every::Day => 1,
        Every::Week => 2,
        Every::Month => 3,
    });
    for run in runs {
        push_varint(&mut bytes, u64::from(run.periods));
        push_signed(&mut bytes, from_option(run.value));
    }
    let whole = Sha256::digest(&bytes);
    std::array::from_fn(|at| whole[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_the_history_is_in_its_digest() {
        let of = |first, every, runs: &[(u32, Option<i64>)]| {
            let run =
                |(periods, value): &(u32, Option<i64>)| Run { periods: *periods, value: *value };
            digest(Day(first), every, &runs.iter().map(run).collect::<Vec<_>>())
        };
        let known = of(5, Every::Day, &[(2, Some(0)), (1, None), (1, Some(-3))]);
        assert_eq!(known, of(5, Every::Day, &[(2, Some(0)), (1, None), (1, Some(-3))]));
        for other in [
            of(6, Every::Day, &[(2, Some(0)), (1, None), (1, Some(-3))]),
            of(5, Every::Week, &[(2, Some(0)), (1, None), (1, Some(-3))]),
            of(5, Every::Day, &[(3, Some(0)), (1, Some(-3))]),
            of(5, Every::Day, &[(2, Some(0)), (1, None), (1, Some(3))]),
            of(5, Every::Day, &[(1, Some(0)), (1, None), (1, Some(-3))]),
        ] {
            assert_ne!(known, other);
        }
    }
}
