//! What was found becomes part of the vault; a job is held, given up, ended.

use ledger::events::ForecastsMade;
use ledger::{Class, Event, ForecastChunk, chunk_forecasts};
use model_wasm::forecast::VERSION;
use protocol::{Failure, RequestId, Response};

use super::{Desk, JobId, REST_MS, WATCH_MS};
use crate::clock;
use crate::desk::house::Phase;
use crate::desk::write::put_chunks;
use crate::failure;
use crate::voice::Who;

impl Desk {
    /// Seals what a job has found and makes it real by one event.
    pub(super) async fn keep(&mut self, job: JobId) -> Result<(), Failure> {
        let Some(running) = self.forecasting.jobs.get_mut(&job) else { return Ok(()) };
        let (made, of_items) = (std::mem::take(&mut running.made), running.is_of_items());
        if made.is_empty() {
            return Ok(());
        }
        let contents = chunk_forecasts(&made);
        let Phase::Open(house, sitting) = &self.phase else {
            return Err(Failure::new("locked"));
        };
        let person = sitting.session.person;
        let chunks: Vec<(Class, &[u8])> =
            contents.iter().map(|(content, _)| (Class::Shop, content.as_slice())).collect();
        let digests = put_chunks(house, &chunks).await.map_err(|e| failure::of_vault(&e))?;
        let named = digests.iter().zip(&contents);
        let chunks = named
            .map(|(digest, (_, forecasts))| ForecastChunk {
                digest: digest.0,
                forecasts: *forecasts,
            })
            .collect();
        let event = Event::from(ForecastsMade { chunks, engine: VERSION, of_items });
        let ctx = self.fresh_ctx()?;
        self.write(ctx, Some(person), vec![event]).await?;
        let Phase::Open(_, sitting) = &mut self.phase else { return Ok(()) };
        for (content, _) in &contents {
            let added = sitting.shelf.records.add_forecasts(content);
            added.map_err(|error| Failure::new("internal").with("code", error))?;
        }
        Ok(())
    }

    /// Keeps what every job has found so far.
    pub(in crate::desk) async fn keep_forecasts(&mut self) {
        let jobs: Vec<JobId> = self.forecasting.jobs.keys().copied().collect();
        for job in jobs {
            if let Err(failure) = self.keep(job).await {
                self.end_forecast(job, Err(failure));
            }
        }
    }

    /// How a job that is over went.
    pub(super) fn forecast_result(&mut self, job: JobId) -> Result<Response, Failure> {
        if let Some(running) = self.forecasting.jobs.get_mut(&job) {
            if let Some(failure) = running.failure.clone() {
                return Err(failure);
            }
            if let Some(answer) = running.answer.take() {
                return Ok(answer);
            }
        }
        match &self.phase {
            Phase::Open(house, sitting) => Ok(Response::Done(house.log_head(sitting))),
            _ => Err(Failure::new("locked")),
        }
    }

    /// Answers everybody who waits for a job, and forgets it.
    pub(super) fn end_forecast(&mut self, job: JobId, result: Result<Response, Failure>) {
        self.forecasting.pool.close(job);
        self.note_trained(job);
        let Some(running) = self.forecasting.jobs.remove(&job) else { return };
        for (who, id) in running.tickets {
            self.voice.reply(who, id, result.clone());
        }
    }

    /// Somebody does not wait any longer. What was found for them is kept; a job nobody waits for ends.
    pub(in crate::desk) async fn cancel_forecast(&mut self, who: Who, id: RequestId) {
        let Some(job) = self.forecasting.of_ticket((who, id)) else { return };
        let kept = self.keep(job).await;
        if let Some(running) = self.forecasting.jobs.get_mut(&job)
            && running.tickets.len() > 1
            && kept.is_ok()
        {
            running.tickets.retain(|ticket| *ticket != (who, id));
            self.voice.reply(who, id, Err(Failure::new("cancelled")));
            return;
        }
        self.end_forecast(job, kept.and(Err(Failure::new("cancelled"))));
        self.mind_engines();
    }

    /// Holds a job: no engine begins any more of it.
    pub(in crate::desk) async fn hold_forecast(&mut self, who: Who, id: RequestId) {
        let Some(job) = self.forecasting.of_ticket((who, id)) else { return };
        self.forecasting.pool.hold(job);
        if let Some(running) = self.forecasting.jobs.get_mut(&job) {
            running.is_held = true;
        }
        self.carry_on(job).await;
        self.take_answers().await;
    }

    /// Goes on with a job that was held.
    pub(in crate::desk) async fn release_forecast(&mut self, who: Who, id: RequestId) {
        let Some(job) = self.forecasting.of_ticket((who, id)) else { return };
        self.forecasting.pool.release(job);
        if let Some(running) = self.forecasting.jobs.get_mut(&job) {
            running.is_held = false;
        }
        self.carry_on(job).await;
        self.take_answers().await;
    }

    /// Ends every job and every engine: the vault they worked for is being closed.
    pub(in crate::desk) fn drop_forecasts(&mut self) {
        for (who, id) in self.forecasting.clear() {
            self.voice.reply(who, id, Err(Failure::new("cancelled")));
        }
        self.mind_engines();
    }

    /// Replaces engines that are stuck.
    pub(in crate::desk) async fn watch_engines(&mut self) {
        self.forecasting.pool.watch(clock::now_ms());
        self.take_answers().await;
    }

    /// Engines that compute are looked after; those that have nothing to do are ended after a while.
    pub(super) fn mind_engines(&mut self) {
        let pool = &self.forecasting.pool;
        if pool.is_busy() {
            self.deadlines.watch_ms.get_or_insert(clock::now_ms() + WATCH_MS);
        } else {
            self.deadlines.watch_ms = None;
        }
        let is_resting = pool.workers() > 0 && pool.is_idle();
        let rest_ms = self.deadlines.rest_ms.unwrap_or_else(|| clock::now_ms() + REST_MS);
        self.deadlines.rest_ms = is_resting.then_some(rest_ms);
    }

    /// Ends the engines if they still have nothing to do.
    pub(in crate::desk) fn rest_engines(&mut self) {
        if self.forecasting.pool.is_idle() {
            self.forecasting.pool.rest();
        }
    }
}
