//! The files worker: reads what a merchant drops in, writes what leaves. It knows no key and no ledger.
//!
//! The page starts one when there is a file and ends it afterwards, so nothing of the importer stays in memory.
//! Every question has exactly one answer, in the order asked; pause, resume and cancel have none of their own.

mod inbox;
mod page;
mod reading;
mod session;
mod source;
mod supply;
mod table;

use js_sys::Array;
use protocol::FromFiles;
use tokio::sync::mpsc::{self, UnboundedSender};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use inbox::Inbox;
use page::{Heard, Page, last_words, understand};
use session::Session;

/// Somebody who reads and writes files. The first thing said is [`FromFiles::Ready`].
pub struct Files {
    said: UnboundedSender<Heard>,
}

impl Files {
    /// Starts; what is said goes to `post`, with the buffers to transfer.
    #[must_use]
    pub fn start(post: impl Fn(&JsValue, &Array) + 'static) -> Self {
        Self::at(Page::new(post))
    }

    fn at(page: Page) -> Self {
        let (said, waiting) = mpsc::unbounded_channel();
        page.say(&FromFiles::Ready);
        spawn_local(Session::new(page, Inbox::new(waiting)).run());
        Self { said }
    }

    /// The page said something: a buffer, or `{ bytes, file }`.
    pub fn hear(&self, data: &JsValue) {
        // The receiver lives as long as this.
        self.said.send(understand(data)).unwrap_or_default();
    }
}

/// Serves the page that started this worker until the page ends it.
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        last_words(info);
        before(info);
    }));
    let files = Files::at(Page::of_worker());
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        files.hear(&event.data());
    });
    scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
}
