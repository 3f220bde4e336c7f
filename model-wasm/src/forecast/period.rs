//! Which season a series really has: shops that promote every other week repeat after 14 days, not after 7.
//!
//! A longer cycle is tried against the one known so far, and its multiple: both foretell the last two of the longer
//! cycles, each value by the mean of those at its place over the longer cycle just before. Such rules are too simple to
//! overfit, and the longer one's is the noisier, so that it wins only by what really returns with it. Only the latest
//! cycles count, for habits of that kind hold for some months and then change step: a cycle that held until lately says
//! more than one that held on average.

use super::{Frequency, Series};

/// A longer cycle must err less than the shorter one by this factor.
const SHARE: f64 = 0.8;
/// The longer cycles that are foretold.
const FORETOLD: usize = 2;
/// The least longer cycles a history must hold.
const LEAST_CYCLES: usize = 4;
/// Longer seasons do not replace the shorter one: they are kept beside it.
const LONGEST_ALONE: usize = 31;

/// The seasons of a series, shortest first: its own, unless a multiple of the shortest is clearly what returns. Where
/// the history is too short to tell, or no other is likely at its frequency, its own.
///
/// Closed periods must be gaps. Cheap: a pass over the last cycles.
pub(super) fn detect(series: &Series) -> Vec<usize> {
    let own = series.seasons().to_vec();
    let Some(usual) = own.first().copied() else { return own };
    let longer: &[usize] = match series.frequency() {
        Frequency::Hourly => &[168],
        Frequency::Daily => &[14, 28],
        _ => &[],
    };
    let (mut found, mut shorter) = (usual, vec![usual]);
    for m in longer.iter().copied().filter(|m| *m > usual && m % usual == 0) {
        if shorter.iter().all(|shorter| share(series.observed(), *shorter, m) < SHARE) {
            found = m;
        }
        shorter.push(m);
    }
    if found == usual {
        own
    } else if found > LONGEST_ALONE {
        vec![usual, found]
    } else {
        vec![found]
    }
}

/// The absolute errors of the `longer` cycle over those of the `shorter`; infinite if nothing can be told.
fn share(observed: &[Option<f64>], shorter: usize, longer: usize) -> f64 {
    let n = observed.len();
    if n < LEAST_CYCLES * longer {
        return f64::INFINITY;
    }
    let (mut by_shorter, mut by_longer) = (0.0, 0.0);
    for t in n - FORETOLD * longer..n {
        let before = &observed[t - longer..t];
        let mean = mean(before.iter().step_by(shorter));
        // The longer cycle has one value there.
        if let (Some(value), Some(mean), Some(same)) = (observed[t], mean, before[0]) {
            by_shorter += (value - mean).abs();
            by_longer += (value - same).abs();
        }
    }
    if by_shorter > 0.0 { by_longer / by_shorter } else { f64::INFINITY }
}

fn mean<'a>(values: impl Iterator<Item = &'a Option<f64>>) -> Option<f64> {
    let (sum, count) = values.flatten().fold((0.0, 0.0), |(sum, count), y| (sum + y, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn daily(n: usize, value: impl Fn(usize) -> f64) -> Series {
        let mut random = crate::Random::new(5);
        // Never on Sundays.
        let observed = |t: usize| (t % 7 != 6).then(|| value(t) + 5.0 * random.normal());
        Series::new((0..n).map(observed).collect(), Frequency::Daily).unwrap()
    }

    #[test]
    fn a_promotion_every_other_week_is_found() {
        let series =
            daily(200, |t| 100.0 + 10.0 * (t % 7) as f64 + if t % 14 < 7 { 40.0 } else { 0.0 });
        assert_eq!(detect(&series), [14]);
    }

    #[test]
    fn a_week_stays_a_week() {
        for n in [1, 20, 40, 200, 700] {
            assert_eq!(detect(&daily(n, |t| 100.0 + 10.0 * (t % 7) as f64)), [7], "{n}");
            assert_eq!(detect(&daily(n, |t| 100.0 + t as f64)), [7], "{n}");
        }
        let plain = daily(200, |_| 1.0).with_seasons(Vec::new()).unwrap();
        assert_eq!(detect(&plain), [0_usize; 0]);
    }

    #[test]
    fn a_week_of_hours_stands_beside_the_day() {
        let value = |t: usize| Some((t % 24) as f64 * if t / 24 % 7 < 5 { 1.0 } else { 3.0 });
        let hourly = Series::new((0..1_000).map(value).collect(), Frequency::Hourly).unwrap();
        assert_eq!(detect(&hourly), [24, 168]);
    }
}
