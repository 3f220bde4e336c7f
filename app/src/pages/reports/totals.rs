//! Totals over the period, with the period before and the year before.

use ledger::{Figures, SalesAnswer};
use yew::prelude::*;

use crate::chart::Unit;
use crate::components::{Change, change_mark};
use crate::i18n::I18n;
use crate::intl::DayStyle;

use super::reach::Reach;
use super::rows::Measure;

/// Revenue, orders, units, average order, returns.
pub(super) fn totals(i18n: &I18n, answer: &SalesAnswer) -> Html {
    let day = |day| i18n.formats().day(day, DayStyle::Full);
    let period =
        [("first", day(answer.period.first).into()), ("last", day(answer.period.last).into())];
    html! {
        <>
            <p class="report__period">{ i18n.with("report-period", &period) }</p>
            <div class="tiles report__totals">
                { for Measure::ALL.map(|measure| total(i18n, answer, measure)) }
            </div>
        </>
    }
}

fn total(i18n: &I18n, answer: &SalesAnswer, measure: Measure) -> Html {
    let total = &answer.total;
    let unit = measure.unit(answer.currency);
    let name = i18n.t(measure.key());
    let value = measure.of(&total.now);
    let records = Reach::of(answer);
    let before = records.has_period_before.then_some(&total.before);
    let year_before = records.has_year_before.then_some(&total.year_before);
    html! {
        <div class="tile" role="group" aria-label={name.clone()}>
            <p class="tile__label">{ name }</p>
            <p class="tile__value">{ written(i18n, unit, value) }</p>
            { against(i18n, unit, measure, &total.now, before, BEFORE) }
            { against(i18n, unit, measure, &total.now, year_before, YEAR_BEFORE) }
        </div>
    }
}

/// The messages of a comparison, and of the want of one.
type Against = (&'static str, &'static str);

const BEFORE: Against = ("report-before", "report-no-before");
const YEAR_BEFORE: Against = ("report-year-before", "report-no-year-before");

/// A line that compares; where the records do not reach back so far, it says so.
fn against(
    i18n: &I18n,
    unit: Unit,
    measure: Measure,
    now: &Figures,
    then: Option<&Figures>,
    (key, none): Against,
) -> Html {
    let Some(then) = then else {
        return html! { <p class="tile__against tile__against--row">{ i18n.t(none) }</p> };
    };
    let (now, then) = (measure.of(now), measure.of(then));
    let share = match (now, then) {
        (Some(now), Some(then)) if then > 0 => Some((now as f64 - then as f64) / then as f64),
        _ => None,
    };
    let words = i18n.with(key, &[("value", written(i18n, unit, then).into())]);
    let change = share.map(|share| Change {
        share,
        text: i18n.formats().percent(share.abs()).into(),
        more_is_worse: measure == Measure::Returns,
    });
    html! {
        <p class="tile__against tile__against--row">
            if let Some(change) = &change { { change_mark(i18n, change) } }
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
