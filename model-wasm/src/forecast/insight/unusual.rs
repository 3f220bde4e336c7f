//! Single periods far from what was usual.

use super::Insight;
use crate::forecast::{Series, Stl};

/// Only what happened lately is news: in the last so many periods, or two seasons if those are more.
const LATELY: usize = 28;
/// Distance in robust standard deviations.
const FAR: f64 = 6.0;
/// Distance as a share of what was usual.
const LEAST_CHANGE: f64 = 0.5;
/// The robust standard deviation is this times the median absolute deviation, for normal errors.
const NORMAL: f64 = 1.4826;
/// More than two would be no exception.
const MOST: usize = 2;
/// Fewer values do not tell what is usual.
const LEAST_HISTORY: usize = 28;

pub(super) fn find(series: &Series) -> Vec<Insight> {
    let n = series.len();
    if series.observed().iter().flatten().count() < LEAST_HISTORY.max(2 * series.season()) {
        return Vec::new();
    }
    let parts = Stl::new(series.season()).robust().decompose(series);
    let sigma = NORMAL * median(parts.remainder.iter().map(|rest| rest.abs()).collect());
    let from = n - n.min(LATELY.max(2 * series.season()));
    let is_known = |t: usize| series.calendar().columns.iter().any(|c| c.at(t).abs() > 0.0);
    let mut found: Vec<(f64, Insight)> = (from..n)
        .filter_map(|at| {
            let value = series.observed()[at]?;
            let rest = parts.remainder[at];
            let expected = (value - rest).max(0.0);
            let is_far = rest.abs() > FAR * sigma && rest.abs() >= LEAST_CHANGE * expected.abs();
            // What is known in advance explains itself.
            (is_far && !is_known(at))
                .then_some((rest.abs(), Insight::Unusual { at, value, expected }))
        })
        .collect();
    found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    found.into_iter().take(MOST).map(|(_, insight)| insight).collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    let middle = values.len() / 2;
    values.sort_by(f64::total_cmp);
    values.get(middle).copied().unwrap_or(0.0)
}
