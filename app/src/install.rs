//! Installing the app: the browser says when it may be offered, a person presses the button.

use std::cell::RefCell;

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use yew::prelude::*;

use crate::browser;

thread_local! {
    /// The browser's offer comes once, often before the page that shows the button.
    static OFFER: RefCell<Option<JsValue>> = const { RefCell::new(None) };
    static LISTENERS: RefCell<Vec<Callback<bool>>> = const { RefCell::new(Vec::new()) };
}

/// Starts listening for the browser's offer; called once, as early as possible.
pub(crate) fn listen() {
    let options = EventListenerOptions::enable_prevent_default();
    let window = browser::window();
    EventListener::new_with_options(&window, "beforeinstallprompt", options, |event| {
        // Our button asks instead of the browser's own bar.
        event.prevent_default();
        set_offer(Some(event.clone().into()));
    })
    .forget();
    EventListener::new(&window, "appinstalled", |_| set_offer(None)).forget();
}

fn set_offer(offer: Option<JsValue>) {
    let there = offer.is_some();
    OFFER.with_borrow_mut(|current| *current = offer);
    for listener in LISTENERS.with_borrow(Clone::clone) {
        listener.emit(there);
    }
}

/// Whether the browser offers to install the app right now.
#[hook]
pub(crate) fn use_installable() -> bool {
    let installable = use_state(|| OFFER.with_borrow(Option::is_some));
    {
        let installable = installable.clone();
        use_effect_with((), move |()| {
            let listener = Callback::from(move |there| installable.set(there));
            LISTENERS.with_borrow_mut(|all| all.push(listener.clone()));
            move || LISTENERS.with_borrow_mut(|all| all.retain(|other| *other != listener))
        });
    }
    *installable
}

/// Shows the browser's own question.
pub(crate) fn ask() {
    let Some(offer) = OFFER.with_borrow_mut(Option::take) else { return };
    let asked = Reflect::get(&offer, &"prompt".into())
        .and_then(JsCast::dyn_into::<Function>)
        .and_then(|prompt| prompt.call0(&offer));
    // An offer can be used once; a refused one comes back with the next visit.
    drop(asked);
    set_offer(None);
}
