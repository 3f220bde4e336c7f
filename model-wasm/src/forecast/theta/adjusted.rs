//! A series without its season.

use super::{Form, Indices, Series, is_seasonal};

/// Shorter seasons are left in: too few places to tell one from chance.
const SHORTEST_SEASON: usize = 4;
/// A multiplicative index below it would blow noise up a hundredfold.
const SMALLEST_INDEX: f64 = 0.01;

/// Values without their season, gaps filled, and what brings the season back.
pub(super) struct Adjusted {
    pub(super) values: Vec<f64>,
    pub(super) is_observed: Vec<bool>,
    pub(super) indices: Option<Indices>,
}

impl Adjusted {
    pub(super) fn new(series: &Series) -> Self {
        let is_observed = series.observed().iter().map(Option::is_some).collect();
        let Some(indices) = indices(series) else {
            return Self { values: series.filled().to_vec(), is_observed, indices: None };
        };
        let values = indices.adjust(series);
        Self { values, is_observed, indices: Some(indices) }
    }
}

/// The season, if there is one: multiplicative where values and indices allow it.
fn indices(series: &Series) -> Option<Indices> {
    let m = series.season();
    if m < SHORTEST_SEASON || !is_seasonal(series, m, 2) {
        return None;
    }
    let is_positive = series.observed().iter().flatten().all(|y| *y > 0.0);
    let is_large = |indices: &Indices| indices.as_slice().iter().all(|i| *i >= SMALLEST_INDEX);
    let multiplicative = is_positive
        .then(|| Indices::classical(series, m, Form::Multiplicative))
        .flatten()
        .filter(is_large);
    multiplicative.or_else(|| Indices::classical(series, m, Form::Additive))
}
