//! Which tab leads: the one that holds a Web Lock, for as long as its worker lives.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;

const LOCK: &str = "tillcast.leader";

#[wasm_bindgen]
extern "C" {
    // web-sys has it only behind an unstable flag.
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    fn request_lock(
        name: &str,
        options: &JsValue,
        granted: &Closure<dyn FnMut(JsValue) -> Promise>,
    ) -> Result<Promise, JsValue>;
}

/// The lock, held. It is given back when this is dropped, or by the browser when the worker ends.
pub(crate) struct Leadership {
    release: Function,
}

impl Drop for Leadership {
    fn drop(&mut self) {
        // Resolving a promise does not throw.
        self.release.call0(&JsValue::NULL).unwrap_or_default();
    }
}

/// Takes the lead if nobody has it.
///
/// # Errors
/// What the browser throws where there are no Web Locks.
pub(crate) async fn try_lead() -> Result<Option<Leadership>, JsValue> {
    acquire(true).await
}

/// Waits until the lead is free and takes it.
///
/// # Errors
/// As [`try_lead`].
pub(crate) async fn lead() -> Result<Option<Leadership>, JsValue> {
    acquire(false).await
}

async fn acquire(only_if_free: bool) -> Result<Option<Leadership>, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &only_if_free.into())?;
    let (answer, answered) = tokio::sync::oneshot::channel();
    let answer = Rc::new(RefCell::new(Some(answer)));
    let granted = Closure::<dyn FnMut(JsValue) -> Promise>::new(move |lock: JsValue| {
        let mut held = None;
        let promise = if lock.is_null() {
            Promise::resolve(&JsValue::NULL)
        } else {
            Promise::new(&mut |resolve, _| held = Some(Leadership { release: resolve }))
        };
        if let Some(answer) = answer.borrow_mut().take() {
            // Nobody waits any more: the lock goes back with `held`.
            answer.send(held).unwrap_or_default();
        }
        promise
    });
    let done = request_lock(LOCK, &options, &granted)?;
    let leadership = answered.await.ok().flatten();
    // The callback has run; the request's own promise only resolves when the lock is given back.
    drop((granted, done));
    Ok(leadership)
}
