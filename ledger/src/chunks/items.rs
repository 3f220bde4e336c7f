//! Items of the catalogue, and apart from them what they cost.

use super::ChunkError;
use super::columns::{Reader, Writer};
use super::ints::{from_option, to_option};
use crate::currency::Currency;
use crate::imports::ChunkKind;
use crate::money::Decimal;

/// An item as a products file tells it. Named by its SKU, by its name if it has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemRecord {
    /// SKU; may be empty.
    pub sku: String,
    /// What it is called, variant included.
    pub name: String,
    /// Category; empty if not told.
    pub category: String,
    /// EAN, UPC, GTIN; empty if not told.
    pub barcode: String,
    /// Who makes or delivers it; empty if not told.
    pub vendor: String,
    /// Groups the variants of one product; empty if not told.
    pub handle: String,
    /// What it sells for.
    pub price: Option<Decimal>,
    /// In which currency price and cost are.
    pub currency: Option<Currency>,
    /// What one unit costs us: split off into a [`ChunkKind::Costs`] chunk before it is sealed.
    pub cost: Option<Decimal>,
    /// Whether it is sold at present.
    pub is_active: bool,
}

/// What one unit of an item costs us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostRecord {
    /// SKU; may be empty.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// The cost.
    pub cost: Decimal,
    /// In which currency; `None` for the vault's.
    pub currency: Option<Currency>,
}

mod field {
    pub(super) const COUNT: u8 = 2;
    pub(super) const SKU: u8 = 3;
    pub(super) const NAME: u8 = 4;
    pub(super) const CATEGORY: u8 = 5;
    pub(super) const BARCODE: u8 = 6;
    pub(super) const VENDOR: u8 = 7;
    pub(super) const HANDLE: u8 = 8;
    pub(super) const PRICE: u8 = 9;
    pub(super) const PRICE_SCALE: u8 = 10;
    pub(super) const CURRENCY: u8 = 11;
    pub(super) const INACTIVE: u8 = 12;
    /// In a chunk of items only on the way from the importer to the ledger.
    pub(super) const COST: u8 = 13;
    pub(super) const COST_SCALE: u8 = 14;
}

/// Digits of a price or cost; one less than everything leaves room for "not told".
const MOST_DIGITS: i64 = i64::MAX - 1;

/// Encodes items, at most [`super::MOST_CHUNK_RECORDS`].
#[must_use]
pub fn encode_items(items: &[ItemRecord]) -> Vec<u8> {
    let mut out = Writer::new(ChunkKind::Items);
    out.uint(field::COUNT, items.len() as u64);
    out.texts(field::SKU, items.iter().map(|item| item.sku.as_str()));
    out.texts(field::NAME, items.iter().map(|item| item.name.as_str()));
    out.texts(field::CATEGORY, items.iter().map(|item| item.category.as_str()));
    out.texts(field::BARCODE, items.iter().map(|item| item.barcode.as_str()));
    out.texts(field::VENDOR, items.iter().map(|item| item.vendor.as_str()));
    out.texts(field::HANDLE, items.iter().map(|item| item.handle.as_str()));
    let prices: Vec<Option<Decimal>> = items.iter().map(|item| item.price).collect();
    write_decimals(&mut out, field::PRICE, field::PRICE_SCALE, &prices);
    out.texts(field::CURRENCY, items.iter().map(|item| code(item.currency.as_ref())));
    let inactive: Vec<i64> = items.iter().map(|item| i64::from(!item.is_active)).collect();
    out.ints(field::INACTIVE, &inactive);
    let costs: Vec<Option<Decimal>> = items.iter().map(|item| item.cost).collect();
    write_decimals(&mut out, field::COST, field::COST_SCALE, &costs);
    out.finish()
}

/// Decodes items.
///
/// # Errors
/// [`ChunkError`]; never panics, whatever the bytes.
pub fn decode_items(bytes: &[u8]) -> Result<Vec<ItemRecord>, ChunkError> {
    let read = Reader::open(bytes, ChunkKind::Items)?;
    let count = read.count(field::COUNT, "items")?;
    let mut items = vec![ItemRecord::default(); count];
    type Part = fn(&mut ItemRecord) -> &mut String;
    let texts: [(u8, Part); 6] = [
        (field::SKU, |item| &mut item.sku),
        (field::NAME, |item| &mut item.name),
        (field::CATEGORY, |item| &mut item.category),
        (field::BARCODE, |item| &mut item.barcode),
        (field::VENDOR, |item| &mut item.vendor),
        (field::HANDLE, |item| &mut item.handle),
    ];
    for (number, part) in texts {
        for (item, text) in items.iter_mut().zip(read.texts_of(number, "items", count)?) {
            *part(item) = text;
        }
    }
    let prices = read_decimals(&read, field::PRICE, field::PRICE_SCALE, count)?;
    let costs = read_decimals(&read, field::COST, field::COST_SCALE, count)?;
    let currencies = read_currencies(&read, count)?;
    let inactive = read.ints(field::INACTIVE, "inactive", count, 0..=1)?;
    for (at, item) in items.iter_mut().enumerate() {
        item.price = prices[at];
        item.cost = costs[at];
        item.currency = currencies[at];
        item.is_active = inactive[at] == 0;
    }
    Ok(items)
}

/// Encodes costs, at most [`super::MOST_CHUNK_RECORDS`].
#[must_use]
pub fn encode_costs(costs: &[CostRecord]) -> Vec<u8> {
    let mut out = Writer::new(ChunkKind::Costs);
    out.uint(field::COUNT, costs.len() as u64);
    out.texts(field::SKU, costs.iter().map(|cost| cost.sku.as_str()));
    out.texts(field::NAME, costs.iter().map(|cost| cost.name.as_str()));
    out.texts(field::CURRENCY, costs.iter().map(|cost| code(cost.currency.as_ref())));
    let values: Vec<Option<Decimal>> = costs.iter().map(|cost| Some(cost.cost)).collect();
    write_decimals(&mut out, field::COST, field::COST_SCALE, &values);
    out.finish()
}

/// Decodes costs.
///
/// # Errors
/// [`ChunkError`]; never panics, whatever the bytes.
pub fn decode_costs(bytes: &[u8]) -> Result<Vec<CostRecord>, ChunkError> {
    let read = Reader::open(bytes, ChunkKind::Costs)?;
    let count = read.count(field::COUNT, "costs")?;
    let skus = read.texts_of(field::SKU, "SKUs", count)?;
    let names = read.texts_of(field::NAME, "names", count)?;
    let currencies = read_currencies(&read, count)?;
    let costs = read_decimals(&read, field::COST, field::COST_SCALE, count)?;
    let records = skus.into_iter().zip(names).zip(currencies).zip(costs);
    records
        .map(|(((sku, name), currency), cost)| {
            let cost = cost.ok_or(ChunkError::Damaged { field: "cost" })?;
            Ok(CostRecord { sku, name, cost, currency })
        })
        .collect()
}

fn code(currency: Option<&Currency>) -> &str {
    currency.map_or("", Currency::code)
}

fn read_currencies(read: &Reader<'_>, count: usize) -> Result<Vec<Option<Currency>>, ChunkError> {
    let wrong = |_| ChunkError::OutOfRange { field: "currency" };
    let optional = |code: &String| match code.as_str() {
        "" => Ok(None),
        code => Currency::from_code(code).map(Some).map_err(wrong),
    };
    read.texts_of(field::CURRENCY, "currency", count)?.iter().map(optional).collect()
}

fn write_decimals(out: &mut Writer, number: u8, scale: u8, values: &[Option<Decimal>]) {
    let digits: Vec<i64> =
        values.iter().map(|value| from_option(value.map(|value| value.value))).collect();
    out.ints(number, &digits);
    let scales: Vec<i64> =
        values.iter().map(|value| value.map_or(0, |value| i64::from(value.scale))).collect();
    out.ints(scale, &scales);
}

fn read_decimals(
    read: &Reader<'_>,
    number: u8,
    scale: u8,
    count: usize,
) -> Result<Vec<Option<Decimal>>, ChunkError> {
    let digits = read.ints(number, "decimals", count, -MOST_DIGITS..=MOST_DIGITS)?;
    let scales = read.ints(scale, "decimals", count, 0..=9)?;
    let pair =
        |(digits, scale)| to_option(digits).map(|value| Decimal { value, scale: scale as u8 });
    Ok(digits.into_iter().zip::<Vec<i64>>(scales).map(pair).collect())
}
