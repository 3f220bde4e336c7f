//! Revenue over the weeks before, and over the hours of the day.

use std::rc::Rc;

use ledger::{Currency, Day, TodayView};
use protocol::{Table, TableCell};
use yew::prelude::*;

use crate::chart::{At, ChartCard, ChartData, Form, Phase, Point, Unit};
use crate::components::{Kind, Place, Segmented, Sheet, money, options};
use crate::i18n::{I18n, use_i18n};
use crate::intl::DayStyle;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) view: TodayView,
}

/// What a step of the revenue chart is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Day,
    Week,
    Month,
}

impl Step {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Day, "day"), (Self::Week, "week"), (Self::Month, "month")];

    fn of(self, view: &TodayView) -> &[(Day, i64)] {
        match self {
            Self::Day => &view.days,
            Self::Week => &view.weeks,
            Self::Month => &view.months,
        }
    }

    const fn at(self, day: Day) -> At {
        match self {
            Self::Day => At::Day(day),
            Self::Week => At::Week(day),
            Self::Month => At::Month(day),
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }
}

/// Eight weeks of days, a year of weeks or two years of months.
#[component]
pub(super) fn Revenue(props: &Props) -> Html {
    let i18n = use_i18n();
    let step = use_state(|| Step::Day);
    let drawn = use_memo((props.view.clone(), *step, i18n.clone()), |(view, step, i18n)| {
        (chart(i18n, view, *step), sheet(i18n, view, *step), sentence(i18n, view, *step))
    });
    let (data, sheet, name) = (*drawn).clone();
    let onchange = {
        let step = step.clone();
        Callback::from(move |key: AttrValue| {
            let chosen = Step::ALL.into_iter().find(|(_, name)| *name == key.as_str());
            step.set(chosen.map_or(Step::Day, |(step, _)| step));
        })
    };
    let controls = html! {
        <Segmented
            label={i18n.t("by")} value={step.key()} {onchange}
            options={options(Step::ALL.map(|(_, key)| (key, i18n.t(key))))}
        />
    };
    html! {
        <ChartCard
            title={i18n.t("revenue")} {name} {data} {sheet} {controls} report="today"
            narrow={(*step == Step::Day).then_some(14)}
        />
    }
}

fn chart(i18n: &I18n, view: &TodayView, step: Step) -> ChartData {
    let values = step.of(view);
    let last = values.len().saturating_sub(1);
    let point = |(index, (day, value)): (usize, &(Day, i64))| Point {
        at: step.at(*day),
        actual: Some(*value),
        usual: None,
        phase: if view.is_today && index == last { Phase::Running } else { Phase::Past },
    };
    ChartData {
        form: Form::Line,
        unit: Unit::Money(view.currency),
        points: values.iter().enumerate().map(point).collect(),
        actual_name: Rc::from(i18n.t("revenue").as_str()),
        usual_name: Rc::from(""),
    }
}

fn sheet(i18n: &I18n, view: &TodayView, step: Step) -> Sheet {
    let style = if step == Step::Month { DayStyle::Month } else { DayStyle::Listed };
    let rows = step.of(view).iter().rev();
    Sheet {
        table: Rc::new(Table {
            name: ["tillcast-revenue-", step.key()].concat(),
            heads: vec![i18n.t(step.key()).to_string(), i18n.t("revenue").to_string()],
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

fn sentence(i18n: &I18n, view: &TodayView, step: Step) -> AttrValue {
    let formats = i18n.formats();
    let values = step.of(view);
    let day = |at: Option<&(Day, i64)>| {
        at.map(|(day, _)| formats.day(*day, DayStyle::Full)).unwrap_or_default()
    };
    i18n.with(
        "revenue-sentence",
        &[
            ("step", step.key().into()),
            ("first", day(values.first()).into()),
            ("last", day(values.last()).into()),
            ("amount", formats.money_short(view.revenue.value, view.currency).into()),
        ],
    )
}

/// The hours of the day with what is usual in each.
#[component]
pub(super) fn Hours(props: &Props) -> Html {
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
    let point = |hour: &ledger::HourView| Point {
        at: At::Hour(hour.hour),
        actual: Some(hour.revenue),
        usual: hour.usual,
        phase: match hour.hour.cmp(&now) {
            std::cmp::Ordering::Equal if view.is_today => Phase::Running,
            std::cmp::Ordering::Greater if view.is_today => Phase::Coming,
            _ => Phase::Past,
        },
    };
    let has_usual = view.hours.iter().any(|hour| hour.usual.is_some());
    ChartData {
        form: Form::Bars,
        unit: Unit::Money(view.currency),
        points: view.hours.iter().map(point).collect(),
        actual_name: Rc::from(i18n.t("sold").as_str()),
        usual_name: if has_usual { Rc::from(i18n.t("usual").as_str()) } else { Rc::from("") },
    }
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
