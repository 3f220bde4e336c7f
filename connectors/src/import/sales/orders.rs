//! Orders and lines as columns while they are collected.

use std::hash::BuildHasher;

use hashbrown::DefaultHashBuilder;
use ledger::{Decimal, Field, LineKind, Moment, OrderFlags};

use crate::import::cells::Columns;
use crate::import::intern::Interner;
use crate::import::records::Record;

/// Amounts of the whole order.
pub(super) const LEVELS: [Field; 9] = [
    Field::OrderSubtotal,
    Field::OrderDiscount,
    Field::Shipping,
    Field::OrderTax,
    Field::OrderTotal,
    Field::Refunded,
    Field::Tip,
    Field::Fee,
    Field::OrderNet,
];

/// A wall clock without an offset.
const NO_OFFSET: i16 = i16::MIN;
/// An order without a number; a number without an order.
const NO_NUMBER: u32 = u32::MAX;
/// The order of a number stands in an earlier window.
const EARLIER: u32 = u32::MAX - 1;

/// One amount of every order: what its rows say.
#[derive(Debug, Default)]
struct Level {
    is_told: bool,
    first: Vec<i64>,
    sum: Vec<i64>,
    /// 0 nothing, 1 once, 2 the same again, 3 something else.
    state: Vec<u8>,
}

/// Orders in the order of their first rows.
#[derive(Debug)]
pub(super) struct OrderTable {
    numbers: Interner,
    /// The order of each number.
    of_number: Vec<u32>,
    /// Order numbers without payments; empty unless the file tells payments.
    ids: Interner,
    pub(super) number: Vec<u32>,
    unnumbered_before: usize,
    placed: Vec<i64>,
    offset: Vec<i16>,
    known: Vec<i64>,
    names: Vec<[u32; 4]>,
    currency: Vec<u8>,
    flags: Vec<OrderFlags>,
    units: Vec<i64>,
    /// Whether some row of the order is not cancelled.
    is_alive: Vec<bool>,
    /// Only where a row is an order: recognises a row that stands there twice.
    hashes: Vec<u64>,
    hasher: DefaultHashBuilder,
    keeps_hashes: bool,
    has_payments: bool,
    levels: [Level; LEVELS.len()],
}

/// What makes a new order.
pub(super) struct NewOrder<'a> {
    pub(super) placed: Moment,
    pub(super) currency: u32,
    pub(super) record: Record<'a>,
}

impl OrderTable {
    pub(super) fn new(columns: &Columns, has_row_types: bool) -> Self {
        let is_told = |field: Field| {
            columns.of(field).is_some()
                || (has_row_types && matches!(field, Field::OrderTax | Field::OrderTotal))
        };
        let lines =
            [Field::ItemCode, Field::ItemName, Field::Barcode, Field::LineAmount, Field::UnitPrice];
        Self {
            numbers: Interner::default(),
            of_number: Vec::new(),
            ids: Interner::default(),
            number: Vec::new(),
            unnumbered_before: 0,
            placed: Vec::new(),
            offset: Vec::new(),
            known: Vec::new(),
            names: Vec::new(),
            currency: Vec::new(),
            flags: Vec::new(),
            units: Vec::new(),
            is_alive: Vec::new(),
            hashes: Vec::new(),
            hasher: DefaultHashBuilder::default(),
            keeps_hashes: !columns.has_any(&lines),
            has_payments: columns.of(Field::PaymentId).is_some(),
            levels: LEVELS.map(|field| Level { is_told: is_told(field), ..Level::default() }),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.placed.len()
    }

    /// The number of an order number, made if it is new.
    pub(super) fn number_id(&mut self, number: &[u8]) -> u32 {
        let id = self.numbers.intern(number);
        if self.of_number.len() < self.numbers.len() {
            self.of_number.push(NO_NUMBER);
        }
        id
    }

    pub(super) fn note_id(&mut self, number: &[u8], payment: &[u8]) {
        if self.has_payments && !payment.is_empty() {
            self.ids.intern(number);
        }
    }

    /// Different order numbers, and orders without one.
    pub(super) fn distinct(&self) -> usize {
        let unnumbered = self.unnumbered_before + self.unnumbered();
        if self.has_payments && self.ids.len() > 0 {
            return self.ids.len() + unnumbered;
        }
        self.of_number.iter().filter(|&&order| order != NO_NUMBER).count() + unnumbered
    }

    /// Whether an earlier window has the beginning of the order.
    pub(super) fn has_begun(&self, number: u32) -> bool {
        self.of_number.get(number as usize) == Some(&EARLIER)
    }

    pub(super) fn number_id_of(&self, order: usize) -> Option<u32> {
        Some(self.number[order]).filter(|&number| number != NO_NUMBER)
    }

    /// Forgets the orders, but not that there were such numbers.
    pub(super) fn clear(&mut self) {
        for slot in self.of_number.iter_mut().filter(|slot| **slot != NO_NUMBER) {
            *slot = EARLIER;
        }
        self.unnumbered_before += self.unnumbered();
        self.number.clear();
        self.placed.clear();
        self.offset.clear();
        self.known.clear();
        self.names.clear();
        self.currency.clear();
        self.flags.clear();
        self.units.clear();
        self.is_alive.clear();
        self.hashes.clear();
        for level in &mut self.levels {
            level.first.clear();
            level.sum.clear();
            level.state.clear();
        }
    }

    fn unnumbered(&self) -> usize {
        self.number.iter().filter(|&&number| number == NO_NUMBER).count()
    }

    pub(super) fn by_number(&self, number: u32) -> Option<usize> {
        self.of_number
            .get(number as usize)
            .filter(|&&order| order < EARLIER)
            .map(|&order| order as usize)
    }

    pub(super) fn push(&mut self, number: Option<u32>, new: NewOrder<'_>) -> usize {
        let order = self.len();
        let mut flags = OrderFlags::default();
        match number {
            Some(number) => {
                if self.has_begun(number) {
                    flags = OrderFlags::CONTINUED;
                }
                self.of_number[number as usize] = order as u32;
            }
            None => flags = OrderFlags::UNNUMBERED,
        }
        self.number.push(number.unwrap_or(NO_NUMBER));
        self.placed.push(new.placed.local_ms);
        self.offset.push(new.placed.offset_min.unwrap_or(NO_OFFSET));
        self.names.push([0; 4]);
        self.currency.push(new.currency as u8);
        self.flags.push(flags);
        self.is_alive.push(false);
        if self.keeps_hashes {
            self.units.push(0);
            let hash = self.hash(new.record);
            self.hashes.push(hash);
        }
        for level in self.levels.iter_mut().filter(|level| level.is_told) {
            level.first.push(0);
            level.sum.push(0);
            level.state.push(0);
        }
        order
    }

    fn hash(&self, record: Record<'_>) -> u64 {
        self.hasher.hash_one(record.bytes())
    }

    /// Whether the row is the one the order was made of, once more.
    pub(super) fn is_repeated(&self, order: usize, record: Record<'_>) -> bool {
        self.keeps_hashes && self.hashes[order] == self.hash(record)
    }

    /// Fills in what is still missing.
    pub(super) fn describe(&mut self, order: usize, names: [u32; 4], flags: OrderFlags) {
        for (slot, name) in self.names[order].iter_mut().zip(names) {
            if *slot == 0 {
                *slot = name;
            }
        }
        self.flags[order] = self.flags[order].with(flags);
    }

    pub(super) fn keep_alive(&mut self, order: usize) {
        self.is_alive[order] = true;
    }

    /// What is true of an order: cancelled only if all its rows are.
    pub(super) fn flags_of(&self, order: usize) -> OrderFlags {
        let flags = self.flags[order];
        if self.is_alive[order] { OrderFlags(flags.0 & !OrderFlags::CANCELLED.0) } else { flags }
    }

    pub(super) fn know(&mut self, order: usize, instant_ms: i64) {
        if self.known.len() <= order {
            self.known.resize(order + 1, i64::MIN);
        }
        self.known[order] = self.known[order].max(instant_ms);
    }

    pub(super) fn add_units(&mut self, order: usize, units: i64) {
        self.units[order] += units;
    }

    pub(super) fn add_level(&mut self, order: usize, level: usize, amount: i64) {
        let level = &mut self.levels[level];
        level.sum[order] += amount;
        level.state[order] = match level.state[order] {
            0 => {
                level.first[order] = amount;
                1
            }
            3 => 3,
            _ if level.first[order] == amount => 2,
            _ => 3,
        };
    }

    pub(super) fn currency_of(&self, order: usize) -> usize {
        usize::from(self.currency[order])
    }

    /// Place, channel, country, customer.
    pub(super) fn names_of(&self, order: usize) -> [u32; 4] {
        self.names[order]
    }

    pub(super) fn units_of(&self, order: usize) -> i64 {
        self.units.get(order).copied().unwrap_or(0)
    }

    pub(super) fn known_of(&self, order: usize) -> Option<i64> {
        self.known.get(order).copied().filter(|&known| known != i64::MIN)
    }

    pub(super) fn placed_of(&self, order: usize) -> Moment {
        let offset = self.offset[order];
        let offset_min = (offset != NO_OFFSET).then_some(offset);
        Moment { local_ms: self.placed[order], offset_min }
    }

    pub(super) fn set_placed(&mut self, order: usize, moment: Moment) {
        self.placed[order] = moment.local_ms;
        self.offset[order] = moment.offset_min.unwrap_or(NO_OFFSET);
    }

    /// Whether every order's time is in UTC by its own word.
    pub(super) fn is_all_utc(&self) -> bool {
        !self.offset.is_empty() && self.offset.iter().all(|&offset| offset == 0)
    }

    pub(super) fn number_text(&self, order: usize) -> String {
        match self.number[order] {
            NO_NUMBER => String::new(),
            number => self.numbers.text(number),
        }
    }

    pub(super) fn is_told(&self, level: usize) -> bool {
        self.levels[level].is_told
    }

    /// An amount of an order: of repeated cells one, of different ones the sum, if rows are to be summed.
    pub(super) fn level(&self, order: usize, level: usize, sums_rows: bool) -> Option<i64> {
        let level = &self.levels[level];
        if !level.is_told {
            return None;
        }
        match level.state[order] {
            0 => None,
            _ if sums_rows => Some(level.sum[order]),
            _ => Some(level.first[order]),
        }
    }

    /// Whether the rows of orders mostly tell different amounts, so that they are parts to be summed.
    pub(super) fn varies(&self, level: usize) -> bool {
        let state = &self.levels[level].state;
        let same = state.iter().filter(|&&state| state == 2).count();
        let other = state.iter().filter(|&&state| state == 3).count();
        other > same
    }

    /// Whether this order's rows tell different amounts.
    pub(super) fn differs(&self, order: usize, level: usize) -> bool {
        self.levels[level].is_told && self.levels[level].state[order] == 3
    }
}

/// A line to add.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewLine {
    pub(super) order: usize,
    pub(super) item: u32,
    pub(super) kind: LineKind,
    pub(super) quantity: i64,
    pub(super) price: Decimal,
    pub(super) amount: i64,
    pub(super) discount: i64,
    pub(super) tax: i64,
    pub(super) row: u32,
}

impl Default for NewLine {
    fn default() -> Self {
        Self {
            order: 0,
            item: 0,
            kind: LineKind::Product,
            quantity: 0,
            price: Decimal::ZERO,
            amount: 0,
            discount: 0,
            tax: 0,
            row: 0,
        }
    }
}

/// Lines in the order of the file.
#[derive(Debug)]
pub(super) struct LineTable {
    pub(super) order: Vec<u32>,
    pub(super) item: Vec<u32>,
    pub(super) kind: Vec<LineKind>,
    pub(super) quantity: Vec<i64>,
    price: Vec<i64>,
    scale: Vec<u8>,
    pub(super) amount: Vec<i64>,
    /// Empty where the file has no such column.
    pub(super) discount: Vec<i64>,
    pub(super) tax: Vec<i64>,
    pub(super) row: Vec<u32>,
    has_discounts: bool,
    has_taxes: bool,
    /// The file tells what lines came to, not only their prices.
    pub(super) has_told_amounts: bool,
}

impl LineTable {
    pub(super) fn new(columns: &Columns) -> Self {
        Self {
            order: Vec::new(),
            item: Vec::new(),
            kind: Vec::new(),
            quantity: Vec::new(),
            price: Vec::new(),
            scale: Vec::new(),
            amount: Vec::new(),
            discount: Vec::new(),
            tax: Vec::new(),
            row: Vec::new(),
            has_discounts: columns.of(Field::LineDiscount).is_some(),
            has_taxes: columns.of(Field::LineTax).is_some(),
            has_told_amounts: columns.of(Field::LineAmount).is_some(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    pub(super) fn clear(&mut self) {
        self.order.clear();
        self.item.clear();
        self.kind.clear();
        self.quantity.clear();
        self.price.clear();
        self.scale.clear();
        self.amount.clear();
        self.discount.clear();
        self.tax.clear();
        self.row.clear();
    }

    pub(super) fn push(&mut self, line: NewLine) {
        self.order.push(line.order as u32);
        self.item.push(line.item);
        self.kind.push(line.kind);
        self.quantity.push(line.quantity);
        self.price.push(line.price.value);
        self.scale.push(line.price.scale);
        self.amount.push(line.amount);
        if self.has_discounts {
            self.discount.push(line.discount);
        }
        if self.has_taxes {
            self.tax.push(line.tax);
        }
        self.row.push(line.row);
    }

    pub(super) fn price_of(&self, line: usize) -> Decimal {
        Decimal { value: self.price[line], scale: self.scale[line] }
    }

    pub(super) fn discount_of(&self, line: usize) -> i64 {
        self.discount.get(line).copied().unwrap_or(0)
    }

    pub(super) fn tax_of(&self, line: usize) -> i64 {
        self.tax.get(line).copied().unwrap_or(0)
    }
}
