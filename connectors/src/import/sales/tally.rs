//! What a file came to, counted before anything is written: by currency, and by stable names.

use std::collections::BTreeMap;

use ledger::{ControlTotals, Currency, CurrencyAmount, Field, OrderFlags};

use super::emit::Emitter;
use super::totals::{Amounts, level_of};
use super::{NewLine, Sales};

/// What a file came to.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    pub(crate) orders: u64,
    pub(crate) units: i64,
    pub(crate) totals: Vec<(String, i64)>,
    pub(crate) days: Option<(i32, i32)>,
    pub(crate) facts: BTreeMap<String, String>,
    pub(crate) control: ControlTotals,
}

/// Sums and counts over all orders so far.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    counted: Counted,
    totals: BTreeMap<Currency, i64>,
    written: BTreeMap<Currency, i64>,
    sums: BTreeMap<(&'static str, Currency), i64>,
    counts: BTreeMap<&'static str, u64>,
}

impl Tally {
    /// Adds all orders of an emitter.
    pub(crate) fn add(&mut self, emitter: &Emitter) {
        let sales = emitter.sales();
        let order_total = level_of(Field::OrderTotal).filter(|&level| sales.orders.is_told(level));
        for order in 0..sales.orders.len() {
            let currency = sales.currencies[sales.orders.currency_of(order)].0;
            let amounts = emitter.amounts(order);
            let (mut told, mut written) = (0, 0);
            emitter.each_line(order, |line| {
                self.counted.units += line.quantity;
                self.counted.control.lines += 1;
                told += emitter.told_amount(line);
                written += line.amount;
            });
            let total = order_total.map_or(told, |level| amounts[level].unwrap_or(0));
            *self.totals.entry(currency).or_default() += total;
            *self.written.entry(currency).or_default() += written;
            let day = sales.orders.placed_of(order).day().0;
            let (first, last) = self.counted.days.unwrap_or((day, day));
            self.counted.days = Some((first.min(day), last.max(day)));
            self.add_order(emitter, order, currency, &amounts);
        }
        self.counted.orders = sales.orders.distinct() as u64;
        self.counted.control.added += sales.orders.len() as u64;
    }

    fn add_order(
        &mut self,
        emitter: &Emitter,
        order: usize,
        currency: Currency,
        amounts: &Amounts,
    ) {
        let sales = emitter.sales();
        let flags = emitter.flags(order);
        self.add_lines(emitter, order, currency);
        // The amounts of an order that goes on here were counted where it began.
        if flags.has(OrderFlags::CONTINUED) {
            return;
        }
        let totals = emitter.totals(order, amounts);
        let named = [
            ("shipping", totals.shipping),
            ("tax", totals.tax),
            ("discounts", totals.discount),
            ("refunded", totals.refunded),
            ("tip", totals.tip),
            ("fees", totals.fees),
        ];
        for (name, amount) in named {
            if let Some(amount) = amount {
                self.add_sum(name, currency, amount);
            }
        }
        for &(name, field) in sales.layout.facts {
            if let Some(amount) = level_of(field).and_then(|level| amounts[level]) {
                self.add_sum(name, currency, amount);
            }
        }
        self.count("cancelled", flags.has(OrderFlags::CANCELLED));
        self.count("pending", flags.has(OrderFlags::PENDING));
        self.count("returns", flags.has(OrderFlags::RETURN));
        self.count("non_amazon_orders", flags.has(OrderFlags::NOT_REVENUE));
        self.count("adjusted", sales.layout.refund_is_remainder && totals.refunded.is_some());
        let rows = emitter.line_count(order) as u64;
        *self.counts.entry("cancelled_rows").or_default() +=
            if flags.has(OrderFlags::CANCELLED) { rows } else { 0 };
    }

    fn add_lines(&mut self, emitter: &Emitter, order: usize, currency: Currency) {
        let sales = emitter.sales();
        let is_pending = sales.orders.flags_of(order).has(OrderFlags::PENDING);
        emitter.each_line(order, |line: NewLine| {
            if line.tax != 0 {
                self.add_sum("tax", currency, line.tax);
            }
            if line.discount != 0 {
                self.add_sum("discounts", currency, line.discount);
            }
            self.count("pending_rows_without_price", is_pending && line.amount == 0);
            let told = emitter.told_amount(line);
            for &(name, _) in
                sales.layout.facts.iter().filter(|(_, field)| *field == Field::LineAmount)
            {
                if told != 0 {
                    self.add_sum(name, currency, told);
                }
            }
        });
    }

    fn add_sum(&mut self, name: &'static str, currency: Currency, amount: i64) {
        *self.sums.entry((name, currency)).or_default() += amount;
    }

    fn count(&mut self, name: &'static str, is_true: bool) {
        *self.counts.entry(name).or_default() += u64::from(is_true);
    }

    /// Everything counted, by the last state of what was collected.
    pub(crate) fn finish(mut self, sales: &Sales) -> Counted {
        let totals = self.totals.iter();
        self.counted.totals =
            totals.map(|(currency, minor)| (currency.code().to_owned(), *minor)).collect();
        self.counted.control.units = self.counted.units;
        let written = self.written.iter();
        self.counted.control.amounts =
            written.map(|(&currency, &minor)| CurrencyAmount { currency, minor }).collect();
        self.counted.facts = self.facts(sales);
        self.counted
    }

    /// Sums as decimals: `tax` in one currency, `tax.EUR` and `tax.USD` in several; and counts.
    fn facts(&self, sales: &Sales) -> BTreeMap<String, String> {
        let mut map = BTreeMap::new();
        let is_single =
            |name: &str| self.sums.keys().filter(|(known, _)| *known == name).count() == 1;
        for (&(name, currency), &minor) in &self.sums {
            let key = if is_single(name) { name.to_owned() } else { format!("{name}.{currency}") };
            map.insert(key, decimal(minor, currency.digits()));
        }
        for (name, count) in &self.counts {
            map.insert((*name).to_owned(), count.to_string());
        }
        let refunds = if sales.has_events {
            self.counts.get("returns").map(u64::to_string)
        } else {
            map.get("refunded").cloned()
        };
        if sales.layout.lists_codes {
            map.insert("items".to_owned(), sales.listed.to_string());
        }
        map.extend(refunds.map(|refunds| ("refunds".to_owned(), refunds)));
        map
    }
}

/// Minor units as a decimal number with a point.
pub(crate) fn decimal(minor: i64, digits: u8) -> String {
    let unit = 10_u64.pow(u32::from(digits));
    let (sign, minor) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
    if digits == 0 {
        return format!("{sign}{minor}");
    }
    format!("{sign}{}.{:0width$}", minor / unit, minor % unit, width = usize::from(digits))
}
