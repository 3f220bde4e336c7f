//! A chunk of orders as it lies in memory: order columns and sums always, line columns while there is room.

use super::Dictionaries;
use super::names::{Hash, Texts};
use super::narrow::Narrow;
use crate::chunks::{from_option, to_option};
use crate::day::Day;
use crate::imports::{ChunkRef, ImportId};
use crate::money::Decimal;
use crate::sales::{LineKind, OrderFlags, Orders, Totals};

/// An item as one chunk names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LocalItem {
    /// Which, among all items.
    pub(crate) item: u32,
    /// What it is called here.
    pub(crate) name: u32,
    /// Its category here.
    pub(crate) category: u32,
}

/// What has become of an order's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowState {
    /// Counts.
    Live,
    /// Its lines belong to another row.
    Part,
    /// A summary whose amounts complete a detailed reading.
    Companion,
    /// Replaced by a later reading, or only a confirmation of one.
    Dead,
}

/// The columns of lines, evictable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lines {
    /// Position in the chunk's items.
    pub(crate) item: Narrow,
    pub(crate) kind: Narrow,
    pub(crate) quantity: Narrow,
    pub(crate) price: Narrow,
    pub(crate) scale: Narrow,
    pub(crate) amount: Narrow,
    pub(crate) discount: Narrow,
    pub(crate) tax: Narrow,
    /// When the source last knew about the line; `None`: when it knew about the order.
    pub(crate) known: Option<Narrow>,
}

/// Sums over the lines of one order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct LineSums(pub(crate) [i64; LineSums::LEN]);

impl LineSums {
    /// Amounts of products and of orders told without lines.
    pub(crate) const PRODUCTS: usize = 0;
    /// Of which negative, as a positive number.
    pub(crate) const RETURNS: usize = 1;
    /// Discounts written as lines, positive.
    pub(crate) const DISCOUNT_LINES: usize = 2;
    /// Discounts taken off lines.
    pub(crate) const LINE_DISCOUNTS: usize = 3;
    pub(crate) const TAX: usize = 4;
    pub(crate) const SHIPPING: usize = 5;
    pub(crate) const FEES: usize = 6;
    pub(crate) const OTHER: usize = 7;
    pub(crate) const UNITS: usize = 8;
    pub(crate) const RETURNED_UNITS: usize = 9;
    /// Lines of products and orders told without lines.
    pub(crate) const LINES: usize = 10;
    /// Whether one of them was sold rather than taken back.
    pub(crate) const SOLD: usize = 11;
    pub(crate) const LEN: usize = 12;

    /// Counts one line in.
    pub(crate) fn line(
        &mut self,
        kind: LineKind,
        quantity: i64,
        amount: i64,
        discount: i64,
        tax: i64,
    ) {
        let sums = &mut self.0;
        sums[Self::LINE_DISCOUNTS] += discount;
        sums[Self::TAX] += tax;
        match kind {
            kind if kind.is_goods() => {
                sums[Self::PRODUCTS] += amount;
                sums[Self::RETURNS] += (-amount).max(0);
                sums[Self::UNITS] += quantity;
                sums[Self::RETURNED_UNITS] += (-quantity).max(0);
                sums[Self::LINES] += 1;
                sums[Self::SOLD] |= i64::from(quantity > 0 || amount > 0);
            }
            LineKind::Discount => sums[Self::DISCOUNT_LINES] -= amount,
            LineKind::Shipping => sums[Self::SHIPPING] += amount,
            LineKind::Fee => sums[Self::FEES] -= amount,
            _ => sums[Self::OTHER] += amount,
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            *sum = sum.wrapping_add(more);
        }
        self.0[Self::SOLD] = self.0[Self::SOLD].min(1);
    }
}

/// Orders of one sealed chunk.
#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    pub(crate) digest: [u8; 32],
    pub(crate) import: ImportId,
    /// Among the chunks of its import.
    pub(crate) position: u32,
    pub(crate) first: Day,
    pub(crate) last: Day,
    pub(crate) source: u32,
    pub(crate) numbers: Texts,
    pub(crate) placed: Narrow,
    pub(crate) offset: Narrow,
    pub(crate) known: Narrow,
    pub(crate) place: Narrow,
    pub(crate) channel: Narrow,
    pub(crate) country: Narrow,
    pub(crate) currency: Narrow,
    /// Known only to sessions that may read people.
    pub(crate) customer: Option<Narrow>,
    pub(crate) flags: Narrow,
    pub(crate) first_line: Narrow,
    /// [`Totals`] in its fields' order, coded as in the chunk.
    totals: [Narrow; 7],
    sums: [Narrow; LineSums::LEN],
    pub(crate) items: Vec<LocalItem>,
    /// Lines of each of `items`, of rows that counted when they were counted.
    pub(crate) votes: Vec<u32>,
    /// Recognises the rows that counted then; 0 for all.
    counted: u64,
    /// Whether other rows count now and the votes are to be counted again once the lines are there.
    pub(crate) is_stale: bool,
    pub(crate) lines: Option<Lines>,
    /// Whether all lines are goods and no order tells amounts of its own: then lines say everything.
    pub(crate) is_plain: bool,
    /// `None`: all live.
    states: Option<Vec<RowState>>,
}

fn column<T>(values: &[T], number: impl Fn(&T) -> i64) -> Narrow {
    let wide: Vec<i64> = values.iter().map(number).collect();
    Narrow::new(&wide)
}

fn ids(indices: &[u32], dictionary: &[u32]) -> Narrow {
    column(indices, |index| i64::from(dictionary[*index as usize]))
}

impl Chunk {
    /// From decoded orders: their indices are valid.
    pub(crate) fn new(
        import: ImportId,
        position: u32,
        reference: &ChunkRef,
        orders: &Orders,
        dictionaries: &mut Dictionaries,
    ) -> Self {
        let mut intern =
            |names: &[String], of: fn(&mut Dictionaries) -> &mut super::names::Names| {
                names.iter().map(|name| of(dictionaries).intern(name)).collect::<Vec<u32>>()
            };
        let places = intern(&orders.places, |d| &mut d.places);
        let channels = intern(&orders.channels, |d| &mut d.channels);
        let countries = intern(&orders.countries, |d| &mut d.countries);
        let currencies: Vec<u32> =
            orders.currencies.iter().map(|currency| dictionaries.currency(*currency)).collect();
        let mut numbers = Texts::default();
        for number in &orders.number {
            numbers.push(number);
        }
        numbers.shrink();
        let items: Vec<LocalItem> =
            orders.items.iter().map(|item| dictionaries.local_item(item)).collect();
        let mut votes = vec![0_u32; items.len()];
        for item in &orders.item {
            votes[*item as usize] += 1;
        }
        let days = || orders.placed.iter().map(|placed| placed.day());
        let t = &orders.totals;
        Self {
            digest: reference.digest,
            import,
            position,
            first: days().min().unwrap_or(reference.first),
            last: days().max().unwrap_or(reference.last),
            source: dictionaries.sources.intern(&orders.source),
            numbers,
            placed: column(&orders.placed, |placed| placed.local_ms),
            offset: column(&orders.placed, |placed| {
                placed.offset_min.map_or(i64::from(i16::MIN), i64::from)
            }),
            known: Narrow::new(&orders.known_ms),
            place: ids(&orders.place, &places),
            channel: ids(&orders.channel, &channels),
            country: ids(&orders.country, &countries),
            currency: ids(&orders.currency, &currencies),
            customer: None,
            flags: column(&orders.flags, |flags| i64::from(flags.0)),
            first_line: column(&orders.first_line, |line| i64::from(*line)),
            totals: [
                column(t, |t| from_option(t.shipping)),
                column(t, |t| from_option(t.tax)),
                column(t, |t| from_option(t.discount)),
                column(t, |t| from_option(t.fees)),
                column(t, |t| from_option(t.tip)),
                column(t, |t| from_option(t.refunded)),
                column(t, |t| from_option(t.total)),
            ],
            sums: sum_columns(orders),
            items,
            votes,
            counted: 0,
            is_stale: false,
            lines: Some(Lines::new(orders)),
            is_plain: orders.kind.iter().all(|kind| kind.is_goods())
                && t.iter().all(|totals| *totals == Totals::default()),
            states: None,
        }
    }

    pub(crate) const fn len(&self) -> usize {
        self.numbers.len()
    }

    pub(crate) fn lines_of(&self, order: usize) -> std::ops::Range<usize> {
        self.first_line.get(order) as usize..self.first_line.get(order + 1) as usize
    }

    pub(crate) fn flags_of(&self, order: usize) -> OrderFlags {
        OrderFlags(self.flags.get(order) as u16)
    }

    pub(crate) fn state(&self, order: usize) -> RowState {
        self.states.as_ref().map_or(RowState::Live, |states| states[order])
    }

    pub(crate) fn set_state(&mut self, order: usize, state: RowState) {
        let len = self.len();
        self.states.get_or_insert_with(|| vec![RowState::Live; len])[order] = state;
    }

    pub(crate) fn clear_states(&mut self) {
        self.states = None;
    }

    pub(crate) fn line_sums(&self, order: usize) -> LineSums {
        LineSums(std::array::from_fn(|at| self.sums[at].get(order)))
    }

    pub(crate) fn totals_of(&self, order: usize) -> Totals {
        let [shipping, tax, discount, fees, tip, refunded, total] = &self.totals;
        let at = |column: &Narrow| to_option(column.get(order));
        Totals {
            shipping: at(shipping),
            tax: at(tax),
            discount: at(discount),
            fees: at(fees),
            tip: at(tip),
            refunded: at(refunded),
            total: at(total),
        }
    }

    /// Counts the lines of each item again, of rows that count, if other rows count now. Without lines the votes
    /// stay as they were, and [`Chunk::is_stale`] says so.
    pub(crate) fn refresh_votes(&mut self) {
        let counted = self.states.iter().flatten().fold(Hash::new(), |hash, state| {
            hash.number(i64::from(matches!(state, RowState::Live | RowState::Part)))
        });
        let counted = if self.states.is_none() { 0 } else { counted.finish() };
        self.is_stale = counted != self.counted;
        let Some(lines) = self.lines.as_ref().filter(|_| self.is_stale) else { return };
        let mut votes = vec![0_u32; self.items.len()];
        for order in 0..self.len() {
            if matches!(self.state(order), RowState::Live | RowState::Part) {
                for line in self.lines_of(order) {
                    votes[lines.item.get(line) as usize] += 1;
                }
            }
        }
        self.votes = votes;
        self.counted = counted;
        self.is_stale = false;
    }

    pub(crate) fn line_bytes(&self) -> usize {
        self.lines.as_ref().map_or(0, Lines::heap_bytes)
    }

    /// Bytes that stay whatever is evicted.
    pub(crate) fn order_bytes(&self) -> usize {
        let columns = [
            &self.placed,
            &self.offset,
            &self.known,
            &self.place,
            &self.channel,
            &self.country,
            &self.currency,
            &self.flags,
            &self.first_line,
        ];
        size_of::<Self>()
            + self.numbers.heap_bytes()
            + columns
                .into_iter()
                .chain(&self.totals)
                .chain(&self.sums)
                .chain(&self.customer)
                .map(Narrow::heap_bytes)
                .sum::<usize>()
            + self.items.len() * size_of::<LocalItem>()
            + self.votes.len() * 4
            + self.states.as_ref().map_or(0, Vec::len)
    }
}

fn sum_columns(orders: &Orders) -> [Narrow; LineSums::LEN] {
    let per_order: Vec<LineSums> = (0..orders.len())
        .map(|order| {
            let mut sums = LineSums::default();
            for line in orders.first_line[order] as usize..orders.first_line[order + 1] as usize {
                sums.line(
                    orders.kind[line],
                    orders.quantity[line],
                    orders.amount[line],
                    orders.discount[line],
                    orders.tax[line],
                );
            }
            sums
        })
        .collect();
    std::array::from_fn(|at| column(&per_order, |sums| sums.0[at]))
}

impl Lines {
    pub(crate) fn new(orders: &Orders) -> Self {
        Self {
            item: column(&orders.item, |item| i64::from(*item)),
            kind: column(&orders.kind, |kind| *kind as i64),
            quantity: Narrow::new(&orders.quantity),
            price: column(&orders.unit_price, |price| price.value),
            scale: column(&orders.unit_price, |price| i64::from(price.scale)),
            amount: Narrow::new(&orders.amount),
            discount: Narrow::new(&orders.discount),
            tax: Narrow::new(&orders.tax),
            known: (!orders.line_known_ms.is_empty()).then(|| Narrow::new(&orders.line_known_ms)),
        }
    }

    pub(crate) fn kind_of(&self, line: usize) -> LineKind {
        LineKind::from_number(self.kind.get(line) as u8).unwrap_or(LineKind::Other)
    }

    pub(crate) fn price_of(&self, line: usize) -> Decimal {
        Decimal { value: self.price.get(line), scale: self.scale.get(line) as u8 }
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        let columns = [
            &self.item,
            &self.kind,
            &self.quantity,
            &self.price,
            &self.scale,
            &self.amount,
            &self.discount,
            &self.tax,
        ];
        columns.into_iter().chain(&self.known).map(Narrow::heap_bytes).sum()
    }
}
