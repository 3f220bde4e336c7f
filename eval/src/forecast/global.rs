//! What is learned from all series of a file, before any is forecast.

use std::rc::Rc;

use model_wasm::forecast::{
    Beside, DemandClass, Error, FitStep, Frequency, GlobalModel, Levels, Method, Name, Series,
    Spec, TrainStep, Trained,
};

use super::input::Row;
use super::options::Learning;

/// Of models that draw at random.
const SEED: u64 = 1;
/// Series from which on they teach each other something.
const LEAST_SERIES: usize = 20;
/// Series by which it is decided how much what they teach counts.
const TRIED: usize = 60;
/// Shares tried of a model of all series beside the ensemble.
const SHARES: [f64; 3] = [0.0, 0.25, 0.5];
/// The least gain for which the model of all series is used at all.
const LEAST_GAIN: f64 = 0.005;

/// A model trained on every series there is, as bytes: each thread has its own.
pub(super) struct Shared {
    name: Name,
    bytes: Vec<u8>,
    /// How much it counts beside the model asked for; 1 if it is that.
    share: f64,
}

impl Shared {
    /// Learns what the model asked for makes use of; `None` if that is nothing.
    pub(super) fn learn(
        rows: &[Row],
        model: Name,
        learning: Learning,
    ) -> Result<Option<Self>, Error> {
        if learning == Learning::Alone {
            return Ok(None);
        }
        if model.global().is_some() {
            return Ok(Some(Self {
                name: model,
                bytes: trained(rows, model)?.to_bytes(),
                share: 1.0,
            }));
        }
        if learning != Learning::Beside || model != Name::Ensemble || !pays(rows) {
            return Ok(None);
        }
        // The ensemble does without what cannot be trained.
        let Ok(trees) = trained(rows, Name::Trees) else { return Ok(None) };
        let share = share(rows, &trees);
        let shared = Self { name: Name::Trees, bytes: trees.to_bytes(), share };
        Ok((share > 0.0).then_some(shared))
    }

    /// The method that makes use of it.
    pub(super) fn method(&self, model: Name) -> Option<Box<dyn Method>> {
        let global = self.name.global()?.read(&self.bytes)?;
        if self.name == model {
            return Some(Box::new(Trained(global)));
        }
        let (base, global) = (model.method().into(), (self.name, global));
        Some(Box::new(Beside { base, name: model, global, share: self.share }))
    }
}

/// Whether what series teach each other is worth its time: where much is sold by calendars or seldom.
fn pays(rows: &[Row]) -> bool {
    let is_now_and_then =
        |row: &&Row| row.series().is_ok_and(|s| DemandClass::of(&s).is_now_and_then());
    let is_fast = |row: &Row| {
        matches!(row.frequency, Frequency::Hourly | Frequency::Daily | Frequency::Weekly)
    };
    let seldom = || rows.iter().filter(is_now_and_then).count();
    let has_columns = rows.iter().any(|row| !row.calendar.columns.is_empty());
    rows.len() >= LEAST_SERIES
        && (has_columns || rows.iter().all(is_fast) || 2 * seldom() > rows.len())
}

fn trained(rows: &[Row], model: Name) -> Result<Rc<dyn GlobalModel>, Error> {
    let series = rows.iter().filter_map(|row| row.series().ok()).collect();
    let horizon = rows.iter().map(|row| row.horizon).max().unwrap_or(1);
    let method = model.global().ok_or(Error::UnknownModel)?;
    let mut training = method.begin(series, horizon, SEED)?;
    loop {
        if let TrainStep::Done(model) = training.step()? {
            return Ok(model);
        }
    }
}

/// The share that would have done best over the last horizon of the histories, all series together.
fn share(rows: &[Row], trees: &Rc<dyn GlobalModel>) -> f64 {
    let Some(held) = Rc::clone(trees).held_out() else { return 0.0 };
    let held = Trained(held);
    let mut losses = [0.0; SHARES.len()];
    for row in rows.iter().step_by(rows.len().div_ceil(TRIED)) {
        let Some(tried) = row.series().ok().and_then(|series| losses_of(row, &series, &held))
        else {
            continue;
        };
        losses.iter_mut().zip(tried).for_each(|(sum, loss)| *sum += loss);
    }
    let (mut best, mut least) = (0.0, losses[0] * (1.0 - LEAST_GAIN));
    for (share, loss) in SHARES.into_iter().zip(losses) {
        if loss < least {
            (best, least) = (share, loss);
        }
    }
    best
}

/// What each share would have lost on a series: the root mean squared error over that of the naive forecast.
fn losses_of(row: &Row, series: &Series, held: &Trained) -> Option<[f64; SHARES.len()]> {
    let origin = series.len().checked_sub(row.horizon).filter(|origin| *origin > 0)?;
    let past = series.until(origin).ok()?;
    let ensemble = mean(Name::Ensemble.method().as_ref(), &past, row.horizon)?;
    let trees = mean(held, &past, row.horizon)?;
    let changes = past.observed().windows(2).filter_map(|pair| Some(pair[1]? - pair[0]?));
    let scale = average(changes.map(|change| change * change))?;
    let ahead = &series.observed()[origin..];
    let loss = |share: f64| {
        let square = |(step, value): (usize, &Option<f64>)| {
            let error = (*value)? - ensemble[step] - share * (trees[step] - ensemble[step]);
            Some(error * error)
        };
        average(ahead.iter().enumerate().filter_map(square)).map(|square| (square / scale).sqrt())
    };
    let mut losses = [0.0; SHARES.len()];
    for (found, share) in losses.iter_mut().zip(SHARES) {
        *found = loss(share)?;
    }
    Some(losses)
}

/// The mean of some numbers, if it is above 0.
fn average(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    Some(sum / f64::from(count)).filter(|mean| *mean > 0.0)
}

fn mean(method: &dyn Method, past: &Series, horizon: usize) -> Option<Vec<f64>> {
    let spec = Spec { origins: 0, ..Spec::new(Name::Ensemble, horizon) };
    let mut run = spec.begin_with(method, past).ok()?;
    loop {
        if let FitStep::Done(fitted) = run.step().ok()? {
            return Some(fitted.forecast(horizon, &Levels::bands()).ok()?.mean);
        }
    }
}
