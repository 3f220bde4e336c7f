//! One engine as its pool sees it.

use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use protocol::{FromEngine, ToEngine};
use wasm_bindgen::prelude::*;
use web_sys::{Event, MessageEvent, Worker};

use crate::nested;

/// What reaches a pool from an engine.
#[derive(Debug)]
pub enum Said {
    /// It said this.
    Message(FromEngine),
    /// It is dead, or never lived.
    Died,
}

/// A running engine; dropping it ends the engine.
pub trait Link {
    /// Says something to it.
    fn say(&self, message: &ToEngine);
}

/// Starts an engine whose words go to the function given; `None` if the browser refuses.
pub type Launch = Rc<dyn Fn(Box<dyn Fn(Said)>) -> Option<Box<dyn Link>>>;

/// Engines in workers of this worker.
#[must_use]
pub fn nested() -> Launch {
    Rc::new(|hear| Some(Box::new(Nested::start(hear)?)))
}

struct Nested {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl Nested {
    fn start(hear: Box<dyn Fn(Said)>) -> Option<Self> {
        let worker = nested::start(nested::ENGINE_LOADER).ok()?;
        let hear: Rc<dyn Fn(Said)> = hear.into();
        let on_error = Closure::<dyn FnMut(Event)>::new({
            let hear = Rc::clone(&hear);
            move |event: Event| {
                // Otherwise it reaches the page as if the ledger worker itself had died.
                event.prevent_default();
                hear(Said::Died);
            }
        });
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            hear(understand(&event.data()));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Self { worker, _on_message: on_message, _on_error: on_error })
    }
}

impl Link for Nested {
    fn say(&self, message: &ToEngine) {
        // Our messages are structures of known lengths; encoding them does not fail.
        let Ok(bytes) = protocol::encode(message) else { return };
        let buffer: ArrayBuffer = Uint8Array::from(bytes.as_slice()).buffer();
        if let Err(error) = self.worker.post_message_with_transfer(&buffer, &Array::of1(&buffer)) {
            web_sys::console::error_1(&error);
        }
    }
}

impl Drop for Nested {
    fn drop(&mut self) {
        nested::end(&self.worker);
    }
}

/// Both come from one build; an engine that says anything else is none.
fn understand(data: &JsValue) -> Said {
    let bytes = data.dyn_ref::<ArrayBuffer>().map(|buffer| Uint8Array::new(buffer).to_vec());
    let message = bytes.and_then(|bytes| protocol::decode(&bytes).ok());
    message.map_or(Said::Died, Said::Message)
}
