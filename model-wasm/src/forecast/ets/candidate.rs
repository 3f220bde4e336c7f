//! One form and the search for its parameters.

use super::filter::{Smoothing, State, pass};
use super::form::{Errors, Form, Season, Trend};
use super::start::start;
use crate::forecast::Series;
use crate::forecast::optimise::{Search, Simplex};

/// The values as the recursion sees them.
pub(super) struct Problem {
    /// Divided by [`Problem::scale`]; NaN where nothing was observed.
    pub(super) values: Vec<f64>,
    /// The same with gaps filled.
    pub(super) filled: Vec<f64>,
    /// Mean absolute value: likelihoods, steps and limits then mean the same for every series.
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
            filled: series.filled().iter().map(|y| y / scale).collect(),
            scale,
            observed: series.observed().iter().flatten().count(),
            m: series.season(),
        }
    }
}

/// What a search found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) form: Form,
    pub(super) smoothing: Smoothing,
    pub(super) start: State,
    /// Corrected Akaike criterion.
    pub(super) aicc: f64,
}

/// A form whose parameters are being searched.
pub(super) struct Candidate {
    form: Form,
    simplex: Simplex,
    state: State,
}

impl Candidate {
    /// `None` if the series is too short for the form.
    pub(super) fn new(form: Form, problem: &Problem) -> Option<Self> {
        if form.estimated(problem.m) + 1 >= problem.observed {
            return None;
        }
        let m = if form.season == Season::None { 1 } else { problem.m };
        let begin = start(form, &problem.filled, problem.m);
        let alpha = 1e-4 + 0.2 * 0.9998 / m as f64;
        let (mut x, mut lower, mut upper) = (vec![alpha], vec![1e-4], vec![0.9999]);
        let mut add = |value: f64, least: f64, most: f64| {
            x.push(value);
            lower.push(least);
            upper.push(most);
        };
        if form.trend != Trend::None {
            add(1e-4 + 0.1 * (alpha - 1e-4), 1e-4, alpha);
        }
        if form.season != Season::None {
            add(1e-4 + 0.05 * (1.0 - alpha), 1e-4, 1.0 - alpha);
        }
        if form.trend == Trend::Damped {
            add(0.8 + 0.99 * 0.18, 0.8, 0.98);
        }
        add(begin.level, f64::NEG_INFINITY, f64::INFINITY);
        if form.trend != Trend::None {
            add(begin.growth, f64::NEG_INFINITY, f64::INFINITY);
        }
        for s in begin.season.iter().skip(1) {
            add(*s, f64::NEG_INFINITY, f64::INFINITY);
        }
        Some(Self {
            form,
            simplex: Simplex::new(&x, &lower, &upper, Search::default()),
            state: begin,
        })
    }

    /// Searches on for about `evaluations` passes; returns whether the search is over.
    pub(super) fn advance(&mut self, problem: &Problem, evaluations: usize) -> bool {
        let Self { form, simplex, state } = self;
        simplex.advance(evaluations, |x| {
            let smoothing = read(*form, x, state);
            let passed = pass(*form, smoothing, &problem.values, state);
            passed.map_or(f64::INFINITY, |pass| pass.deviance())
        })
    }

    /// What was found; `None` if nothing fits.
    pub(super) fn found(mut self, problem: &Problem) -> Option<Found> {
        let deviance = self.simplex.value();
        let k = (self.form.estimated(problem.m) + 1) as f64;
        let n = problem.observed as f64;
        let aicc = deviance + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0);
        let smoothing = read(self.form, self.simplex.best(), &mut self.state);
        let passed = pass(self.form, smoothing, &problem.values, &mut self.state.clone())?;
        if self.form.errors == Errors::Multiplicative && passed.is_broken() {
            return None;
        }
        aicc.is_finite().then_some(Found { form: self.form, smoothing, start: self.state, aicc })
    }
}

/// Takes a point of the search apart.
fn read(form: Form, x: &[f64], state: &mut State) -> Smoothing {
    let mut at = 0;
    let mut next = || {
        at += 1;
        x[at - 1]
    };
    let alpha = next();
    let beta = if form.trend == Trend::None { 0.0 } else { next() };
    let gamma = if form.season == Season::None { 0.0 } else { next() };
    let phi = if form.trend == Trend::Damped { next() } else { 1.0 };
    state.level = next();
    state.growth = if form.trend == Trend::None { 0.0 } else { next() };
    state.at = 0;
    if let Some((first, others)) = state.season.split_first_mut() {
        others.copy_from_slice(&x[at..]);
        let total = if form.season == Season::Multiplicative { x.len() - at + 1 } else { 0 };
        *first = total as f64 - others.iter().sum::<f64>();
    }
    Smoothing { alpha, beta, gamma, phi }
}

impl Found {
    /// The level alone, for values that are all the same.
    pub(super) fn constant(problem: &Problem) -> Self {
        let form = Form { errors: Errors::Additive, trend: Trend::None, season: Season::None };
        let level = problem.filled.first().copied().unwrap_or_default();
        Self {
            form,
            smoothing: Smoothing { alpha: 1.0, beta: 0.0, gamma: 0.0, phi: 1.0 },
            start: State { level, growth: 0.0, season: Vec::new(), at: 0 },
            aicc: f64::NEG_INFINITY,
        }
    }

    /// Whether errors are in proportion to the level.
    pub(super) fn is_relative(&self) -> bool {
        self.form.errors == Errors::Multiplicative
    }
}
