//! What a page shows of forecasts.

use serde::{Deserialize, Serialize};

use super::{Bands, Every, ForecastQuery, KeptForecast, KnownDay, Measure};
use crate::currency::Currency;
use crate::day::Day;

/// Why a kept forecast is no longer the best one to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stale {
    /// The history has changed: later sales, another import.
    Data,
    /// A newer engine would say something else.
    Engine,
    /// Holidays or named days have changed.
    Calendar,
    /// It is older than a day.
    Age,
}

/// An earlier forecast of the same question, for the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierForecast {
    /// When it was made, milliseconds since 1970.
    pub made_ms: i64,
    /// Digest of the history it was made from.
    pub data: [u8; 16],
    /// The last day of that history.
    pub until: Day,
    /// The model.
    pub model: String,
    /// The sum it expected, with its quantiles.
    pub total: Bands,
    /// First day of the first period it was about.
    pub first: Day,
    /// What it expected, period by period.
    pub steps: Vec<Bands>,
    /// How that compares with what came; `None` until one of its periods is over.
    pub hindsight: Option<Hindsight>,
}

/// A forecast against what came: only periods that are over and of which something is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hindsight {
    /// Periods compared, at least one.
    pub periods: u32,
    /// Sum of absolute errors over sum of values, thousandths; `None` if nothing was sold.
    pub wape: Option<u32>,
    /// Share inside the 80 % band, thousandths.
    pub inside_80: u32,
    /// Sum of errors over sum of values, thousandths; positive: forecast too much. `None` if nothing was sold.
    pub bias: Option<i32>,
}

/// How an item sells (Syntetos, Boylan & Croston 2005): by the mean distance between sales and how sizes vary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Demand {
    /// Often and evenly.
    Smooth,
    /// Often, in very different sizes.
    Erratic,
    /// Seldom, in even sizes.
    Intermittent,
    /// Seldom, in very different sizes.
    Lumpy,
}

/// The Forecast page for one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastView {
    /// What was asked.
    pub query: ForecastQuery,
    /// What the item is called, for an item.
    pub item_name: String,
    /// The item's category, for an item.
    pub item_category: String,
    /// The currency of revenue: the vault's.
    pub currency: Currency,
    /// Whole periods, oldest first, by their first day; `None` for a period nothing is known of.
    pub history: Vec<(Day, Option<i64>)>,
    /// The period that is not over, with what was sold so far.
    pub running: Option<(Day, i64)>,
    /// How it sells, by whole days; `None` with too little history.
    pub demand: Option<Demand>,
    /// The latest forecast that is kept.
    pub kept: Option<Box<KeptForecast>>,
    /// What is wrong with it; empty if nothing is.
    pub stale: Vec<Stale>,
    /// How the kept one compares with what has come of it.
    pub hindsight: Option<Hindsight>,
    /// Earlier ones, newest first, at most ten.
    pub earlier: Vec<EarlierForecast>,
    /// Holidays and named days that concern these sales, over the history and the days ahead, by their first day.
    pub days: Vec<KnownDay>,
    /// What an item was sold for on average in its latest period with sales, minor units per unit; `None` for more
    /// than one item.
    pub price: Option<i64>,
    /// What it was sold for, period by period of the history, as a forecast sees it: [`crate::ForecastInput::prices`].
    pub prices: Vec<i64>,
    /// Whether the kept forecast is in the archive.
    pub is_archived: bool,
    /// Names to choose from.
    pub places: Vec<String>,
    /// Names to choose from.
    pub categories: Vec<String>,
    /// Revenue in other currencies that is left out for want of a rate, minor units.
    pub others: Vec<(Currency, i64)>,
    /// Whether this session may make forecasts.
    pub may_make: bool,
}

/// A window of the list of items with their forecasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastsQuery {
    /// Searches SKU, name and category; all words must occur. Empty for all.
    pub search: String,
    /// At one place or all.
    pub place: Option<String>,
    /// Of what.
    pub measure: Measure,
    /// Per what.
    pub every: Every,
    /// Days ahead.
    pub days: u16,
    /// As [`ForecastQuery::model`].
    pub model: Option<String>,
    /// Rows to leave out at the start.
    pub offset: u64,
    /// Rows wanted, 1 to 500; more for an export, up to 10,000.
    pub limit: u32,
}

/// An item in that list, most revenue of the last 365 days first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastRow {
    /// SKU; may be empty.
    pub sku: String,
    /// What it is called.
    pub name: String,
    /// Its category.
    pub category: String,
    /// What was sold in as many days before the end of the history as the forecast reaches ahead.
    pub before: i64,
    /// The kept forecast's sum.
    pub total: Option<Bands>,
    /// Its error in past forecasts, MASE in thousandths.
    pub mase: Option<u32>,
    /// How it sells.
    pub demand: Option<Demand>,
    /// When it was made, milliseconds since 1970.
    pub made_ms: Option<i64>,
    /// What is wrong with it; empty if nothing is.
    pub stale: Vec<Stale>,
}

/// A window of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastsPage {
    /// Items that match.
    pub total: u64,
    /// Of all items, how many have a forecast that is not stale.
    pub fresh: u64,
    /// Of all items, how many have one that is.
    pub stale: u64,
    /// The window.
    pub rows: Vec<ForecastRow>,
}

/// What is expected on Today's chart: from the kept forecast of the same place's daily revenue over 28 days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Days, oldest first, from the first after the forecast's history.
    pub days: Vec<(Day, Bands)>,
    /// The sum over all of them.
    pub total: Bands,
    /// The last day of the forecast's history.
    pub until: Day,
    /// When it was made, milliseconds since 1970.
    pub made_ms: i64,
    /// What is wrong with it; empty if nothing is.
    pub stale: Vec<Stale>,
}
