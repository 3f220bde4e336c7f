//! Kept forecasts are made anew while nobody needs the device.
//!
//! Only the leader does it, only while the vault is open and nobody has asked anything for a while. One question at a
//! time, or a few dozen items; it waits as soon as somebody asks anything.

use std::collections::VecDeque;

use ledger::{Action, Area, Day, ForecastQuery, KeptQuestion, authorise};
use protocol::{Failure, Job};

use super::task::Depth;
use super::{Desk, JobId, Running, Urgency};
use crate::clock;
use crate::desk::house::Phase;
use crate::desk::records::context;

/// Nobody has asked anything for so long.
const QUIET_MS: i64 = 20_000;
/// A round in which nothing is left to do is repeated so late.
const AGAIN_MS: i64 = 3_600_000;
/// Kept forecasts that are looked at together: many, since their lines may have to be read back first.
const BATCH: usize = 512;

/// How far the training is.
#[derive(Default)]
pub(super) struct Idle {
    /// What was not looked at in this round.
    left: Option<VecDeque<KeptQuestion>>,
    /// What is being made anew.
    job: Option<JobId>,
    /// The end of the log and the day that the last round went through with.
    seen: Option<(u64, Day)>,
}

impl Desk {
    /// Somebody asked something: whatever nobody asked for waits.
    pub(in crate::desk) async fn hold_training(&mut self) {
        self.deadlines.train_ms = Some(clock::now_ms() + QUIET_MS);
        let Some(job) = self.forecasting.idle.job else { return };
        let Some(running) = self.forecasting.jobs.get_mut(&job) else { return };
        if running.tickets.is_empty() && !running.is_held {
            running.is_held = true;
            self.forecasting.pool.hold(job);
            self.carry_on(job).await;
        }
    }

    /// A job has ended; if nobody asked for it, the next may follow.
    pub(super) fn note_trained(&mut self, job: JobId) {
        if self.forecasting.idle.job == Some(job) {
            self.forecasting.idle.job = None;
            self.deadlines.train_ms.get_or_insert(clock::now_ms());
        }
    }

    /// Nobody has asked anything for a while: goes on with what is due, or looks for it.
    pub(in crate::desk) async fn train_idle(&mut self) {
        if !self.may_train() {
            return;
        }
        if let Some(job) = self.forecasting.idle.job {
            self.forecasting.pool.release(job);
            if let Some(running) = self.forecasting.jobs.get_mut(&job) {
                running.is_held = false;
            }
            self.carry_on(job).await;
            self.take_answers().await;
        } else if let Err(failure) = self.look_for_due().await {
            // Whoever asks the next question is told what is wrong.
            web_sys::console::warn_1(&format!("training: {}", failure.code).into());
            self.forecasting.idle.left = None;
        }
    }

    /// Whether models may be trained unasked now.
    fn may_train(&self) -> bool {
        let Phase::Open(_, sitting) = &self.phase else { return false };
        let is_asked = |running: &Running| !running.tickets.is_empty();
        !sitting.is_soft_locked
            && sitting.import.is_none()
            && sitting.state.forecast_settings().automatic
            && authorise(&sitting.session, Action::MakeForecast).is_ok()
            && !sitting.state.is_read_only(Area::Forecasts)
            && !self.jobs.is_running()
            && !self.forecasting.jobs.values().any(is_asked)
    }

    /// Looks at the next few kept forecasts, and begins with what is due of them.
    async fn look_for_due(&mut self) -> Result<(), Failure> {
        self.have_records().await?;
        let Phase::Open(house, sitting) = &mut self.phase else { return Ok(()) };
        let shelf = &mut sitting.shelf;
        let context = context(&sitting.state, &sitting.session);
        let idle = &mut self.forecasting.idle;
        let now = (house.vault.head().next_seq, context.now.day());
        if idle.left.is_none() && idle.seen == Some(now) {
            self.deadlines.train_ms = Some(clock::now_ms() + AGAIN_MS);
            return Ok(());
        }
        let left = idle.left.get_or_insert_with(|| shelf.records.kept_questions(&context).into());
        let some: Vec<KeptQuestion> = left.drain(..left.len().min(BATCH)).collect();
        if some.is_empty() {
            idle.left = None;
            idle.seen = Some(now);
            self.deadlines.train_ms = Some(clock::now_ms() + AGAIN_MS);
            return Ok(());
        }
        let queries: Vec<ForecastQuery> = some.iter().map(|kept| kept.query.clone()).collect();
        let missing = shelf.records.forecast_missing(&queries);
        shelf.load(&house.vault, &missing).await?;
        let due = shelf.records.due_forecasts(&queries, &context);
        shelf.make_room();
        let mut due: VecDeque<KeptQuestion> =
            some.into_iter().filter(|kept| due.contains(&kept.query)).collect();
        let plan = next_of(&mut due);
        for kept in due.into_iter().rev() {
            left.push_front(kept);
        }
        match plan {
            Some((depth, plan)) => self.train(depth, plan).await,
            // The next few follow at once; whoever asks meanwhile comes first.
            None => self.deadlines.train_ms = Some(clock::now_ms()),
        }
        Ok(())
    }

    async fn train(&mut self, depth: Depth, plan: Vec<ForecastQuery>) {
        // Somebody who asks for it while it runs joins.
        let order = match (depth, plan.as_slice()) {
            (Depth::Study, [query]) => Some(Job::Forecast(query.clone())),
            _ => None,
        };
        let job = self.forecasting.pool.open(Urgency::Idle);
        let mut running = Running::new(order, depth, Vec::new(), plan);
        running.schooling = self.schooling_for(&running);
        self.forecasting.jobs.insert(job, running);
        self.forecasting.idle.job = Some(job);
        self.carry_on(job).await;
        self.take_answers().await;
    }
}

/// What is made anew together: one that was compared with other models, or the items among the first.
fn next_of(due: &mut VecDeque<KeptQuestion>) -> Option<(Depth, Vec<ForecastQuery>)> {
    let first = due.pop_front()?;
    if first.is_compared {
        return Some((Depth::Study, vec![first.query]));
    }
    // Whatever is asked for in the same way: one lesson may serve all of it.
    let asked = |query: &ForecastQuery| {
        let ForecastQuery { scope, measure, every, days, model } = query.clone();
        (scope.place, measure, every, days, model)
    };
    let way = asked(&first.query);
    let mut plan = vec![first.query];
    due.retain(|kept| {
        let is_other = kept.is_compared || asked(&kept.query) != way;
        if !is_other {
            plan.push(kept.query.clone());
        }
        is_other
    });
    Some((Depth::Item, plan))
}
