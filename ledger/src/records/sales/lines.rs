//! Reports by item or category, and reports filtered by them: looks at the lines.

use super::super::chunk::Lines;
use super::super::summary::Head;
use super::super::{Chunk, Records, Row, RowState};
use super::groups::{Groups, Windows};
use super::{Wanted, time_group};
use crate::day::Day;
use crate::sales::{By, Figures, LineKind, OrderFlags};

/// A line that is no goods, or not wanted.
const NOWHERE: u32 = u32::MAX;
/// Lines unpacked at a time: what they unpack to stays in the processor's first cache.
const BLOCK: usize = 1_024;

/// The sums every line adds to, apart from those few lines add to: small, so that thousands of items fit a cache.
#[derive(Debug, Clone, Copy, Default)]
struct Hot {
    revenue: i64,
    units: i64,
    lines: u32,
    orders: u32,
    /// The order seen last.
    seen: u64,
}

/// Orders of a chunk whose lines are unpacked, and the first of those lines.
struct Block {
    orders: std::ops::Range<usize>,
    first_line: usize,
}

/// What an order's lines have in common.
struct OrderScope {
    head: Head,
    /// Whether its lines can be sales at all.
    is_return: bool,
    /// Counts orders once per group.
    serial: u64,
}

/// Columns of lines as plain slices, and where each line is counted.
#[derive(Default)]
struct Wide {
    place: Vec<u32>,
    quantity: Vec<i64>,
    amount: Vec<i64>,
    discount: Vec<i64>,
    tax: Vec<i64>,
    scratch: Vec<i64>,
}

/// Adds lines of orders to groups.
struct LineSummer<'a, 'g> {
    records: &'a Records,
    groups: &'g mut Groups<'a>,
    windows: &'g Windows,
    wanted: &'g Wanted,
    by: By,
    /// Per window and place.
    hot: [Vec<Hot>; Windows::COUNT],
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
            hot: Default::default(),
            part: Wide::default(),
        };
        let mut wide = Wide::default();
        for (at, chunk) in self.chunks.iter().enumerate() {
            if windows.touch(chunk.first, chunk.last)
                && let Some(lines) = &chunk.lines
            {
                summer.chunk(at, chunk, lines, &mut wide);
            }
        }
        summer.finish();
    }
}

impl LineSummer<'_, '_> {
    /// The place lines of an item are counted at; for reports by order only whether they are.
    fn place_of_item(&mut self, item: u32) -> u32 {
        let category = self.records.catalogue.category_id(item);
        if !self.wanted.takes_item(item, category) {
            return NOWHERE;
        }
        match self.by {
            By::Item => self.groups.place_of(item) as u32,
            By::Category => self.groups.place_of(category) as u32,
            _ => 0,
        }
    }

    fn chunk(&mut self, at: usize, chunk: &Chunk, lines: &Lines, wide: &mut Wide) {
        let places: Vec<u32> =
            chunk.items.iter().map(|local| self.place_of_item(local.item)).collect();
        let mut from = 0;
        while from < chunk.len() {
            let first_line = chunk.lines_of(from).start;
            let mut to = from + 1;
            while to < chunk.len() && chunk.lines_of(to).end - first_line <= BLOCK {
                to += 1;
            }
            wide.fill(chunk, lines, &places, first_line..chunk.lines_of(to - 1).end);
            self.block(at, chunk, wide, &Block { orders: from..to, first_line });
            from = to;
        }
    }

    /// Only some lines of a chunk.
    fn read(
        &mut self,
        wide: &mut Wide,
        chunk: &Chunk,
        lines: &Lines,
        range: std::ops::Range<usize>,
    ) {
        wide.place.clear();
        for line in range.clone() {
            let item = chunk.items[lines.item.get(line) as usize].item;
            let is_goods = LineKind::is_goods(lines.kind_of(line));
            wide.place.push(if is_goods { self.place_of_item(item) } else { NOWHERE });
        }
        lines.quantity.widen(range.clone(), &mut wide.quantity);
        lines.amount.widen(range.clone(), &mut wide.amount);
        lines.discount.widen(range.clone(), &mut wide.discount);
        lines.tax.widen(range, &mut wide.tax);
    }

    fn block(&mut self, at: usize, chunk: &Chunk, wide: &Wide, block: &Block) {
        for order in block.orders.clone() {
            if chunk.state(order) != RowState::Live {
                continue;
            }
            let row = Row { chunk: at as u32, order: order as u32 };
            let head = self.records.head(row);
            if !self.wanted.takes(head.place, head.channel, head.country) {
                continue;
            }
            let mut hits = [None; Windows::COUNT];
            self.windows.each(head.placed.day(), |window, shifted| hits[window] = Some(shifted));
            if hits.iter().all(Option::is_none) {
                continue;
            }
            let flags = self.records.flags_of(row);
            if flags.has(OrderFlags::CANCELLED) || flags.has(OrderFlags::NOT_REVENUE) {
                continue;
            }
            let serial = (u64::from(row.chunk) << 32 | u64::from(row.order)) + 1;
            let scope = OrderScope { head, is_return: flags.has(OrderFlags::RETURN), serial };
            for (window, shifted) in hits.into_iter().enumerate() {
                if let Some(shifted) = shifted {
                    self.order(window, shifted, row, &scope, wide, block.first_line);
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
        wide: &Wide,
        first_line: usize,
    ) {
        let chunk = self.records.chunk(row);
        let group = match self.by {
            By::Item | By::Category => None,
            By::Hour => Some(u32::from(scope.head.placed.hour())),
            By::Place => Some(scope.head.place),
            By::Channel => Some(scope.head.channel),
            By::Country => Some(scope.head.country),
            By::Day | By::Week | By::Month => Some(time_group(self.by, shifted)),
        };
        let place = group.map(|group| self.groups.place_of(group) as u32);
        let mut sum = Figures::default();
        let range = chunk.lines_of(row.order as usize);
        let range = range.start - first_line..range.end - first_line;
        self.lines(window, place, scope, wide, range, &mut sum);
        let is_joined = !self.records.joined.is_empty() && self.records.joined.contains_key(&row);
        if is_joined {
            let mut part_wide = std::mem::take(&mut self.part);
            for part in self.records.rows_with_lines(row).skip(1) {
                let chunk = self.records.chunk(part);
                if let Some(lines) = &chunk.lines {
                    let range = chunk.lines_of(part.order as usize);
                    self.read(&mut part_wide, chunk, lines, range.clone());
                    self.lines(window, place, scope, &part_wide, 0..range.len(), &mut sum);
                }
            }
            self.part = part_wide;
        }
        let day = scope.head.placed.day();
        let currency = scope.head.currency;
        if self.wanted.is_about_lines() || (chunk.is_plain && !is_joined) {
            self.groups.add_to_total(window, day, currency, &sum);
            return;
        }
        // What belongs to no item (order discounts, refunds, shipping) is in the group without a name, so that
        // the groups add up to the total.
        let all = self.records.figures(row);
        self.groups.add_to_total(window, day, currency, &all);
        let rest = Figures { orders: 0, ..all.minus(&sum) };
        if rest != Figures::default() {
            self.groups.add_to_group(window, 0, day, currency, &rest);
        }
    }

    /// Adds a range of lines, at one place or each at its own.
    fn lines(
        &mut self,
        window: usize,
        place: Option<u32>,
        scope: &OrderScope,
        wide: &Wide,
        range: std::ops::Range<usize>,
        sum: &mut Figures,
    ) {
        if !self.groups.is_own(scope.head.currency) {
            return self.foreign_lines(window, place, scope, wide, range, sum);
        }
        let (sums, _) = self.groups.window_mut(window);
        let hot = &mut self.hot[window];
        hot.resize(sums.len().max(hot.len()), Hot::default());
        let mut seen_sale = false;
        // Every line touches one small entry; what few lines have is added apart.
        for line in range {
            let own = wide.place[line];
            if own == NOWHERE {
                continue;
            }
            let at = place.unwrap_or(own) as usize;
            let (amount, quantity) = (wide.amount[line], wide.quantity[line]);
            let hot = &mut hot[at];
            hot.revenue = hot.revenue.wrapping_add(amount);
            hot.units = hot.units.wrapping_add(quantity);
            hot.lines = hot.lines.wrapping_add(1);
            sum.revenue = sum.revenue.wrapping_add(amount);
            sum.units = sum.units.wrapping_add(quantity);
            sum.lines += 1;
            if (amount > 0 || quantity > 0) && !scope.is_return {
                seen_sale = true;
                hot.orders = hot.orders.wrapping_add(u32::from(hot.seen != scope.serial));
                hot.seen = scope.serial;
            }
            if amount < 0 || quantity < 0 || wide.discount[line] | wide.tax[line] != 0 {
                let cold = wide.cold_figures(line);
                sums[at].add_line(&cold);
                sum.add_line(&cold);
            }
        }
        // An order counts once in the total, however many groups its lines are in.
        sum.orders |= u64::from(seen_sale);
    }

    fn finish(mut self) {
        for (window, hot) in std::mem::take(&mut self.hot).into_iter().enumerate() {
            let (sums, _) = self.groups.window_mut(window);
            for (sum, hot) in sums.iter_mut().zip(hot) {
                sum.add_line(&Figures {
                    revenue: hot.revenue,
                    units: hot.units,
                    lines: u64::from(hot.lines),
                    orders: u64::from(hot.orders),
                    ..Figures::default()
                });
            }
        }
    }

    /// The same for lines in another currency.
    fn foreign_lines(
        &mut self,
        window: usize,
        place: Option<u32>,
        scope: &OrderScope,
        wide: &Wide,
        range: std::ops::Range<usize>,
        sum: &mut Figures,
    ) {
        for line in range.filter(|line| wide.place[*line] != NOWHERE) {
            let at = place.unwrap_or(wide.place[line]) as usize;
            let (sums, numbers) = self.groups.window_mut(window);
            let group = numbers[at];
            let hot = &mut self.hot[window];
            hot.resize(sums.len().max(hot.len()), Hot::default());
            let seen = std::mem::replace(&mut hot[at].seen, scope.serial);
            let (amount, quantity) = (wide.amount[line], wide.quantity[line]);
            let is_sale = (amount > 0 || quantity > 0) && !scope.is_return;
            if !is_sale {
                hot[at].seen = seen;
            }
            let figures = Figures {
                revenue: amount,
                units: quantity,
                lines: 1,
                orders: u64::from(is_sale && seen != scope.serial),
                ..wide.cold_figures(line)
            };
            let day = scope.head.placed.day();
            self.groups.add_to_group(window, group, day, scope.head.currency, &figures);
            sum.add_line(&figures);
        }
        sum.orders = sum.orders.min(1);
    }
}

impl Wide {
    /// Unpacks a range of lines.
    fn fill(
        &mut self,
        chunk: &Chunk,
        lines: &Lines,
        places: &[u32],
        range: std::ops::Range<usize>,
    ) {
        lines.item.widen(range.clone(), &mut self.scratch);
        self.place.clear();
        self.place.extend(self.scratch.iter().map(|item| places[*item as usize]));
        if !chunk.is_plain {
            for (place, line) in self.place.iter_mut().zip(range.clone()) {
                if !lines.kind_of(line).is_goods() {
                    *place = NOWHERE;
                }
            }
        }
        lines.quantity.widen(range.clone(), &mut self.quantity);
        lines.amount.widen(range.clone(), &mut self.amount);
        lines.discount.widen(range.clone(), &mut self.discount);
        lines.tax.widen(range, &mut self.tax);
    }

    /// What only some lines add to.
    fn cold_figures(&self, line: usize) -> Figures {
        Figures {
            returns: (-self.amount[line]).max(0),
            discounts: self.discount[line],
            tax: self.tax[line],
            returned_units: (-self.quantity[line]).max(0),
            ..Figures::default()
        }
    }
}

impl Figures {
    /// Adds a line: it has no shipping, fees or other postings.
    const fn add_line(&mut self, line: &Self) {
        self.revenue = self.revenue.wrapping_add(line.revenue);
        self.returns = self.returns.wrapping_add(line.returns);
        self.discounts = self.discounts.wrapping_add(line.discounts);
        self.tax = self.tax.wrapping_add(line.tax);
        self.orders = self.orders.wrapping_add(line.orders);
        self.units = self.units.wrapping_add(line.units);
        self.returned_units = self.returned_units.wrapping_add(line.returned_units);
        self.lines = self.lines.wrapping_add(line.lines);
    }

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
