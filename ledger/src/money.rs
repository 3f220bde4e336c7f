//! Amounts: integer minor units with a currency, exact decimals for prices, fixed-point quantities. No float
//! ever holds money.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::currency::Currency;

/// The largest amount one line or payment may have, in minor units: POS terminals and card schemes stop here.
pub const MOST_MINOR: i64 = 999_999_999;

/// An amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Money {
    /// In the currency's minor unit: cents for EUR, yen for JPY.
    #[n(0)]
    pub minor: i64,
    /// Of which currency.
    #[n(1)]
    pub currency: Currency,
}

/// An exact decimal number `value / 10^scale`: a unit price, a cost, a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Decimal {
    /// The digits, signed.
    #[n(0)]
    pub value: i64,
    /// Digits after the decimal mark, 0 to 9. Prices use at most 6.
    #[n(1)]
    pub scale: u8,
}

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self { value: 0, scale: 0 };

    /// `self` in minor units of a currency with `digits` decimals, rounded half away from zero; `None` if it
    /// does not fit.
    #[must_use]
    pub fn to_minor(self, digits: u8) -> Option<i64> {
        rescale(i128::from(self.value), u32::from(self.scale), u32::from(digits))
    }

    /// `self × quantity` in minor units, rounded once, half away from zero; `None` if it does not fit.
    #[must_use]
    pub fn times(self, quantity: Quantity, digits: u8) -> Option<i64> {
        let exact = i128::from(self.value) * i128::from(quantity.thousandths);
        rescale(exact, u32::from(self.scale) + 3, u32::from(digits))
    }
}

/// A quantity in thousandths: 3 pieces are 3,000, 0.250 kg are 250. Negative for what came back.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Encode,
    Decode,
    Serialize,
    Deserialize,
)]
#[cbor(transparent)]
pub struct Quantity {
    /// Thousandths of the item's unit.
    #[n(0)]
    pub thousandths: i64,
}

/// `value / 10^from` as an integer count of `10^-to`, rounded half away from zero.
fn rescale(value: i128, from: u32, to: u32) -> Option<i64> {
    let scaled = if to >= from {
        value.checked_mul(10_i128.checked_pow(to - from)?)?
    } else {
        let unit = 10_i128.checked_pow(from - to)?;
        let half = unit / 2;
        if value < 0 { (value - half) / unit } else { (value + half) / unit }
    };
    i64::try_from(scaled).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_rounded_once_half_away_from_zero() {
        let price = Decimal { value: 1_045, scale: 3 };
        assert_eq!(price.times(Quantity { thousandths: 1_000 }, 2), Some(105));
        assert_eq!(price.times(Quantity { thousandths: -1_000 }, 2), Some(-105));
        assert_eq!(price.times(Quantity { thousandths: 3_000 }, 2), Some(314));
        assert_eq!(price.to_minor(0), Some(1));
        assert_eq!(price.to_minor(3), Some(1_045));
        assert_eq!(Decimal { value: i64::MAX, scale: 0 }.to_minor(2), None);
    }
}
