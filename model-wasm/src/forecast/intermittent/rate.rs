//! One rate for every step ahead: all that the classic models of intermittent demand say.

use super::sizes::Sizes;
use crate::forecast::{Error, FittedModel, Fitting, Levels, Method, Series, Step};

/// A model that reads one rate off a history.
pub(super) trait Rate: Method + Copy {
    /// Units per period, from the observed periods, oldest first.
    fn rate(&self, observed: &[f64]) -> f64;

    /// Fits it: little enough work for one step.
    fn fitting(self, series: &Series) -> Box<dyn Fitting>
    where
        Self: 'static,
    {
        Box::new(RateFitting(Some(FittedRate::new(self, series))))
    }
}

struct RateFitting<R>(Option<FittedRate<R>>);

impl<R: Rate + 'static> Fitting for RateFitting<R> {
    fn step(&mut self) -> Result<Step, Error> {
        self.0.take().map(|model| Step::Done(Box::new(model))).ok_or(Error::NoFit)
    }
}

struct FittedRate<R> {
    model: R,
    rate: f64,
    sizes: Sizes,
    /// The chance of a sale at which sales of these sizes come to the rate.
    chance: f64,
}

impl<R: Rate> FittedRate<R> {
    fn new(model: R, series: &Series) -> Self {
        let observed: Vec<f64> = series.observed().iter().flatten().copied().collect();
        let rate = model.rate(&observed);
        let sizes = Sizes::of(series.observed());
        // Nothing ever sold, or as much returned as sold: no chance explains the rate.
        let chance = rate / sizes.mean();
        let chance = if chance.is_finite() { chance.clamp(0.0, 1.0) } else { 0.0 };
        Self { model, rate, sizes, chance }
    }
}

impl<R: Rate + 'static> FittedModel for FittedRate<R> {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        vec![self.rate; horizon]
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        vec![self.sizes.variance(self.chance).sqrt(); horizon]
    }

    fn quantiles(&self, horizon: usize, levels: &Levels) -> Option<Vec<f64>> {
        let row = levels.as_slice().iter().map(|level| self.sizes.quantile(self.chance, *level));
        Some(row.collect::<Vec<_>>().repeat(horizon))
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        Ok(Box::new(Self::new(self.model, series)))
    }
}
