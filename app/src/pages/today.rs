//! Today: the day so far against what is usual, and the weeks before it.

mod numbers;
mod outlook;
mod places;
mod series;

use ledger::{Answer, Query, TodayView};
use protocol::SessionView;
use yew::prelude::*;

use super::{nothing_sold, use_title};
use crate::components::{Banner, NameChoice, Tone, form_error, skeleton, tile_skeleton};
use crate::hooks::{JobState, use_asked};
use crate::i18n::{I18n, use_i18n};
use crate::intl::DayStyle;
use numbers::tiles;
use outlook::{use_forecast, wants_forecast};
use places::places;
use series::{Hours, Revenue};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) session: SessionView,
}

/// The page; every number comes from the worker.
#[component]
pub(super) fn Today(props: &Props) -> Html {
    let i18n = use_i18n();
    use_title(format!("{} · {}", i18n.t("nav-today"), props.session.settings.business));
    let place = use_state(|| None::<String>);
    let asked = use_asked(Query::Today { place: (*place).clone() });
    let wanted = match &asked.answer {
        Some(Answer::Today(view)) if !asked.is_counting => Some(wants_forecast(view)),
        _ => None,
    };
    let making = use_forecast((*place).clone(), wanted);
    let onplace = {
        let place = place.clone();
        Callback::from(move |chosen| place.set(chosen))
    };
    match asked.answer {
        Some(Answer::Today(view)) if !view.has_sales => html! {
            <>
                <h1 class="type-page">{ i18n.t("nav-today") }</h1>
                { nothing_sold(&i18n, "today-empty-text") }
            </>
        },
        Some(Answer::Today(view)) => html! {
            <div class={classes!("today", asked.is_counting.then_some("counting"))}>
                { form_error(&i18n, asked.failure.as_ref()) }
                { head(&i18n, &view, (*place).clone(), onplace, asked.is_counting) }
                { day(&i18n, &view, making) }
            </div>
        },
        _ if asked.failure.is_some() => html! {
            <>
                <h1 class="type-page">{ i18n.t("nav-today") }</h1>
                { form_error(&i18n, asked.failure.as_ref()) }
            </>
        },
        _ => waiting(&i18n),
    }
}

/// The frame while the first numbers are counted.
fn waiting(i18n: &I18n) -> Html {
    html! {
        <div class="today">
            <div class="page-head">
                <div>
                    <h1 class="type-page">{ i18n.t("nav-today") }</h1>
                    <p>{ i18n.t("counting") }</p>
                </div>
            </div>
            <div class="tiles">{ for (0..4).map(|_| tile_skeleton()) }</div>
            <div class="card">{ skeleton(i18n, 6) }</div>
        </div>
    }
}

/// The date, up to when is counted, and for which place.
fn head(
    i18n: &I18n,
    view: &TodayView,
    place: Option<String>,
    onplace: Callback<Option<String>>,
    is_counting: bool,
) -> Html {
    let formats = i18n.formats();
    let date = formats.day(view.day, DayStyle::Title);
    let until = if is_counting {
        i18n.t("counting")
    } else if view.is_today {
        i18n.with("today-until", &[("time", formats.time(view.until).into())])
    } else {
        i18n.with("today-of-year", &[("year", formats.day(view.day, DayStyle::Year).into())])
    };
    html! {
        <>
            <div class="page-head">
                <div>
                    <h1 class="type-page">{ date }</h1>
                    <p role="status">{ until }</p>
                </div>
                <NameChoice
                    label={i18n.t("place")} all={i18n.t("all-places")} bare={true}
                    names={view.all_places.clone()} chosen={place}
                    onchange={onplace}
                />
            </div>
            if !view.is_today {
                <Banner
                    inset={true} tone={Tone::Warn}
                    text={i18n.with("today-long-ago", &[("day", formats.day(view.day, DayStyle::Full).into())])}
                />
            }
        </>
    }
}

fn day(i18n: &I18n, view: &TodayView, making: JobState) -> Html {
    let others: Vec<String> = view
        .others
        .iter()
        .map(|(currency, minor)| i18n.formats().money(*minor, *currency))
        .collect();
    html! {
        <>
            { tiles(i18n, view) }
            if !others.is_empty() {
                <p class="today__others">
                    { i18n.with("today-others", &[("amounts", i18n.formats().list(&others).into())]) }
                </p>
            }
            <Revenue view={view.clone()} {making} />
            <div class="today__pair">
                if view.places.len() > 1 || view.all_places.len() > 1 {
                    { places(i18n, view) }
                }
                <Hours view={view.clone()} />
            </div>
        </>
    }
}
