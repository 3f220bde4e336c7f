//! Totals over the period, with the period before and the year before.

use ledger::{Figures, SalesAnswer};
use yew::prelude::*;

use crate::chart::Unit;
use crate::components::{Change, ChangeMark};
use crate::i18n::{I18n, use_i18n};
use crate::intl::DayStyle;

use super::rows::Measure;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) answer: SalesAnswer,
}

/// Revenue, orders, units, average order, returns.
#[component]
pub(super) fn Totals(props: &Props) -> Html {
    let i18n = use_i18n();
    let answer = &props.answer;
    let day = |day| i18n.formats().day(day, DayStyle::Full);
    let period =
        [("first", day(answer.period.first).into()), ("last", day(answer.period.last).into())];
    html! {
        <>
            <p class="report__period">{ i18n.with("report-period", &period) }</p>
            <div class="tiles report__totals">
                { for Measure::ALL.map(|measure| html! {
                    <Total {measure} answer={answer.clone()} />
                }) }
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct TotalProps {
    measure: Measure,
    answer: SalesAnswer,
}

#[component]
fn Total(props: &TotalProps) -> Html {
    let i18n = use_i18n();
    let (total, measure) = (&props.answer.total, props.measure);
    let unit = measure.unit(props.answer.currency);
    let name = i18n.t(measure.key());
    let value = measure.of(&total.now);
    html! {
        <div class="tile" role="group" aria-label={name.clone()}>
            <p class="tile__label">{ name }</p>
            <p class="tile__value">{ written(&i18n, unit, value) }</p>
            { against(&i18n, unit, measure, &total.now, &total.before, "report-before") }
            { against(&i18n, unit, measure, &total.now, &total.year_before, "report-year-before") }
        </div>
    }
}

/// A line that compares; without anything sold then, it says so.
fn against(
    i18n: &I18n,
    unit: Unit,
    measure: Measure,
    now: &Figures,
    then: &Figures,
    key: &str,
) -> Html {
    let (now, then) = (measure.of(now), measure.of(then).filter(|_| then.lines > 0));
    let share = match (now, then) {
        (Some(now), Some(then)) if then > 0 => Some((now as f64 - then as f64) / then as f64),
        _ => None,
    };
    let words = i18n.with(key, &[("value", written(i18n, unit, then).into())]);
    html! {
        <p class="tile__against tile__against--row">
            if let Some(share) = share {
                <ChangeMark change={Change { share, text: i18n.formats().percent(share.abs()).into(), more_is_worse: measure == Measure::Returns }} />
            }
            <span class="tile__words">{ words }</span>
        </p>
    }
}

fn written(i18n: &I18n, unit: Unit, value: Option<i64>) -> String {
    match (value, unit) {
        (None, _) => "—".to_owned(),
        (Some(minor), Unit::Money(currency)) => i18n.formats().money_rounded(minor, currency),
        (Some(value), unit) => unit.exact(value, i18n.formats()),
    }
}
