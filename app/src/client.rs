//! The page's end of the line to its ledger worker: starts it, numbers requests, and starts another when it dies.
//!
//! Messages sent before the worker runs are lost, so requests wait in the [`outbox`] until it says `Ready`. A
//! worker that panicked is replaced; it gets back the key handles the old one left here, so nobody types a
//! password again, and every unanswered request. A request that was unanswered at three deaths is set aside. When the vault is
//! closed the worker ends itself, so that no key stays in memory, and a fresh one takes its place.

mod outbox;

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use ledger::Area;
use protocol::{
    BUILD_ID, Failure, FromPage, Gate, Hello, Notice, Request, RequestId, Response, ToPage,
};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent};
use yew::Callback;

use crate::connected::Connected;
use crate::{browser, marker, trusted};
use outbox::Outbox;

/// What the worker tells without being asked.
pub(crate) enum Signal {
    /// What may be shown from now on.
    Gate(Gate),
    /// The ledger grew in these areas.
    Changed(Vec<Area>),
    /// Something a person should know.
    Notice(Notice),
    /// The worker comes from another build than the page.
    OtherBuild,
    /// Workers keep dying before they can say anything.
    Broken,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Advance {
    /// Units done, of so many.
    Done(u64, u64),
    /// A model learns from many series before: thousandths.
    Learning(u16),
}

/// How a request went.
pub(crate) type Reply = Result<Response, Failure>;

struct Waiting {
    on_reply: Box<dyn FnOnce(Reply)>,
    on_progress: Callback<Advance>,
}

/// Deaths in a row without a word in between, after which we stop trying.
const MOST_DEATHS: u32 = 4;

struct Line {
    signals: Callback<Signal>,
    outbox: Outbox<Waiting>,
    worker: Option<Connected>,
    ready: bool,
    deaths: u32,
    /// What the worker said last.
    gate: Gate,
    /// Key handles the worker left here; opaque, not extractable.
    keys: JsValue,
}

/// A handle to the line; clones speak over the same one.
#[derive(Clone)]
pub(crate) struct Client(Rc<RefCell<Line>>);

impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Client {
    /// Starts the worker; `signals` hears what it tells by itself.
    pub(crate) fn start(signals: Callback<Signal>) -> Self {
        let client = Self(Rc::new(RefCell::new(Line {
            signals,
            outbox: Outbox::default(),
            worker: None,
            ready: false,
            deaths: 0,
            gate: Gate::Starting,
            keys: JsValue::NULL,
        })));
        client.connect();
        client
    }

    /// Sends a request; `on_reply` is called exactly once.
    pub(crate) fn send(&self, body: Request, on_reply: impl FnOnce(Reply) + 'static) -> RequestId {
        self.send_watched(body, Callback::noop(), on_reply)
    }

    /// Sends a request whose progress (done, total) is followed.
    pub(crate) fn send_watched(
        &self,
        body: Request,
        on_progress: Callback<Advance>,
        on_reply: impl FnOnce(Reply) + 'static,
    ) -> RequestId {
        let waiting = Waiting { on_reply: Box::new(on_reply), on_progress };
        let id = self.0.borrow_mut().outbox.add(body, waiting);
        self.pump();
        id
    }

    /// Gives up a running job; its request is answered `cancelled`.
    pub(crate) fn cancel(&self, id: RequestId) {
        self.tell(&FromPage::Cancel { id });
    }

    /// Holds a running job, or lets it go on.
    pub(crate) fn hold(&self, id: RequestId, is_paused: bool) {
        self.tell(&if is_paused { FromPage::Pause { id } } else { FromPage::Resume { id } });
    }

    /// Tells that the person touched something.
    pub(crate) fn touch(&self) {
        self.tell(&FromPage::Touch);
    }

    /// What needs no answer; a worker that does not run has nothing to do with it.
    fn tell(&self, message: &FromPage) {
        let line = self.0.borrow();
        if line.ready {
            line.post(message);
        }
    }

    fn connect(&self) {
        let worker = match trusted::start_ledger() {
            Ok(worker) => worker,
            Err(reason) => {
                web_sys::console::error_2(&"ledger worker refused".into(), &reason);
                self.signal(Signal::Broken);
                return;
            }
        };
        let client = self.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            client.hear(&event.data());
        });
        let client = self.clone();
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |_| client.bury());
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        self.0.borrow_mut().worker =
            Some(Connected { worker, _on_message: on_message, _on_error: on_error });
    }

    fn hear(&self, data: &JsValue) {
        let Some(buffer) = data.dyn_ref::<ArrayBuffer>() else {
            self.keep_keys(data);
            return;
        };
        match protocol::decode::<ToPage>(&Uint8Array::new(buffer).to_vec()) {
            Ok(message) => self.take(message),
            Err(error) => {
                web_sys::console::error_1(&error.to_string().into());
                self.signal(Signal::OtherBuild);
            }
        }
    }

    fn keep_keys(&self, data: &JsValue) {
        if let Ok(keys) = Reflect::get(data, &"keys".into()) {
            self.0.borrow_mut().keys = keys;
        }
    }

    fn take(&self, message: ToPage) {
        match message {
            ToPage::Ready { build } => self.greet(&build),
            ToPage::Gate(gate) => self.show(gate),
            ToPage::Reply { id, result } => {
                let waiting = self.0.borrow_mut().outbox.answer(id);
                if let Some(waiting) = waiting {
                    (waiting.on_reply)(result);
                }
                self.pump();
            }
            ToPage::Progress { id, done, total } => self.advance(id, Advance::Done(done, total)),
            ToPage::Learning { id, share } => self.advance(id, Advance::Learning(share)),
            ToPage::Changed { areas, .. } => self.signal(Signal::Changed(areas)),
            ToPage::Marker(marker) => marker::save(marker.as_ref()),
            ToPage::Notice(notice) => self.signal(Signal::Notice(notice)),
            ToPage::Panicked { message } => {
                web_sys::console::error_1(&message.into());
                self.bury();
            }
        }
    }

    fn advance(&self, id: RequestId, advance: Advance) {
        let watcher = self.0.borrow().outbox.waiting(id).map(|waiting| waiting.on_progress.clone());
        if let Some(watcher) = watcher {
            watcher.emit(advance);
        }
    }

    /// What the worker said last.
    #[cfg(feature = "testing")]
    pub(crate) fn gate(&self) -> Gate {
        self.0.borrow().gate.clone()
    }

    fn greet(&self, build: &str) {
        if build != BUILD_ID {
            self.signal(Signal::OtherBuild);
            return;
        }
        {
            let mut line = self.0.borrow_mut();
            if line.ready {
                return;
            }
            line.ready = true;
            line.hand_back_keys();
            line.post(&FromPage::Hello(Hello {
                build: BUILD_ID.to_owned(),
                marker: marker::load(),
                languages: browser::languages(),
            }));
        }
        #[cfg(feature = "testing")]
        crate::test_door::open(self);
        self.pump();
    }

    fn show(&self, gate: Gate) {
        // A worker that took over for another one begins too; what is shown stays until it knows better.
        if gate == Gate::Starting {
            return;
        }
        let closes = matches!(gate, Gate::Locked { .. });
        let before = {
            let mut line = self.0.borrow_mut();
            line.deaths = 0;
            std::mem::replace(&mut line.gate, gate.clone())
        };
        self.signal(Signal::Gate(gate));
        if closes && matches!(before, Gate::Open(_) | Gate::SoftLocked { .. }) {
            self.start_without_keys();
        }
    }

    /// The vault was closed: the worker that knew its keys is gone, and what it had not answered stays undone.
    fn start_without_keys(&self) {
        let given_up = {
            let mut line = self.0.borrow_mut();
            line.worker = None;
            line.ready = false;
            line.keys = JsValue::NULL;
            line.outbox.give_up()
        };
        self.connect();
        for waiting in given_up {
            (waiting.on_reply)(Err(Failure::new("locked")));
        }
    }

    /// The worker is dead: another one takes over what it had not answered.
    fn bury(&self) {
        let (set_aside, wait_ms) = {
            let mut line = self.0.borrow_mut();
            if line.worker.take().is_none() {
                return;
            }
            line.ready = false;
            line.deaths += 1;
            if line.deaths > MOST_DEATHS {
                (line.outbox.lose_all(), None)
            } else {
                (line.outbox.worker_died(), Some(50 << line.deaths))
            }
        };
        for (waiting, code) in set_aside {
            (waiting.on_reply)(Err(Failure::new(code)));
        }
        match wait_ms {
            None => self.signal(Signal::Broken),
            Some(wait_ms) => {
                let client = self.clone();
                Timeout::new(wait_ms, move || client.connect()).forget();
            }
        }
    }

    fn pump(&self) {
        let mut line = self.0.borrow_mut();
        if !line.ready {
            return;
        }
        for (id, body) in line.outbox.take_sendable() {
            line.post(&FromPage::Request { id, body });
        }
    }

    /// Signals run outside of any borrow: they may well send something.
    fn signal(&self, signal: Signal) {
        let signals = self.0.borrow().signals.clone();
        signals.emit(signal);
    }
}

impl Line {
    fn post(&self, message: &FromPage) {
        let Some(connected) = &self.worker else { return };
        let bytes = protocol::encode(message).expect("every message is of known length");
        let buffer = Uint8Array::from(bytes.as_slice()).buffer();
        if let Err(reason) =
            connected.worker.post_message_with_transfer(&buffer, &Array::of1(&buffer))
        {
            web_sys::console::error_2(&"message refused".into(), &reason);
        }
    }

    fn hand_back_keys(&self) {
        let Some(connected) = &self.worker else { return };
        if self.keys.is_null() || self.keys.is_undefined() {
            return;
        }
        let parcel = Object::new();
        let posted = Reflect::set(&parcel, &"keys".into(), &self.keys)
            .and_then(|_| connected.worker.post_message(&parcel));
        if let Err(reason) = posted {
            // Without the handles the worker asks for the password: safe, only less convenient.
            web_sys::console::warn_2(&"key handles not passed on".into(), &reason);
        }
    }
}
