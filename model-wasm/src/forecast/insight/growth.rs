//! Growth from year to year.

use super::Insight;
use crate::forecast::{Frequency, Series};
use crate::math;

/// Blocks a year is cut into; their growth rates tell how sure the year's is.
const BLOCKS: usize = 13;
/// Fewer blocks say nothing.
const LEAST_BLOCKS: usize = 4;
/// Growth below is not worth a sentence.
const LEAST_CHANGE: f64 = 0.03;
/// Growth below so many standard errors may be chance.
const LEAST_SURENESS: f64 = 2.5;

pub(super) fn find(series: &Series) -> Option<Insight> {
    let (year, block) = year(series.frequency())?;
    let observed = series.observed();
    let n = observed.len();
    let blocks = (n.checked_sub(year)? / block).min(year / block);
    let (mut rates, mut now, mut then) = (Vec::new(), 0.0, 0.0);
    for number in 0..blocks {
        let end = n - number * block;
        // Only periods that were observed in both years can be compared.
        let pairs = (end - block..end).filter_map(|t| Some((observed[t]?, observed[t - year]?)));
        let (after, before) = pairs.fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
        if after > 0.0 && before > 0.0 {
            rates.push(math::ln(after / before));
            now += after;
            then += before;
        }
    }
    let count = rates.len() as f64;
    if rates.len() < LEAST_BLOCKS.min(year / block) || rates.len() < 2 {
        return None;
    }
    let mean = rates.iter().sum::<f64>() / count;
    let variance =
        rates.iter().map(|rate| (rate - mean) * (rate - mean)).sum::<f64>() / (count - 1.0);
    let is_sure = mean.abs() >= LEAST_SURENESS * (variance / count).sqrt();
    let change = now / then - 1.0;
    (is_sure && change.abs() >= LEAST_CHANGE && (change > 0.0) == (mean > 0.0))
        .then_some(Insight::Growth { change, span: rates.len() * block })
}

/// Periods in a year and in a block. Days count 52 weeks, so that weekdays match.
const fn year(frequency: Frequency) -> Option<(usize, usize)> {
    match frequency {
        Frequency::Daily => Some((364, 364 / BLOCKS)),
        Frequency::Weekly => Some((52, 52 / BLOCKS)),
        Frequency::Monthly => Some((12, 1)),
        Frequency::Quarterly => Some((4, 1)),
        Frequency::Hourly | Frequency::Yearly => None,
    }
}
