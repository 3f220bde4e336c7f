//! The values as a model sees them.

use super::order::Order;
use crate::forecast::Series;

/// Steps looked ahead where seasons are shorter, or none.
const LEAST_STEPS: usize = 4;

/// A history to fit to, in units of its own size.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    /// Gaps filled.
    pub(super) values: Vec<f64>,
    /// Whether each period was observed; empty for all.
    pub(super) is_seen: Vec<bool>,
    /// What the values were divided by.
    pub(super) scale: f64,
    /// Steps that a model looks ahead to be compared with others.
    pub(super) steps: usize,
}

impl Problem {
    /// The values of a series over their mean size; `m` is the season whose terms are fitted, 1 for none.
    pub(super) fn new(series: &Series, m: usize) -> Self {
        let filled = series.filled();
        let n = filled.len();
        let size = filled.iter().map(|y| y.abs() / n as f64).sum::<f64>();
        let scale = if size >= f64::MIN_POSITIVE { size } else { 1.0 };
        let steps = m.max(LEAST_STEPS).min(n / 4).max(1);
        Self { steps, ..Self::with_scale(series, scale) }
    }

    /// The values over a given size.
    pub(super) fn with_scale(series: &Series, scale: f64) -> Self {
        let values = series.filled().iter().map(|y| y / scale).collect();
        let has_gaps = series.observed().iter().any(Option::is_none);
        let is_seen = series.observed().iter().filter(|_| has_gaps).map(Option::is_some).collect();
        Self { values, is_seen, scale, steps: LEAST_STEPS }
    }

    /// Values observed from period `from` on.
    pub(super) fn seen_from(&self, from: usize) -> usize {
        if self.is_seen.is_empty() {
            return self.values.len().saturating_sub(from);
        }
        self.is_seen.iter().skip(from).filter(|is_seen| **is_seen).count()
    }
}

/// What the constant of a model multiplies in periods `from` to `from + length`: 1, or the time where differences would
/// take away a 1.
pub(super) fn constant(order: &Order, from: usize, length: usize) -> Vec<f64> {
    let at = |t: usize| if order.differences() == 0 { 1.0 } else { t as f64 };
    (from..from + length).map(at).collect()
}

/// Takes a column times a coefficient off `values`.
pub(super) fn take_off(values: &mut [f64], column: &[f64], coefficient: f64) {
    for (value, x) in values.iter_mut().zip(column) {
        *value -= coefficient * x;
    }
}
