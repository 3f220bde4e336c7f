//! How far back the records reach: nothing is compared with days before them.

use ledger::{Day, SalesAnswer};

/// A year of whole weeks, as [`ledger::Comparison`] counts it.
const YEAR_DAYS: i32 = 364;

/// What a report's period can be compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reach {
    first: Day,
    /// Whether the whole period before is on record.
    pub(super) has_period_before: bool,
    /// Whether the same days of the year before are.
    pub(super) has_year_before: bool,
}

impl Reach {
    pub(super) fn of(answer: &SalesAnswer) -> Self {
        let period = answer.period;
        let first = answer.known.map_or(period.first, |known| known.first);
        let days = period.last.0.saturating_sub(period.first.0).saturating_add(1);
        let reaches = |back: i32| period.first.0.saturating_sub(back) >= first.0;
        Self { first, has_period_before: reaches(days), has_year_before: reaches(YEAR_DAYS) }
    }

    /// Whether a day has one of the year before on record.
    pub(super) fn has_year_before(self, day: Day) -> bool {
        day.0.saturating_sub(YEAR_DAYS) >= self.first.0
    }
}

#[cfg(test)]
mod tests {
    use ledger::{Comparison, Currency, Period};

    use super::*;

    #[test]
    fn nothing_is_compared_with_days_before_the_records() {
        let reach = |first: i32, last: i32| {
            Reach::of(&SalesAnswer {
                currency: Currency::from_code("EUR").unwrap(),
                period: Period { first: Day(first), last: Day(last) },
                known: Some(Period { first: Day(1_000), last: Day(2_000) }),
                total: Comparison::default(),
                rows: Vec::new(),
                row_count: 0,
                others: Vec::new(),
                converted: Vec::new(),
                places: Vec::new(),
                channels: Vec::new(),
                categories: Vec::new(),
                countries: Vec::new(),
                currencies: Vec::new(),
            })
        };
        let recent = reach(1_973, 2_000);
        assert!(recent.has_period_before && recent.has_year_before);
        let everything = reach(1_000, 2_000);
        assert!(!everything.has_period_before && !everything.has_year_before);
        assert!(everything.has_year_before(Day(1_364)) && !everything.has_year_before(Day(1_363)));
        assert!(reach(1_028, 1_055).has_period_before);
    }
}
