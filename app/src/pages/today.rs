//! Today: the day so far against what is usual, and the weeks before it.

mod numbers;
mod places;
mod series;

use ledger::{Answer, Query, TodayView};
use protocol::SessionView;
use yew::prelude::*;
use yew_router::prelude::*;

use super::use_title;
use crate::components::{
    Banner, Button, Empty, FormError, Look, NameChoice, Skeleton, TileSkeleton, Tone,
};
use crate::hooks::use_asked;
use crate::i18n::use_i18n;
use crate::icon::Icon;
use crate::intl::DayStyle;
use crate::route::Route;
use numbers::Tiles;
use places::Places;
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
    let onplace = {
        let place = place.clone();
        Callback::from(move |chosen| place.set(chosen))
    };
    match asked.answer {
        Some(Answer::Today(view)) if !view.has_sales => html! { <NothingYet /> },
        Some(Answer::Today(view)) => html! {
            <div class={classes!("today", asked.is_counting.then_some("counting"))}>
                <FormError failure={asked.failure} />
                <Head view={(*view).clone()} place={(*place).clone()} {onplace} counting={asked.is_counting} />
                <Day view={*view} />
            </div>
        },
        _ if asked.failure.is_some() => html! {
            <>
                <h1 class="type-page">{ i18n.t("nav-today") }</h1>
                <FormError failure={asked.failure} />
            </>
        },
        _ => html! { <Waiting /> },
    }
}

/// The frame while the first numbers are counted.
#[component]
fn Waiting() -> Html {
    let i18n = use_i18n();
    html! {
        <div class="today">
            <div class="page-head">
                <div>
                    <h1 class="type-page">{ i18n.t("nav-today") }</h1>
                    <p>{ i18n.t("counting") }</p>
                </div>
            </div>
            <div class="tiles">{ for (0..4).map(|_| html! { <TileSkeleton /> }) }</div>
            <div class="card"><Skeleton rows={6} /></div>
        </div>
    }
}

/// Nothing was ever sold here.
#[component]
fn NothingYet() -> Html {
    let i18n = use_i18n();
    let navigator = use_navigator();
    let import = Callback::from(move |_| {
        if let Some(navigator) = &navigator {
            navigator.push(&Route::Import);
        }
    });
    html! {
        <>
            <h1 class="type-page">{ i18n.t("nav-today") }</h1>
            <Empty
                drawing={Icon::Receipt}
                title={i18n.t("today-empty-title")} text={i18n.t("today-empty-text")}
            >
                <Button look={Look::Primary} onclick={import}>{ i18n.t("today-import") }</Button>
            </Empty>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct HeadProps {
    view: TodayView,
    place: Option<String>,
    onplace: Callback<Option<String>>,
    counting: bool,
}

/// The date, up to when is counted, and for which place.
#[component]
fn Head(props: &HeadProps) -> Html {
    let i18n = use_i18n();
    let view = &props.view;
    let formats = i18n.formats();
    let date = formats.day(view.day, DayStyle::Title);
    let until = if props.counting {
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
                    names={view.all_places.clone()} chosen={props.place.clone()}
                    onchange={props.onplace.clone()}
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

#[derive(Properties, PartialEq)]
struct DayProps {
    view: TodayView,
}

#[component]
fn Day(props: &DayProps) -> Html {
    let i18n = use_i18n();
    let view = &props.view;
    let others: Vec<String> = view
        .others
        .iter()
        .map(|(currency, minor)| i18n.formats().money(*minor, *currency))
        .collect();
    html! {
        <>
            <Tiles view={view.clone()} />
            if !others.is_empty() {
                <p class="today__others">
                    { i18n.with("today-others", &[("amounts", i18n.formats().list(&others).into())]) }
                </p>
            }
            <Revenue view={view.clone()} />
            <div class="today__pair">
                if view.places.len() > 1 || view.all_places.len() > 1 {
                    <Places view={view.clone()} />
                }
                <Hours view={view.clone()} />
            </div>
        </>
    }
}
