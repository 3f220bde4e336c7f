//! History and forecast in the shapes the page shows: a chart, a table, a sentence.

use std::rc::Rc;

use ledger::{
    Bands, CourseStep, Day, DayEffect, EffectKind, Every, ForecastView, Insight, InsightKind,
    KeptForecast, Measure, ScenarioView, Strips,
};
use yew::prelude::*;

use super::known_days::day_name;
use super::models::model_name;
use super::wanted::{MEASURES, STEPS, key_of};
use crate::chart::{Beside, ChartData, Course, Outlook, Unit, forecast_sheet, periods};
use crate::components::Sheet;
use crate::i18n::I18n;
use crate::intl::DayStyle;

/// What [`fan`] makes.
#[derive(Clone, PartialEq)]
pub(super) struct Fan {
    pub(super) title: AttrValue,
    /// The one-sentence result.
    pub(super) lead: Html,
    /// Says what the chart shows.
    pub(super) sentence: AttrValue,
    pub(super) data: ChartData,
    pub(super) sheet: Sheet,
    /// Past periods in sight at first: eight weeks, half a year, two years.
    pub(super) begin: usize,
}

/// What a person wants to see beside, or instead of, the forecast.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Choice {
    /// The model whose line is drawn instead.
    pub(super) line: Option<String>,
    /// The earlier forecast that is held against what came, by when it was made.
    pub(super) said: Option<i64>,
    pub(super) scenario: Option<Rc<ScenarioView>>,
}

/// A view of one question as it is drawn.
pub(super) fn fan(
    i18n: &I18n,
    view: &ForecastView,
    is_stale: bool,
    today: Day,
    choice: &Choice,
) -> Fan {
    let query = &view.query;
    let unit = unit_of(query.measure, view.currency);
    let kept = view.kept.as_deref();
    let line = kept.and_then(|kept| line_of(kept, choice.line.as_deref()?));
    let expected = kept.map(|kept| expected(kept, line)).unwrap_or_default();
    let strips = kept.and_then(|kept| kept.strips.as_ref()).filter(|_| line.is_none());
    let course = Course {
        every: query.every,
        unit,
        history: &view.history,
        running: view.running,
        expected: &expected,
        is_stale,
        strips,
        today: Some(today),
        beside: Beside {
            events: &events(i18n, view),
            effects: &strips.map(|strips| effects(query.every, strips)).unwrap_or_default(),
            unusual: &unusual(kept),
            said: &said(view, choice.said),
            scenario: &scenario(view, choice.scenario.as_deref()),
        },
    };
    let mut data = course.chart(i18n);
    data.has_80_only = line.is_some();
    let lead = match (kept, line) {
        (Some(kept), Some(line)) => Some(line_lead(i18n, unit, kept, line)),
        (Some(kept), None) => {
            let outlook = Outlook::new(i18n, unit, query.every, kept.steps.len(), &kept.total);
            Some((outlook.html(), outlook.text()))
        }
        _ => None,
    };
    let (lead, told) = lead.unwrap_or_default();
    Fan {
        title: i18n.with("forecast-title", &words(view)),
        lead,
        sentence: sentence(i18n, view, &told),
        sheet: forecast_sheet(
            i18n,
            "tillcast-forecast".to_owned(),
            &data,
            data.points.iter().rev(),
        ),
        data,
        begin: match query.every {
            Every::Day => 56,
            Every::Week => 26,
            Every::Month => 24,
        },
    }
}

/// The unit of what is counted.
pub(super) const fn unit_of(measure: Measure, currency: ledger::Currency) -> Unit {
    match measure {
        Measure::Revenue => Unit::Money(currency),
        Measure::Units => Unit::Units,
    }
}

fn words(view: &ForecastView) -> [(&'static str, crate::i18n::Value<'static>); 2] {
    [
        ("measure", key_of(&MEASURES, view.query.measure).into()),
        ("step", key_of(&STEPS, view.query.every).into()),
    ]
}

/// What is seen, and what it comes to.
fn sentence(i18n: &I18n, view: &ForecastView, told: &str) -> AttrValue {
    let ends = [view.history.first(), view.history.last()];
    let [first, last] = ends.map(|end| {
        end.map(|(day, _)| i18n.formats().day(*day, DayStyle::Full)).unwrap_or_default()
    });
    let [measure, step] = words(view);
    let args = [measure, step, ("first", first.into()), ("last", last.into())];
    let mut sentence = i18n.with("forecast-sentence", &args).to_string();
    if !told.is_empty() {
        sentence.push(' ');
        sentence.push_str(told);
    }
    sentence.into()
}

/// The course of a contender, with its model.
fn line_of<'a>(kept: &'a KeptForecast, model: &str) -> Option<(&'a str, &'a [CourseStep])> {
    let score = kept.scores.iter().find(|score| score.model == model)?;
    (!score.course.is_empty()).then_some((score.model.as_str(), score.course.as_slice()))
}

/// The forecast's steps, or those of a contender, of which only the 80 % band is known.
fn expected(kept: &KeptForecast, line: Option<(&str, &[CourseStep])>) -> Vec<(Day, Bands)> {
    let days = periods(kept.query.every, kept.first);
    match line {
        None => days.zip(kept.steps.iter().copied()).collect(),
        Some((_, course)) => {
            let bands = |step: &CourseStep| {
                let CourseStep { mean, low, high } = *step;
                Bands { mean, quantiles: [low, low, mean, mean, mean, high, high] }
            };
            days.zip(course.iter().map(bands)).collect()
        }
    }
}

/// "ARIMA expects €84.1k, Ensemble €86.3k."
fn line_lead(
    i18n: &I18n,
    unit: Unit,
    kept: &KeptForecast,
    (model, course): (&str, &[CourseStep]),
) -> (Html, String) {
    let sum = course.iter().fold(0_i64, |sum, step| sum.saturating_add(step.mean));
    let written = |value| unit.headline(value, i18n.formats());
    let text = i18n.with(
        "forecast-line",
        &[
            ("model", model_name(i18n, model).as_str().into()),
            ("sum", written(sum).into()),
            ("champion", model_name(i18n, &kept.model).as_str().into()),
            ("other", written(kept.total.mean).into()),
        ],
    );
    (html! { { text.clone() } }, text.to_string())
}

/// Every known day by its name.
fn events(i18n: &I18n, view: &ForecastView) -> Vec<(Day, Rc<str>)> {
    let mut events: Vec<(Day, Rc<str>)> = Vec::new();
    for known in &view.days {
        let name: Rc<str> = Rc::from(day_name(i18n, &known.name).as_str());
        events.extend((known.first.0..=known.last.0).map(|day| (Day(day), Rc::clone(&name))));
    }
    // Days of one name may reach over others.
    events.sort_by_key(|(day, _)| *day);
    events
}

/// What known days add, all of them together; nothing if they add nothing.
fn effects(every: Every, strips: &Strips) -> Vec<(Day, i64)> {
    let of_days = |effect: &&DayEffect| effect.kind != EffectKind::Price;
    let mut sums = vec![0_i64; strips.trend.len()];
    for effect in strips.effects.iter().filter(of_days) {
        for (sum, value) in sums.iter_mut().zip(&effect.values) {
            *sum = sum.saturating_add(*value);
        }
    }
    if sums.iter().all(|sum| *sum == 0) {
        return Vec::new();
    }
    periods(every, strips.first).zip(sums).collect()
}

/// Days far from what would have been usual, with that, oldest first.
fn unusual(kept: Option<&KeptForecast>) -> Vec<(Day, i64)> {
    let is_mark =
        |insight: &&Insight| matches!(insight.kind, InsightKind::Outlier | InsightKind::Unusual);
    let insights = kept.map(|kept| kept.insights.as_slice()).unwrap_or_default();
    let marks = insights.iter().filter(is_mark);
    let mut marks: Vec<_> = marks.filter_map(|mark| Some((mark.first?, mark.before))).collect();
    marks.sort_unstable();
    marks
}

/// What was said, as far as it has come.
fn said(view: &ForecastView, made_ms: Option<i64>) -> Vec<(Day, Bands)> {
    let (Some(made_ms), Some((last, _))) = (made_ms, view.history.last()) else {
        return Vec::new();
    };
    let earlier = view.earlier.iter().find(|earlier| earlier.made_ms == made_ms);
    let said = earlier.map(|earlier| (earlier.first, earlier.steps.as_slice()));
    let kept = view.kept.as_deref().filter(|kept| kept.made_ms == made_ms);
    let Some((first, steps)) =
        said.or_else(|| kept.map(|kept| (kept.first, kept.steps.as_slice())))
    else {
        return Vec::new();
    };
    periods(view.query.every, first)
        .zip(steps.iter().copied())
        .take_while(|(day, _)| day <= last)
        .collect()
}

/// What is expected if, of the same question.
fn scenario(view: &ForecastView, scenario: Option<&ScenarioView>) -> Vec<(Day, i64)> {
    let query = &view.query;
    let Some(scenario) = scenario.filter(|view| view.scenario.query == *query) else {
        return Vec::new();
    };
    let means = scenario.after.iter().map(|bands| bands.mean);
    periods(query.every, scenario.first).zip(means).collect()
}
