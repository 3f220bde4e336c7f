//! Reports by item or category, and reports filtered by them: looks at the lines.

use super::super::chunk::Lines;
use super::super::summary::Head;
use super::super::{Chunk, Records, Row};
use super::groups::{Groups, Windows};
use super::{Wanted, time_group};
use crate::day::Day;
use crate::sales::{By, Figures, LineKind, OrderFlags};

/// The group of an order's product lines: their own, or one for all.
#[derive(Clone, Copy)]
enum LineGroup {
    Item,
    Category,
    All(u32),
}

/// What an order's lines have in common.
struct OrderScope {
    head: Head,
    flags: OrderFlags,
    /// Counts orders once per group.
    serial: u64,
}

/// Columns of one chunk's lines as plain slices.
#[derive(Default)]
struct Wide {
    item: Vec<i64>,
    kind: Vec<i64>,
    quantity: Vec<i64>,
    amount: Vec<i64>,
    discount: Vec<i64>,
    tax: Vec<i64>,
}

impl Wide {
    fn fill(&mut self, lines: &Lines) {
        lines.item.widen(&mut self.item);
        lines.kind.widen(&mut self.kind);
        lines.quantity.widen(&mut self.quantity);
        lines.amount.widen(&mut self.amount);
        lines.discount.widen(&mut self.discount);
        lines.tax.widen(&mut self.tax);
    }

    fn read(&mut self, lines: &Lines, range: std::ops::Range<usize>) {
        let columns = [
            (&mut self.item, &lines.item),
            (&mut self.kind, &lines.kind),
            (&mut self.quantity, &lines.quantity),
            (&mut self.amount, &lines.amount),
            (&mut self.discount, &lines.discount),
            (&mut self.tax, &lines.tax),
        ];
        for (wide, narrow) in columns {
            wide.clear();
            wide.extend(range.clone().map(|line| narrow.get(line)));
        }
    }

    fn figures(&self, line: usize) -> Option<Figures> {
        let kind = self.kind[line];
        if kind != LineKind::Product as i64 && kind != LineKind::WholeOrder as i64 {
            return None;
        }
        let (amount, quantity) = (self.amount[line], self.quantity[line]);
        Some(Figures {
            revenue: amount,
            returns: (-amount).max(0),
            discounts: self.discount[line],
            tax: self.tax[line],
            units: quantity,
            returned_units: (-quantity).max(0),
            lines: 1,
            ..Figures::default()
        })
    }
}

/// Adds lines of orders to groups.
struct LineSummer<'a, 'g> {
    records: &'a Records,
    groups: &'g mut Groups<'a>,
    windows: &'g Windows,
    wanted: &'g Wanted,
    by: By,
    /// Per group and window the order seen last.
    seen: [Vec<u64>; Windows::COUNT],
    part: Wide,
}

impl Records {
    pub(super) fn sum_lines<'a>(
        &'a self,
        groups: &mut Groups<'a>,
        windows: &Windows,
        wanted: &Wanted,
        by: By,
    ) {
        let mut summer = LineSummer {
            records: self,
            groups,
            windows,
            wanted,
            by,
            seen: Default::default(),
            part: Wide::default(),
        };
        let mut wide = Wide::default();
        for (at, chunk) in self.chunks.iter().enumerate() {
            if windows.touch(chunk.first, chunk.last)
                && let Some(lines) = &chunk.lines
            {
                wide.fill(lines);
                summer.chunk(at, chunk, &wide);
            }
        }
    }
}

impl LineSummer<'_, '_> {
    fn chunk(&mut self, at: usize, chunk: &Chunk, wide: &Wide) {
        for row in self.records.live_rows(at) {
            let head = self.records.head(row);
            if !self.wanted.takes(head.place, head.channel, head.country) {
                continue;
            }
            let day = head.placed.day();
            let mut hits = [None; Windows::COUNT];
            self.windows.each(day, |window, shifted| hits[window] = Some(shifted));
            if hits.iter().all(Option::is_none) {
                continue;
            }
            let flags = self.records.flags_of(row);
            if flags.has(OrderFlags::CANCELLED) || flags.has(OrderFlags::NOT_REVENUE) {
                continue;
            }
            let serial = (u64::from(row.chunk) << 32 | u64::from(row.order)) + 1;
            let scope = OrderScope { head, flags, serial };
            for (window, shifted) in hits.into_iter().enumerate() {
                if let Some(shifted) = shifted {
                    self.order(window, shifted, row, &scope, chunk, wide);
                }
            }
        }
    }

    fn order(
        &mut self,
        window: usize,
        shifted: Day,
        row: Row,
        scope: &OrderScope,
        chunk: &Chunk,
        wide: &Wide,
    ) {
        let group = match self.by {
            By::Item => LineGroup::Item,
            By::Category => LineGroup::Category,
            By::Hour => LineGroup::All(u32::from(scope.head.placed.hour())),
            By::Place => LineGroup::All(scope.head.place),
            By::Channel => LineGroup::All(scope.head.channel),
            By::Country => LineGroup::All(scope.head.country),
            By::Day | By::Week | By::Month => LineGroup::All(time_group(self.by, shifted)),
        };
        let mut lines_sum = Figures::default();
        self.lines(
            window,
            group,
            scope,
            chunk,
            wide,
            chunk.lines_of(row.order as usize),
            &mut lines_sum,
        );
        if !self.records.joined.is_empty() && self.records.joined.contains_key(&row) {
            let mut part_wide = std::mem::take(&mut self.part);
            for part in self.records.rows_with_lines(row).skip(1) {
                let chunk = self.records.chunk(part);
                if let Some(lines) = &chunk.lines {
                    let range = chunk.lines_of(part.order as usize);
                    part_wide.read(lines, range.clone());
                    self.lines(
                        window,
                        group,
                        scope,
                        chunk,
                        &part_wide,
                        0..range.len(),
                        &mut lines_sum,
                    );
                }
            }
            self.part = part_wide;
        }
        let day = scope.head.placed.day();
        if self.wanted.is_about_lines() {
            self.groups.add_to_total(window, day, scope.head.currency, &lines_sum);
            return;
        }
        // What belongs to no item (order discounts, refunds, shipping) is in the group without a name, so that
        // the groups add up to the total.
        let all = self.records.figures(row);
        self.groups.add_to_total(window, day, scope.head.currency, &all);
        let rest = Figures { orders: 0, ..all.minus(&lines_sum) };
        if rest != Figures::default() {
            self.groups.add_to_group(window, 0, day, scope.head.currency, &rest);
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the inner loop of a report, kept apart from its set-up"
    )]
    fn lines(
        &mut self,
        window: usize,
        group: LineGroup,
        scope: &OrderScope,
        chunk: &Chunk,
        wide: &Wide,
        range: std::ops::Range<usize>,
        sum: &mut Figures,
    ) {
        let day = scope.head.placed.day();
        let currency = scope.head.currency;
        let is_own = self.groups.is_own(currency);
        let filters = self.wanted.is_about_lines();
        for line in range {
            let Some(mut figures) = wide.figures(line) else { continue };
            let item = chunk.items[wide.item[line] as usize].item;
            let needs_category = filters || matches!(group, LineGroup::Category);
            let category =
                if needs_category { self.records.catalogue.category_id(item) } else { 0 };
            if filters && !self.wanted.takes_item(item, category) {
                continue;
            }
            let group = match group {
                LineGroup::Item => item,
                LineGroup::Category => category,
                LineGroup::All(group) => group,
            };
            let is_sale = figures.revenue > 0 || figures.units > 0;
            if is_sale && !scope.flags.has(OrderFlags::RETURN) {
                figures.orders = u64::from(self.is_first(window, group, scope.serial));
            }
            if is_own {
                self.groups.group_mut(window, group).add(&figures);
            } else {
                self.groups.add_to_group(window, group, day, currency, &figures);
            }
            // An order counts once in the total, however many groups its lines are in.
            figures.orders = u64::from(figures.orders > 0 && sum.orders == 0);
            sum.add(&figures);
        }
    }

    /// Whether an order is met for the first time in a group.
    fn is_first(&mut self, window: usize, group: u32, serial: u64) -> bool {
        // Groups that are days, weeks or months hold an order's lines together anyway.
        let at = if matches!(self.by, By::Item | By::Category) { group as usize } else { 0 };
        let seen = &mut self.seen[window];
        if seen.len() <= at {
            seen.resize(at + 1, 0);
        }
        std::mem::replace(&mut seen[at], serial) != serial
    }
}

impl Figures {
    const fn minus(&self, other: &Self) -> Self {
        Self {
            revenue: self.revenue.wrapping_sub(other.revenue),
            returns: self.returns.wrapping_sub(other.returns),
            discounts: self.discounts.wrapping_sub(other.discounts),
            tax: self.tax.wrapping_sub(other.tax),
            shipping: self.shipping.wrapping_sub(other.shipping),
            fees: self.fees.wrapping_sub(other.fees),
            other: self.other.wrapping_sub(other.other),
            orders: self.orders.wrapping_sub(other.orders),
            units: self.units.wrapping_sub(other.units),
            returned_units: self.returned_units.wrapping_sub(other.returned_units),
            lines: self.lines.wrapping_sub(other.lines),
        }
    }
}
