//! Models trained on many series, kept as bytes.

use std::rc::Rc;

use model_wasm::forecast::{GlobalMethod, GlobalModel, Name, Series, Together, TrainStep, Trained};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::Fault;
use crate::question::Options;
use crate::{answer_of, fit_with};

/// A model that has learned from many series.
#[wasm_bindgen]
pub struct TrainedModel {
    name: Name,
    model: Rc<dyn GlobalModel>,
}

#[wasm_bindgen]
impl TrainedModel {
    /// Trains a model on many series with the same options, but for what one tells of itself. Takes seconds for hundreds of
    /// series: call it in a worker.
    ///
    /// # Errors
    /// An `EngineError`; see its `code`.
    pub fn train(
        #[wasm_bindgen(unchecked_param_type = "(Iterable<number | null> | OneOfMany)[]")]
        series: Vec<JsValue>,
        #[wasm_bindgen(unchecked_param_type = "TrainOptions")] options: JsValue,
    ) -> Result<TrainedModel, JsValue> {
        let options = Options::read(options, &["horizon", "model", "seed"])?;
        let name = options.model().map_err(Fault::from)?;
        let method = global(name)?;
        let series: Vec<Series> =
            series.into_iter().map(|told| options.one_of_many(told)).collect::<Result<_, _>>()?;
        let model = trained(method.as_ref(), series, options.horizon()?, options.seed())?;
        Ok(Self { name, model })
    }

    /// The model of bytes that `toBytes` gave.
    ///
    /// # Errors
    /// An `EngineError`; see its `code`.
    #[wasm_bindgen(js_name = fromBytes)]
    pub fn from_bytes(
        #[wasm_bindgen(unchecked_param_type = "\"ensemble\" | \"trees\" | \"lstm\"")] model: &str,
        bytes: &[u8],
    ) -> Result<TrainedModel, JsValue> {
        let name = Name::parse(model).map_err(Fault::from)?;
        let found = global(name)?.read(bytes);
        let model = found.ok_or_else(|| Fault::options("these are no bytes of such a model"))?;
        Ok(Self { name, model })
    }

    /// The model as bytes, to keep it.
    #[wasm_bindgen(js_name = toBytes)]
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.model.to_bytes()
    }

    /// Forecasts a series: one of those it was trained on, or another of the same kind.
    ///
    /// # Errors
    /// An `EngineError`; see its `code`.
    #[wasm_bindgen(unchecked_return_type = "Forecast")]
    pub fn forecast(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Iterable<number | null>")] values: JsValue,
        #[wasm_bindgen(unchecked_param_type = "TrainedForecastOptions")] options: JsValue,
    ) -> Result<JsValue, JsValue> {
        let options = Options::read(options, &["horizon", "levels"])?;
        let levels = options.levels().map_err(Fault::from)?;
        let method = Trained(Rc::clone(&self.model));
        let fitted = fit_with(&method, &options.series(values)?, options.horizon()?)?;
        Ok(answer_of(self.name.as_str(), &fitted, &options, &levels)?)
    }
}

fn global(name: Name) -> Result<Box<dyn GlobalMethod>, Fault> {
    if name == Name::Ensemble {
        return Ok(Box::new(Together));
    }
    let told = || Fault::options(format!("{} learns from one series only", name.as_str()));
    name.global().ok_or_else(told)
}

fn trained(
    method: &dyn GlobalMethod,
    series: Vec<Series>,
    horizon: usize,
    seed: u64,
) -> Result<Rc<dyn GlobalModel>, Fault> {
    let mut training = method.begin(series, horizon, seed)?;
    loop {
        if let TrainStep::Done(model) = training.step()? {
            return Ok(model);
        }
    }
}
