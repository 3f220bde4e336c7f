//! Steps that a trend does not explain.
//!
//! # Source
//! Chow (1960), Tests of equality between sets of coefficients in two linear regressions, Econometrica 28(3), with the
//! break searched for as in Andrews (1993), Tests for parameter instability and structural change with unknown change
//! point, Econometrica 61(4).

use super::Insight;
use crate::forecast::Series;
use crate::linear;

/// Seasons on each side of a step, at least.
const LEAST_SEASONS: usize = 4;
/// A step smaller than this share is not worth a sentence.
const LEAST_CHANGE: f64 = 0.15;
/// The largest of many t-values must exceed this: some 1 % of series without a step have one (Andrews 1993, table I).
const LEAST_SURENESS: f64 = 4.0;
/// Means of so many periods are looked at in a series without a season.
const PLAIN_SEASON: usize = 4;
/// Seasons looked back at, at most.
const MOST_SEASONS: usize = 260;

pub(super) fn find(series: &Series) -> Option<Insight> {
    let season = if series.season() > 1 { series.season() } else { PLAIN_SEASON };
    let n = series.len();
    let seasons = (n / season).min(MOST_SEASONS);
    let start = n - seasons * season;
    let mean = |number: usize| {
        let from = start + number * season;
        let seen = series.observed()[from..from + season].iter().flatten();
        let (sum, count) = seen.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
        (count > 0.0).then(|| sum / count)
    };
    let means: Vec<f64> = (0..seasons).map(mean).collect::<Option<_>>()?;
    let (at, sureness) = (LEAST_SEASONS..(seasons + 1).saturating_sub(LEAST_SEASONS))
        .filter_map(|at| Some((at, sureness(&means, at)?)))
        .max_by(|(_, a), (_, b)| a.total_cmp(b))?;
    let around =
        |from: usize| means[from..from + LEAST_SEASONS].iter().sum::<f64>() / LEAST_SEASONS as f64;
    let (before, after) = (around(at - LEAST_SEASONS), around(at));
    let change = after / before - 1.0;
    let is_worth_saying =
        sureness >= LEAST_SURENESS && before > 0.0 && change.abs() >= LEAST_CHANGE;
    is_worth_saying.then(|| Insight::LevelShift { at: start + at * season, change, before, after })
}

/// The t-value of a step before `at` beside a line through all values, less sure the more the errors follow each other.
fn sureness(values: &[f64], at: usize) -> Option<f64> {
    let n = values.len();
    let row = |t: usize| [1.0, t as f64 / n as f64, f64::from(u8::from(t >= at))];
    let (mut products, mut right) = (vec![0.0; 9], vec![0.0; 3]);
    for (t, value) in values.iter().enumerate() {
        let row = row(t);
        for i in 0..3 {
            right[i] += row[i] * value;
            for j in 0..3 {
                products[i * 3 + j] += row[i] * row[j];
            }
        }
    }
    if !linear::factorise(&mut products, 3) {
        return None;
    }
    linear::substitute(&products, &mut right);
    let errors: Vec<f64> = values
        .iter()
        .enumerate()
        .map(|(t, value)| value - row(t).iter().zip(&right).map(|(x, b)| x * b).sum::<f64>())
        .collect();
    let squares: f64 = errors.iter().map(|error| error * error).sum();
    let follows: f64 = errors.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let rho = if squares > 0.0 { (follows / squares).clamp(0.0, 0.9) } else { 0.0 };
    let mut unit = vec![0.0, 0.0, 1.0];
    linear::substitute(&products, &mut unit);
    let variance = squares / (n - 3) as f64 * unit[2] * (1.0 + rho) / (1.0 - rho);
    let size = right[2].abs();
    // A step without any noise around it is as sure as can be.
    Some(if variance > 0.0 { size / variance.sqrt() } else { size * f64::MAX.sqrt() })
}
