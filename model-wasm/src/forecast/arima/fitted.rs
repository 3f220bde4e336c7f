//! A model with its parameters and what it knows after the last value.

use super::candidate::{Found, filter};
use super::covariance::{shock_weights, terms};
use super::filter::{Before, Column, Ending};
use super::polynomial::{Arma, differences, multiply};
use super::problem::{Problem, constant, take_off};
use crate::forecast::{Error, FittedModel, Series};

/// See the module.
pub(super) struct FittedArima {
    found: Found,
    arma: Arma,
    /// What the constant does not explain, after the last value.
    ending: Ending,
    length: usize,
    scale: f64,
}

impl FittedArima {
    /// Runs over the history once.
    pub(super) fn new(found: Found, problem: &Problem) -> Result<Self, Error> {
        let order = &found.order;
        let mut rest = problem.values.clone();
        let column = constant(order, 0, rest.len());
        take_off(&mut rest, &column, found.constant);
        let arma = Arma::new(order, &found.free);
        let mut filter = filter(order, problem);
        let mut surprises = Vec::new();
        let mut columns = [Column { values: &rest, surprises: &mut surprises }];
        filter.run(&arma, Before::Stationary, &mut columns).ok_or(Error::NoFit)?;
        let ending = filter.ending(&arma, order.lost());
        let length = rest.len();
        Ok(Self { found, arma, ending, length, scale: problem.scale })
    }

    /// What is expected of the part the constant does not explain.
    fn rest_ahead(&self, horizon: usize) -> Vec<f64> {
        let ar: Vec<(usize, f64)> = terms(&self.arma.ar).collect();
        let mut steps: Vec<f64> = Vec::with_capacity(horizon);
        for step in 0..horizon {
            let known = self.ending.expected.get(step).copied().unwrap_or(0.0);
            let own = ar.iter().take_while(|(lag, _)| *lag <= step);
            steps.push(known + own.map(|(lag, c)| c * steps[step - lag]).sum::<f64>());
        }
        let differences: Vec<(usize, f64)> = terms(&differences(&self.found.order)).collect();
        let mut values = self.ending.last.clone();
        let lost = values.len();
        for step in steps {
            let at = values.len();
            values
                .push(step + differences.iter().map(|(lag, c)| c * values[at - lag]).sum::<f64>());
        }
        values.split_off(lost)
    }
}

impl FittedModel for FittedArima {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        let mut mean = self.rest_ahead(horizon);
        let column = constant(&self.found.order, self.length, horizon);
        take_off(&mut mean, &column, -self.found.constant);
        mean.iter().map(|value| value * self.scale).collect()
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        let ar = multiply(&self.arma.ar, &differences(&self.found.order));
        let weights = shock_weights(&ar, &self.arma.ma, horizon);
        let mut variance = 0.0;
        let up_to = |weight: &f64| {
            variance += weight * weight;
            self.scale * (self.found.variance * variance).sqrt()
        };
        weights.iter().map(up_to).collect()
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let problem = Problem::with_scale(series, self.scale);
        if series.len() <= self.found.order.lost() {
            let observed = series.observed().iter().flatten().count();
            return Err(Error::TooShort { observed, needed: self.found.order.lost() + 1 });
        }
        Ok(Box::new(Self::new(self.found.clone(), &problem)?))
    }

    fn notation(&self) -> String {
        self.found.order.to_string()
    }
}
