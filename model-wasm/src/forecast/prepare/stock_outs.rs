//! Runs without sales that chance does not explain.

use std::ops::Range;

use crate::forecast::Series;

/// A run is explained by chance if one like it is expected in more than this share of histories.
const CHANCE: f64 = 1e-4;
/// Runs found change what is usual without them: looked at again so often.
const ROUNDS: usize = 3;

/// Runs, oldest first. One that reaches the end of the history is none: the item may be sold no more.
pub(super) fn find(series: &Series) -> Vec<Range<usize>> {
    let y = series.observed();
    let runs = runs(y);
    let mut found: Vec<Range<usize>> = Vec::new();
    for _ in 0..ROUNDS {
        let chances = chances_of_nothing(y, series.season(), &found);
        let is_no_chance = |run: &Range<usize>| {
            let chance: f64 = run.clone().map(|t| chances[t % chances.len()]).product();
            chance * (y.len() as f64) < CHANCE
        };
        let next: Vec<Range<usize>> =
            runs.iter().filter(|run| is_no_chance(run)).cloned().collect();
        if next == found {
            break;
        }
        found = next;
    }
    found
}

/// Runs of periods known to have sold nothing, between periods that sold.
fn runs(y: &[Option<f64>]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut begin: Option<usize> = None;
    let mut has_sold = false;
    for (t, value) in y.iter().enumerate() {
        match value {
            Some(value) if value.abs() > 0.0 => {
                runs.extend(begin.take().filter(|_| has_sold).map(|begin| begin..t));
                has_sold = true;
            }
            Some(_) => _ = begin.get_or_insert(t),
            None => begin = None,
        }
    }
    runs
}

/// How likely each place of the season is to sell nothing, outside some runs; half a period of each kind is assumed.
fn chances_of_nothing(y: &[Option<f64>], season: usize, without: &[Range<usize>]) -> Vec<f64> {
    let mut counts = vec![(0.5, 1.0); season.max(1)];
    let places = counts.len();
    for (t, value) in y.iter().enumerate() {
        let Some(value) = value else { continue };
        if !without.iter().any(|run| run.contains(&t)) {
            let (nothing, all) = &mut counts[t % places];
            *nothing += f64::from(u8::from(value.abs() <= 0.0));
            *all += 1.0;
        }
    }
    counts.into_iter().map(|(nothing, all)| nothing / all).collect()
}
