//! The side that asks: one worker per question.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use protocol::{Failure, KdfAnswer, KdfRequest};
use tokio::sync::mpsc;
use vault::KdfParams;
use wasm_bindgen::prelude::*;
use web_sys::{Event, MessageEvent, Worker};
use zeroize::{Zeroize, Zeroizing};

use super::NO_MEMORY;
use crate::nested;

/// The key of a password or PIN by the given parameters, in a worker of its own.
///
/// # Errors
/// `kdf-memory` if the device has not enough of it, else `internal`.
pub(crate) async fn derive(
    password: &str,
    salt: &[u8; 16],
    params: &KdfParams,
) -> Result<Zeroizing<[u8; 32]>, Failure> {
    let request = KdfRequest::Derive {
        password: password.as_bytes().to_vec(),
        salt: *salt,
        memory_kib: params.memory_kib,
        passes: params.passes,
    };
    match ask(request).await {
        KdfAnswer::Key(mut key) => {
            let kept = Zeroizing::new(key);
            key.zeroize();
            Ok(kept)
        }
        KdfAnswer::Failed { code } if code == NO_MEMORY => Err(Failure::new(NO_MEMORY)),
        KdfAnswer::Failed { code } => Err(Failure::new("internal").with("code", code)),
        KdfAnswer::Passes(_) => Err(Failure::new("internal").with("code", "kdf-answer")),
    }
}

/// Parameters that take about half a second here: 64 MiB, or the floor where that much cannot be had.
pub(crate) async fn calibrate() -> KdfParams {
    let memory_kib = KdfParams::DEFAULT.memory_kib;
    match ask(KdfRequest::Calibrate { memory_kib }).await {
        KdfAnswer::Passes(passes) => KdfParams { passes, ..KdfParams::DEFAULT },
        KdfAnswer::Key(_) | KdfAnswer::Failed { .. } => KdfParams::FLOOR,
    }
}

enum Said {
    Ready,
    Answer(Vec<u8>),
    Died,
}

/// A running worker with its listeners; dropping it terminates the worker.
struct Throwaway {
    worker: Worker,
    said: mpsc::UnboundedReceiver<Said>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        nested::end(&self.worker);
    }
}

impl Throwaway {
    fn start() -> Option<Self> {
        let worker = nested::start(nested::KDF_LOADER).ok()?;
        let (sender, said) = mpsc::unbounded_channel();
        let on_error = Closure::<dyn FnMut(Event)>::new({
            let sender = sender.clone();
            move |event: Event| {
                // Otherwise it reaches the page as if the ledger worker itself had died.
                event.prevent_default();
                sender.send(Said::Died).unwrap_or_default();
            }
        });
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let said = match event.data().dyn_into::<ArrayBuffer>() {
                Ok(buffer) => {
                    let bytes = Uint8Array::new(&buffer);
                    let copy = bytes.to_vec();
                    bytes.fill(0, 0, bytes.length());
                    Said::Answer(copy)
                }
                Err(_) => Said::Ready,
            };
            // The receiver lives as long as the closure.
            sender.send(said).unwrap_or_default();
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Self { worker, said, _on_message: on_message, _on_error: on_error })
    }
}

async fn ask(request: KdfRequest) -> KdfAnswer {
    let Some(mut helper) = Throwaway::start() else {
        return super::answer(request);
    };
    // A browser without nested workers, or a host that does not serve the script: derive right here. It
    // blocks for half a second and leaves its memory behind, but nobody is locked out.
    if !matches!(helper.said.recv().await, Some(Said::Ready)) {
        return super::answer(request);
    }
    let Ok(mut bytes) = protocol::encode(&request) else {
        return super::failed("kdf-request");
    };
    let message = Uint8Array::from(bytes.as_slice()).buffer();
    bytes.zeroize();
    if helper.worker.post_message_with_transfer(&message, &Array::of1(&message)).is_err() {
        return super::failed("kdf-post");
    }
    match helper.said.recv().await {
        Some(Said::Answer(mut bytes)) => {
            let answer = protocol::decode(&bytes).unwrap_or_else(|_| super::failed("kdf-answer"));
            bytes.zeroize();
            answer
        }
        // What ends it after it has started is memory that the browser promised and did not give.
        Some(Said::Died | Said::Ready) | None => super::failed(NO_MEMORY),
    }
}
