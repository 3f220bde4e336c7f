//! An engine's clock and its turns of the event loop.

use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageChannel, Performance};

/// A message to itself brings an engine back at once; a timer would wait four milliseconds.
pub(super) struct Turns {
    channel: MessageChannel,
    clock: Performance,
}

impl Turns {
    pub(super) fn new() -> Result<Self, JsValue> {
        let clock = Reflect::get(&js_sys::global(), &"performance".into())?.dyn_into()?;
        Ok(Self { channel: MessageChannel::new()?, clock })
    }

    /// Milliseconds since some moment, with fractions.
    pub(super) fn now_ms(&self) -> f64 {
        self.clock.now()
    }

    pub(super) fn begin(&self) -> Slice {
        Slice { began_ms: self.now_ms(), longest_ms: 0.0 }
    }

    /// One turn of the event loop: messages that have arrived are heard.
    async fn turn(&self) {
        let promise = Promise::new(&mut |resolve, _| {
            self.channel.port1().set_onmessage(Some(&resolve));
            if self.channel.port2().post_message(&JsValue::NULL).is_err() {
                // Nothing would call back.
                resolve.call0(&JsValue::NULL).unwrap_or_default();
            }
        });
        // The promise is only ever resolved.
        JsFuture::from(promise).await.unwrap_or_default();
    }
}

/// The time since the event loop last had its turn.
pub(super) struct Slice {
    began_ms: f64,
    longest_ms: f64,
}

impl Slice {
    pub(super) fn age_ms(&self, turns: &Turns) -> f64 {
        turns.now_ms() - self.began_ms
    }

    pub(super) fn longest_ms(&self, turns: &Turns) -> f64 {
        self.longest_ms.max(self.age_ms(turns))
    }

    pub(super) async fn end(&mut self, turns: &Turns) {
        self.longest_ms = self.longest_ms(turns);
        turns.turn().await;
        self.began_ms = turns.now_ms();
    }
}
