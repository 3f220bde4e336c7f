//! What if: a forecast with another price or with promotions, beside the one without.

use serde::{Deserialize, Serialize};

use super::{Bands, ForecastQuery};
use crate::currency::Currency;
use crate::day::Day;

/// What is to be tried. It is computed and shown, not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// Of which forecast. Its model does not matter.
    pub query: ForecastQuery,
    /// A change of the price over all days ahead, thousandths: −100 is 10 % cheaper; −900 to 9,000. `None`: the
    /// price stays.
    pub price_change: Option<i32>,
    /// Promotions ahead, first and last day, at most 50.
    pub promotions: Vec<(Day, Day)>,
}

/// Expected sums with and without, minor units or thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioTotals {
    /// As things are.
    pub before: Bands,
    /// As tried.
    pub after: Bands,
}

/// What is expected if.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioView {
    /// What was tried.
    pub scenario: Scenario,
    /// The currency of revenue.
    pub currency: Currency,
    /// First day of the first period ahead.
    pub first: Day,
    /// Period by period, as things are.
    pub before: Vec<Bands>,
    /// Period by period, as tried. What was not learned changes nothing of what is sold; revenue follows the price.
    pub after: Vec<Bands>,
    /// The sums.
    pub total: ScenarioTotals,
    /// Revenue with and without, minor units, where a price is known: the units at their price.
    pub revenue: Option<(i64, i64)>,
    /// What is left of it with and without once the goods are paid, minor units, where price and cost are known.
    pub margin: Option<(i64, i64)>,
    /// What the item was sold for last, minor units per unit; `None` for more than one item.
    pub price: Option<i64>,
    /// What the history says about prices; asked for only with a change of the price.
    pub price_effect: Option<Result<PriceEffect, NotLearned>>,
    /// What the history says about promotions; asked for only with promotions.
    pub promotion_effect: Option<Result<PromotionEffect, NotLearned>>,
}

/// What the history says about prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceEffect {
    /// How often the price changed.
    pub changes: u32,
    /// Percent more units for one percent more price, thousandths: mostly negative.
    pub elasticity: i32,
    /// Its standard error, thousandths.
    pub error: u32,
}

/// What the history says about promotions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromotionEffect {
    /// Periods with a promotion.
    pub periods: u32,
    /// How much more is sold with one, thousandths of what is sold without.
    pub uplift: i32,
    /// Its standard error, thousandths.
    pub error: u32,
}

/// Why the history says nothing about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotLearned {
    /// Several items have no one price; nor has an item that goes at another price almost every time.
    NoOnePrice,
    /// It never was otherwise: never another price, never a promotion.
    NeverSeen,
    /// It was otherwise, but too seldom to tell it from chance.
    TooSeldom {
        /// Periods in which it was.
        periods: u32,
    },
    /// It was otherwise often enough, and what sold was not other than chance makes it.
    NoEffect {
        /// How often the price changed, or how many periods were promoted.
        seen: u32,
    },
}
