//! What is known of days in advance: holidays from the engine's lists, the merchant's own days from the log.

use std::collections::BTreeMap;

use ledger::{
    Answer, Day, DayKind, DayName, EffectKind, Every, ForecastInput, ForecastQuery, HolidayCountry,
    KnownDay, Query,
};
use model_wasm::forecast::{self, Column, Country, Frequency};
use protocol::{ColumnRole, TaskColumn};

const MILLION: i64 = 1_000_000;
/// Names of the merchant's own that become columns: a model learns little from more.
const MOST_OWN: usize = 64;
/// Days of holidays that are told at once: some ten years.
const MOST_SPAN: i32 = 3_700;

/// A calendar for an engine, with what its columns are called.
#[derive(Default)]
pub(super) struct Calendar {
    pub(super) is_open: Vec<bool>,
    pub(super) columns: Vec<TaskColumn>,
    /// By the place of the column.
    pub(super) names: Vec<(String, EffectKind)>,
}

/// How much is told of days.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// Each name and each day around a holiday has a column of its own.
    Full,
    /// Holidays are their day alone: one of many forecasts has no time for more.
    Short,
    /// As short; all promotions share one column, which is there even if there never was any.
    Trial,
    /// As short; all of a role share one column.
    Roles,
}

impl Calendar {
    /// Over the history and the periods ahead.
    pub(super) fn of(query: &ForecastQuery, input: &ForecastInput, detail: Detail) -> Self {
        let periods = input.values.len() + usize::from(query.every.periods(query.days));
        let span = Span::new(query.every, input.first, periods);
        let mut calendar = Self { is_open: span.open(&input.days), ..Self::default() };
        let own = |day: &&KnownDay| day.kind != DayKind::Closed;
        let mut named: BTreeMap<(ColumnRole, String), Vec<(Day, Day)>> = BTreeMap::new();
        if detail == Detail::Trial {
            named.insert((ColumnRole::Promotion, String::new()), Vec::new());
        }
        for day in input.days.iter().filter(own) {
            let (DayName::Own { name, .. } | DayName::Holiday { key: name }) = &day.name;
            let (role, name) = match day.kind {
                DayKind::Promotion if detail == Detail::Trial => {
                    (ColumnRole::Promotion, String::new())
                }
                DayKind::Promotion => (ColumnRole::Promotion, name.clone()),
                DayKind::Holiday => (ColumnRole::Holiday, name.clone()),
                DayKind::Event | DayKind::Closed => (ColumnRole::Event, name.clone()),
            };
            named.entry((role, name)).or_default().push((day.first, day.last));
        }
        for ((role, name), days) in named.into_iter().take(MOST_OWN) {
            calendar.push(role, name, span.shares(&days));
        }
        let country = input.country.and_then(country_of);
        for Column { name, values, .. } in
            country.map_or_else(Vec::new, |country| span.holidays(country, detail))
        {
            let values = values.iter().map(|value| (value * MILLION as f64).round() as i64);
            calendar.push(ColumnRole::Holiday, key_of(&name).to_owned(), values.collect());
        }
        if let Some(last) = input.prices.last() {
            let mut values = input.prices.clone();
            values.resize(periods, *last);
            calendar.push(ColumnRole::Price, String::new(), values);
        }
        if detail == Detail::Roles {
            calendar.columns = by_role(calendar.columns);
        }
        calendar
    }

    fn push(&mut self, role: ColumnRole, name: String, values: Vec<i64>) {
        let kind = match role {
            ColumnRole::Holiday => EffectKind::Holiday,
            ColumnRole::Promotion => EffectKind::Promotion,
            ColumnRole::Event => EffectKind::Event,
            ColumnRole::Price => EffectKind::Price,
        };
        self.columns.push(TaskColumn { role, values });
        self.names.push((name, kind));
    }
}

/// One column of each role: no share of a period is more than all of it. There is one price.
fn by_role(columns: Vec<TaskColumn>) -> Vec<TaskColumn> {
    let mut sums: Vec<TaskColumn> = Vec::new();
    for column in columns {
        match sums.iter_mut().find(|sum| sum.role == column.role) {
            Some(sum) => {
                for (sum, value) in sum.values.iter_mut().zip(column.values) {
                    *sum = (*sum + value).min(MILLION);
                }
            }
            None => sums.push(column),
        }
    }
    sums
}

/// The share of each period ahead that lies in one of the spans, millionths; `None` without any.
pub(super) fn shares_ahead(
    every: Every,
    ahead: Day,
    periods: u16,
    days: &[(Day, Day)],
) -> Option<Vec<i64>> {
    (!days.is_empty()).then(|| Span::new(every, ahead, usize::from(periods)).shares(days))
}

/// The periods that are forecast from and for.
struct Span {
    every: Every,
    /// First day of each, and of the one after the last.
    starts: Vec<Day>,
}

impl Span {
    fn new(every: Every, first: Day, periods: usize) -> Self {
        let next = |day: &Day| Some(every.next(*day));
        let starts = std::iter::successors(Some(first), next).take(periods + 1).collect();
        Self { every, starts }
    }

    fn periods(&self) -> impl Iterator<Item = (Day, Day)> {
        self.starts.windows(2).map(|pair| (pair[0], Day(pair[1].0 - 1)))
    }

    /// The share of each period's days that lie in one of the spans, millionths.
    fn shares(&self, days: &[(Day, Day)]) -> Vec<i64> {
        let share = |(first, last): (Day, Day)| {
            let length = last.0 - first.0 + 1;
            let is_inside = |day: &i32| days.iter().any(|(from, to)| (from.0..=to.0).contains(day));
            let inside = (first.0..=last.0).filter(is_inside).count();
            inside as i64 * MILLION / i64::from(length.max(1))
        };
        self.periods().map(share).collect()
    }

    /// Whether each period has a day on which something can be sold; empty if all have.
    fn open(&self, days: &[KnownDay]) -> Vec<bool> {
        let closed: Vec<(Day, Day)> = days
            .iter()
            .filter(|day| day.kind == DayKind::Closed)
            .map(|day| (day.first, day.last))
            .collect();
        if closed.is_empty() {
            return Vec::new();
        }
        self.shares(&closed).into_iter().map(|share| share < MILLION).collect()
    }

    fn holidays(&self, country: Country, detail: Detail) -> Vec<Column> {
        let frequency = match self.every {
            Every::Day => Frequency::Daily,
            Every::Week => Frequency::Weekly,
            Every::Month => Frequency::Monthly,
        };
        let first = self.starts.first().map_or(0, |day| day.0);
        let periods = self.starts.len().saturating_sub(1);
        let windows = if detail == Detail::Full { forecast::usual_windows() } else { &[] };
        forecast::columns(country, first, periods, frequency, windows)
    }
}

fn country_of(country: HolidayCountry) -> Option<Country> {
    Country::of_code(country.code())
}

/// The key of a holiday's column, without the distance of days around it.
fn key_of(name: &str) -> &str {
    let key = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if key.len() == name.len() { name } else { key.trim_end_matches(['+', '-']) }
}

/// Adds the public holidays to an answer that shows days.
pub(in crate::desk) fn add_holidays(
    answer: &mut Answer,
    query: &Query,
    country: Option<HolidayCountry>,
) {
    let Some(country) = country.and_then(country_of) else { return };
    let (days, first, last) = match (answer, query) {
        (Answer::Forecast(view), Query::Forecast(query)) => {
            let (Some(first), Some(last)) = (view.history.first(), view.history.last()) else {
                return;
            };
            let ahead = query.every.next(last.0);
            let end = query.every.after(ahead, query.every.periods(query.days));
            (&mut view.days, first.0, Day(end.0 - 1))
        }
        (Answer::KnownDays(view), Query::KnownDays(query)) => {
            let most = query.first.0.saturating_add(MOST_SPAN);
            (&mut view.days, query.first, query.last.min(Day(most)))
        }
        _ => return,
    };
    let known = |holiday: forecast::Holiday| KnownDay {
        first: Day(holiday.day),
        last: Day(holiday.day),
        kind: DayKind::Holiday,
        name: DayName::Holiday { key: holiday.key.to_owned() },
    };
    days.extend(forecast::holidays(country, first.0, last.0).into_iter().map(known));
    days.sort_by(|a, b| (a.first, &a.name).cmp(&(b.first, &b.name)));
}
