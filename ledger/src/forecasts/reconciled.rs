//! Forecasts that add up.

use serde::{Deserialize, Serialize};

use super::{Bands, ForecastItems, ForecastScope};
use crate::currency::Currency;
use crate::day::Day;

/// What is expected of everything, of its categories and of their items, so that it adds up: each forecast is moved
/// as little as its uncertainty allows. What is kept of each by itself does not change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciled {
    /// What was asked.
    pub items: ForecastItems,
    /// The currency of revenue: the vault's.
    pub currency: Currency,
    /// First day of the first period ahead.
    pub first: Day,
    /// Everything first, then categories by name, then items, most revenue of the last 365 days first; last what is left
    /// over.
    pub rows: Vec<ReconciledRow>,
}

/// One of the forecasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReconciledRow {
    /// What it is of.
    pub part: Part,
    /// Of which sales; for [`Part::Rest`] those it is left over of.
    pub scope: ForecastScope,
    /// What the item or the category is called; empty for everything.
    pub name: String,
    /// The category it is part of; empty if that is none.
    pub category: String,
    /// The sum over all periods as it was forecast by itself.
    pub alone: Bands,
    /// The sum over all periods as it adds up: the quantiles have moved with the mean.
    pub total: Bands,
    /// What is expected of each period: everything is exactly the sum of its categories, of items without one and of
    /// what is left over; a category is that of its items and of what is left over of it.
    pub steps: Vec<i64>,
}

/// What a [`ReconciledRow`] is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// Everything, at the place asked for.
    All,
    /// A category.
    Category,
    /// An item.
    Item,
    /// Sales of a category, or of everything, that belong to none of its parts: items without a name, shipping, items
    /// that were not sold for a year.
    Rest,
}
