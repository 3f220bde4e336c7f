//! One form and the search for its parameters.

use super::form::Form;
use super::passes::{Pair, Smoothing, State, Trace};
use super::slope::slope;
use crate::forecast::Series;
use crate::forecast::optimise::{Bounds, Descent, Smooth, Stop};
use crate::forecast::season::{self, Indices};
use crate::math::ln;

/// A potential begins as its value over this, as in statsforecast.
const FIRST_POTENTIAL: f64 = 1.1;

/// Values at the beginning that the first level is the mean of, without a season.
const FIRST_VALUES: usize = 10;

/// Squared errors of values about 1 in size below which nothing is left to learn.
const LEAST_SQUARE: f64 = 1e-24;

/// When the search is good enough: what is left to gain is far below what a parameter costs.
const STOP: Stop = Stop { gain: 3e-3, moves: 60 };

/// The first step of the search in each parameter, where the deviance of a single value has a slope of 1.
const FIRST_STEP: f64 = 0.3;

/// The values as the recursion sees them.
pub(super) struct Problem {
    /// Divided by `scale`; NaN where nothing was observed.
    pub(super) values: Vec<f64>,
    /// Mean absolute value.
    pub(super) scale: f64,
    /// Values observed.
    pub(super) observed: usize,
    /// Season length.
    pub(super) m: usize,
}

impl Problem {
    pub(super) fn new(series: &Series) -> Self {
        let observed = series.observed().iter().flatten();
        let (sum, count) = observed.fold((0.0, 0.0), |(sum, n), y| (sum + y.abs(), n + 1.0));
        Self::with_scale(series, if sum > 0.0 { sum / count } else { 1.0 })
    }

    pub(super) fn with_scale(series: &Series, scale: f64) -> Self {
        let value = |y: &Option<f64>| y.map_or(f64::NAN, |y| y / scale);
        Self {
            values: series.observed().iter().map(value).collect(),
            scale,
            observed: series.observed().iter().flatten().count(),
            m: series.season(),
        }
    }

    /// The states the first pass begins with: those of statsforecast.
    pub(super) fn start(&self, form: Form, series: &Series) -> State {
        let filled = series.filled();
        let pair = |value: f64| Pair {
            value: value / self.scale,
            potential: value / self.scale / FIRST_POTENTIAL,
        };
        let first = filled.len().min(if form.has_season() { self.m } else { FIRST_VALUES });
        let mean = filled[..first].iter().sum::<f64>() / first as f64;
        let season = match form {
            Form::None => Vec::new(),
            Form::Simple => (0..self.m).map(|place| pair(filled[place % filled.len()])).collect(),
            Form::Partial | Form::Full => {
                let indices = Indices::classical(series, self.m, season::Form::Additive);
                let indices = indices.map_or(vec![0.0; self.m], |found| found.as_slice().to_vec());
                indices.into_iter().map(pair).collect()
            }
        };
        let mut state = State { level: pair(mean), season };
        match form {
            Form::Simple => state.level = Pair::default(),
            Form::Partial => state.season.iter_mut().for_each(|pair| pair.potential = 0.0),
            Form::None | Form::Full => {}
        }
        state
    }

    /// The corrected Akaike criterion.
    fn aicc(&self, form: Form, square: f64) -> f64 {
        let (n, k) = (self.observed as f64, form.counted());
        self.deviance(square) + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0).max(0.0)
    }

    fn deviance(&self, square: f64) -> f64 {
        self.observed as f64 * ln(square + LEAST_SQUARE)
    }
}

/// What a search found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) form: Form,
    pub(super) smoothing: Smoothing,
    /// Corrected Akaike criterion.
    pub(super) aicc: f64,
}

/// A form whose parameters are being searched.
pub(super) struct Candidate {
    form: Form,
    start: State,
    trace: Trace,
    by_state: State,
    descent: Descent,
}

impl Candidate {
    pub(super) fn new(form: Form, series: &Series, problem: &Problem) -> Self {
        let start = problem.start(form, series);
        let point = form.first_point();
        let (lower, upper) = form.bounds();
        let step = FIRST_STEP / (problem.observed as f64).sqrt();
        let descent = Descent::new(&point, Bounds { lower, upper }, &vec![step; point.len()], STOP);
        let trace = Trace::new(problem.values.len(), &start);
        Self { form, trace, by_state: start.clone(), start, descent }
    }

    /// Searches on for about `evaluations` runs; returns whether the search is over.
    pub(super) fn advance(&mut self, problem: &Problem, evaluations: usize) -> bool {
        let Self { form, start, trace, by_state, descent } = self;
        let square = f64::INFINITY;
        let mut errors = SquaredErrors { form: *form, problem, start, trace, by_state, square };
        descent.advance(evaluations, &mut errors)
    }

    /// What was found; `None` if nothing fits.
    pub(super) fn found(mut self, problem: &Problem) -> Option<Found> {
        let smoothing = self.form.read(self.descent.best());
        let square = self.trace.run(self.form, smoothing, &problem.values, &self.start);
        let aicc = problem.aicc(self.form, square);
        aicc.is_finite().then_some(Found { form: self.form, smoothing, aicc })
    }
}

/// The deviance as a function of the parameters.
struct SquaredErrors<'a> {
    form: Form,
    problem: &'a Problem,
    start: &'a State,
    trace: &'a mut Trace,
    by_state: &'a mut State,
    /// Of the point whose value was asked last.
    square: f64,
}

impl Smooth for SquaredErrors<'_> {
    fn value(&mut self, x: &[f64]) -> f64 {
        let smoothing = self.form.read(x);
        self.square = self.trace.run(self.form, smoothing, &self.problem.values, self.start);
        self.problem.deviance(self.square)
    }

    fn slope(&mut self, x: &[f64], by: &mut [f64]) {
        let smoothing = self.form.read(x);
        let by_square =
            slope(self.form, smoothing, &self.problem.values, self.trace, self.by_state);
        self.form.write(by_square, by);
        let share = self.problem.observed as f64 / (self.square + LEAST_SQUARE);
        by.iter_mut().for_each(|by| *by *= share);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::Frequency;

    /// Against differences of the deviance itself, for every form, with a gap.
    #[test]
    fn the_slope_is_that_of_the_deviance() {
        let mut observed: Vec<Option<f64>> =
            (0..30).map(|t| Some([12.0, 7.0, 11.0, 10.0][t % 4] + 0.2 * t as f64)).collect();
        observed[11] = None;
        observed[17] = Some(20.0);
        let series = Series::new(observed, Frequency::Quarterly).unwrap();
        let problem = Problem::new(&series);
        for form in Form::ALL {
            let start = problem.start(form, &series);
            let mut trace = Trace::new(30, &start);
            let mut errors = SquaredErrors {
                form,
                problem: &problem,
                start: &start,
                trace: &mut trace,
                by_state: &mut start.clone(),
                square: 0.0,
            };
            let point = [1.2, 0.9, 0.4, 0.7];
            let x = &point[..form.first_point().len()];
            let mut by = vec![0.0; x.len()];
            errors.value(x);
            errors.slope(x, &mut by);
            for at in 0..x.len() {
                let mut moved = |by: f64| {
                    let mut x = x.to_vec();
                    x[at] += by;
                    errors.value(&x)
                };
                let difference = (moved(1e-6) - moved(-1e-6)) / 2e-6;
                let error = (by[at] - difference).abs() / (1.0 + difference.abs());
                assert!(error < 1e-5, "{form:?} {at} {} {difference}", by[at]);
            }
        }
    }
}
