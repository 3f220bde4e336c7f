//! Sidebar: the shop, the pages that work, the vault's state, the person.

use ledger::Role;
use protocol::{Persistence, SessionView};
use yew::prelude::*;

use crate::components::{Menu, MenuItem, RouteLink, avatar, logo};
use crate::i18n::use_i18n;
use crate::icon::Icon;
use crate::pages::use_persistence;
use crate::route::Route;
use crate::shell::nav;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) session: SessionView,
    /// Minutes until the idle lock.
    pub(super) locks_in: u32,
    pub(super) online: bool,
    /// The page shown.
    pub(super) route: Route,
    /// Leads to a page.
    pub(super) go: Callback<Route>,
    pub(super) lock: Callback<()>,
    pub(super) show_shortcuts: Callback<()>,
}

/// At the left from 768 pixels on.
#[component]
pub(super) fn Sidebar(props: &Props) -> Html {
    let i18n = use_i18n();
    let session = &props.session;
    let mut items = vec![
        MenuItem {
            icon: Icon::Lock,
            label: i18n.t("menu-lock-now"),
            hint: Some("Ctrl Shift L".into()),
            onpress: props.lock.clone(),
        },
        MenuItem {
            icon: Icon::Shield,
            label: i18n.t("menu-security"),
            hint: None,
            onpress: props.go.reform(|()| Route::Security),
        },
        MenuItem {
            icon: Icon::Keyboard,
            label: i18n.t("menu-shortcuts"),
            hint: Some("?".into()),
            onpress: props.show_shortcuts.clone(),
        },
    ];
    if session.is_demo {
        // It has no password and no locks.
        items.retain(|item| item.icon != Icon::Shield && item.icon != Icon::Lock);
    }
    html! {
        <aside class="sidebar" aria-label={i18n.t("sidebar-name")}>
            <div class="sidebar__shop">
                { logo(true) }
                <span class="sidebar__shop-name">{ session.settings.business.clone() }</span>
            </div>
            <nav class="sidebar__nav" aria-label={i18n.t("nav-name")}>
                { for nav::GROUPS.iter().map(|group| html! {
                    <>
                        if let Some(name) = group.name {
                            <p class="sidebar__group">{ i18n.t(name) }</p>
                        }
                        { for group.entries.iter().map(|entry| html! {
                            <RouteLink
                                to={entry.route} class="sidebar__link"
                                current={entry.current(props.route)}
                            >
                                { entry.icon.draw() }
                                <span>{ i18n.t(entry.name) }</span>
                            </RouteLink>
                        }) }
                    </>
                }) }
            </nav>
            <div class="sidebar__foot">
                if !session.is_demo {
                    <VaultFacts locks_in={props.locks_in} online={props.online} />
                }
                <Menu name={i18n.t("menu-person")} {items} class="sidebar__person" above={true}>
                    { avatar(&session.name, false) }
                    <span class="sidebar__person-name">
                        { session.name.clone() }
                        <small>{ i18n.t(role_key(session.role)) }</small>
                    </span>
                    { Icon::Ellipsis.small() }
                </Menu>
            </div>
        </aside>
    }
}

/// The message that names a role.
pub(crate) const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Owner => "role-owner",
        Role::Admin => "role-admin",
        Role::Manager => "role-manager",
        Role::Clerk => "role-clerk",
        Role::Viewer => "role-viewer",
    }
}

#[derive(Properties, PartialEq)]
struct FactsProps {
    locks_in: u32,
    online: bool,
}

/// The vault is always in sight; amber only where a person can do something.
#[component]
fn VaultFacts(props: &FactsProps) -> Html {
    let i18n = use_i18n();
    let (persistence, _) = use_persistence();
    let storage = match persistence {
        Some(Persistence::Granted) => Some(("sidebar__fact", "fact-storage-granted")),
        Some(Persistence::BestEffort) => {
            Some(("sidebar__fact sidebar__fact--warn", "fact-storage-best-effort"))
        }
        Some(Persistence::Unknown) | None => None,
    };
    html! {
        <div class="sidebar__facts">
            <p class="sidebar__fact">
                { Icon::LockOpen.small() }
                <span>{ i18n.with("fact-vault-open", &[("minutes", props.locks_in.into())]) }</span>
            </p>
            if let Some((class, key)) = storage {
                <p {class}>{ Icon::Database.small() }<span>{ i18n.t(key) }</span></p>
            }
            if !props.online {
                <p class="sidebar__fact" role="status">{ Icon::Offline.small() }<span>{ i18n.t("fact-offline") }</span></p>
            }
        </div>
    }
}
