//! The recursion: states, one-step errors and their likelihood.

use super::form::{Errors, Form, Season, Trend};
use crate::math::ln;

/// Seasons as constants, so that each form has its own loop.
pub(super) const NONE: u8 = 0;
pub(super) const ADDITIVE: u8 = 1;
pub(super) const MULTIPLICATIVE: u8 = 2;

/// The instance of `run::<TREND, SEASON, RELATIVE>` for a form.
macro_rules! instance {
    ($form:expr, $run:ident) => {
        match ($form.trend != Trend::None, $form.season, $form.errors) {
            (false, Season::None, Errors::Additive) => $run::<false, NONE, false>,
            (false, Season::None, Errors::Multiplicative) => $run::<false, NONE, true>,
            (false, Season::Additive, Errors::Additive) => $run::<false, ADDITIVE, false>,
            (false, Season::Additive, Errors::Multiplicative) => $run::<false, ADDITIVE, true>,
            (false, Season::Multiplicative, _) => $run::<false, MULTIPLICATIVE, true>,
            (true, Season::None, Errors::Additive) => $run::<true, NONE, false>,
            (true, Season::None, Errors::Multiplicative) => $run::<true, NONE, true>,
            (true, Season::Additive, Errors::Additive) => $run::<true, ADDITIVE, false>,
            (true, Season::Additive, Errors::Multiplicative) => $run::<true, ADDITIVE, true>,
            (true, Season::Multiplicative, _) => $run::<true, MULTIPLICATIVE, true>,
        }
    };
}
pub(super) use instance;

/// Below it a forecast or seasonal factor of a multiplicative form is no size one could divide by; values are
/// scaled to about 1 before they come here.
const SMALLEST: f64 = 1e-8;

/// Errors are not believed to be smaller than this share of the values: a perfect fit must not look infinitely
/// likely, or a flat piece of history decides everything.
const LEAST_ERROR: f64 = 1e-7;

/// The smoothing parameters; those a form has not are 0, phi 1. Also the slope by each of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Smoothing {
    pub(super) alpha: f64,
    pub(super) beta: f64,
    pub(super) gamma: f64,
    pub(super) phi: f64,
}

/// Level, growth and seasons, `season[at]` being that of the next value. Also the slope by each of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    pub(super) level: f64,
    pub(super) growth: f64,
    pub(super) season: Vec<f64>,
    pub(super) at: usize,
}

/// The states before each value, which the slope and longer forecasts are computed from.
#[derive(Debug, Clone)]
pub(super) struct Trace {
    pub(super) level: Vec<f64>,
    pub(super) growth: Vec<f64>,
    /// The season of that value alone.
    pub(super) season: Vec<f64>,
}

impl Trace {
    /// Room for a history of `length`.
    pub(super) fn new(length: usize) -> Self {
        let zeros = vec![0.0; length];
        Self { level: zeros.clone(), growth: zeros.clone(), season: zeros }
    }
}

/// What one pass over the values found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pass {
    /// Values observed.
    pub(super) observed: f64,
    /// Sum of squared errors, relative ones for multiplicative errors.
    pub(super) square: f64,
    /// Sum of the logarithms of the one-step forecasts, for multiplicative errors; else 0.
    log: f64,
}

impl Pass {
    /// −2 log-likelihood, but for a constant that all forms share.
    pub(super) fn deviance(&self) -> f64 {
        let least = self.observed * LEAST_ERROR * LEAST_ERROR;
        self.observed * ln(self.square.max(least)) + 2.0 * self.log
    }

    /// How fast the deviance grows with a squared error.
    pub(super) fn weight(&self) -> f64 {
        let least = self.observed * LEAST_ERROR * LEAST_ERROR;
        if self.square > least { self.observed / self.square } else { 0.0 }
    }
}

/// Runs the recursion of `form` over `values` (NaN: not observed, the error is taken as 0) from `state`, which is
/// left as it is after the last value. `trace` is as long as the values. `None` if the states leave what the form
/// allows.
pub(super) fn pass(
    form: Form,
    smoothing: Smoothing,
    values: &[f64],
    state: &mut State,
    trace: &mut Trace,
) -> Option<Pass> {
    instance!(form, run)(smoothing, values, state, trace)
}

/// Hyndman et al. (2008), table 2.1, in its error-correction form. Divisions by a season's factor are of the value,
/// not of the error, so that they do not lie on the path from one level to the next.
fn run<const TREND: bool, const SEASON: u8, const RELATIVE: bool>(
    smoothing: Smoothing,
    values: &[f64],
    state: &mut State,
    trace: &mut Trace,
) -> Option<Pass> {
    let n = values.len();
    let (levels, growths) = (&mut trace.level[..n], &mut trace.growth[..n]);
    let seasons = &mut trace.season[..n];
    let Smoothing { alpha, beta, gamma, phi } = smoothing;
    let State { level, growth, season, at } = state;
    let (mut l, mut b, mut j) = (*level, *growth, *at);
    let mut pass = Pass { observed: 0.0, square: 0.0, log: 0.0 };
    let mut product = 1.0;
    for (t, y) in values.iter().enumerate() {
        let damped = if TREND { phi * b } else { 0.0 };
        let q = l + damped;
        let s = if SEASON == NONE { 0.0 } else { season[j] };
        let next = if SEASON == NONE || j + 1 == season.len() { 0 } else { j + 1 };
        (levels[t], growths[t], seasons[t]) = (l, b, s);
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
        let square = if RELATIVE { (error / expected) * (error / expected) } else { error * error };
        pass.observed += 1.0;
        pass.square += square;
        if RELATIVE {
            // One logarithm for many forecasts.
            product *= expected;
            if !(1e-100..=1e100).contains(&product) {
                pass.log += ln(product);
                product = 1.0;
            }
        }
        let correction = if SEASON == MULTIPLICATIVE { y / s - q } else { error };
        l = q + alpha * correction;
        b = damped + beta * correction;
        if SEASON == ADDITIVE {
            season[j] = s + gamma * error;
        } else if SEASON == MULTIPLICATIVE {
            season[j] = s + gamma * (y / q - s);
        }
        j = next;
    }
    (*level, *growth, *at) = (l, b, j);
    pass.log += ln(product);
    (l.is_finite() && b.is_finite() && pass.square.is_finite()).then_some(pass)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_by_hand(form: Form, smoothing: Smoothing, season: &[f64]) -> (Pass, State, Trace) {
        let mut state = State { level: 10.0, growth: 1.0, season: season.to_vec(), at: 0 };
        let mut trace = Trace::new(3);
        let pass = pass(form, smoothing, &[12.0, f64::NAN, 9.0], &mut state, &mut trace).unwrap();
        (pass, state, trace)
    }

    #[test]
    fn additive_states_follow_the_errors_and_wait_in_a_gap() {
        let form =
            Form { errors: Errors::Additive, trend: Trend::Damped, season: Season::Additive };
        let smoothing = Smoothing { alpha: 0.5, beta: 0.1, gamma: 0.2, phi: 0.9 };
        let (pass, state, trace) = run_by_hand(form, smoothing, &[2.0, -2.0]);
        // Step 1: expected 10 + 0.9 + 2 = 12.9, error -0.9. Step 2: a gap.
        let (l, b) = (10.9 - 0.45, 0.9 - 0.09);
        let (l, b) = (l + 0.9 * b, 0.9 * b);
        let error = 9.0 - (l + 0.9 * b + 2.0 - 0.18);
        assert!((trace.level[2] - l).abs() < 1e-12 && (trace.season[2] - 1.82).abs() < 1e-12);
        assert!((state.level - (l + 0.9 * b + 0.5 * error)).abs() < 1e-12);
        assert!((state.season[0] - (1.82 + 0.2 * error)).abs() < 1e-12);
        assert!((pass.square - (0.81 + error * error)).abs() < 1e-12);
        assert!((pass.observed - 2.0).abs() < 1e-12 && state.at == 1);
    }

    #[test]
    fn multiplicative_states_follow_the_errors_in_proportion() {
        let form = Form {
            errors: Errors::Multiplicative,
            trend: Trend::None,
            season: Season::Multiplicative,
        };
        let smoothing = Smoothing { alpha: 0.5, beta: 0.0, gamma: 0.2, phi: 1.0 };
        let (pass, state, _) = run_by_hand(form, smoothing, &[1.5, 0.5]);
        // Step 1: expected 15, relative error -0.2.
        let (l, s) = (10.0 * (1.0 - 0.5 * 0.2), 1.5 * (1.0 - 0.2 * 0.2));
        let relative = 9.0 / (l * s) - 1.0;
        assert!((state.level - l * (1.0 + 0.5 * relative)).abs() < 1e-12);
        assert!((state.season[0] - s * (1.0 + 0.2 * relative)).abs() < 1e-12);
        let deviance = 2.0 * ln(0.04 + relative * relative) + 2.0 * ln(15.0 * l * s);
        assert!((pass.deviance() - deviance).abs() < 1e-12);
    }
}
