//! What every model implements. A new model is one file with a [`Method`] and one line in the registry.

use super::{Error, Series};

/// A way to forecast: knows its options, not yet a series.
pub trait Method {
    /// Begins to fit it. Cheap; the work is in the steps.
    ///
    /// # Errors
    /// [`Error::TooShort`] and the like, at once, if this series cannot be fitted.
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error>;
}

/// A fit under way.
pub trait Fitting {
    /// Does the next piece of work: at most some ten milliseconds for ten thousand values.
    ///
    /// # Errors
    /// [`Error::NoFit`] if nothing fits. After an error or [`Step::Done`] it must not be called again.
    fn step(&mut self) -> Result<Step, Error>;
}

/// How far a fit is.
pub enum Step {
    /// There is more to do.
    More,
    /// It is done.
    Done(Box<dyn FittedModel>),
}

/// A model with its parameters and the state after the last value: what one method says, before guards and
/// calibration.
pub trait FittedModel {
    /// The expected values of the next steps; all finite.
    fn mean(&self, horizon: usize) -> Vec<f64>;

    /// The standard deviation of each step's forecast error by the model's own theory; not negative, not falling
    /// much, all finite. The shape over the horizon matters; calibration sets its size.
    fn spread(&self, horizon: usize) -> Vec<f64>;

    /// The same parameters over another history of the same kind: what a rolling origin needs when fitting anew
    /// costs too much.
    ///
    /// # Errors
    /// As for a fit.
    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error>;

    /// What was chosen, in the field's notation: `ETS(A,Ad,M)`. Empty if there is nothing to choose.
    fn notation(&self) -> String {
        String::new()
    }
}
