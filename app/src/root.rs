//! The root: language, theme, the line to the worker, and what its gate lets be seen.

use ledger::{Language, Theme};
use protocol::Gate;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser;
use crate::client::Client;
use crate::components::ToastStack;
use crate::gate::GateView;
use crate::i18n::{I18n, tag};
use crate::link::{Freshness, use_link};
use crate::service_worker::use_new_version;
use crate::shell::Banners;
use crate::start::{LANGUAGE_HINT, THEME_HINT, load_words};

#[derive(Properties, PartialEq)]
pub(crate) struct RootProps {
    /// The words the page starts with.
    pub(crate) words: I18n,
    /// The language the address asked for; it holds until somebody changes the vault's.
    pub(crate) asked: Option<Language>,
}

/// Shows the page in another language from now on.
#[derive(Clone, PartialEq)]
pub(crate) struct SwitchLanguage(pub(crate) Callback<Language>);

/// Everything.
#[component]
pub(crate) fn Root(props: &RootProps) -> Html {
    let (link, client) = use_link();
    let new_version = use_new_version();
    let (words, switch) = use_words(props, language_of_gate(&link.gate));
    use_theme(theme_of_gate(&link.gate));
    html! {
        <ContextProvider<I18n> context={words}>
        <ContextProvider<SwitchLanguage> context={switch}>
        <ContextProvider<Client> context={client}>
        <ContextProvider<Freshness> context={link.freshness}>
            // What was told of an open vault goes with it.
            <ToastStack key={if matches!(link.gate, Gate::Open(_)) { "open" } else { "closed" }}>
                <Inside link={(*link).clone()} banners={html! {
                    <Banners
                        notices={link.notices.clone()}
                        {new_version}
                        dismiss={link.dispatcher()}
                    />
                }} />
            </ToastStack>
        </ContextProvider<Freshness>>
        </ContextProvider<Client>>
        </ContextProvider<SwitchLanguage>>
        </ContextProvider<I18n>>
    }
}

#[derive(Properties, PartialEq)]
struct InsideProps {
    link: crate::link::Link,
    banners: Html,
}

#[component]
fn Inside(props: &InsideProps) -> Html {
    #[cfg(any(debug_assertions, feature = "testing"))]
    if browser::window().location().pathname().as_deref() == Ok("/components") {
        return html! { <crate::gallery::Gallery /> };
    }
    html! {
        <GateView
            gate={props.link.gate.clone()}
            wait_until_ms={props.link.wait_until_ms}
            trouble={props.link.trouble}
            banners={props.banners.clone()}
        />
    }
}

fn language_of_gate(gate: &Gate) -> Option<Language> {
    match gate {
        Gate::Open(session) => Some(session.settings.language),
        Gate::Locked { vault, .. } | Gate::SoftLocked { vault, .. } => Some(vault.language),
        _ => None,
    }
}

fn theme_of_gate(gate: &Gate) -> Option<Theme> {
    match gate {
        Gate::Open(session) => Some(session.settings.theme),
        Gate::Locked { vault, .. } | Gate::SoftLocked { vault, .. } => Some(vault.theme),
        _ => None,
    }
}

/// The words of the moment: what the address asked for, else what the vault says, else what was switched to.
#[hook]
fn use_words(props: &RootProps, of_vault: Option<Language>) -> (I18n, SwitchLanguage) {
    let words = use_state(|| props.words.clone());
    let seen = use_mut_ref(|| None::<Language>);
    let switch = {
        let setter = words.setter();
        use_callback((), move |language: Language, ()| {
            let setter = setter.clone();
            spawn_local(async move {
                if let Some(loaded) = load_words(language).await {
                    browser::set_hint(LANGUAGE_HINT, Some(tag(language)));
                    setter.set(loaded);
                }
            });
        })
    };
    {
        let (switch, current, asked) = (switch.clone(), words.language(), props.asked);
        use_effect_with(of_vault, move |of_vault| {
            let Some(wanted) = *of_vault else { return };
            let before = seen.replace(Some(wanted));
            let unchanged = before.is_none_or(|before| before == wanted);
            if wanted != current && !(asked.is_some() && unchanged) {
                switch.emit(wanted);
            }
        });
    }
    use_effect_with(words.language(), |language| {
        browser::set_root_attribute("lang", Some(tag(*language)));
    });
    ((*words).clone(), SwitchLanguage(switch))
}

#[hook]
fn use_theme(theme: Option<Theme>) {
    use_effect_with(theme, |theme| {
        let Some(theme) = theme else { return };
        let fixed = match theme {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        };
        browser::set_root_attribute("data-theme", fixed);
        browser::set_hint(THEME_HINT, fixed);
    });
}
