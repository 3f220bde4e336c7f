//! What is worth saying about the sales, in sentences.

use ledger::{Day, Every, ForecastView, Insight, InsightKind};
use yew::prelude::*;

use super::fan::unit_of;
use super::known_days::holiday_name;
use crate::components::Card;
use crate::i18n::I18n;
use crate::intl::DayStyle;

/// A list of sentences; nothing where there is nothing to say.
pub(super) fn insights(i18n: &I18n, view: &ForecastView) -> Html {
    let found = view.kept.as_ref().map(|kept| kept.insights.as_slice()).unwrap_or_default();
    let found: Vec<_> = found.iter().filter(|one| one.kind != InsightKind::Unusual).collect();
    if found.is_empty() {
        return Html::default();
    }
    html! {
        <Card title={i18n.t("insights")}>
            <ul class="insights">
                { for found.into_iter().map(|insight| html! { <li>{ sentence(i18n, view, insight) }</li> }) }
            </ul>
        </Card>
    }
}

fn sentence(i18n: &I18n, view: &ForecastView, insight: &Insight) -> AttrValue {
    let formats = i18n.formats();
    let unit = unit_of(view.query.measure, view.currency);
    // Of what is worth saying, a tenth of a percent is not.
    let change = f64::from(insight.change) / 1_000.0;
    let change = if change.abs() < 0.1 { change } else { (change * 100.0).round() / 100.0 };
    let name = match insight.kind {
        InsightKind::Holiday => holiday_name(i18n, &insight.name),
        _ => insight.name.clone().into(),
    };
    let day = insight.first.map(|day| formats.day(day, DayStyle::Full)).unwrap_or_default();
    let (kind, place) = place(i18n, view.query.every, insight);
    // A change a year is in thousandths of the level, too, where it is told as one.
    let before = match insight.kind {
        InsightKind::TrendBreak => formats.change(insight.before as f64 / 1_000.0),
        _ => unit.planned(insight.before, formats),
    };
    i18n.with(
        match insight.kind {
            InsightKind::Growth => "insight-growth",
            InsightKind::Strongest => "insight-strongest",
            InsightKind::Weakest => "insight-weakest",
            InsightKind::LevelShift => "insight-level",
            InsightKind::TrendBreak => "insight-trend",
            InsightKind::Holiday | InsightKind::Event => "insight-day",
            InsightKind::Promotion => "insight-promotion",
            InsightKind::Outlier | InsightKind::Unusual => "insight-outlier",
        },
        &[
            ("way", if change < 0.0 { "down" } else { "up" }.into()),
            ("share", formats.percent(change.abs()).into()),
            ("change", formats.change(change).into()),
            ("name", name.as_str().into()),
            ("day", day.into()),
            ("kind", kind.into()),
            ("place", place.into()),
            ("value", unit.planned(insight.value, formats).into()),
            ("before", before.into()),
        ],
    )
}

/// 29 December 2025, a Monday; the days after it are those of the week, the months after it those of a year.
const MONDAY: Day = Day(20_451);

/// A place of the season: what it is one of, and its name.
fn place(i18n: &I18n, every: Every, insight: &Insight) -> (&'static str, String) {
    let (formats, place) = (i18n.formats(), insight.place.unwrap_or(0));
    // Days have a week and a year: which of them it is a place of, `value` tells by its length.
    match (every, insight.value) {
        (_, 7) | (Every::Day, 0) => {
            let day = Day(MONDAY.0 + i32::from(place));
            ("weekday", formats.day(day, DayStyle::Weekday))
        }
        (Every::Week, 0 | 52) => ("week", formats.count(u64::from(place) + 1)),
        _ => {
            let month = u8::try_from(place + 1).unwrap_or(1);
            let day = Day::from_date(2026, month, 1).unwrap_or(MONDAY);
            ("month", formats.day(day, DayStyle::MonthName))
        }
    }
}
