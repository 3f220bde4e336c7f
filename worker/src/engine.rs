//! An engine: forecasts one series after the other. It knows no key, no ledger and no page.
//!
//! Long work is done in slices; between two of them the event loop has its turn, so that a cancel is heard.

mod calendar;
mod insights;
mod lessons;
mod newcomer;
mod study;
mod turns;

use std::collections::VecDeque;
use std::panic::PanicHookInfo;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use protocol::{Failure, Findings, FromEngine, RunId, Task, ToEngine};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use study::Study;
use turns::Turns;

/// A slice ends with the step in which it gets this old; a step takes some ten milliseconds at most.
const SLICE_MS: f64 = 20.0;

/// Somebody who computes. The first thing said is [`FromEngine::Ready`].
pub struct Engine {
    said: UnboundedSender<ToEngine>,
}

impl Engine {
    /// Starts; what is said goes to `post`.
    ///
    /// # Errors
    /// What the browser throws where there are no message channels.
    pub fn start(post: impl Fn(&FromEngine) + 'static) -> Result<Self, JsValue> {
        let turns = Turns::new()?;
        let (said, heard) = mpsc::unbounded_channel();
        post(&FromEngine::Ready);
        let worker = Worker { post: Box::new(post), heard, waiting: VecDeque::new(), turns };
        spawn_local(worker.work());
        Ok(Self { said })
    }

    /// The pool said something.
    pub fn hear(&self, message: ToEngine) {
        // The receiver lives as long as this.
        self.said.send(message).unwrap_or_default();
    }
}

struct Worker {
    post: Box<dyn Fn(&FromEngine)>,
    heard: UnboundedReceiver<ToEngine>,
    /// Runs that came while another was computed.
    waiting: VecDeque<ToEngine>,
    turns: Turns,
}

impl Worker {
    async fn work(mut self) {
        while let Some(message) = self.next().await {
            match message {
                ToEngine::Run { run, task } => {
                    let answer = match self.compute(run, &task).await {
                        Ok(findings) => FromEngine::Done { run, findings: Box::new(findings) },
                        Err(failure) => FromEngine::Failed { run, failure },
                    };
                    (self.post)(&answer);
                }
                // It was answered before the cancel came.
                ToEngine::Cancel { .. } => {}
                ToEngine::AreYouThere => (self.post)(&FromEngine::Here),
                ToEngine::Crash => crash(),
            }
        }
    }

    async fn next(&mut self) -> Option<ToEngine> {
        match self.waiting.pop_front() {
            Some(message) => Some(message),
            None => self.heard.recv().await,
        }
    }

    async fn compute(&mut self, run: RunId, task: &Task) -> Result<Findings, Failure> {
        let mut slice = self.turns.begin();
        let mut study = Study::begin(task)?;
        loop {
            let before_ms = self.turns.now_ms();
            let findings = study.step()?;
            study.spent(self.turns.now_ms() - before_ms);
            if let Some(findings) = findings {
                let longest_slice_micros = micros(slice.longest_ms(&self.turns));
                return Ok(Findings { longest_slice_micros, ..study.timed(findings) });
            }
            if slice.age_ms(&self.turns) >= SLICE_MS {
                slice.end(&self.turns).await;
                if self.is_cancelled(run) {
                    return Err(Failure::new("cancelled"));
                }
            }
        }
    }

    /// Hears what was said meanwhile.
    fn is_cancelled(&mut self, current: RunId) -> bool {
        while let Ok(message) = self.heard.try_recv() {
            match message {
                ToEngine::Cancel { run } if run == current => return true,
                ToEngine::AreYouThere => (self.post)(&FromEngine::Here),
                other => self.waiting.push_back(other),
            }
        }
        false
    }
}

/// Milliseconds as whole microseconds.
fn micros(ms: f64) -> u64 {
    (ms * 1_000.0).round() as u64
}

#[cfg(feature = "testing")]
#[allow(clippy::panic)]
fn crash() {
    panic!("crash on request");
}

#[cfg(not(feature = "testing"))]
const fn crash() {}

/// Serves the worker that started this one until that ends it.
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        last_words(info);
        before(info);
    }));
    let port = scope.clone();
    let engine = match Engine::start(move |message| say(&port, message)) {
        Ok(engine) => engine,
        // Nobody hears of it; the pool is told by the end of this worker.
        Err(error) => wasm_bindgen::throw_val(error),
    };
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        if let Ok(message) = protocol::decode(&bytes) {
            engine.hear(message);
        }
    });
    scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
}

fn say(scope: &DedicatedWorkerGlobalScope, message: &FromEngine) {
    // Our messages are structures of known lengths; encoding them does not fail.
    let Ok(bytes) = protocol::encode(message) else { return };
    let buffer: ArrayBuffer = Uint8Array::from(bytes.as_slice()).buffer();
    if let Err(error) = scope.post_message_with_transfer(&buffer, &Array::of1(&buffer)) {
        web_sys::console::error_1(&error);
    }
}

/// The instance is dead after a panic. Its text may hold figures of the shop, so only its place is told.
fn last_words(info: &PanicHookInfo<'_>) {
    let place = info.location().map_or_else(String::new, |at| at.to_string());
    say(&js_sys::global().unchecked_into(), &FromEngine::Panicked { place });
}
