//! Orders with their lines.

use super::columns::{Reader, Writer};
use super::ints::{from_option, to_option};
use super::{ChunkError, MOST_CHUNK_RECORDS};
use crate::currency::Currency;
use crate::day::Moment;
use crate::imports::ChunkKind;
use crate::money::{Decimal, MOST_MINOR};
use crate::sales::{ItemName, LineKind, OrderFlags, Orders, Totals};

/// Field numbers. For ever.
mod field {
    pub(super) const SOURCE: u8 = 2;
    pub(super) const ORDERS: u8 = 3;
    pub(super) const LINES: u8 = 4;
    pub(super) const ITEM_SKUS: u8 = 5;
    pub(super) const ITEM_NAMES: u8 = 6;
    pub(super) const ITEM_CATEGORIES: u8 = 7;
    pub(super) const PLACES: u8 = 8;
    pub(super) const CHANNELS: u8 = 9;
    pub(super) const COUNTRIES: u8 = 10;
    pub(super) const CURRENCIES: u8 = 11;
    pub(super) const NUMBER: u8 = 12;
    pub(super) const PLACED: u8 = 13;
    pub(super) const OFFSET: u8 = 14;
    pub(super) const KNOWN: u8 = 15;
    pub(super) const PLACE: u8 = 16;
    pub(super) const CHANNEL: u8 = 17;
    pub(super) const COUNTRY: u8 = 18;
    pub(super) const CURRENCY: u8 = 19;
    pub(super) const FLAGS: u8 = 20;
    pub(super) const LINE_COUNT: u8 = 21;
    /// Shipping, tax, discount, fees, tip, refunded, total.
    pub(super) const TOTALS: [u8; 7] = [22, 23, 24, 25, 26, 27, 28];
    pub(super) const ITEM: u8 = 29;
    pub(super) const KIND: u8 = 30;
    pub(super) const QUANTITY: u8 = 31;
    pub(super) const PRICE: u8 = 32;
    pub(super) const PRICE_SCALE: u8 = 33;
    pub(super) const AMOUNT: u8 = 34;
    pub(super) const DISCOUNT: u8 = 35;
    pub(super) const TAX: u8 = 36;
    pub(super) const ROW: u8 = 37;
    pub(super) const ITEM_COUNT: u8 = 38;
    pub(super) const LINE_KNOWN: u8 = 39;
    /// Only on the way from the importer to the ledger, never in a sealed chunk of orders.
    pub(super) const CUSTOMERS: u8 = 40;
    pub(super) const CUSTOMER: u8 = 41;
}

/// Thousandths of a unit a line may have: a billion units.
const MOST_QUANTITY: i64 = 1_000_000_000_000;
/// Years 1 to 9999 in milliseconds around 1970.
const MOST_MS: i64 = 253_402_300_800_000;

/// Encodes orders. At most [`MOST_CHUNK_RECORDS`] orders, lines and items each, or [`decode_orders`] refuses it.
#[must_use]
pub fn encode_orders(orders: &Orders) -> Vec<u8> {
    let mut out = Writer::new(ChunkKind::Orders);
    out.text(field::SOURCE, &orders.source);
    out.uint(field::ORDERS, orders.len() as u64);
    out.uint(field::LINES, orders.lines() as u64);
    out.uint(field::ITEM_COUNT, orders.items.len() as u64);
    out.texts(field::ITEM_SKUS, orders.items.iter().map(|item| item.sku.as_str()));
    out.texts(field::ITEM_NAMES, orders.items.iter().map(|item| item.name.as_str()));
    out.texts(field::ITEM_CATEGORIES, orders.items.iter().map(|item| item.category.as_str()));
    out.names(field::PLACES, &orders.places);
    out.names(field::CHANNELS, &orders.channels);
    out.names(field::COUNTRIES, &orders.countries);
    out.texts(field::CURRENCIES, orders.currencies.iter().map(Currency::code));
    encode_heads(&mut out, orders);
    encode_lines(&mut out, orders);
    if orders.customer.iter().any(|customer| *customer != 0) {
        out.names(field::CUSTOMERS, &orders.customers);
        out.ints(field::CUSTOMER, &ints(&orders.customer));
    }
    out.finish()
}

fn encode_heads(out: &mut Writer, orders: &Orders) {
    out.texts(field::NUMBER, orders.number.iter().map(String::as_str));
    out.ints(field::PLACED, &collect(&orders.placed, |moment| moment.local_ms));
    out.ints(
        field::OFFSET,
        &collect(&orders.placed, |moment| from_option(moment.offset_min.map(i64::from))),
    );
    out.ints(field::KNOWN, &orders.known_ms);
    out.ints(field::PLACE, &ints(&orders.place));
    out.ints(field::CHANNEL, &ints(&orders.channel));
    out.ints(field::COUNTRY, &ints(&orders.country));
    out.ints(field::CURRENCY, &ints(&orders.currency));
    out.ints(field::FLAGS, &collect(&orders.flags, |flags| i64::from(flags.0)));
    let counts: Vec<i64> =
        orders.first_line.windows(2).map(|pair| i64::from(pair[1]) - i64::from(pair[0])).collect();
    out.ints(field::LINE_COUNT, &counts);
    let parts: [fn(&Totals) -> Option<i64>; 7] = [
        |t| t.shipping,
        |t| t.tax,
        |t| t.discount,
        |t| t.fees,
        |t| t.tip,
        |t| t.refunded,
        |t| t.total,
    ];
    for (number, part) in field::TOTALS.into_iter().zip(parts) {
        out.ints(number, &collect(&orders.totals, |totals| from_option(part(totals))));
    }
}

fn encode_lines(out: &mut Writer, orders: &Orders) {
    out.ints(field::ITEM, &ints(&orders.item));
    out.ints(field::KIND, &collect(&orders.kind, |kind| *kind as i64));
    out.ints(field::QUANTITY, &orders.quantity);
    out.ints(field::PRICE, &collect(&orders.unit_price, |price| price.value));
    out.ints(field::PRICE_SCALE, &collect(&orders.unit_price, |price| i64::from(price.scale)));
    out.ints(field::AMOUNT, &orders.amount);
    out.ints(field::DISCOUNT, &orders.discount);
    out.ints(field::TAX, &orders.tax);
    out.ints(field::ROW, &ints(&orders.row));
    out.ints(field::LINE_KNOWN, &orders.line_known_ms);
}

fn collect<T>(values: &[T], number: impl Fn(&T) -> i64) -> Vec<i64> {
    values.iter().map(number).collect()
}

fn ints(values: &[u32]) -> Vec<i64> {
    values.iter().map(|value| i64::from(*value)).collect()
}

/// Decodes orders; every index in the result is valid, every amount within its limits.
///
/// # Errors
/// [`ChunkError`]; never panics, whatever the bytes.
pub fn decode_orders(bytes: &[u8]) -> Result<Orders, ChunkError> {
    let read = Reader::open(bytes, ChunkKind::Orders)?;
    let mut orders = Orders::new(read.text(field::SOURCE, "source")?);
    orders.items = decode_items(&read)?;
    orders.places = read.names(field::PLACES, "places")?;
    orders.channels = read.names(field::CHANNELS, "channels")?;
    orders.countries = read.names(field::COUNTRIES, "countries")?;
    orders.customers = read.names(field::CUSTOMERS, "customers")?;
    orders.currencies = read
        .texts(field::CURRENCIES, "currencies", 0)?
        .iter()
        .map(|code| {
            Currency::from_code(code).map_err(|_| ChunkError::OutOfRange { field: "currencies" })
        })
        .collect::<Result<_, _>>()?;
    decode_heads(&read, &mut orders)?;
    decode_lines(&read, &mut orders)?;
    Ok(orders)
}

fn decode_items(read: &Reader<'_>) -> Result<Vec<ItemName>, ChunkError> {
    let count = read.count(field::ITEM_COUNT, "items")?;
    let skus = read.texts_of(field::ITEM_SKUS, "SKUs", count)?;
    let names = read.texts_of(field::ITEM_NAMES, "item names", count)?;
    let categories = read.texts_of(field::ITEM_CATEGORIES, "categories", count)?;
    let items = skus.into_iter().zip(names).zip(categories);
    Ok(items.map(|((sku, name), category)| ItemName { sku, name, category }).collect())
}

fn decode_heads(read: &Reader<'_>, orders: &mut Orders) -> Result<(), ChunkError> {
    let count = read.count(field::ORDERS, "orders")?;
    orders.number = read.texts_of(field::NUMBER, "numbers", count)?;
    let placed = read.ints(field::PLACED, "times", count, -MOST_MS..=MOST_MS)?;
    let offsets = read.ints(field::OFFSET, "offsets", count, -1_440..=1_441)?;
    orders.placed = placed
        .into_iter()
        .zip(offsets)
        .map(|(local_ms, offset)| Moment {
            local_ms,
            offset_min: to_option(offset).map(|minutes| minutes as i16),
        })
        .collect();
    orders.known_ms = read.ints(field::KNOWN, "versions", count, -MOST_MS..=MOST_MS)?;
    orders.place = read.indices(field::PLACE, "place", count, orders.places.len())?;
    orders.channel = read.indices(field::CHANNEL, "channel", count, orders.channels.len())?;
    orders.country = read.indices(field::COUNTRY, "country", count, orders.countries.len())?;
    orders.currency = read.indices(field::CURRENCY, "currency", count, orders.currencies.len())?;
    orders.customer = read.indices(field::CUSTOMER, "customer", count, orders.customers.len())?;
    let flags = read.ints(field::FLAGS, "flags", count, 0..=i64::from(u16::MAX))?;
    orders.flags = flags.into_iter().map(|flags| OrderFlags(flags as u16)).collect();
    let counts =
        read.ints(field::LINE_COUNT, "line counts", count, 0..=MOST_CHUNK_RECORDS as i64)?;
    let mut end = 0_u32;
    for lines in counts {
        // At most 65,536 orders of at most 65,536 lines: u32 holds all but the very last sum.
        end = end.checked_add(lines as u32).ok_or(ChunkError::Damaged { field: "line counts" })?;
        orders.first_line.push(end);
    }
    orders.totals = vec![Totals::default(); count];
    let parts: [fn(&mut Totals) -> &mut Option<i64>; 7] = [
        |t| &mut t.shipping,
        |t| &mut t.tax,
        |t| &mut t.discount,
        |t| &mut t.fees,
        |t| &mut t.tip,
        |t| &mut t.refunded,
        |t| &mut t.total,
    ];
    for (number, part) in field::TOTALS.into_iter().zip(parts) {
        let column = read.ints(number, "totals", count, -MOST_MINOR..=MOST_MINOR + 1)?;
        for (totals, value) in orders.totals.iter_mut().zip(column) {
            *part(totals) = to_option(value);
        }
    }
    Ok(())
}

fn decode_lines(read: &Reader<'_>, orders: &mut Orders) -> Result<(), ChunkError> {
    let count = read.count(field::LINES, "lines")?;
    if orders.first_line.last().is_none_or(|end| *end as usize != count) {
        return Err(ChunkError::Damaged { field: "line counts" });
    }
    orders.item = read.indices(field::ITEM, "item", count, orders.items.len())?;
    orders.kind = read
        .ints(field::KIND, "kind", count, 0..=255)?
        .into_iter()
        .map(|kind| {
            LineKind::from_number(kind as u8).ok_or(ChunkError::OutOfRange { field: "kind" })
        })
        .collect::<Result<_, _>>()?;
    orders.quantity =
        read.ints(field::QUANTITY, "quantity", count, -MOST_QUANTITY..=MOST_QUANTITY)?;
    let prices = read.ints(field::PRICE, "price", count, i64::MIN..=i64::MAX)?;
    let scales = read.ints(field::PRICE_SCALE, "price scale", count, 0..=9)?;
    orders.unit_price = prices
        .into_iter()
        .zip(scales)
        .map(|(value, scale)| Decimal { value, scale: scale as u8 })
        .collect();
    let money = -MOST_MINOR..=MOST_MINOR;
    orders.amount = read.ints(field::AMOUNT, "amount", count, money.clone())?;
    orders.discount = read.ints(field::DISCOUNT, "discount", count, money.clone())?;
    orders.tax = read.ints(field::TAX, "tax", count, money)?;
    orders.row = read.indices(field::ROW, "row", count, u32::MAX as usize)?;
    if read.has(field::LINE_KNOWN) {
        orders.line_known_ms =
            read.ints(field::LINE_KNOWN, "line versions", count, -MOST_MS..=MOST_MS)?;
    }
    Ok(())
}
