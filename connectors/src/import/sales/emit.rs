//! From what was collected to canonical chunks, month by month.

use std::collections::BTreeMap;

use ledger::{ChunkKind, Field, ItemName, LineKind, OrderFlags, Orders};

use super::totals::{Amounts, Decisions, LineSums, level_of};
use super::{Detail, Sales, Settings, in_zone, kinds};
use crate::chunk::Chunk;

/// Lines handed to the encoder at once.
const MOST_LINES: usize = 30_000;

/// What is decided once for a file that is read in several windows.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Frozen {
    decisions: Decisions,
    is_utc: Option<bool>,
    latest_ms: Option<i64>,
}

/// Orders ready to be handed out.
#[derive(Debug)]
pub(crate) struct Emitter {
    sales: Sales,
    kinds: Vec<LineKind>,
    decisions: Decisions,
    is_utc: bool,
    /// Orders by month, then as in the file.
    sequence: Vec<u32>,
    /// Lines by order; those of order `o` begin at `first_line[o]`.
    lines: Vec<u32>,
    first_line: Vec<u32>,
    next: usize,
    ready: Vec<Chunk>,
}

impl Emitter {
    pub(crate) fn new(mut sales: Sales, settings: &Settings) -> Self {
        let frozen = sales.frozen;
        let is_utc =
            frozen.and_then(|frozen| frozen.is_utc).unwrap_or_else(|| sales.orders.is_all_utc());
        if is_utc {
            for order in 0..sales.orders.len() {
                let instant = sales.orders.placed_of(order).instant_ms();
                sales.orders.set_placed(order, in_zone(instant, settings));
            }
        }
        if let Some(latest_ms) = frozen.and_then(|frozen| frozen.latest_ms) {
            sales.latest_ms = latest_ms;
        }
        let kinds = kinds::classify(&sales.items);
        let line_sums = line_sums(&sales);
        let decisions =
            frozen.map_or_else(|| Decisions::new(&sales, &line_sums), |frozen| frozen.decisions);
        let (lines, first_line) = lines_by_order(&sales);
        let mut sequence: Vec<u32> = (0..sales.orders.len() as u32).collect();
        sequence.sort_by_key(|&order| sales.orders.placed_of(order as usize).day().month_number());
        let mut emitter = Self {
            sales,
            kinds,
            decisions,
            is_utc,
            sequence,
            lines,
            first_line,
            next: 0,
            ready: Vec::new(),
        };
        emitter.settle_lines();
        emitter
    }

    /// Discounts off, and the kinds of the items on the lines.
    fn settle_lines(&mut self) {
        for &line in &self.sales.voided {
            let order = self.sales.lines.order[line as usize] as usize;
            if !self.sales.orders.flags_of(order).has(OrderFlags::CANCELLED) {
                self.sales.lines.kind[line as usize] = LineKind::Other;
            }
        }
        let lines = &mut self.sales.lines;
        for line in 0..lines.len() {
            if lines.kind[line] == LineKind::Product {
                lines.kind[line] = self.kinds[lines.item[line] as usize];
            }
            if self.decisions.subtracts_discounts && lines.has_told_amounts {
                let discount = lines.discount_of(line);
                lines.amount[line] -= discount * lines.amount[line].signum();
            }
        }
    }

    /// Takes back what the next window goes on with, once everything is handed out.
    pub(crate) fn into_rest(self) -> Sales {
        let mut sales = self.sales;
        sales.frozen =
            Some(Frozen { decisions: self.decisions, ..sales.frozen.unwrap_or_default() });
        sales.begin_window();
        sales
    }

    /// What was decided over the whole file, for those who read it again.
    pub(crate) const fn frozen(&self) -> Frozen {
        Frozen {
            decisions: self.decisions,
            is_utc: Some(self.is_utc),
            latest_ms: Some(self.sales.latest_ms),
        }
    }

    pub(super) fn amounts(&self, order: usize) -> Amounts {
        self.decisions.amounts(&self.sales, order)
    }

    /// The next chunk, or `None` after the last.
    pub(crate) fn next_chunk(&mut self) -> Option<Chunk> {
        while self.ready.is_empty() {
            let orders = self.next_orders()?;
            let pieces = ledger::chunk_orders(&orders);
            let rows = orders.lines().div_ceil(pieces.len().max(1)) as u32;
            let chunk = |content| Chunk { kind: ChunkKind::Orders, content, rows };
            self.ready = pieces.into_iter().rev().map(chunk).collect();
        }
        self.ready.pop()
    }

    /// The next orders of one month, as many as the encoder should have at once.
    fn next_orders(&mut self) -> Option<Orders> {
        let first = *self.sequence.get(self.next)?;
        let month_of =
            |order: u32| self.sales.orders.placed_of(order as usize).day().month_number();
        let month = month_of(first);
        let mut names = Names::new(&self.sales);
        let mut lines = 0;
        while let Some(&order) = self.sequence.get(self.next) {
            if month_of(order) != month || lines >= MOST_LINES || names.orders.len() >= MOST_LINES {
                break;
            }
            lines += self.line_range(order as usize).len() + 1;
            self.push_order(order as usize, &mut names);
            self.next += 1;
        }
        Some(names.orders)
    }

    fn line_range(&self, order: usize) -> std::ops::Range<usize> {
        self.first_line[order] as usize..self.first_line[order + 1] as usize
    }

    pub(super) fn line_count(&self, order: usize) -> usize {
        self.line_range(order).len()
    }

    pub(super) fn totals(&self, order: usize, amounts: &Amounts) -> ledger::Totals {
        let mut sums = LineSums::default();
        for at in self.line_range(order) {
            let line = self.lines[at] as usize;
            sums.amount += self.sales.lines.amount[line];
            sums.discount += self.sales.lines.discount_of(line);
        }
        self.decisions.totals(&self.sales, amounts, sums)
    }

    /// The amount of a line as the file told it.
    pub(super) fn told_amount(&self, line: super::NewLine) -> i64 {
        if self.decisions.subtracts_discounts && self.sales.lines.has_told_amounts {
            line.amount + line.discount * line.amount.signum()
        } else {
            line.amount
        }
    }

    /// Every line of an order as it is written.
    pub(super) fn each_line(&self, order: usize, mut take: impl FnMut(super::NewLine)) {
        let range = self.line_range(order);
        if self.sales.detail == Detail::Lines {
            range.for_each(|at| take(self.line(at, order)));
            return;
        }
        let whole = self.whole_line(order);
        // The one item of a list is what the order came to; of several nobody knows the parts.
        let is_single = range.len() == 1;
        for at in range {
            let mut line = self.line(at, order);
            if whole.amount < 0 {
                line.quantity = -line.quantity;
            }
            if is_single {
                (line.amount, line.discount) = (whole.amount, whole.discount);
            }
            take(line);
        }
        if !is_single {
            take(whole);
        }
    }

    fn line(&self, at: usize, order: usize) -> super::NewLine {
        let (table, line) = (&self.sales.lines, self.lines[at] as usize);
        super::NewLine {
            order,
            item: table.item[line],
            kind: table.kind[line],
            quantity: table.quantity[line],
            price: table.price_of(line),
            amount: table.amount[line],
            discount: table.discount_of(line),
            tax: table.tax_of(line),
            row: table.row[line],
        }
    }

    /// The line that stands for an order whose lines are not told, or have no amounts.
    fn whole_line(&self, order: usize) -> super::NewLine {
        let amounts = self.decisions.amounts(&self.sales, order);
        let is_included = self
            .decisions
            .tax_flag(&self.sales, order, &amounts, None)
            .has(OrderFlags::TAX_INCLUDED);
        let (amount, discount) = self.decisions.goods(&amounts, is_included);
        super::NewLine {
            order,
            item: u32::MAX,
            kind: LineKind::WholeOrder,
            quantity: if self.sales.detail == Detail::Summary {
                self.whole_quantity(order, &amounts)
            } else {
                0
            },
            amount,
            discount,
            row: 0,
            ..super::NewLine::default()
        }
    }

    fn whole_quantity(&self, order: usize, amounts: &Amounts) -> i64 {
        let units = self.sales.orders.units_of(order);
        let is_return = self.decisions.goods(amounts, false).0 < 0;
        if is_return { -units.abs() } else { units }
    }

    pub(super) fn flags(&self, order: usize) -> OrderFlags {
        let mut flags = self.sales.orders.flags_of(order);
        let amounts = self.decisions.amounts(&self.sales, order);
        let lines = self.has_told_lines().then(|| self.line_sum(order));
        flags = flags.with(self.decisions.tax_flag(&self.sales, order, &amounts, lines));
        if self.sales.detail == Detail::Summary {
            flags = flags.with(OrderFlags::SUMMARY);
        }
        if self.sales.layout.is_whole {
            flags = flags.with(OrderFlags::WHOLE);
        }
        if self.is_return(order, &amounts) {
            flags = flags.with(OrderFlags::RETURN);
        }
        flags
    }

    fn has_told_lines(&self) -> bool {
        self.sales.detail == Detail::Lines
    }

    fn line_sum(&self, order: usize) -> i64 {
        self.line_range(order).map(|at| self.sales.lines.amount[self.lines[at] as usize]).sum()
    }

    /// Whether nothing was sold and something came back.
    fn is_return(&self, order: usize, amounts: &Amounts) -> bool {
        if self.sales.detail != Detail::Lines {
            return self.decisions.goods(amounts, false).0 < 0;
        }
        let lines = &self.sales.lines;
        let range = self.line_range(order).map(|at| self.lines[at] as usize);
        let mut sold =
            range.filter(|&line| lines.kind[line] != LineKind::StockCorrection).peekable();
        sold.peek().is_some() && sold.all(|line| lines.quantity[line] < 0)
    }

    fn push_order(&self, order: usize, names: &mut Names<'_>) {
        let sales = &self.sales;
        let amounts = self.decisions.amounts(sales, order);
        let [place, channel, country, customer] = sales.orders.names_of(order);
        let place = names.place(place);
        let channel = names.channel(channel);
        let country = names.country(country);
        let customer = names.customer(customer);
        let currency = names.currency(sales.orders.currency_of(order));
        let totals = self.totals(order, &amounts);
        let orders = &mut names.orders;
        orders.number.push(sales.orders.number_text(order));
        orders.placed.push(sales.orders.placed_of(order));
        orders.known_ms.push(sales.orders.known_of(order).unwrap_or(sales.latest_ms));
        orders.place.push(place);
        orders.channel.push(channel);
        orders.country.push(country);
        orders.customer.push(customer);
        orders.currency.push(currency);
        orders.flags.push(self.flags(order));
        orders.totals.push(totals);
        self.each_line(order, |line| names.push_line(line));
        let end = names.orders.item.len() as u32;
        names.orders.first_line.push(end);
    }

    pub(crate) const fn sales(&self) -> &Sales {
        &self.sales
    }
}

/// An [`Orders`] being filled: only the names its orders use.
struct Names<'a> {
    sales: &'a Sales,
    orders: Orders,
    items: BTreeMap<u32, u32>,
    places: BTreeMap<u32, u32>,
    channels: BTreeMap<u32, u32>,
    countries: BTreeMap<u32, u32>,
    customers: BTreeMap<u32, u32>,
    currencies: BTreeMap<usize, u32>,
}

impl<'a> Names<'a> {
    fn new(sales: &'a Sales) -> Self {
        let nothing = || BTreeMap::from([(0, 0)]);
        Self {
            sales,
            orders: Orders::new(sales.source.clone()),
            items: BTreeMap::new(),
            places: nothing(),
            channels: nothing(),
            countries: nothing(),
            customers: nothing(),
            currencies: BTreeMap::new(),
        }
    }

    fn place(&mut self, id: u32) -> u32 {
        local(&mut self.places, &mut self.orders.places, id, || self.sales.places.text(id))
    }

    fn channel(&mut self, id: u32) -> u32 {
        local(&mut self.channels, &mut self.orders.channels, id, || self.sales.channels.text(id))
    }

    fn country(&mut self, id: u32) -> u32 {
        local(&mut self.countries, &mut self.orders.countries, id, || self.sales.countries.text(id))
    }

    fn customer(&mut self, id: u32) -> u32 {
        local(&mut self.customers, &mut self.orders.customers, id, || self.sales.customers.text(id))
    }

    fn currency(&mut self, index: usize) -> u32 {
        let sales = self.sales;
        local(&mut self.currencies, &mut self.orders.currencies, index, || {
            sales.currencies[index].0
        })
    }

    fn item(&mut self, id: u32) -> u32 {
        let sales = self.sales;
        local(&mut self.items, &mut self.orders.items, id, || {
            if id == u32::MAX {
                return ItemName::default();
            }
            let text = sales.items.text(id);
            let mut parts = text.split('\0').map(str::to_owned);
            let mut next = || parts.next().unwrap_or_default();
            ItemName { sku: next(), name: next(), category: next() }
        })
    }

    fn push_line(&mut self, line: super::NewLine) {
        let item = self.item(line.item);
        let orders = &mut self.orders;
        orders.item.push(item);
        orders.kind.push(line.kind);
        orders.quantity.push(line.quantity);
        orders.unit_price.push(line.price);
        orders.amount.push(line.amount);
        orders.discount.push(line.discount);
        orders.tax.push(line.tax);
        orders.row.push(line.row);
    }
}

fn local<K: Ord + Copy, V>(
    known: &mut BTreeMap<K, u32>,
    names: &mut Vec<V>,
    id: K,
    make: impl FnOnce() -> V,
) -> u32 {
    *known.entry(id).or_insert_with(|| {
        names.push(make());
        names.len() as u32 - 1
    })
}

/// Sum of the line amounts of each order, where totals are to be checked against them.
fn line_sums(sales: &Sales) -> Vec<i64> {
    let is_needed = level_of(Field::OrderTax).is_some_and(|level| sales.orders.is_told(level));
    if !is_needed || sales.detail != Detail::Lines {
        return Vec::new();
    }
    let mut sums = vec![0; sales.orders.len()];
    for (&order, &amount) in sales.lines.order.iter().zip(&sales.lines.amount) {
        sums[order as usize] += amount;
    }
    sums
}

/// A counting sort: the lines of each order together, in the order of the file.
fn lines_by_order(sales: &Sales) -> (Vec<u32>, Vec<u32>) {
    let mut first = vec![0_u32; sales.orders.len() + 1];
    for &order in &sales.lines.order {
        first[order as usize + 1] += 1;
    }
    for order in 1..first.len() {
        first[order] += first[order - 1];
    }
    let mut at = first.clone();
    let mut lines = vec![0_u32; sales.lines.len()];
    for (line, &order) in sales.lines.order.iter().enumerate() {
        lines[at[order as usize] as usize] = line as u32;
        at[order as usize] += 1;
    }
    (lines, first)
}
