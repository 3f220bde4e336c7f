//! Holidays and events as columns known in advance.

use super::date::{LATEST, period_of, period_start};
use super::{Country, holidays};
use crate::forecast::{Column, Frequency, Role};
use std::collections::BTreeMap;

/// Days around a holiday that feel it too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Window {
    /// Days before it.
    pub before: u8,
    /// Days after it.
    pub after: u8,
}

/// The windows of days that people shop for in advance; every other holiday is felt on its day only.
#[must_use]
pub const fn usual_windows() -> &'static [(&'static str, Window)] {
    USUAL
}

const USUAL: &[(&str, Window)] = &[
    ("black-friday", Window { before: 1, after: 2 }),
    ("christmas", Window { before: 3, after: 2 }),
    ("diwali", Window { before: 3, after: 1 }),
    ("easter", Window { before: 1, after: 0 }),
    ("eid-al-fitr", Window { before: 2, after: 0 }),
    ("fathers-day", Window { before: 1, after: 0 }),
    ("good-friday", Window { before: 1, after: 0 }),
    ("mothers-day", Window { before: 1, after: 0 }),
    ("summer-sales", Window { before: 0, after: 3 }),
    ("thanksgiving", Window { before: 2, after: 0 }),
    ("valentines-day", Window { before: 2, after: 0 }),
    ("winter-sales", Window { before: 0, after: 3 }),
];

/// A country's holidays as columns over `periods` periods, of which the first begins with `first_day` (days since
/// 1970-01-01).
///
/// For days and hours there is a column for each holiday and each day of its window, 1 on it and 0 elsewhere, named
/// by the holiday's key and how many days it lies away: `christmas`, `christmas-1` (the day before), `christmas+2`.
/// For longer periods there is one column for each holiday: the share of the period's days that are in its window.
/// A holiday that `windows` does not name has no window; [`usual_windows`] is a start. What never happens in these
/// periods has no column. Sorted by name.
///
/// # Examples
///
/// ```
/// use model_wasm::forecast::{Country, Frequency, Window, columns};
///
/// // 2025-12-22 to 2025-12-28.
/// let windows = [("christmas", Window { before: 1, after: 0 })];
/// let columns = columns(Country::Germany, 20_444, 7, Frequency::Daily, &windows);
/// let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
/// assert_eq!(names, ["christmas", "christmas-1", "christmas-eve", "second-christmas-day"]);
/// assert_eq!(columns[0].values, [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]);
/// ```
#[must_use]
pub fn columns(
    country: Country,
    first_day: i32,
    periods: usize,
    frequency: Frequency,
    windows: &[(&str, Window)],
) -> Vec<Column> {
    let window_of = |key: &str| {
        windows
            .iter()
            .find(|(of, _)| *of == key)
            .map_or_else(Window::default, |(_, window)| *window)
    };
    let mut days: BTreeMap<&str, Vec<i32>> = BTreeMap::new();
    let margin = i32::from(u8::MAX);
    let end = period_start(frequency, first_day, periods);
    for holiday in
        holidays(country, first_day.saturating_sub(margin), end.saturating_add(margin).min(LATEST))
    {
        days.entry(holiday.key).or_default().push(holiday.day);
    }
    let span = Span { first_day, periods, frequency };
    let mut columns: Vec<Column> = days
        .iter()
        .flat_map(|(key, days)| span.columns(key, days, window_of(key), Role::Holiday))
        .collect();
    columns.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    columns
}

/// The same for days a merchant named, such as a festival: `days` since 1970-01-01.
#[must_use]
pub fn event_columns(
    name: &str,
    days: &[i32],
    window: Window,
    first_day: i32,
    periods: usize,
    frequency: Frequency,
) -> Vec<Column> {
    Span { first_day, periods, frequency }.columns(name, days, window, Role::Event)
}

/// The periods that columns are wanted for.
struct Span {
    first_day: i32,
    periods: usize,
    frequency: Frequency,
}

impl Span {
    fn columns(&self, name: &str, days: &[i32], window: Window, role: Role) -> Vec<Column> {
        let offsets = -i32::from(window.before)..=i32::from(window.after);
        let is_by_day = matches!(self.frequency, Frequency::Hourly | Frequency::Daily);
        if is_by_day {
            let mut columns = Vec::new();
            for offset in offsets {
                let name = if offset == 0 { name.to_owned() } else { format!("{name}{offset:+}") };
                columns.extend(self.column(name, role, days.iter().map(|day| (*day, offset))));
            }
            return columns;
        }
        let felt = days.iter().flat_map(|day| offsets.clone().map(|offset| (*day, offset)));
        self.column(name.to_owned(), role, felt).into_iter().collect()
    }

    /// The share of each period that days at such offsets are; none if there are none.
    fn column(
        &self,
        name: String,
        role: Role,
        days: impl Iterator<Item = (i32, i32)>,
    ) -> Option<Column> {
        let mut values = vec![0.0; self.periods];
        let mut is_felt = false;
        for (day, offset) in days {
            let Some(t) = day
                .checked_add(offset)
                .and_then(|day| period_of(self.frequency, self.first_day, day))
                .filter(|t| *t < self.periods)
            else {
                continue;
            };
            is_felt = true;
            if self.frequency == Frequency::Hourly {
                let end = (t + 24).min(self.periods);
                values[t..end].fill(1.0);
            } else {
                let start = |t| period_start(self.frequency, self.first_day, t);
                let length = f64::from((start(t + 1) - start(t)).max(1));
                values[t] = (values[t] + 1.0 / length).min(1.0);
            }
        }
        is_felt.then_some(Column { name, role, values })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::holidays::date::day_number;

    fn column(columns: &[Column], name: &str) -> Vec<f64> {
        columns.iter().find(|column| column.name == name).unwrap().values.clone()
    }

    #[test]
    fn a_window_reaches_back_over_the_beginning_and_beyond_the_end() {
        let first = day_number(2025, 12, 22);
        let windows = [("christmas", Window { before: 5, after: 5 })];
        let found = columns(Country::UnitedKingdom, first, 3, Frequency::Daily, &windows);
        assert_eq!(column(&found, "christmas-1"), [0.0, 0.0, 1.0]);
        assert!(found.iter().all(|column| column.name != "christmas"));
        let first = day_number(2025, 12, 27);
        let found = columns(Country::UnitedKingdom, first, 3, Frequency::Daily, &windows);
        assert_eq!(column(&found, "christmas+2"), [1.0, 0.0, 0.0]);
    }

    #[test]
    fn longer_periods_have_shares() {
        let first = day_number(2025, 11, 1);
        let windows = [("christmas", Window { before: 1, after: 1 })];
        let found = columns(Country::France, first, 3, Frequency::Monthly, &windows);
        assert_eq!(column(&found, "christmas"), [0.0, 3.0 / 31.0, 0.0]);
        assert_eq!(column(&found, "armistice-day"), [1.0 / 30.0, 0.0, 0.0]);
        let found = columns(Country::France, first, 3, Frequency::Weekly, &windows);
        assert_eq!(column(&found, "armistice-day"), [0.0, 1.0 / 7.0, 0.0]);
    }

    #[test]
    fn hours_share_their_days_holiday() {
        let first = day_number(2025, 12, 24);
        let found = columns(Country::Germany, first, 40, Frequency::Hourly, &[]);
        let christmas = column(&found, "christmas");
        assert_eq!(christmas.iter().filter(|value| **value > 0.5).count(), 16);
        assert!(christmas[..24].iter().all(|value| *value < 0.5));
    }

    #[test]
    fn an_event_is_like_a_holiday() {
        let window = Window { before: 0, after: 1 };
        let found = event_columns("fair", &[12, 40, i32::MAX], window, 10, 5, Frequency::Daily);
        assert_eq!(column(&found, "fair"), [0.0, 0.0, 1.0, 0.0, 0.0]);
        assert_eq!(column(&found, "fair+1"), [0.0, 0.0, 0.0, 1.0, 0.0]);
        assert!(found.iter().all(|column| column.role == Role::Event));
    }

    #[test]
    fn any_span_is_allowed() {
        for frequency in Frequency::ALL {
            for first in [i32::MIN, -1, i32::MAX] {
                let found = columns(Country::India, first, 50, frequency, usual_windows());
                assert!(found.iter().all(|column| column.values.len() == 50));
            }
        }
    }
}
