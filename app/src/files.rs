//! The page's end of the line to a throw-away files worker: it reads files in and writes tables out.
//!
//! A worker is started when there is a file to read or to write and ended when that is over, so nothing of the
//! importer stays in memory. Every question has exactly one answer, in the order asked.

mod export;
mod stage;
mod take_out;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use protocol::{Failure, FromFiles, ToFiles};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, File, MessageEvent, Worker};
use yew::Callback;

use crate::connected::Connected;
use crate::trusted;

pub(crate) use export::{note_export, use_export};
pub(crate) use stage::{Bringing, Pump};
pub(crate) use take_out::{Source, TakeOut};

/// How far the worker is with what it was asked.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Reading {
    /// Rows read.
    pub(crate) rows: u64,
    /// Bytes read.
    pub(crate) bytes: u64,
    /// Of so many.
    pub(crate) total_bytes: u64,
    /// Rows with problems so far.
    pub(crate) problems: u64,
}

/// How a question went; `Failed` never comes as `Ok`.
pub(crate) type FilesReply = Result<FromFiles, Failure>;

struct Waiting {
    on_reply: Box<dyn FnOnce(FilesReply)>,
    on_progress: Callback<Reading>,
}

/// A message with the buffer that travels in it.
type Parcel = (JsValue, ArrayBuffer);

#[derive(Default)]
struct Line {
    worker: Option<Connected>,
    is_ready: bool,
    unsent: Vec<Parcel>,
    waiting: VecDeque<Waiting>,
}

#[cfg(feature = "testing")]
thread_local! {
    /// The line started last, for tests that look into it.
    static LATEST: RefCell<std::rc::Weak<RefCell<Line>>> = RefCell::default();
}

/// Asks the worker started last, if it is alive, how many bytes of memory it holds; 0 if there is none.
#[cfg(feature = "testing")]
pub(crate) fn measure(on_bytes: impl FnOnce(u64) + 'static) {
    match LATEST.with_borrow(std::rc::Weak::upgrade).filter(|line| line.borrow().worker.is_some()) {
        None => on_bytes(0),
        Some(line) => Files(line).ask(&ToFiles::Measure, Callback::noop(), move |reply| {
            on_bytes(if let Ok(FromFiles::Memory(bytes)) = reply { bytes } else { 0 });
        }),
    }
}

/// A handle to one files worker; clones speak with the same one. [`Files::close`] ends it.
#[derive(Clone)]
pub(crate) struct Files(Rc<RefCell<Line>>);

impl Files {
    /// Starts a worker. If the browser refuses, every question is answered by a failure.
    pub(crate) fn start() -> Self {
        let files = Self(Rc::default());
        #[cfg(feature = "testing")]
        LATEST.with_borrow_mut(|latest| *latest = Rc::downgrade(&files.0));
        match trusted::start_files() {
            Ok(worker) => files.listen(worker),
            Err(reason) => web_sys::console::error_2(&"files worker refused".into(), &reason),
        }
        files
    }

    /// Asks for something; `on_reply` is called exactly once, unless the line is closed before.
    pub(crate) fn ask(
        &self,
        message: &ToFiles,
        on_progress: Callback<Reading>,
        on_reply: impl FnOnce(FilesReply) + 'static,
    ) {
        let buffer = buffer_of(message);
        self.ask_parcel((buffer.clone().into(), buffer), on_progress, on_reply);
    }

    /// Asks to look at a file, which travels beside the message.
    pub(crate) fn open(
        &self,
        file: &File,
        message: &ToFiles,
        on_reply: impl FnOnce(FilesReply) + 'static,
    ) {
        let buffer = buffer_of(message);
        let parcel = Object::new();
        for (name, value) in [("bytes", buffer.as_ref()), ("file", file.as_ref())] {
            Reflect::set(&parcel, &name.into(), value).expect("a fresh object takes any property");
        }
        self.ask_parcel((parcel.into(), buffer), Callback::noop(), on_reply);
    }

    /// Tells something that is not answered: pause, resume, cancel.
    pub(crate) fn tell(&self, message: &ToFiles) {
        let buffer = buffer_of(message);
        self.0.borrow_mut().post((buffer.clone().into(), buffer));
    }

    /// Ends the worker; what it has not answered stays unanswered.
    pub(crate) fn close(&self) {
        let line = std::mem::take(&mut *self.0.borrow_mut());
        // Outside of the borrow: whoever waited may hold this line, too.
        drop(line);
    }

    fn ask_parcel(
        &self,
        parcel: Parcel,
        on_progress: Callback<Reading>,
        on_reply: impl FnOnce(FilesReply) + 'static,
    ) {
        if self.0.borrow().worker.is_none() {
            on_reply(Err(gone()));
            return;
        }
        let mut line = self.0.borrow_mut();
        line.waiting.push_back(Waiting { on_reply: Box::new(on_reply), on_progress });
        line.post(parcel);
    }

    fn listen(&self, worker: Worker) {
        // Weak, so that a line nobody holds any more is dropped and its worker ended.
        let line = Rc::downgrade(&self.0);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(line) = line.upgrade() {
                Self(line).hear(&event.data());
            }
        });
        let line = Rc::downgrade(&self.0);
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |_| {
            if let Some(line) = line.upgrade() {
                Self(line).lose();
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        self.0.borrow_mut().worker =
            Some(Connected { worker, _on_message: on_message, _on_error: on_error });
    }

    fn hear(&self, data: &JsValue) {
        let Some(buffer) = data.dyn_ref::<ArrayBuffer>() else { return };
        match protocol::decode::<FromFiles>(&Uint8Array::new(buffer).to_vec()) {
            Ok(FromFiles::Ready) => self.0.borrow_mut().begin(),
            Ok(FromFiles::Progress { rows, bytes, total_bytes, problems }) => {
                let watcher =
                    self.0.borrow().waiting.front().map(|waiting| waiting.on_progress.clone());
                if let Some(watcher) = watcher {
                    watcher.emit(Reading { rows, bytes, total_bytes, problems });
                }
            }
            Ok(FromFiles::Failed(failure)) => self.answer(Err(failure)),
            Ok(answer) => self.answer(Ok(answer)),
            Err(error) => {
                web_sys::console::error_1(&error.to_string().into());
                self.lose();
            }
        }
    }

    fn answer(&self, reply: FilesReply) {
        let waiting = self.0.borrow_mut().waiting.pop_front();
        if let Some(waiting) = waiting {
            (waiting.on_reply)(reply);
        }
    }

    /// The worker died: nobody who waits will be answered by it.
    fn lose(&self) {
        let line = std::mem::take(&mut *self.0.borrow_mut());
        for waiting in line.waiting {
            (waiting.on_reply)(Err(gone()));
        }
    }
}

impl Line {
    /// Messages posted before the worker runs would be lost.
    fn begin(&mut self) {
        self.is_ready = true;
        for parcel in std::mem::take(&mut self.unsent) {
            self.post(parcel);
        }
    }

    fn post(&mut self, (message, buffer): Parcel) {
        if !self.is_ready {
            self.unsent.push((message, buffer));
            return;
        }
        let Some(connected) = &self.worker else { return };
        if let Err(reason) =
            connected.worker.post_message_with_transfer(&message, &Array::of1(&buffer))
        {
            web_sys::console::error_2(&"message refused".into(), &reason);
        }
    }
}

fn buffer_of(message: &ToFiles) -> ArrayBuffer {
    let bytes = protocol::encode(message).expect("every message is of known length");
    Uint8Array::from(bytes.as_slice()).buffer()
}

fn gone() -> Failure {
    Failure::new("files-worker-gone")
}
