//! Trend with changepoints, seasons as waves, holidays and other columns: the most probable of all such curves.
//!
//! A series is `trend + seasons + columns + noise`, or `trend × (1 + seasons + columns) + noise`. The trend is a line
//! that may bend at 25 places in the first four fifths of the history, each bend with a Laplace prior that keeps most
//! of them at 0; or a logistic curve whose rate bends so; or a constant. A season is a sum of sines and cosines.
//!
//! # Source
//! Taylor & Letham (2018), Forecasting at scale, The American Statistician 72(1), and their program, whose scaling,
//! priors and defaults these are.

mod design;
mod exact;
mod fitted;
mod lbfgs;
mod likelihood;
mod moments;
mod options;
mod priors;
mod source;
#[cfg(test)]
mod tests;

use std::rc::Rc;

pub use options::{Combination, Growth, Harmonics, ProphetOptions};

use super::{Error, Fitting, Method, Series, Step};
use exact::Estimate;
use fitted::{FittedProphet, Hindsight};
use lbfgs::Walk;
use priors::Priors;
use source::{Collected, Found, Source};

/// Multiplications in one step, about.
const WORK: usize = 4_000_000;
/// Evaluations of a walk at most.
const MOST_EVALUATIONS: usize = 20_000;
/// Rows from which on the peer's optimiser walks; with fewer it takes Newton's steps, close to the exact minimum.
const LEAST_TO_WALK: usize = 100;

/// Trend with changepoints, seasons as waves, holidays and other columns.
///
/// Holidays and events are columns of the series' calendar: [`columns`](super::columns) and
/// [`event_columns`](super::event_columns) make them. Without a first day the year begins anywhere, which changes
/// nothing but where leap days and short months lie.
///
/// # Examples
///
/// ```
/// use model_wasm::forecast::{Combination, Error, Frequency, Method, Prophet, ProphetOptions, Series, Step};
///
/// let sold = (0..60).map(|t| Some(100.0 + f64::from(t) + if t % 7 == 6 { -50.0 } else { 0.0 }));
/// let series = Series::new(sold.collect(), Frequency::Daily)?;
/// let options = ProphetOptions { combination: Combination::Additive, ..ProphetOptions::default() };
/// let mut fitting = Prophet { options }.begin(&series)?;
/// let fitted = loop {
///     if let Step::Done(fitted) = fitting.step()? {
///         break fitted;
///     }
/// };
/// assert!((fitted.mean(3)[2] - 112.0).abs() < 2.0);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prophet {
    /// What it does.
    pub options: ProphetOptions,
}

impl Prophet {
    fn fitting(&self, series: &Series) -> Result<ProphetFitting, Error> {
        let source = Source::new(series, &self.options)?;
        let priors = source.priors(source.periods.len());
        Ok(ProphetFitting { source: Some(source), priors, stage: Stage::Collecting })
    }
}

impl Method for Prophet {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(Box::new(self.fitting(series)?))
    }

    fn knows_columns(&self) -> bool {
        true
    }
}

struct ProphetFitting {
    /// Gone when the coefficients are found.
    source: Option<Source>,
    priors: Priors,
    stage: Stage,
}

enum Stage {
    Collecting,
    Solving(Estimate),
    Walking {
        /// Coefficients close to where it leads, if they are known.
        near: Vec<f64>,
        walk: Walk,
        /// Evaluations.
        spent: usize,
    },
    LookingBack(Option<FittedProphet>, Hindsight),
}

impl Stage {
    fn walking(source: &Source, priors: &Priors, near: Vec<f64>) -> Self {
        let walk = Walk::new(source.line(), &mut source.posterior(priors, &near));
        Self::Walking { near, walk, spent: 0 }
    }
}

impl Fitting for ProphetFitting {
    fn step(&mut self) -> Result<Step, Error> {
        Ok(self.advance()?.map_or(Step::More, |fitted| Step::Done(Box::new(fitted))))
    }
}

impl ProphetFitting {
    /// The next piece of work; the model if that was the last.
    fn advance(&mut self) -> Result<Option<FittedProphet>, Error> {
        if let Stage::LookingBack(fitted, hindsight) = &mut self.stage {
            let Some(width) =
                fitted.as_ref().ok_or(Error::NoFit).map(|model| hindsight.step(model))?
            else {
                return Ok(None);
            };
            return Ok(fitted.take().map(|fitted| fitted.with_width(width)));
        }
        let Some(source) = &mut self.source else { return Err(Error::NoFit) };
        let width = source.design.coefficients() + 1;
        let found = match (&mut self.stage, &source.rows) {
            (Stage::Collecting, rows) => {
                let work =
                    if matches!(rows, Collected::Sums(_)) { width * width } else { 20 * width };
                if source.collect((WORK / work).max(1)) {
                    self.stage = match &source.rows {
                        Collected::Sums(sums) => {
                            Stage::Solving(Estimate::new(sums.all(), sums.rows()))
                        }
                        Collected::Rows(_) => Stage::walking(source, &self.priors, Vec::new()),
                    };
                }
                return Ok(None);
            }
            (Stage::Solving(estimate), Collected::Sums(sums)) => {
                if !estimate.turn(sums.all(), sums.rows(), &self.priors) {
                    return Ok(None);
                }
                let coefficients = std::mem::take(&mut estimate.coefficients);
                if sums.rows() >= LEAST_TO_WALK {
                    self.stage = Stage::walking(source, &self.priors, coefficients);
                    return Ok(None);
                }
                Found { coefficients, noise: estimate.noise }
            }
            (Stage::Solving(_), Collected::Rows(_)) | (Stage::LookingBack(..), _) => {
                return Err(Error::NoFit);
            }
            (Stage::Walking { near, walk, spent }, rows) => {
                let rows = match rows {
                    Collected::Sums(_) => width,
                    Collected::Rows(rows) => rows.len(),
                };
                let evaluations = (WORK / (4 * width * rows)).max(1);
                *spent += evaluations;
                let is_over = walk.advance(evaluations, &mut source.posterior(&self.priors, near));
                if !is_over && *spent < MOST_EVALUATIONS {
                    return Ok(None);
                }
                Found::of(walk.place())
            }
        };
        if !found.noise.is_finite() || found.coefficients.iter().any(|x| !x.is_finite()) {
            return Err(Error::NoFit);
        }
        let source = self.source.take().ok_or(Error::NoFit)?;
        let fitted = FittedProphet::new(Rc::new(source), found);
        self.stage = Stage::LookingBack(Some(fitted), Hindsight::new());
        Ok(None)
    }
}

/// All steps at once.
fn run(method: &Prophet, series: &Series) -> Result<FittedProphet, Error> {
    let mut fitting = method.fitting(series)?;
    loop {
        if let Some(fitted) = fitting.advance()? {
            return Ok(fitted);
        }
    }
}
