//! What an item was sold for.

use super::calendar::History;
use super::sums::DaySum;
use crate::forecasts::ForecastQuery;

/// Prices that differ by no more than 1 in so many are the same.
const SAME: i64 = 200;

/// Minor units per unit on the last day with sales.
pub(super) fn last(days: &[DaySum]) -> Option<i64> {
    let price = days.iter().rev().find_map(|day| realised(day.revenue, day.units))?;
    Some((price + 500_000) / 1_000_000)
}

/// Period by period, millionths of a minor unit per unit: see [`crate::ForecastInput::prices`].
///
/// A price counts once two periods with sales in a row agree on it: what a single customer was let off is no price.
pub(super) fn of(query: &ForecastQuery, history: &History, days: &[DaySum]) -> Vec<i64> {
    if query.scope.item.is_none() {
        return Vec::new();
    }
    let sold = sold_for(query, history, days);
    let known: Vec<i64> = sold.iter().flatten().copied().collect();
    let mut confirmed = known.windows(2).map(|pair| is_same(pair[0], pair[1]));
    let agree = confirmed.by_ref().filter(|is_same| *is_same).count();
    // Where most sales have a price of their own, there is none.
    if known.len() < 2 || agree * 2 < known.len() {
        return Vec::new();
    }
    let mut at = 0;
    let mut price = known.windows(2).find(|pair| is_same(pair[0], pair[1])).map_or(0, |p| p[0]);
    let mut prices = Vec::with_capacity(sold.len());
    for sold in sold {
        if let Some(now) = sold {
            at += 1;
            let is_confirmed = known.get(at).is_some_and(|next| is_same(now, *next));
            if is_confirmed && !is_same(now, price) {
                price = now;
            }
        }
        prices.push(price);
    }
    prices
}

const fn is_same(a: i64, b: i64) -> bool {
    (a - b).abs() <= a / SAME
}

/// What was taken per unit in each period; nothing where nothing was sold or returns outweigh it.
fn sold_for(query: &ForecastQuery, history: &History, days: &[DaySum]) -> Vec<Option<i64>> {
    let mut days = &days[days.partition_point(|sum| sum.day < history.first)..];
    let mut start = history.first;
    let mut sold = Vec::new();
    while start < history.ahead {
        let end = query.every.next(start);
        let (mut revenue, mut units) = (0_i64, 0_i64);
        while let Some((day, rest)) = days.split_first()
            && day.day < end
        {
            revenue = revenue.wrapping_add(day.revenue);
            units = units.wrapping_add(day.units);
            days = rest;
        }
        sold.push(realised(revenue, units));
        start = end;
    }
    sold
}

/// Millionths of a minor unit per unit; `units` in thousandths.
fn realised(revenue: i64, units: i64) -> Option<i64> {
    if revenue <= 0 || units <= 0 {
        return None;
    }
    i64::try_from(i128::from(revenue) * 1_000_000_000 / i128::from(units)).ok()
}
