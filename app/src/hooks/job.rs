//! Long work: started, followed, held, cancelled.

use std::rc::Rc;

use protocol::{Failure, Job, Request, RequestId, Response};
use yew::prelude::*;

use super::use_client;
use crate::browser;
use crate::client::Advance;

/// Where a job stands. Equal results are the same result: a file is not compared byte by byte.
#[derive(Clone)]
pub(crate) enum JobState {
    /// Not started.
    Idle,
    /// At work: units done, of so many.
    Running {
        /// Units done.
        done: u64,
        /// Of so many; 0 while that is being found out.
        total: u64,
    },
    /// Finished.
    Done(Rc<Response>),
    /// Given up by who asked.
    Cancelled,
    /// Not finished.
    Failed(Failure),
}

impl PartialEq for JobState {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Idle, Self::Idle) | (Self::Cancelled, Self::Cancelled) => true,
            (Self::Running { done, total }, Self::Running { done: d, total: t }) => {
                (done, total) == (d, t)
            }
            (Self::Done(result), Self::Done(other)) => Rc::ptr_eq(result, other),
            (Self::Failed(failure), Self::Failed(other)) => failure == other,
            _ => false,
        }
    }
}

/// Long work of a component: one job at a time.
#[derive(Clone, PartialEq)]
pub(crate) struct Work {
    /// Where it stands.
    pub(crate) state: JobState,
    /// It holds until it may go on.
    pub(crate) is_paused: bool,
    /// Units per second since it began or went on; `None` before there is something to reckon with.
    pub(crate) rate: Option<f64>,
    /// How far a model is that learns from many series first, thousandths.
    pub(crate) learning: Option<u16>,
    /// Starts a job; one that is running is given up for it.
    pub(crate) start: Callback<Job>,
    /// Gives the running one up.
    pub(crate) cancel: Callback<()>,
    /// Pauses (`true`) or goes on.
    pub(crate) hold: Callback<bool>,
}

impl Work {
    /// Whether a job is at work or holds.
    pub(crate) const fn is_running(&self) -> bool {
        matches!(self.state, JobState::Running { .. })
    }
}

/// What is told of a job.
#[derive(Clone, PartialEq)]
struct Standing {
    state: JobState,
    is_paused: bool,
    rate: Option<f64>,
    learning: Option<u16>,
}

impl Standing {
    const fn plain(state: JobState) -> Self {
        Self { state, is_paused: false, rate: None, learning: None }
    }
}

/// The job that runs.
struct Run {
    id: RequestId,
    /// Tells it from the ones before: what those still say is not heard.
    turn: u32,
    is_paused: bool,
    /// When it began or went on, and what was done by then.
    since_ms: f64,
    since_done: Option<u64>,
    done: u64,
    total: u64,
    learning: Option<u16>,
}

/// Shorter than this says nothing about the pace.
const LEAST_S: f64 = 1.0;

impl Run {
    fn standing(&self) -> Standing {
        let seconds = (browser::now_ms() - self.since_ms) / 1000.0;
        let done = self.done.saturating_sub(self.since_done.unwrap_or(self.done));
        let is_known = !self.is_paused && seconds >= LEAST_S && done > 0;
        Standing {
            state: JobState::Running { done: self.done, total: self.total },
            is_paused: self.is_paused,
            rate: is_known.then(|| done as f64 / seconds),
            learning: self.learning,
        }
    }
}

/// Runs jobs; the last is cancelled when its component goes.
#[hook]
pub(crate) fn use_work() -> Work {
    let client = use_client();
    let standing = use_state_eq(|| Standing::plain(JobState::Idle));
    let run = use_mut_ref(|| None::<Run>);
    let turns = use_mut_ref(|| 0_u32);
    let (told, current) = (standing.setter(), run.clone());
    let start = use_callback(client.clone(), move |job: Job, client| {
        if let Some(before) = current.borrow_mut().take() {
            client.cancel(before.id);
        }
        *turns.borrow_mut() += 1;
        let turn = *turns.borrow();
        told.set(Standing::plain(JobState::Running { done: 0, total: 0 }));
        let progress = {
            let (told, current) = (told.clone(), current.clone());
            Callback::from(move |advance| {
                if let Some(run) = current.borrow_mut().as_mut().filter(|run| run.turn == turn) {
                    run.learning = None;
                    match advance {
                        Advance::Done(done, total) => {
                            run.since_done.get_or_insert(done);
                            (run.done, run.total) = (done, total);
                        }
                        Advance::Learning(share) => run.learning = Some(share),
                    }
                    told.set(run.standing());
                }
            })
        };
        let (told, answered) = (told.clone(), current.clone());
        let id = client.send_watched(Request::Job(job), progress, move |reply| {
            let is_current = answered.borrow().as_ref().is_some_and(|run| run.turn == turn);
            if !is_current {
                return;
            }
            *answered.borrow_mut() = None;
            told.set(Standing::plain(match reply {
                Ok(response) => JobState::Done(Rc::new(response)),
                Err(failure) if failure.code == "cancelled" => JobState::Cancelled,
                Err(failure) => JobState::Failed(failure),
            }));
        });
        let since_ms = browser::now_ms();
        *current.borrow_mut() = Some(Run {
            id,
            turn,
            is_paused: false,
            since_ms,
            since_done: None,
            done: 0,
            total: 0,
            learning: None,
        });
    });
    let running = run.clone();
    let cancel = use_callback(client.clone(), move |(), client| {
        if let Some(run) = running.borrow().as_ref() {
            client.cancel(run.id);
        }
    });
    let told = standing.setter();
    let hold = use_callback(client, move |is_paused, client| {
        if let Some(run) = run.borrow_mut().as_mut() {
            client.hold(run.id, is_paused);
            run.is_paused = is_paused;
            (run.since_ms, run.since_done) = (browser::now_ms(), Some(run.done));
            told.set(run.standing());
        }
    });
    {
        let cancel = cancel.clone();
        use_effect_with((), move |()| move || cancel.emit(()));
    }
    let Standing { state, is_paused, rate, learning } = (*standing).clone();
    Work { state, is_paused, rate, learning, start, cancel, hold }
}

/// One job's state with the callbacks that start and cancel it. It is cancelled when its component goes.
#[hook]
pub(crate) fn use_job(job: Job) -> (JobState, Callback<()>, Callback<()>) {
    let work = use_work();
    let is_running = work.is_running();
    let start = work.start;
    let once = Callback::from(move |()| {
        if !is_running {
            start.emit(job.clone());
        }
    });
    (work.state, once, work.cancel)
}
