//! Between the workers of several tabs.

use js_sys::{Object, Reflect, Uint8Array};
use protocol::BusMessage;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

const CHANNEL: &str = "tillcast.bus";
const BYTES: &str = "bytes";
const KEYS: &str = "keys";

/// What another tab said.
pub(crate) enum Overheard {
    Message(BusMessage),
    /// The leader's handles, for whoever leads next.
    Keys(JsValue),
    /// Bytes of another build.
    Garbled,
}

/// The channel; every tab of the origin hears what any other says.
pub(crate) struct Bus {
    channel: BroadcastChannel,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Bus {
    pub(crate) fn open(hear: impl Fn(Overheard) + 'static) -> Result<Self, JsValue> {
        let channel = BroadcastChannel::new(CHANNEL)?;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            hear(understand(&event.data()));
        });
        channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Ok(Self { channel, _on_message: on_message })
    }

    pub(crate) fn say(&self, message: &BusMessage) {
        // Our messages are structures of known lengths; encoding them does not fail.
        if let Ok(bytes) = protocol::encode(message) {
            self.post(BYTES, &Uint8Array::from(bytes.as_slice()));
        }
    }

    pub(crate) fn hand_over(&self, keys: &JsValue) {
        self.post(KEYS, keys);
    }

    fn post(&self, field: &str, value: &JsValue) {
        let message = Object::new();
        let posted = Reflect::set(&message, &field.into(), value)
            .and_then(|_| self.channel.post_message(&message));
        if let Err(error) = posted {
            web_sys::console::error_1(&error);
        }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}

fn understand(data: &JsValue) -> Overheard {
    let field = |name: &str| Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let keys = field(KEYS);
    if !keys.is_undefined() {
        return Overheard::Keys(keys);
    }
    field(BYTES)
        .dyn_ref::<Uint8Array>()
        .and_then(|bytes| protocol::decode(&bytes.to_vec()).ok())
        .map_or(Overheard::Garbled, Overheard::Message)
}
