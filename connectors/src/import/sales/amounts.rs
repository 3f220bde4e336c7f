//! The numbers of a row.

use ledger::{Decimal, Field, MOST_MINOR, Quantity};

use super::Sales;
use super::orders::LEVELS;
use crate::import::cells::Columns;
use crate::import::problems::Finding;
use crate::import::records::Record;

/// The numbers of a row.
#[derive(Debug, Default)]
pub(super) struct Amounts {
    pub(super) quantity: Option<i64>,
    pub(super) price: Option<Decimal>,
    pub(super) line: Option<i64>,
    pub(super) discount: Option<i64>,
    pub(super) tax: Option<i64>,
    pub(super) levels: [Option<i64>; LEVELS.len()],
    pub(super) has_failed: bool,
}

impl Amounts {
    /// The amounts of a receipt stand in the same columns as those of its lines.
    pub(super) fn become_order(&mut self) {
        let [_, _, _, tax, total, ..] = &mut self.levels;
        (*tax, *total) = (self.tax.take(), self.line.take());
        (self.quantity, self.price, self.discount) = (None, None, None);
    }
}

impl Sales {
    /// All numbers of a row.
    pub(super) fn amounts(
        &self,
        columns: &mut Columns,
        record: Record<'_>,
        currency: u32,
        findings: &mut Vec<Finding>,
    ) -> Amounts {
        let digits = self.currencies[currency as usize].1;
        let mut found = Amounts::default();
        let mut money = |field: Field, columns: &mut Columns| -> Option<i64> {
            let told = columns.number(record, field, findings)?;
            let minor = told.to_minor(digits).filter(|minor| minor.abs() <= MOST_MINOR);
            if minor.is_none() {
                let column = columns.of(field).unwrap_or(0);
                findings.push(Finding::unreadable("number-out-of-range", column));
            }
            minor
        };
        found.line = money(Field::LineAmount, columns);
        found.tax = money(Field::LineTax, columns);
        for (level, &field) in LEVELS.iter().enumerate() {
            if columns.of(field).is_some() {
                found.levels[level] = money(field, columns);
            }
        }
        let is_rate = columns.is_percent(record, Field::LineDiscount)
            || self.answers.get("discount").is_some_and(|answer| answer == "percent");
        let share =
            if is_rate { columns.number(record, Field::LineDiscount, findings) } else { None };
        if !is_rate && columns.of(Field::LineDiscount).is_some() {
            let mut money = |columns: &mut Columns| {
                columns.number(record, Field::LineDiscount, findings)?.to_minor(digits)
            };
            found.discount = money(columns).map(i64::abs);
        }
        let quantity = columns.number(record, Field::Quantity, findings);
        found.quantity = quantity.and_then(|quantity| quantity.to_minor(3));
        if quantity.is_some()
            && found.quantity.is_none_or(|quantity| quantity.abs() > 1_000_000_000_000)
        {
            let column = columns.of(Field::Quantity).unwrap_or(0);
            findings.push(Finding::unreadable("number-out-of-range", column));
        }
        found.price = columns.number(record, Field::UnitPrice, findings);
        if let Some(share) = share {
            found.discount = discount_of(share, &found, digits);
        }
        if found.line.is_none()
            && let Some(price) = found.price
        {
            let quantity = Quantity { thousandths: found.quantity.unwrap_or(1_000) };
            found.line =
                price.times(quantity, digits).map(|gross| gross - found.discount.unwrap_or(0));
            if found.line.is_none_or(|line| line.abs() > MOST_MINOR) {
                let column = columns.of(Field::UnitPrice).unwrap_or(0);
                findings.push(Finding::unreadable("number-out-of-range", column));
            }
        }
        found
    }
}

/// What a percentage takes off a line: the price of its units less the net amount, which is rounded once.
fn discount_of(share: Decimal, found: &Amounts, digits: u8) -> Option<i64> {
    let hundred = 10_i64.checked_pow(u32::from(share.scale) + 2)?;
    let left = hundred.checked_sub(share.value.checked_abs()?)?;
    let Some(price) = found.price else {
        let net = Decimal { value: found.line?.checked_mul(left)?, scale: share.scale + 2 };
        return Some((found.line? - net.to_minor(0)?).abs());
    };
    let quantity = Quantity { thousandths: found.quantity.unwrap_or(1_000) };
    let gross = price.times(quantity, digits)?;
    let net_price = Decimal {
        value: price.value.checked_mul(left)?,
        scale: price.scale.checked_add(share.scale + 2).filter(|&scale| scale <= 18)?,
    };
    Some((gross - net_price.times(quantity, digits)?).abs())
}
