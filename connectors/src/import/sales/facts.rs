//! What else was counted, by stable names.

use std::collections::BTreeMap;

use ledger::{Currency, Field, OrderFlags};

use super::emit::Emitter;
use super::totals::{Amounts, level_of};
use super::{NewLine, Sales};

/// Sums and counts over all orders.
#[derive(Debug, Default)]
pub(super) struct Facts {
    sums: BTreeMap<(&'static str, Currency), i64>,
    counts: BTreeMap<&'static str, u64>,
}

impl Facts {
    pub(super) fn add_order(
        &mut self,
        emitter: &Emitter,
        order: usize,
        currency: Currency,
        amounts: &Amounts,
        flags: OrderFlags,
    ) {
        let sales = emitter.sales();
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
                self.add(name, currency, amount);
            }
        }
        self.add_lines(emitter, order, currency);
        for &(name, field) in sales.layout.facts {
            if let Some(amount) = level_of(field).and_then(|level| amounts[level]) {
                self.add(name, currency, amount);
            }
        }
        self.count("cancelled", flags.has(OrderFlags::CANCELLED));
        self.count("pending", flags.has(OrderFlags::PENDING));
        self.count("returns", flags.has(OrderFlags::RETURN));
        self.count("sold_elsewhere", flags.has(OrderFlags::NOT_REVENUE));
        self.count("non_amazon_orders", flags.has(OrderFlags::NOT_REVENUE));
        self.count("adjusted", sales.layout.refund_is_remainder && totals.refunded.is_some());
        let rows = emitter.line_count(order) as u64;
        *self.counts.entry("cancelled_rows").or_default() +=
            if flags.has(OrderFlags::CANCELLED) { rows } else { 0 };
    }

    fn add_lines(&mut self, emitter: &Emitter, order: usize, currency: Currency) {
        let sales = emitter.sales();
        let is_pending = sales.orders.flags[order].has(OrderFlags::PENDING);
        emitter.each_line(order, |line: NewLine| {
            if line.tax != 0 {
                self.add("tax", currency, line.tax);
            }
            if line.discount != 0 && line.item != u32::MAX {
                self.add("discounts", currency, line.discount);
            }
            self.count("pending_rows_without_price", is_pending && line.amount == 0);
            let told = emitter.told_amount(line);
            for &(name, _) in
                sales.layout.facts.iter().filter(|(_, field)| *field == Field::LineAmount)
            {
                if told != 0 {
                    self.add(name, currency, told);
                }
            }
        });
    }

    fn add(&mut self, name: &'static str, currency: Currency, amount: i64) {
        *self.sums.entry((name, currency)).or_default() += amount;
    }

    fn count(&mut self, name: &'static str, is_true: bool) {
        *self.counts.entry(name).or_default() += u64::from(is_true);
    }

    /// Sums as decimals: `tax` in one currency, `tax.EUR` and `tax.USD` in several. Counts where they mean
    /// something.
    pub(super) fn into_map(self, sales: &Sales) -> BTreeMap<String, String> {
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
