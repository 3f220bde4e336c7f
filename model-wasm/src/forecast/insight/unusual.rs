//! Single periods far from what was usual.

use super::Insight;
use crate::forecast::{Role, Series, Stl};

/// Only what happened lately is news: in the last so many periods, or two seasons if those are more.
const LATELY: usize = 28;
/// Distance in robust standard deviations.
const FAR: f64 = 6.0;
/// Distance as a share of what was usual.
const LEAST_CHANGE: f64 = 0.5;
/// The robust standard deviation is this times the median absolute deviation, for normal errors.
const NORMAL: f64 = 1.4826;
/// More news than two would be no exception.
const MOST: usize = 2;
/// Nor would be a larger share of the history.
const MOST_SHARE: f64 = 0.02;
/// Fewer values do not tell what is usual.
const LEAST_HISTORY: usize = 28;

/// What is news: the farthest of what happened lately.
pub(super) fn lately(series: &Series) -> Vec<Insight> {
    let n = series.len();
    let from = n - n.min(LATELY.max(2 * series.season()));
    let news = far(series).into_iter().filter(|(at, ..)| *at >= from);
    news.take(MOST).map(|(_, insight)| insight).collect()
}

/// Everything, oldest first; nothing where the exception is the rule.
pub(super) fn ever(series: &Series) -> Vec<Insight> {
    let mut far = far(series);
    if far.len() as f64 > (MOST_SHARE * series.len() as f64).max(1.0) {
        return Vec::new();
    }
    far.sort_by_key(|(at, _)| *at);
    far.into_iter().map(|(_, insight)| insight).collect()
}

/// Periods by their place, the farthest first.
fn far(series: &Series) -> Vec<(usize, Insight)> {
    let n = series.len();
    if series.observed().iter().flatten().count() < LEAST_HISTORY.max(2 * series.season()) {
        return Vec::new();
    }
    let parts = Stl::new(series.season()).robust().decompose(series);
    let sigma = NORMAL * median(parts.remainder.iter().map(|rest| rest.abs()).collect());
    // What is known in advance explains itself; a price there always is.
    let days = series.calendar().columns.iter().filter(|column| column.role != Role::Price);
    let days: Vec<_> = days.collect();
    let is_known = |t: usize| days.iter().any(|column| column.at(t).abs() > 0.0);
    let mut found: Vec<(f64, usize, Insight)> = (0..n)
        .filter_map(|at| {
            let value = series.observed()[at]?;
            let rest = parts.remainder[at];
            let expected = (value - rest).max(0.0);
            let is_far = rest.abs() > FAR * sigma && rest.abs() >= LEAST_CHANGE * expected.abs();
            (is_far && !is_known(at)).then_some((
                rest.abs(),
                at,
                Insight::Unusual { at, value, expected },
            ))
        })
        .collect();
    found.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
    found.into_iter().map(|(_, at, insight)| (at, insight)).collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    let middle = values.len() / 2;
    values.sort_by(f64::total_cmp);
    values.get(middle).copied().unwrap_or(0.0)
}
