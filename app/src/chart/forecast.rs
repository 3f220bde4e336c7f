//! A forecast in the shapes a chart shows: points, strips, a table, a sentence.

use std::rc::Rc;

use ledger::{Bands, Day, Every, Strips};
use protocol::{Table, TableCell};
use yew::prelude::*;

use super::data::{At, ChartData, Form, Phase, Point, Strip, Unit};
use crate::components::{Kind, Place, Sheet, amount, money};
use crate::i18n::I18n;
use crate::intl::DayStyle;

/// What a chart of a forecast is made of.
pub(crate) struct Course<'a> {
    pub(crate) every: Every,
    pub(crate) unit: Unit,
    /// Whole periods, oldest first, by their first day.
    pub(crate) history: &'a [(Day, Option<i64>)],
    /// The period that is not over, with its value of so far.
    pub(crate) running: Option<(Day, i64)>,
    /// Periods with what is expected of them, oldest first; may begin within the history.
    pub(crate) expected: &'a [(Day, Bands)],
    /// Whether better expectations are to be had.
    pub(crate) is_stale: bool,
    pub(crate) strips: Option<&'a Strips>,
    /// The day of the rule; `None` where all of this is long ago.
    pub(crate) today: Option<Day>,
    pub(crate) beside: Beside<'a>,
}

/// What is shown beside a forecast.
#[derive(Default)]
pub(crate) struct Beside<'a> {
    /// What is known to be special, by day, oldest first.
    pub(crate) events: &'a [(Day, Rc<str>)],
    /// What such days are worth, by the first days of their periods.
    pub(crate) effects: &'a [(Day, i64)],
    /// Periods far from what would have been usual, with that.
    pub(crate) unusual: &'a [(Day, i64)],
    /// Periods with what a forecast said of them before they came.
    pub(crate) said: &'a [(Day, Bands)],
    /// Periods with what would be expected of them.
    pub(crate) scenario: &'a [(Day, i64)],
}

impl Course<'_> {
    /// The chart.
    pub(crate) fn chart(&self, i18n: &I18n) -> ChartData {
        let days = self.days();
        let points = days.iter().map(|(_, point)| point.clone()).collect();
        let mut data = ChartData::new(Form::Line, self.unit, points, &i18n.t("chart-actual"));
        if !self.expected.is_empty() {
            data.expected_name = Rc::from(i18n.t("chart-forecast").as_str());
            data.is_stale = self.is_stale;
        }
        if let Some(strips) = self.strips {
            let season = match self.every {
                Every::Day => "strip-week",
                Every::Week | Every::Month => "strip-year",
            };
            let strip = |key, values: &[i64]| {
                let at = |day: &Day| values.get(steps_between(self.every, strips.first, *day)?);
                Strip {
                    name: Rc::from(i18n.t(key).as_str()),
                    form: Form::Line,
                    values: days.iter().map(|(day, _)| at(day).copied()).collect(),
                }
            };
            // A part that is nothing anywhere explains nothing.
            let parts = [("strip-trend", &strips.trend), (season, &strips.season)];
            let parts = parts.into_iter().filter(|(_, values)| values.iter().any(|v| *v != 0));
            let effects = Strip {
                name: Rc::from(i18n.t("strip-events").as_str()),
                form: Form::Bars,
                values: days.iter().map(|(day, _)| find(self.beside.effects, *day)).collect(),
            };
            let effects = (!self.beside.effects.is_empty()).then_some(effects);
            data.strips = parts.map(|(key, values)| strip(key, values)).chain(effects).collect();
        }
        data
    }

    /// Every period once, oldest first.
    fn days(&self) -> Vec<(Day, Point)> {
        let now = self.today.map(|today| self.every.start_of(today));
        let point = |day: Day, actual: Option<i64>, otherwise| {
            let phase = if now == Some(day) { Phase::Running } else { otherwise };
            (day, Point::new(at(self.every, day), actual, phase))
        };
        let mut days: Vec<_> =
            self.history.iter().map(|(day, value)| point(*day, *value, Phase::Past)).collect();
        days.extend(self.running.map(|(day, value)| point(day, Some(value), Phase::Running)));
        for (day, bands) in self.expected {
            let place = days.binary_search_by_key(day, |(day, _)| *day).unwrap_or_else(|place| {
                days.insert(place, point(*day, None, Phase::Coming));
                place
            });
            if let Some((_, point)) = days.get_mut(place) {
                point.expected = Some(*bands);
            }
        }
        for (day, point) in &mut days {
            point.said = find(self.beside.said, *day);
            point.scenario = find(self.beside.scenario, *day);
            point.event = self.events_of(*day);
            point.usually = find(self.beside.unusual, *day);
        }
        days
    }

    /// Everything special in the period that begins on `first`.
    fn events_of(&self, first: Day) -> Option<Rc<str>> {
        let events = self.beside.events;
        let next = self.every.next(first);
        let from = events.partition_point(|(day, _)| *day < first);
        let to = events.partition_point(|(day, _)| *day < next);
        match events.get(from..to)? {
            [] => None,
            [(_, name)] => Some(Rc::clone(name)),
            several => {
                let mut names: Vec<&str> = several.iter().map(|(_, name)| &**name).collect();
                names.dedup();
                Some(Rc::from(names.join(", ")))
            }
        }
    }
}

/// The value of a day among days in order.
fn find<T: Copy>(values: &[(Day, T)], day: Day) -> Option<T> {
    let at = values.binary_search_by_key(&day, |(day, _)| *day).ok()?;
    values.get(at).map(|(_, value)| *value)
}

/// The first days of the periods from `first` on.
pub(crate) fn periods(every: Every, first: Day) -> impl Iterator<Item = Day> {
    std::iter::successors(Some(first), move |day| Some(every.next(*day)))
}

fn at(every: Every, day: Day) -> At {
    match every {
        Every::Day => At::Day(day),
        Every::Week => At::Week(day),
        Every::Month => At::Month(day),
    }
}

/// What a period is called, as messages choose by it.
const fn step_key(every: Every) -> &'static str {
    match every {
        Every::Day => "day",
        Every::Week => "week",
        Every::Month => "month",
    }
}

/// Periods from one to another; `None` backwards.
fn steps_between(every: Every, from: Day, to: Day) -> Option<usize> {
    let steps = match every {
        Every::Day => to.0 - from.0,
        Every::Week => (to.0 - from.0).div_euclid(7),
        Every::Month => to.month_number() - from.month_number(),
    };
    usize::try_from(steps).ok()
}

/// "Next 28 days €86.3k, likely €80.2k to €93.0k (80%)".
pub(crate) struct Outlook {
    before: String,
    sum: String,
    after: String,
}

impl Outlook {
    /// `total`: the sum over so many periods.
    pub(crate) fn new(i18n: &I18n, unit: Unit, every: Every, count: usize, total: &Bands) -> Self {
        // Stands for the sum, which is set apart; no text has it.
        const SUM: char = '\u{e000}';
        let [_, low, .., high, _] = total.quantiles;
        let written = |value| unit.headline(value, i18n.formats());
        let text = i18n.with(
            "outlook",
            &[
                ("count", count.into()),
                ("step", step_key(every).into()),
                ("sum", SUM.to_string().into()),
                ("low", written(low).into()),
                ("high", written(high).into()),
            ],
        );
        let (before, after) = text.split_once(SUM).unwrap_or((&text, ""));
        Self { before: before.to_owned(), sum: written(total.mean), after: after.to_owned() }
    }

    /// With the sum in a stronger type.
    pub(crate) fn html(&self) -> Html {
        html! { <>{ &self.before }<b>{ &self.sum }</b>{ &self.after }</> }
    }

    /// As plain text.
    pub(crate) fn text(&self) -> String {
        [self.before.as_str(), &self.sum, &self.after].concat()
    }
}

/// The columns of quantiles: those that are shown, then those that are only in files.
const QUANTILES: [(&str, usize); 7] = [
    ("quantile-80-low", 1),
    ("quantile-80-high", 5),
    ("quantile-95-low", 0),
    ("quantile-95-high", 6),
    ("quantile-50-low", 2),
    ("quantile-50-high", 4),
    ("quantile-median", 3),
];
const SHOWN: usize = 4;
/// Those of the 80 % band.
const SHOWN_OF_80: usize = 2;

/// What may stand beside a forecast, each with its value.
type Extra = (&'static str, fn(&Point) -> Option<i64>);
const EXTRAS: [Extra; 5] = [
    ("chart-usually", |point| point.usually),
    ("chart-scenario", |point| point.scenario),
    ("chart-said", |point| Some(point.said?.mean)),
    ("chart-said-low", |point| Some(point.said?.quantiles[1])),
    ("chart-said-high", |point| Some(point.said?.quantiles[5])),
];

/// A chart's points as a table; its files have all quantiles.
pub(crate) fn forecast_sheet<'a>(
    i18n: &I18n,
    name: String,
    data: &'a ChartData,
    points: impl Iterator<Item = &'a Point>,
) -> Sheet {
    let cell = |value: Option<i64>| match (value, data.unit) {
        (None, _) => TableCell::Empty,
        (Some(value), Unit::Money(currency)) => money(value, currency),
        (Some(value), Unit::Units) => amount(value, 3),
        (Some(value), Unit::Count) => amount(value, 0),
    };
    let quantile = |point: &Point, at: usize| {
        cell(point.expected.and_then(|bands| bands.quantiles.get(at).copied()))
    };
    let extras: Vec<Extra> = EXTRAS
        .into_iter()
        .filter(|(_, of)| data.points.iter().any(|point| of(point).is_some()))
        .collect();
    let has_events = data.points.iter().any(|point| point.event.is_some());
    let event = |point: &Point| match &point.event {
        Some(name) => TableCell::Text(name.to_string()),
        None => TableCell::Empty,
    };
    let (shown, hidden) = if data.has_80_only {
        QUANTILES.split_at(SHOWN_OF_80).0.split_at(SHOWN_OF_80)
    } else {
        QUANTILES.split_at(SHOWN)
    };
    let row = |point: &Point| {
        let first = match point.at {
            At::Day(day) | At::Week(day) | At::Month(day) => TableCell::Day(day),
            At::Hour(_) | At::Name(_) => TableCell::Text(point.at.full(i18n.formats())),
        };
        let expected = cell(point.expected.map(|bands| bands.mean));
        [first, cell(point.actual), expected]
            .into_iter()
            .chain(shown.iter().map(|(_, at)| quantile(point, *at)))
            .chain(extras.iter().map(|(_, of)| cell(of(point))))
            .chain(has_events.then(|| event(point)))
            .chain(hidden.iter().map(|(_, at)| quantile(point, *at)))
            .collect()
    };
    let (key, style) = match data.points.first().map(|point| &point.at) {
        Some(At::Month(_)) => ("month", DayStyle::Month),
        Some(At::Week(_)) => ("week", DayStyle::Listed),
        _ => ("day", DayStyle::Listed),
    };
    let told = |key| i18n.t(key).to_string();
    let heads = [told(key), data.actual_name.to_string(), told("chart-expected")]
        .into_iter()
        .chain(shown.iter().map(|(key, _)| told(key)))
        .chain(extras.iter().map(|(key, _)| told(key)))
        .chain(has_events.then(|| told("chart-event")))
        .chain(hidden.iter().map(|(key, _)| told(key)))
        .collect();
    let (exact, planned) = match data.unit {
        Unit::Money(currency) => (Kind::Money(currency), Kind::Planned(Some(currency))),
        Unit::Count | Unit::Units => (Kind::Number, Kind::Planned(None)),
    };
    let kinds = [(Kind::Day(style), Place::First), (exact, Place::Second), (planned, Place::Key)]
        .into_iter()
        .chain(std::iter::repeat_n((planned, Place::Nowhere), shown.len() + extras.len()))
        .chain(has_events.then_some((Kind::Text, Place::Nowhere)))
        .collect();
    Sheet { table: Rc::new(Table { name, heads, rows: points.map(row).collect() }), kinds }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u8, day: u8) -> Day {
        Day::from_date(year, month, day).unwrap()
    }

    #[test]
    fn periods_follow_the_calendar() {
        let months: Vec<_> = periods(Every::Month, day(2026, 12, 1)).take(4).collect();
        assert_eq!(months, [day(2026, 12, 1), day(2027, 1, 1), day(2027, 2, 1), day(2027, 3, 1)]);
        assert_eq!(periods(Every::Week, day(2026, 11, 16)).nth(2), Some(day(2026, 11, 30)));
        assert_eq!(steps_between(Every::Month, day(2026, 12, 1), day(2027, 3, 1)), Some(3));
        assert_eq!(steps_between(Every::Day, day(2026, 12, 1), day(2026, 11, 1)), None);
    }

    #[test]
    fn every_period_comes_once_and_in_order() {
        let monday = day(2026, 11, 16);
        let history = [(monday, Some(1)), (Day(monday.0 + 1), None), (Day(monday.0 + 2), Some(3))];
        let bands = |mean| Bands { mean, quantiles: [mean; 7] };
        // An older forecast: it begins within the history.
        let expected: Vec<_> =
            (1..6).map(|at| (Day(monday.0 + at), bands(i64::from(at)))).collect();
        let course = Course {
            every: Every::Day,
            unit: Unit::Units,
            history: &history,
            running: Some((Day(monday.0 + 3), 2)),
            expected: &expected,
            is_stale: false,
            strips: None,
            today: Some(Day(monday.0 + 3)),
            beside: Beside {
                events: &[
                    (Day(monday.0 + 1), Rc::from("Closed")),
                    (Day(monday.0 + 1), Rc::from("Sale")),
                ],
                said: &[(Day(monday.0 + 2), bands(7))],
                ..Beside::default()
            },
        };
        let days = course.days();
        assert_eq!(days.len(), 6);
        assert!(days.is_sorted_by_key(|(day, _)| *day));
        let phases: Vec<_> = days.iter().map(|(_, point)| point.phase).collect();
        let past = [Phase::Past; 3];
        assert_eq!(phases[..3], past);
        assert_eq!(phases[3..], [Phase::Running, Phase::Coming, Phase::Coming]);
        let both = &days[2].1;
        assert_eq!((both.actual, both.expected.map(|bands| bands.mean)), (Some(3), Some(2)));
        assert_eq!(both.said.map(|bands| bands.mean), Some(7));
        assert_eq!(days[1].1.event.as_deref(), Some("Closed, Sale"));
    }
}
