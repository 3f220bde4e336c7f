//! What is learned from all series of a file, before any is forecast.

use std::rc::Rc;

use model_wasm::forecast::{
    Error, GlobalMethod, GlobalModel, Method, Name, Together, TrainStep, Trained,
};

use super::input::Row;

/// Of models that draw at random.
pub(super) const SEED: u64 = 1;

/// A model trained on every series there is, as bytes: each thread has its own.
pub(super) struct Shared {
    name: Name,
    bytes: Vec<u8>,
}

impl Shared {
    /// Trains the model asked for; `None` if it is one that learns from one series only.
    pub(super) fn learn(rows: &[Row], name: Name) -> Result<Option<Self>, Error> {
        let trained = trained(rows, name)?;
        Ok(trained.map(|model| Self { name, bytes: model.to_bytes() }))
    }

    /// The method that makes use of it.
    pub(super) fn method(&self) -> Option<Box<dyn Method>> {
        Some(Box::new(Trained(method(self.name)?.read(&self.bytes)?)))
    }
}

/// How a model learns from many series, if it does.
pub(super) fn method(name: Name) -> Option<Box<dyn GlobalMethod>> {
    if name == Name::Ensemble { Some(Box::new(Together)) } else { name.global() }
}

/// Steps ahead that a model of all series looks.
pub(super) fn horizon(rows: &[Row]) -> usize {
    rows.iter().map(|row| row.horizon).max().unwrap_or(1)
}

fn trained(rows: &[Row], name: Name) -> Result<Option<Rc<dyn GlobalModel>>, Error> {
    let Some(method) = method(name) else { return Ok(None) };
    let series = rows.iter().filter_map(|row| row.series().ok()).collect();
    let mut training = method.begin(series, horizon(rows), SEED)?;
    loop {
        if let TrainStep::Done(model) = training.step()? {
            return Ok(Some(model));
        }
    }
}
