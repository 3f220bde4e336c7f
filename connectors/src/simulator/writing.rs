//! Drafts become the ledger's columns, month by month.

use std::collections::BTreeMap;

use ledger::{Currency, Day, Decimal, ItemName, LineKind, Moment, OrderFlags, Orders, Totals};

use super::catalogue::PRODUCTS;
use super::people;
use super::trade::{Buyer, Draft, Line};
use super::{CODES, PLACES, SOURCE, WEB};

/// Postage of the web store and from which total on there is none, hundredths.
const POSTAGE: i64 = 490;
const FREE_FROM: i64 = 4_900;
/// What the payment provider of the web store keeps: per mille, and hundredths an order.
const FEE_PERMILLE: i64 = 14;
const FEE: i64 = 25;

/// Writes months one after the other.
#[derive(Debug)]
pub(super) struct Writer {
    seed: u64,
    currency: Currency,
    digits: u8,
    months: Vec<Orders>,
    month: Option<i32>,
    /// Orders so far, by place.
    numbers: [u32; 3],
    customers: BTreeMap<String, u32>,
}

impl Writer {
    pub(super) fn new(seed: u64, currency: Currency) -> Self {
        let digits = currency.digits();
        Self {
            seed,
            currency,
            digits,
            months: Vec::new(),
            month: None,
            numbers: [0; 3],
            customers: BTreeMap::new(),
        }
    }

    /// Writes an order; returns its number. Days must not go back.
    pub(super) fn write(&mut self, day: Day, draft: &Draft) -> String {
        if self.month != Some(day.month_number()) {
            self.month = Some(day.month_number());
            self.months.push(self.begin());
            self.customers.clear();
        }
        self.numbers[draft.place] += 1;
        let number = format!("{}-{:06}", CODES[draft.place], self.numbers[draft.place]);
        let (customer, country) = self.buyer(draft);
        let totals = self.totals(draft);
        let lines: Vec<Written> = draft.lines.iter().map(|line| self.line(line)).collect();
        let Some(orders) = self.months.last_mut() else { return number };
        let local_ms = i64::from(day.0) * 86_400_000 + i64::from(draft.second) * 1_000;
        let mut flags = OrderFlags::TAX_INCLUDED.with(OrderFlags::WHOLE);
        if draft.lines.iter().all(|line| line.units < 0) {
            flags = flags.with(OrderFlags::RETURN);
        }
        orders.number.push(number.clone());
        orders.placed.push(Moment { local_ms, offset_min: None });
        orders.known_ms.push(local_ms);
        orders.place.push(draft.place as u32 + 1);
        orders.channel.push(if draft.place == WEB { 2 } else { 1 });
        orders.country.push(country);
        orders.currency.push(0);
        orders.customer.push(customer);
        orders.flags.push(flags);
        orders.totals.push(totals);
        for line in lines {
            orders.item.push(line.item);
            orders.kind.push(LineKind::Product);
            orders.quantity.push(line.quantity);
            orders.unit_price.push(line.unit_price);
            orders.amount.push(line.amount);
            orders.discount.push(line.discount);
            orders.tax.push(line.tax);
            orders.row.push(0);
        }
        orders.first_line.push(orders.item.len() as u32);
        number
    }

    pub(super) fn finish(self) -> Vec<Orders> {
        self.months
    }

    fn begin(&self) -> Orders {
        let mut orders = Orders::new(SOURCE);
        orders.items = PRODUCTS
            .iter()
            .map(|product| ItemName {
                sku: product.sku.to_owned(),
                name: product.name.to_owned(),
                category: product.category.name().to_owned(),
            })
            .collect();
        orders.places.extend(PLACES.map(str::to_owned));
        orders.channels.extend(["till", "web"].map(str::to_owned));
        orders.currencies.push(self.currency);
        orders
    }

    /// Indices of customer and country in the month.
    fn buyer(&mut self, draft: &Draft) -> (u32, u32) {
        let (name, country) = match draft.buyer {
            Buyer::Nobody => return (0, 0),
            Buyer::Named(name) => (name.to_owned(), "FR"),
            Buyer::Customer(customer) => {
                (people::name(customer), people::country(self.seed, customer))
            }
        };
        let Some(orders) = self.months.last_mut() else { return (0, 0) };
        let customer = *self.customers.entry(name).or_insert_with_key(|name| {
            orders.customers.push(name.clone());
            orders.customers.len() as u32 - 1
        });
        // Nobody asks at the counter where a customer lives.
        if draft.place != WEB {
            return (customer, 0);
        }
        let known = orders.countries.iter().position(|known| known == country);
        let country = known.unwrap_or_else(|| {
            orders.countries.push(country.to_owned());
            orders.countries.len() - 1
        });
        (customer, country as u32)
    }

    fn totals(&self, draft: &Draft) -> Totals {
        let goods = draft.cents();
        if draft.place != WEB || goods <= 0 {
            return Totals { total: Some(minor(goods, self.digits)), ..Totals::default() };
        }
        let postage = if goods < FREE_FROM { POSTAGE } else { 0 };
        let fees = FEE + (goods + postage) * FEE_PERMILLE / 1_000;
        Totals {
            shipping: Some(minor(postage, self.digits)),
            fees: Some(minor(fees, self.digits)),
            total: Some(minor(goods + postage, self.digits)),
            ..Totals::default()
        }
    }

    fn line(&self, line: &Line) -> Written {
        let amount = minor(line.cents(), self.digits);
        let permille = PRODUCTS[line.product].category.vat_permille();
        Written {
            item: line.product as u32,
            quantity: i64::from(line.units) * 1_000,
            unit_price: Decimal { value: minor(line.price, self.digits), scale: self.digits },
            amount,
            discount: minor(line.discount(), self.digits),
            tax: tax_inside(amount, permille),
        }
    }
}

/// A line in the ledger's units.
struct Written {
    item: u32,
    quantity: i64,
    unit_price: Decimal,
    amount: i64,
    discount: i64,
    tax: i64,
}

/// Hundredths as minor units. Where a currency has no hundredths, one minor unit stands for one of them: a coffee
/// at 4.20 is 420 yen, which is about right.
pub(super) fn minor(cents: i64, digits: u8) -> i64 {
    cents * 10_i64.pow(u32::from(digits.saturating_sub(2)))
}

/// Tax contained in an amount, rounded half away from zero.
fn tax_inside(amount: i64, permille: i64) -> i64 {
    let whole = 1_000 + permille;
    (amount.abs() * permille * 2 + whole) / (whole * 2) * amount.signum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_is_inside_the_price() {
        for (amount, permille, tax) in
            [(1_200, 200, 200), (1_055, 55, 55), (110, 100, 10), (-1_200, 200, -200), (3, 200, 1)]
        {
            assert_eq!(tax_inside(amount, permille), tax);
        }
        assert_eq!((minor(420, 2), minor(420, 0), minor(420, 3)), (420, 420, 4_200));
    }
}
