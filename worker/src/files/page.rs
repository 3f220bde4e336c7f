//! Between this worker and the page that started it.

use std::panic::PanicHookInfo;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array};
use protocol::{Failure, FromFiles, ToFiles};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, File};

/// What the page said.
pub(super) enum Heard {
    /// A message.
    Message(ToFiles),
    /// [`ToFiles::Open`] with its file beside it.
    File(ToFiles, File),
    /// Bytes of another build.
    Garbled,
}

type Post = dyn Fn(&JsValue, &Array);

/// Where this worker speaks to its page. Cheap to clone.
#[derive(Clone)]
pub(super) struct Page(Rc<Post>);

impl Page {
    pub(super) fn new(post: impl Fn(&JsValue, &Array) + 'static) -> Self {
        Self(Rc::new(post))
    }

    pub(super) fn say(&self, message: &FromFiles) {
        // Our messages are structures of known lengths; encoding them does not fail.
        let Ok(bytes) = protocol::encode(message) else { return };
        let buffer: ArrayBuffer = Uint8Array::from(bytes.as_slice()).buffer();
        (self.0)(&buffer, &Array::of1(&buffer));
    }

    /// The page of the worker this runs in.
    pub(super) fn of_worker() -> Self {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        Self::new(move |message, transfer| {
            if let Err(error) = scope.post_message_with_transfer(message, transfer) {
                web_sys::console::error_1(&error);
            }
        })
    }
}

/// The instance is dead after a panic; the page starts another. A panic's text may hold what stood in a file, so
/// only its place is told.
pub(super) fn last_words(info: &PanicHookInfo<'_>) {
    let place = info.location().map_or_else(String::new, |at| at.to_string());
    Page::of_worker().say(&FromFiles::Failed(Failure::new("internal").with("code", place)));
}

pub(super) fn understand(data: &JsValue) -> Heard {
    let field = |name: &str| Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let (buffer, file) = match data.dyn_ref::<ArrayBuffer>() {
        Some(buffer) => (Some(buffer.clone()), None),
        None => (field("bytes").dyn_into().ok(), field("file").dyn_into::<File>().ok()),
    };
    let message = buffer.and_then(|buffer: ArrayBuffer| {
        protocol::decode::<ToFiles>(&Uint8Array::new(&buffer).to_vec()).ok()
    });
    match (message, file) {
        (Some(message), Some(file)) => Heard::File(message, file),
        (Some(message), None) => Heard::Message(message),
        (None, _) => Heard::Garbled,
    }
}
