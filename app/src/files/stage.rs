//! From the files worker into the vault: chunk by chunk through the ledger worker, made real by one event.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ledger::{CommandId, ControlTotals, ImportId, Plan};
use protocol::{Failure, FromFiles, Request, Response, StagedChunk, Staging, ToFiles};
use yew::Callback;

use super::{Files, FilesReply, Reading};
use crate::browser;
use crate::client::{Client, Reply};

/// Chunks on their way to the ledger worker at once: enough that neither worker waits for the other.
const MOST_ON_THEIR_WAY: u32 = 3;

/// What is brought in.
#[derive(Clone, PartialEq)]
pub(crate) struct Bringing {
    /// The file's name; empty for none.
    pub(crate) file: String,
    /// How it was read, as the reader told.
    pub(crate) plan: Plan,
    /// What it counted.
    pub(crate) totals: ControlTotals,
}

type Done = Box<dyn FnOnce(Result<ControlTotals, Failure>)>;

/// An import on its way; clones steer the same one.
#[derive(Clone)]
pub(crate) struct Pump(Rc<Inner>);

struct Inner {
    client: Client,
    files: Files,
    import: ImportId,
    on_progress: Callback<Reading>,
    /// Chunks put and not answered yet.
    on_their_way: Cell<u32>,
    /// Whether the files worker was asked for a chunk and has not answered.
    is_asking: Cell<bool>,
    /// Whether the last chunk was seen.
    is_drained: Cell<bool>,
    /// Taken by the commit.
    bringing: RefCell<Option<Bringing>>,
    /// Taken by the end, whatever it is.
    done: RefCell<Option<Done>>,
}

impl Pump {
    /// Begins; `done` is called once, unless it is cancelled.
    pub(crate) fn start(
        client: Client,
        files: Files,
        bringing: Bringing,
        on_progress: Callback<Reading>,
        done: impl FnOnce(Result<ControlTotals, Failure>) + 'static,
    ) -> Self {
        let pump = Self(Rc::new(Inner {
            client,
            files,
            import: ImportId(browser::random_16()),
            on_progress,
            on_their_way: Cell::new(0),
            is_asking: Cell::new(false),
            is_drained: Cell::new(false),
            bringing: RefCell::new(Some(bringing)),
            done: RefCell::new(Some(Box::new(done))),
        }));
        let begun = pump.clone();
        pump.send(Staging::Begin { import: pump.0.import }, move |reply| match reply {
            Ok(_) => begun.go_on(),
            Err(reason) => begun.end(Err(reason)),
        });
        pump
    }

    /// Gives up; nothing of it stays. Too late once it is being committed: then `false`, and `done` tells.
    pub(crate) fn cancel(&self) -> bool {
        if self.is_committing() {
            return false;
        }
        if self.0.done.borrow_mut().take().is_some() {
            self.abandon();
        }
        true
    }

    /// Whether the one event is being written: no way back.
    pub(crate) fn is_committing(&self) -> bool {
        self.0.bringing.borrow().is_none()
    }

    fn go_on(&self) {
        let inner = &self.0;
        if inner.done.borrow().is_none() {
            return;
        }
        if inner.is_drained.get() {
            if inner.on_their_way.get() == 0 {
                self.commit();
            }
        } else if !inner.is_asking.get() && inner.on_their_way.get() < MOST_ON_THEIR_WAY {
            inner.is_asking.set(true);
            let pump = self.clone();
            inner.files.ask(&ToFiles::Next, inner.on_progress.clone(), move |reply| {
                pump.0.is_asking.set(false);
                pump.take(reply);
            });
        }
    }

    fn take(&self, reply: FilesReply) {
        match reply {
            Ok(FromFiles::Chunk(Some(chunk))) => self.put(chunk),
            Ok(FromFiles::Chunk(None)) => self.0.is_drained.set(true),
            Ok(_) => return self.end(Err(Failure::new("internal").with("code", "files-answer"))),
            Err(reason) => return self.end(Err(reason)),
        }
        self.go_on();
    }

    fn put(&self, chunk: StagedChunk) {
        if self.0.done.borrow().is_none() {
            return;
        }
        let on_their_way = &self.0.on_their_way;
        on_their_way.set(on_their_way.get() + 1);
        let pump = self.clone();
        self.send(Staging::Put { import: self.0.import, chunk }, move |reply| {
            let on_their_way = &pump.0.on_their_way;
            on_their_way.set(on_their_way.get() - 1);
            match reply {
                Ok(_) => pump.go_on(),
                Err(reason) => pump.end(Err(reason)),
            }
        });
    }

    fn commit(&self) {
        let Some(Bringing { file, plan, totals }) = self.0.bringing.borrow_mut().take() else {
            return;
        };
        let command = CommandId(browser::random_16());
        let pump = self.clone();
        let commit =
            Staging::Commit { import: self.0.import, command, file, plan: Box::new(plan), totals };
        self.send(commit, move |reply| {
            pump.end(match reply {
                Ok(Response::Imported(totals)) => Ok(totals),
                Ok(_) => Err(Failure::new("internal").with("code", "staging-answer")),
                Err(reason) => Err(reason),
            });
        });
    }

    fn end(&self, result: Result<ControlTotals, Failure>) {
        let done = self.0.done.borrow_mut().take();
        let Some(done) = done else { return };
        if result.is_err() {
            self.abandon();
        }
        done(result);
    }

    fn abandon(&self) {
        // What this could fail by leaves unreferenced chunks, which the vault sweeps by itself.
        self.send(Staging::Abandon { import: self.0.import }, drop);
    }

    fn send(&self, staging: Staging, on_reply: impl FnOnce(Reply) + 'static) {
        self.0.client.send(Request::Staging(staging), on_reply);
    }
}
