//! Long work beside the desk: on a vault object of its own, so that nobody's sale waits for it.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::rc::Rc;

use ledger::{Action, Fact, authorise, record};
use protocol::{Failure, Job, Notice, RequestId, Response, ToPage, VerifyProblem, VerifyReport};
use vault::{BlockId, Report, Vault, VerifyOptions};
use wasm_bindgen_futures::spawn_local;

use super::Desk;
use super::house::{BrowserVault, Phase};
use super::log::rows_of;
use crate::tab::Event;
use crate::voice::{Voice, Who};
use crate::{clock, failure, hex};

/// A page is not told more often how far a job is.
const PROGRESS_MS: i64 = 100;

type Ticket = (Who, RequestId);

/// What runs now, each with the flag that stops it.
#[derive(Default)]
pub(super) struct Jobs(BTreeMap<Ticket, Rc<Cell<bool>>>);

impl Jobs {
    pub(super) fn is_running(&self) -> bool {
        !self.0.is_empty()
    }

    pub(super) fn cancel(&self, who: Who, id: RequestId) {
        if let Some(is_cancelled) = self.0.get(&(who, id)) {
            is_cancelled.set(true);
        }
    }

    pub(super) fn cancel_all(&self) {
        self.0.values().for_each(|is_cancelled| is_cancelled.set(true));
    }
}

/// A job that has ended.
pub(crate) struct Finished {
    ticket: Ticket,
    /// The chain's end when it began.
    began_at: BlockId,
    result: Result<Done, Failure>,
}

enum Done {
    Verified(Report),
    Exported { blocks: u64, readable: bool, file: Response },
}

impl Desk {
    pub(super) fn start_job(&mut self, who: Who, id: RequestId, job: Job) -> Result<(), Failure> {
        let action = match job {
            Job::VerifyChain => Action::VerifyChain,
            Job::ExportLog | Job::ExportReadable => Action::ExportLog,
            Job::Forecast(_) | Job::ForecastItems(_) | Job::Reconcile(_) | Job::Scenario(_) => {
                Action::MakeForecast
            }
        };
        let (house, sitting) = self.phase.open()?;
        authorise(&sitting.session, action).map_err(|e| failure::of_ledger(&e))?;
        let began_at = house.vault.head().id;
        let ticket = (who, id);
        let is_cancelled = Rc::new(Cell::new(false));
        let (crypto, store) = (house.vault.crypto().clone(), house.vault.store().clone());
        let keys = house.vault.handles();
        let name = file_name(&house.card.vault, &job);
        let progress = Steps {
            voice: self.voice.clone(),
            ticket,
            is_cancelled: is_cancelled.clone(),
            said_ms: 0,
        };
        let events = self.events.clone();
        self.jobs.0.insert(ticket, is_cancelled);
        spawn_local(async move {
            let result = match Vault::open_with_handles(crypto, store, keys).await {
                Ok(vault) => run(&vault, job, progress, name).await,
                Err(error) => Err(error),
            };
            let result = result.map_err(|e| failure::of_vault(&e));
            let finished = Box::new(Finished { ticket, began_at, result });
            // A desk that is gone has nobody to answer any more.
            events.send(Event::Finished(finished)).unwrap_or_default();
        });
        Ok(())
    }

    pub(super) async fn finish_job(&mut self, finished: Finished) {
        let Finished { ticket, began_at, result } = finished;
        self.jobs.0.remove(&ticket);
        let result = match result {
            Ok(Done::Verified(report)) => self.verified(report, began_at).await,
            Ok(Done::Exported { blocks, readable, file }) => {
                // A file leaves only if the log says so.
                let noted = self.note_job(Fact::LogExported { blocks, readable }).await;
                noted.map(|()| file)
            }
            Err(failure) => Err(failure),
        };
        self.voice.reply(ticket.0, ticket.1, result);
    }

    async fn verified(&mut self, report: Report, began_at: BlockId) -> Result<Response, Failure> {
        let mut report = report;
        if let Phase::Open(house, _) = &self.phase
            && !report.is_sound()
            && house.vault.head().id != began_at
        {
            // Blocks were written under its eyes, which can look like a fault. Nothing is written now.
            let options = VerifyOptions::default();
            let again = house.vault.verify(&options, |_| ControlFlow::Continue(())).await;
            report = again.map_err(|e| failure::of_vault(&e))?;
        }
        let problems: Vec<VerifyProblem> = report.problems.iter().map(problem).collect();
        let count = u32::try_from(problems.len()).unwrap_or(u32::MAX);
        self.note_job(Fact::LogVerified { blocks: report.blocks, problems: count }).await?;
        if let Some(first) = problems.first() {
            self.voice.tell_all(ToPage::Notice(Notice::ChainBroken { seq: first.seq }));
        }
        Ok(Response::Verified(VerifyReport {
            blocks: report.blocks,
            opened: report.opened,
            checkpoints: report.checkpoints,
            problems,
        }))
    }

    async fn note_job(&mut self, fact: Fact) -> Result<(), Failure> {
        let Phase::Open(_, sitting) = &self.phase else {
            return Err(Failure::new("locked"));
        };
        let session = sitting.session;
        let ctx = self.fresh_ctx()?;
        self.write(ctx, Some(session.person), vec![record(&session, fact)]).await.map(|_| ())
    }
}

fn problem(problem: &vault::Problem) -> VerifyProblem {
    VerifyProblem { seq: problem.seq.unwrap_or(0), code: problem.kind.code().to_owned() }
}

fn file_name(vault: &[u8; 16], job: &Job) -> String {
    let id = hex::encode(&vault[..4]);
    match job {
        Job::ExportReadable => format!("tillcast-log-{id}.jsonl"),
        _ => format!("tillcast-log-{id}.tclog"),
    }
}

/// Tells the page how far a job is, and the job whether to go on.
struct Steps {
    voice: Voice,
    ticket: Ticket,
    is_cancelled: Rc<Cell<bool>>,
    said_ms: i64,
}

impl Steps {
    fn step(&mut self, done: u64, total: u64) -> ControlFlow<()> {
        if self.is_cancelled.get() {
            return ControlFlow::Break(());
        }
        let now_ms = clock::now_ms();
        if (now_ms - self.said_ms).abs() >= PROGRESS_MS {
            self.said_ms = now_ms;
            let (who, id) = self.ticket;
            self.voice.tell(who, ToPage::Progress { id, done, total });
        }
        ControlFlow::Continue(())
    }
}

async fn run(
    vault: &BrowserVault,
    job: Job,
    mut steps: Steps,
    name: String,
) -> Result<Done, vault::Error> {
    let total = vault.head().next_seq;
    match job {
        Job::VerifyChain => {
            let options = VerifyOptions::default();
            let report = vault
                .verify(&options, |progress| {
                    steps.step(progress.done, progress.total.unwrap_or(total))
                })
                .await?;
            Ok(Done::Verified(report))
        }
        Job::ExportLog => export_sealed(vault, steps, name).await,
        Job::ExportReadable => export_readable(vault, steps, name).await,
        Job::Forecast(_) | Job::ForecastItems(_) | Job::Reconcile(_) | Job::Scenario(_) => {
            Err(vault::Error::Cancelled)
        }
    }
}

async fn export_sealed(
    vault: &BrowserVault,
    mut steps: Steps,
    name: String,
) -> Result<Done, vault::Error> {
    let blocks = vault.head().next_seq;
    let mut bytes = Vec::new();
    vault
        .export(&mut |piece: &[u8]| {
            bytes.extend_from_slice(piece);
            match steps.step(bytes.len() as u64, 0) {
                ControlFlow::Continue(()) => Ok(()),
                ControlFlow::Break(()) => Err(vault::Error::Cancelled),
            }
        })
        .await?;
    let mime = "application/octet-stream".to_owned();
    Ok(Done::Exported { blocks, readable: false, file: Response::File { name, mime, bytes } })
}

/// Every row this session may read, one line of JSON each, oldest first.
async fn export_readable(
    vault: &BrowserVault,
    mut steps: Steps,
    name: String,
) -> Result<Done, vault::Error> {
    let total = vault.head().next_seq;
    let mut text = String::new();
    let mut blocks = 0;
    let report = vault
        .read_all(|item| {
            if let Some((_, rows)) = rows_of(&item) {
                blocks += 1;
                for row in rows.iter().rev() {
                    text.push_str(&row.to_json_line());
                    text.push('\n');
                }
            }
            steps.step(blocks, total)
        })
        .await?;
    if report.is_stopped {
        return Err(vault::Error::Cancelled);
    }
    let mime = "application/jsonl".to_owned();
    let file = Response::File { name, mime, bytes: text.into_bytes() };
    Ok(Done::Exported { blocks, readable: true, file })
}
