//! The pages of an open vault, and what they share with the gate.

mod currency;
mod demo;
mod forecast;
mod general;
mod import;
mod log_list;
mod nothing_sold;
mod orders;
mod persistence;
mod reports;
mod security;
mod settings;
mod storage;
mod title;
mod today;

use protocol::SessionView;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::components::{Button, Look, empty};
use crate::i18n::use_i18n;
use crate::icon::Icon;
use crate::route::Route;

pub(crate) use currency::{CurrencyLabel, currency_options};
pub(crate) use demo::DemoBanner;
use nothing_sold::nothing_sold;
pub(crate) use persistence::use_persistence;
pub(crate) use title::use_title;

use demo::Furnished;
use forecast::{Forecast, ItemsRun, KnownDays, Registry};
use import::Import;
use orders::Orders;
use reports::Reports;
use settings::{Section, Settings};
use today::Today;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) route: Route,
    pub(crate) session: SessionView,
}

/// The page of a route.
#[component]
pub(crate) fn PageSwitch(props: &Props) -> Html {
    let session = props.session.clone();
    let page = match props.route {
        Route::Today => html! { <Today {session} /> },
        Route::Orders => html! { <Orders {session} /> },
        Route::Forecast => html! { <Forecast {session} /> },
        Route::Models => html! { <Registry {session} /> },
        Route::Import => html! { <Import {session} /> },
        Route::Reports => html! { <Reports {session} /> },
        Route::Settings => html! { <Redirect<Route> to={Route::General} /> },
        Route::General => html! { <Settings section={Section::General} {session} /> },
        Route::Storage => html! { <Settings section={Section::Storage} {session} /> },
        // Nothing of it exists in the demo, which nobody needs a password for.
        Route::Security if session.is_demo => html! { <Redirect<Route> to={Route::General} /> },
        Route::Security => html! { <Settings section={Section::Security} {session} /> },
        Route::NotFound => html! { <NotFound business={session.settings.business} /> },
    };
    html! { <Furnished session={props.session.clone()}><ItemsRun>{ page }</ItemsRun></Furnished> }
}

#[derive(Properties, PartialEq)]
struct NotFoundProps {
    business: String,
}

#[component]
fn NotFound(props: &NotFoundProps) -> Html {
    let i18n = use_i18n();
    use_title(format!("{} · {}", i18n.t("not-found-title"), props.business));
    let navigator = use_navigator();
    let home = Callback::from(move |_| {
        if let Some(navigator) = &navigator {
            navigator.push(&Route::Today);
        }
    });
    html! {
        <>
            <h1 class="visually-hidden">{ i18n.t("not-found-title") }</h1>
            { empty(Icon::Box, i18n.t("not-found-title"), i18n.t("not-found-text"), html! {
                <Button look={Look::Primary} onclick={home}>{ i18n.t("not-found-home") }</Button>
            }) }
        </>
    }
}
