//! Orders gathered until they fill a chunk.

use std::collections::HashMap;

use crate::chunks::{
    CustomersOfOrders, MOST_CHUNK_BYTES, MOST_CHUNK_RECORDS, encode_customers, encode_orders,
};
use crate::currency::Currency;
use crate::sales::{ItemName, OrderFlags, Orders, Totals};

/// Bytes at which a chunk is written: below the limit, because they are estimated.
const FULL: usize = 225_000;
/// Measured bytes below which it goes on being filled.
const HALF_FULL: usize = 200_000;
/// Orders, lines or items at which it is written.
const FULL_RECORDS: usize = 60_000;

/// Dictionaries of the orders being gathered, by text.
#[derive(Debug, Default)]
struct Index {
    items: HashMap<ItemName, u32>,
    places: HashMap<String, u32>,
    channels: HashMap<String, u32>,
    countries: HashMap<String, u32>,
    customers: HashMap<String, u32>,
    currencies: HashMap<Currency, u32>,
}

/// Where the dictionary entries of the orders being copied went, so that each is looked up once.
#[derive(Debug, Default)]
struct Copied {
    /// Names the orders copied from.
    from: u64,
    items: Vec<Option<u32>>,
}

/// Gathers orders of one source and month.
#[derive(Debug)]
pub(super) struct Builder {
    orders: Orders,
    index: Index,
    copied: Copied,
    bytes: usize,
    customer_bytes: usize,
    /// The estimate at which the chunk is measured.
    full: usize,
}

fn intern(
    index: &mut HashMap<String, u32>,
    names: &mut Vec<String>,
    text: &str,
    bytes: &mut usize,
) -> u32 {
    if text.is_empty() {
        return 0;
    }
    if let Some(at) = index.get(text) {
        return *at;
    }
    let at = names.len() as u32;
    names.push(text.to_owned());
    index.insert(text.to_owned(), at);
    *bytes += text.len() + 2;
    at
}

fn intern_item(
    index: &mut Index,
    items: &mut Vec<ItemName>,
    item: &ItemName,
    bytes: &mut usize,
) -> u32 {
    if let Some(at) = index.items.get(item) {
        return *at;
    }
    let at = items.len() as u32;
    *bytes += item.sku.len() + item.name.len() + item.category.len() + 6;
    items.push(item.clone());
    index.items.insert(item.clone(), at);
    at
}

impl Builder {
    pub(super) fn new(source: String) -> Self {
        Self {
            orders: Orders::new(source),
            index: Index::default(),
            copied: Copied::default(),
            bytes: 200,
            customer_bytes: 50,
            full: FULL,
        }
    }

    /// Says that what is pushed from now on comes from orders of this name, which is not used for others.
    pub(super) fn copy_from(&mut self, name: u64, from: &Orders) {
        if self.copied.from != name {
            self.copied = Copied { from: name, items: vec![None; from.items.len()] };
        }
    }

    /// Copies one order of those named by [`Builder::copy_from`], with other flags. What continues an order
    /// carries no amounts of its own.
    pub(super) fn push(&mut self, from: &Orders, order: usize, flags: OrderFlags) {
        self.push_lines(from, order, flags, &mut from.range(order));
    }

    pub(super) const fn orders(&self) -> &Orders {
        &self.orders
    }

    /// The same with only some lines, or with lines of other orders.
    pub(super) fn push_lines(
        &mut self,
        from: &Orders,
        order: usize,
        flags: OrderFlags,
        lines: &mut dyn Iterator<Item = usize>,
    ) {
        let own = &mut self.orders;
        let bytes = &mut self.bytes;
        let index = &mut self.index;
        let place = &from.places[from.place[order] as usize];
        own.place.push(intern(&mut index.places, &mut own.places, place, bytes));
        let channel = &from.channels[from.channel[order] as usize];
        own.channel.push(intern(&mut index.channels, &mut own.channels, channel, bytes));
        let country = &from.countries[from.country[order] as usize];
        own.country.push(intern(&mut index.countries, &mut own.countries, country, bytes));
        let customer = &from.customers[from.customer[order] as usize];
        let customer_bytes = &mut self.customer_bytes;
        *customer_bytes += 3;
        own.customer.push(intern(
            &mut index.customers,
            &mut own.customers,
            customer,
            customer_bytes,
        ));
        let currency = from.currencies[from.currency[order] as usize];
        let currencies = &mut own.currencies;
        own.currency.push(*index.currencies.entry(currency).or_insert_with(|| {
            currencies.push(currency);
            currencies.len() as u32 - 1
        }));
        own.number.push(from.number[order].clone());
        own.placed.push(from.placed[order]);
        own.known_ms.push(from.known_ms[order]);
        own.flags.push(flags);
        let is_part = flags.has(OrderFlags::CONTINUED);
        own.totals.push(if is_part { Totals::default() } else { from.totals[order] });
        *bytes += from.number[order].len() + 16;
        for line in lines {
            let local = from.item[line] as usize;
            let at = match self.copied.items[local] {
                Some(at) => at,
                None => {
                    let at = intern_item(index, &mut own.items, &from.items[local], bytes);
                    self.copied.items[local] = Some(at);
                    at
                }
            };
            own.item.push(at);
            own.kind.push(from.kind[line]);
            own.quantity.push(from.quantity[line]);
            own.unit_price.push(from.unit_price[line]);
            own.amount.push(from.amount[line]);
            own.discount.push(from.discount[line]);
            own.tax.push(from.tax[line]);
            own.row.push(from.row[line]);
            let known = from.line_known_ms.get(line).copied().unwrap_or(from.known_ms[order]);
            own.line_known_ms.push(known);
            *bytes += 11;
        }
        own.first_line.push(own.item.len() as u32);
    }

    /// Whether it is time to write. Dictionaries share beginnings and repeat, so that the estimate is often far
    /// too high: a chunk that seems full is measured, and filled further if it is not.
    pub(super) fn is_full(&mut self) -> bool {
        let orders = &self.orders;
        if orders.len().max(orders.lines()).max(orders.items.len()) >= FULL_RECORDS
            || self.customer_bytes >= FULL
        {
            return true;
        }
        if self.bytes < self.full {
            return false;
        }
        let measured = encode_orders(&self.orders).len();
        if measured >= HALF_FULL {
            return true;
        }
        self.full = self.bytes / 16 * (FULL * 16 / measured.max(1));
        false
    }

    pub(super) fn lines(&self) -> usize {
        self.orders.lines()
    }

    pub(super) fn finish(self) -> Orders {
        let mut orders = self.orders;
        let is_plain = (0..orders.len()).all(|order| {
            orders.line_known_ms[orders.range(order)].iter().all(|ms| *ms == orders.known_ms[order])
        });
        if is_plain {
            orders.line_known_ms.clear();
        }
        orders
    }
}

/// Chunks of orders, each with the customers sealed apart from it; the position of the chunk is not filled in.
pub(super) fn pieces(orders: &Orders) -> Vec<(Vec<u8>, Option<CustomersOfOrders>)> {
    split(orders, &|piece| {
        let mut own = piece.clone();
        own.customers = vec![String::new()];
        own.customer = vec![0; own.len()];
        let content = encode_orders(&own);
        let is_told = piece.customer.iter().any(|customer| *customer != 0);
        let customers = is_told.then(|| CustomersOfOrders {
            chunk: 0,
            names: piece.customers.clone(),
            customer: piece.customer.clone(),
        });
        let customer_bytes = customers.as_ref().map_or(0, |told| encode_customers(told).len() + 9);
        let fits = content.len() <= MOST_CHUNK_BYTES && customer_bytes <= MOST_CHUNK_BYTES;
        fits.then_some((content, customers))
    })
}

/// `orders` as one piece if it can be made, else halved until it can.
pub(super) fn split<T>(orders: &Orders, make: &dyn Fn(&Orders) -> Option<T>) -> Vec<T> {
    if orders.is_empty() {
        return Vec::new();
    }
    let records = orders.len().max(orders.lines()).max(orders.items.len());
    let dictionaries = orders.customers.len().max(orders.places.len()).max(orders.countries.len());
    if records.max(dictionaries) <= MOST_CHUNK_RECORDS
        && let Some(made) = make(orders)
    {
        return vec![made];
    }
    let mut halves = [Builder::new(orders.source.clone()), Builder::new(orders.source.clone())];
    for half in &mut halves {
        half.copy_from(1, orders);
    }
    if orders.len() > 1 {
        let middle = orders.len() / 2;
        for order in 0..orders.len() {
            halves[usize::from(order >= middle)].push(orders, order, orders.flags[order]);
        }
    } else {
        let range = orders.range(0);
        let middle = range.len() / 2;
        if middle == 0 {
            // One line whose texts alone pass the limit: within the limits of texts it cannot be.
            return Vec::new();
        }
        let flags = orders.flags[0];
        halves[0].push_lines(orders, 0, flags, &mut (0..middle));
        let flags = flags.with(OrderFlags::CONTINUED);
        halves[1].push_lines(orders, 0, flags, &mut (middle..range.len()));
    }
    halves.into_iter().flat_map(|half| split(&half.finish(), make)).collect()
}
