//! The engines of a ledger worker: as many as the device has cores to spare, started when there is work.
//!
//! Nothing here waits. Whoever owns a pool hands it tasks, passes on what the engines say ([`Pool::hear`]) and takes
//! what was found ([`Pool::next_answer`]).

mod link;
mod queue;

use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::Reflect;
use protocol::{Failure, Found, FromEngine, Order, RunId, Taught, TaughtId, ToEngine};
use wasm_bindgen::prelude::*;

use queue::{Queue, Work};

pub use link::{Launch, Link, Said, nested};
pub use queue::{JobId, Urgency};

/// However many cores there are: each engine has a memory of its own.
const MOST_ENGINES: usize = 8;
/// A task that ended so many engines ends no more.
const MOST_TRIES: u8 = 2;
/// After so many engines in a row that did not even start, there are none to be had.
const MOST_FAILED_STARTS: u32 = 2;

/// An engine that has said nothing for so long is asked whether it is there.
const QUIET_MS: i64 = 20_000;
/// One that does not say so within this is stuck: a step takes some milliseconds.
const PATIENCE_MS: i64 = 10_000;

/// Numbers the workers of a pool.
type SeatId = u64;

/// What an engine said, to be passed on to [`Pool::hear`].
#[derive(Debug)]
pub struct Heard {
    seat: SeatId,
    said: Said,
}

/// What became of a task.
#[derive(Debug)]
pub struct Answer {
    /// The job it belongs to.
    pub job: JobId,
    /// Its place in the order in which the job's tasks were given.
    pub item: usize,
    /// What was found. `engine-crashed`: it ended two engines; `engine-stuck`: an engine stayed inside one of its
    /// steps; `engine-unavailable`: none starts; else the engine's own reason.
    pub result: Result<Found, Failure>,
}

/// What a pool has been through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Engines that were started.
    pub started: u32,
    /// Engines that died by themselves.
    pub crashed: u32,
    /// The longest an engine was deaf, microseconds.
    pub longest_slice_micros: u64,
}

/// A worker.
struct Seat {
    id: SeatId,
    link: Box<dyn Link>,
    /// It said so; what is said before is lost.
    is_ready: bool,
    busy: Option<Busy>,
    /// What it remembers.
    remembers: Option<TaughtId>,
}

struct Busy {
    run: RunId,
    work: Work,
    /// How far it is, thousandths, if it says so.
    share: u16,
    /// Nobody waits for it any more.
    is_cancelled: bool,
    life: Life,
}

/// What is known of an engine that computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Life {
    /// It said something since somebody last looked.
    Heard,
    /// It has said nothing since.
    QuietSince(i64),
    /// It was asked then.
    AskedAt(i64),
}

/// The engines and what waits for them.
pub struct Pool {
    launch: Launch,
    hear: Rc<dyn Fn(Heard)>,
    size: usize,
    seats: Vec<Seat>,
    queue: Queue,
    answers: VecDeque<Answer>,
    last_seat: SeatId,
    last_run: RunId,
    failed_starts: u32,
    counts: Counts,
    crashes_wanted: u32,
}

impl Pool {
    /// A pool of at most `size` engines, none of which runs yet. What they say goes to `hear`, whose owner gives
    /// it to [`Pool::hear`].
    #[must_use]
    pub fn new(size: usize, launch: Launch, hear: impl Fn(Heard) + 'static) -> Self {
        Self {
            launch,
            hear: Rc::new(hear),
            size: size.max(1),
            seats: Vec::new(),
            queue: Queue::default(),
            answers: VecDeque::new(),
            last_seat: 0,
            last_run: 0,
            failed_starts: 0,
            counts: Counts::default(),
            crashes_wanted: 0,
        }
    }

    /// Engines at most.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// How it starts its engines, for another pool.
    #[must_use]
    pub fn launch(&self) -> Launch {
        Rc::clone(&self.launch)
    }

    /// Engines that run or start now.
    #[must_use]
    pub fn workers(&self) -> usize {
        self.seats.len()
    }

    /// What it has been through.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// Whether no engine has anything to do; held tasks are nothing to do.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        !self.queue.has_next() && self.seats.iter().all(|seat| seat.busy.is_none())
    }

    /// Replaces engines that are stuck; their tasks are not tried again. To be called every few seconds while
    /// any engine has something to do.
    pub fn watch(&mut self, now_ms: i64) {
        let mut at = 0;
        while let Some(seat) = self.seats.get_mut(at) {
            if seat.is_stuck(now_ms) {
                let seat = self.seats.remove(at);
                self.counts.crashed += 1;
                if let Some(Busy { work, is_cancelled: false, .. }) = seat.busy {
                    self.answers.push_back(work.answer(Err(Failure::new("engine-stuck"))));
                }
            } else {
                at += 1;
            }
        }
        self.staff();
    }

    /// Whether any engine computes.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.seats.iter().any(|seat| seat.busy.is_some())
    }

    /// A job without tasks yet.
    pub fn open(&mut self, urgency: Urgency) -> JobId {
        self.queue.open(urgency)
    }

    /// One more task of a job, after those it has. `taught`: what it names to be remembered.
    pub fn add(&mut self, job: JobId, order: Order, taught: Option<Rc<Taught>>) {
        self.queue.add(job, order, taught);
        self.staff();
    }

    /// How far the orders of a job are that say so, thousandths: lessons do.
    #[must_use]
    pub fn share(&self, job: JobId) -> Option<u16> {
        let mut busy = self.seats.iter().filter_map(|seat| seat.busy.as_ref());
        busy.find(|busy| busy.work.job == job && busy.share > 0).map(|busy| busy.share)
    }

    /// Tasks of a job that no engine has begun.
    #[must_use]
    pub fn waiting(&self, job: JobId) -> usize {
        self.queue.waiting(job)
    }

    /// No task of this job is begun from now on; those that were begun end.
    pub fn hold(&mut self, job: JobId) {
        self.queue.set_held(job, true);
    }

    /// Goes on with a job that was held.
    pub fn release(&mut self, job: JobId) {
        self.queue.set_held(job, false);
        self.staff();
    }

    /// Forgets a job: what waits is dropped, what runs is stopped, and whatever still comes of it is not heard.
    pub fn close(&mut self, job: JobId) {
        self.queue.close(job);
        self.answers.retain(|answer| answer.job != job);
        for seat in &mut self.seats {
            if let Some(busy) = &mut seat.busy
                && busy.work.job == job
                && !busy.is_cancelled
            {
                busy.is_cancelled = true;
                seat.link.say(&ToEngine::Cancel { run: busy.run });
            }
        }
    }

    /// Ends every engine; what waits is kept. For a pool that is idle.
    pub fn rest(&mut self) {
        self.seats.clear();
        self.failed_starts = 0;
    }

    /// Ends every engine and forgets every job.
    pub fn clear(&mut self) {
        self.rest();
        self.queue.clear();
        self.answers.clear();
    }

    /// The next so many runs crash their engine.
    pub const fn crash(&mut self, runs: u32) {
        self.crashes_wanted = runs;
    }

    /// What became of some task, in the order in which the answers came; `None` until an engine says more.
    pub fn next_answer(&mut self) -> Option<Answer> {
        self.answers.pop_front()
    }

    /// Takes note of what an engine said. An engine that is gone says nothing any more.
    pub fn hear(&mut self, heard: Heard) {
        let Some(at) = self.seats.iter().position(|seat| seat.id == heard.seat) else { return };
        match heard.said {
            Said::Message(FromEngine::Ready) => {
                self.seats[at].is_ready = true;
                self.failed_starts = 0;
            }
            Said::Message(FromEngine::Here) => {
                if let Some(busy) = &mut self.seats[at].busy {
                    busy.life = Life::Heard;
                }
            }
            Said::Message(FromEngine::Share { run, share }) => {
                let busy = self.seats[at].busy.as_mut().filter(|busy| busy.run == run);
                if let Some(busy) = busy {
                    (busy.life, busy.share) = (Life::Heard, share);
                }
            }
            Said::Message(FromEngine::Done { run, found, longest_slice_micros }) => {
                let longest = &mut self.counts.longest_slice_micros;
                *longest = longest_slice_micros.max(*longest);
                self.answers.extend(self.seats[at].answered(run, Ok(found)));
            }
            Said::Message(FromEngine::Failed { run, failure }) => {
                self.answers.extend(self.seats[at].answered(run, Err(failure)));
            }
            Said::Message(FromEngine::Panicked { place }) => {
                web_sys::console::warn_1(&format!("an engine panicked at {place}").into());
                self.bury(at);
            }
            Said::Died => self.bury(at),
        }
        self.staff();
    }

    /// Removes an engine that died. Its task is tried once more, by another.
    fn bury(&mut self, at: usize) {
        let seat = self.seats.remove(at);
        self.counts.crashed += 1;
        self.failed_starts = if seat.is_ready { 0 } else { self.failed_starts + 1 };
        let Some(Busy { mut work, is_cancelled: false, .. }) = seat.busy else { return };
        work.tries += 1;
        if work.tries < MOST_TRIES {
            self.queue.give_back(work);
        } else {
            self.answers.push_back(work.answer(Err(Failure::new("engine-crashed"))));
        }
    }

    /// Gives idle engines work, and starts as many more as there is work for.
    fn staff(&mut self) {
        for seat in self.seats.iter_mut().filter(|seat| seat.is_ready && seat.busy.is_none()) {
            let Some(work) = self.queue.next() else { break };
            self.last_run += 1;
            if self.crashes_wanted > 0 {
                self.crashes_wanted -= 1;
                seat.link.say(&ToEngine::Crash);
            }
            if let Some(taught) = work.taught.as_ref().filter(|t| seat.remembers != Some(t.id)) {
                seat.link.say(&ToEngine::Remember(Taught::clone(taught)));
                seat.remembers = Some(taught.id);
            }
            let (run, order) = (self.last_run, work.order.clone());
            seat.link.say(&ToEngine::Run { run, order });
            let life = Life::Heard;
            seat.busy = Some(Busy { run, work, share: 0, is_cancelled: false, life });
        }
        let starting = self.seats.iter().filter(|seat| !seat.is_ready).count();
        let wanted = self.queue.ready().saturating_sub(starting);
        for _ in 0..wanted.min(self.size.saturating_sub(self.seats.len())) {
            if self.failed_starts >= MOST_FAILED_STARTS || !self.start() {
                break;
            }
        }
        if self.seats.is_empty() && self.queue.has_next() {
            // Whoever asks next tries anew.
            self.failed_starts = 0;
            while let Some(work) = self.queue.next() {
                self.answers.push_back(work.answer(Err(Failure::new("engine-unavailable"))));
            }
        }
    }

    fn start(&mut self) -> bool {
        self.last_seat += 1;
        let (id, hear) = (self.last_seat, Rc::clone(&self.hear));
        let Some(link) = (self.launch)(Box::new(move |said| hear(Heard { seat: id, said }))) else {
            return false;
        };
        self.counts.started += 1;
        self.seats.push(Seat { id, link, is_ready: false, busy: None, remembers: None });
        true
    }
}

impl Seat {
    /// Looks after an engine that computes; whether it does not answer any more.
    fn is_stuck(&mut self, now_ms: i64) -> bool {
        let Some(busy) = &mut self.busy else { return false };
        match busy.life {
            Life::Heard => busy.life = Life::QuietSince(now_ms),
            Life::QuietSince(since) if now_ms - since >= QUIET_MS => {
                self.link.say(&ToEngine::AreYouThere);
                busy.life = Life::AskedAt(now_ms);
            }
            Life::AskedAt(asked) => return now_ms - asked >= PATIENCE_MS,
            Life::QuietSince(_) => {}
        }
        false
    }

    /// The answer to a run; a late one, to a run that is not this engine's any more, is none.
    fn answered(&mut self, run: RunId, result: Result<Found, Failure>) -> Option<Answer> {
        let busy = self.busy.take_if(|busy| busy.run == run)?;
        (!busy.is_cancelled).then(|| busy.work.answer(result))
    }
}

/// How many engines this device is worth: one core is left to the page and the ledger where there are more than two.
#[must_use]
pub fn size_for_device() -> usize {
    let cores = Reflect::get(&js_sys::global(), &"navigator".into())
        .and_then(|navigator| Reflect::get(&navigator, &"hardwareConcurrency".into()))
        .ok()
        .as_ref()
        .and_then(JsValue::as_f64);
    size_for(cores.map_or(2, |cores| cores as usize))
}

fn size_for(cores: usize) -> usize {
    if cores <= 2 { cores.max(1) } else { (cores - 1).min(MOST_ENGINES) }
}
