//! What the page says, also while a file is being read.

use js_sys::{Date, Promise};
use protocol::{Failure, FromFiles, ToFiles};
use tokio::sync::mpsc::UnboundedReceiver;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::page::{Heard, Page};

/// So often at most the page is told how far reading is.
const PROGRESS_MS: f64 = 100.0;
/// After so long the event loop gets a turn, or nobody could say "stop".
const TURN_MS: f64 = 40.0;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &JsValue, ms: i32) -> i32;
}

pub(super) struct Inbox {
    waiting: UnboundedReceiver<Heard>,
    /// A question that came while another was worked on.
    back: Option<Heard>,
}

impl Inbox {
    pub(super) const fn new(waiting: UnboundedReceiver<Heard>) -> Self {
        Self { waiting, back: None }
    }

    /// The next question; `None` when the worker ends.
    pub(super) async fn next(&mut self) -> Option<Heard> {
        match self.back.take() {
            Some(heard) => Some(heard),
            None => self.waiting.recv().await,
        }
    }

    /// Hears what was said meanwhile, and waits here while reading is paused.
    ///
    /// # Errors
    /// `cancelled`, also if another question came: it is taken up next.
    async fn heed(&mut self) -> Result<(), Failure> {
        let mut is_paused = false;
        loop {
            let heard = if is_paused {
                self.waiting.recv().await.ok_or_else(|| Failure::new("cancelled"))?
            } else {
                match self.waiting.try_recv() {
                    Ok(heard) => heard,
                    Err(_) => return Ok(()),
                }
            };
            match heard {
                Heard::Message(ToFiles::Pause) => is_paused = true,
                Heard::Message(ToFiles::Resume) => is_paused = false,
                Heard::Message(ToFiles::Cancel) => return Err(Failure::new("cancelled")),
                other => {
                    self.back = Some(other);
                    return Err(Failure::new("cancelled"));
                }
            }
        }
    }
}

/// How far a reading is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Far {
    pub(super) rows: u64,
    pub(super) bytes: u64,
    pub(super) total_bytes: u64,
    pub(super) problems: u64,
}

impl Far {
    pub(super) const fn message(self) -> FromFiles {
        let Self { rows, bytes, total_bytes, problems } = self;
        FromFiles::Progress { rows, bytes, total_bytes, problems }
    }
}

/// The rhythm of long work: tells how far it is, lets others have their turn.
pub(super) struct Pace {
    said_ms: f64,
    turned_ms: f64,
}

impl Pace {
    pub(super) fn new() -> Self {
        let now_ms = Date::now();
        Self { said_ms: now_ms, turned_ms: now_ms }
    }

    /// Between two slices.
    ///
    /// # Errors
    /// `cancelled`.
    pub(super) async fn beat(
        &mut self,
        inbox: &mut Inbox,
        page: &Page,
        far: Far,
    ) -> Result<(), Failure> {
        let now_ms = Date::now();
        if (now_ms - self.turned_ms).abs() >= TURN_MS {
            turn().await;
            self.turned_ms = Date::now();
        }
        if (now_ms - self.said_ms).abs() >= PROGRESS_MS {
            self.said_ms = now_ms;
            page.say(&far.message());
        }
        inbox.heed().await
    }
}

/// One turn of the event loop: messages that have arrived are heard.
async fn turn() {
    let promise = Promise::new(&mut |resolve, _| {
        set_timeout(&resolve, 0);
    });
    // The promise is only ever resolved.
    JsFuture::from(promise).await.unwrap_or_default();
}
