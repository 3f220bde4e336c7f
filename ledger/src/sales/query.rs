//! Questions about sales and their answers: plain structs, computed in the worker.

use serde::{Deserialize, Serialize};

use crate::currency::Currency;
use crate::day::{Day, Moment};
use crate::forecasts::Expected;

/// Days, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first.
    pub first: Day,
    /// The last; not before the first.
    pub last: Day,
}

/// What the rows of a report are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum By {
    /// Hours of the day, 0 to 23, over the whole period.
    Hour,
    /// Days.
    Day,
    /// Weeks, by their Monday.
    Week,
    /// Months, by their first.
    Month,
    /// Categories.
    Category,
    /// Items.
    Item,
    /// Places.
    Place,
    /// Channels.
    Channel,
    /// Customers' countries.
    Country,
}

/// Only what matches; an empty filter is everything. Several filters must all hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SalesFilter {
    /// A place by name; `Some("")` for orders without one.
    pub place: Option<String>,
    /// A channel.
    pub channel: Option<String>,
    /// A category.
    pub category: Option<String>,
    /// An item by SKU (by name if it has none).
    pub item: Option<String>,
    /// A country.
    pub country: Option<String>,
}

/// The order of the rows of a report by category, item, place, channel or country. Times are in time's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TopSide {
    /// Most revenue first.
    Top,
    /// Least revenue first.
    Bottom,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SalesQuery {
    /// Over which days. `None`: everything there is.
    pub period: Option<Period>,
    /// Row per what.
    pub by: By,
    /// Only these sales.
    pub filter: SalesFilter,
    /// The currency the report is in: sales in others are converted where `convert` and there is a rate, else
    /// left out and told apart in [`SalesAnswer::others`].
    pub currency: Option<Currency>,
    /// Whether to convert.
    pub convert: bool,
    /// Which end of the ranking comes first.
    pub side: TopSide,
    /// Rows at most, 1 to 10,000.
    pub limit: u32,
}

/// Figures over some sales. Money in minor units of the report's currency.
///
/// Only product lines (and whole orders without lines) count for revenue and units; cancelled orders and orders
/// sold elsewhere count for nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// What products came to after discounts and returns; shipping, fees, tips and other postings are not in it.
    pub revenue: i64,
    /// Of which taken back, as a positive number.
    pub returns: i64,
    /// Discounts given, on lines and orders.
    pub discounts: i64,
    /// Tax, inside or on top of `revenue` as the source has it.
    pub tax: i64,
    /// Shipping charged.
    pub shipping: i64,
    /// Fees kept by banks and marketplaces, as a positive number.
    pub fees: i64,
    /// Everything else that was posted: manual lines, gift cards, bad debt.
    pub other: i64,
    /// Orders that sold something; returns are not orders.
    pub orders: u64,
    /// Units sold minus units returned, thousandths.
    pub units: i64,
    /// Of which returned, thousandths, positive.
    pub returned_units: i64,
    /// Lines counted.
    pub lines: u64,
}

/// The same figures over the period itself, the one before and the same days a year (52 weeks) ago.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Over the period.
    pub now: Figures,
    /// Over as many days right before it.
    pub before: Figures,
    /// Over the same days 364 days earlier, so that weekdays match.
    pub year_before: Figures,
}

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowKey {
    /// An hour of the day.
    Hour(u8),
    /// A day, a week's Monday, a month's first.
    Day(Day),
    /// A category, place, channel or country; empty for "not told".
    Name(String),
    /// An item.
    Item {
        /// SKU; may be empty.
        sku: String,
        /// What it is called.
        name: String,
        /// Its category.
        category: String,
    },
}

/// A row of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SalesRow {
    /// What it is about.
    pub key: RowKey,
    /// Its figures. For rows that are times, `before` and `year_before` are those of the matching earlier time.
    pub figures: Comparison,
}

/// A report's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SalesAnswer {
    /// The currency of all figures.
    pub currency: Currency,
    /// The period answered for.
    pub period: Period,
    /// All days with sales, whatever the period.
    pub known: Option<Period>,
    /// Over the whole period.
    pub total: Comparison,
    /// The rows, at most as many as asked for.
    pub rows: Vec<SalesRow>,
    /// How many rows there would be.
    pub row_count: u64,
    /// Sales in other currencies that are not in the figures: for want of a rate or of the wish to convert.
    pub others: Vec<(Currency, Figures)>,
    /// Currencies that were converted into the figures.
    pub converted: Vec<Currency>,
    /// Names to filter by: places, channels, categories, countries, currencies with sales.
    pub places: Vec<String>,
    /// See `places`.
    pub channels: Vec<String>,
    /// See `places`.
    pub categories: Vec<String>,
    /// See `places`.
    pub countries: Vec<String>,
    /// See `places`.
    pub currencies: Vec<Currency>,
}

/// Which direction an order list runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lead {
    /// Latest first.
    #[default]
    Newest,
    /// Earliest first.
    Oldest,
    /// Dearest first.
    Largest,
}

/// A window of the order list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrdersQuery {
    /// Searches order numbers, SKUs, item names and customers; all words must occur. Empty for all.
    pub search: String,
    /// Only these days.
    pub period: Option<Period>,
    /// Only these sales; `category` and `item` mean orders with at least one such line.
    pub filter: SalesFilter,
    /// The order of the list.
    pub lead: Lead,
    /// Rows to leave out at the start.
    pub offset: u64,
    /// Rows wanted, 1 to 500.
    pub limit: u16,
}

/// Names an order for as long as the vault is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrderRef(pub u64);

/// An order as the list has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRow {
    /// Which.
    pub order: OrderRef,
    /// Its number.
    pub number: String,
    /// When it was placed.
    pub placed: Moment,
    /// Where; may be empty.
    pub place: String,
    /// Through what; may be empty.
    pub channel: String,
    /// The customer, if told and this session may read people.
    pub customer: Option<String>,
    /// The customer's country; may be empty.
    pub country: String,
    /// Product lines in it.
    pub lines: u32,
    /// Units, thousandths.
    pub units: i64,
    /// What it came to, minor units: the source's total where told, else the sum of its lines.
    pub total: i64,
    /// In which currency.
    pub currency: Currency,
    /// Cancelled.
    pub is_cancelled: bool,
    /// A return.
    pub is_return: bool,
    /// Not paid or priced yet.
    pub is_pending: bool,
    /// Given back, minor units.
    pub refunded: i64,
}

/// A window of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrdersPage {
    /// Orders that match.
    pub total: u64,
    /// The window.
    pub rows: Vec<OrderRow>,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLineView {
    /// SKU; may be empty.
    pub sku: String,
    /// What the item is called.
    pub name: String,
    /// What the line is, as the number of [`super::LineKind`].
    pub kind: u8,
    /// Units, thousandths.
    pub quantity: i64,
    /// Price of one unit, digits and scale; `None` if not told.
    pub unit_price: Option<(i64, u8)>,
    /// Minor units.
    pub amount: i64,
    /// Minor units, positive.
    pub discount: i64,
    /// Minor units.
    pub tax: i64,
    /// Line of the file; 0 for none.
    pub row: u32,
}

/// An order in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    /// As in the list.
    pub order: OrderRow,
    /// Its lines.
    pub lines: Vec<OrderLineView>,
    /// Order-level amounts by stable name (`shipping`, `tax`, `discount`, `fees`, `tip`, `refunded`, `total`),
    /// minor units, only those told.
    pub amounts: Vec<(String, i64)>,
    /// Whether prices contain the tax.
    pub is_tax_included: bool,
    /// The source, e.g. `shopify`.
    pub source: String,
    /// The file it came from; empty for none.
    pub file: String,
    /// When that file was imported, milliseconds since 1970.
    pub imported_ms: i64,
}

/// A number of Today with what it is measured against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tile {
    /// Minor units, count or thousandths of units.
    pub value: i64,
    /// The mean of the same weekday in the last four weeks, up to the same minute; `None` without history.
    pub usual: Option<i64>,
    /// Cumulated by hour of the day, up to now.
    pub path: Vec<i64>,
    /// What is usual, cumulated by hour, the whole day.
    pub usual_path: Vec<i64>,
}

/// A place today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceView {
    /// Its name; empty for "not told".
    pub place: String,
    /// Revenue, minor units.
    pub revenue: i64,
    /// Usual by now.
    pub usual: Option<i64>,
}

/// An hour of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HourView {
    /// 0 to 23.
    pub hour: u8,
    /// Revenue, minor units.
    pub revenue: i64,
    /// Usual in the whole hour.
    pub usual: Option<i64>,
}

/// The Today page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayView {
    /// The currency of all money: the vault's.
    pub currency: Currency,
    /// The day shown: today, or the last day with sales if nothing was sold for eight weeks.
    pub day: Day,
    /// Whether `day` is today.
    pub is_today: bool,
    /// Wall-clock moment up to which is counted.
    pub until: Moment,
    /// Revenue.
    pub revenue: Tile,
    /// Orders.
    pub orders: Tile,
    /// Revenue per order.
    pub average_order: Tile,
    /// Units.
    pub units: Tile,
    /// Revenue per day, eight weeks up to and with `day`, oldest first.
    pub days: Vec<(Day, i64)>,
    /// Revenue per week (by Monday), 52 weeks, oldest first.
    pub weeks: Vec<(Day, i64)>,
    /// Revenue per month (by its first), 24 months, oldest first.
    pub months: Vec<(Day, i64)>,
    /// Places, most revenue first.
    pub places: Vec<PlaceView>,
    /// Hours from the first to the last with sales or usual sales.
    pub hours: Vec<HourView>,
    /// Sales of `day` in other currencies, not in the figures: revenue in minor units.
    pub others: Vec<(Currency, i64)>,
    /// All places there are, to choose from.
    pub all_places: Vec<String>,
    /// Whether anything was ever sold.
    pub has_sales: bool,
    /// What is expected, if a forecast of this place's daily revenue over 28 days is kept.
    pub expected: Option<Expected>,
}
