//! Models trained on many series at once: what one item cannot teach, the others do.

mod beside;
mod by_role;
mod together;

use std::rc::Rc;

use super::{Error, FittedModel, Fitting, Method, Name, Series, Step};

pub use by_role::ByRole;
pub use together::Together;

/// A way to train one model on many series.
pub trait GlobalMethod {
    /// Begins to train. Cheap; the work is in the steps. The same series, horizon and seed give the same model.
    ///
    /// # Errors
    /// [`Error::TooShort`] if all series together teach nothing.
    fn begin(
        &self,
        series: Vec<Series>,
        horizon: usize,
        seed: u64,
    ) -> Result<Box<dyn Training>, Error>;

    /// Reads a model kept as [`GlobalModel::to_bytes`] gave it. `None` if it is damaged or of another version.
    fn read(&self, bytes: &[u8]) -> Option<Rc<dyn GlobalModel>>;
}

/// A training under way.
pub trait Training {
    /// Does the next piece of work: at most some tens of milliseconds.
    ///
    /// # Errors
    /// [`Error::NoFit`]. After an error or [`TrainStep::Done`] it must not be called again.
    fn step(&mut self) -> Result<TrainStep, Error>;

    /// Share of the work done, 0 to 1.
    fn share(&self) -> f64;
}

/// How far a training is.
pub enum TrainStep {
    /// There is more to do.
    More,
    /// It is done.
    Done(Rc<dyn GlobalModel>),
}

/// A model trained on many series.
pub trait GlobalModel {
    /// The model seen from the end of one series: one of those it was trained on, a part of it, or another of the same
    /// kind. [`FittedModel::rebase`] of what it returns does the same for another history.
    ///
    /// # Errors
    /// [`Error::TooShort`].
    fn from_end_of(self: Rc<Self>, series: &Series) -> Result<Box<dyn FittedModel>, Error>;

    /// Begins to place it so, where that takes more than a moment.
    ///
    /// # Errors
    /// As [`Self::from_end_of`].
    fn begin(self: Rc<Self>, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(Box::new(Placed(Some(self.from_end_of(series)?))))
    }

    /// The same trained without the last horizon of each series. What it says of that horizon is what it would have
    /// said then: a model can be weighed against others by it. `None` if there is no such model.
    fn held_out(self: Rc<Self>) -> Option<Rc<dyn GlobalModel>> {
        None
    }

    /// The model as bytes, to keep it; its method reads them.
    fn to_bytes(&self) -> Vec<u8>;
}

/// A model trained on many series, to take part in the study of one of them.
#[derive(Clone)]
pub struct Taught {
    /// Its name.
    pub name: Name,
    /// What was trained.
    pub model: Rc<dyn GlobalModel>,
    /// Steps ahead it was trained for: what it said of so many periods at the end of a series without having seen
    /// them is known by [`GlobalModel::held_out`].
    pub horizon: usize,
}

/// A trained model as a [`Method`]: nothing is left to fit, so that calibration, backtest and ensemble take it like
/// any other.
#[derive(Clone)]
pub struct Trained(pub Rc<dyn GlobalModel>);

impl Method for Trained {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Rc::clone(&self.0).begin(series)
    }

    fn knows_columns(&self) -> bool {
        true
    }
}

/// The one step of a model that is trained already.
struct Placed(Option<Box<dyn FittedModel>>);

impl Fitting for Placed {
    fn step(&mut self) -> Result<Step, Error> {
        self.0.take().map(Step::Done).ok_or(Error::NoFit)
    }
}
