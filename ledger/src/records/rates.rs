//! Exchange rates and conversion: exact, rounded once.

use std::collections::BTreeMap;

use crate::chunks::RateRecord;
use crate::currency::Currency;
use crate::day::Day;
use crate::money::Decimal;

/// Rates by pair and day.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rates {
    pairs: BTreeMap<(Currency, Currency), BTreeMap<Day, Decimal>>,
}

/// A positive fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Factor {
    numerator: i128,
    denominator: i128,
}

impl Factor {
    fn of(rate: Decimal) -> Self {
        Self { numerator: i128::from(rate.value), denominator: power_of_ten(rate.scale) }
    }

    const fn inverse(self) -> Self {
        Self { numerator: self.denominator, denominator: self.numerator }
    }

    fn then(self, next: Self) -> Option<Self> {
        let numerator = self.numerator.checked_mul(next.numerator)?;
        let denominator = self.denominator.checked_mul(next.denominator)?;
        let divisor = greatest_common_divisor(numerator, denominator);
        Some(Self { numerator: numerator / divisor, denominator: denominator / divisor })
    }

    /// `minor` times the factor, rounded half away from zero; `None` if it does not fit.
    pub(crate) fn apply(self, minor: i64) -> Option<i64> {
        let exact = i128::from(minor).checked_mul(self.numerator)?;
        let half = self.denominator / 2;
        let rounded = if exact < 0 {
            exact.checked_sub(half)? / self.denominator
        } else {
            exact.checked_add(half)? / self.denominator
        };
        i64::try_from(rounded).ok()
    }
}

const fn greatest_common_divisor(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    if a == 0 { 1 } else { a }
}

fn power_of_ten(digits: u8) -> i128 {
    10_i128.pow(u32::from(digits.min(18)))
}

impl Rates {
    /// A rate of the same pair and day is replaced.
    pub(crate) fn put(&mut self, rate: &RateRecord) {
        if rate.rate.value > 0 && rate.from != rate.to {
            self.pairs.entry((rate.from, rate.to)).or_default().insert(rate.day, rate.rate);
        }
    }

    pub(crate) fn get(&self, rate: &RateRecord) -> Option<Decimal> {
        self.pairs.get(&(rate.from, rate.to))?.get(&rate.day).copied()
    }

    /// The latest rate of a pair on or before a day, also from its inverse: of both the later, the pair itself on
    /// the same day.
    fn direct(&self, from: Currency, to: Currency, day: Day) -> Option<Factor> {
        let latest = |pair| self.pairs.get(&pair).and_then(|days| days.range(..=day).next_back());
        match (latest((from, to)), latest((to, from))) {
            (Some((own, rate)), inverse) if inverse.is_none_or(|(other, _)| own >= other) => {
                Some(Factor::of(*rate))
            }
            (_, Some((_, rate))) => Some(Factor::of(*rate).inverse()),
            _ => None,
        }
    }

    /// What turns minor units of one currency into minor units of another: a rate of the pair, else one by way of
    /// a currency that both have rates with, the first by its code.
    pub(crate) fn factor(&self, from: Currency, to: Currency, day: Day) -> Option<Factor> {
        let rate = self.direct(from, to, day).or_else(|| {
            let mut ways: Vec<Currency> = self
                .pairs
                .keys()
                .flat_map(|(a, b)| [*a, *b])
                .filter(|c| *c != from && *c != to)
                .collect();
            ways.sort_unstable();
            ways.dedup();
            ways.into_iter()
                .find_map(|way| self.direct(from, way, day)?.then(self.direct(way, to, day)?))
        })?;
        let digits = Factor {
            numerator: power_of_ten(to.digits()),
            denominator: power_of_ten(from.digits()),
        };
        rate.then(digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::from_code(code).unwrap()
    }

    fn rates(of: &[(i32, &str, &str, i64, u8)]) -> Rates {
        let mut rates = Rates::default();
        for (day, from, to, value, scale) in of {
            rates.put(&RateRecord {
                day: Day(*day),
                from: currency(from),
                to: currency(to),
                rate: Decimal { value: *value, scale: *scale },
            });
        }
        rates
    }

    fn convert(rates: &Rates, minor: i64, from: &str, to: &str, day: i32) -> Option<i64> {
        rates.factor(currency(from), currency(to), Day(day))?.apply(minor)
    }

    #[test]
    fn the_latest_rate_on_or_before_the_day_holds() {
        let rates = rates(&[(10, "USD", "EUR", 90, 2), (20, "USD", "EUR", 80, 2)]);
        assert_eq!(convert(&rates, 1_000, "USD", "EUR", 9), None);
        assert_eq!(convert(&rates, 1_000, "USD", "EUR", 19), Some(900));
        assert_eq!(convert(&rates, 1_000, "USD", "EUR", 99), Some(800));
        assert_eq!(convert(&rates, 1_000, "EUR", "USD", 99), Some(1_250));
        assert_eq!(convert(&rates, -5, "USD", "EUR", 15), Some(-5));
    }

    #[test]
    fn currencies_meet_by_way_of_a_third_and_keep_their_digits() {
        let rates = rates(&[(0, "EUR", "JPY", 160, 0), (0, "EUR", "USD", 110, 2)]);
        assert_eq!(convert(&rates, 16_000, "JPY", "USD", 1), Some(11_000));
        assert_eq!(convert(&rates, 11_000, "USD", "JPY", 1), Some(16_000));
        assert_eq!(convert(&rates, 100, "USD", "GBP", 1), None);
    }
}
