//! A file from its first byte to its last, as often as it takes.

use connectors::{ImportError, Inspector, Reader, Reading, Settings};
use ledger::{Answers, Description, Plan};
use protocol::Failure;

use super::inbox::{Far, Inbox, Pace};
use super::page::Page;
use super::source::Source;

/// A file that says otherwise than its beginning is read again; oftener than this would be a mistake of ours.
const MOST_PASSES: usize = 6;

/// A file, and what is known of its beginning.
pub(super) struct Opened {
    pub(super) source: Source,
    pub(super) settings: Settings,
    pub(super) inspector: Inspector,
}

enum Pass {
    Done(Box<Reading>),
    Again(Plan),
}

impl Opened {
    /// Looks at the beginning.
    pub(super) async fn look(
        source: Source,
        settings: Settings,
    ) -> Result<(Self, Description), Failure> {
        let mut inspector = Inspector::new(settings.clone());
        let mut reader = source.read()?;
        while !inspector.has_enough() {
            match reader.next().await? {
                Some(bytes) => inspector.feed(&bytes),
                None => {
                    inspector.end();
                    break;
                }
            }
        }
        let description = inspector.describe().map_err(|e| of_import(&e))?;
        Ok((Self { source, settings, inspector }, description))
    }

    /// Reads all of it by a plan, or by the better ones that come up on the way.
    pub(super) async fn read(
        &self,
        plan: Plan,
        answers: &Answers,
        inbox: &mut Inbox,
        page: &Page,
    ) -> Result<Reading, Failure> {
        let mut plan = plan;
        for _ in 0..MOST_PASSES {
            match self.pass(&plan, answers, inbox, page).await? {
                Pass::Done(reading) => return Ok(*reading),
                Pass::Again(better) => plan = better,
            }
        }
        Err(Failure::new("internal").with("code", "read-again"))
    }

    async fn pass(
        &self,
        plan: &Plan,
        answers: &Answers,
        inbox: &mut Inbox,
        page: &Page,
    ) -> Result<Pass, Failure> {
        let mut bytes = self.source.read()?;
        let mut rows = match Reader::new(plan, answers, &self.settings) {
            Ok(rows) => rows,
            Err(error) => return again(error),
        };
        let total_bytes = self.source.bytes();
        let mut pace = Pace::new();
        while let Some(slice) = bytes.next().await? {
            if let Err(error) = rows.feed(&slice) {
                return again(error);
            }
            let far = Far {
                rows: rows.rows(),
                bytes: bytes.bytes(),
                total_bytes,
                problems: rows.problems(),
            };
            pace.beat(inbox, page, far).await?;
        }
        match rows.finish() {
            Ok(reading) => Ok(Pass::Done(Box::new(reading))),
            Err(error) => again(error),
        }
    }
}

fn again(error: ImportError) -> Result<Pass, Failure> {
    match error {
        ImportError::ReadAgain(plan) => Ok(Pass::Again(*plan)),
        error => Err(of_import(&error)),
    }
}

pub(super) fn of_import(error: &ImportError) -> Failure {
    let failure = Failure::new(error.code());
    match error.line() {
        Some(line) => failure.with("line", line),
        None => failure,
    }
}
