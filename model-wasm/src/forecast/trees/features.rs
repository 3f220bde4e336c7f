//! What a forest sees of a step ahead.

use super::history::History;
use super::layout::Layout;
use crate::forecast::{Calendar, Frequency, Role};

/// Places of the season looked back at.
const PLACES: usize = 13;
/// Days to the next closed one beyond which it does not matter.
const FARTHEST_CLOSED: usize = 15;
/// Beyond it a number is cut: sums of squares stay finite.
const MOST: f64 = 1e18;

/// One row: what is known at an origin of a step ahead of it, from 1.
pub(super) struct Row<'a> {
    pub(super) layout: &'a Layout,
    pub(super) history: &'a History,
    pub(super) origin: usize,
    /// See [`History::unit`].
    pub(super) unit: f64,
    pub(super) values: Vec<f32>,
}

impl<'a> Row<'a> {
    pub(super) fn new(layout: &'a Layout, history: &'a History, origin: usize) -> Self {
        let unit = history.unit(origin, layout);
        let mut row = Self { layout, history, origin, unit, values: Vec::new() };
        row.level();
        row
    }

    /// The features of a step.
    pub(super) fn at(&mut self, step: usize) -> &[f32] {
        let levels = self.level_count();
        self.values.truncate(levels);
        let target = self.origin + step - 1;
        self.put(step.min(self.layout.horizon) as f64);
        self.season(target);
        self.year(target);
        self.promotions(target);
        self.columns(target);
        self.openings(target);
        self.dates(target);
        &self.values
    }

    const fn level_count(&self) -> usize {
        self.layout.windows().len() + 17
    }

    fn put(&mut self, value: f64) {
        self.values.push(value.clamp(-MOST, MOST) as f32);
    }

    fn put_share(&mut self, value: f64) {
        self.put(if self.unit > 0.0 { value / self.unit } else { f64::NAN });
    }

    /// How the series stands at the origin.
    fn level(&mut self) {
        let (history, origin, recent) = (self.history, self.origin, self.layout.recent());
        for periods in self.layout.windows() {
            self.put_share(history.mean(origin, *periods));
        }
        self.put_share(history.deviation(origin, recent));
        self.put_share(history.deviation(origin, origin));
        let (often, _) = history.demand(origin, recent);
        let (usually, size) = history.demand(origin, origin);
        self.put(often);
        self.put(usually);
        self.put(crate::math::ln(size.abs() + 1e-9));
        self.put(crate::math::ln(self.unit));
        self.put(history.idle(origin));
        self.put(origin as f64);
        history.smoothed(origin).into_iter().for_each(|level| self.put_share(level));
        let mut latest = history.latest(origin, recent);
        for _ in 0..3 {
            self.put_share(latest.next().unwrap_or(f64::NAN));
        }
        let mut sorted: Vec<f64> = history.latest(origin, recent).collect();
        sorted.sort_by(f64::total_cmp);
        for share in [0.25, 0.5, 0.9, 1.0] {
            let place = share * sorted.len().saturating_sub(1) as f64;
            self.put_share(sorted.get(place as usize).copied().unwrap_or(f64::NAN));
        }
    }

    /// Values at the same place of the season, of two and of four.
    fn season(&mut self, target: usize) {
        let m = self.layout.season;
        if m < 2 {
            return;
        }
        if self.layout.has_phase {
            self.put((target % m) as f64);
        }
        let (history, origin) = (self.history, self.origin);
        let places: Vec<f64> =
            history.returning(origin, target, m, PLACES).map(|(_, value)| value).collect();
        self.put_share(places.first().copied().unwrap_or(f64::NAN));
        self.put_share(places.get(1).copied().unwrap_or(f64::NAN));
        self.put_share(mean(places.iter().take(4)));
        self.put_share(mean(places.iter().take(8)));
        self.put_share(mean(places.iter()));
        let whole = history.mean(origin, PLACES * m);
        self.put(mean(places.iter()) / whole);
        if m < 24 {
            for lag in [2 * m, 4 * m] {
                let values: Vec<f64> =
                    history.returning(origin, target, lag, 4).map(|(_, value)| value).collect();
                self.put_share(values.first().copied().unwrap_or(f64::NAN));
                self.put_share(mean(values.iter()));
            }
        }
    }

    /// The same part of last year, in units of the series and of last year's level.
    fn year(&mut self, target: usize) {
        let Some(year) = self.layout.year() else { return };
        let (history, origin, recent) = (self.history, self.origin, self.layout.recent());
        let around = target.checked_sub(year - 3).filter(|end| *end < origin);
        let near = around.map_or(f64::NAN, |end| history.mean(end + 1, 7));
        let day = target.checked_sub(year).and_then(|t| *history.series.observed().get(t)?);
        let level = origin.checked_sub(year).map_or(f64::NAN, |then| history.mean(then, recent));
        self.put_share(near);
        self.put_share(day.unwrap_or(f64::NAN));
        self.put(near / level);
    }

    /// Values on days with the same promotions, at the same place of the season and at any.
    fn promotions(&mut self, target: usize) {
        if !self.layout.roles.contains(&Role::Promotion) {
            return;
        }
        let (history, origin) = (self.history, self.origin);
        let state = history.state(target);
        let is_alike = |t: &usize| history.state(*t) == state;
        let m = self.layout.season.max(1);
        let alike: Vec<f64> = history
            .returning(origin, target, m, 2 * PLACES)
            .filter(|(t, _)| is_alike(t))
            .map(|(_, value)| value)
            .collect();
        self.put_share(alike.first().copied().unwrap_or(f64::NAN));
        self.put_share(mean(alike.iter().take(2)));
        self.put_share(mean(alike.iter().take(4)));
        self.put_share(mean(alike.iter().take(8)));
        self.put_share(deviation(&alike[..alike.len().min(8)]));
        let from = origin.saturating_sub(self.layout.recent());
        let periods = (from..origin).filter(is_alike);
        let values = periods.filter_map(|t| history.series.observed()[t]);
        let (sum, count) = values.fold((0.0, 0.0), |(sum, count), y| (sum + y, count + 1.0));
        self.put_share(sum / count);
        // How long this state has lasted and will last.
        self.put(
            (1..=14).take_while(|k| target.checked_sub(*k).is_some_and(|t| is_alike(&t))).count()
                as f64,
        );
        self.put((1..=14).take_while(|k| is_alike(&(target + k))).count() as f64);
    }

    fn columns(&mut self, target: usize) {
        let history = self.history;
        for (at, role) in self.layout.roles.iter().enumerate() {
            let column = history.series.calendar().columns.get(at).filter(|c| c.role == *role);
            let value =
                |t: Option<usize>| column.zip(t).map_or(f64::NAN, |(column, t)| column.at(t));
            self.put(value(Some(target)));
            match role {
                Role::Price => {
                    let before = self.origin.saturating_sub(self.layout.recent())..self.origin;
                    let count = before.len() as f64;
                    let usual = before.map(|t| value(Some(t))).sum::<f64>() / count;
                    self.put(value(Some(target)) / usual);
                }
                _ => {
                    self.put(value(target.checked_sub(1)));
                    self.put(value(Some(target + 1)));
                }
            }
        }
    }

    /// Open and closed days around the target.
    fn openings(&mut self, target: usize) {
        if !self.layout.has_open {
            return;
        }
        let calendar = self.history.series.calendar();
        let is_open = |t: Option<usize>| t.is_some_and(|t| calendar.is_open(t));
        let since = (1..FARTHEST_CLOSED).take_while(|k| is_open(target.checked_sub(*k))).count();
        let until = (1..FARTHEST_CLOSED).take_while(|k| is_open(Some(target + k))).count();
        let closed_before =
            (1..FARTHEST_CLOSED).take_while(|k| !is_open(target.checked_sub(*k))).count();
        let closed_after = (1..FARTHEST_CLOSED).take_while(|k| !is_open(Some(target + k))).count();
        for count in [since, until, closed_before, closed_after] {
            self.put(count as f64);
        }
    }

    /// Where in week, month and year the target lies.
    fn dates(&mut self, target: usize) {
        if !self.layout.has_days {
            return;
        }
        let date = Date::of(self.history.series.calendar(), self.layout.frequency, target);
        if matches!(self.layout.frequency, Frequency::Hourly | Frequency::Daily) {
            self.put(date.weekday);
        }
        if !matches!(self.layout.frequency, Frequency::Yearly) {
            self.put(date.month);
        }
        if matches!(self.layout.frequency, Frequency::Daily | Frequency::Weekly) {
            self.put(date.day);
            self.put(date.left);
            self.put(date.of_year);
        }
    }
}

/// A period's first day, taken apart. NaN where dates are not known.
struct Date {
    weekday: f64,
    month: f64,
    day: f64,
    /// Days left in its month.
    left: f64,
    /// Day of the year.
    of_year: f64,
}

impl Date {
    fn of(calendar: &Calendar, frequency: Frequency, t: usize) -> Self {
        let Some(first) = calendar.first_day else {
            let [weekday, month, day, left, of_year] = [f64::NAN; 5];
            return Self { weekday, month, day, left, of_year };
        };
        let (first, t) = (i64::from(first), t as i64);
        let day = match frequency {
            Frequency::Hourly => first + t / 24,
            Frequency::Daily => first + t,
            Frequency::Weekly => first + 7 * t,
            Frequency::Monthly => later_month(first, t),
            Frequency::Quarterly => later_month(first, 3 * t),
            Frequency::Yearly => later_month(first, 12 * t),
        };
        let (year, month, of_month) = civil(day);
        let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        Self {
            weekday: (day + 3).rem_euclid(7) as f64,
            month: month as f64,
            day: of_month as f64,
            left: (days_of(next_year, next_month, 1) - 1 - day) as f64,
            of_year: (day - days_of(year, 1, 1)) as f64,
        }
    }
}

/// The first of the month so many months after that of a day.
fn later_month(day: i64, months: i64) -> i64 {
    let (year, month, _) = civil(day);
    let count = year * 12 + month - 1 + months;
    days_of(count.div_euclid(12), count.rem_euclid(12) + 1, 1)
}

/// Year, month and day of the days since 1970-01-01.
///
/// # Source
/// Hinnant (2021), chrono-compatible low-level date algorithms, `civil_from_days`.
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

/// Days since 1970-01-01: `days_from_civil` of the same source.
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let shifted = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * shifted + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn mean<'a>(values: impl Iterator<Item = &'a f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}

fn deviation(values: &[f64]) -> f64 {
    let mean = mean(values.iter());
    let squares = values.iter().map(|value| (value - mean) * (value - mean));
    (squares.sum::<f64>() / values.len() as f64).sqrt()
}
