//! Forecasts: what is asked, what is kept of them, and what a page shows.

mod command;
mod input;
mod insight;
mod known_days;
mod made;
mod models;
mod plans;
mod reconciled;
mod scenario;
mod view;

pub use command::ForecastsCommand;
pub(crate) use command::decide;
pub use input::{ForecastError, ForecastInput};
pub(crate) use input::{Run, digest};
pub use insight::{Insight, InsightKind};
pub use known_days::{
    DayId, DayKind, DayName, HolidayCountry, KnownDay, KnownDaysQuery, KnownDaysView, NamedDay,
    NamedDayRemoved, NamedDaySet,
};
pub(crate) use made::Forecasts;
pub use made::{ForecastChunk, ForecastsMade};
pub use models::{
    ForecastArchived, ForecastRestored, ForecastSettings, ForecastSettingsSet, KeptQuestion,
    LiveAccuracy, ModelRow, ModelsPage, ModelsQuery,
};
pub(crate) use plans::Plans;
pub use reconciled::{Part, Reconciled, ReconciledRow};
pub use scenario::{
    NotLearned, PriceEffect, PromotionEffect, Scenario, ScenarioTotals, ScenarioView,
};
pub use view::{
    Demand, EarlierForecast, Expected, ForecastRow, ForecastView, ForecastsPage, ForecastsQuery,
    Hindsight, Stale,
};

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::currency::Currency;
use crate::day::Day;

/// The probabilities of [`Bands::quantiles`]: the ends of the 95, 80 and 50 % bands around the median.
pub const FORECAST_LEVELS: [f64; 7] = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];

/// What sales are forecast: all that match. Empty: everything.
#[derive(
    Debug,
    Clone,
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
#[cbor(map)]
pub struct ForecastScope {
    /// A place by name; `Some("")` for sales without one.
    #[n(0)]
    pub place: Option<String>,
    /// A category.
    #[n(1)]
    pub category: Option<String>,
    /// An item by SKU (by name if it has none).
    #[n(2)]
    pub item: Option<String>,
}

/// What is counted.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, Serialize, Deserialize,
)]
#[cbor(index_only)]
pub enum Measure {
    /// Revenue in the vault's currency, minor units.
    #[n(0)]
    Revenue,
    /// Units, thousandths.
    #[n(1)]
    Units,
}

/// How long a period is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, Serialize, Deserialize,
)]
#[cbor(index_only)]
pub enum Every {
    /// A day.
    #[n(0)]
    Day,
    /// A week, from Monday.
    #[n(1)]
    Week,
    /// A month.
    #[n(2)]
    Month,
}

impl Every {
    /// How many periods cover so many days ahead: 28 days are 28 days, 4 weeks or 1 month.
    #[must_use]
    pub const fn periods(self, days: u16) -> u16 {
        let periods = match self {
            Self::Day => days,
            Self::Week => days.div_ceil(7),
            // 30.4 days; 28 days are a month, 365 are twelve.
            Self::Month => ((days as u32 * 12 + 182) / 365) as u16,
        };
        if periods == 0 { 1 } else { periods }
    }

    /// First day of the period a day lies in.
    #[must_use]
    pub fn start_of(self, day: Day) -> Day {
        match self {
            Self::Day => day,
            Self::Week => day.monday(),
            Self::Month => day.first_of_month(),
        }
    }

    /// First day of the period so many after the one that begins on `start`.
    #[must_use]
    pub fn after(self, start: Day, periods: u16) -> Day {
        (0..periods).fold(start, |day, _| self.next(day))
    }

    /// Periods from the one that begins on `from` to the one that begins on `to`.
    pub(crate) fn between(self, from: Day, to: Day) -> i32 {
        match self {
            Self::Day => to.0 - from.0,
            Self::Week => (to.0 - from.0).div_euclid(7),
            Self::Month => to.month_number() - from.month_number(),
        }
    }

    /// First day of the period after the one that begins on `start`.
    #[must_use]
    pub fn next(self, start: Day) -> Day {
        match self {
            Self::Day => Day(start.0 + 1),
            Self::Week => Day(start.0 + 7),
            Self::Month => Day(start.0 + 31).first_of_month(),
        }
    }
}

/// One forecast.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, Serialize, Deserialize,
)]
#[cbor(map)]
pub struct ForecastQuery {
    /// Of which sales.
    #[n(0)]
    pub scope: ForecastScope,
    /// Of what.
    #[n(1)]
    pub measure: Measure,
    /// Per what.
    #[n(2)]
    pub every: Every,
    /// Days ahead, 7 to 365.
    #[n(3)]
    pub days: u16,
    /// The model by its stable name, asked for by name; `None`: whichever the comparison makes champion. Each is a
    /// question of its own and is kept apart.
    #[n(4)]
    pub model: Option<String>,
}

/// Which items to forecast, most revenue of the last 365 days first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Items {
    /// Every item with a sale in the last 365 days.
    All,
    /// So many.
    Top(u32),
}

/// Forecasts of many items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastItems {
    /// Which.
    pub items: Items,
    /// At one place or all.
    pub place: Option<String>,
    /// Of what.
    pub measure: Measure,
    /// Per what.
    pub every: Every,
    /// Days ahead, 7 to 365.
    pub days: u16,
    /// As [`ForecastQuery::model`].
    pub model: Option<String>,
}

/// An expected value with its quantiles, in the measure's steps (minor units, thousandths).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bands {
    /// Expected.
    pub mean: i64,
    /// At [`FORECAST_LEVELS`]; never falling.
    pub quantiles: [i64; 7],
}

/// What a contender of the comparison expects: enough for its line and its 80 % band.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseStep {
    /// Expected.
    pub mean: i64,
    /// The lower end of the 80 % band.
    pub low: i64,
    /// Its upper end.
    pub high: i64,
}

/// How well a model would have done on past forecasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelScore {
    /// Stable name: `ensemble`, `autoets`, …
    pub model: String,
    /// What it chose, e.g. `ETS(A,Ad,M)`; may be empty.
    pub notation: String,
    /// Past forecasts it was tried on; 0: history too short, no figures.
    pub origins: u32,
    /// Mean absolute scaled error, thousandths.
    pub mase: u32,
    /// Symmetric mean absolute percentage error, thousandths of a percent.
    pub smape: u32,
    /// Sum of absolute errors over sum of values, thousandths.
    pub wape: u32,
    /// Sum of errors over sum of values, thousandths; positive: forecast too much.
    pub bias: i32,
    /// Share inside the 80 % band, thousandths.
    pub inside_80: u32,
    /// Share inside the 95 % band, thousandths.
    pub inside_95: u32,
    /// Time it took, fit and backtest, microseconds.
    pub micros: u64,
    /// Root mean squared scaled error, thousandths; `None` in forecasts of older versions.
    pub rmsse: Option<u32>,
    /// Mean absolute percentage error over periods with sales, thousandths: 200 is 20 %. `None` without such
    /// periods and in forecasts of older versions.
    pub mape: Option<u32>,
    /// Its share in the ensemble, thousandths, if it is a member and shares are given.
    pub weight: Option<u32>,
    /// What it expects itself, step by step; empty for the model the forecast is from, whose steps are the
    /// forecast's, and in forecasts of many items.
    pub course: Vec<CourseStep>,
}

/// Trend and season under the chart, aligned with the history's and the forecast's periods.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strips {
    /// The first period.
    pub first: Day,
    /// The slow movement.
    pub trend: Vec<i64>,
    /// What returns with the season, around 0.
    pub season: Vec<i64>,
    /// What holidays, promotions, events and prices add, each by its name.
    pub effects: Vec<DayEffect>,
}

/// What days of one name, or the price, add to each period, in the measure's steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayEffect {
    /// A holiday's key, the merchant's own name, or empty for the price.
    pub name: String,
    /// What it is of.
    pub kind: EffectKind,
    /// Aligned with [`Strips::trend`].
    pub values: Vec<i64>,
}

/// What an effect is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EffectKind {
    /// A public holiday, by its key.
    Holiday,
    /// The merchant's promotion, by name.
    Promotion,
    /// The merchant's event, by name.
    Event,
    /// The item's price.
    Price,
}

/// A forecast as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptForecast {
    /// What was asked.
    pub query: ForecastQuery,
    /// When it was made, milliseconds since 1970.
    pub made_ms: i64,
    /// The engine's version.
    pub engine: u32,
    /// Digest of the history it was made from.
    pub data: [u8; 16],
    /// The last day of that history.
    pub until: Day,
    /// The currency, for revenue.
    pub currency: Currency,
    /// The model, by its stable name.
    pub model: String,
    /// First day of the first period ahead.
    pub first: Day,
    /// Period by period.
    pub steps: Vec<Bands>,
    /// The sum over all of them.
    pub total: Bands,
    /// The comparison; one row where only one model was run.
    pub scores: Vec<ModelScore>,
    /// If they were asked for.
    pub strips: Option<Strips>,
    /// First day of the history; `None` in forecasts of older versions.
    pub trained_from: Option<Day>,
    /// Whole periods of the history; 0 in forecasts of older versions.
    pub trained_periods: u32,
    /// How many series its model was trained on together; 0: on its own alone.
    pub taught_by: u32,
    /// Digest of the known days it took into account; zeros for none.
    pub calendar: [u8; 16],
    /// What is worth saying, most remarkable first.
    pub insights: Vec<Insight>,
}
