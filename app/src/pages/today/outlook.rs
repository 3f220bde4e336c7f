//! What is expected: made when the page is looked at, told above the chart.

use gloo::timers::callback::Timeout;
use ledger::{Every, ForecastQuery, ForecastScope, Measure, TodayView};
use protocol::Job;
use yew::prelude::*;

use crate::chart::{Outlook, Unit};
use crate::components::{Tone, badge};
use crate::hooks::{JobState, use_work};
use crate::i18n::I18n;

/// Days ahead on this page.
const DAYS: u16 = 28;

/// The numbers are drawn before the engine starts; and a question that was just asked may bring a forecast yet.
const WAIT_MS: u32 = 100;

/// Makes the daily forecast of a place if it is `wanted` (`None` while that is being found out). Where that brings
/// nothing better it is not tried again.
#[hook]
pub(super) fn use_forecast(place: Option<String>, wanted: Option<bool>) -> JobState {
    let work = use_work();
    let made = use_mut_ref(Vec::<Option<String>>::new);
    let start = work.start;
    use_effect_with((place, wanted), move |(place, wanted)| {
        let place = place.clone();
        if *wanted == Some(false) {
            made.borrow_mut().retain(|made| *made != place);
        }
        let is_due = *wanted == Some(true) && !made.borrow().contains(&place);
        let timer = is_due.then(|| {
            Timeout::new(WAIT_MS, move || {
                made.borrow_mut().push(place.clone());
                let scope = ForecastScope { place, ..ForecastScope::default() };
                start.emit(Job::Forecast(ForecastQuery {
                    scope,
                    measure: Measure::Revenue,
                    every: Every::Day,
                    days: DAYS,
                    model: None,
                }));
            })
        });
        move || drop(timer)
    });
    work.state
}

/// Whether there is no forecast, or a better one is to be had.
pub(super) fn wants_forecast(view: &TodayView) -> bool {
    view.has_sales && view.expected.as_ref().is_none_or(|expected| !expected.stale.is_empty())
}

/// "Next 28 days €86.3k, likely …", or why there is no such sentence.
pub(super) fn lead(i18n: &I18n, view: &TodayView, making: &JobState) -> Html {
    let failure = match making {
        JobState::Failed(failure) => Some(failure),
        // About to be made, being made, or made and on its way here.
        _ => None,
    };
    // Who may not make forecasts is not told so on every visit.
    let why = failure.filter(|failure| failure.code != "not-permitted");
    let why = why.map(|failure| i18n.failure(failure));
    match told(i18n, view) {
        None if failure.is_none() => html! { { i18n.t("counting") } },
        None => why.map_or_else(blank, |why| html! { { why } }),
        Some(told) if !wants_forecast(view) => told.html(),
        Some(told) => html! {
            <>
                <span class="quieter">{ told.html() }</span>{ " " }
                if failure.is_none() {
                    { badge(Tone::Neutral, None, i18n.t("counting")) }
                } else {
                    { badge(Tone::Warn, None, i18n.t("outlook-stale")) }
                }
                { " " }{ why }
            </>
        },
    }
}

/// A line without words: what is below it stays where it is when words come.
pub(super) fn blank() -> Html {
    html! { { "\u{a0}" } }
}

/// The sum over the days ahead.
pub(super) fn told(i18n: &I18n, view: &TodayView) -> Option<Outlook> {
    let expected = view.expected.as_ref().filter(|expected| !expected.days.is_empty())?;
    let unit = Unit::Money(view.currency);
    Some(Outlook::new(i18n, unit, Every::Day, expected.days.len(), &expected.total))
}
