//! The registry of models: every kept forecast with what made it and how well that did.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use super::{Bands, ForecastQuery, Hindsight, HolidayCountry, Stale};
use crate::day::Day;

/// How forecasts are made when nobody says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct ForecastSettings {
    /// Whose public holidays count; `None`: nobody's.
    #[n(0)]
    pub country: Option<HolidayCountry>,
    /// The model that a new question of a page names, by its stable name; `None`: whichever the comparison makes
    /// champion.
    #[n(1)]
    pub default_model: Option<String>,
    /// Whether models that take seconds take part in every comparison.
    #[n(2)]
    pub compare_slow: bool,
    /// Whether kept forecasts are made anew while nobody needs the device: with newer data, a newer engine, or an
    /// error above [`Self::mape_above`].
    #[n(3)]
    pub automatic: bool,
    /// Mean absolute percentage error above which a model is worth training anew, thousandths, 10 to 10,000.
    #[n(4)]
    pub mape_above: u32,
}

impl Default for ForecastSettings {
    fn default() -> Self {
        Self {
            country: None,
            default_model: None,
            compare_slow: false,
            automatic: true,
            mape_above: 200,
        }
    }
}

crate::settings::fact! {
    /// Forecasts are made another way from now on.
    ForecastSettingsSet {
        /// All of it.
        0 settings: ForecastSettings,
    }
}
crate::settings::fact! {
    /// A kept forecast was put into the archive: it stays readable and is not made anew by itself.
    ForecastArchived {
        /// Which question's.
        0 query: ForecastQuery,
    }
}
crate::settings::fact! {
    /// A kept forecast was taken out of the archive.
    ForecastRestored {
        /// Which question's.
        0 query: ForecastQuery,
    }
}

/// A question whose forecast is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptQuestion {
    /// The question.
    pub query: ForecastQuery,
    /// Whether models were compared for it; else it was one of many.
    pub is_compared: bool,
}

/// A window of the registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelsQuery {
    /// Searches item, category, place and model; all words must occur. Empty for all.
    pub search: String,
    /// Whether the archive is wanted instead of what is in use.
    pub archived: bool,
    /// Rows to leave out at the start.
    pub offset: u64,
    /// Rows wanted, 1 to 500; more for an export, up to 10,000.
    pub limit: u32,
}

/// A trained model: what made the latest kept forecast of one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelRow {
    /// The question it answers; asked again as a job, it is trained anew.
    pub query: ForecastQuery,
    /// What the item is called, for an item.
    pub item_name: String,
    /// The item's category, for an item.
    pub item_category: String,
    /// The model that made the forecast.
    pub model: String,
    /// What it chose, e.g. `ETS(A,Ad,M)`; may be empty.
    pub notation: String,
    /// The engine's version.
    pub engine: u32,
    /// When it was trained, milliseconds since 1970.
    pub made_ms: i64,
    /// First day of what it was trained on; `None` in forecasts of older versions.
    pub trained_from: Option<Day>,
    /// Last day of what it was trained on.
    pub until: Day,
    /// Whole periods it was trained on; 0 in forecasts of older versions.
    pub trained_periods: u32,
    /// Past forecasts it was tried on; 0: no figures.
    pub origins: u32,
    /// Mean absolute percentage error, thousandths.
    pub mape: Option<u32>,
    /// Symmetric mean absolute percentage error, thousandths of a percent.
    pub smape: Option<u32>,
    /// Mean absolute scaled error, thousandths.
    pub mase: Option<u32>,
    /// Root mean squared scaled error, thousandths.
    pub rmsse: Option<u32>,
    /// Share of past values inside the 80 % band, thousandths.
    pub inside_80: Option<u32>,
    /// What it expects in all.
    pub total: Bands,
    /// Forecasts of the same question made before.
    pub earlier: u32,
    /// Its forecast and those before it against what came: all periods that are over.
    pub hindsight: Option<Hindsight>,
    /// Why it is to be trained anew; empty if nothing is wrong.
    pub stale: Vec<Stale>,
    /// Whether its error is above [`ForecastSettings::mape_above`].
    pub is_inaccurate: bool,
    /// Whether it is in the archive.
    pub is_archived: bool,
}

/// What the forecasts of one model were worth, now that their days are over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveAccuracy {
    /// The model.
    pub model: String,
    /// Forecasts of it that can be compared with what came.
    pub forecasts: u32,
    /// All of them against what came, each question weighing the same however much it sells.
    pub hindsight: Hindsight,
}

/// A window of the registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelsPage {
    /// Models that match.
    pub total: u64,
    /// Models in use, whatever was searched for.
    pub in_use: u64,
    /// Models in the archive.
    pub archived: u64,
    /// The window: items last, most recently trained first.
    pub rows: Vec<ModelRow>,
    /// What forecasts were worth, by model, most forecasts first.
    pub live: Vec<LiveAccuracy>,
    /// How models are chosen and trained.
    pub settings: ForecastSettings,
    /// Whether this session may train, archive and set.
    pub may_make: bool,
}
