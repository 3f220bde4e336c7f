//! Settings: tabs, and the section that is open.

use protocol::SessionView;
use yew::prelude::*;

use super::general::General;
use super::security::Security;
use super::storage::Storage;
use super::use_title;
use crate::components::{Tab, Tabs};
use crate::i18n::use_i18n;
use crate::route::Route;

/// A tab of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    General,
    Storage,
    Security,
}

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) section: Section,
    pub(super) session: SessionView,
}

/// The head, the tabs, the section. The tabs stay while sections change, and so does the focus on them.
#[component]
pub(super) fn Settings(props: &Props) -> Html {
    let i18n = use_i18n();
    let session = props.session.clone();
    let name = i18n.t(match props.section {
        Section::General => "settings-general",
        Section::Storage => "settings-storage",
        Section::Security => "settings-security",
    });
    use_title(format!("{name} · {}", session.settings.business));
    let mut tabs = vec![
        Tab { to: Route::General, label: i18n.t("settings-general") },
        Tab { to: Route::Storage, label: i18n.t("settings-storage") },
    ];
    if !session.is_demo {
        tabs.push(Tab { to: Route::Security, label: i18n.t("settings-security") });
    }
    html! {
        <div class="settings">
            <h1 class="type-page">{ i18n.t("settings") }</h1>
            <Tabs name={i18n.t("settings")} {tabs} />
            { match props.section {
                Section::General => html! { <General {session} /> },
                Section::Storage => html! { <Storage {session} /> },
                Section::Security => html! { <Security {session} /> },
            } }
        </div>
    }
}
