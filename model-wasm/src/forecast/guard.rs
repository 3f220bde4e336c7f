//! What no forecast may do: leave the range its history makes thinkable, sell on closed days, go below zero
//! where nothing ever did.

use std::sync::Arc;

use super::{Calendar, Series};

/// How many times the farthest move of the history, over as many periods, an expected value may move.
const MEAN_REACH: f64 = 2.0;
/// How many times that move the standard deviation of an error may be.
const SPREAD_REACH: f64 = 1.0;
/// Lags at which the history's moves are measured, at most.
const MOST_LAGS: usize = 24;

/// What the history makes thinkable.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    length: usize,
    calendar: Arc<Calendar>,
    /// Whether the history has a value below zero: then a forecast may.
    is_signed: bool,
    last_season: Vec<f64>,
    /// Lowest and highest of the last season.
    range: (f64, f64),
    /// Lag, farthest fall and farthest rise over at most so many periods; rising.
    moves: Vec<(usize, f64, f64)>,
    /// The least standard deviation: what has never moved in a short history might still.
    least_spread: f64,
}

impl Guard {
    pub(super) fn new(series: &Series) -> Self {
        let y = series.filled();
        let n = y.len();
        let m = series.seasons().last().copied().unwrap_or(1).min(n);
        let last_season = y[n - m..].to_vec();
        let low = last_season.iter().copied().fold(f64::INFINITY, f64::min);
        let high = last_season.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let observed = series.observed().iter().flatten();
        let count = observed.clone().count() as f64;
        let size = observed.clone().map(|value| value.abs()).sum::<f64>() / count;
        Self {
            length: n,
            calendar: Arc::clone(series.shared_calendar()),
            is_signed: observed.clone().any(|value| *value < 0.0),
            last_season,
            range: (low, high),
            moves: farthest_moves(y),
            least_spread: size / (2.0 * count * count),
        }
    }

    /// Makes expected values thinkable ones: `also` is a range that something else than the history makes thinkable.
    pub(super) fn hold_mean(&self, mean: &mut [f64], also: Option<(f64, f64)>) {
        let (least, most) = also.unwrap_or(self.range);
        for (step, value) in mean.iter_mut().enumerate() {
            let (fall, rise) = self.reach(step + 1);
            let low = least.min(self.range.0 - MEAN_REACH * fall);
            let high = most.max(self.range.1 + MEAN_REACH * rise);
            if !value.is_finite() {
                *value = self.last_season[step % self.last_season.len()];
            }
            *value = self.hold(step, value.clamp(low, high));
        }
    }

    /// Makes standard deviations thinkable ones.
    pub(super) fn hold_spread(&self, spread: &mut [f64], also: Option<(f64, f64)>) {
        let width = also.map_or(self.least_spread, |(low, high)| high - low);
        for (step, value) in spread.iter_mut().enumerate() {
            let (fall, rise) = self.reach(step + 1);
            let most = (SPREAD_REACH * fall.max(rise)).max(width).max(self.least_spread);
            *value = if value.is_nan() { most } else { value.clamp(self.least_spread, most) };
        }
    }

    /// A value or quantile of a step as it may be: 0 on closed days, not below 0 unless the history was.
    pub(super) fn hold(&self, step: usize, value: f64) -> f64 {
        if !self.is_open(step) {
            0.0
        } else if self.is_signed {
            value
        } else {
            value.max(0.0)
        }
    }

    /// Whether a sum of forecasts may be below 0.
    pub(super) const fn is_signed(&self) -> bool {
        self.is_signed
    }

    /// Whether the shop is open at a step; 0 is the first after the history.
    pub(super) fn is_open(&self, step: usize) -> bool {
        self.calendar.is_open(self.length + step)
    }

    /// The farthest fall and rise over so many periods.
    fn reach(&self, periods: usize) -> (f64, f64) {
        let at = self.moves.partition_point(|(lag, ..)| *lag <= periods);
        let Some(&(lag, fall, rise)) = at.checked_sub(1).and_then(|at| self.moves.get(at)) else {
            return (0.0, 0.0);
        };
        let Some(&(next, next_fall, next_rise)) = self.moves.get(at) else {
            // Farther than the history is long: as fast as over all of it.
            let share = periods as f64 / lag as f64;
            return (fall * share, rise * share);
        };
        let share = (periods - lag) as f64 / (next - lag) as f64;
        (fall + share * (next_fall - fall), rise + share * (next_rise - rise))
    }
}

/// Farthest fall and rise at lags that grow by a half, each at least that of the lag before.
fn farthest_moves(y: &[f64]) -> Vec<(usize, f64, f64)> {
    let mut moves: Vec<(usize, f64, f64)> = Vec::new();
    let mut lag = 1;
    let (mut fall, mut rise) = (0.0_f64, 0.0_f64);
    while lag < y.len() && moves.len() < MOST_LAGS {
        for (before, after) in y.iter().zip(&y[lag..]) {
            fall = fall.max(before - after);
            rise = rise.max(after - before);
        }
        moves.push((lag, fall, rise));
        lag += (lag / 2).max(1);
    }
    moves
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::Frequency;

    fn guard(values: &[f64]) -> Guard {
        let observed = values.iter().copied().map(Some).collect();
        Guard::new(&Series::new(observed, Frequency::Yearly).unwrap())
    }

    #[test]
    fn a_forecast_moves_at_most_twice_as_far_as_the_history_did() {
        let guard = guard(&[10.0, 11.0, 10.0, 12.0, 11.0]);
        let mut mean = vec![1e9, f64::NAN, f64::NEG_INFINITY, 12.0];
        guard.hold_mean(&mut mean, None);
        // The farthest rise from one year to the next is 2; what is no number becomes the last value.
        assert_eq!(mean, [15.0, 11.0, 11.0, 12.0]);
    }

    #[test]
    fn beyond_the_length_of_the_history_its_pace_goes_on() {
        let guard = guard(&[0.0, 10.0, 20.0]);
        assert_eq!(guard.reach(1), (0.0, 10.0));
        assert_eq!(guard.reach(2), (0.0, 20.0));
        assert_eq!(guard.reach(20), (0.0, 200.0));
    }

    #[test]
    fn only_a_history_below_zero_may_go_on_below_zero() {
        assert!(guard(&[3.0, 1.0]).hold(0, -5.0).abs() < 1e-12);
        assert!((guard(&[3.0, -1.0]).hold(0, -5.0) + 5.0).abs() < 1e-12);
    }

    #[test]
    fn a_single_value_leaves_room_and_a_long_calm_little() {
        let mut spread = vec![0.0];
        guard(&[8.0]).hold_spread(&mut spread, None);
        assert_eq!(spread, [4.0]);
        guard(&[8.0; 50]).hold_spread(&mut spread, None);
        assert!(spread[0] < 0.01);
    }
}
