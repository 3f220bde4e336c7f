//! What every model implements. A new model is one file with a [`Method`] and one line in the registry.

use super::{Error, Levels, Name, Role, Series};

/// A way to forecast: knows its options, not yet a series.
pub trait Method {
    /// Begins to fit it. Cheap; the work is in the steps.
    ///
    /// # Errors
    /// [`Error::TooShort`] and the like, at once, if this series cannot be fitted.
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error>;

    /// Whether it makes use of the calendar's columns itself. For who does not, their effects are taken off the history
    /// and put back on the forecast.
    fn knows_columns(&self) -> bool {
        false
    }
}

/// What a part of a model adds to each period, in units of the series.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// What kind of part it is.
    pub kind: EffectKind,
    /// The column's name for a column, the season's length in periods for a season; empty for a trend.
    pub name: String,
    /// Over history and horizon.
    pub values: Vec<f64>,
}

/// Which part of a model an [`Effect`] is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectKind {
    /// The slow movement, with the level.
    Trend,
    /// What returns with a season, around 0.
    Season,
    /// What a column known in advance adds, by its role.
    Column(Role),
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

    /// The quantiles of each step by the model's own theory, row-major, horizon × levels, where that theory is more
    /// than a spread around the mean: counts, trees, networks. Rows never fall, all finite. Calibration then asks
    /// which of *its* levels hold what was promised, instead of stretching a bell around the mean.
    fn quantiles(&self, _horizon: usize, _levels: &Levels) -> Option<Vec<f64>> {
        None
    }

    /// The same for the sum of the next `horizon` steps: one row. Periods the calendar says are closed add nothing.
    fn total_quantiles(&self, _horizon: usize, _levels: &Levels) -> Option<Vec<f64>> {
        None
    }

    /// The lowest and highest value that is thinkable for another reason than the history: that of a newcomer is too
    /// short to say.
    fn range(&self) -> Option<(f64, f64)> {
        None
    }

    /// What moves the series, taken apart, over the history and `horizon` steps beyond: see [`Effect`]. Empty if the
    /// model does not know.
    fn effects(&self, _horizon: usize) -> Vec<Effect> {
        Vec::new()
    }

    /// How much each of the models it is made of counts: shares that add up to 1, none for a model of its own. A
    /// model may be listed more than once, in several forms; who has no name is not listed.
    fn shares(&self) -> Vec<(Name, f64)> {
        Vec::new()
    }

    /// What was chosen, in the field's notation: `ETS(A,Ad,M)`. Empty if there is nothing to choose.
    fn notation(&self) -> String {
        String::new()
    }
}
