//! What an order comes to.

use super::chunk::LineSums;
use super::{Records, Row, RowState};
use crate::sales::{Figures, OrderFlags, Totals};

impl Figures {
    /// Adds another's.
    pub(crate) const fn add(&mut self, other: &Self) {
        self.revenue = self.revenue.wrapping_add(other.revenue);
        self.returns = self.returns.wrapping_add(other.returns);
        self.discounts = self.discounts.wrapping_add(other.discounts);
        self.tax = self.tax.wrapping_add(other.tax);
        self.shipping = self.shipping.wrapping_add(other.shipping);
        self.fees = self.fees.wrapping_add(other.fees);
        self.other = self.other.wrapping_add(other.other);
        self.orders = self.orders.wrapping_add(other.orders);
        self.units = self.units.wrapping_add(other.units);
        self.returned_units = self.returned_units.wrapping_add(other.returned_units);
        self.lines = self.lines.wrapping_add(other.lines);
    }

    /// Of an order from the sums over its lines, its own amounts and what is true of it.
    fn of_order(sums: &LineSums, totals: &Totals, flags: OrderFlags) -> Self {
        if flags.has(OrderFlags::CANCELLED) || flags.has(OrderFlags::NOT_REVENUE) {
            return Self::default();
        }
        let sum = |at: usize| sums.0[at];
        let own = |amount: Option<i64>| amount.unwrap_or(0);
        let discounts = sum(LineSums::DISCOUNT_LINES) + own(totals.discount);
        let net = sum(LineSums::PRODUCTS) - discounts;
        let refunded = refunded_products(net, totals);
        let is_sale = sum(LineSums::SOLD) > 0 && !flags.has(OrderFlags::RETURN);
        Self {
            revenue: net - refunded,
            returns: sum(LineSums::RETURNS) + refunded,
            discounts: discounts + sum(LineSums::LINE_DISCOUNTS),
            tax: totals.tax.unwrap_or(sum(LineSums::TAX)),
            shipping: sum(LineSums::SHIPPING) + own(totals.shipping),
            fees: sum(LineSums::FEES) + own(totals.fees),
            other: sum(LineSums::OTHER) + own(totals.tip),
            orders: u64::from(is_sale),
            units: sum(LineSums::UNITS),
            returned_units: sum(LineSums::RETURNED_UNITS),
            lines: sum(LineSums::LINES) as u64,
        }
    }
}

/// The products' share of what was given back for the order as a whole: refunds cover tax and shipping too.
fn refunded_products(net: i64, totals: &Totals) -> i64 {
    let refunded = totals.refunded.unwrap_or(0);
    if refunded <= 0 || net <= 0 {
        return 0;
    }
    match totals.total {
        Some(total) if total > 0 && refunded < total => {
            let share = i128::from(refunded) * i128::from(net);
            let total = i128::from(total);
            i64::try_from((share + total / 2) / total).unwrap_or(net)
        }
        Some(total) if total > 0 => net,
        _ => refunded.min(net),
    }
}

impl Records {
    /// The rows whose lines make up a live row: itself and its parts.
    pub(crate) fn rows_with_lines(&self, row: Row) -> impl Iterator<Item = Row> {
        let parts = self.joined.get(&row).map_or(&[][..], Vec::as_slice);
        let is_part = |part: &Row| self.chunk(*part).state(part.order as usize) == RowState::Part;
        std::iter::once(row).chain(parts.iter().copied().filter(is_part))
    }

    /// The sums over a live row's lines, parts included.
    pub(crate) fn sums_of(&self, row: Row) -> LineSums {
        let mut sums = self.chunk(row).line_sums(row.order as usize);
        if !self.joined.is_empty() {
            for part in self.rows_with_lines(row).skip(1) {
                sums.add(&self.chunk(part).line_sums(part.order as usize));
            }
        }
        sums
    }

    /// The amounts of a live row, completed from its summary.
    pub(crate) fn totals_of(&self, row: Row) -> Totals {
        let own = self.chunk(row).totals_of(row.order as usize);
        if self.joined.is_empty() {
            return own;
        }
        let Some(joined) = self.joined.get(&row) else { return own };
        joined
            .iter()
            .filter(|other| self.chunk(**other).state(other.order as usize) == RowState::Companion)
            .fold(own, |own, other| own.or(&self.chunk(*other).totals_of(other.order as usize)))
    }

    /// What its own reading says is true of a row.
    pub(crate) fn own_flags(&self, row: Row) -> OrderFlags {
        self.chunk(row).flags_of(row.order as usize)
    }

    /// What is true of a live row: cancelled or sold elsewhere also if only its summary says so.
    pub(crate) fn flags_of(&self, row: Row) -> OrderFlags {
        let own = self.own_flags(row);
        if self.joined.is_empty() {
            return own;
        }
        let Some(joined) = self.joined.get(&row) else { return own };
        let told = OrderFlags::CANCELLED.0 | OrderFlags::NOT_REVENUE.0;
        joined
            .iter()
            .filter(|other| self.chunk(**other).state(other.order as usize) == RowState::Companion)
            .fold(own, |own, other| {
                let flags = self.chunk(*other).flags_of(other.order as usize);
                own.with(OrderFlags(flags.0 & told))
            })
    }

    /// What a live row comes to.
    pub(crate) fn figures(&self, row: Row) -> Figures {
        let (sums, totals, flags) = if self.joined.is_empty() {
            let chunk = self.chunk(row);
            let order = row.order as usize;
            (chunk.line_sums(order), chunk.totals_of(order), chunk.flags_of(order))
        } else {
            (self.sums_of(row), self.totals_of(row), self.flags_of(row))
        };
        Figures::of_order(&sums, &totals, flags)
    }
}

impl Totals {
    /// Its own amounts, and another's where it has none.
    #[must_use]
    pub(crate) fn or(self, other: &Self) -> Self {
        Self {
            shipping: self.shipping.or(other.shipping),
            tax: self.tax.or(other.tax),
            discount: self.discount.or(other.discount),
            fees: self.fees.or(other.fees),
            tip: self.tip.or(other.tip),
            refunded: self.refunded.or(other.refunded),
            total: self.total.or(other.total),
        }
    }
}
