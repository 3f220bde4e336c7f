//! The service worker: registered after the first paint, and a new version of it is offered, never forced.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use crate::{browser, trusted};

#[wasm_bindgen]
extern "C" {
    /// The parts of a `ServiceWorkerRegistration` that web-sys would pull more types in for.
    #[derive(Clone)]
    type Registration;

    #[wasm_bindgen(method, getter)]
    fn waiting(this: &Registration) -> JsValue;

    #[wasm_bindgen(method, getter)]
    fn installing(this: &Registration) -> JsValue;

    #[wasm_bindgen(method, getter)]
    fn active(this: &Registration) -> JsValue;

    #[wasm_bindgen(method, js_name = addEventListener)]
    fn listen(this: &Registration, name: &str, call: &JsValue);

    type Script;

    #[wasm_bindgen(method, getter)]
    fn state(this: &Script) -> String;

    #[wasm_bindgen(method, js_name = postMessage)]
    fn post(this: &Script, message: &JsValue);

    #[wasm_bindgen(method, js_name = addEventListener)]
    fn listen(this: &Script, name: &str, call: &JsValue);

    #[wasm_bindgen(thread_local_v2, js_namespace = ["navigator"], js_name = serviceWorker)]
    static CONTAINER: JsValue;
}

fn message(kind: &str) -> JsValue {
    let message = Object::new();
    Reflect::set(&message, &"type".into(), &kind.into())
        .expect("a fresh object takes any property");
    message.into()
}

fn script(value: JsValue) -> Option<Script> {
    (!value.is_null() && !value.is_undefined()).then(|| value.unchecked_into())
}

/// A version that waits until it suits.
#[derive(Clone, PartialEq)]
pub(crate) struct NewVersion(JsValue);

impl NewVersion {
    /// Takes the new version in and loads the page again from it.
    pub(crate) fn activate(&self) {
        let reload = Closure::once_into_js(browser::reload);
        let container = CONTAINER.with(Clone::clone);
        let listening = Reflect::get(&container, &"addEventListener".into())
            .and_then(JsCast::dyn_into::<js_sys::Function>)
            .and_then(|add| add.call2(&container, &"controllerchange".into(), &reload));
        if listening.is_err() {
            browser::reload();
            return;
        }
        self.0.unchecked_ref::<Script>().post(&message("activate"));
    }
}

/// Registers the service worker once and returns a new version as soon as one waits.
#[hook]
pub(crate) fn use_new_version() -> Option<NewVersion> {
    let version = use_state(|| None);
    let found = {
        let version = version.clone();
        Callback::from(move |new: NewVersion| version.set(Some(new)))
    };
    use_effect_with((), move |()| {
        spawn_local(async move {
            let Ok(promise) = trusted::register_service_worker() else { return };
            // Without it (private windows, a development server) the app works, only not offline.
            let Ok(registration) = JsFuture::from(promise).await else { return };
            watch(registration.unchecked_into(), found);
        });
    });
    (*version).clone()
}

fn watch(registration: Registration, found: Callback<NewVersion>) {
    if let Some(active) = script(registration.active()) {
        active.post(&message("started"));
    }
    offer_waiting(&registration, &found);
    let on_update = {
        let registration = registration.clone();
        Closure::<dyn FnMut()>::new(move || {
            let Some(installing) = script(registration.installing()) else { return };
            let (registration, found) = (registration.clone(), found.clone());
            let on_state = Closure::<dyn FnMut()>::new(move || {
                offer_waiting(&registration, &found);
            });
            installing.listen("statechange", on_state.as_ref());
            on_state.forget();
        })
    };
    registration.listen("updatefound", on_update.as_ref());
    // The registration lives as long as the page.
    on_update.forget();
}

/// The first installation has no predecessor: there is nothing to offer.
fn offer_waiting(registration: &Registration, found: &Callback<NewVersion>) {
    let replaces = script(registration.active()).is_some();
    if let Some(waiting) = script(registration.waiting())
        && replaces
        && waiting.state() == "installed"
    {
        found.emit(NewVersion(waiting.into()));
    }
}
