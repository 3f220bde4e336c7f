//! Single values far from all that is usual.
//!
//! # Source
//! Hyndman (2021), Detecting time series outliers: the remainder of a robust decomposition against its own spread, as in
//! `tsoutliers` of the R package forecast.

use crate::forecast::{Series, Stl};

/// Distance in robust standard deviations.
const FAR: f64 = 6.0;
/// The robust standard deviation is this times the median absolute deviation, for normal errors.
const NORMAL: f64 = 1.4826;
/// At most this share of the values: more are no exceptions.
const MOST: f64 = 0.02;

/// Periods, rising, whose values lie far off, alone and unexplained by any column.
pub(super) fn find(series: &Series) -> Vec<usize> {
    let n = series.len();
    if series.observed().iter().flatten().count() < 2 * series.season() + 6 {
        return Vec::new();
    }
    let rest = Stl::new(series.season()).robust().decompose(series).remainder;
    let mut sizes: Vec<f64> = rest.iter().map(|rest| rest.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let far = FAR * NORMAL * sizes[n / 2];
    let is_far = |t: usize| rest[t].abs() > far && far > 0.0;
    // Two in a row are a change of the world, not an accident.
    let is_alone = |t: usize| {
        let same = |other: usize| is_far(other) && rest[other] * rest[t] > 0.0;
        !(t > 0 && same(t - 1) || t + 1 < n && same(t + 1))
    };
    let is_known = |t: usize| series.calendar().columns.iter().any(|c| c.at(t).abs() > 0.0);
    let found: Vec<usize> =
        (0..n).filter(|t| is_far(*t) && is_alone(*t) && !is_known(*t)).collect();
    if found.len() as f64 > (MOST * n as f64).max(1.0) { Vec::new() } else { found }
}
