//! The frame around every page: navigation, vault state, banners, shortcuts.

mod banners;
mod keys;
mod nav;
mod offline;
mod sidebar;

use protocol::{Access, LockDepth, Request, SessionView};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::activity::use_activity;
use crate::components::{Button, Look, Menu, MenuItem, RouteLink, Tone, badge, logo};
use crate::hooks::use_client;
use crate::i18n::use_i18n;
use crate::icon::Icon;
use crate::pages::{DemoBanner, PageSwitch};
use crate::route::Route;

pub(crate) use banners::Banners;
use keys::{ShortcutsDialog, use_shortcuts};
pub(crate) use keys::{keys_are_on, set_keys, single_keys_act};
use offline::use_online;
use sidebar::Sidebar;
pub(crate) use sidebar::role_key;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) session: SessionView,
    pub(crate) banners: Html,
}

/// An open vault.
#[component]
pub(crate) fn Shell(props: &Props) -> Html {
    html! {
        <BrowserRouter>
            <Frame session={props.session.clone()} banners={props.banners.clone()} />
        </BrowserRouter>
    }
}

#[component]
fn Frame(props: &Props) -> Html {
    let i18n = use_i18n();
    let client = use_client();
    let session = &props.session;
    let locks_in =
        use_activity(&client, session.soft_lock_at_ms, session.settings.auto_lock.soft_minutes);
    let online = use_online();
    let showing_shortcuts = use_state(|| false);
    let lock = {
        let client = client.clone();
        Callback::from(move |()| {
            // The answer is the gate: everything of the vault leaves the page.
            client.send(Request::Access(Access::Lock(LockDepth::Hard)), |_| ());
        })
    };
    let show_shortcuts = {
        let showing = showing_shortcuts.clone();
        Callback::from(move |()| showing.set(true))
    };
    let hide_shortcuts = {
        let showing = showing_shortcuts.clone();
        Callback::from(move |()| showing.set(false))
    };
    let go = use_go();
    use_shortcuts(lock.clone(), show_shortcuts.clone(), go.clone());
    let route = use_route::<Route>().unwrap_or(Route::NotFound);
    let business = AttrValue::from(session.settings.business.clone());
    html! {
        <>
            <a class="skip-link" href="#content">{ i18n.t("skip-to-content") }</a>
            <div class="shell">
                <Sidebar
                    session={session.clone()} {locks_in} {online} {route} go={go.clone()}
                    lock={lock.clone()} {show_shortcuts}
                />
                <div class="shell__main">
                    <header class="topbar">
                        <div class="topbar__shop">
                            { logo(true) }
                            <span class="topbar__shop-name">{ business }</span>
                        </div>
                        if !online {
                            <span class="topbar__offline">
                                { badge(Tone::Neutral, Some(Icon::Offline), i18n.t("fact-offline")) }
                            </span>
                        }
                        // The demo has no lock: nobody could open it again.
                        if !session.is_demo {
                            <Button look={Look::Quiet} icon={Icon::Lock} onclick={lock.reform(|_| ())}>
                                <span class="topbar__lock-name">{ i18n.t("lock") }</span>
                            </Button>
                        }
                    </header>
                    { props.banners.clone() }
                    if session.is_demo { <DemoBanner /> }
                    <main id="content" class="shell__content" tabindex="-1">
                        <PageSwitch {route} session={session.clone()} />
                    </main>
                </div>
            </div>
            <BottomBar {route} {go} />
            if *showing_shortcuts {
                <ShortcutsDialog onclose={hide_shortcuts} />
            }
        </>
    }
}

/// Leads to a page.
#[hook]
fn use_go() -> Callback<Route> {
    let navigator = use_navigator();
    use_callback(navigator, |route: Route, navigator| {
        if let Some(navigator) = navigator {
            navigator.push(&route);
        }
    })
}

#[derive(Properties, PartialEq)]
struct BottomProps {
    route: Route,
    go: Callback<Route>,
}

/// Navigation of a phone.
#[component]
fn BottomBar(props: &BottomProps) -> Html {
    let i18n = use_i18n();
    let more = nav::MORE.iter().map(|entry| MenuItem {
        icon: entry.icon,
        label: i18n.t(entry.name),
        hint: None,
        onpress: props.go.reform(|()| entry.route),
    });
    let behind_more = nav::MORE.iter().any(|entry| entry.current(props.route).is_some());
    html! {
        <nav class="bottom-bar" aria-label={i18n.t("nav-name")}>
            { for nav::BOTTOM.iter().map(|entry| html! {
                <RouteLink to={entry.route} class="bottom-bar__link" current={entry.current(props.route)}>
                    { entry.icon.draw() }
                    { i18n.t(entry.name) }
                </RouteLink>
            }) }
            <Menu
                name={i18n.t("nav-more")} items={more.collect::<Vec<_>>()} above={true}
                class={if behind_more { "bottom-bar__link bottom-bar__link--on" } else { "bottom-bar__link" }}
            >
                { Icon::Menu.draw() }
                { i18n.t("nav-more") }
            </Menu>
        </nav>
    }
}
