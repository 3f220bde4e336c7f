//! What is expected: made when the page is looked at, told above the chart.

use gloo::timers::callback::Timeout;
use ledger::{Every, ForecastQuery, ForecastScope, Measure, TodayView};
use protocol::Job;
use yew::prelude::*;

use crate::chart::{Outlook, Unit};
use crate::components::{Badge, Tone};
use crate::hooks::{JobState, use_work};
use crate::i18n::I18n;

/// Days ahead on this page.
const DAYS: u16 = 28;

/// The numbers are drawn before the engine starts; and a question that was just asked may bring a forecast yet.
const WAIT_MS: u32 = 100;

/// Makes the daily forecast of a place if it is `wanted`, once per place and view of the page.
#[hook]
pub(super) fn use_forecast(place: Option<String>, wanted: bool) -> JobState {
    let work = use_work();
    let made = use_mut_ref(Vec::<Option<String>>::new);
    let start = work.start;
    use_effect_with((place, wanted), move |(place, wanted)| {
        let place = place.clone();
        let timer = (*wanted && !made.borrow().contains(&place)).then(|| {
            Timeout::new(WAIT_MS, move || {
                made.borrow_mut().push(place.clone());
                let scope = ForecastScope { place, ..ForecastScope::default() };
                start.emit(Job::Forecast(ForecastQuery {
                    scope,
                    measure: Measure::Revenue,
                    every: Every::Day,
                    days: DAYS,
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
    let is_making = matches!(making, JobState::Running { .. });
    // Who may not make forecasts is not told so on every visit.
    let failure = match making {
        JobState::Failed(failure) if failure.code != "not-permitted" => Some(i18n.failure(failure)),
        _ => None,
    };
    match told(i18n, view) {
        None if is_making => html! { { i18n.t("counting") } },
        None => failure.map_or_else(blank, |failure| html! { { failure } }),
        Some(told) if !wants_forecast(view) => told.html(),
        Some(told) => html! {
            <>
                <span class="quieter">{ told.html() }</span>{ " " }
                if is_making {
                    <Badge>{ i18n.t("counting") }</Badge>
                } else {
                    <Badge tone={Tone::Warn}>{ i18n.t("outlook-stale") }</Badge>
                }
                { " " }{ failure }
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
