//! An item without much history, forecast by what items like it sell.

use ledger::ModelScore;
use model_wasm::forecast::{FitRun, Fitted, Levels, Name, Newcomer, Series, Spec};
use protocol::{Failure, Findings, Task};

use super::study::{bands, frequency, of_forecast, sum};

/// The fit, if the task is about one: `None` too where those like it sold nothing in its time.
pub(super) fn begin(task: &Task, series: &Series) -> Option<FitRun> {
    let kind = task.kind.as_ref()?;
    let values = kind.iter().map(|value| value.map(|value| value as f64)).collect();
    let kind = Series::new(values, frequency(task.every)).ok()?;
    let spec = Spec::new(Name::Ensemble, usize::from(task.horizon));
    spec.begin_with(&Newcomer::new(kind, None), series).ok()
}

/// What comes of it. Nothing was tried on the past: there is none to speak of.
pub(super) fn findings(task: &Task, levels: &Levels, fitted: &Fitted) -> Result<Findings, Failure> {
    let horizon = usize::from(task.horizon);
    let forecast = fitted.forecast(horizon, levels).map_err(|error| of_forecast(&error))?;
    let total = fitted.total(horizon, levels).map_err(|error| of_forecast(&error))?;
    let model = Name::Ensemble.as_str().to_owned();
    let score = ModelScore {
        model: model.clone(),
        notation: fitted.notation(),
        origins: 0,
        mase: 0,
        smape: 0,
        wape: 0,
        bias: 0,
        inside_80: 0,
        inside_95: 0,
        micros: 0,
        rmsse: None,
        mape: None,
        weight: None,
        course: Vec::new(),
    };
    Ok(Findings {
        model,
        steps: bands(&forecast),
        total: sum(&total),
        scores: vec![score],
        strips: None,
        effects: Vec::new(),
        insights: Vec::new(),
        what_if: None,
    })
}
