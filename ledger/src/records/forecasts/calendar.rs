//! Which days a history is made of, and how they become periods.

use super::super::summary::Cell;
use super::sums::DaySum;
use crate::day::Day;
use crate::forecasts::{Every, Measure, Run};
use crate::sales::Period;

/// Days in a row without any sale in the whole vault that count as nothing known rather than nothing sold.
const GAP_DAYS: i32 = 28;
/// A gap longer than two years ends what has a bearing on tomorrow; mostly it is a mistyped date.
const BREAK_DAYS: i32 = 730;

/// The days of the vault up to yesterday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Calendar {
    /// The first day with a sale behind the last break.
    pub(super) start: Day,
    /// Yesterday, or the last day with a sale if that is earlier.
    pub(super) until: Day,
    /// The last day with a sale, today at the latest.
    last: Day,
    gaps: Vec<Period>,
}

/// What was sold per period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct History {
    /// First day of the first period.
    pub(super) first: Day,
    /// Whole periods; the first is known. Thousands of items are mostly days without a sale.
    pub(super) runs: Vec<Run>,
    /// First day of the first period that is not among them.
    pub(super) ahead: Day,
    /// What is known of that one: what was sold in it so far.
    pub(super) running: Option<i64>,
}

impl History {
    /// Period by period.
    pub(super) fn values(&self) -> impl Iterator<Item = Option<i64>> {
        self.runs.iter().flat_map(|run| std::iter::repeat_n(run.value, run.periods as usize))
    }

    fn push(&mut self, periods: i32, value: Option<i64>, end: Day) {
        let periods = u32::try_from(periods).unwrap_or(0);
        match self.runs.last_mut() {
            Some(run) if run.value == value => run.periods += periods,
            // What is known begins with the first period of which something is.
            None if value.is_none() => self.first = end,
            _ => self.runs.push(Run { periods, value }),
        }
        self.ahead = end;
    }
}

impl Calendar {
    /// `None` unless anything was sold up to yesterday. `days`: the days with sales, ascending.
    pub(super) fn of(days: &[Cell], today: Day) -> Option<Self> {
        let past = &days[..days.partition_point(|cell| cell.day <= today)];
        let (first, last) = (past.first()?.day, past.last()?.day);
        let until = last.min(Day(today.0 - 1));
        let mut calendar = Self { start: first, until, last, gaps: Vec::new() };
        for pair in past.windows(2) {
            let gap = Period { first: Day(pair[0].day.0 + 1), last: Day(pair[1].day.0 - 1) };
            let days = gap.last.0 - gap.first.0 + 1;
            if days >= GAP_DAYS {
                calendar.gaps.push(gap);
            }
            if days > BREAK_DAYS {
                calendar.start = pair[1].day;
            }
        }
        (calendar.start <= until).then_some(calendar)
    }

    /// `None` unless anything was sold from the start until yesterday. `sums`: ascending.
    pub(super) fn history(
        &self,
        sums: &[DaySum],
        measure: Measure,
        every: Every,
    ) -> Option<History> {
        let is_sale = |sum: &&DaySum| sum.day >= self.start && sum.of(measure) != 0;
        let sold = sums.iter().find(is_sale)?.day;
        if sold > self.until {
            return None;
        }
        let mut start = every.start_of(sold);
        if start < sold {
            start = every.next(start);
        }
        let mut history = History { first: start, runs: Vec::new(), ahead: start, running: None };
        let mut sums = &sums[sums.partition_point(|sum| sum.day < start)..];
        let mut gaps = &self.gaps[self.gaps.partition_point(|gap| gap.last < start)..];
        loop {
            while gaps.first().is_some_and(|gap| gap.last < start) {
                gaps = &gaps[1..];
            }
            let gap = gaps.first().map_or(Day(i32::MAX), |gap| gap.first);
            if every == Every::Day {
                let next = sums.first().map_or(Day(i32::MAX), |sum| sum.day);
                let quiet = next.min(gap).min(Day(self.until.0 + 1));
                if quiet > start {
                    history.push(quiet.0 - start.0, Some(0), quiet);
                    start = quiet;
                }
            }
            let end = every.next(start);
            let mut sum = 0_i64;
            while let Some((day, rest)) = sums.split_first()
                && day.day < end
                && day.day <= self.last
            {
                sum = sum.wrapping_add(day.of(measure));
                sums = rest;
            }
            if end.0 > self.until.0 + 1 {
                history.running = (self.last >= start).then_some(sum);
                return Some(history);
            }
            history.push(1, (gap >= end).then_some(sum), end);
            start = end;
        }
    }

    /// Days between two, both included, of which something is known.
    pub(super) fn known_days(&self, first: Day, last: Day) -> i32 {
        let unknown: i32 = self
            .gaps
            .iter()
            .map(|gap| (gap.last.min(last).0 - gap.first.max(first).0 + 1).max(0))
            .sum();
        last.0 - first.0 + 1 - unknown
    }
}
