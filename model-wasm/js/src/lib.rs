//! The engines as JavaScript sees them: plain values in, plain objects out, errors with a `code`.
//!
//! A crate of its own, because only it has to be a dynamic library: what the app's workers link stays without it.
//! `cargo xtask npm` makes the package of it.
#![forbid(unsafe_code)]

mod answer;
pub mod around;
mod fault;
mod question;
pub mod trained;

use fault::Fault;
use model_wasm::forecast::{
    Accuracy, Backtest, FitStep, Fitted, Levels, Method, Name, Series, Spec, Study, StudySpec,
};
use question::Options;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// Forecasts a series: the expected value of each step ahead and quantiles around it.
///
/// `values`: equally spaced, oldest first; `null` for what was not observed.
///
/// # Errors
/// An `EngineError`; see its `code`.
#[wasm_bindgen(unchecked_return_type = "Forecast")]
pub fn forecast(
    #[wasm_bindgen(unchecked_param_type = "Iterable<number | null>")] values: JsValue,
    #[wasm_bindgen(unchecked_param_type = "ForecastOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let options = Options::read(options, &["horizon", "model", "levels"])?;
    let (series, levels) = (options.series(values)?, options.levels().map_err(Fault::from)?);
    Ok(forecast_of(&options, &series, &levels)?)
}

/// Compares models on a series and forecasts it by the one that would have done best.
///
/// # Errors
/// An `EngineError`; see its `code`.
#[wasm_bindgen(unchecked_return_type = "Study")]
pub fn study(
    #[wasm_bindgen(unchecked_param_type = "Iterable<number | null>")] values: JsValue,
    #[wasm_bindgen(unchecked_param_type = "StudyOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let options =
        Options::read(options, &["horizon", "models", "levels", "origins", "components"])?;
    let series = options.series(values)?;
    Ok(answer::study(&study_of(&options, &series)?)?)
}

/// How well a model would have done at earlier points of a series.
///
/// # Errors
/// An `EngineError`; see its `code`.
#[wasm_bindgen(unchecked_return_type = "Accuracy")]
pub fn backtest(
    #[wasm_bindgen(unchecked_param_type = "Iterable<number | null>")] values: JsValue,
    #[wasm_bindgen(unchecked_param_type = "BacktestOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let options = Options::read(options, &["horizon", "model", "origins"])?;
    let series = options.series(values)?;
    Ok(answer::accuracy(&backtest_of(&options, &series)?)?)
}

/// The names of all models, the default first.
#[wasm_bindgen(unchecked_return_type = "Model[]")]
#[must_use]
pub fn models() -> Vec<String> {
    Name::ALL.iter().map(|name| name.as_str().to_owned()).collect()
}

/// The version of this package.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Grows whenever the same values and options give other numbers than before.
#[wasm_bindgen(js_name = engineVersion)]
#[must_use]
pub fn engine_version() -> u32 {
    model_wasm::forecast::VERSION
}

fn forecast_of(options: &Options, series: &Series, levels: &Levels) -> Result<JsValue, Fault> {
    let model = options.model()?;
    let fitted = Spec::new(model, options.horizon()?).fit(series)?;
    answer_of(model.as_str(), &fitted, options, levels)
}

/// Fits a method that has no name of its own.
fn fit_with(method: &dyn Method, series: &Series, horizon: usize) -> Result<Fitted, Fault> {
    let mut run = Spec::new(Name::Ensemble, horizon).begin_with(method, series)?;
    loop {
        if let FitStep::Done(fitted) = run.step()? {
            return Ok(*fitted);
        }
    }
}

fn answer_of(
    model: &'static str,
    fitted: &Fitted,
    options: &Options,
    levels: &Levels,
) -> Result<JsValue, Fault> {
    let horizon = options.horizon()?;
    let forecast = fitted.forecast(horizon, levels)?;
    let total = fitted.total(horizon, levels)?;
    answer::forecast(model, &fitted.notation(), &forecast, &total)
}

fn study_of(options: &Options, series: &Series) -> Result<Study, Fault> {
    let spec = StudySpec {
        models: options.models()?,
        horizon: options.horizon()?,
        levels: options.levels()?,
        origins: options.origins(),
        with_components: options.with_components(),
        chosen: None,
        what_if: None,
    };
    Ok(spec.run(series)?)
}

fn backtest_of(options: &Options, series: &Series) -> Result<Accuracy, Fault> {
    let (model, horizon, origins) = (options.model()?, options.horizon()?, options.origins());
    Ok(Backtest { model, horizon, origins }.run(series)?)
}
