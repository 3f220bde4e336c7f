//! How well a form foresees a whole season, not only the next value.

use super::filter::Trace;
use super::form::{Form, Season};
use super::likelihood::Problem;

/// Steps looked ahead where seasons are shorter.
const LEAST_STEPS: usize = 4;

/// Share of the history that comes before the first forecast, in percent: its errors tell of the start.
const PERCENT_BEFORE: usize = 40;

/// Mean absolute error of the forecasts of the coming season (four steps where that is longer, a quarter of the
/// history where that is shorter) from every point of the history after the first 40 %. `trace` is that of a pass
/// with the parameters found. Infinite if nothing was observed there.
pub(super) fn lookahead(form: Form, phi: f64, problem: &Problem, trace: &Trace) -> f64 {
    let n = problem.values.len();
    let m = if form.season == Season::None { 1 } else { problem.m };
    // The same horizon for every form, or their errors could not be compared.
    let usual = if problem.has_season() { problem.m.max(LEAST_STEPS) } else { LEAST_STEPS };
    let steps = usual.min(n / 4).max(1);
    let mut growths = Vec::with_capacity(steps);
    let (mut sum, mut power) = (0.0, 1.0);
    for _ in 0..steps {
        power *= phi;
        sum += power;
        growths.push(sum);
    }
    let (mut total, mut count) = (0.0, 0.0);
    for t in n * PERCENT_BEFORE / 100..n {
        let (l, b) = (trace.level[t], trace.growth[t]);
        for (step, (y, growth)) in problem.values[t..].iter().zip(&growths).enumerate() {
            if y.is_nan() {
                continue;
            }
            let trend = l + b * growth;
            // Up to a season ahead, the seasons as they were at `t` are those used when their time came.
            let s = trace.season[t + step % m];
            let expected = match form.season {
                Season::None => trend,
                Season::Additive => trend + s,
                Season::Multiplicative => trend * s,
            };
            total += (y - expected).abs();
            count += 1.0;
        }
    }
    if count > 0.0 { total / count } else { f64::INFINITY }
}
