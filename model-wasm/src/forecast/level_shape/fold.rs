//! A history as levels times a shape.

use super::Choice;
use crate::forecast::Series;

/// Times level and shape are found from each other where there are gaps; without any, once is exact.
const ROUNDS: usize = 3;
/// The share of the seasons left out of a mean at either end: holidays have another shape.
const TRIMMED: usize = 4;
/// Seasons that tell how far single values are from level times shape, at least.
const LEAST_NOISE: usize = 8;

/// Whole seasons, the last one ending with the history.
pub(super) struct Fold {
    /// The mean of each season, oldest first.
    pub(super) levels: Vec<f64>,
    /// What each place of the season is of its level; mean 1.
    pub(super) shape: Vec<f64>,
    /// Root mean square of what single values at each place are away from level times shape.
    pub(super) noise: Vec<f64>,
}

impl Fold {
    /// The history must hold a season.
    pub(super) fn new(choice: Choice, series: &Series) -> Self {
        let Choice { m, kept } = choice;
        if m == 1 {
            return Self { levels: series.filled().to_vec(), shape: vec![1.0], noise: vec![0.0] };
        }
        let n = series.len();
        let whole = &series.observed()[n % m..];
        let has_gaps = whole.iter().any(Option::is_none);
        let mut shape = vec![1.0; m];
        let mut levels = levels(whole, &shape);
        for _ in 0..if has_gaps { ROUNDS } else { 1 } {
            shape = found_shape(whole, &levels, kept);
            if has_gaps {
                levels = self::levels(whole, &shape);
            }
        }
        let noise = noise(whole, &levels, &shape, kept);
        Self { levels, shape, noise }
    }
}

/// Each season's sum over that of the shape where it was observed; a season without values is as the one before.
fn levels(whole: &[Option<f64>], shape: &[f64]) -> Vec<f64> {
    let level = |season: &[Option<f64>]| {
        let seen = season.iter().zip(shape).filter_map(|(y, shape)| Some((((*y)?), shape)));
        let (sum, weight) = seen.fold((0.0, 0.0), |(sum, weight), (y, s)| (sum + y, weight + s));
        (weight > 0.0).then(|| sum / weight)
    };
    let known: Vec<Option<f64>> = whole.chunks_exact(shape.len()).map(level).collect();
    let mut last = known.iter().flatten().copied().next().unwrap_or(0.0);
    let mut fill = |level: Option<f64>| {
        last = level.unwrap_or(last);
        last
    };
    known.into_iter().map(&mut fill).collect()
}

/// The trimmed mean, at each place, of the latest values over their level, scaled to a mean of 1.
fn found_shape(whole: &[Option<f64>], levels: &[f64], kept: usize) -> Vec<f64> {
    let m = whole.len() / levels.len();
    let mut ratios = Vec::with_capacity(kept);
    let mut place = |place: usize| {
        ratios.clear();
        let values = whole.iter().skip(place).step_by(m).zip(levels).rev();
        let values = values.filter_map(|(y, level)| Some((*y)? / level).filter(|_| *level > 0.0));
        ratios.extend(values.take(kept));
        ratios.sort_unstable_by(f64::total_cmp);
        let trimmed = ratios.len() / TRIMMED;
        let middle = &ratios[trimmed..ratios.len() - trimmed];
        if middle.is_empty() { 1.0 } else { middle.iter().sum::<f64>() / middle.len() as f64 }
    };
    let mut shape: Vec<f64> = (0..m).map(&mut place).collect();
    let mean = shape.iter().sum::<f64>() / m as f64;
    if mean.is_finite() && mean > 0.0 {
        shape.iter_mut().for_each(|place| *place /= mean);
        shape
    } else {
        vec![1.0; m]
    }
}

fn noise(whole: &[Option<f64>], levels: &[f64], shape: &[f64], kept: usize) -> Vec<f64> {
    let m = shape.len();
    let latest = kept.max(LEAST_NOISE);
    let at = |place: usize| {
        let values = whole.iter().skip(place).step_by(m).zip(levels).rev();
        let errors = values.filter_map(|(y, level)| Some((*y)? - level * shape[place]));
        let (sum, count) =
            errors.take(latest).fold((0.0, 0.0_f64), |(sum, n), e| (sum + e * e, n + 1.0));
        (sum / count.max(1.0)).sqrt()
    };
    (0..m).map(at).collect()
}
