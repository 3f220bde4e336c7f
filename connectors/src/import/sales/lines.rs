//! Rows to lines.

use ledger::{Decimal, Field, LineKind, Quantity};

use super::amounts::Amounts;
use super::orders::NewLine;
use super::{Detail, Sales, cell_text, plain_number};
use crate::import::cells::{Columns, is_nothing};
use crate::import::itemlist;
use crate::import::records::Record;
use crate::import::status::Event;

impl Sales {
    pub(super) fn add_lines(
        &mut self,
        order: usize,
        columns: &Columns,
        record: Record<'_>,
        amounts: &Amounts,
        event: Option<Event>,
    ) {
        match self.detail {
            Detail::Lines => self.add_line(order, columns, record, amounts, event),
            Detail::Summary => {
                self.orders.add_units(order, amounts.quantity.unwrap_or(0));
                if self.layout.lists_codes {
                    let list = columns.text(record, Field::ItemList);
                    let codes = list.split(|&byte| byte == b',').filter(|code| !code.is_empty());
                    self.listed += codes.count() as u64;
                }
            }
            Detail::ItemList => {
                let cell = cell_text(columns.text(record, Field::ItemList));
                for listed in itemlist::parse(&cell) {
                    let item = self.items.intern(format!("\0{}\0", listed.name).as_bytes());
                    let quantity = listed.quantity.saturating_mul(1_000);
                    let row = record.line as u32;
                    self.lines.push(NewLine { order, item, quantity, row, ..NewLine::default() });
                }
            }
        }
    }

    fn add_line(
        &mut self,
        order: usize,
        columns: &Columns,
        record: Record<'_>,
        amounts: &Amounts,
        event: Option<Event>,
    ) {
        let item = self.item(columns, record);
        let has_line = amounts.line.is_some() || amounts.quantity.is_some();
        if !has_line && (self.has_row_types || self.is_nameless(item)) {
            return;
        }
        let (mut quantity, mut amount) =
            (amounts.quantity.unwrap_or(1_000), amounts.line.unwrap_or(0));
        if amounts.quantity.is_none() && amount < 0 {
            quantity = -quantity;
        }
        if event == Some(Event::Return) {
            (quantity, amount) = (-quantity.abs(), -amount.abs());
        }
        let price = amounts.price.unwrap_or(Decimal::ZERO);
        self.vote(amounts, quantity, order);
        let mut kind = LineKind::Product;
        if event == Some(Event::Other) {
            kind = LineKind::Other;
        } else if self.is_stock_correction(columns, record, amounts, amount) {
            kind = LineKind::StockCorrection;
        }
        self.lines.push(NewLine {
            order,
            item,
            kind,
            quantity,
            price,
            amount,
            discount: amounts.discount.unwrap_or(0),
            tax: amounts.tax.unwrap_or(0),
            row: record.line as u32,
        });
    }

    /// Whether the amounts told have discount and tax in them: quantity times price shows it.
    fn vote(&mut self, amounts: &Amounts, quantity: i64, order: usize) {
        let (Some(line), Some(price), Some(_)) = (amounts.line, amounts.price, amounts.quantity)
        else {
            return;
        };
        let digits = self.currencies[self.orders.currency_of(order)].1;
        let Some(gross) = price.times(Quantity { thousandths: quantity }, digits) else { return };
        let (discount, tax) = (amounts.discount.unwrap_or(0), amounts.tax.unwrap_or(0));
        let near = |a: i64, b: i64| (a - b).abs() <= 1;
        if discount != 0 && near(line, gross) {
            self.discount_votes.1 += 1;
        } else if discount != 0
            && (near(line, gross - discount) || near(line, gross - discount + tax))
        {
            self.discount_votes.0 += 1;
        }
        if tax != 0 && (near(line, gross - discount + tax) || near(line, gross + tax)) {
            self.tax_votes.0 += 1;
        }
    }

    /// Units without price and buyer under a number that is no return's: found, lost, broken.
    fn is_stock_correction(
        &self,
        columns: &Columns,
        record: Record<'_>,
        amounts: &Amounts,
        amount: i64,
    ) -> bool {
        let people = [Field::Customer, Field::CustomerName, Field::CustomerEmail];
        if amount != 0
            || amounts.price.is_none_or(|price| price.value != 0)
            || !columns.has_any(&people)
        {
            return false;
        }
        let is_return = match plain_number(columns.text(record, Field::OrderNumber)) {
            [letter, rest @ ..] => {
                letter.is_ascii_alphabetic()
                    && !rest.is_empty()
                    && rest.iter().all(u8::is_ascii_digit)
                    && amounts.quantity.is_some_and(|quantity| quantity < 0)
            }
            [] => false,
        };
        !is_return && people.iter().all(|&field| is_nothing(columns.text(record, field)))
    }

    /// The item of a row: SKU, name with variant, category, parted by NUL.
    fn item(&mut self, columns: &Columns, record: Record<'_>) -> u32 {
        let mut code = plain_number(columns.text(record, Field::ItemCode));
        if is_nothing(code) {
            code = columns.text(record, Field::Barcode);
        }
        self.scratch.clear();
        self.scratch.extend_from_slice(code);
        self.scratch.push(0);
        let name = columns.text(record, Field::ItemName);
        self.scratch.extend_from_slice(name);
        for &column in &columns.variants {
            let variant = record.cell(column);
            let says_nothing = matches!(variant, b"" | b"Default Title" | b"Regular" | b"Default");
            if !says_nothing && !contains(name, variant_value(variant)) {
                self.scratch.extend_from_slice(b" - ");
                self.scratch.extend_from_slice(variant);
            }
        }
        self.scratch.push(0);
        self.scratch.extend_from_slice(columns.text(record, Field::Category));
        self.items.intern(&self.scratch)
    }

    fn is_nameless(&self, item: u32) -> bool {
        self.items.text(item).starts_with("\0\0")
    }
}

/// `Color:Moss` → `Moss`.
fn variant_value(variant: &[u8]) -> &[u8] {
    variant
        .iter()
        .rposition(|&byte| byte == b':')
        .map_or(variant, |at| variant[at + 1..].trim_ascii())
}

fn contains(name: &[u8], part: &[u8]) -> bool {
    // The search of `str` is linear whatever the texts are.
    match (std::str::from_utf8(name), std::str::from_utf8(part)) {
        (Ok(name), Ok(part)) => !part.is_empty() && name.contains(part),
        _ => false,
    }
}
