//! What the page asks of the browser outside of Yew: cookies, small hints, files, focus.

use js_sys::{Array, Date, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, Document, HtmlAnchorElement, HtmlDocument, HtmlElement, Url,
    UrlSearchParams, Window,
};

/// The window this page lives in.
pub(crate) fn window() -> Window {
    web_sys::window().expect("this code only runs in a page")
}

/// The page's document.
pub(crate) fn document() -> Document {
    window().document().expect("a window of a page has a document")
}

/// `navigator.languages`, most wanted first.
pub(crate) fn languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// Milliseconds since 1970 by this device's clock.
pub(crate) fn now_ms() -> f64 {
    Date::now()
}

/// 16 random bytes.
///
/// # Panics
/// Never in a secure context, the only one the app runs in.
pub(crate) fn random_16() -> [u8; 16] {
    let mut bytes = [0; 16];
    window()
        .crypto()
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes))
        .expect("a secure context has a random generator");
    bytes
}

/// One parameter of the page's address.
pub(crate) fn address_parameter(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// Loads the page again.
pub(crate) fn reload() {
    // A refused reload leaves the page as it is, with the button still there to press.
    drop(window().location().reload());
}

/// A small hint for the next start (theme, language); nothing private, and it may be gone any time.
pub(crate) fn hint(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Remembers a hint, or forgets it.
pub(crate) fn set_hint(key: &str, value: Option<&str>) {
    let Ok(Some(storage)) = window().local_storage() else { return };
    // A browser that blocks storage simply starts with its own theme and language.
    drop(match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    });
}

/// Sets or removes an attribute of `<html>`.
pub(crate) fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    drop(match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    });
}

/// The value of a cookie.
pub(crate) fn cookie(name: &str) -> Option<String> {
    let document: HtmlDocument = document().dyn_into().ok()?;
    let all = document.cookie().ok()?;
    all.split("; ").find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
}

/// Writes a first-party cookie; `None` removes it.
pub(crate) fn set_cookie(name: &str, value: Option<&str>, max_age_s: u32) {
    let Ok(document) = document().dyn_into::<HtmlDocument>() else { return };
    let (value, age) = value.map_or(("", 0), |value| (value, max_age_s));
    let secure =
        if window().location().protocol().as_deref() == Ok("https:") { "; Secure" } else { "" };
    drop(
        document
            .set_cookie(&format!("{name}={value}; Max-Age={age}; Path=/; SameSite=Strict{secure}")),
    );
}

/// Hands a file to the person, the way a download link does.
///
/// # Errors
/// What the browser said when it would not make the file.
pub(crate) fn save_file(name: &str, mime: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = Array::of1(&Uint8Array::from(bytes));
    save_blob(name, &Blob::new_with_u8_array_sequence_and_options(&parts, &options)?)
}

/// As [`save_file`], of what the browser already holds.
///
/// # Errors
/// What the browser said when it would not.
pub(crate) fn save_blob(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The click has already taken the blob; the address is free to go once the task is over.
    gloo::timers::callback::Timeout::new(0, move || drop(Url::revoke_object_url(&url))).forget();
    Ok(())
}

/// Text in Unicode's composed form, so that a password typed on another keyboard is the same bytes.
pub(crate) fn nfc(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFC").into()
}

/// In lower case. The browser has the tables; ours would be a twentieth of the page.
pub(crate) fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// In capitals.
pub(crate) fn upper(text: &str) -> String {
    js_sys::JsString::from(text).to_upper_case().into()
}

/// The plain text of a paste.
pub(crate) fn pasted(event: &web_sys::Event) -> Option<String> {
    let event: &web_sys::ClipboardEvent = event.dyn_ref()?;
    event.clipboard_data()?.get_data("text").ok()
}

/// Moves focus to an element, if it is there.
pub(crate) fn focus(element: Option<HtmlElement>) {
    if let Some(element) = element {
        // An element that refuses focus is not worth an error; the next Tab finds a place.
        drop(element.focus());
    }
}
