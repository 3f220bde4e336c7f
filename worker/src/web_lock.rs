//! Web Locks: names that one worker of this origin holds at a time, and that the browser takes back when it ends.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;

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

/// A lock that is held. It is given back when this is dropped, or by the browser when the worker ends.
pub(crate) struct WebLock {
    release: Function,
}

impl Drop for WebLock {
    fn drop(&mut self) {
        // Resolving a promise does not throw.
        self.release.call0(&JsValue::NULL).unwrap_or_default();
    }
}

/// Takes a lock; `None` if it is held and `only_if_free` is set.
///
/// # Errors
/// What the browser throws where there are no Web Locks.
pub(crate) async fn take(name: &str, only_if_free: bool) -> Result<Option<WebLock>, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &only_if_free.into())?;
    let (answer, answered) = tokio::sync::oneshot::channel();
    let answer = Rc::new(RefCell::new(Some(answer)));
    let granted = Closure::<dyn FnMut(JsValue) -> Promise>::new(move |lock: JsValue| {
        let mut held = None;
        let promise = if lock.is_null() {
            Promise::resolve(&JsValue::NULL)
        } else {
            Promise::new(&mut |resolve, _| held = Some(WebLock { release: resolve }))
        };
        if let Some(answer) = answer.borrow_mut().take() {
            // Nobody waits any more: the lock goes back with `held`.
            answer.send(held).unwrap_or_default();
        }
        promise
    });
    let done = request_lock(name, &options, &granted)?;
    let held = answered.await.ok().flatten();
    // The callback has run; the request's own promise only resolves when the lock is given back.
    drop((granted, done));
    Ok(held)
}
