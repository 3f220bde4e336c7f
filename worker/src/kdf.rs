//! Key derivation: 64 MiB and half a second, in a worker that is thrown away with all it has seen.

mod client;

use std::hint::black_box;

use js_sys::{ArrayBuffer, Date, Uint8Array};
use protocol::{KdfAnswer, KdfRequest};
use vault::{KdfParams, derive_password_key};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use zeroize::Zeroize;

pub(crate) use client::{calibrate, derive};

/// What a derivation should take: long enough to slow a guesser down, short enough to wait for.
const TARGET_MS: f64 = 450.0;
/// The fewest passes at 64 MiB, however slow the device.
const FEWEST_PASSES: u32 = 3;

/// The code of a device that has not enough memory.
pub(crate) const NO_MEMORY: &str = "kdf-memory";

/// Answers one request.
#[must_use]
pub fn answer(request: KdfRequest) -> KdfAnswer {
    match request {
        KdfRequest::Derive { mut password, salt, memory_kib, passes } => {
            let params = KdfParams { memory_kib, passes, lanes: 1 };
            let answer = derive_now(&password, &salt, &params);
            password.zeroize();
            answer
        }
        KdfRequest::Calibrate { memory_kib } => {
            if !has_memory(memory_kib) {
                return failed(NO_MEMORY);
            }
            KdfAnswer::Passes(passes_for(memory_kib))
        }
    }
}

fn derive_now(password: &[u8], salt: &[u8; 16], params: &KdfParams) -> KdfAnswer {
    let Ok(password) = std::str::from_utf8(password) else {
        return failed("kdf-password");
    };
    if !has_memory(params.memory_kib) {
        return failed(NO_MEMORY);
    }
    match derive_password_key(password, salt, params) {
        Ok(key) => KdfAnswer::Key(*key),
        Err(error) => failed(error.code()),
    }
}

fn failed(code: &str) -> KdfAnswer {
    KdfAnswer::Failed { code: code.to_owned() }
}

/// Asks before the derivation does: its own allocation would end the worker instead of failing.
fn has_memory(memory_kib: u32) -> bool {
    let mut probe: Vec<u8> = Vec::new();
    let enough = probe.try_reserve_exact(memory_kib as usize * 1_024).is_ok();
    black_box(&probe);
    enough
}

fn passes_for(memory_kib: u32) -> u32 {
    let probe = KdfParams { memory_kib, passes: KdfParams::FLOOR.passes, lanes: 1 };
    let start = Date::now();
    black_box(derive_password_key("calibration", &[0; 16], &probe).is_ok());
    let pass_ms = ((Date::now() - start) / f64::from(probe.passes)).max(1.0);
    // A device so quick that this exceeds the limit stays at the limit.
    ((TARGET_MS / pass_ms).round() as u32).clamp(FEWEST_PASSES, KdfParams::LIMIT.passes)
}

/// The life of the `kdf` worker: says it is there, answers one request, waits to be terminated.
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let port = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data());
        let request = protocol::decode(&bytes.to_vec());
        bytes.fill(0, 0, bytes.length());
        let reply = request.map_or_else(|_| failed("kdf-request"), answer);
        // Encoding bytes and numbers does not fail; if posting does, the other side sees no answer and says so.
        if let Ok(bytes) = protocol::encode(&reply) {
            let buffer: ArrayBuffer = Uint8Array::from(bytes.as_slice()).buffer();
            let transfer = js_sys::Array::of1(&buffer);
            if let Err(error) = port.post_message_with_transfer(&buffer, &transfer) {
                web_sys::console::error_1(&error);
            }
        }
    });
    scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    if let Err(error) = scope.post_message(&JsValue::NULL) {
        web_sys::console::error_1(&error);
    }
}
