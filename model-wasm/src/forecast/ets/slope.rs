//! The slope of the likelihood, by running the recursion backwards (reverse-mode differentiation): about twice the
//! cost of the likelihood itself, whatever the number of parameters.

use super::filter::{ADDITIVE, MULTIPLICATIVE, NONE, Pass, Smoothing, State, Trace, instance};
use super::form::{Errors, Form, Season, Trend};

/// How the deviance of a pass changes with the smoothing parameters (returned) and with the states it began from
/// (left in `by_state`, whose season is as long as the form's).
pub(super) fn slope(
    form: Form,
    smoothing: Smoothing,
    values: &[f64],
    (pass, trace): (&Pass, &Trace),
    by_state: &mut State,
) -> Smoothing {
    instance!(form, run)(smoothing, values, pass, trace, by_state)
}

/// Each turn undoes one of the recursion; `by_x` is the derivative of the deviance by `x`.
fn run<const TREND: bool, const SEASON: u8, const RELATIVE: bool>(
    smoothing: Smoothing,
    values: &[f64],
    pass: &Pass,
    trace: &Trace,
    by_state: &mut State,
) -> Smoothing {
    let Smoothing { alpha, beta, gamma, phi } = smoothing;
    let n = values.len();
    let (levels, growths, seasons) = (&trace.level[..n], &trace.growth[..n], &trace.season[..n]);
    let weight = 2.0 * pass.weight();
    let by_season = &mut by_state.season;
    by_season.fill(0.0);
    let m = by_season.len();
    let mut j = if SEASON == NONE { 0 } else { n % m };
    let (mut by_l, mut by_b) = (0.0, 0.0);
    let mut by = Smoothing { alpha: 0.0, beta: 0.0, gamma: 0.0, phi: 0.0 };
    for t in (0..n).rev() {
        let (y, b, s) = (values[t], growths[t], seasons[t]);
        let q = if TREND { levels[t] + phi * b } else { levels[t] };
        if SEASON != NONE {
            j = if j == 0 { m - 1 } else { j - 1 };
        }
        let mut by_q = by_l;
        if !y.is_nan() {
            let expected = match SEASON {
                ADDITIVE => q + s,
                MULTIPLICATIVE => q * s,
                _ => q,
            };
            let error = y - expected;
            let correction = if SEASON == MULTIPLICATIVE { y / s - q } else { error };
            by.alpha += correction * by_l;
            by.beta += correction * by_b;
            let by_correction = alpha * by_l + beta * by_b;
            let mut by_expected = if RELATIVE {
                let ratio = y / expected;
                (2.0 - weight * (ratio - 1.0) * ratio) / expected
            } else {
                -weight * error
            };
            if SEASON == MULTIPLICATIVE {
                let (by_next, ratio) = (by_season[j], y / q);
                by.gamma += (ratio - s) * by_next;
                by_season[j] =
                    (1.0 - gamma) * by_next - y / (s * s) * by_correction + by_expected * q;
                by_q += by_expected * s - gamma * ratio / q * by_next - by_correction;
            } else {
                by_expected -= by_correction;
                if SEASON == ADDITIVE {
                    let by_next = by_season[j];
                    by.gamma += error * by_next;
                    by_expected -= gamma * by_next;
                    by_season[j] = by_next + by_expected;
                }
                by_q += by_expected;
            }
        }
        by_l = by_q;
        if TREND {
            let by_damped = by_b + by_q;
            by.phi += b * by_damped;
            by_b = phi * by_damped;
        }
    }
    (by_state.level, by_state.growth) = (by_l, by_b);
    by
}
