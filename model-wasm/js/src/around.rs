//! What lies around the models: calendars, what is worth saying, histories prepared, forecasts that add up.

use model_wasm::forecast::{
    self, Country, Hierarchy, Insight, Learned, Newcomer, Place, Reconciliation, Role, Scale,
};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::answer::to_js;
use crate::fault::Fault;
use crate::question::{Options, date, day};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HolidayTold {
    key: &'static str,
    day: String,
    is_public: bool,
}

#[derive(Serialize)]
struct ColumnTold {
    name: String,
    role: &'static str,
    values: Vec<f64>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum InsightTold {
    Growth { change: f64, span: usize },
    Strongest { weekday: Option<u8>, month: Option<u8>, change: f64 },
    Weakest { weekday: Option<u8>, month: Option<u8>, change: f64 },
    LevelShift { at: usize, change: f64, before: f64, after: f64 },
    Unusual { at: usize, value: f64, expected: f64 },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LearnedTold {
    name: String,
    role: &'static str,
    scale: &'static str,
    coefficient: f64,
    standard_error: f64,
    changes: usize,
    periods: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PreparedTold<'a> {
    values: &'a [Option<f64>],
    stock_outs: Vec<[usize; 2]>,
    outliers: &'a [usize],
}

/// What to make add up, and how.
#[derive(Deserialize)]
struct Adding {
    wholes: Vec<Vec<usize>>,
    how: Option<String>,
    variances: Option<Vec<f64>>,
    errors: Option<Vec<Vec<f64>>>,
}

/// The holidays of a country from one day to another, both included.
///
/// # Errors
/// An `EngineError`; see its `code`.
#[wasm_bindgen(unchecked_return_type = "Holiday[]")]
pub fn holidays(
    #[wasm_bindgen(unchecked_param_type = "Country")] country: &str,
    from: &str,
    to: &str,
) -> Result<JsValue, JsValue> {
    let found = forecast::holidays(country_of(country)?, day(from)?, day(to)?);
    let told: Vec<HolidayTold> = found
        .into_iter()
        .map(|holiday| HolidayTold {
            key: holiday.key,
            day: date(holiday.day),
            is_public: holiday.is_public,
        })
        .collect();
    Ok(to_js(&told)?)
}

/// A country's holidays as columns for `columns` of a series' options.
///
/// # Errors
/// An `EngineError`; see its `code`.
#[wasm_bindgen(js_name = holidayColumns, unchecked_return_type = "Column[]")]
pub fn holiday_columns(
    #[wasm_bindgen(unchecked_param_type = "Country")] country: &str,
    #[wasm_bindgen(unchecked_param_type = "HolidayColumnsOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let options = Options::read(options, &["periods"])?;
    let first_day =
        options.first_day()?.ok_or_else(|| Fault::options("options need a firstDay"))?;
    let (country, periods) = (country_of(country)?, options.periods()?);
    let windows = forecast::usual_windows();
    let columns = forecast::columns(country, first_day, periods, options.frequency()?, windows);
    let told: Vec<ColumnTold> = columns
        .into_iter()
        .map(|column| ColumnTold {
            name: column.name,
            role: role(column.role),
            values: column.values,
        })
        .collect();
    Ok(to_js(&told)?)
}

/// What is worth saying about a series, most telling first.
///
/// # Errors
/// An `EngineError`; see its `code`.
#[wasm_bindgen(unchecked_return_type = "Insight[]")]
pub fn insights(
    #[wasm_bindgen(unchecked_param_type = "Iterable<number | null>")] values: JsValue,
    #[wasm_bindgen(unchecked_param_type = "SeriesOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let series = Options::read(options, &[])?.series(values)?;
    let told: Vec<InsightTold> = forecast::insights(&series).into_iter().map(insight).collect();
    Ok(to_js(&told)?)
}

/// What each column of a series brought: price elasticities, what promotions and holidays add.
///
/// # Errors
/// An `EngineError`; see its `code`.
#[wasm_bindgen(unchecked_return_type = "Learned[]")]
pub fn learned(
    #[wasm_bindgen(unchecked_param_type = "Iterable<number | null>")] values: JsValue,
    #[wasm_bindgen(unchecked_param_type = "SeriesOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let series = Options::read(options, &[])?.series(values)?;
    let found = Learned::of(&series).map_err(Fault::from)?;
    let told: Vec<LearnedTold> = found
        .into_iter()
        .map(|learned| LearnedTold {
            name: learned.name,
            role: role(learned.role),
            scale: match learned.scale {
                Scale::Logarithmic => "logarithmic",
                Scale::Level => "level",
            },
            coefficient: learned.coefficient,
            standard_error: learned.standard_error,
            changes: learned.changes,
            periods: learned.periods,
        })
        .collect();
    Ok(to_js(&told)?)
}

/// Prepares a history: gaps by rule, sold-out runs and single values far off become unknown; says what it changed.
///
/// # Errors
/// An `EngineError`; see its `code`.
#[wasm_bindgen(unchecked_return_type = "Prepared")]
pub fn prepare(
    #[wasm_bindgen(unchecked_param_type = "Iterable<number | null>")] values: JsValue,
    #[wasm_bindgen(unchecked_param_type = "PrepareOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let options = Options::read(options, &["gaps", "stockOuts", "outliers"])?;
    let series = options.series(values)?;
    let found = options.preparation().prepare(&series).map_err(Fault::from)?;
    let stock_outs = found.stock_outs.iter().map(|run| [run.start, run.end]).collect();
    let values = found.series.observed();
    Ok(to_js(&PreparedTold { values, stock_outs, outliers: &found.outliers })?)
}

/// Forecasts an item with hardly any history by what its kind sells.
///
/// # Errors
/// An `EngineError`; see its `code`.
#[wasm_bindgen(unchecked_return_type = "Forecast")]
pub fn newcomer(
    #[wasm_bindgen(unchecked_param_type = "Iterable<number | null>")] values: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Iterable<number | null>")] kind: JsValue,
    #[wasm_bindgen(unchecked_param_type = "NewcomerOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let options = Options::read(options, &["horizon", "levels", "usualShare"])?;
    let method = Newcomer::new(options.series(kind)?, options.usual_share());
    let levels = options.levels().map_err(Fault::from)?;
    let fitted = crate::fit_with(&method, &options.series(values)?, options.horizon()?)?;
    Ok(crate::answer_of("newcomer", &fitted, &options, &levels)?)
}

/// Makes expected values of wholes and parts add up: rows of wholes first, then of parts.
///
/// # Errors
/// An `EngineError`; see its `code`.
#[wasm_bindgen(unchecked_return_type = "number[][]")]
pub fn reconcile(
    #[wasm_bindgen(unchecked_param_type = "number[][]")] means: JsValue,
    #[wasm_bindgen(unchecked_param_type = "ReconcileOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let means: Vec<Vec<f64>> = serde_wasm_bindgen::from_value(means)
        .map_err(|error| Fault::values(format!("means must be rows of numbers: {error}")))?;
    let adding: Adding = serde_wasm_bindgen::from_value(options)
        .map_err(|error| Fault::options(format!("an option is of another kind: {error}")))?;
    Ok(to_js(&added(&means, adding)?)?)
}

fn added(means: &[Vec<f64>], adding: Adding) -> Result<Vec<Vec<f64>>, Fault> {
    let horizon = means.first().map_or(0, Vec::len);
    let parts = means.len().saturating_sub(adding.wholes.len());
    let hierarchy = Hierarchy::new(parts, adding.wholes)?;
    let variances = adding.variances.unwrap_or_default();
    let errors = adding.errors.unwrap_or_default().concat();
    let how = match adding.how.as_deref().unwrap_or("ols") {
        "bottom-up" => Reconciliation::BottomUp,
        "ols" => Reconciliation::Ols,
        "wls" => Reconciliation::Wls(&variances),
        "mint" => Reconciliation::MinTShrink(&errors),
        how => return Err(Fault::options(format!("there is no way {how:?}"))),
    };
    let all = hierarchy.reconcile(&means.concat(), horizon, how)?;
    Ok(all.chunks(horizon.max(1)).map(<[f64]>::to_vec).collect())
}

fn country_of(code: &str) -> Result<Country, Fault> {
    Country::of_code(code)
        .ok_or_else(|| Fault::options(format!("the holidays of {code:?} are not known")))
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Promotion => "promotion",
        Role::Price => "price",
        Role::Holiday => "holiday",
        Role::Event => "event",
        Role::Other => "other",
    }
}

fn insight(insight: Insight) -> InsightTold {
    let names = |place| match place {
        Place::Weekday(weekday) => (Some(weekday), None),
        Place::Month(month) => (None, Some(month)),
    };
    match insight {
        Insight::Growth { change, span } => InsightTold::Growth { change, span },
        Insight::Strongest { place, change } => {
            let (weekday, month) = names(place);
            InsightTold::Strongest { weekday, month, change }
        }
        Insight::Weakest { place, change } => {
            let (weekday, month) = names(place);
            InsightTold::Weakest { weekday, month, change }
        }
        Insight::LevelShift { at, change, before, after } => {
            InsightTold::LevelShift { at, change, before, after }
        }
        Insight::Unusual { at, value, expected } => InsightTold::Unusual { at, value, expected },
    }
}
