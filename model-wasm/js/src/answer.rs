//! Answers as JavaScript gets them: plain objects of plain arrays.

use model_wasm::forecast::{self, Accuracy, Forecast, Study};
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::fault::Fault;

#[derive(Serialize)]
struct Steps<'a> {
    mean: &'a [f64],
    levels: &'a [f64],
    quantiles: Vec<&'a [f64]>,
}

#[derive(Serialize)]
struct Total<'a> {
    mean: f64,
    quantiles: &'a [f64],
}

#[derive(Serialize)]
struct Forecasted<'a> {
    model: &'static str,
    notation: &'a str,
    #[serde(flatten)]
    steps: Steps<'a>,
    total: Total<'a>,
}

#[derive(Serialize)]
struct Studied<'a> {
    champion: &'static str,
    forecast: Forecasted<'a>,
    contenders: Vec<Contender<'a>>,
    components: Option<Components<'a>>,
}

#[derive(Serialize)]
struct Contender<'a> {
    model: &'static str,
    notation: &'a str,
    accuracy: Figures,
    forecast: Steps<'a>,
    share: Option<f64>,
}

#[derive(Serialize)]
struct Components<'a> {
    trend: &'a [f64],
    season: &'a [f64],
    effects: Vec<Effect<'a>>,
}

#[derive(Serialize)]
struct Effect<'a> {
    name: &'a str,
    values: &'a [f64],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Figures {
    origins: usize,
    mase: f64,
    smape: f64,
    mape: Option<f64>,
    rmsse: f64,
    wape: f64,
    wape_by_third: [f64; 3],
    bias: f64,
    inside_80: f64,
    inside_95: f64,
}

/// A forecast and the sum over its steps.
pub(crate) fn forecast(
    model: &'static str,
    notation: &str,
    forecast: &Forecast,
    total: &Forecast,
) -> Result<JsValue, Fault> {
    to_js(&forecasted(model, notation, forecast, total))
}

/// A comparison of models.
pub(crate) fn study(study: &Study) -> Result<JsValue, Fault> {
    let contenders = study.contenders.iter().map(|contender| Contender {
        model: contender.model.as_str(),
        notation: &contender.notation,
        accuracy: figures(&contender.accuracy),
        forecast: steps(&contender.forecast),
        share: contender.share,
    });
    let contenders: Vec<Contender<'_>> = contenders.collect();
    let chosen = study.contenders.iter().find(|contender| contender.model == study.champion);
    let notation = chosen.map_or("", |contender| &contender.notation);
    let components = study.components.as_ref();
    to_js(&Studied {
        champion: study.champion.as_str(),
        forecast: forecasted(study.champion.as_str(), notation, &study.forecast, &study.total),
        contenders,
        components: components.map(|found| Components {
            trend: &found.trend,
            season: &found.season,
            effects: found.effects.iter().map(effect).collect(),
        }),
    })
}

/// How well a model would have done.
pub(crate) fn accuracy(accuracy: &Accuracy) -> Result<JsValue, Fault> {
    to_js(&figures(accuracy))
}

fn forecasted<'a>(
    model: &'static str,
    notation: &'a str,
    forecast: &'a Forecast,
    total: &'a Forecast,
) -> Forecasted<'a> {
    let total =
        Total { mean: total.mean.first().copied().unwrap_or_default(), quantiles: total.row(0) };
    Forecasted { model, notation, steps: steps(forecast), total }
}

fn steps(forecast: &Forecast) -> Steps<'_> {
    Steps {
        mean: &forecast.mean,
        levels: forecast.levels.as_slice(),
        quantiles: (0..forecast.mean.len()).map(|step| forecast.row(step)).collect(),
    }
}

fn effect(effect: &forecast::Effect) -> Effect<'_> {
    Effect { name: &effect.name, values: &effect.values }
}

fn figures(accuracy: &Accuracy) -> Figures {
    Figures {
        origins: accuracy.origins,
        mase: accuracy.mase,
        smape: accuracy.smape,
        mape: accuracy.mape,
        rmsse: accuracy.rmsse,
        wape: accuracy.wape,
        wape_by_third: accuracy.wape_by_third,
        bias: accuracy.bias,
        inside_80: accuracy.inside_80,
        inside_95: accuracy.inside_95,
    }
}

pub(crate) fn to_js(answer: &impl Serialize) -> Result<JsValue, Fault> {
    // Flattened structs are maps for serde: without this they would become a `Map`.
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    answer.serialize(&serializer).map_err(|error| Fault::options(error.to_string()))
}
