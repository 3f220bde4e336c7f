//! Between this worker and the page that started it.

use std::panic::PanicHookInfo;

use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array};
use protocol::{Failure, FromFiles, ToFiles};
use tokio::sync::mpsc::{self, UnboundedReceiver};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

/// What the page said.
pub(super) enum Heard {
    /// A message.
    Message(ToFiles),
    /// [`ToFiles::Open`] with its file beside it.
    File(ToFiles, File),
    /// Bytes of another build.
    Garbled,
}

/// Where this worker speaks to its page.
#[derive(Clone)]
pub(super) struct Page(DedicatedWorkerGlobalScope);

impl Page {
    /// Listens from now on; what is heard waits in the receiver.
    pub(super) fn listen() -> (Self, UnboundedReceiver<Heard>) {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let (sender, inbox) = mpsc::unbounded_channel();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            // The receiver lives as long as the worker.
            sender.send(understand(&event.data())).unwrap_or_default();
        });
        scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
        let page = Self(scope);
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new({
            let page = page.clone();
            move |info| {
                page.last_words(info);
                before(info);
            }
        }));
        (page, inbox)
    }

    pub(super) fn say(&self, message: &FromFiles) {
        // Our messages are structures of known lengths; encoding them does not fail.
        let Ok(bytes) = protocol::encode(message) else { return };
        let buffer: ArrayBuffer = Uint8Array::from(bytes.as_slice()).buffer();
        if let Err(error) = self.0.post_message_with_transfer(&buffer, &Array::of1(&buffer)) {
            web_sys::console::error_1(&error);
        }
    }

    /// The instance is dead after a panic; the page starts another.
    fn last_words(&self, info: &PanicHookInfo<'_>) {
        let place = info.location().map_or_else(String::new, |at| at.to_string());
        self.say(&FromFiles::Failed(Failure::new("internal").with("code", place)));
        self.0.close();
    }
}

fn understand(data: &JsValue) -> Heard {
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
