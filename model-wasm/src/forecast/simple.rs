//! Models without parameters to search for: what every other must beat.
//!
//! Spreads are those of Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., table 5.2.
//! An error over a gap counts as one over as many steps as it took.

use super::{Error, FittedModel, Fitting, Method, Series, Step};

mod average;
mod drift;
mod seasonal_naive;

pub(crate) use average::{Mean, MovingAverage};
pub(crate) use drift::Drift;
pub(crate) use seasonal_naive::SeasonalNaive;

/// A fit that takes one step.
struct AtOnce<F>(Option<F>);

impl<F: FittedModel + 'static> AtOnce<F> {
    fn boxed(model: F) -> Box<dyn Fitting> {
        Box::new(Self(Some(model)))
    }
}

impl<F: FittedModel + 'static> Fitting for AtOnce<F> {
    fn step(&mut self) -> Result<Step, Error> {
        self.0.take().map(|model| Step::Done(Box::new(model))).ok_or(Error::NoFit)
    }
}

/// Root of the mean square, over `count` less the number of fitted parameters; `None` where nothing is left.
fn deviation(errors: impl Iterator<Item = f64>, parameters: usize) -> Option<f64> {
    let (sum, count) = errors.fold((0.0, 0_usize), |(sum, count), e| (sum + e * e, count + 1));
    let free = count.checked_sub(parameters).filter(|free| *free > 0)?;
    Some((sum / free as f64).sqrt())
}

/// How far values lie from their mean: stands in where a model has too few errors of its own. A single value tells
/// nothing of its variation, so its own size is taken.
fn scatter(series: &Series) -> f64 {
    let observed = || series.observed().iter().flatten();
    let count = observed().count();
    let mean = observed().sum::<f64>() / count as f64;
    deviation(observed().map(|y| y - mean), 1).unwrap_or(mean.abs())
}
