//! How long a period is against the others.

use crate::forecast::holidays::date::period_start;
use crate::forecast::{Frequency, Series};

/// Days of each period over the mean of all; 1 where days do not matter.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Shares(Option<(Frequency, i32)>);

impl Shares {
    /// Of a series whose periods differ in length and whose first day is known.
    pub(super) fn of(series: &Series) -> Self {
        let frequency = series.frequency();
        let is_uneven =
            matches!(frequency, Frequency::Monthly | Frequency::Quarterly | Frequency::Yearly);
        let first_day = series.calendar().first_day.filter(|_| is_uneven);
        Self(first_day.map(|first_day| (frequency, first_day)))
    }

    pub(super) fn at(&self, t: usize) -> f64 {
        let Some((frequency, first_day)) = self.0 else { return 1.0 };
        let start = |t| f64::from(period_start(frequency, first_day, t));
        let usual = match frequency {
            Frequency::Yearly => 365.25,
            Frequency::Quarterly => 365.25 / 4.0,
            _ => 365.25 / 12.0,
        };
        let share = (start(t + 1) - start(t)) / usual;
        // Beyond the days that have dates every period is as long as any.
        if share > 0.0 { share } else { 1.0 }
    }
}
