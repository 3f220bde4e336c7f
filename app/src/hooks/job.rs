//! Long work: started, followed, cancelled.

use std::cell::Cell;
use std::rc::Rc;

use protocol::{Failure, Job, Request, RequestId, Response};
use yew::prelude::*;

use super::use_client;

/// Where a job stands. Equal results are the same result: a file is not compared byte by byte.
#[derive(Clone)]
pub(crate) enum JobState {
    /// Not started, or cancelled.
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
    /// Not finished.
    Failed(Failure),
}

impl PartialEq for JobState {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Idle, Self::Idle) => true,
            (Self::Running { done, total }, Self::Running { done: d, total: t }) => {
                (done, total) == (d, t)
            }
            (Self::Done(result), Self::Done(other)) => Rc::ptr_eq(result, other),
            (Self::Failed(failure), Self::Failed(other)) => failure == other,
            _ => false,
        }
    }
}

/// A job's state with the callbacks that start and cancel it. It is cancelled when its component goes.
#[hook]
pub(crate) fn use_job(job: Job) -> (JobState, Callback<()>, Callback<()>) {
    let client = use_client();
    let state = use_state(|| JobState::Idle);
    let running = use_memo((), |()| Rc::new(Cell::new(None::<RequestId>)));
    let start = {
        let (client, state, running) = (client.clone(), state.clone(), Rc::clone(&running));
        Callback::from(move |()| {
            if running.get().is_some() {
                return;
            }
            state.set(JobState::Running { done: 0, total: 0 });
            let progress = {
                let state = state.clone();
                Callback::from(move |(done, total)| state.set(JobState::Running { done, total }))
            };
            let (state, finished) = (state.clone(), Rc::clone(&running));
            let id = client.send_watched(Request::Job(job.clone()), progress, move |reply| {
                finished.set(None);
                state.set(match reply {
                    Ok(response) => JobState::Done(Rc::new(response)),
                    Err(failure) if failure.code == "cancelled" => JobState::Idle,
                    Err(failure) => JobState::Failed(failure),
                });
            });
            running.set(Some(id));
        })
    };
    let cancel = {
        let (client, running) = (client, Rc::clone(&running));
        Callback::from(move |()| {
            if let Some(id) = running.get() {
                client.cancel(id);
            }
        })
    };
    {
        let cancel = cancel.clone();
        use_effect_with((), move |()| move || cancel.emit(()));
    }
    ((*state).clone(), start, cancel)
}
