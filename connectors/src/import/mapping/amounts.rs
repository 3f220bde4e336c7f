//! Which amounts belong to a line and which to the whole order.

use ledger::{DecimalMark, Field};

use super::super::numbers;
use super::super::words::{Match, Meaning};
use super::relations::Relations;
use super::{Choice, Table};

/// Turns meanings into fields.
pub(super) fn resolve(table: Table<'_>, matches: &mut [Option<Match>]) -> Vec<Choice> {
    reference_of_orders(matches);
    let matches = &*matches;
    let has = |wanted: Field| {
        matches
            .iter()
            .flatten()
            .any(|found| found.meaning == Meaning::Field(wanted) && found.score > 45.0)
    };
    let has_amount = matches.iter().flatten().any(|found| {
        matches!(found.meaning, Meaning::Amount | Meaning::AmountGross | Meaning::AmountNet)
    });
    let has_lines = (has(Field::ItemCode) || has(Field::ItemName))
        || (has(Field::Quantity) && has(Field::UnitPrice))
        || has(Field::LineAmount);
    let scope = Scope {
        table,
        order: column_of(matches, Field::OrderNumber),
        has_lines,
        relations: Relations::new(table),
        parts: Parts::of(table, matches),
    };
    let mut chosen: Vec<Choice> = matches
        .iter()
        .enumerate()
        .map(|(column, found)| found.map_or(Choice::NONE, |found| scope.choose(column, found)))
        .collect();
    scope.choose_amounts(matches, &mut chosen);
    scope.turn_prices(&mut chosen);
    if !has_amount && !has_lines {
        promote_subtotal(&mut chosen);
    }
    separate_codes(table, &mut chosen);
    chosen
}

/// A reference in a table that tells no items is the order's; a bare `ID` beside it is not.
fn reference_of_orders(matches: &mut [Option<Match>]) {
    let is = |found: &Option<Match>, fields: &[Field]| {
        found
            .is_some_and(|found| fields.iter().any(|&field| found.meaning == Meaning::Field(field)))
    };
    let items =
        [Field::ItemName, Field::Quantity, Field::UnitPrice, Field::LineAmount, Field::Barcode];
    let stock = [Field::OnHand, Field::Available, Field::Cost];
    if matches.iter().any(|found| is(found, &items) || is(found, &stock)) {
        return;
    }
    for found in matches.iter_mut().flatten() {
        if found.meaning == Meaning::Field(Field::ItemCode) {
            found.meaning = Meaning::Field(Field::OrderNumber);
        }
    }
}

/// Only what is called a subtotal tells what the order came to.
fn promote_subtotal(chosen: &mut [Choice]) {
    if chosen.iter().any(|choice| choice.field == Field::OrderTotal) {
        return;
    }
    for choice in chosen.iter_mut().filter(|choice| choice.field == Field::OrderNet) {
        choice.field = Field::OrderTotal;
    }
}

/// Two columns that could name the item: the one that looks like codes is the code.
fn separate_codes(table: Table<'_>, chosen: &mut [Choice]) {
    let names: Vec<usize> =
        (0..chosen.len()).filter(|&column| chosen[column].field == Field::ItemName).collect();
    if names.len() < 2 || chosen.iter().any(|choice| choice.field == Field::ItemCode) {
        return;
    }
    if let Some(&code) = names.iter().find(|&&column| table.profiles[column].is_code()) {
        chosen[code].field = Field::ItemCode;
    }
}

fn column_of(matches: &[Option<Match>], field: Field) -> Option<usize> {
    let score = |column: &usize| matches[*column].map_or(0.0, |found| found.score);
    (0..matches.len())
        .filter(|&column| {
            matches[column].is_some_and(|found| found.meaning == Meaning::Field(field))
        })
        .max_by(|a, b| score(a).total_cmp(&score(b)))
}

struct Scope<'a> {
    table: Table<'a>,
    order: Option<usize>,
    has_lines: bool,
    relations: Relations<'a>,
    parts: Parts,
}

/// The columns that amounts are made of.
struct Parts {
    amounts: Vec<usize>,
    discount: Option<usize>,
    fee: Option<usize>,
    shipping: Option<usize>,
    quantity: Option<usize>,
    price: Option<usize>,
    item: Option<usize>,
    /// What comes on top of goods: tax, postage, tips.
    extras: Vec<usize>,
}

impl Parts {
    fn of(table: Table<'_>, matches: &[Option<Match>]) -> Self {
        let is_amount = |column: &usize| {
            matches[*column].is_some_and(|found| {
                let subtotal = Meaning::Field(Field::OrderSubtotal);
                let meanings =
                    [Meaning::Amount, Meaning::AmountGross, Meaning::AmountNet, subtotal];
                meanings.contains(&found.meaning)
            })
        };
        let discount = |column: &usize| {
            matches[*column].is_some_and(|found| {
                matches!(found.meaning, Meaning::Discount | Meaning::Field(Field::LineDiscount))
            })
        };
        let is_extra = |column: &usize| {
            matches[*column].is_some_and(|found| {
                let extras = [Field::OrderTax, Field::LineTax, Field::Shipping, Field::Tip];
                let is_field = extras.iter().any(|&field| found.meaning == Meaning::Field(field));
                (found.meaning == Meaning::Tax && !table.profiles[*column].is_percent()) || is_field
            })
        };
        let mut amounts: Vec<usize> = (0..matches.len()).filter(is_amount).collect();
        // An empty column is an amount only if there is no other.
        if amounts.iter().any(|&column| table.profiles[column].filled > 0) {
            amounts.retain(|&column| table.profiles[column].filled > 0);
        }
        Self {
            amounts,
            discount: (0..matches.len()).find(discount),
            fee: column_of(matches, Field::Fee),
            shipping: column_of(matches, Field::Shipping),
            quantity: column_of(matches, Field::Quantity),
            price: column_of(matches, Field::UnitPrice),
            item: column_of(matches, Field::ItemCode).or(column_of(matches, Field::ItemName)),
            extras: (0..matches.len()).filter(is_extra).collect(),
        }
    }
}

impl Scope<'_> {
    fn choose(&self, column: usize, found: Match) -> Choice {
        let profile = &self.table.profiles[column];
        let of_order = !self.has_lines || self.is_order_level(column);
        let either = |order: Field, line: Field| if of_order { order } else { line };
        let field = match found.meaning {
            Meaning::Field(Field::OrderSubtotal) if !of_order => Field::Ignore,
            Meaning::Field(field) => field,
            Meaning::Discount if self.is_discount_of_rows(column) => Field::LineDiscount,
            Meaning::Discount => either(Field::OrderDiscount, Field::LineDiscount),
            Meaning::Tax if profile.is_percent() => Field::TaxRate,
            Meaning::Tax => either(Field::OrderTax, Field::LineTax),
            Meaning::Customer if profile.is_full_name() => Field::CustomerName,
            Meaning::Customer => Field::Customer,
            Meaning::Type if profile.is_event() => Field::EventType,
            Meaning::Type => Field::Category,
            // Decided together.
            Meaning::Amount | Meaning::AmountNet | Meaning::AmountGross => Field::Ignore,
        };
        Choice { field, score: found.score }
    }

    /// With tax before without, the plain word between, and after the discount before all that are not; one for the
    /// line, one for the order.
    fn choose_amounts(&self, matches: &[Option<Match>], chosen: &mut [Choice]) {
        let mut ranked: Vec<(u8, f64, usize)> = Vec::new();
        for &column in &self.parts.amounts {
            let Some(found) = matches[column] else { continue };
            let of_order = !self.has_lines || self.is_order_level(column);
            let rank = match found.meaning {
                Meaning::AmountGross => 0,
                Meaning::Amount => 1,
                Meaning::Field(_) if of_order => continue,
                _ => 2,
            };
            if self.is_after_fees(column) {
                chosen[column] = Choice { field: Field::OrderNet, score: found.score };
                continue;
            }
            if self.is_price(column) {
                chosen[column] = Choice { field: Field::UnitPrice, score: found.score };
                continue;
            }
            let rank = if self.is_before_discount(column) { rank + 10 } else { rank };
            // What another amount exceeds by tax and postage is the subtotal.
            let rank = if of_order && self.is_before_extras(column) { 2 } else { rank };
            ranked.push((rank, -found.score, column));
        }
        ranked.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        for (rank, score, column) in ranked {
            let has = |field: Field| chosen.iter().any(|choice| choice.field == field);
            let of_order =
                !self.has_lines || self.is_order_level(column) || self.has_shipping_in(column);
            let field = match (of_order, rank) {
                (true, _) if !has(Field::OrderTotal) => Field::OrderTotal,
                (true, 2) if !has(Field::OrderSubtotal) => Field::OrderSubtotal,
                (false, _) if !has(Field::LineAmount) => Field::LineAmount,
                _ => Field::Ignore,
            };
            chosen[column] = Choice { field, score: -score };
        }
    }

    /// Whether the discounts stand on the rows: they are percentages, or the difference of two amounts of each row.
    fn is_discount_of_rows(&self, column: usize) -> bool {
        if !self.has_lines {
            return false;
        }
        let amounts = &self.parts.amounts;
        self.table.profiles[column].is_percent()
            || amounts.iter().any(|&before| {
                amounts
                    .iter()
                    .any(|&after| before != after && self.relations.is_less(before, column, after))
            })
    }

    fn is_before_discount(&self, column: usize) -> bool {
        self.parts.discount.is_some_and(|discount| {
            let others = self.parts.amounts.iter().filter(|&&other| other != column);
            others.into_iter().any(|&after| self.relations.is_less(column, discount, after))
        })
    }

    fn is_before_extras(&self, column: usize) -> bool {
        let others = self.parts.amounts.iter().filter(|&&other| other != column);
        others.into_iter().any(|&total| self.relations.is_sum(column, &self.parts.extras, total))
    }

    /// A price that grows with the quantity is what the line came to.
    fn turn_prices(&self, chosen: &mut [Choice]) {
        if chosen.iter().any(|choice| choice.field == Field::LineAmount) {
            return;
        }
        let (Some(quantity), Some(item)) = (self.parts.quantity, self.parts.item) else { return };
        let prices = (0..chosen.len()).filter(|&column| chosen[column].field == Field::UnitPrice);
        let grown =
            prices.into_iter().find(|&price| self.relations.grows_with(price, quantity, item));
        if let Some(price) = grown {
            chosen[price].field = Field::LineAmount;
        }
    }

    /// Whether another amount is so many times this one as there are units.
    fn is_price(&self, column: usize) -> bool {
        self.parts.quantity.is_some_and(|quantity| {
            let others = self.parts.amounts.iter().filter(|&&other| other != column);
            others.into_iter().any(|&total| self.relations.is_product(total, quantity, column))
        })
    }

    fn is_after_fees(&self, column: usize) -> bool {
        self.parts.fee.is_some_and(|fee| {
            let others = self.parts.amounts.iter().filter(|&&other| other != column);
            others.into_iter().any(|&before| self.relations.is_less(before, fee, column))
        })
    }

    /// Whether a total has the postage in it: then it is that of the order.
    fn has_shipping_in(&self, column: usize) -> bool {
        let parts = &self.parts;
        let (Some(quantity), Some(price), Some(shipping)) =
            (parts.quantity, parts.price, parts.shipping)
        else {
            return false;
        };
        !self.relations.is_product(column, quantity, price)
            && self.relations.is_with_extra(column, quantity, price, shipping)
    }

    /// Whether a column repeats one value over the rows of an order, or fills its first row only.
    fn is_order_level(&self, column: usize) -> bool {
        let Some(order) = self.order else { return false };
        let (mut constant, mut varying) = (0_u32, 0_u32);
        let rows = self.table.rows;
        let same = |a: &super::Row, b: &super::Row| {
            let (a, b) = (a.cell(order), b.cell(order));
            !a.is_empty() && (a == b || b.is_empty())
        };
        for group in rows.chunk_by(same).filter(|group| group.len() > 1) {
            let mut filled =
                group.iter().map(|row| row.cell(column)).filter(|cell| !cell.is_empty());
            let Some(first) = filled.next() else { continue };
            if is_zero(first) {
                continue;
            }
            if filled.all(|cell| cell == first) { constant += 1 } else { varying += 1 }
        }
        constant >= 1 && constant > varying * 3
    }
}

fn is_zero(cell: &str) -> bool {
    let mark = DecimalMark::Point;
    numbers::parse(cell.as_bytes(), mark).is_ok_and(|number| number.value.value == 0)
        || numbers::parse(cell.as_bytes(), DecimalMark::Comma)
            .is_ok_and(|number| number.value.value == 0)
}
