//! What columns of amounts have to do with each other, tried on the sample: one is another less the discount, one is
//! quantity times price and postage, one is what is left after fees.

use std::collections::HashMap;

use ledger::DecimalMark;

use super::super::numbers;
use super::Table;

/// Amounts closer than this are equal: files round.
const TOLERANCE: f64 = 0.021;
/// Rows that have to tell before they are believed.
const LEAST_ROWS: usize = 2;

/// The sample's columns as numbers.
pub(super) struct Relations<'a> {
    table: Table<'a>,
    common: DecimalMark,
}

impl<'a> Relations<'a> {
    pub(super) fn new(table: Table<'a>) -> Self {
        let votes =
            |mark| table.profiles.iter().filter(|profile| profile.mark() == Some(mark)).count();
        let is_comma = votes(DecimalMark::Comma) > votes(DecimalMark::Point);
        Self { table, common: if is_comma { DecimalMark::Comma } else { DecimalMark::Point } }
    }

    fn value(&self, row: usize, column: usize) -> Option<f64> {
        let mark = self.table.profiles[column].mark().unwrap_or(self.common);
        let number = numbers::parse(self.table.rows[row].cell(column).as_bytes(), mark).ok()?;
        Some(number.value.value as f64 / 10_f64.powi(i32::from(number.value.scale)))
    }

    /// Whether `law` holds in most rows in which `telling` is not zero.
    fn holds(&self, telling: usize, law: impl Fn(usize, f64) -> Option<f64>) -> bool {
        let (mut told, mut held) = (0_usize, 0_usize);
        for row in 0..self.table.rows.len() {
            let Some(value) = self.value(row, telling).filter(|value| value.abs() > TOLERANCE)
            else {
                continue;
            };
            if let Some(difference) = law(row, value) {
                told += 1;
                held += usize::from(difference.abs() <= TOLERANCE);
            }
        }
        told >= LEAST_ROWS && held * 5 >= told * 4
    }

    /// Whether `after` is `before` less the part taken off, whatever its sign.
    pub(super) fn is_less(&self, before: usize, part: usize, after: usize) -> bool {
        self.holds(part, |row, part| {
            let (before, after) = (self.value(row, before)?, self.value(row, after)?);
            Some(before.abs() - part.abs() - after.abs())
        })
    }

    /// Whether `total` is quantity times price with `extra` on top.
    pub(super) fn is_with_extra(
        &self,
        total: usize,
        quantity: usize,
        price: usize,
        extra: usize,
    ) -> bool {
        self.holds(extra, |row, extra| {
            let goods = self.value(row, quantity)? * self.value(row, price)?;
            Some(self.value(row, total)? - goods - extra)
        })
    }

    /// Whether `total` is quantity times price, in rows of more than one unit.
    pub(super) fn is_product(&self, total: usize, quantity: usize, price: usize) -> bool {
        self.holds(total, |row, total| {
            let units =
                self.value(row, quantity).filter(|units| (units - 1.0).abs() > TOLERANCE)?;
            Some(total - units * self.value(row, price)?)
        })
    }

    /// Whether `total` is `base` with all the extras on top.
    pub(super) fn is_sum(&self, base: usize, extras: &[usize], total: usize) -> bool {
        let Some(&telling) = extras.first() else { return false };
        self.holds(telling, |row, _| {
            let extra: f64 = extras.iter().filter_map(|&column| self.value(row, column)).sum();
            Some(self.value(row, total)? - self.value(row, base)? - extra)
        })
    }

    /// Whether an amount of the same item grows with its quantity: then it is what the line came to.
    pub(super) fn grows_with(&self, amount: usize, quantity: usize, item: usize) -> bool {
        let mut first: HashMap<&str, (f64, f64)> = HashMap::new();
        let (mut told, mut held) = (0_usize, 0_usize);
        for (at, row) in self.table.rows.iter().enumerate() {
            let (Some(amount), Some(units)) = (self.value(at, amount), self.value(at, quantity))
            else {
                continue;
            };
            if units.abs() <= TOLERANCE || amount.abs() <= TOLERANCE || row.cell(item).is_empty() {
                continue;
            }
            let (amount, units) = (amount.abs(), units.abs());
            let &mut (known, of) = first.entry(row.cell(item)).or_insert((amount, units));
            if (units - of).abs() > TOLERANCE {
                told += 1;
                held += usize::from((amount / units - known / of).abs() <= TOLERANCE);
            }
        }
        told >= LEAST_ROWS && held * 5 >= told * 4
    }
}
