//! The recursion: states, one-step errors and their likelihood.

use super::form::{Errors, Form, Season, Trend};
use crate::math::ln;

/// Seasons as constants, so that each form has its own loop.
const NONE: u8 = 0;
const ADDITIVE: u8 = 1;
const MULTIPLICATIVE: u8 = 2;

/// Below it a forecast, level or seasonal factor of a multiplicative form is no size one could divide by; values
/// are scaled to about 1 before they come here.
const SMALLEST: f64 = 1e-8;

/// Errors are not believed to be smaller than this share of the values: a perfect fit must not look infinitely
/// likely, or a flat start of the history decides everything.
const LEAST_ERROR: f64 = 1e-7;

/// The smoothing parameters; those a form has not are 0, phi 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Smoothing {
    pub(super) alpha: f64,
    pub(super) beta: f64,
    pub(super) gamma: f64,
    pub(super) phi: f64,
}

/// Level, growth and seasons. `season[at]` is the one of the next value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    pub(super) level: f64,
    pub(super) growth: f64,
    pub(super) season: Vec<f64>,
    pub(super) at: usize,
}

/// What one pass over the values found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pass {
    /// Values observed.
    pub(super) observed: usize,
    /// Sum of squared errors, relative ones for multiplicative errors.
    pub(super) square: f64,
    /// The largest of those squares.
    pub(super) largest: f64,
    /// Sum of the logarithms of the one-step forecasts, for multiplicative errors; else 0.
    pub(super) log: f64,
}

impl Pass {
    /// −2 log-likelihood, but for a constant that all forms share.
    pub(super) fn deviance(&self) -> f64 {
        let n = self.observed as f64;
        n * ln(self.square.max(n * LEAST_ERROR * LEAST_ERROR)) + 2.0 * self.log
    }
}

impl Pass {
    /// Whether relative errors tell of a break in the history, not of noise: one above the whole forecast and above
    /// ten standard deviations. Such a fit has bent seasons and levels until they hide the break.
    pub(super) fn is_broken(&self) -> bool {
        self.largest > 1.0 && self.largest > 100.0 * self.square / self.observed as f64
    }
}

/// Runs the recursion of `form` over `values` (NaN: not observed, the error is taken as 0) from `state`, which is
/// left as it is after the last value. `None` if the states leave what the form allows.
pub(super) fn pass(
    form: Form,
    smoothing: Smoothing,
    values: &[f64],
    state: &mut State,
) -> Option<Pass> {
    let is_relative = form.errors == Errors::Multiplicative;
    let run = match (form.trend != Trend::None, form.season, is_relative) {
        (false, Season::None, false) => run::<false, NONE, false>,
        (false, Season::None, true) => run::<false, NONE, true>,
        (false, Season::Additive, false) => run::<false, ADDITIVE, false>,
        (false, Season::Additive, true) => run::<false, ADDITIVE, true>,
        (false, Season::Multiplicative, false) => run::<false, MULTIPLICATIVE, false>,
        (false, Season::Multiplicative, true) => run::<false, MULTIPLICATIVE, true>,
        (true, Season::None, false) => run::<true, NONE, false>,
        (true, Season::None, true) => run::<true, NONE, true>,
        (true, Season::Additive, false) => run::<true, ADDITIVE, false>,
        (true, Season::Additive, true) => run::<true, ADDITIVE, true>,
        (true, Season::Multiplicative, false) => run::<true, MULTIPLICATIVE, false>,
        (true, Season::Multiplicative, true) => run::<true, MULTIPLICATIVE, true>,
    };
    run(smoothing, values, state)
}

/// Hyndman et al. (2008), table 2.1, in its error-correction form. Divisions by a season's factor are of the value,
/// not of the error, so that they do not lie on the path from one level to the next.
fn run<const TREND: bool, const SEASON: u8, const RELATIVE: bool>(
    smoothing: Smoothing,
    values: &[f64],
    state: &mut State,
) -> Option<Pass> {
    let Smoothing { alpha, beta, gamma, phi } = smoothing;
    let State { level, growth, season, at } = state;
    let (mut l, mut b, mut j) = (*level, *growth, *at);
    let (mut observed, mut square, mut largest, mut log, mut product) = (0, 0.0, 0.0f64, 0.0, 1.0);
    for y in values {
        let damped = if TREND { phi * b } else { 0.0 };
        let q = if TREND { l + damped } else { l };
        let s = if SEASON == NONE { 0.0 } else { season[j] };
        let next = if SEASON == NONE || j + 1 == season.len() { 0 } else { j + 1 };
        if y.is_nan() {
            (l, b, j) = (q, damped, next);
            continue;
        }
        let expected = match SEASON {
            ADDITIVE => q + s,
            MULTIPLICATIVE => q * s,
            _ => q,
        };
        if RELATIVE && expected < SMALLEST || SEASON == MULTIPLICATIVE && s < SMALLEST {
            return None;
        }
        let error = y - expected;
        observed += 1;
        if RELATIVE {
            let relative = error / expected;
            square += relative * relative;
            largest = largest.max(relative * relative);
            product *= expected;
            if !(1e-100..=1e100).contains(&product) {
                log += ln(product);
                product = 1.0;
            }
        } else {
            square += error * error;
            largest = largest.max(error * error);
        }
        let correction = if SEASON == MULTIPLICATIVE { y / s - q } else { error };
        l = q + alpha * correction;
        if TREND {
            b = damped + beta * correction;
        }
        if SEASON == ADDITIVE {
            season[j] = s + gamma * error;
        } else if SEASON == MULTIPLICATIVE {
            season[j] = s + gamma * (y / q - s);
        }
        j = next;
    }
    (*level, *growth, *at) = (l, b, j);
    let is_finite = l.is_finite() && b.is_finite() && square.is_finite();
    is_finite.then(|| Pass { observed, square, largest, log: log + ln(product) })
}
