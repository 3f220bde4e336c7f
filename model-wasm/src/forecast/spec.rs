//! What to fit, and the fit under way: one pipeline around every model.

use super::conformal::{Calibration, Calibrator};
use super::guard::Guard;
use super::regression::{Around, Explained};
use super::{Error, Fitted, FittedModel, Fitting, MOST_STEPS, Method, Name, Series, Step};

/// Rolling origins a calibration looks back at, by default.
const ORIGINS: usize = 40;

/// What to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// The model.
    pub model: Name,
    /// Steps ahead its quantiles are calibrated for; a forecast may reach further, with less to go by.
    pub horizon: usize,
    /// Rolling origins whose errors calibrate the quantiles, at most; 0: the model's own theory alone.
    pub origins: usize,
}

impl Spec {
    /// A model with quantiles for the next `horizon` steps.
    #[must_use]
    pub const fn new(model: Name, horizon: usize) -> Self {
        Self { model, horizon, origins: ORIGINS }
    }

    /// Begins to fit it.
    ///
    /// # Errors
    /// [`Error::BadHorizon`]; [`Error::TooShort`] and the like if the model cannot be fitted to this series.
    pub fn begin(&self, series: &Series) -> Result<FitRun, Error> {
        self.begin_with(self.model.method().as_ref(), series)
    }

    /// Begins to fit a method that has no name: one with other options, or a model trained elsewhere.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub fn begin_with(&self, method: &dyn Method, series: &Series) -> Result<FitRun, Error> {
        check_horizon(self.horizon)?;
        let series = series.without_closed()?;
        let fitting = if method.knows_columns() || !Explained::is_worth_it(&series) {
            method.begin(&series)?
        } else {
            // What columns cannot explain is forecast without them.
            Around(method).begin(&series).or_else(|_| method.begin(&series))?
        };
        Ok(FitRun { spec: *self, series, stage: Stage::Fitting(fitting) })
    }

    /// Fits it.
    ///
    /// # Errors
    /// As [`Self::begin`] and [`FitRun::step`].
    pub fn fit(&self, series: &Series) -> Result<Fitted, Error> {
        let mut run = self.begin(series)?;
        loop {
            if let FitStep::Done(fitted) = run.step()? {
                return Ok(*fitted);
            }
        }
    }

    /// Calibrates a fit of a shorter history of the same series anew, without fitting its parameters again.
    pub(super) fn carry_on(&self, fitted: &Fitted, series: &Series) -> Result<FitRun, Error> {
        let series = series.without_closed()?;
        let model = fitted.model().rebase(&series)?;
        let calibrator = Calibrator::new(&series, self.horizon, self.origins);
        Ok(FitRun { spec: *self, series, stage: Stage::Calibrating(model, Box::new(calibrator)) })
    }
}

pub(super) const fn check_horizon(steps: usize) -> Result<(), Error> {
    if steps == 0 || steps > MOST_STEPS {
        return Err(Error::BadHorizon { steps });
    }
    Ok(())
}

/// A fit under way.
pub struct FitRun {
    spec: Spec,
    series: Series,
    stage: Stage,
}

enum Stage {
    Fitting(Box<dyn Fitting>),
    Calibrating(Box<dyn FittedModel>, Box<Calibrator>),
    Over,
}

/// How far a fit is.
pub enum FitStep {
    /// There is more to do.
    More,
    /// It is done.
    Done(Box<Fitted>),
}

impl FitRun {
    /// Does the next piece of work: some milliseconds at most for a thousand values.
    ///
    /// # Errors
    /// [`Error::NoFit`]: nothing fits, also after the run is over.
    pub fn step(&mut self) -> Result<FitStep, Error> {
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Fitting(mut fitting) => {
                self.stage = match fitting.step()? {
                    Step::More => Stage::Fitting(fitting),
                    Step::Done(model) => {
                        let calibrator =
                            Calibrator::new(&self.series, self.spec.horizon, self.spec.origins);
                        Stage::Calibrating(model, Box::new(calibrator))
                    }
                };
                Ok(FitStep::More)
            }
            Stage::Calibrating(model, mut calibrator) => {
                if calibrator.step(&self.series, model.as_ref()) {
                    self.stage = Stage::Calibrating(model, calibrator);
                    return Ok(FitStep::More);
                }
                let calibration: Calibration = calibrator.finish();
                let guard = Guard::new(&self.series);
                Ok(FitStep::Done(Box::new(Fitted::new(model, guard, calibration))))
            }
            Stage::Over => Err(Error::NoFit),
        }
    }
}
