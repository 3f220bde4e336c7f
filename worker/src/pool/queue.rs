//! What waits for an engine: job by job, the urgent ones first.

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use protocol::{Failure, Found, Order, Taught};

use super::Answer;

/// Numbers the jobs of a pool; none is used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct JobId(u64);

/// Who goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Somebody looks at an empty place.
    Now,
    /// Somebody watches it grow.
    Batch,
    /// Nobody asked for it.
    Idle,
}

/// An order with what is known of its history.
pub(super) struct Work {
    pub(super) job: JobId,
    pub(super) item: usize,
    pub(super) order: Order,
    /// What an engine must remember for it.
    pub(super) taught: Option<Rc<Taught>>,
    /// Engines it has ended.
    pub(super) tries: u8,
}

impl Work {
    pub(super) fn answer(self, result: Result<Found, Failure>) -> Answer {
        Answer { job: self.job, item: self.item, result }
    }
}

#[derive(Default)]
struct Waiting {
    works: VecDeque<Work>,
    given: usize,
    is_held: bool,
}

/// All jobs that are open, by urgency, then by age.
#[derive(Default)]
pub(super) struct Queue {
    jobs: BTreeMap<(Urgency, JobId), Waiting>,
    last: u64,
}

impl Queue {
    pub(super) fn open(&mut self, urgency: Urgency) -> JobId {
        self.last += 1;
        let job = JobId(self.last);
        self.jobs.insert((urgency, job), Waiting::default());
        job
    }

    pub(super) fn add(&mut self, job: JobId, order: Order, taught: Option<Rc<Taught>>) {
        let Some(waiting) = self.job(job) else { return };
        let item = waiting.given;
        waiting.given += 1;
        waiting.works.push_back(Work { job, item, order, taught, tries: 0 });
    }

    /// A task that was begun in vain goes first.
    pub(super) fn give_back(&mut self, work: Work) {
        if let Some(waiting) = self.job(work.job) {
            waiting.works.push_front(work);
        }
    }

    pub(super) fn set_held(&mut self, job: JobId, is_held: bool) {
        if let Some(waiting) = self.job(job) {
            waiting.is_held = is_held;
        }
    }

    pub(super) fn close(&mut self, job: JobId) {
        self.jobs.retain(|(_, known), _| *known != job);
    }

    pub(super) fn clear(&mut self) {
        self.jobs.clear();
    }

    pub(super) fn waiting(&self, job: JobId) -> usize {
        let found = self.jobs.iter().find(|((_, known), _)| *known == job);
        found.map_or(0, |(_, waiting)| waiting.works.len())
    }

    /// Tasks that may be begun.
    pub(super) fn ready(&self) -> usize {
        let free = self.jobs.values().filter(|waiting| !waiting.is_held);
        free.map(|waiting| waiting.works.len()).sum()
    }

    pub(super) fn has_next(&self) -> bool {
        self.ready() > 0
    }

    pub(super) fn next(&mut self) -> Option<Work> {
        let mut free = self.jobs.values_mut().filter(|waiting| !waiting.is_held);
        free.find_map(|waiting| waiting.works.pop_front())
    }

    fn job(&mut self, job: JobId) -> Option<&mut Waiting> {
        self.jobs.iter_mut().find(|((_, known), _)| *known == job).map(|(_, waiting)| waiting)
    }
}
