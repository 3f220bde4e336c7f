//! Any model on what a series would have been without the effects of columns, which are put back on its forecast.

use std::rc::Rc;
use std::sync::Arc;

use super::course::Course;
use super::{Explained, Shape, fitted};
use crate::forecast::{Effect, Error, FittedModel, Fitting, Levels, Method, Series, Step};
use crate::math;

/// Takes effects from a history, and puts them on what comes after it.
pub(in crate::forecast) struct Adjustment {
    explained: Rc<Explained>,
    course: Rc<Course>,
    length: usize,
}

impl Adjustment {
    pub(in crate::forecast) fn new(explained: Rc<Explained>, series: &Series) -> Self {
        let course = explained.course(series);
        Self { explained, course, length: series.len() }
    }

    /// The same effects over another history or calendar.
    pub(in crate::forecast) fn over(&self, series: &Series) -> Self {
        Self::new(Rc::clone(&self.explained), series)
    }

    /// The history without the effects, of which nothing in the calendar tells any more.
    ///
    /// # Errors
    /// None that the series itself did not have.
    pub(in crate::forecast) fn remove(&self, series: &Series) -> Result<Series, Error> {
        let form = self.explained.form;
        let without = |(value, effect): (&Option<f64>, f64)| {
            value.map(|value| {
                if form.is_share() {
                    value * math::exp(-effect)
                } else {
                    value - effect * form.size
                }
            })
        };
        let effects = self.course.effects(0, series.len());
        let observed = series.observed().iter().zip(effects).map(without).collect();
        Ok(series.with_observed(observed)?.with_calendar(Arc::clone(&self.course.bare)))
    }

    /// The effects on the steps ahead.
    pub(in crate::forecast) fn ahead(&self, horizon: usize) -> Vec<f64> {
        self.course.effects(self.length, self.length + horizon)
    }

    /// Puts such effects on what was expected without them, and on its spread.
    pub(in crate::forecast) fn put_back(
        &self,
        effects: &[f64],
        mean: &mut [f64],
        spread: &mut [f64],
    ) {
        let form = self.explained.form;
        if !form.is_share() {
            for (value, effect) in mean.iter_mut().zip(effects) {
                *value += effect * form.size;
            }
            return;
        }
        for (at, effect) in effects.iter().enumerate() {
            let factor = math::exp(*effect);
            for values in [&mut *mean, &mut *spread] {
                if let Some(value) = values.get_mut(at) {
                    *value *= factor;
                }
            }
        }
    }

    /// Puts the effects on the quantiles of the steps ahead: rows of `width`.
    pub(in crate::forecast) fn put_back_rows(&self, quantiles: &mut [f64], width: usize) {
        let effects = self.ahead(quantiles.len() / width.max(1));
        for (row, effect) in quantiles.chunks_exact_mut(width.max(1)).zip(&effects) {
            self.put_back(&vec![*effect; row.len()], row, &mut []);
        }
    }

    /// Puts the effects on the quantiles of the sum of the steps ahead, as on the sum of the expected values `mean`.
    pub(in crate::forecast) fn put_back_total(&self, quantiles: &mut [f64], mean: &[f64]) {
        let mut with = mean.to_vec();
        self.put_back(&self.ahead(mean.len()), &mut with, &mut []);
        let (without, with): (f64, f64) = (mean.iter().sum(), with.iter().sum());
        for quantile in quantiles {
            if !self.explained.form.is_share() {
                *quantile += with - without;
            } else if without > 0.0 {
                *quantile *= with / without;
            }
        }
    }

    /// What each column adds to the history and to the expected values that come after it.
    pub(in crate::forecast) fn of_columns(&self, series: &[f64], mean: &[f64]) -> Vec<Effect> {
        let form = self.explained.form;
        let history = if form.shape == Shape::Counted {
            // What was nothing was no smaller for an effect; what was expected was.
            let sums = self.course.sums(0, series.len());
            sums.into_iter().map(|sum| form.value(sum)).collect()
        } else {
            series.to_vec()
        };
        let values: Vec<f64> = history.iter().chain(mean).copied().collect();
        fitted::effects(&self.explained, &self.course, &values)
    }
}

/// A method that knows nothing of columns, around which they are explained.
pub(in crate::forecast) struct Around<'a>(pub(in crate::forecast) &'a dyn Method);

impl Method for Around<'_> {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        let explained = Rc::new(Explained::fit(series)?);
        let adjustment = Adjustment::new(explained, series);
        let fitting = self.0.begin(&adjustment.remove(series)?)?;
        Ok(Box::new(AdjustedFitting {
            fitting,
            adjustment: Some(adjustment),
            history: series.filled().to_vec(),
        }))
    }

    fn knows_columns(&self) -> bool {
        true
    }
}

struct AdjustedFitting {
    fitting: Box<dyn Fitting>,
    adjustment: Option<Adjustment>,
    history: Vec<f64>,
}

impl Fitting for AdjustedFitting {
    fn step(&mut self) -> Result<Step, Error> {
        let Step::Done(model) = self.fitting.step()? else { return Ok(Step::More) };
        let adjustment = self.adjustment.take().ok_or(Error::NoFit)?;
        let history = std::mem::take(&mut self.history);
        Ok(Step::Done(Box::new(Adjusted { model, adjustment, history })))
    }
}

/// A model of the series without effects, and the effects.
struct Adjusted {
    model: Box<dyn FittedModel>,
    adjustment: Adjustment,
    history: Vec<f64>,
}

impl FittedModel for Adjusted {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        let mut mean = self.model.mean(horizon);
        self.adjustment.put_back(&self.adjustment.ahead(horizon), &mut mean, &mut []);
        mean
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        let mut spread = self.model.spread(horizon);
        self.adjustment.put_back(&self.adjustment.ahead(horizon), &mut [], &mut spread);
        spread
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let adjustment = self.adjustment.over(series);
        let model = self.model.rebase(&adjustment.remove(series)?)?;
        Ok(Box::new(Self { model, adjustment, history: series.filled().to_vec() }))
    }

    fn quantiles(&self, horizon: usize, levels: &Levels) -> Option<Vec<f64>> {
        let mut quantiles = self.model.quantiles(horizon, levels)?;
        self.adjustment.put_back_rows(&mut quantiles, levels.as_slice().len());
        Some(quantiles)
    }

    fn total_quantiles(&self, horizon: usize, levels: &Levels) -> Option<Vec<f64>> {
        let mut quantiles = self.model.total_quantiles(horizon, levels)?;
        self.adjustment.put_back_total(&mut quantiles, &self.model.mean(horizon));
        Some(quantiles)
    }

    fn effects(&self, horizon: usize) -> Vec<Effect> {
        let mut effects = self.model.effects(horizon);
        effects.extend(self.adjustment.of_columns(&self.history, &self.mean(horizon)));
        effects
    }

    fn notation(&self) -> String {
        self.model.notation()
    }
}
