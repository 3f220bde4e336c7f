//! Values and options as they come from JavaScript.

use js_sys::Object;
use model_wasm::forecast::{Calendar, Error, Frequency, Levels, Name, Series};
use serde::Deserialize;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::fault::Fault;

/// Origins a study or backtest looks back at unless it is told.
const ORIGINS: usize = 12;

/// Every option of every function; each says in `KNOWN…` which of them it takes.
#[derive(Deserialize)]
pub(crate) struct Options {
    /// Steps ahead.
    pub(crate) horizon: usize,
    frequency: Option<String>,
    seasons: Option<Vec<usize>>,
    open: Option<Vec<bool>>,
    model: Option<String>,
    models: Option<Vec<String>>,
    levels: Option<Vec<f64>>,
    origins: Option<usize>,
    components: Option<bool>,
}

impl Options {
    /// Reads them; `own` are the ones this function takes beside those of the series. One that is unknown is a
    /// mistake: ignored silently it would be found out much later.
    pub(crate) fn read(options: JsValue, own: &[&str]) -> Result<Self, Fault> {
        let Some(object) = options.dyn_ref::<Object>() else {
            return Err(Fault::options("options must be an object with a horizon"));
        };
        for key in Object::keys(object) {
            let key = key.as_string().unwrap_or_default();
            let is_known = ["horizon", "frequency", "seasons", "open"]
                .iter()
                .chain(own)
                .any(|name| *name == key);
            if !is_known {
                return Err(Fault::options(format!("there is no option {key:?}")));
            }
        }
        serde_wasm_bindgen::from_value(options)
            .map_err(|error| Fault::options(format!("an option is of another kind: {error}")))
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
        Ok(series.with_calendar(Calendar { is_open, ..Calendar::default() }))
    }

    fn frequency(&self) -> Result<Frequency, Fault> {
        let name = self.frequency.as_deref().unwrap_or("daily");
        Frequency::of_name(name)
            .ok_or_else(|| Fault::options(format!("there is no frequency {name:?}")))
    }
}
