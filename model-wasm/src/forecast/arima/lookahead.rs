//! How well a model foresees a whole season, not only the next value.

use super::filter::{Filter, Track};

/// Share of the history that comes before the first forecast, in percent: its errors tell of the start.
const PERCENT_BEFORE: usize = 40;

/// Mean absolute error of the forecasts of the next `steps` values from every point of the history after the first
/// 40 %, by the first column of the filter's last run. Infinite if nothing was observed there.
pub(super) fn lookahead(filter: &Filter, steps: usize) -> f64 {
    let Some(track) = filter.tracks.first() else { return f64::INFINITY };
    let n = track.values.len();
    let (mut total, mut count) = (0.0, 0.0);
    let mut ahead = Ahead::default();
    for t in (n * PERCENT_BEFORE / 100).max(filter.lost)..n {
        ahead.look(filter, track, t, steps.min(n - t));
        for (step, expected) in ahead.values.iter().enumerate() {
            if filter.is_seen.get(t + step).copied().unwrap_or(true) {
                total += (track.values[t + step] - expected).abs();
                count += 1.0;
            }
        }
    }
    if count > 0.0 { total / count } else { f64::INFINITY }
}

/// What is expected from one point on.
#[derive(Default)]
struct Ahead {
    differenced: Vec<f64>,
    values: Vec<f64>,
}

impl Ahead {
    /// Expects periods `t` to `t + steps`, knowing those before.
    fn look(&mut self, filter: &Filter, track: &Track, t: usize, steps: usize) {
        let known = t - filter.lost;
        self.differenced.clear();
        self.values.clear();
        for step in 0..steps {
            let mut expected = 0.0;
            for (lag, c) in &filter.ar_terms {
                expected += c * before(&self.differenced, &track.differenced[..known], step, *lag);
            }
            for (lag, c) in filter.ma_terms.iter().filter(|(lag, _)| *lag > step) {
                expected += c * before(&[], &track.surprises[..known], 0, lag - step);
            }
            self.differenced.push(expected);
            for (lag, c) in &filter.differences {
                expected += c * before(&self.values, &track.values[..t], step, *lag);
            }
            self.values.push(expected);
        }
    }
}

/// What came `lag` before step `step`: one of the steps `ahead`, or of what was `known`, or nothing.
fn before(ahead: &[f64], known: &[f64], step: usize, lag: usize) -> f64 {
    if lag <= step {
        return ahead[step - lag];
    }
    known.len().checked_sub(lag - step).map_or(0.0, |at| known[at])
}
