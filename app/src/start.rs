//! Start: the words first, then the page.

use ledger::Language;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

use crate::i18n::{I18n, language_of, tag};
use crate::root::{Root, RootProps};
use crate::{browser, install};

/// Where the language chosen last is remembered; the boot script reads it too.
pub(crate) const LANGUAGE_HINT: &str = "tillcast.lang";
/// Where the theme chosen last is remembered; the boot script reads it too.
pub(crate) const THEME_HINT: &str = "tillcast.theme";

/// Starts the page in `#app`.
pub fn run() {
    std::panic::set_hook(Box::new(|panic| {
        web_sys::console::error_1(&panic.to_string().into());
        show_failure();
    }));
    install::listen();
    spawn_local(async {
        let asked = language_of_address();
        let Some(words) = load_words(first_language(asked)).await else {
            show_failure();
            return;
        };
        let Some(place) = browser::document().get_element_by_id("app") else { return };
        yew::Renderer::<Root>::with_root_and_props(place, RootProps { words, asked }).render();
    });
}

/// The language of the address (`?lang=fr`), which wins over everything else for this visit.
fn language_of_address() -> Option<Language> {
    language_of(&browser::address_parameter("lang")?)
}

fn first_language(asked: Option<Language>) -> Language {
    asked
        .or_else(|| language_of(&browser::hint(LANGUAGE_HINT)?))
        .or_else(|| browser::languages().iter().find_map(|tag| language_of(tag)))
        .unwrap_or(Language::En)
}

/// The catalogue of a language, fetched from our own origin or the service worker's cache.
pub(crate) async fn load_words(language: Language) -> Option<I18n> {
    let path = format!("/locales/{}.ftl", tag(language));
    // Once more before giving up: a service worker that is just taking over may drop a request.
    for _ in 0..2 {
        match fetch_text(&path).await {
            Ok(Some(text)) => return Some(I18n::new(language, &text)),
            Ok(None) => {}
            Err(reason) => web_sys::console::warn_2(&"words not loaded".into(), &reason),
        }
    }
    None
}

async fn fetch_text(path: &str) -> Result<Option<String>, JsValue> {
    let response: Response =
        JsFuture::from(browser::window().fetch_with_str(path)).await?.dyn_into()?;
    if !response.ok() {
        return Ok(None);
    }
    Ok(JsFuture::from(response.text()?).await?.as_string())
}

/// The words of last resort stand in `index.html` itself, in both languages; a page that panicked is beyond Yew.
fn show_failure() {
    let document = browser::document();
    if let Some(note) = document.get_element_by_id("boot-failed") {
        drop(note.remove_attribute("hidden"));
    } else if let Some(place) = document.get_element_by_id("app") {
        let text = match document.document_element().and_then(|root| root.get_attribute("lang")) {
            Some(lang) if lang.starts_with("fr") => {
                "Cette page s’est arrêtée. Ce que vous avez enregistré est conservé. Rechargez la page."
            }
            _ => "This page stopped. What you saved is kept. Reload the page.",
        };
        place.set_text_content(Some(text));
    }
}
