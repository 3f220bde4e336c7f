//! How an item sells.

use super::calendar::Calendar;
use super::sums::DaySum;
use crate::day::Day;
use crate::forecasts::{Demand, Measure};

/// Days of history before an item's demand can be told.
const LEAST_DAYS: i32 = 28;
/// Days per day with demand at and above which demand is intermittent, in hundredths.
const INTERVAL: i128 = 132;
/// Squared coefficient of variation of sizes at and above which they are erratic, in hundredths.
const VARIATION: i128 = 49;

/// The class of demand by whole days up to the calendar's end; by units, by revenue where no units are told. `None`
/// with fewer than 28 days of history or two days with demand.
///
/// # Source
/// Syntetos, Boylan & Croston (2005), J. Oper. Res. Soc. 56, 495-503: mean interval 1.32, squared coefficient of
/// variation 0.49. Days on which more came back than was sold have no demand.
pub(super) fn demand_of(sums: &[DaySum], calendar: &Calendar) -> Option<Demand> {
    let from = sums.partition_point(|sum| sum.day < calendar.start);
    let to = sums.partition_point(|sum| sum.day <= calendar.until);
    let sums = sums.get(from..to)?;
    let has_units = sums.iter().any(|sum| sum.units != 0);
    let measure = if has_units { Measure::Units } else { Measure::Revenue };
    let first: Day = sums.iter().find(|sum| sum.of(measure) != 0)?.day;
    let days = calendar.known_days(first, calendar.until);
    if days < LEAST_DAYS {
        return None;
    }
    // In integers, so that every machine draws the line at the same place: amounts are far below 2^50 a day.
    let (mut count, mut sum, mut squares) = (0_i128, 0_i128, 0_i128);
    for size in sums.iter().map(|sum| i128::from(sum.of(measure))).filter(|size| *size > 0) {
        count += 1;
        sum += size;
        squares = squares.saturating_add(size * size);
    }
    if count < 2 {
        return None;
    }
    let is_seldom = i128::from(days) * 100 >= INTERVAL * count;
    // Sample variance over squared mean: (squares − sum²/n) / (n − 1) ÷ (sum/n)².
    let spread = squares.saturating_mul(count).saturating_sub(sum.saturating_mul(sum));
    let is_varied = spread.saturating_mul(100).saturating_mul(count)
        >= sum.saturating_mul(sum).saturating_mul(VARIATION * (count - 1));
    Some(match (is_seldom, is_varied) {
        (false, false) => Demand::Smooth,
        (false, true) => Demand::Erratic,
        (true, false) => Demand::Intermittent,
        (true, true) => Demand::Lumpy,
    })
}
