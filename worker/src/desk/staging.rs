//! Bringing records in: merged with what is known, sealed chunk by chunk, made real by one event.
//!
//! Nothing counts before the commit. Whatever ends an import earlier leaves chunks that no block names; they are
//! swept when records have been read, when the next import begins, and when this one is given up.

use std::collections::BTreeSet;

use ledger::{
    Action, Answer, Area, Class, CommandId, ControlTotals, Ctx, Event, ImportId, OutChunk, Plan,
    Query, StageError, Stager, answer, authorise,
};
use protocol::{Failure, Notice, Response, StagedChunk, Staging, ToPage};
use vault::Digest;

use super::Desk;
use super::house::{House, Phase, Sitting};
use super::write::put_chunks;
use crate::voice::Who;
use crate::{clock, failure, supervision};

/// The one import that is under way.
pub(super) struct Import {
    import: ImportId,
    who: Who,
    stager: Stager,
}

/// What a commit is made of.
struct Commit {
    import: ImportId,
    command: CommandId,
    file: String,
    plan: Plan,
    totals: ControlTotals,
}

impl Desk {
    pub(super) async fn staging(
        &mut self,
        who: Who,
        staging: Staging,
    ) -> Result<Response, Failure> {
        let (_, sitting) = self.phase.open()?;
        authorise(&sitting.session, Action::Import).map_err(|e| failure::of_ledger(&e))?;
        if sitting.state.is_read_only(Area::Imports) {
            return Err(failure::of_ledger(&ledger::Error::AreaReadOnly { area: Area::Imports }));
        }
        // Somebody watches it; a long import must not end in a locked screen.
        sitting.touched_ms = clock::now_ms();
        match staging {
            Staging::Begin { import } => self.begin_import(who, import).await,
            Staging::Put { import, chunk } => {
                let put = self.put(import, chunk).await;
                self.given_up_if_failed(put).await
            }
            Staging::Commit { import, command, file, plan, totals } => {
                let commit = Commit { import, command, file, plan: *plan, totals };
                let committed = self.commit_once(commit).await;
                self.given_up_if_failed(committed).await
            }
            Staging::Abandon { import } => {
                if sitting.import.as_ref().is_some_and(|running| running.import == import) {
                    sitting.import = None;
                    self.sweep_chunks().await;
                }
                Ok(Response::Nothing)
            }
        }
    }

    async fn begin_import(&mut self, who: Who, import: ImportId) -> Result<Response, Failure> {
        self.have_records().await?;
        let (_, sitting) = self.phase.open()?;
        if let Some(running) = &sitting.import
            && running.who != who
            && running.who.is_there().await
        {
            return Err(Failure::new("import-running"));
        }
        sitting.import = None;
        self.sweep_chunks().await;
        let (_, sitting) = self.phase.open()?;
        sitting.import = Some(Import { import, who, stager: Stager::new(import) });
        Ok(Response::Nothing)
    }

    async fn put(&mut self, import: ImportId, chunk: StagedChunk) -> Result<Response, Failure> {
        let (house, sitting) = self.phase.open()?;
        let running = running(&mut sitting.import, import)?;
        let StagedChunk { kind, content } = chunk;
        let records = &mut sitting.shelf;
        let needs = running.stager.needs(&records.records, kind, &content).map_err(of_stage)?;
        records.load(&house.vault, &needs).await?;
        let out = running.stager.put(&records.records, kind, &content).map_err(of_stage)?;
        seal(house, &mut running.stager, out).await?;
        records.make_room();
        Ok(Response::Nothing)
    }

    /// A commit that is given again, after a takeover or a crash, was carried out or was not.
    async fn commit_once(&mut self, commit: Commit) -> Result<Response, Failure> {
        let (_, sitting) = self.phase.open()?;
        if sitting.state.has_done(commit.command) {
            return done_before(sitting, commit.import);
        }
        if supervision::begin(commit.command).is_err() {
            self.voice.tell_all(ToPage::Notice(Notice::CommandQuarantined));
            return Err(Failure::new("quarantined"));
        }
        let committed = self.commit(commit).await;
        supervision::end();
        committed
    }

    async fn commit(&mut self, commit: Commit) -> Result<Response, Failure> {
        let Commit { import, command, file, plan, totals } = commit;
        let (house, sitting) = self.phase.open()?;
        let running = running(&mut sitting.import, import)?;
        let shelf = &mut sitting.shelf;
        let needs = running.stager.needs_to_flush(&shelf.records);
        shelf.load(&house.vault, &needs).await?;
        let out = running.stager.flush(&shelf.records).map_err(of_stage)?;
        seal(house, &mut running.stager, out).await?;
        let event = running.stager.finish(file, plan, &totals).map_err(of_stage)?;
        let named: Vec<Digest> = event.chunks.iter().map(|chunk| Digest(chunk.digest)).collect();
        let missing =
            house.vault.missing_chunks(&named).await.map_err(|e| failure::of_vault(&e))?;
        if !missing.is_empty() {
            return Err(lost());
        }
        let totals = event.totals.clone();
        let session = sitting.session;
        let ctx = Ctx { now: clock::now(), command };
        self.write(ctx, Some(session.person), vec![Event::from(event)]).await?;
        let (_, sitting) = self.phase.open()?;
        if let Some(done) = sitting.import.take() {
            sitting.shelf.records.adopt(done.stager);
            sitting.shelf.make_room();
        }
        Ok(Response::Imported(totals))
    }

    /// A failure ends the import: half of a file is nothing.
    async fn given_up_if_failed(
        &mut self,
        result: Result<Response, Failure>,
    ) -> Result<Response, Failure> {
        if let Err(failure) = &result
            && failure.code != "import-lost"
            && let Phase::Open(_, sitting) = &mut self.phase
            && sitting.import.take().is_some()
        {
            self.sweep_chunks().await;
        }
        result
    }

    /// Deletes what no block names. Where the log was not understood in full, everything is kept.
    pub(super) async fn sweep_chunks(&mut self) {
        let Phase::Open(house, sitting) = &self.phase else { return };
        if sitting.fault.is_some() || !sitting.is_understood || sitting.import.is_some() {
            return;
        }
        let named: BTreeSet<Digest> =
            sitting.state.live_digests().into_iter().map(Digest).collect();
        // They only take up room; the next sweep finds them.
        if let Err(error) = house.vault.sweep_chunks(&named).await {
            web_sys::console::warn_1(&error.to_string().into());
        }
    }
}

fn done_before(sitting: &Sitting, import: ImportId) -> Result<Response, Failure> {
    let answered = answer(&sitting.state, &sitting.session, &Query::Imports);
    let Ok(Some(Answer::Imports(view))) = answered else { return Err(lost()) };
    let found = view.imports.into_iter().find(|known| known.import == import);
    found.map(|known| Response::Imported(known.totals)).ok_or_else(lost)
}

fn running(import: &mut Option<Import>, wanted: ImportId) -> Result<&mut Import, Failure> {
    import.as_mut().filter(|running| running.import == wanted).ok_or_else(lost)
}

/// Seals what a step made.
async fn seal(house: &House, stager: &mut Stager, out: Vec<OutChunk>) -> Result<(), Failure> {
    if out.is_empty() {
        return Ok(());
    }
    let chunks: Vec<(Class, &[u8])> =
        out.iter().map(|chunk| (chunk.class, chunk.content.as_slice())).collect();
    let digests = put_chunks(house, &chunks).await.map_err(|e| failure::of_vault(&e))?;
    for (chunk, digest) in out.iter().zip(digests) {
        stager.sealed(chunk.index, digest.0);
    }
    Ok(())
}

fn of_stage(error: StageError) -> Failure {
    Failure::new(error.code())
}

/// It was begun in another life of this worker, given up, or never begun.
fn lost() -> Failure {
    Failure::new("import-lost")
}
