//! The door for browser tests: `window.tillcast_test` sends requests along the pages' own path. Test builds only.

use js_sys::{Object, Promise, Reflect, Uint8Array};
use protocol::{Failure, Request};
use wasm_bindgen::prelude::*;

use crate::browser;
use crate::client::Client;

const NAME: &str = "tillcast_test";

/// Puts the door into the window; it stays when the worker is replaced.
pub(crate) fn open(client: &Client) {
    let window = browser::window();
    if Reflect::has(&window, &NAME.into()).unwrap_or(true) {
        return;
    }
    let sender = client.clone();
    let send = Closure::<dyn Fn(Uint8Array) -> Promise>::new(move |bytes: Uint8Array| {
        send(&sender, &bytes.to_vec())
    });
    let gated = client.clone();
    let gate = Closure::<dyn Fn() -> Uint8Array>::new(move || coded(&gated.gate()));
    let files_memory = Closure::<dyn Fn() -> Promise>::new(|| {
        Promise::new(&mut |resolve, _| {
            crate::files::measure(move |bytes| {
                drop(resolve.call1(&JsValue::NULL, &(bytes as f64).into()));
            });
        })
    });
    let door = Object::new();
    for (name, function) in [
        ("send", send.into_js_value()),
        ("gate", gate.into_js_value()),
        ("files_memory", files_memory.into_js_value()),
    ] {
        Reflect::set(&door, &name.into(), &function).expect("a fresh object takes any property");
    }
    Reflect::set(&window, &NAME.into(), &door).expect("a window takes properties");
}

fn send(client: &Client, bytes: &[u8]) -> Promise {
    let client = client.clone();
    let request = protocol::decode::<Request>(bytes);
    Promise::new(&mut |resolve, _| {
        let answer = move |reply: crate::client::Reply| {
            // A page that goes away no longer waits for its promise.
            drop(resolve.call1(&JsValue::NULL, &coded(&reply)));
        };
        match &request {
            Ok(request) => drop(client.send(request.clone(), answer)),
            Err(error) => answer(Err(Failure::new("internal").with("code", error))),
        }
    })
}

fn coded<T: serde::Serialize>(value: &T) -> Uint8Array {
    let bytes = protocol::encode(value).expect("every message is of known length");
    Uint8Array::from(bytes.as_slice())
}
