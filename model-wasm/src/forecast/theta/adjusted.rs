//! A series without its season.

use crate::forecast::Series;
use crate::forecast::season::{Indices, recent_season};

/// Values without their season, gaps filled, and what brings the season back. What was not observed before the first
/// and after the last value is left off.
pub(super) struct Adjusted {
    pub(super) values: Vec<f64>,
    pub(super) is_observed: Vec<bool>,
    pub(super) indices: Option<Indices>,
    /// Periods of the series before the first value.
    pub(super) start: usize,
    /// Periods of the series after the last value.
    pub(super) since: usize,
}

impl Adjusted {
    /// With the season the series is found to have.
    pub(super) fn new(series: &Series) -> Self {
        Self::with_indices(series, recent_season(series))
    }

    pub(super) fn with_indices(series: &Series, indices: Option<Indices>) -> Self {
        let observed = series.observed();
        let start = observed.iter().take_while(|y| y.is_none()).count();
        let since = observed.iter().rev().take_while(|y| y.is_none()).count();
        let inside = start..observed.len() - since;
        let values = match &indices {
            None => series.filled()[inside.clone()].to_vec(),
            Some(indices) => indices.adjust(series)[inside.clone()].to_vec(),
        };
        let is_observed = observed[inside].iter().map(Option::is_some).collect();
        Self { values, is_observed, indices, start, since }
    }

    /// The length of the season taken out; 1 for none.
    pub(super) fn season(&self) -> usize {
        self.indices.as_ref().map_or(1, |indices| indices.as_slice().len())
    }
}
