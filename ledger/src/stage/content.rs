//! What two readings of an order are compared by.

use super::StageError;
use crate::currency::Currency;
use crate::day::{Day, Moment};
use crate::money::Decimal;
use crate::records::{Facet, Hash, HashIndex, OrderName, Records, Row, item_key};
use crate::sales::{ItemName, LineKind, OrderFlags, Orders, Totals};

impl Orders {
    /// The lines of an order.
    #[must_use]
    pub fn range(&self, order: usize) -> std::ops::Range<usize> {
        self.first_line[order] as usize..self.first_line[order + 1] as usize
    }

    pub(crate) fn name_of(&self, order: usize) -> OrderName<'_> {
        OrderName {
            source: &self.source,
            number: &self.number[order],
            currency: self.currencies[self.currency[order] as usize],
            facet: Facet::of(self.flags[order]),
        }
    }
}

/// The head of an order, texts as texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeadView<'a> {
    pub(super) placed: Moment,
    pub(super) place: &'a str,
    pub(super) channel: &'a str,
    pub(super) country: &'a str,
    pub(super) customer: &'a str,
    pub(super) flags: u16,
    pub(super) totals: Totals,
}

/// Flags that say how an order was told rather than what is true of it.
const TOLD: u16 = OrderFlags::CONTINUED.0 | OrderFlags::WHOLE.0;

impl<'a> HeadView<'a> {
    pub(super) fn of_row(records: &'a Records, row: Row) -> Self {
        let head = records.own_head(row);
        let names = &records.names;
        Self {
            placed: head.placed,
            place: names.places.get(head.place),
            channel: names.channels.get(head.channel),
            country: names.countries.get(head.country),
            customer: records.own_customer(row),
            flags: records.own_flags(row).0 & OrderFlags::OF_IMPORTERS & !TOLD,
            totals: records.chunk(row).totals_of(row.order as usize),
        }
    }

    pub(super) fn of_order(orders: &'a Orders, order: usize) -> Self {
        Self {
            placed: orders.placed[order],
            place: &orders.places[orders.place[order] as usize],
            channel: &orders.channels[orders.channel[order] as usize],
            country: &orders.countries[orders.country[order] as usize],
            customer: &orders.customers[orders.customer[order] as usize],
            flags: orders.flags[order].0 & OrderFlags::OF_IMPORTERS & !TOLD,
            totals: orders.totals[order],
        }
    }
}

/// What makes two lines the same. The item's number is 0-based among the ledger's; an item it does not know
/// differs from all it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LineKey {
    pub(super) item: Option<u32>,
    kind: LineKind,
    quantity: i64,
    amount: i64,
    discount: i64,
    tax: i64,
    price: (i64, u8),
}

impl LineKey {
    pub(super) fn of_row(records: &Records, row: Row) -> Result<Vec<Self>, StageError> {
        let mut keys = Vec::new();
        for row in records.rows_with_lines(row) {
            let chunk = records.chunk(row);
            let lines = chunk.lines.as_ref().ok_or(StageError::NotLoaded)?;
            keys.extend(chunk.lines_of(row.order as usize).map(|line| {
                let price = lines.price_of(line);
                Self {
                    item: Some(chunk.items[lines.item.get(line) as usize].item),
                    kind: lines.kind_of(line),
                    quantity: lines.quantity.get(line),
                    amount: lines.amount.get(line),
                    discount: lines.discount.get(line),
                    tax: lines.tax.get(line),
                    price: (price.value, price.scale),
                }
            }));
        }
        Ok(keys)
    }

    pub(super) fn of_order(orders: &Orders, order: usize, items: &[Option<u32>]) -> Vec<Self> {
        let key = |line: usize| Self {
            item: items[orders.item[line] as usize],
            kind: orders.kind[line],
            quantity: orders.quantity[line],
            amount: orders.amount[line],
            discount: orders.discount[line],
            tax: orders.tax[line],
            price: (orders.unit_price[line].value, orders.unit_price[line].scale),
        };
        orders.range(order).map(key).collect()
    }
}

/// The order of a row as the ledger has it, parts joined; lines without their place in a file, for the file is
/// another one now.
pub(super) fn existing_order(records: &Records, row: Row) -> Result<Orders, StageError> {
    let view = HeadView::of_row(records, row);
    let name = records.name_of(row);
    let mut orders = empty_order(&view, &name);
    orders.flags[0] = OrderFlags(records.own_flags(row).0 & OrderFlags::OF_IMPORTERS);
    orders.known_ms[0] = records.known_ms(row);
    let confirmed = records.confirmed.get(&row).copied();
    for row in records.rows_with_lines(row) {
        let chunk = records.chunk(row);
        let lines = chunk.lines.as_ref().ok_or(StageError::NotLoaded)?;
        let order_known = chunk.known.get(row.order as usize);
        for line in chunk.lines_of(row.order as usize) {
            let local = chunk.items[lines.item.get(line) as usize];
            let item = ItemName {
                sku: records.names.sku(local.item).to_owned(),
                name: records.names.item_names.get(local.name).to_owned(),
                category: records.names.categories.get(local.category).to_owned(),
            };
            let known = lines.known.as_ref().map_or(order_known, |known| known.get(line));
            push_line(
                &mut orders,
                item,
                lines.kind_of(line),
                [
                    lines.quantity.get(line),
                    lines.amount.get(line),
                    lines.discount.get(line),
                    lines.tax.get(line),
                ],
                lines.price_of(line),
                confirmed.map_or(known, |later| known.max(later)),
            );
        }
    }
    Ok(orders)
}

fn push_line(
    orders: &mut Orders,
    item: ItemName,
    kind: LineKind,
    [quantity, amount, discount, tax]: [i64; 4],
    price: Decimal,
    known_ms: i64,
) {
    orders.item.push(orders.items.len() as u32);
    orders.items.push(item);
    orders.kind.push(kind);
    orders.quantity.push(quantity);
    orders.unit_price.push(price);
    orders.amount.push(amount);
    orders.discount.push(discount);
    orders.tax.push(tax);
    orders.row.push(0);
    orders.line_known_ms.push(known_ms);
    if let Some(end) = orders.first_line.last_mut() {
        *end = orders.item.len() as u32;
    }
}

/// One order without lines.
pub(super) fn empty_order(view: &HeadView<'_>, name: &OrderName<'_>) -> Orders {
    let mut orders = Orders::new(name.source);
    let dictionary = |names: &mut Vec<String>, text: &str| {
        names.push(text.to_owned());
        1
    };
    orders.place = vec![dictionary(&mut orders.places, view.place)];
    orders.channel = vec![dictionary(&mut orders.channels, view.channel)];
    orders.country = vec![dictionary(&mut orders.countries, view.country)];
    orders.customer = vec![dictionary(&mut orders.customers, view.customer)];
    orders.currencies = vec![name.currency];
    orders.currency = vec![0];
    orders.number = vec![name.number.to_owned()];
    orders.placed = vec![view.placed];
    orders.known_ms = vec![0];
    orders.flags = vec![OrderFlags(view.flags)];
    orders.totals = vec![view.totals];
    orders.first_line = vec![0, 0];
    orders
}

/// Says that a row was still true at `known_ms`.
pub(super) fn confirmation(records: &Records, row: Row, known_ms: i64) -> Orders {
    const DAY_MS: i64 = 86_400_000;
    let view = HeadView::of_row(records, row);
    let facet = records.own_flags(row).0 & OrderFlags::SUMMARY.0;
    let day_ms = view.placed.local_ms.div_euclid(DAY_MS) * DAY_MS;
    let bare = HeadView {
        placed: Moment { local_ms: day_ms, offset_min: None },
        place: "",
        channel: "",
        country: "",
        customer: "",
        flags: facet | OrderFlags::CONFIRMED.0,
        totals: Totals::default(),
    };
    let mut orders = empty_order(&bare, &records.name_of(row));
    orders.known_ms[0] = known_ms;
    orders
}

/// How often each content without an order number occurs.
#[derive(Debug, Default)]
pub(super) struct Unnumbered {
    known: HashIndex<u32>,
    seen: HashIndex<u32>,
    counted: std::collections::HashSet<u32>,
}

impl Unnumbered {
    /// The chunks that may hold the same rows as `orders` and have not been counted yet.
    pub(super) fn chunks_to_count(&self, records: &Records, orders: &Orders) -> Vec<u32> {
        let days = orders
            .placed
            .iter()
            .zip(&orders.flags)
            .filter(|(_, flags)| flags.has(OrderFlags::UNNUMBERED))
            .map(|(placed, _)| placed.day());
        let (first, last) = days.fold((Day(i32::MAX), Day(i32::MIN)), |(first, last), day| {
            (first.min(day), last.max(day))
        });
        let Some(source) = records.names.sources.find(&orders.source) else { return Vec::new() };
        (0..records.chunks.len() as u32)
            .filter(|at| {
                let chunk = &records.chunks[*at as usize];
                chunk.source == source
                    && chunk.first <= last
                    && first <= chunk.last
                    && !self.counted.contains(at)
            })
            .collect()
    }

    pub(super) fn count_known(
        &mut self,
        records: &Records,
        orders: &Orders,
    ) -> Result<(), StageError> {
        for at in self.chunks_to_count(records, orders) {
            let chunk = &records.chunks[at as usize];
            for order in 0..chunk.len() {
                if chunk.flags_of(order).has(OrderFlags::UNNUMBERED) {
                    let row = Row { chunk: at, order: order as u32 };
                    *self.known.entry(hash_of_row(records, row)?).or_default() += 1;
                }
            }
            self.counted.insert(at);
        }
        Ok(())
    }

    /// Whether the ledger has this row already: as often as the file has brought it by now.
    pub(super) fn is_known(&mut self, orders: &Orders, order: usize) -> bool {
        let hash = hash_of_order(orders, order);
        let seen = self.seen.entry(hash).or_default();
        *seen += 1;
        self.known.get(&hash).is_some_and(|known| known >= seen)
    }
}

fn hash_of_head(source: &str, placed: Moment, texts: [&str; 3], currency: Currency) -> Hash {
    let head = Hash::new().text(source).number(placed.local_ms).text(currency.code());
    texts.into_iter().fold(head, |hash, text| hash.text(text))
}

fn hash_of_row(records: &Records, row: Row) -> Result<u64, StageError> {
    let chunk = records.chunk(row);
    let lines = chunk.lines.as_ref().ok_or(StageError::NotLoaded)?;
    let view = HeadView::of_row(records, row);
    let name = records.name_of(row);
    let head = [view.place, view.channel, view.country];
    let hash = hash_of_head(name.source, view.placed, head, name.currency);
    let line_hash = |hash: Hash, line: usize| {
        let item = chunk.items[lines.item.get(line) as usize].item;
        hash.text(records.names.items.get(item))
            .number(lines.kind.get(line))
            .number(lines.quantity.get(line))
            .number(lines.amount.get(line))
            .number(lines.discount.get(line))
            .number(lines.tax.get(line))
    };
    Ok(chunk.lines_of(row.order as usize).fold(hash, line_hash).finish())
}

fn hash_of_order(orders: &Orders, order: usize) -> u64 {
    let view = HeadView::of_order(orders, order);
    let name = orders.name_of(order);
    let head = [view.place, view.channel, view.country];
    let hash = hash_of_head(name.source, view.placed, head, name.currency);
    let mut room = String::new();
    let line_hash = |hash: Hash, line: usize| {
        let item = &orders.items[orders.item[line] as usize];
        hash.text(item_key(&item.sku, &item.name, &mut room))
            .number(orders.kind[line] as i64)
            .number(orders.quantity[line])
            .number(orders.amount[line])
            .number(orders.discount[line])
            .number(orders.tax[line])
    };
    orders.range(order).fold(hash, line_hash).finish()
}
