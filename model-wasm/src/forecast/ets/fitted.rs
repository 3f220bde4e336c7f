//! A form with its parameters and the states after the last value.

use std::rc::Rc;

use super::candidate::Found;
use super::filter::{State, Trace, pass};
use super::form::{Errors, Season, Trend};
use super::likelihood::Problem;
use super::start::start;
use crate::forecast::{Error, FittedModel, Series};

/// See the module.
pub(super) struct FittedEts {
    found: Found,
    state: State,
    /// Variance of the one-step error: relative for multiplicative errors, else in units of the scale.
    variance: f64,
    scale: f64,
    /// The history it was fitted to.
    observed: Rc<[Option<f64>]>,
}

impl FittedEts {
    /// The states after the last value of `problem`, and the size of the errors on the way.
    pub(super) fn new(
        found: Found,
        problem: &Problem,
        observed: Rc<[Option<f64>]>,
    ) -> Result<Self, Error> {
        let mut state = found.start.clone();
        let mut trace = Trace::new(problem.values.len());
        let passed = pass(found.form, found.smoothing, &problem.values, &mut state, &mut trace);
        let passed = passed.ok_or(Error::NoFit)?;
        let freedom = problem.observed.saturating_sub(found.form.estimated(problem.m) + 1).max(1);
        let variance = passed.square / freedom as f64;
        let fitted = Self { found, state, variance, scale: problem.scale, observed };
        Ok(fitted)
    }

    /// The sum of the damped growths over the steps to each horizon.
    fn growths(&self, horizon: usize) -> impl Iterator<Item = f64> {
        let phi = self.found.smoothing.phi;
        let (mut sum, mut power) = (0.0, 1.0);
        (0..horizon).map(move |_| {
            power *= phi;
            sum += power;
            sum
        })
    }
}

impl FittedModel for FittedEts {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        let State { level, growth, season, at } = &self.state;
        let growths = self.growths(horizon).enumerate();
        let expected = growths.map(|(step, sum)| {
            let trend = level + growth * sum;
            match self.found.form.season {
                Season::None => trend,
                Season::Additive => trend + season[(at + step) % season.len()],
                Season::Multiplicative => trend * season[(at + step) % season.len()],
            }
        });
        expected.map(|value| value * self.scale).collect()
    }

    /// The classes of Hyndman et al. (2008), chapter 6: with additive errors the variance of step `h` is
    /// `σ² (1 + Σ c_j²)` over the `h − 1` errors in between, `c_j` being what an error moves the value `j` steps
    /// later by. With multiplicative errors the same sum is taken in proportion to the expected value, which leaves
    /// out the products of errors: a few percent of the spread at usual parameters.
    fn spread(&self, horizon: usize) -> Vec<f64> {
        let smoothing = self.found.smoothing;
        let has_trend = self.found.form.trend != Trend::None;
        let m = self.state.season.len();
        let mut sum = 1.0;
        let mut shape = Vec::with_capacity(horizon);
        for (step, growths) in self.growths(horizon).enumerate() {
            shape.push(f64::sqrt(sum));
            let trend = if has_trend { smoothing.beta * growths } else { 0.0 };
            let is_same_season = m > 0 && (step + 1).is_multiple_of(m);
            let season = if is_same_season { smoothing.gamma } else { 0.0 };
            let moved = smoothing.alpha + trend + season;
            sum += moved * moved;
        }
        let sigma = self.variance.sqrt();
        if self.found.form.errors == Errors::Additive {
            return shape.iter().map(|shape| sigma * self.scale * shape).collect();
        }
        let mean = self.mean(horizon);
        mean.iter().zip(shape).map(|(mean, shape)| sigma * mean.abs() * shape).collect()
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let problem = Problem::with_scale(series, self.scale);
        let mut found = self.found.clone();
        if found.form.needs_positive() && problem.filled.iter().any(|y| *y <= 0.0) {
            return Err(Error::NoFit);
        }
        let is_same_start = self.observed.iter().zip(series.observed()).all(|(a, b)| a == b);
        if !is_same_start {
            let m = self.state.season.len();
            if problem.filled.len() < m {
                return Err(Error::TooShort { observed: problem.observed, needed: m });
            }
            found.start = start(found.form, &problem.filled, m.max(1));
        }
        Ok(Box::new(Self::new(found, &problem, series.observed().into())?))
    }

    fn notation(&self) -> String {
        self.found.form.to_string()
    }
}
