//! Keyboard shortcuts, and the dialog that lists them.

use std::cell::Cell;

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlFormElement, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use crate::browser;
use crate::components::{Button, Dialog, Look};
use crate::i18n::use_i18n;
use crate::route::Route;
use crate::shell::nav;

const HINT: &str = "tillcast.keys";

/// Whether single keys act on this device; somebody who speaks to the computer switches them off.
pub(crate) fn keys_are_on() -> bool {
    browser::hint(HINT).as_deref() != Some("off")
}

/// Switches single keys on or off, on this device.
pub(crate) fn set_keys(on: bool) {
    browser::set_hint(HINT, (!on).then_some("off"));
}

/// How long the second key of `g t` may take.
const PAIR_MS: f64 = 1_500.0;

/// Listens while the shell is there.
#[hook]
pub(super) fn use_shortcuts(lock: Callback<()>, show: Callback<()>, go: Callback<Route>) {
    use_effect_with((lock, show, go), |(lock, show, go)| {
        let (lock, show, go) = (lock.clone(), show.clone(), go.clone());
        // Before anything on the page hears of it: the `t` of `g t` is not a chart's.
        let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
        let document = browser::document();
        let pressed_g = Cell::new(f64::NEG_INFINITY);
        let listener =
            EventListener::new_with_options(&document, "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                let key = event.key();
                let after_g = event.time_stamp() - pressed_g.replace(f64::NEG_INFINITY) < PAIR_MS;
                if event.ctrl_key() && event.shift_key() && key.eq_ignore_ascii_case("l") {
                    event.prevent_default();
                    lock.emit(());
                } else if event.ctrl_key() && key == "Enter" {
                    submit_form(event);
                } else if event.ctrl_key()
                    || event.alt_key()
                    || event.meta_key()
                    || !single_keys_act(event)
                {
                    // Another key with Ctrl, or a letter somebody types.
                } else if after_g {
                    let entry = nav::entries().find(|entry| entry.key == Some(key.as_str()));
                    if let Some(entry) = entry {
                        event.prevent_default();
                        go.emit(entry.route);
                    }
                } else if key == "g" {
                    pressed_g.set(event.time_stamp());
                } else if key == "?" {
                    event.prevent_default();
                    show.emit(());
                }
            });
        move || drop(listener)
    });
}

/// Ctrl Enter is the main action of the form one types in.
fn submit_form(event: &KeyboardEvent) {
    let form = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest("form").ok().flatten())
        .and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    if let Some(form) = form {
        event.prevent_default();
        // The form checks itself when it is sent; there is no browser validation to fail.
        drop(form.request_submit());
    }
}

/// Single keys act outside of text fields, and only while no dialog is open.
pub(crate) fn single_keys_act(event: &KeyboardEvent) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return keys_are_on();
    };
    let typing = match element.dyn_ref::<HtmlInputElement>() {
        Some(input) => !matches!(input.type_().as_str(), "checkbox" | "radio"),
        None => matches!(element.tag_name().as_str(), "TEXTAREA" | "SELECT"),
    };
    let in_dialog = element.closest("dialog").is_ok_and(|dialog| dialog.is_some());
    !typing && !in_dialog && keys_are_on()
}

#[derive(Properties, PartialEq)]
pub(super) struct DialogProps {
    pub(super) onclose: Callback<()>,
}

/// All shortcuts that exist.
#[component]
pub(super) fn ShortcutsDialog(props: &DialogProps) -> Html {
    let i18n = use_i18n();
    let pages = nav::entries().filter_map(|entry| Some((vec!["g", entry.key?], entry.name)));
    let rows = pages.chain([
        (vec!["Ctrl", "Shift", "L"], "shortcut-lock"),
        (vec!["Ctrl", "Enter"], "shortcut-submit"),
        (vec!["Esc"], "shortcut-close"),
        (vec!["?"], "shortcut-help"),
    ]);
    html! {
        <Dialog title={i18n.t("shortcuts-title")} onclose={props.onclose.clone()}>
            <div class="dialog__body">
                <dl class="shortcuts">
                    { for rows.map(|(keys, key)| html! {
                        <>
                            <dt>{ i18n.t(key) }</dt>
                            <dd class="shortcuts__keys">
                                { for keys.into_iter().map(|key| html! { <kbd>{ key }</kbd> }) }
                            </dd>
                        </>
                    }) }
                </dl>
            </div>
            <div class="dialog__actions">
                <Button look={Look::Secondary} autofocus={true} onclick={props.onclose.reform(|_| ())}>
                    { i18n.t("close") }
                </Button>
            </div>
        </Dialog>
    }
}
