//! Forecast jobs: the records' series go to the engines, what they find is kept in the vault.
//!
//! A job belongs to the vault, not to the tab that asked: it runs to its end when that tab is closed, and two tabs
//! that ask the same wait for one computation. Only a cancel by everybody who asked ends it early. What was found
//! is kept a few dozen at a time, so whatever ends this worker costs the last of them; asked again, a job begins
//! where that left it, because nothing that is kept and not stale is computed anew.

mod across;
mod calendar;
mod idle;
mod keep;
mod kinds;
mod reconcile;
mod scenario;
mod task;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use ledger::{Action, Area, ForecastQuery, KeptForecast, authorise};
use protocol::{Failure, Found, Job, Order, RequestId, Response, ToPage};

use super::Desk;
use super::house::Phase;
use super::records::context;
use crate::pool::{Answer, Heard, JobId, Pool, Urgency};
use crate::voice::Who;
use crate::{clock, failure};
use across::{Across, Learned, Schooling, Subject};
use idle::Idle;
use kinds::Kinds;
use reconcile::Pending;
use scenario::Trial;
use task::{Asked, Depth, How};

pub(in crate::desk) use calendar::add_holidays;

/// Series read from the records at once: few enough for a till's command to come between.
const BATCH: usize = 64;
/// So many forecasts are kept together.
const KEEP_TOGETHER: usize = 64;
/// Nothing that was found stays unkept for longer.
const KEEP_MS: i64 = 5_000;
/// Engines that have had nothing to do for so long are ended; each holds a memory.
const REST_MS: i64 = 60_000;
/// Engines that compute are looked after this often.
const WATCH_MS: i64 = 5_000;
/// A page is not told more often how far a job is.
const PROGRESS_MS: i64 = 100;

type Ticket = (Who, RequestId);

/// What is being forecast, and by whom.
pub(super) struct Forecasting {
    pub(super) pool: Pool,
    jobs: BTreeMap<JobId, Running>,
    across: Across,
    idle: Idle,
}

struct Running {
    /// What was asked; nothing if models are trained unasked that nobody could ask for in this way.
    order: Option<Job>,
    depth: Depth,
    /// Everybody who waits for it; nobody if it was not asked for.
    tickets: Vec<Ticket>,
    /// What no engine was asked yet.
    plan: VecDeque<ForecastQuery>,
    /// What the pool has, by its place in the job.
    asked: BTreeMap<usize, Waiting>,
    given: usize,
    /// What is learned before any of it is forecast.
    schooling: Schooling,
    /// How far that is, thousandths, as told last.
    share: u16,
    /// The answer to a scenario.
    answer: Option<Response>,
    /// What was found and is not kept yet.
    made: Vec<KeptForecast>,
    done: u64,
    total: u64,
    is_held: bool,
    /// The first thing that went wrong and that somebody should know.
    failure: Option<Failure>,
    said_ms: i64,
}

/// What is to be known when an engine answers.
enum Waiting {
    /// A forecast, to be kept.
    Forecast(Asked),
    /// A scenario, to be shown.
    Scenario(Box<Trial>),
    /// What is learned from many items.
    Lesson,
    /// What adds up, to be shown.
    Sums(Box<Pending>),
}

impl Running {
    fn new(
        order: Option<Job>,
        depth: Depth,
        tickets: Vec<Ticket>,
        plan: Vec<ForecastQuery>,
    ) -> Self {
        Self {
            order,
            depth,
            tickets,
            total: plan.len() as u64,
            plan: plan.into(),
            asked: BTreeMap::new(),
            given: 0,
            schooling: Schooling::None,
            share: 0,
            answer: None,
            made: Vec::new(),
            done: 0,
            is_held: false,
            failure: None,
            said_ms: 0,
        }
    }

    fn is_of_items(&self) -> bool {
        self.depth == Depth::Item
    }

    /// Wholes that items are to add up to are looked at as if they were asked for.
    fn depth_of(&self, query: &ForecastQuery) -> Depth {
        let is_whole = self.is_of_items() && query.scope.item.is_none();
        if is_whole { Depth::Study } else { self.depth }
    }

    fn is_over(&self) -> bool {
        (self.plan.is_empty() && self.asked.is_empty()) || self.is_hopeless()
    }

    /// No engine starts: there is no use in asking for the rest.
    fn is_hopeless(&self) -> bool {
        self.failure.as_ref().is_some_and(|failure| failure.code == "engine-unavailable")
    }

    /// Takes note of what the pool is being asked.
    fn ask(&mut self, waiting: Waiting) {
        self.asked.insert(self.given, waiting);
        self.given += 1;
    }

    /// Takes note of what the engines say to it; what was learned, if it was a lesson.
    fn note(&mut self, item: usize, result: Result<Found, Failure>) -> Option<Learned> {
        let asked = self.asked.remove(&item)?;
        match (asked, result) {
            (Waiting::Lesson, Ok(found)) => return self.schooling.end(Some(found)),
            (Waiting::Lesson, Err(failure)) => {
                // With too little to learn from each is forecast by itself.
                if failure.code.starts_with("engine-") {
                    self.failure.get_or_insert(failure);
                }
                return self.schooling.end(None);
            }
            (Waiting::Forecast(asked), Ok(Found::Series(findings))) => {
                self.done += 1;
                self.made.push(asked.kept(*findings));
            }
            (Waiting::Scenario(trial), Ok(Found::Series(findings))) => {
                self.done += 1;
                match trial.view(*findings) {
                    Some(view) => self.answer = Some(Response::Scenario(Box::new(view))),
                    None => self.note_failure(Failure::new("internal").with("code", "scenario")),
                }
            }
            (Waiting::Sums(pending), Ok(Found::Sums(rows))) => match pending.view(rows) {
                Some(view) => self.answer = Some(Response::Reconciled(Box::new(view))),
                None => self.failure = Some(Failure::new("internal").with("code", "sums")),
            },
            (Waiting::Sums(_), Err(failure)) => self.failure = Some(failure),
            (_, Ok(_)) => self.note_failure(Failure::new("internal").with("code", "found")),
            (_, Err(failure)) => self.note_failure(failure),
        }
        None
    }

    /// Among many items, one that cannot be forecast is shown as that in their list and is no failure of the job.
    fn note_failure(&mut self, failure: Failure) {
        self.done += 1;
        if !self.is_of_items() || failure.code.starts_with("engine-") {
            self.failure.get_or_insert(failure);
        }
    }

    /// How far it is, if it is time to say so.
    fn progress(&mut self) -> Option<(u64, u64)> {
        let now_ms = clock::now_ms();
        let is_time = self.is_of_items() && (now_ms - self.said_ms).abs() >= PROGRESS_MS;
        is_time.then(|| {
            self.said_ms = now_ms;
            (self.done, self.total)
        })
    }
}

impl Forecasting {
    pub(super) fn new(pool: Pool) -> Self {
        let (across, idle) = (Across::default(), Idle::default());
        Self { pool, jobs: BTreeMap::new(), across, idle }
    }

    fn of_ticket(&self, ticket: Ticket) -> Option<JobId> {
        let found = self.jobs.iter().find(|(_, running)| running.tickets.contains(&ticket));
        found.map(|(job, _)| *job)
    }

    fn same(&mut self, order: &Job) -> Option<(JobId, &mut Running)> {
        let found = self.jobs.iter_mut().find(|(_, running)| running.order.as_ref() == Some(order));
        found.map(|(job, running)| (*job, running))
    }

    /// Forgets everything; the tickets of those who still wait.
    fn clear(&mut self) -> Vec<Ticket> {
        self.pool.clear();
        self.across = Across::default();
        self.idle = Idle::default();
        std::mem::take(&mut self.jobs).into_values().flat_map(|running| running.tickets).collect()
    }
}

impl Desk {
    /// Starts a forecast job, or joins the same one.
    pub(super) async fn forecast(
        &mut self,
        who: Who,
        id: RequestId,
        order: Job,
    ) -> Result<(), Failure> {
        let (_, sitting) = self.phase.open()?;
        authorise(&sitting.session, Action::MakeForecast).map_err(|e| failure::of_ledger(&e))?;
        if sitting.state.is_read_only(Area::Forecasts) {
            let area = Area::Forecasts;
            return Err(failure::of_ledger(&ledger::Error::AreaReadOnly { area }));
        }
        let job = if let Some((job, running)) = self.forecasting.same(&order) {
            if !running.tickets.contains(&(who, id)) {
                running.tickets.push((who, id));
            }
            running.is_held = false;
            self.forecasting.pool.release(job);
            job
        } else {
            let plan = self.plan_forecasts(&order).await?;
            let (urgency, depth) = match &order {
                Job::ForecastItems(_) | Job::Reconcile(_) => (Urgency::Batch, Depth::Item),
                _ => (Urgency::Now, Depth::Study),
            };
            let job = self.forecasting.pool.open(urgency);
            let mut running = Running::new(Some(order), depth, vec![(who, id)], plan);
            running.schooling = self.schooling_for(&running);
            self.forecasting.jobs.insert(job, running);
            job
        };
        self.carry_on(job).await;
        self.take_answers().await;
        Ok(())
    }

    /// The lesson before a job: all its items are asked for in the same way.
    fn schooling_for(&self, running: &Running) -> Schooling {
        let Phase::Open(_, sitting) = &self.phase else { return Schooling::None };
        let settings = sitting.state.forecast_settings();
        let is_trial = matches!(running.order, Some(Job::Scenario(_)));
        let first = running.plan.front().filter(|_| !is_trial);
        first.and_then(|query| Subject::of(query, settings)).map_or(Schooling::None, Schooling::Due)
    }

    /// What an order is made of, without what is kept and not stale.
    async fn plan_forecasts(&mut self, order: &Job) -> Result<Vec<ForecastQuery>, Failure> {
        let items = match order {
            Job::Forecast(query) => return Ok(vec![query.clone()]),
            Job::Scenario(scenario) => {
                scenario::check(scenario)?;
                return Ok(vec![scenario.query.clone()]);
            }
            Job::ForecastItems(items) | Job::Reconcile(items) => items,
            Job::VerifyChain | Job::ExportLog | Job::ExportReadable => return Ok(Vec::new()),
        };
        self.have_records().await?;
        let (house, sitting) = self.phase.open()?;
        let context = context(&sitting.state, &sitting.session);
        let missing = sitting.shelf.records.forecast_plan_missing(items, &context);
        sitting.shelf.load(&house.vault, &missing).await?;
        let records = &mut sitting.shelf.records;
        let mut plan = records.forecast_plan(items, &context);
        if let Job::Reconcile(_) = order {
            let parts = records.forecast_items(items, &context);
            let wholes = reconcile::wholes_of(items, &parts, records);
            plan.append(&mut records.forecasts_to_make(&wholes, &context));
        }
        sitting.shelf.make_room();
        Ok(plan)
    }

    /// An engine said something.
    pub(crate) async fn hear_engine(&mut self, heard: Heard) {
        self.forecasting.pool.hear(heard);
        self.tell_lessons();
        self.take_answers().await;
        self.set_alarm();
    }

    /// Takes note of what was found, and goes on with the jobs it was found for.
    async fn take_answers(&mut self) {
        loop {
            let mut concerned = BTreeSet::new();
            while let Some(Answer { job, item, result }) = self.forecasting.pool.next_answer() {
                if let Some(running) = self.forecasting.jobs.get_mut(&job) {
                    if let Some(learned) = running.note(item, result) {
                        self.forecasting.across.keep(learned);
                    }
                    concerned.insert(job);
                }
            }
            if concerned.is_empty() {
                break;
            }
            for job in concerned {
                self.carry_on(job).await;
            }
        }
        self.mind_engines();
    }

    /// Gives the engines more of a job, keeps what was found, tells how far it is, and ends it when it is over.
    async fn carry_on(&mut self, job: JobId) {
        if let Err(failure) = self.feed(job).await {
            return self.end_forecast(job, Err(failure));
        }
        let Some(running) = self.forecasting.jobs.get_mut(&job) else { return };
        let is_over = running.is_over();
        if running.made.len() >= KEEP_TOGETHER || running.is_held || is_over {
            if let Err(failure) = self.keep(job).await {
                return self.end_forecast(job, Err(failure));
            }
        } else if !running.made.is_empty() {
            self.deadlines.keep_ms.get_or_insert(clock::now_ms() + KEEP_MS);
        }
        let sums = self.forecasting.jobs.get(&job).and_then(Running::to_add_up);
        if let Some(items) = sums {
            return match self.begin_sums(job, items).await {
                Ok(()) => {}
                Err(failure) => self.end_forecast(job, Err(failure)),
            };
        }
        if is_over {
            let result = self.forecast_result(job);
            return self.end_forecast(job, result);
        }
        let Some(running) = self.forecasting.jobs.get_mut(&job) else { return };
        if let Some((done, total)) = running.progress() {
            for (who, id) in &running.tickets {
                self.voice.tell(*who, ToPage::Progress { id: *id, done, total });
            }
        }
    }

    /// Reads the next series of a job when the pool has hardly any left.
    async fn feed(&mut self, job: JobId) -> Result<(), Failure> {
        if !self.school(job).await? {
            return Ok(());
        }
        while let Some(batch) = self.next_batch(job) {
            self.have_records().await?;
            let Phase::Open(house, sitting) = &mut self.phase else {
                return Err(Failure::new("locked"));
            };
            let shelf = &mut sitting.shelf;
            let missing = shelf.records.forecast_missing(&batch);
            shelf.load(&house.vault, &missing).await?;
            let context = context(&sitting.state, &sitting.session);
            let inputs = shelf.records.forecast_inputs(&batch, &context);
            let mut kinds = Kinds::of(&batch, &inputs, &shelf.records);
            let missing = shelf.records.forecast_missing(kinds.queries());
            shelf.load(&house.vault, &missing).await?;
            kinds.take_in(shelf.records.forecast_inputs(kinds.queries(), &context));
            shelf.make_room();
            let settings = sitting.state.forecast_settings();
            let Forecasting { pool, jobs, .. } = &mut self.forecasting;
            let Some(running) = jobs.get_mut(&job) else { return Ok(()) };
            for (query, input) in batch.into_iter().zip(inputs) {
                match input {
                    Ok(input) => {
                        let mut taught = None;
                        let (waiting, task) = match &running.order {
                            Some(Job::Scenario(scenario)) => scenario::begin(scenario, input),
                            _ => {
                                let kind = kinds.kind_of(&query, &input, &sitting.shelf.records);
                                let is_item = query.scope.item.is_some() && kind.is_none();
                                taught = running.schooling.taught().filter(|_| is_item);
                                let how = How { depth: running.depth_of(&query), settings };
                                let (asked, task) =
                                    task::make(query, input, kind, how, taught.as_deref());
                                (Waiting::Forecast(asked), task)
                            }
                        };
                        running.ask(waiting);
                        pool.add(job, Order::Series(Box::new(task)), taught);
                    }
                    Err(error) => running.note_failure(Failure::new(error.code())),
                }
            }
        }
        Ok(())
    }

    /// What of a job is to be read now.
    fn next_batch(&mut self, job: JobId) -> Option<Vec<ForecastQuery>> {
        let Forecasting { pool, jobs, .. } = &mut self.forecasting;
        let running = jobs.get_mut(&job)?;
        let is_due = !running.is_held && !running.is_hopeless() && pool.waiting(job) < pool.size();
        let some = running.plan.len().min(BATCH);
        (is_due && some > 0).then(|| running.plan.drain(..some).collect())
    }
}
