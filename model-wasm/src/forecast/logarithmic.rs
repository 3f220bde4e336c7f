//! A model of the logarithms: what is a line there grows by a share of itself.
//!
//! # Source
//! Box & Cox (1964), An analysis of transformations, J. Royal Statistical Society B 26(2), for λ = 0; Legaki &
//! Koutsouri's entry to the M4 competition put it before the theta method.

use super::{Error, FittedModel, Fitting, Method, Name, Series, Step};
use crate::math;

/// Where exponentials are cut off: far beyond any value a series may have, and finite.
const MOST: f64 = 300.0;
/// A standard deviation of logarithms beyond which nothing is known at all.
const MOST_SPREAD: f64 = 3.0;

/// Another model, fitted to the logarithms; all values must be above 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Logarithmic(pub(super) Name);

impl Method for Logarithmic {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(Box::new(LogarithmicFitting(self.0.method().begin(&logarithms(series)?)?)))
    }
}

fn logarithms(series: &Series) -> Result<Series, Error> {
    if series.observed().iter().flatten().any(|value| *value <= 0.0) {
        return Err(Error::NoFit);
    }
    let logarithms = series.observed().iter().map(|value| value.map(math::ln)).collect();
    Series::new(logarithms, series.frequency())?.with_seasons(series.seasons().to_vec())
}

struct LogarithmicFitting(Box<dyn Fitting>);

impl Fitting for LogarithmicFitting {
    fn step(&mut self) -> Result<Step, Error> {
        Ok(match self.0.step()? {
            Step::More => Step::More,
            Step::Done(model) => Step::Done(Box::new(FittedLogarithmic(model))),
        })
    }
}

struct FittedLogarithmic(Box<dyn FittedModel>);

impl FittedModel for FittedLogarithmic {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.0.mean(horizon).into_iter().map(|mean| math::exp(mean.min(MOST))).collect()
    }

    /// To the first order: a change of the logarithm times the value.
    fn spread(&self, horizon: usize) -> Vec<f64> {
        let spread = self.0.spread(horizon).into_iter().map(|spread| spread.min(MOST_SPREAD));
        spread.zip(self.mean(horizon)).map(|(spread, mean)| spread * mean).collect()
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        Ok(Box::new(Self(self.0.rebase(&logarithms(series)?)?)))
    }

    fn notation(&self) -> String {
        format!("log {}", self.0.notation())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::Frequency;

    fn fitted(values: Vec<f64>) -> Result<Box<dyn FittedModel>, Error> {
        let series = Series::new(values.into_iter().map(Some).collect(), Frequency::Yearly)?;
        let mut fitting = Logarithmic(Name::Drift).begin(&series)?;
        loop {
            if let Step::Done(model) = fitting.step()? {
                return Ok(model);
            }
        }
    }

    #[test]
    fn a_line_of_logarithms_is_growth() {
        let model = fitted((0..20).map(|t| math::pow(1.1, f64::from(t))).collect()).unwrap();
        let mean = model.mean(3);
        assert!((mean[2] / mean[1] - 1.1).abs() < 1e-9);
    }

    #[test]
    fn there_is_no_logarithm_of_nothing() {
        assert_eq!(fitted(vec![1.0, 0.0, 2.0]).err(), Some(Error::NoFit));
    }
}
