//! How the squared errors change with the parameters, by running the passes backwards (reverse-mode differentiation).

use super::form::Form;
use super::passes::{Complex, PASSES, Pair, Passed, Smoothing, State, Trace};

impl Complex {
    /// Adds what a step of [`Pair::after`] tells of the parameter: `by` is the derivative by the pair after it.
    fn learn(&mut self, by: Pair, potential: f64, error: f64) {
        self.re += error * by.value + (error - potential) * by.potential;
        self.im += (potential - error) * by.value + error * by.potential;
    }
}

impl Pair {
    /// The derivative by the error of the step that led here.
    fn by_error(self, by: Complex) -> f64 {
        (by.re - by.im) * self.value + (by.re + by.im) * self.potential
    }

    /// The derivative by the pair before a step, `by_error` being that by the error, which the value was taken from.
    fn before(self, by: Complex, by_error: f64) -> Self {
        Self {
            value: self.value + self.potential - by_error,
            potential: (1.0 - by.re) * self.potential - (1.0 - by.im) * self.value,
        }
    }
}

/// The derivatives of the last pass's squared errors by the parameters; `trace` is that of a run with them. A gap is
/// told by its NaN in `values`. `by_state` is room to work in.
pub(super) fn slope(
    form: Form,
    smoothing: Smoothing,
    values: &[f64],
    trace: &Trace,
    by_state: &mut State,
) -> Smoothing {
    match form {
        Form::None => slope_as::<true, false, false>(smoothing, values, trace, by_state),
        Form::Simple => slope_as::<false, true, true>(smoothing, values, trace, by_state),
        Form::Partial => slope_as::<true, true, false>(smoothing, values, trace, by_state),
        Form::Full => slope_as::<true, true, true>(smoothing, values, trace, by_state),
    }
}

fn slope_as<const LEVEL: bool, const SEASON: bool, const COMPLEX: bool>(
    smoothing: Smoothing,
    values: &[f64],
    trace: &Trace,
    by_state: &mut State,
) -> Smoothing {
    let n = values.len();
    let mut by = Smoothing::default();
    by_state.level = Pair::default();
    by_state.season.fill(Pair::default());
    for (pass, passed) in trace.passed.chunks_exact(n).enumerate().rev() {
        // Only the errors of the last pass count.
        let weight = if pass + 1 == PASSES { 2.0 } else { 0.0 };
        let m = by_state.season.len().max(1);
        if pass % 2 == 0 {
            let last = (n - 1) % m;
            let places = (0..=last).rev().chain((0..m).rev().cycle());
            let values = values.iter().zip(passed).rev().zip(places);
            undo::<LEVEL, SEASON, COMPLEX>(smoothing, values, weight, by_state, &mut by);
        } else {
            let values = values.iter().zip(passed).zip((0..m).cycle());
            undo::<LEVEL, SEASON, COMPLEX>(smoothing, values, weight, by_state, &mut by);
        }
        if let Some(turn) = pass.checked_sub(1) {
            let before = &trace.turns[turn];
            if LEVEL {
                by.level.learn(by_state.level, before.level.potential, 0.0);
                by_state.level = by_state.level.before(smoothing.level, 0.0);
            }
            if COMPLEX {
                for (by_pair, pair) in by_state.season.iter_mut().zip(&before.season) {
                    by.season.learn(*by_pair, pair.potential, 0.0);
                    *by_pair = by_pair.before(smoothing.season, 0.0);
                }
            }
        }
    }
    by
}

/// Undoes one pass, the last value first.
fn undo<'a, const LEVEL: bool, const SEASON: bool, const COMPLEX: bool>(
    smoothing: Smoothing,
    values: impl Iterator<Item = ((&'a f64, &'a Passed), usize)>,
    weight: f64,
    by_state: &mut State,
    by: &mut Smoothing,
) {
    let mut by_level = by_state.level;
    for ((y, passed), place) in values {
        let by_pair = if SEASON { by_state.season[place] } else { Pair::default() };
        let error = passed.error;
        let mut by_error = 0.0;
        if !y.is_nan() {
            by_error += weight * error;
            if LEVEL {
                by_error += by_level.by_error(smoothing.level);
            }
            if COMPLEX {
                by_error += by_pair.by_error(smoothing.season);
            } else if SEASON {
                by_error += smoothing.season.re * by_pair.value;
            }
        }
        if LEVEL {
            by.level.learn(by_level, passed.level, error);
            by_level = by_level.before(smoothing.level, by_error);
        }
        if COMPLEX {
            by.season.learn(by_pair, passed.season, error);
            by_state.season[place] = by_pair.before(smoothing.season, by_error);
        } else if SEASON {
            by.season.re += error * by_pair.value;
            by_state.season[place].value -= by_error;
        }
    }
    by_state.level = by_level;
}
