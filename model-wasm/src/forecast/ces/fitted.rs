//! A form with its parameters and the state after the last value.

use super::candidate::{Found, Problem};
use super::passes::{Pair, State, Trace};
use crate::forecast::{Error, FittedModel, Series};

/// See the module.
pub(super) struct FittedCes {
    found: Found,
    state: State,
    /// The place in the season of the first step.
    at: usize,
    /// Of the one-step error, in units of the scale.
    variance: f64,
    scale: f64,
}

impl FittedCes {
    pub(super) fn new(found: Found, series: &Series, problem: &Problem) -> Result<Self, Error> {
        let Found { form, smoothing, .. } = found;
        let start = problem.start(form, series);
        let mut trace = Trace::new(problem.values.len(), &start);
        let square = trace.run(form, smoothing, &problem.values, &start);
        if !square.is_finite() {
            return Err(Error::NoFit);
        }
        let freedom = (problem.observed as f64 - form.counted()).max(1.0);
        let at = problem.values.len() % trace.state.season.len().max(1);
        let variance = square / freedom;
        Ok(Self { found, state: trace.state, at, variance, scale: problem.scale })
    }

    /// What a state leads to if nothing unexpected happens.
    fn path(&self, mut state: State, at: usize, horizon: usize) -> Vec<f64> {
        let Found { form, smoothing, .. } = self.found;
        let m = state.season.len().max(1);
        (at..at + horizon).map(|t| state.advance(form, smoothing, t % m, 0.0)).collect()
    }
}

impl FittedModel for FittedCes {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        let path = self.path(self.state.clone(), self.at, horizon);
        path.into_iter().map(|value| value * self.scale).collect()
    }

    /// Exact: the model is linear with one source of error, so step `h` errs by the error in it and by what the `h − 1`
    /// errors before it still move.
    fn spread(&self, horizon: usize) -> Vec<f64> {
        let Found { form, smoothing, .. } = self.found;
        let season = vec![Pair::default(); self.state.season.len()];
        let mut moved = State { level: Pair::default(), season };
        moved.advance(form, smoothing, 0, 1.0);
        let mut sum = 1.0;
        let spread = self.path(moved, 1, horizon).into_iter().map(|response| {
            let spread = (self.variance * sum).sqrt() * self.scale;
            sum += response * response;
            spread
        });
        spread.collect()
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let problem = Problem::with_scale(series, self.scale);
        let needed = self.state.season.len();
        if problem.values.len() < needed {
            return Err(Error::TooShort { observed: problem.observed, needed });
        }
        Ok(Box::new(Self::new(self.found, series, &problem)?))
    }

    fn notation(&self) -> String {
        format!("CES({})", self.found.form.letter())
    }
}
