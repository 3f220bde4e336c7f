//! Values and options as they come from JavaScript.

use js_sys::{Date, Object, Reflect, Symbol};
use model_wasm::forecast::{
    Calendar, Column, Error, Frequency, Gaps, Levels, Name, Preparation, Role, Series,
};
use serde::Deserialize;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::fault::Fault;

/// Origins a study or backtest looks back at unless it is told.
const ORIGINS: usize = 12;

/// A day in milliseconds.
const DAY_MS: f64 = 86_400_000.0;
/// What describes a series; every function takes these.
const OF_SERIES: [&str; 5] = ["frequency", "seasons", "open", "firstDay", "columns"];

/// Every option of every function; each says which of them it takes.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Options {
    horizon: Option<usize>,
    frequency: Option<String>,
    seasons: Option<Vec<usize>>,
    open: Option<Vec<bool>>,
    first_day: Option<String>,
    columns: Option<Vec<ToldColumn>>,
    periods: Option<usize>,
    gaps: Option<ToldGaps>,
    stock_outs: Option<bool>,
    outliers: Option<bool>,
    usual_share: Option<f64>,
    seed: Option<u64>,
    model: Option<String>,
    models: Option<Vec<String>>,
    levels: Option<Vec<f64>>,
    origins: Option<usize>,
    components: Option<bool>,
}

/// A column as it is told.
#[derive(Clone, Deserialize)]
struct ToldColumn {
    name: String,
    role: ToldRole,
    values: Vec<f64>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ToldRole {
    Promotion,
    Price,
    Holiday,
    Event,
    Other,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ToldGaps {
    Unknown,
    Nothing,
}

impl ToldColumn {
    fn column(self) -> Result<Column, Fault> {
        if self.values.iter().any(|value| !value.is_finite()) {
            return Err(Fault::options(format!("column {:?} holds no numbers", self.name)));
        }
        let role = match self.role {
            ToldRole::Promotion => Role::Promotion,
            ToldRole::Price => Role::Price,
            ToldRole::Holiday => Role::Holiday,
            ToldRole::Event => Role::Event,
            ToldRole::Other => Role::Other,
        };
        Ok(Column { name: self.name, role, values: self.values })
    }
}

impl Options {
    /// Reads them; `own` are the ones this function takes beside those of the series. One that is unknown is a
    /// mistake: ignored silently it would be found out much later.
    pub(crate) fn read(options: JsValue, own: &[&str]) -> Result<Self, Fault> {
        let Some(object) = options.dyn_ref::<Object>() else {
            return Err(Fault::options("options must be an object"));
        };
        for key in Object::keys(object) {
            let key = key.as_string().unwrap_or_default();
            let is_known = OF_SERIES.iter().chain(own).any(|name| *name == key);
            if !is_known {
                return Err(Fault::options(format!("there is no option {key:?}")));
            }
        }
        serde_wasm_bindgen::from_value(options)
            .map_err(|error| Fault::options(format!("an option is of another kind: {error}")))
    }

    /// Steps ahead.
    pub(crate) fn horizon(&self) -> Result<usize, Fault> {
        self.horizon.ok_or_else(|| Fault::options("options need a horizon"))
    }

    /// Periods that columns are wanted for.
    pub(crate) fn periods(&self) -> Result<usize, Fault> {
        self.periods.ok_or_else(|| Fault::options("options need periods"))
    }

    /// What to do to a history.
    pub(crate) fn preparation(&self) -> Preparation {
        let gaps = match self.gaps {
            Some(ToldGaps::Nothing) => Gaps::Nothing,
            Some(ToldGaps::Unknown) | None => Gaps::Unknown,
        };
        let (stock_outs, outliers) = (self.stock_outs, self.outliers);
        Preparation {
            gaps,
            stock_outs: stock_outs.unwrap_or(false),
            outliers: outliers.unwrap_or(false),
            days: false,
        }
    }

    /// The share of its kind's sales that a newcomer usually has, if told.
    pub(crate) const fn usual_share(&self) -> Option<f64> {
        self.usual_share
    }

    /// What chance begins with; 0 unless told.
    pub(crate) fn seed(&self) -> u64 {
        self.seed.unwrap_or(0)
    }

    /// The model asked for.
    pub(crate) fn model(&self) -> Result<Name, Error> {
        self.model.as_deref().map_or(Ok(Name::Ensemble), Name::parse)
    }

    /// The models to compare; all of them unless told.
    pub(crate) fn models(&self) -> Result<Vec<Name>, Error> {
        match &self.models {
            None => Ok(Name::ALL.to_vec()),
            Some(names) => names.iter().map(|name| Name::parse(name)).collect(),
        }
    }

    /// The quantiles wanted; the ends of the 50, 80 and 95 % bands and the median unless told.
    pub(crate) fn levels(&self) -> Result<Levels, Error> {
        self.levels.clone().map_or_else(|| Ok(Levels::bands()), Levels::new)
    }

    /// Rolling origins at most.
    pub(crate) fn origins(&self) -> usize {
        self.origins.unwrap_or(ORIGINS)
    }

    /// Whether trend and season are wanted.
    pub(crate) fn with_components(&self) -> bool {
        self.components.unwrap_or(false)
    }

    /// The series of these values.
    pub(crate) fn series(&self, values: JsValue) -> Result<Series, Fault> {
        let values: Vec<Option<f64>> = serde_wasm_bindgen::from_value(values).map_err(|error| {
            Fault::values(format!("values must be numbers, or null where there is none: {error}"))
        })?;
        let series = Series::new(values, self.frequency()?)?;
        let series = match &self.seasons {
            None => series,
            Some(seasons) => series.with_seasons(seasons.clone())?,
        };
        let is_open = self.open.clone().unwrap_or_default();
        let columns = self.columns.clone().unwrap_or_default();
        let columns = columns.into_iter().map(ToldColumn::column).collect::<Result<_, _>>()?;
        Ok(series.with_calendar(Calendar { first_day: self.first_day()?, is_open, columns }))
    }

    /// One of many series with these options: its values, or an object of them and of what is different about it.
    pub(crate) fn one_of_many(&self, told: JsValue) -> Result<Series, Fault> {
        if Reflect::has(&told, &Symbol::iterator()).unwrap_or(true) {
            return self.series(told);
        }
        let values = Reflect::get(&told, &"values".into()).unwrap_or_default();
        let own = Self::read(told, &["values"])?;
        let own = Self {
            frequency: own.frequency.or_else(|| self.frequency.clone()),
            seasons: own.seasons.or_else(|| self.seasons.clone()),
            open: own.open.or_else(|| self.open.clone()),
            first_day: own.first_day.or_else(|| self.first_day.clone()),
            columns: own.columns.or_else(|| self.columns.clone()),
            ..own
        };
        own.series(values)
    }

    /// Days since 1970-01-01 of the series' first day, if told.
    pub(crate) fn first_day(&self) -> Result<Option<i32>, Fault> {
        self.first_day.as_deref().map(day).transpose()
    }

    pub(crate) fn frequency(&self) -> Result<Frequency, Fault> {
        let name = self.frequency.as_deref().unwrap_or("daily");
        Frequency::of_name(name)
            .ok_or_else(|| Fault::options(format!("there is no frequency {name:?}")))
    }
}

/// Days since 1970-01-01 of a date written `2026-11-21`.
pub(crate) fn day(text: &str) -> Result<i32, Fault> {
    let days = Date::parse(text) / DAY_MS;
    if !days.is_finite() || days.abs() > 1e6 {
        return Err(Fault::options(format!("{text:?} is no date like 2026-11-21")));
    }
    Ok(days.floor() as i32)
}

/// A day as it is written: `2026-11-21`.
pub(crate) fn date(day: i32) -> String {
    let written = Date::new(&JsValue::from_f64(f64::from(day) * DAY_MS)).to_iso_string();
    String::from(written).chars().take(10).collect()
}
