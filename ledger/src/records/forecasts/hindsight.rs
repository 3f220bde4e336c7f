//! Forecasts against what came.

use super::calendar::History;
use crate::day::Day;
use crate::forecasts::{Bands, Every, Hindsight};

/// What came, period by period.
pub(super) struct Actual {
    first: Day,
    every: Every,
    values: Vec<Option<i64>>,
}

/// Sums over the periods of one forecast or of several.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    periods: u32,
    inside_80: u32,
    absolute: i128,
    signed: i128,
    size: i128,
}

impl Actual {
    pub(super) fn of(history: &History, every: Every) -> Self {
        Self { first: history.first, every, values: history.values().collect() }
    }

    /// `None` until one of the forecast's periods is over.
    pub(super) fn hindsight(&self, first: Day, steps: &[Bands]) -> Option<Hindsight> {
        let mut tally = Tally::default();
        self.compare(first, steps, &mut tally);
        tally.hindsight()
    }

    /// Adds the periods of a forecast that are over.
    pub(super) fn compare(&self, first: Day, steps: &[Bands], tally: &mut Tally) {
        let from = i64::from(self.every.between(self.first, first));
        for (bands, at) in steps.iter().zip(from..) {
            let actual = usize::try_from(at).ok().and_then(|at| self.values.get(at));
            if let Some(Some(actual)) = actual {
                tally.add(bands, *actual);
            }
        }
    }
}

impl Tally {
    fn add(&mut self, bands: &Bands, actual: i64) {
        let error = i128::from(bands.mean) - i128::from(actual);
        let [_, low, .., high, _] = bands.quantiles;
        self.periods += 1;
        self.inside_80 += u32::from((low..=high).contains(&actual));
        self.absolute += error.abs();
        self.signed += error;
        self.size += i128::from(actual).abs();
    }

    pub(super) fn hindsight(&self) -> Option<Hindsight> {
        let share = |sum: i128| (self.size > 0).then(|| rounded(sum * 1_000, self.size));
        (self.periods > 0).then(|| Hindsight {
            periods: self.periods,
            wape: share(self.absolute).map(|share| u32::try_from(share).unwrap_or(u32::MAX)),
            inside_80: (self.inside_80 * 1_000 + self.periods / 2) / self.periods,
            bias: share(self.signed)
                .map(|share| share.clamp(i128::from(i32::MIN), i128::from(i32::MAX)) as i32),
        })
    }
}

/// `sum / by` to the nearest, `by` > 0.
const fn rounded(sum: i128, by: i128) -> i128 {
    (sum * 2 + by).div_euclid(by * 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecasts::Run;

    fn bands(mean: i64) -> Bands {
        Bands { mean, quantiles: [-3, -2, -1, 0, 1, 2, 3].map(|step| mean + step * 10) }
    }

    fn actual(values: &[Option<i64>]) -> Actual {
        let runs = values.iter().map(|value| Run { periods: 1, value: *value }).collect();
        let history = History { first: Day(100), runs, ahead: Day(100), running: None };
        Actual::of(&history, Every::Day)
    }

    #[test]
    fn only_periods_that_are_over_and_known_count() {
        let actual = actual(&[Some(100), Some(130), None, Some(100)]);
        let steps = [bands(110), bands(100), bands(100), bands(100), bands(7)];
        let found = actual.hindsight(Day(100), &steps).unwrap();
        // 110 for 100, 100 for 130, 100 for 100; 130 lies outside of 80 to 120.
        assert_eq!(found.periods, 3);
        assert_eq!((found.wape, found.bias), (Some(121), Some(-61)));
        assert_eq!(found.inside_80, 667);
        assert_eq!(actual.hindsight(Day(104), &steps), None);
        assert_eq!(actual.hindsight(Day(99), &steps).unwrap().periods, 3);
    }

    #[test]
    fn without_sales_there_is_no_percentage() {
        let found = actual(&[Some(0)]).hindsight(Day(100), &[bands(5)]).unwrap();
        assert_eq!((found.wape, found.bias, found.inside_80), (None, None, 1_000));
    }
}
