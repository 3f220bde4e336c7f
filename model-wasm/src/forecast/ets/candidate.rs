//! One form and the search for its parameters.

use super::filter::{Pass, Smoothing, State, Trace, pass};
use super::form::{Errors, Form, Season, Trend};
use super::likelihood::{Likelihood, Prior, Problem, read, write};
use super::lookahead::lookahead;
use super::start::start;
use crate::forecast::optimise::{Bounds, Descent, Stop};

/// Bounds of alpha and the least of beta and gamma.
const LEAST: f64 = 1e-4;
pub(super) const MOST_ALPHA: f64 = 0.9999;

/// Bounds of phi: below, a trend is gone before it matters, above, it is not damped.
const PHI: (f64, f64) = (0.8, 0.98);

/// The most beta may be, as a share of the alpha that the search begins with (0.2 over the season): trends that learn
/// faster chase noise.
const STEADY: f64 = 0.05;

/// The initial seasons are held to the classical ones as if those were known so many times as well as they are.
const SEASON_WEIGHT: f64 = 0.01;

/// A level that was told to stay calm must look ahead better than a free one by this over the number of values.
const CALM_AHEAD: f64 = 40.0;

/// Where the search for gamma may begin, as shares of its range.
const GAMMAS: [f64; 3] = [0.05, 0.3, 0.7];

/// When the search is good enough: what is left to gain is far below what a parameter costs.
const STOP: Stop = Stop { gain: 3e-3, moves: 100 };

/// What a search found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) form: Form,
    pub(super) smoothing: Smoothing,
    /// The states before the first value.
    pub(super) start: State,
    /// Corrected Akaike criterion.
    pub(super) aicc: f64,
    /// See [`lookahead`].
    pub(super) lookahead: f64,
}

impl Found {
    /// The level alone, for values that are all the same.
    pub(super) fn constant(problem: &Problem) -> Self {
        let level = problem.filled.first().copied().unwrap_or_default();
        Self {
            form: Form { errors: Errors::Additive, trend: Trend::None, season: Season::None },
            smoothing: Smoothing { alpha: 1.0, beta: 0.0, gamma: 0.0, phi: 1.0 },
            start: State { level, growth: 0.0, season: Vec::new(), at: 0 },
            aicc: f64::NEG_INFINITY,
            lookahead: 0.0,
        }
    }
}

/// A form whose parameters are being searched.
pub(super) struct Candidate {
    form: Form,
    most_alpha: f64,
    prior: Prior,
    descent: Descent,
    state: State,
    by_state: State,
    last: Option<(Smoothing, Pass)>,
}

impl Candidate {
    /// `None` if the series is too short for the form. Alpha is searched up to `most_alpha`.
    pub(super) fn new(
        form: Form,
        most_alpha: f64,
        problem: &Problem,
        trace: &mut Trace,
    ) -> Option<Self> {
        if form.estimated(problem.m) + 1 >= problem.observed {
            return None;
        }
        let m = if form.season == Season::None { 1 } else { problem.m };
        let state = start(form, &problem.filled, m);
        // The start of Hyndman et al. but for beta, which begins at its most.
        let alpha = LEAST + 0.2 * (MOST_ALPHA - LEAST) / m as f64;
        let begin = Smoothing {
            alpha,
            beta: LEAST + STEADY * (alpha - LEAST),
            gamma: LEAST,
            phi: PHI.0 + 0.99 * (PHI.1 - PHI.0),
        };
        let prior = Prior {
            weight: prior_weight(form, begin, problem, &state, trace),
            season: state.season.clone(),
        };
        let begin = with_likely_gamma(form, begin, problem, &state, trace);
        let descent = descent(form, (begin, most_alpha), problem, &state);
        let by_state = state.clone();
        Some(Self { form, most_alpha, prior, descent, by_state, state, last: None })
    }

    /// Searches on for about `evaluations` passes; returns whether the search is over.
    pub(super) fn advance(
        &mut self,
        problem: &Problem,
        trace: &mut Trace,
        evaluations: usize,
    ) -> bool {
        let mut likelihood = Likelihood {
            form: self.form,
            values: &problem.values,
            prior: &self.prior,
            state: &mut self.state,
            by_state: &mut self.by_state,
            trace,
            last: &mut self.last,
        };
        self.descent.advance(evaluations, &mut likelihood)
    }

    /// What was found; `None` if nothing fits.
    pub(super) fn found(mut self, problem: &Problem, trace: &mut Trace) -> Option<Found> {
        let smoothing = read(self.form, self.descent.best(), &mut self.state);
        let start = self.state.clone();
        let passed = pass(self.form, smoothing, &problem.values, &mut self.state, trace)?;
        let n = problem.observed as f64;
        let k = self.form.estimated(problem.m) as f64 + 1.0;
        let aicc = passed.deviance() + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0);
        let ahead = lookahead(self.form, smoothing.phi, problem, trace);
        // Akaike's final prediction error: what the fit owes to its own parameters.
        let handicap = if self.most_alpha < MOST_ALPHA { 1.0 + CALM_AHEAD / n } else { 1.0 };
        let lookahead = ahead * handicap * (n + k) / (n - k);
        let found = Found { form: self.form, smoothing, start, aicc, lookahead };
        aicc.is_finite().then_some(found)
    }
}

/// Fixed and fast changing seasons are two valleys of the likelihood: the search begins in the deeper one.
fn with_likely_gamma(
    form: Form,
    begin: Smoothing,
    problem: &Problem,
    start: &State,
    trace: &mut Trace,
) -> Smoothing {
    if form.season == Season::None {
        return begin;
    }
    let mut likely = (f64::INFINITY, begin);
    for share in GAMMAS {
        let smoothing = Smoothing { gamma: share * (1.0 - begin.alpha), ..begin };
        let passed = pass(form, smoothing, &problem.values, &mut start.clone(), trace);
        let deviance = passed.map_or(f64::INFINITY, |passed| passed.deviance());
        if deviance < likely.0 {
            likely = (deviance, smoothing);
        }
    }
    likely.1
}

/// The search from `begin` and `start` within the usual bounds.
fn descent(
    form: Form,
    (begin, most_alpha): (Smoothing, f64),
    problem: &Problem,
    start: &State,
) -> Descent {
    let (m, alpha) = (start.season.len(), begin.alpha);
    let point = |smoothing: Smoothing, state: &State| {
        let mut x = vec![0.0; form.estimated(m.max(1))];
        write(form, smoothing, state, &mut x);
        x
    };
    let states = |level: f64, growth: f64| State { level, growth, season: vec![level; m], at: 0 };
    let least = Smoothing { alpha: LEAST, beta: LEAST, gamma: LEAST, phi: PHI.0 };
    let most = Smoothing { alpha: most_alpha, beta: begin.beta, gamma: 1.0 - alpha, phi: PHI.1 };
    let bounds = Bounds {
        lower: point(least, &states(f64::NEG_INFINITY, f64::NEG_INFINITY)),
        upper: point(most, &states(f64::INFINITY, f64::INFINITY)),
    };
    // The likelihood curves with the number of values, so first steps shrink with its root.
    let n = problem.observed as f64;
    let steps = Smoothing { alpha: 0.1, beta: 0.1 * alpha, gamma: 0.1, phi: 0.1 };
    let steps = point(steps, &states(0.3, 0.1 / n));
    let steps: Vec<f64> = steps.iter().map(|step| step / n.sqrt()).collect();
    Descent::new(&point(begin, start), bounds, &steps, STOP)
}

/// What the deviance grows by per squared difference of a season from the classical one: the worth of a season's
/// values there, by the errors around the start of the search.
fn prior_weight(
    form: Form,
    begin: Smoothing,
    problem: &Problem,
    start: &State,
    trace: &mut Trace,
) -> f64 {
    let slow = Smoothing { beta: LEAST, gamma: LEAST, phi: 1.0, ..begin };
    let passed = pass(form, slow, &problem.values, &mut start.clone(), trace);
    let variance = passed.map_or(1.0, |passed| passed.square / passed.observed).max(1e-12);
    let m = start.season.len().max(1);
    SEASON_WEIGHT * (problem.observed as f64 / m as f64) / variance
}
