//! Whether this browser promises to keep our storage.

use js_sys::{Function, Promise, Reflect};
use protocol::Persistence;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use crate::browser;

/// What was really granted (`None` until the browser has said), and a callback that asks for it again.
#[hook]
pub(crate) fn use_persistence() -> (Option<Persistence>, Callback<()>) {
    let granted = use_state(|| None);
    let look = |method: &'static str| {
        let granted = granted.clone();
        Callback::from(move |()| {
            let granted = granted.clone();
            spawn_local(async move { granted.set(Some(ask_browser(method).await)) });
        })
    };
    {
        let first = look("persisted");
        use_effect_with((), move |()| first.emit(()));
    }
    (*granted, look("persist"))
}

/// `navigator.storage` is missing in some browsers, where a typed call would throw past us.
async fn ask_browser(method: &str) -> Persistence {
    match promise(method) {
        Ok(promise) => match JsFuture::from(promise).await.map(|answer| answer.is_truthy()) {
            Ok(true) => Persistence::Granted,
            Ok(false) => Persistence::BestEffort,
            Err(_) => Persistence::Unknown,
        },
        Err(_) => Persistence::Unknown,
    }
}

fn promise(method: &str) -> Result<Promise, JsValue> {
    let storage = Reflect::get(&browser::window().navigator(), &"storage".into())?;
    if storage.is_undefined() {
        return Err(JsValue::UNDEFINED);
    }
    let ask: Function = Reflect::get(&storage, &method.into())?.dyn_into()?;
    ask.call0(&storage)?.dyn_into()
}
