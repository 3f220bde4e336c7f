//! A series prepared so that any window before any origin is looked up, not summed up.

use super::layout::Layout;
use crate::forecast::{Role, Series};

/// Weight of the newest value in the smoothed levels.
const SMOOTHING: [f64; 2] = [0.05, 0.2];

/// A series with its running sums. What is asked of an origin depends on the values before it alone.
pub(super) struct History {
    pub(super) series: Series,
    /// Sums over the first 0, 1, … periods.
    totals: Vec<Totals>,
    /// Whether and which promotions run, per period known.
    states: Vec<u32>,
    /// Whether every value is a whole number.
    is_counted: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Totals {
    sum: f64,
    absolute: f64,
    squares: f64,
    count: f64,
    sales: f64,
    /// Periods since the last value that is not 0.
    idle: f64,
    smoothed: [f64; 2],
}

impl History {
    pub(super) fn new(series: Series) -> Self {
        let mut now = Totals::default();
        let mut totals = vec![now];
        for value in series.observed() {
            now.idle += 1.0;
            if let Some(y) = *value {
                for (level, alpha) in now.smoothed.iter_mut().zip(SMOOTHING) {
                    // Over few values it is their mean.
                    *level += (y - *level) * alpha.max(1.0 / (now.count + 1.0));
                }
                now.sum += y;
                now.absolute += y.abs();
                now.squares += y * y;
                now.count += 1.0;
                if y != 0.0 {
                    now.sales += 1.0;
                    now.idle = 0.0;
                }
            }
            totals.push(now);
        }
        let states = states(&series);
        let is_counted = series.observed().iter().flatten().all(|value| value.fract() == 0.0);
        Self { series, totals, states, is_counted }
    }

    /// Mean and quantiles out of what a forest says in units: in order, and whole numbers where only such were seen.
    pub(super) fn restore(&self, scores: &mut [f64], unit: f64) {
        scores.iter_mut().for_each(|score| *score *= unit);
        let Some((_, quantiles)) = scores.split_first_mut() else { return };
        quantiles.sort_by(f64::total_cmp);
        if self.is_counted {
            quantiles.iter_mut().for_each(|quantile| *quantile = quantile.round());
        }
    }

    /// The unit values are divided by: half the level of the recent periods, half that of all. 0 if nothing was ever
    /// sold.
    pub(super) fn unit(&self, origin: usize, layout: &Layout) -> f64 {
        let recent = self.over(origin, layout.recent());
        let all = self.over(origin, origin);
        let level = |totals: &Totals| totals.absolute / totals.count.max(1.0);
        f64::midpoint(level(&recent), level(&all))
    }

    /// Sums over the last periods before an origin.
    fn over(&self, origin: usize, periods: usize) -> Totals {
        let (to, from) = (&self.totals[origin], &self.totals[origin.saturating_sub(periods)]);
        Totals {
            sum: to.sum - from.sum,
            absolute: to.absolute - from.absolute,
            squares: to.squares - from.squares,
            count: to.count - from.count,
            sales: to.sales - from.sales,
            ..*to
        }
    }

    /// The mean of the last periods before an origin; NaN if none was observed.
    pub(super) fn mean(&self, origin: usize, periods: usize) -> f64 {
        let totals = self.over(origin, periods);
        if totals.count > 0.5 { totals.sum / totals.count } else { f64::NAN }
    }

    /// The standard deviation of the last periods.
    pub(super) fn deviation(&self, origin: usize, periods: usize) -> f64 {
        let totals = self.over(origin, periods);
        if totals.count < 1.5 {
            return f64::NAN;
        }
        let mean = totals.sum / totals.count;
        (totals.squares / totals.count - mean * mean).max(0.0).sqrt()
    }

    /// The share of the last periods' values that are not 0, and their mean.
    pub(super) fn demand(&self, origin: usize, periods: usize) -> (f64, f64) {
        let totals = self.over(origin, periods);
        (totals.sales / totals.count, totals.sum / totals.sales)
    }

    /// Periods since the last value that is not 0.
    pub(super) fn idle(&self, origin: usize) -> f64 {
        self.totals[origin].idle
    }

    pub(super) fn smoothed(&self, origin: usize) -> [f64; 2] {
        self.totals[origin].smoothed
    }

    /// The values of the last periods, newest first, gaps left out.
    pub(super) fn latest(&self, origin: usize, periods: usize) -> impl Iterator<Item = f64> {
        let from = origin.saturating_sub(periods);
        self.series.observed()[from..origin].iter().rev().flatten().copied()
    }

    /// The values a whole number of `lag`s before `target` that are known at the origin, newest first, gaps left out,
    /// with their periods; at most `most` lags are tried.
    pub(super) fn returning(
        &self,
        origin: usize,
        target: usize,
        lag: usize,
        most: usize,
    ) -> impl Iterator<Item = (usize, f64)> {
        let first = (target + 1 - origin).div_ceil(lag);
        (first..first + most).map_while(move |k| target.checked_sub(k * lag)).filter_map(|t| {
            let value = (*self.series.observed().get(t)?)?;
            Some((t, value))
        })
    }

    /// Which promotions run in a period; `None` if there are no such columns.
    pub(super) fn state(&self, t: usize) -> u32 {
        self.states.get(t).copied().unwrap_or(0)
    }
}

/// A bit per promotion that runs.
fn states(series: &Series) -> Vec<u32> {
    let columns = || {
        let all = series.calendar().columns.iter();
        all.filter(|column| column.role == Role::Promotion).take(u32::BITS as usize)
    };
    let length = columns().map(|column| column.values.len()).max().unwrap_or(0);
    let at = |t: usize| {
        let bits = columns().enumerate();
        bits.fold(0, |state, (bit, column)| state | (u32::from(column.at(t) >= 0.5) << bit))
    };
    (0..length).map(at).collect()
}
