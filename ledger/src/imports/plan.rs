//! How a file is understood: what was found, what was asked, what was decided.
//!
//! Plain data between the importer, the page that shows it and the ledger that remembers it per source.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// What a file brings.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize,
)]
#[cbor(index_only)]
pub enum FileKind {
    /// Orders, sales, receipts, transactions.
    #[default]
    #[n(0)]
    Sales,
    /// Items of the catalogue, with opening stock where the file has it.
    #[n(1)]
    Items,
    /// Counted stock per item and place.
    #[n(2)]
    Stock,
    /// Exchange rates.
    #[n(3)]
    Rates,
}

/// How bytes become text.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize,
)]
#[cbor(index_only)]
pub enum Encoding {
    /// With or without a byte order mark.
    #[default]
    #[n(0)]
    Utf8,
    /// Little-endian.
    #[n(1)]
    Utf16Le,
    /// Big-endian.
    #[n(2)]
    Utf16Be,
    /// Western Europe on Windows; a superset of what ISO 8859-1 files use.
    #[n(3)]
    Windows1252,
}

/// What stands between cells.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize,
)]
#[cbor(index_only)]
pub enum Delimiter {
    /// `,`
    #[default]
    #[n(0)]
    Comma,
    /// `;`
    #[n(1)]
    Semicolon,
    /// Tab.
    #[n(2)]
    Tab,
    /// `|`
    #[n(3)]
    Pipe,
}

/// The decimal mark of a column's numbers; what else groups digits is a thousands mark.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize,
)]
#[cbor(index_only)]
pub enum DecimalMark {
    /// `1,234.50`
    #[default]
    #[n(0)]
    Point,
    /// `1.234,50`
    #[n(1)]
    Comma,
}

/// What a column means.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Encode,
    Decode,
    Serialize,
    Deserialize,
)]
#[cbor(index_only)]
pub enum Field {
    /// Not imported.
    #[default]
    #[n(0)]
    Ignore,
    /// Day, or day and time, of the sale.
    #[n(1)]
    Date,
    /// Time of day, where it has a column of its own.
    #[n(2)]
    Time,
    /// When the source last changed the row.
    #[n(3)]
    UpdatedAt,
    /// Filled if the order was cancelled.
    #[n(4)]
    CancelledAt,
    /// Order, receipt or invoice number.
    #[n(5)]
    OrderNumber,
    /// The payment or event a row is about, where one order has several.
    #[n(6)]
    PaymentId,
    /// The vendor's id of the line.
    #[n(7)]
    LineId,
    /// Sale, refund, cancellation, …
    #[n(8)]
    EventType,
    /// Paid, pending, cancelled, refunded, …
    #[n(9)]
    Status,
    /// SKU or article number.
    #[n(10)]
    ItemCode,
    /// What the item is called.
    #[n(11)]
    ItemName,
    /// Variant of it: size, colour.
    #[n(12)]
    Variant,
    /// EAN, UPC, GTIN.
    #[n(13)]
    Barcode,
    /// Category, department, type.
    #[n(14)]
    Category,
    /// Shop, store, location, register.
    #[n(15)]
    Place,
    /// Web, till, marketplace, …
    #[n(16)]
    Channel,
    /// Units.
    #[n(17)]
    Quantity,
    /// Price of one unit.
    #[n(18)]
    UnitPrice,
    /// What the line came to.
    #[n(19)]
    LineAmount,
    /// Discount on the line.
    #[n(20)]
    LineDiscount,
    /// Tax on the line.
    #[n(21)]
    LineTax,
    /// A tax rate such as `19 %`.
    #[n(22)]
    TaxRate,
    /// The order before tax and shipping.
    #[n(23)]
    OrderSubtotal,
    /// Discount on the whole order.
    #[n(24)]
    OrderDiscount,
    /// Shipping paid by the customer.
    #[n(25)]
    Shipping,
    /// Tax on the whole order.
    #[n(26)]
    OrderTax,
    /// What the whole order came to.
    #[n(27)]
    OrderTotal,
    /// What was given back of it.
    #[n(28)]
    Refunded,
    /// Tip.
    #[n(29)]
    Tip,
    /// What card schemes or marketplaces kept.
    #[n(30)]
    Fee,
    /// Three letters of ISO 4217, or a symbol.
    #[n(31)]
    Currency,
    /// The customer by number or short name.
    #[n(32)]
    Customer,
    /// The customer's full name: personal.
    #[n(33)]
    CustomerName,
    /// The customer's e-mail address: personal.
    #[n(34)]
    CustomerEmail,
    /// Country of customer or delivery.
    #[n(35)]
    Country,
    /// Who sold it.
    #[n(36)]
    Seller,
    /// Free text.
    #[n(37)]
    Note,
    /// What one unit costs us.
    #[n(38)]
    Cost,
    /// Units counted.
    #[n(39)]
    OnHand,
    /// Units promised but not gone.
    #[n(40)]
    Committed,
    /// Units that can be sold.
    #[n(41)]
    Available,
    /// Groups the variants of one product.
    #[n(42)]
    ProductHandle,
    /// Several items in one cell: `2× Mug, 1× Towel`.
    #[n(43)]
    ItemList,
    /// The currency a rate is from.
    #[n(44)]
    RateFrom,
    /// The currency a rate is to.
    #[n(45)]
    RateTo,
    /// How many of `RateTo` one of `RateFrom` is.
    #[n(46)]
    Rate,
    /// Net amount after everything the source takes off.
    #[n(47)]
    OrderNet,
    /// The zone the times of the row are in.
    #[n(48)]
    TimeZone,
}

/// Answers to questions, by the question's id.
pub type Answers = BTreeMap<String, String>;

/// Everything needed to read the file; remembered per source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Plan {
    /// Recognises the next file of this source: a hash of its normalised headers.
    #[n(0)]
    pub fingerprint: String,
    /// Names the source; part of the key by which an order is recognised again.
    #[n(1)]
    pub source: String,
    /// What the file brings.
    #[n(2)]
    pub kind: FileKind,
    /// How bytes become text.
    #[n(3)]
    pub encoding: Encoding,
    /// What stands between cells.
    #[n(4)]
    pub delimiter: Delimiter,
    /// Whether `"` encloses cells; in Amazon's reports it is data.
    #[n(5)]
    pub is_quoted: bool,
    /// Records before the header, or before the data if there is no header.
    #[n(6)]
    pub skip_records: u32,
    /// Whether there is a header.
    #[n(7)]
    pub has_header: bool,
    /// The meaning of each column, in the file's order.
    #[n(8)]
    pub fields: Vec<Field>,
    /// The decimal mark of each column.
    #[n(9)]
    pub decimals: Vec<DecimalMark>,
    /// What was answered: `date_order` = `dmy` | `mdy` | `ymd`, `currency` = `EUR`, `place`, `channel`,
    /// `discount` = `percent` | `amount`, …
    #[n(10)]
    pub answers: Answers,
    /// The vendor layout it was read as, e.g. `shopify-orders`; empty for none.
    #[n(11)]
    pub layout: String,
}

/// How sure a guess is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Confidence {
    /// Name and content agree.
    Sure,
    /// One of them says so.
    Likely,
    /// Nothing says so.
    Unknown,
}

/// A column as it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnView {
    /// Its header, trimmed; empty if there is none.
    pub header: String,
    /// Up to three different filled cells.
    pub samples: Vec<String>,
    /// What it is taken for.
    pub field: Field,
    /// How sure that is.
    pub confidence: Confidence,
    /// How its values are written, e.g. `DD.MM.YYYY`, `1.234,56`; empty for text.
    pub format: String,
}

/// Something only the merchant can know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Stable id: `date_order`, `currency`, `discount`, …; the page has a sentence for each.
    pub id: String,
    /// The column it is about.
    pub column: Option<u32>,
    /// The answers there are; empty for free text such as a currency.
    pub options: Vec<String>,
    /// Cells that show the doubt.
    pub examples: Vec<String>,
}

/// What a file looks like, before anything is read in earnest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// How it would be read; changed by the merchant and handed back.
    pub plan: Plan,
    /// Its columns.
    pub columns: Vec<ColumnView>,
    /// What has to be answered first.
    pub questions: Vec<Question>,
    /// Lines before the header.
    pub preamble_lines: u32,
}

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// The row is read; a person should look.
    Doubtful,
    /// The row stays out.
    Unreadable,
}

/// Rows with the same problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemGroup {
    /// Stable code; the page has a sentence for each.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// The column concerned.
    pub column: Option<u32>,
    /// Rows concerned.
    pub rows: u64,
    /// Line of the file where the first of them begins, from 1.
    pub first_line: u64,
    /// The first offending cell, shortened.
    pub value: String,
}

/// How a cell is to be drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellMark {
    /// As it is.
    #[default]
    Plain,
    /// Amber: read, but look.
    Doubtful,
    /// Red: cannot be read.
    Unreadable,
}

/// A cell of the preview.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewCell {
    /// As it stands in the file, shortened.
    pub text: String,
    /// How to draw it.
    pub mark: CellMark,
}

/// A row of the preview: the first ones, then those with problems.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    /// Line of the file, from 1.
    pub line: u64,
    /// One cell per column.
    pub cells: Vec<PreviewCell>,
}

/// What reading the whole file came to. Nothing is written yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// Data rows.
    pub rows: u64,
    /// Rows that will go in.
    pub accepted: u64,
    /// Rows that cannot be read.
    pub rejected: u64,
    /// Rows left out because the file holds them twice.
    pub duplicates: u64,
    /// Different orders.
    pub orders: u64,
    /// Units, in thousandths.
    pub units: i64,
    /// Sum of order totals where the file has them, else of line amounts, per currency code, minor units.
    pub totals: Vec<(String, i64)>,
    /// First and last business day, days since 1970.
    pub days: Option<(i32, i32)>,
    /// Problems, worst first.
    pub problems: Vec<ProblemGroup>,
    /// Rows to show.
    pub preview: Vec<PreviewRow>,
    /// What else was counted, by stable name: `tax`, `shipping`, `refunded`, `products`, `footer_total_row`, …
    pub facts: BTreeMap<String, String>,
    /// Questions that came up only now; non-empty means: answer, then check again.
    pub questions: Vec<Question>,
}
