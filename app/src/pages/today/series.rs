//! Revenue over the weeks before, and over the hours of the day.

use std::rc::Rc;

use ledger::{Currency, Day, Every, TodayView};
use protocol::{Table, TableCell};
use yew::prelude::*;

use super::outlook::{blank, lead, told, wants_forecast};
use crate::chart::{
    At, Beside, ChartCard, ChartData, Course, Form, Phase, Point, Unit, forecast_sheet,
};
use crate::components::{Kind, Place, Segmented, Sheet, money, options};
use crate::hooks::JobState;
use crate::i18n::{I18n, use_i18n};
use crate::intl::DayStyle;

#[derive(Properties, PartialEq)]
pub(super) struct RevenueProps {
    pub(super) view: TodayView,
    /// Where the making of a forecast stands.
    pub(super) making: JobState,
}

#[derive(Properties, PartialEq)]
pub(super) struct HoursProps {
    pub(super) view: TodayView,
}

/// The steps of the revenue chart.
const STEPS: [(Every, &str); 3] =
    [(Every::Day, "day"), (Every::Week, "week"), (Every::Month, "month")];

const fn key(every: Every) -> &'static str {
    match every {
        Every::Day => "day",
        Every::Week => "week",
        Every::Month => "month",
    }
}

fn values(view: &TodayView, every: Every) -> &[(Day, i64)] {
    match every {
        Every::Day => &view.days,
        Every::Week => &view.weeks,
        Every::Month => &view.months,
    }
}

/// Eight weeks of days, a year of weeks or two years of months.
#[component]
pub(super) fn Revenue(props: &RevenueProps) -> Html {
    let i18n = use_i18n();
    let every = use_state(|| Every::Day);
    let drawn = use_memo((props.view.clone(), *every, i18n.clone()), |(view, every, i18n)| {
        let data = chart(i18n, view, *every);
        let sheet = sheet(i18n, view, *every, &data);
        (data, sheet, sentence(i18n, view, *every))
    });
    let (data, sheet, name) = (*drawn).clone();
    let onchange = {
        let every = every.clone();
        Callback::from(move |key: AttrValue| {
            let chosen = STEPS.into_iter().find(|(_, name)| *name == key.as_str());
            every.set(chosen.map_or(Every::Day, |(every, _)| every));
        })
    };
    let controls = html! {
        <Segmented
            label={i18n.t("by")} value={key(*every)} {onchange}
            options={options(STEPS.map(|(_, key)| (key, i18n.t(key))))}
        />
    };
    let by_day = *every == Every::Day;
    let lead = if by_day { lead(&i18n, &props.view, &props.making) } else { blank() };
    html! {
        <ChartCard
            title={i18n.t("revenue")} {lead} {name} {data} {sheet} {controls} report="today"
            narrow={by_day.then_some(14)}
        />
    }
}

fn chart(i18n: &I18n, view: &TodayView, every: Every) -> ChartData {
    let mut history: Vec<_> =
        values(view, every).iter().map(|(day, value)| (*day, Some(*value))).collect();
    let running = if view.is_today { history.pop() } else { None };
    let expected = match &view.expected {
        Some(expected) if every == Every::Day => expected.days.as_slice(),
        _ => &[],
    };
    let course = Course {
        every,
        unit: Unit::Money(view.currency),
        history: &history,
        running: running.and_then(|(day, value)| Some((day, value?))),
        expected,
        is_stale: wants_forecast(view),
        strips: None,
        today: view.is_today.then_some(view.day),
        beside: Beside::default(),
    };
    let mut data = course.chart(i18n);
    if expected.is_empty() {
        data.actual_name = Rc::from(i18n.t("revenue").as_str());
    }
    data
}

fn sheet(i18n: &I18n, view: &TodayView, every: Every, data: &ChartData) -> Sheet {
    let name = ["tillcast-revenue-", key(every)].concat();
    if !data.expected_name.is_empty() {
        return forecast_sheet(i18n, name, data, data.points.iter().rev());
    }
    let style = if every == Every::Month { DayStyle::Month } else { DayStyle::Listed };
    let rows = values(view, every).iter().rev();
    Sheet {
        table: Rc::new(Table {
            name,
            heads: vec![i18n.t(key(every)).to_string(), i18n.t("revenue").to_string()],
            rows: rows
                .map(|(day, value)| vec![TableCell::Day(*day), money(*value, view.currency)])
                .collect(),
        }),
        kinds: Rc::new([
            (Kind::Day(style), Place::First),
            (Kind::Money(view.currency), Place::Key),
        ]),
    }
}

fn sentence(i18n: &I18n, view: &TodayView, every: Every) -> AttrValue {
    let day = |day: Option<Day>| {
        day.map(|day| i18n.formats().day(day, DayStyle::Full)).unwrap_or_default()
    };
    let values = values(view, every);
    let past = i18n.with(
        "revenue-sentence",
        &[
            ("step", key(every).into()),
            ("first", day(values.first().map(|(day, _)| *day)).into()),
            ("last", day(values.last().map(|(day, _)| *day)).into()),
            ("amount", short(i18n, view.revenue.value, view.currency).into()),
        ],
    );
    let Some(outlook) = told(i18n, view).filter(|_| every == Every::Day) else { return past };
    let end = view.expected.as_ref().and_then(|expected| expected.days.last());
    let ahead = i18n.with(
        "outlook-sentence",
        &[("last", day(end.map(|(day, _)| *day)).into()), ("outlook", outlook.text().into())],
    );
    AttrValue::from([past.as_str(), " ", &ahead].concat())
}

/// The hours of the day with what is usual in each.
#[component]
pub(super) fn Hours(props: &HoursProps) -> Html {
    let i18n = use_i18n();
    let drawn = use_memo((props.view.clone(), i18n.clone()), |(view, i18n)| {
        (hours(i18n, view), hours_sheet(i18n, view))
    });
    let (data, sheet) = (*drawn).clone();
    let view = &props.view;
    let title = i18n.t(if view.is_today { "today-by-hour" } else { "by-hour" });
    let best = view.hours.iter().max_by_key(|hour| hour.revenue);
    let name = i18n.with(
        "hours-sentence",
        &[
            ("hour", best.map_or(0, |hour| hour.hour).into()),
            ("amount", short(&i18n, best.map_or(0, |hour| hour.revenue), view.currency).into()),
        ],
    );
    html! { <ChartCard {title} {name} {data} {sheet} report="today" /> }
}

fn short(i18n: &I18n, minor: i64, currency: Currency) -> String {
    i18n.formats().money_short(minor, currency)
}

fn hours(i18n: &I18n, view: &TodayView) -> ChartData {
    let now = view.until.hour();
    let point = |hour: &ledger::HourView| {
        let phase = match hour.hour.cmp(&now) {
            std::cmp::Ordering::Equal if view.is_today => Phase::Running,
            std::cmp::Ordering::Greater if view.is_today => Phase::Coming,
            _ => Phase::Past,
        };
        let usual = hour.usual;
        Point { usual, ..Point::new(At::Hour(hour.hour), Some(hour.revenue), phase) }
    };
    let points = view.hours.iter().map(point).collect();
    let unit = Unit::Money(view.currency);
    let mut data = ChartData::new(Form::Bars, unit, points, &i18n.t("sold"));
    if view.hours.iter().any(|hour| hour.usual.is_some()) {
        data.usual_name = Rc::from(i18n.t("usual").as_str());
    }
    data
}

fn hours_sheet(i18n: &I18n, view: &TodayView) -> Sheet {
    let row = |hour: &ledger::HourView| {
        vec![
            TableCell::Text(At::Hour(hour.hour).full(i18n.formats())),
            money(hour.revenue, view.currency),
            hour.usual.map_or(TableCell::Empty, |usual| money(usual, view.currency)),
        ]
    };
    let heads = ["hour", "sold", "usual"].map(|key| i18n.t(key).to_string());
    Sheet {
        table: Rc::new(Table {
            name: "tillcast-hours".to_owned(),
            heads: heads.to_vec(),
            rows: view.hours.iter().map(row).collect(),
        }),
        kinds: Rc::new([
            (Kind::Text, Place::First),
            (Kind::Money(view.currency), Place::Key),
            (Kind::Money(view.currency), Place::Second),
        ]),
    }
}
