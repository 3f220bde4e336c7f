//! What each value adds to those before it, exactly: the Kalman filter of a stationary model over differenced values.
//!
//! The covariance of the states is never formed: from the stationary start on it changes by a matrix of rank one a
//! step, so the gain follows from two vectors, and once it stands still the model's own recursion goes on.
//!
//! # Source
//! Morf, Sidhu & Kailath (1974), Some new algorithms for recursive estimation in constant linear discrete-time systems,
//! IEEE Trans. Automatic Control 19(4); Mélard (1984), Algorithm AS 197: A fast algorithm for the exact likelihood of
//! autoregressive-moving average models, Applied Statistics 33(1); the states are Harvey's (1989), Forecasting,
//! Structural Time Series Models and the Kalman Filter, section 3.3.

use super::covariance::{autocovariances, shock_weights, terms};
use super::polynomial::Arma;

/// The gain stands still once a step changes the variance of a surprise by less than this share.
const STILL: f64 = 1e-9;

/// How the values before the first are thought of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// As values the model itself would have made: the exact likelihood.
    Stationary,
    /// As 0, as were the surprises: the conditional sum of squares.
    Zero,
}

/// A column of values and what differencing makes of it.
pub(super) struct Column<'a> {
    /// One per period; anything finite where nothing was observed.
    pub(super) values: &'a [f64],
    /// The surprises come here, each over the root of its variance; 0 where nothing was observed.
    pub(super) surprises: &'a mut Vec<f64>,
}

/// What the filter knows after the last value.
#[derive(Debug, Clone, Default)]
pub(super) struct Ending {
    /// What is expected of the differenced values to come, without shocks.
    pub(super) expected: Vec<f64>,
    /// The last values, those not observed as they were expected; as many as differencing looks back.
    pub(super) last: Vec<f64>,
}

/// A filter for histories with the same differences and gaps; its memory is used again.
#[derive(Debug, Clone, Default)]
pub(super) struct Filter {
    /// Lag and coefficient of `y_t − w_t`, `w` being the differenced values.
    pub(super) differences: Vec<(usize, f64)>,
    /// Periods that differencing takes from the beginning.
    pub(super) lost: usize,
    /// Whether each period was observed; empty for all.
    pub(super) is_seen: Vec<bool>,
    gain: Gain,
    /// Whether the gain stood still at the end of the last run.
    is_still: bool,
    pub(super) tracks: Vec<Track>,
    pub(super) ar_terms: Vec<(usize, f64)>,
    pub(super) ma_terms: Vec<(usize, f64)>,
}

/// A product of many numbers of 1 and more, by its logarithm.
struct Product {
    logarithm: f64,
    rest: f64,
}

impl Default for Product {
    fn default() -> Self {
        Self { logarithm: 0.0, rest: 1.0 }
    }
}

impl Product {
    fn times(&mut self, factor: f64) {
        self.rest *= factor;
        if self.rest > 1e200 {
            self.logarithm += crate::math::ln(self.rest);
            self.rest = 1.0;
        }
    }

    fn logarithm(&self) -> f64 {
        self.logarithm + crate::math::ln(self.rest)
    }
}

/// One column on its way.
#[derive(Debug, Clone, Default)]
pub(super) struct Track {
    /// Values, those not observed as they were expected.
    pub(super) values: Vec<f64>,
    /// Differenced ones, from the first that can be.
    pub(super) differenced: Vec<f64>,
    /// Surprises, not scaled.
    pub(super) surprises: Vec<f64>,
    /// What is expected next, and what of the values after it is known already; a 0 behind.
    state: Vec<f64>,
    /// Room for the next.
    after: Vec<f64>,
}

impl Filter {
    /// `differences`: the coefficients of values `lag` before that are taken from each; `is_seen`: whether each period
    /// was observed, empty for all.
    pub(super) fn new(differences: &[f64], is_seen: Vec<bool>) -> Self {
        let lost = differences.len();
        Self { differences: terms(differences).collect(), lost, is_seen, ..Self::default() }
    }

    /// Runs over all columns, which have the same length; returns the sum of the logarithms of the surprises'
    /// variances, for shocks of variance 1. `None` if the model is not stationary or a number overflows.
    pub(super) fn run(
        &mut self,
        arma: &Arma,
        before: Before,
        columns: &mut [Column<'_>],
    ) -> Option<f64> {
        let states = arma.ar.len().max(arma.ma.len() + 1);
        let n = columns.first().map_or(0, |column| column.values.len());
        self.ar_terms.clear();
        self.ar_terms.extend(terms(&arma.ar));
        self.ma_terms.clear();
        self.ma_terms.extend(terms(&arma.ma));
        self.tracks.resize_with(columns.len().max(self.tracks.len()), Track::default);
        for (track, column) in self.tracks.iter_mut().zip(columns.iter_mut()) {
            track.begin(column.values, states);
            column.surprises.clear();
        }
        let mut is_still = before == Before::Zero;
        if !is_still {
            self.gain.begin(arma, states)?;
        }
        let mut variances = Product::default();
        for t in self.lost.min(n)..n {
            let is_seen = self.is_seen.get(t).copied().unwrap_or(true);
            let variance = if is_still { 1.0 } else { self.gain.variance };
            let share = if is_seen { 1.0 / variance.sqrt() } else { 0.0 };
            if is_seen && !is_still {
                variances.times(variance);
            }
            for (track, column) in self.tracks.iter_mut().zip(columns.iter_mut()) {
                let expected = if is_still {
                    track.expected(&self.ar_terms, &self.ma_terms)
                } else {
                    track.state[0]
                };
                let surprise = track.observe(t, expected, is_seen, &self.differences);
                if !is_still {
                    track.advance(&self.gain, surprise);
                }
                column.surprises.push(surprise * share);
            }
            if !is_still {
                is_still = self.gain.advance();
            }
        }
        self.is_still = is_still;
        let logarithms = variances.logarithm();
        let is_finite = columns.iter().all(|c| c.surprises.last().is_none_or(|e| e.is_finite()));
        (logarithms.is_finite() && is_finite).then_some(logarithms)
    }

    /// What the last run knows of the first column's future.
    pub(super) fn ending(&self, arma: &Arma, lags: usize) -> Ending {
        let Some(track) = self.tracks.first() else { return Ending::default() };
        let from = track.values.len().saturating_sub(lags);
        let states = track.state.len() - 1;
        let expected = if self.is_still { track.ahead(arma, states) } else { track.state.clone() };
        Ending { expected, last: track.values[from..].to_vec() }
    }
}

impl Track {
    fn begin(&mut self, values: &[f64], states: usize) {
        self.values.clear();
        self.values.extend_from_slice(values);
        self.differenced.clear();
        self.surprises.clear();
        for states_of in [&mut self.state, &mut self.after] {
            states_of.clear();
            states_of.resize(states + 1, 0.0);
        }
    }

    /// What the recursion expects next.
    fn expected(&self, ar: &[(usize, f64)], ma: &[(usize, f64)]) -> f64 {
        let n = self.differenced.len();
        let sum = |terms: &[(usize, f64)], values: &[f64]| -> f64 {
            let known = terms.iter().take_while(|(lag, _)| *lag <= n);
            known.map(|(lag, c)| c * values[n - lag]).sum()
        };
        sum(ar, &self.differenced) + sum(ma, &self.surprises)
    }

    /// Takes in the value of period `t`; returns the surprise, 0 if nothing was observed.
    fn observe(
        &mut self,
        t: usize,
        expected: f64,
        is_seen: bool,
        differences: &[(usize, f64)],
    ) -> f64 {
        let rest: f64 = differences.iter().map(|(lag, c)| c * self.values[t - lag]).sum();
        if !is_seen {
            self.values[t] = rest + expected;
        }
        let surprise = if is_seen { self.values[t] - rest - expected } else { 0.0 };
        self.differenced.push(expected + surprise);
        self.surprises.push(surprise);
        surprise
    }

    fn advance(&mut self, gain: &Gain, surprise: f64) {
        let now = self.state[0];
        let share = surprise / gain.variance;
        let known = self.state[1..].iter().zip(&gain.ar).zip(&gain.gain);
        for (after, ((later, ar), g)) in self.after.iter_mut().zip(known) {
            *after = later + ar * now + g * share;
        }
        std::mem::swap(&mut self.state, &mut self.after);
    }

    /// The state after the last value, from the values and surprises themselves.
    fn ahead(&self, arma: &Arma, states: usize) -> Vec<f64> {
        let n = self.differenced.len();
        let part = |coefficients: &[f64], values: &[f64], at: usize| -> f64 {
            let later = coefficients.iter().skip(at).zip(values[..n].iter().rev());
            later.map(|(c, value)| c * value).sum()
        };
        (0..states)
            .map(|at| part(&arma.ar, &self.differenced, at) + part(&arma.ma, &self.surprises, at))
            .collect()
    }
}

/// How much of a surprise goes into the states, and how that changes.
#[derive(Debug, Clone, Default)]
struct Gain {
    /// The autoregression's coefficients, one per state.
    ar: Vec<f64>,
    /// Variance of the next surprise.
    variance: f64,
    /// Covariance of the states after it with the next surprise.
    gain: Vec<f64>,
    /// The direction in which the states' covariance changes, a 0 behind, and how much.
    direction: Vec<f64>,
    size: f64,
    /// Room for the next direction.
    after: Vec<f64>,
    /// Steps since the gain last changed.
    still: usize,
}

impl Gain {
    fn begin(&mut self, arma: &Arma, states: usize) -> Option<()> {
        let covariances = autocovariances(arma, states)?;
        let weights = shock_weights(&arma.ar, &arma.ma, states);
        self.ar.clear();
        self.ar.extend_from_slice(&arma.ar);
        self.ar.resize(states, 0.0);
        self.variance = covariances[0];
        self.gain.clear();
        self.gain.resize(states, 0.0);
        for (lag, c) in terms(&arma.ar) {
            for at in 0..lag {
                self.gain[at] += c * covariances[lag - 1 - at];
            }
        }
        for (lag, c) in terms(&arma.ma) {
            for at in 0..lag {
                self.gain[at] += c * weights[lag - 1 - at];
            }
        }
        self.direction.clone_from(&self.gain);
        self.direction.push(0.0);
        self.after.clear();
        self.after.resize(states + 1, 0.0);
        self.size = -1.0 / self.variance;
        self.still = 0;
        (self.variance > 0.0).then_some(())
    }

    fn is_still(&self) -> bool {
        self.still >= self.gain.len()
    }

    /// One step on; returns whether the gain has stood still for as long as the states remember.
    fn advance(&mut self) -> bool {
        let z = self.direction[0];
        let change = self.size * z * z;
        let (share, step) = (z / self.variance, self.size * z);
        let known = self.direction[1..].iter().zip(&self.ar);
        let both = self.after.iter_mut().zip(self.gain.iter_mut());
        for ((after, gain), (later, ar)) in both.zip(known) {
            let moved = later + ar * z;
            *after = moved - *gain * share;
            *gain += step * moved;
        }
        std::mem::swap(&mut self.direction, &mut self.after);
        let after = (self.variance + change).max(1.0);
        self.size *= self.variance / after;
        self.variance = after;
        let is_small = change.abs() < STILL * after && after < 1.0 + 1e3 * STILL;
        self.still = if is_small { self.still + 1 } else { 0 };
        self.is_still()
    }
}
