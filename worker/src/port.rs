//! Between this worker and its page: postcard bytes in a transferred buffer, key handles as plain objects.

use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use protocol::{FromPage, ToPage};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The field of the object in which handles travel, both ways.
const KEYS: &str = "keys";

/// What a page said.
pub enum Heard {
    /// A message.
    Message(FromPage),
    /// What an earlier worker of this tab gave it to keep.
    Keys(JsValue),
    /// Bytes of another build.
    Garbled,
}

type Post = dyn Fn(&JsValue, &Array);

/// Where this worker speaks to its page. Cheap to clone.
#[derive(Clone)]
pub struct Port {
    post: Rc<Post>,
    close: Rc<dyn Fn()>,
}

impl Port {
    /// A port that hands what it is told to `post` and ends by `close`.
    pub fn new(post: impl Fn(&JsValue, &Array) + 'static, close: impl Fn() + 'static) -> Self {
        Self { post: Rc::new(post), close: Rc::new(close) }
    }

    /// The page that started this worker; what it says goes to `hear`.
    pub fn of_worker(hear: impl Fn(Heard) + 'static) -> Self {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            hear(understand(&event.data()));
        });
        scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
        let poster = scope.clone();
        let post = move |message: &JsValue, transfer: &Array| {
            if let Err(error) = poster.post_message_with_transfer(message, transfer) {
                web_sys::console::error_1(&error);
            }
        };
        Self::new(post, move || scope.close())
    }

    /// Says something to the page.
    pub fn say(&self, message: &ToPage) {
        // Our messages are structures of known lengths; encoding them does not fail.
        if let Ok(bytes) = protocol::encode(message) {
            let buffer: ArrayBuffer = Uint8Array::from(bytes.as_slice()).buffer();
            (self.post)(&buffer, &Array::of1(&buffer));
        }
    }

    /// Gives the page something to keep for the next worker; `null` for nothing.
    pub fn keep(&self, keys: &JsValue) {
        let message = Object::new();
        if Reflect::set(&message, &KEYS.into(), keys).is_ok() {
            (self.post)(&message, &Array::new());
        }
    }

    /// Ends the worker after what it is doing now.
    pub fn close(&self) {
        (self.close)();
    }
}

/// Reads a message event's data.
#[must_use]
pub fn understand(data: &JsValue) -> Heard {
    if let Some(buffer) = data.dyn_ref::<ArrayBuffer>() {
        let bytes = Uint8Array::new(buffer);
        let copy = bytes.to_vec();
        // It may hold a password, and the buffer is ours now.
        bytes.fill(0, 0, bytes.length());
        return protocol::decode(&copy).map_or(Heard::Garbled, Heard::Message);
    }
    match Reflect::get(data, &KEYS.into()) {
        Ok(keys) => Heard::Keys(keys),
        Err(_) => Heard::Garbled,
    }
}
