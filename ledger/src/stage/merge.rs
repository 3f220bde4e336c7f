//! Orders told line by line: two readings become one.

use std::collections::BTreeMap;

use super::builder::Builder;
use super::content::{HeadView, LineKey, empty_order, existing_order};
use super::{StageError, Stager};
use crate::records::{Records, Row, item_key, ranked, ranking};
use crate::sales::{LineKind, OrderFlags, Orders, Totals};

/// What this import tells about an order the ledger knows, as far as it is new.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// Which of the ledger's lines this import has told as well.
    is_told: Vec<bool>,
    /// Orders in [`Stager`]'s store of what is told: the head is the first one's; their lines equal none of the
    /// ledger's.
    parts: Vec<u32>,
    /// When the source knew so.
    known_ms: i64,
}

/// Which reading is the later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Later {
    Own,
    Other,
    Neither,
}

const fn later(own_ms: i64, other_ms: i64) -> Later {
    if own_ms > other_ms {
        Later::Own
    } else if own_ms < other_ms {
        Later::Other
    } else {
        Later::Neither
    }
}

/// The head of two readings together. What is true of the order follows the later one. Texts and amounts have no
/// time of their own: the greater is taken, so that it never matters which of several readings came first and
/// nothing that was told is lost to one that is silent.
fn merged_head<'a>(own: HeadView<'a>, other: HeadView<'a>, later: Later) -> HeadView<'a> {
    let (a, b) = (own.totals, other.totals);
    HeadView {
        placed: own.placed.min(other.placed),
        place: own.place.max(other.place),
        channel: own.channel.max(other.channel),
        country: own.country.max(other.country),
        customer: own.customer.max(other.customer),
        flags: match later {
            Later::Own => own.flags,
            Later::Other => other.flags,
            Later::Neither => own.flags | other.flags,
        },
        totals: Totals {
            shipping: a.shipping.max(b.shipping),
            tax: a.tax.max(b.tax),
            discount: a.discount.max(b.discount),
            fees: a.fees.max(b.fees),
            tip: a.tip.max(b.tip),
            refunded: a.refunded.max(b.refunded),
            total: a.total.max(b.total),
        },
    }
}

/// Marks the ledger's lines that equal incoming ones, each at most once; hands out the incoming lines left over.
fn tell(own: &[LineKey], is_told: &mut [bool], incoming: &[LineKey]) -> Vec<usize> {
    if own == incoming && !is_told.contains(&true) {
        is_told.fill(true);
        return Vec::new();
    }
    let mut left = ranking(own.len(), &|a, b| own[a].cmp(&own[b]));
    left.retain(|at| !is_told[*at]);
    let arriving = ranking(incoming.len(), &|a, b| incoming[a].cmp(&incoming[b]));
    let mut rest = Vec::new();
    let mut from = 0;
    for at in arriving {
        while from < left.len() && own[left[from]] < incoming[at] {
            from += 1;
        }
        if from < left.len() && own[left[from]] == incoming[at] {
            is_told[left[from]] = true;
            from += 1;
        } else {
            rest.push(at);
        }
    }
    rest.sort_unstable();
    rest
}

impl Stager {
    /// Notes what an order told line by line adds to a row of the ledger. `is_more`: this import has told lines of
    /// it before, and without a [`Pending`] those were all the ledger has.
    pub(super) fn merge_lines(
        &mut self,
        records: &Records,
        orders: &Orders,
        order: usize,
        items: &[Option<u32>],
        row: Row,
        is_more: bool,
    ) -> Result<(), StageError> {
        let own = LineKey::of_row(records, row)?;
        let incoming = LineKey::of_order(orders, order, items);
        let known_ms = orders.known_ms[order];
        let open = self.pending.get_mut(&row);
        let is_open = open.is_some();
        let mut fresh = vec![is_more; own.len()];
        let is_told = open.map_or(&mut fresh, |pending| &mut pending.is_told);
        let rest = tell(&own, is_told, &incoming);
        self.skipped += (incoming.len() - rest.len()) as u64;
        if !is_open {
            let known_before = records.known_ms(row);
            let own_view = HeadView::of_row(records, row);
            let view = HeadView::of_order(orders, order);
            let merged = merged_head(own_view, view, later(known_before, known_ms));
            let is_nothing_new = rest.is_empty() && merged == own_view;
            if is_nothing_new && fresh.iter().all(|told| *told) {
                if known_ms > known_before {
                    self.confirmed.insert(row, known_ms);
                }
                return Ok(());
            }
        }
        let pending = self.pending.entry(row).or_insert_with(|| Pending {
            is_told: fresh,
            parts: Vec::new(),
            known_ms,
        });
        pending.known_ms = pending.known_ms.max(known_ms);
        if pending.parts.is_empty() || !rest.is_empty() {
            pending.parts.push(self.told.orders().len() as u32);
            let first = orders.range(order).start;
            let flags = OrderFlags(orders.flags[order].0 & OrderFlags::OF_IMPORTERS);
            let flags = OrderFlags(flags.0 & !OrderFlags::CONTINUED.0);
            self.told.copy_from(self.copying, orders);
            self.told.push_lines(orders, order, flags, &mut rest.into_iter().map(|at| first + at));
        }
        Ok(())
    }

    /// The chunks whose lines must be in `records` before [`Stager::flush`].
    #[must_use]
    pub fn needs_to_flush(&self, records: &Records) -> Vec<[u8; 32]> {
        let mut chunks: Vec<u32> = self
            .pending
            .keys()
            .flat_map(|row| records.rows_with_lines(*row).map(|row| row.chunk))
            .collect();
        chunks.sort_unstable();
        chunks.dedup();
        let chunks = chunks.into_iter().map(|at| &records.chunks[at as usize]);
        chunks.filter(|chunk| chunk.lines.is_none()).map(|chunk| chunk.digest).collect()
    }

    /// Merges every order left open.
    pub(super) fn merge_pending(&mut self, records: &Records) -> Result<(), StageError> {
        let told = std::mem::replace(&mut self.told, Builder::new(String::new())).finish();
        for (row, pending) in std::mem::take(&mut self.pending) {
            self.merge_order(records, row, &pending, &told)?;
        }
        Ok(())
    }

    fn merge_order(
        &mut self,
        records: &Records,
        row: Row,
        pending: &Pending,
        told: &Orders,
    ) -> Result<(), StageError> {
        let own = existing_order(records, row)?;
        let incoming = &joined(told, pending, &own);
        let known_ms = own.known_ms[0].max(incoming.known_ms[0]);
        let own_view = HeadView::of_order(&own, 0);
        let other_view = HeadView::of_order(incoming, 0);
        let view = merged_head(own_view, other_view, later(own.known_ms[0], incoming.known_ms[0]));
        let mut result = empty_order(&view, &own.name_of(0));
        let choice = choose(&own, incoming, &pending.is_told);
        self.skipped += choice.outdated;
        let mut is_later = known_ms > own.known_ms[0];
        for line in 0..own.lines() {
            match choice.replaced.get(&line) {
                Some(by) => push_copy(&mut result, incoming, *by),
                None => push_copy(&mut result, &own, line),
            }
            let known = own.line_known_ms[line];
            let is_told = pending.is_told[line] || choice.replaced.contains_key(&line);
            let told_ms = if is_told { known.max(incoming.known_ms[0]) } else { known };
            is_later |= told_ms > known;
            result.line_known_ms.push(told_ms);
        }
        for line in &choice.added {
            push_copy(&mut result, incoming, *line);
            result.line_known_ms.push(incoming.known_ms[0]);
        }
        result.known_ms[0] = known_ms;
        let is_changed =
            view != own_view || !choice.replaced.is_empty() || !choice.added.is_empty();
        if !is_changed && !is_later {
            return Ok(());
        }
        self.confirmed.remove(&row);
        self.updated += u64::from(is_changed);
        let month = view.placed.day().month_number();
        let flags = OrderFlags(result.flags[0].0).with(OrderFlags::REPLACES);
        self.push_alone(&result, month, flags);
        Ok(())
    }
}

/// What an import tells about one order, as one order.
fn joined(told: &Orders, pending: &Pending, own: &Orders) -> Orders {
    let head = pending.parts.first().map_or(0, |part| *part as usize);
    let mut order = empty_order(&HeadView::of_order(told, head), &own.name_of(0));
    order.known_ms[0] = pending.known_ms;
    for part in &pending.parts {
        for line in told.range(*part as usize) {
            push_copy(&mut order, told, line);
        }
    }
    order
}

/// What becomes of the lines that equal no other.
struct Choice {
    /// The ledger's lines that take a later reading, and which.
    replaced: BTreeMap<usize, usize>,
    /// Incoming lines that are new.
    added: Vec<usize>,
    /// Incoming lines the ledger knows better.
    outdated: u64,
}

/// Pairs what is left over on both sides by item.
fn choose(own: &Orders, incoming: &Orders, is_told: &[bool]) -> Choice {
    let mut groups: BTreeMap<(String, LineKind), [Vec<usize>; 2]> = BTreeMap::new();
    for line in (0..own.lines()).filter(|line| !is_told[*line]) {
        groups.entry(item_of(own, line)).or_default()[0].push(line);
    }
    for line in 0..incoming.lines() {
        groups.entry(item_of(incoming, line)).or_default()[1].push(line);
    }
    let mut choice = Choice { replaced: BTreeMap::new(), added: Vec::new(), outdated: 0 };
    for [left, arriving] in groups.into_values() {
        let left = ranked(left, &|a, b| content_of(own, *a).cmp(&content_of(own, *b)));
        let arriving =
            ranked(arriving, &|a, b| content_of(incoming, *a).cmp(&content_of(incoming, *b)));
        for (at, line) in arriving.into_iter().enumerate() {
            match left.get(at) {
                None => choice.added.push(line),
                Some(own_line) => match later(own.line_known_ms[*own_line], incoming.known_ms[0]) {
                    Later::Own => choice.outdated += 1,
                    Later::Other => drop(choice.replaced.insert(*own_line, line)),
                    Later::Neither => choice.added.push(line),
                },
            }
        }
    }
    choice.added.sort_unstable();
    choice
}

fn item_of(orders: &Orders, line: usize) -> (String, LineKind) {
    let item = &orders.items[orders.item[line] as usize];
    let mut room = String::new();
    (item_key(&item.sku, &item.name, &mut room).to_owned(), orders.kind[line])
}

fn content_of(orders: &Orders, line: usize) -> [i64; 6] {
    let price = orders.unit_price[line];
    [
        orders.quantity[line],
        orders.amount[line],
        orders.discount[line],
        orders.tax[line],
        price.value,
        i64::from(price.scale),
    ]
}

/// Appends a line of `from` to the last order of `into`, except when it was known.
fn push_copy(into: &mut Orders, from: &Orders, line: usize) {
    into.item.push(into.items.len() as u32);
    into.items.push(from.items[from.item[line] as usize].clone());
    into.kind.push(from.kind[line]);
    into.quantity.push(from.quantity[line]);
    into.unit_price.push(from.unit_price[line]);
    into.amount.push(from.amount[line]);
    into.discount.push(from.discount[line]);
    into.tax.push(from.tax[line]);
    into.row.push(from.row[line]);
    if let Some(end) = into.first_line.last_mut() {
        *end = into.item.len() as u32;
    }
}
