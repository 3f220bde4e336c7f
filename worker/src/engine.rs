//! An engine: forecasts one series after the other. It knows no key, no ledger and no page.
//!
//! Long work is done in slices; between two of them the event loop has its turn, so that a cancel is heard.

mod across;
mod calendar;
mod insights;
mod lessons;
mod newcomer;
mod study;
mod sums;
mod turns;

use std::collections::VecDeque;
use std::panic::PanicHookInfo;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use protocol::{Failure, Found, FromEngine, Order, RunId, ToEngine};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use across::{Learning, Remembered};
use study::Study;
use sums::Sums;
use turns::Turns;

/// A slice ends with the step in which it gets this old; a step takes some ten milliseconds at most.
const SLICE_MS: f64 = 20.0;
/// How often it is told how far a long run is.
const SHARE_MS: f64 = 250.0;

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
        let worker = Worker {
            post: Box::new(post),
            heard,
            waiting: VecDeque::new(),
            turns,
            remembered: None,
        };
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
    /// What series may be forecast by that was learned from others.
    remembered: Option<Remembered>,
}

/// What is being computed.
enum Work {
    Series(Box<Study>),
    Lesson(Learning),
    Sums(Box<Sums>),
}

impl Work {
    fn begin(order: &Order, remembered: Option<&Remembered>) -> Result<Self, Failure> {
        Ok(match order {
            Order::Series(task) => Self::Series(Box::new(Study::begin(task, remembered)?)),
            Order::Lesson(lesson) => Self::Lesson(Learning::begin(lesson)?),
            Order::Sums(task) => Self::Sums(Box::new(Sums::begin(task)?)),
        })
    }

    /// The next piece of work; what was found with the last.
    fn step(&mut self, turns: &Turns) -> Result<Option<Found>, Failure> {
        match self {
            Self::Series(study) => {
                let before_ms = turns.now_ms();
                let findings = study.step()?;
                study.spent(turns.now_ms() - before_ms);
                Ok(findings.map(|findings| Found::Series(Box::new(study.timed(findings)))))
            }
            Self::Lesson(learning) => learning.step().map(|found| found.map(Found::Lesson)),
            Self::Sums(sums) => sums.step().map(|found| found.map(Found::Sums)),
        }
    }

    /// How far it is, thousandths, where that takes long.
    fn share(&self) -> Option<u16> {
        match self {
            Self::Lesson(learning) => Some(learning.share()),
            Self::Series(_) | Self::Sums(_) => None,
        }
    }
}

impl Worker {
    async fn work(mut self) {
        while let Some(message) = self.next().await {
            match message {
                ToEngine::Run { run, order } => {
                    let answer = match self.compute(run, &order).await {
                        Ok((found, longest_slice_micros)) => {
                            FromEngine::Done { run, found, longest_slice_micros }
                        }
                        Err(failure) => FromEngine::Failed { run, failure },
                    };
                    (self.post)(&answer);
                }
                ToEngine::Remember(taught) => self.remembered = Remembered::read(&taught),
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

    /// What comes of an order, and the longest time the engine was deaf for it, microseconds.
    async fn compute(&mut self, run: RunId, order: &Order) -> Result<(Found, u64), Failure> {
        let mut slice = self.turns.begin();
        let mut work = Work::begin(order, self.remembered.as_ref())?;
        let mut said_ms = self.turns.now_ms();
        loop {
            if let Some(found) = work.step(&self.turns)? {
                return Ok((found, micros(slice.longest_ms(&self.turns))));
            }
            if slice.age_ms(&self.turns) >= SLICE_MS {
                slice.end(&self.turns).await;
                if self.is_cancelled(run) {
                    return Err(Failure::new("cancelled"));
                }
                let now_ms = self.turns.now_ms();
                if let Some(share) = work.share().filter(|_| now_ms - said_ms >= SHARE_MS) {
                    said_ms = now_ms;
                    (self.post)(&FromEngine::Share { run, share });
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
