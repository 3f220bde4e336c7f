//! A worker that runs, and its end.

use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker};

/// A running worker with the closures it calls; dropping it ends the worker.
pub(crate) struct Connected {
    pub(crate) worker: Worker,
    pub(crate) _on_message: Closure<dyn FnMut(MessageEvent)>,
    pub(crate) _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Drop for Connected {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
