//! The values as a model sees them.

use super::order::Order;
use crate::forecast::Series;

/// A history to fit to, in units of its own size.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    /// Gaps filled.
    pub(super) values: Vec<f64>,
    /// Whether each period was observed; empty for all.
    pub(super) is_seen: Vec<bool>,
    /// What is known of every period and explains its value, a vector each.
    pub(super) columns: Vec<Vec<f64>>,
    /// What the values were divided by.
    pub(super) scale: f64,
}

impl Problem {
    /// The values of a series over their mean size.
    pub(super) fn new(series: &Series, columns: Vec<Vec<f64>>) -> Self {
        let filled = series.filled();
        let size = filled.iter().map(|y| y.abs() / filled.len() as f64).sum::<f64>();
        let scale = if size >= f64::MIN_POSITIVE { size } else { 1.0 };
        Self::with_scale(series, columns, scale)
    }

    /// The values over a given size.
    pub(super) fn with_scale(series: &Series, columns: Vec<Vec<f64>>, scale: f64) -> Self {
        let values = series.filled().iter().map(|y| y / scale).collect();
        let has_gaps = series.observed().iter().any(Option::is_none);
        let is_seen = series.observed().iter().filter(|_| has_gaps).map(Option::is_some).collect();
        Self { values, is_seen, columns, scale }
    }

    /// Values observed from period `from` on.
    pub(super) fn seen_from(&self, from: usize) -> usize {
        if self.is_seen.is_empty() {
            return self.values.len().saturating_sub(from);
        }
        self.is_seen.iter().skip(from).filter(|is_seen| **is_seen).count()
    }

    /// What multiplies a model's coefficients: the constant if there is one, then the columns.
    pub(super) fn explaining(&self, order: &Order) -> Vec<Vec<f64>> {
        let constant = order.has_constant.then(|| constant(order, 0, self.values.len()));
        constant.into_iter().chain(self.columns.iter().cloned()).collect()
    }
}

/// What the constant of a model multiplies in periods `from` to `from + length`: 1, or the time where differences would
/// take away a 1.
pub(super) fn constant(order: &Order, from: usize, length: usize) -> Vec<f64> {
    let at = |t: usize| if order.differences() == 0 { 1.0 } else { t as f64 };
    (from..from + length).map(at).collect()
}
