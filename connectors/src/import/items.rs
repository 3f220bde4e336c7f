//! Rows to items of the catalogue, what they cost, and counted stock.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{
    ChunkKind, CountRecord, Currency, Decimal, Field, FileKind, ItemRecord, MOST_CHUNK_BYTES,
    Moment, Plan, Severity,
};

use super::cells::{Columns, is_nothing};
use super::layouts::Layout;
use super::problems::Finding;
use super::records::Record;
use super::sales::{Counted, Outcome};
use super::{Settings, currencies};
use crate::chunk::Chunk;
use crate::import::text::normalise;

/// Records handed to the encoder at once.
const MOST_RECORDS: usize = 2_000;

/// Items and counts as they are read.
#[derive(Debug)]
pub(crate) struct Items {
    layout: &'static Layout,
    kind: FileKind,
    currency: Option<Currency>,
    place: String,
    items: Vec<ItemRecord>,
    counts: Vec<CountRecord>,
    product: Product,
    handles: BTreeSet<String>,
    rows: u64,
    image_rows: u64,
    missing_costs: u64,
    not_stocked: u64,
    sums: BTreeMap<&'static str, i64>,
}

/// What only the first row of a product tells.
#[derive(Debug, Default)]
struct Product {
    handle: String,
    name: String,
    category: String,
    is_active: bool,
}

impl Items {
    pub(crate) fn new(plan: &Plan, settings: &Settings) -> Self {
        let layout = Layout::by_id(&plan.layout);
        let told = plan.answers.get("currency").and_then(|code| Currency::from_code(code).ok());
        let place = plan.answers.get("place").cloned().unwrap_or_else(|| layout.channel.to_owned());
        Self {
            layout,
            kind: plan.kind,
            currency: told.or(Some(settings.currency)),
            place,
            items: Vec::new(),
            counts: Vec::new(),
            product: Product::default(),
            handles: BTreeSet::new(),
            rows: 0,
            image_rows: 0,
            missing_costs: 0,
            not_stocked: 0,
            sums: BTreeMap::new(),
        }
    }

    /// Takes a row in.
    pub(crate) fn row(
        &mut self,
        columns: &mut Columns,
        record: Record<'_>,
        findings: &mut Vec<Finding>,
    ) -> Outcome {
        self.follow_product(columns, record);
        let price = columns.number(record, Field::UnitPrice, findings);
        let cost = columns.number(record, Field::Cost, findings);
        let on_hand = self.count(columns, record, Field::OnHand, findings);
        let available = self.count(columns, record, Field::Available, findings);
        let currency = self.currency_of(columns, record, findings);
        if findings.iter().any(|finding| finding.severity == Severity::Unreadable) {
            return Outcome::Rejected;
        }
        let sku = text(columns, record, Field::ItemCode);
        let barcode = text(columns, record, Field::Barcode);
        let variant = variant(columns, record);
        if self.is_image_only(columns, &sku, &variant, price) {
            self.image_rows += 1;
            return Outcome::Accepted;
        }
        let name = match (self.product.name.is_empty(), variant.is_empty()) {
            (false, false) => format!("{} - {variant}", self.product.name),
            (false, true) => self.product.name.clone(),
            (true, _) => variant,
        };
        if sku.is_empty() && name.is_empty() && barcode.is_empty() {
            let column = columns.of(Field::ItemCode).or(columns.of(Field::ItemName)).unwrap_or(0);
            findings.push(Finding::unreadable("item-missing", column));
            return Outcome::Rejected;
        }
        self.rows += 1;
        self.missing_costs += u64::from(columns.of(Field::Cost).is_some() && cost.is_none());
        self.handles.insert(if self.product.handle.is_empty() {
            name.clone()
        } else {
            self.product.handle.clone()
        });
        self.add_count(columns, record, (&sku, &name), (on_hand, available), findings);
        if self.kind == FileKind::Items {
            self.items.push(ItemRecord {
                sku,
                name,
                category: self.product.category.clone(),
                barcode,
                vendor: String::new(),
                handle: self.product.handle.clone(),
                price,
                currency: currency.filter(|_| price.is_some() || cost.is_some()),
                cost,
                is_active: self.product.is_active,
            });
        }
        Outcome::Accepted
    }

    /// Remembers what the rows below leave out.
    fn follow_product(&mut self, columns: &Columns, record: Record<'_>) {
        let handle = text(columns, record, Field::ProductHandle);
        let name = text(columns, record, Field::ItemName);
        let is_new = handle.is_empty() || handle != self.product.handle;
        if is_new {
            self.product = Product { handle, is_active: true, ..Product::default() };
        }
        if !name.is_empty() {
            self.product.name = name;
        }
        let category = text(columns, record, Field::Category);
        if !category.is_empty() {
            self.product.category = category;
        }
        let status = normalise(&text(columns, record, Field::Status));
        if !status.is_empty() {
            let is_off = [
                "inactive", "draft", "archived", "disabled", "inaktiv", "inactif", "inactivo",
                "no", "false", "0",
            ];
            self.product.is_active = !is_off.contains(&status.as_str());
        }
    }

    /// Only a picture of the product above.
    fn is_image_only(
        &self,
        columns: &Columns,
        sku: &str,
        variant: &str,
        price: Option<Decimal>,
    ) -> bool {
        let is_variant_file = columns.of(Field::ProductHandle).is_some();
        is_variant_file
            && !self.product.handle.is_empty()
            && sku.is_empty()
            && variant.is_empty()
            && price.is_none()
            && self.kind == FileKind::Items
            && self.handles.contains(&self.product.handle)
    }

    /// Units in thousandths. Words where a number belongs say that the item is not kept there.
    fn count(
        &mut self,
        columns: &mut Columns,
        record: Record<'_>,
        field: Field,
        findings: &mut Vec<Finding>,
    ) -> Option<i64> {
        let column = columns.of(field)?;
        let cell = record.cell(column);
        let is_word = cell.first().is_some_and(u8::is_ascii_alphabetic) && cell.len() > 3;
        if is_word && !cell.iter().any(u8::is_ascii_digit) {
            if field == Field::OnHand || columns.of(Field::OnHand).is_none() {
                self.not_stocked += 1;
                findings.push(Finding::doubtful("not-stocked", column));
            }
            return None;
        }
        columns.number(record, field, findings)?.to_minor(3)
    }

    fn currency_of(
        &self,
        columns: &Columns,
        record: Record<'_>,
        findings: &mut Vec<Finding>,
    ) -> Option<Currency> {
        let Some(column) = columns.of(Field::Currency) else { return self.currency };
        let cell = record.cell(column);
        if is_nothing(cell) {
            return self.currency;
        }
        let told = currencies::from_text(&String::from_utf8_lossy(cell));
        if told.is_none() {
            findings.push(Finding::unreadable("currency-unknown", column));
        }
        told
    }

    /// `item` is SKU and name, `units` are those on hand and those that can be sold.
    fn add_count(
        &mut self,
        columns: &Columns,
        record: Record<'_>,
        (sku, name): (&str, &str),
        (on_hand, available): (Option<i64>, Option<i64>),
        findings: &mut Vec<Finding>,
    ) {
        for &(fact, field) in self.layout.facts {
            let units = if field == Field::OnHand { on_hand } else { available };
            *self.sums.entry(fact).or_default() += units.unwrap_or(0);
        }
        let Some(units) = on_hand.or(available) else { return };
        if units.abs() > 1_000_000_000_000 {
            let column = columns.of(Field::OnHand).or(columns.of(Field::Available)).unwrap_or(0);
            findings.push(Finding::doubtful("number-out-of-range", column));
            return;
        }
        let place = text(columns, record, Field::Place);
        self.counts.push(CountRecord {
            sku: sku.to_owned(),
            name: name.to_owned(),
            place: if place.is_empty() { self.place.clone() } else { place },
            on_hand: units,
            available: available.filter(|_| on_hand.is_some()),
            at: Moment::default(),
        });
    }

    /// Everything counted, and the chunks, last first.
    pub(crate) fn finish(mut self, latest_ms: i64) -> (Counted, Vec<Chunk>) {
        let at = Moment { local_ms: latest_ms.max(0), offset_min: None };
        self.counts.iter_mut().for_each(|count| count.at = at);
        let mut counted = Counted {
            units: self.counts.iter().map(|count| count.on_hand).sum(),
            ..Counted::default()
        };
        let facts = [
            ("products", self.handles.len() as u64),
            ("variants", self.rows),
            ("image_only_rows", self.image_rows),
            ("missing_cost", self.missing_costs),
            ("not_stocked_rows", self.not_stocked),
        ];
        counted.facts =
            facts.iter().map(|(name, value)| ((*name).to_owned(), value.to_string())).collect();
        let sums =
            self.sums.iter().map(|(name, sum)| ((*name).to_owned(), (sum / 1_000).to_string()));
        counted.facts.extend(sums);
        let mut chunks = Vec::new();
        pack(&self.items, ChunkKind::Items, ledger::encode_items, &mut chunks);
        pack(&self.counts, ChunkKind::Counts, ledger::encode_counts, &mut chunks);
        chunks.reverse();
        (counted, chunks)
    }
}

/// Encodes records in chunks within the limit: halves what is too large.
pub(crate) fn pack<T>(
    records: &[T],
    kind: ChunkKind,
    encode: fn(&[T]) -> Vec<u8>,
    chunks: &mut Vec<Chunk>,
) {
    for part in records.chunks(MOST_RECORDS) {
        let content = encode(part);
        if content.len() > MOST_CHUNK_BYTES && part.len() > 1 {
            let (first, second) = part.split_at(part.len() / 2);
            pack(first, kind, encode, chunks);
            pack(second, kind, encode, chunks);
        } else {
            chunks.push(Chunk { kind, content, rows: part.len() as u32 });
        }
    }
}

fn text(columns: &Columns, record: Record<'_>, field: Field) -> String {
    let cell = columns.text(record, field);
    if is_nothing(cell) { String::new() } else { String::from_utf8_lossy(cell).into_owned() }
}

/// All options of a variant: `Sage / S`.
fn variant(columns: &Columns, record: Record<'_>) -> String {
    let cells = columns.variants.iter().map(|&column| record.cell(column));
    let told = cells.filter(|cell| !matches!(*cell, b"" | b"Default Title"));
    told.map(String::from_utf8_lossy).collect::<Vec<_>>().join(" / ")
}
