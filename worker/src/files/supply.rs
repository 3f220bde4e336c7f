//! What was checked, handed on chunk by chunk.

use connectors::{Chunk, ProblemRow, Reading, Simulation, Windows};
use ledger::{ChunkKind, chunk_orders, encode_counts, encode_items};
use protocol::{Failure, FromFiles, StagedChunk};

use super::inbox::{Far, Inbox, Pace};
use super::page::Page;
use super::reading::{Opened, of_import};
use super::source;

/// Where chunks come from after a check.
pub(super) struct Supply {
    origin: Origin,
    /// Rows in the chunks handed on.
    rows: u64,
}

enum Origin {
    File(Box<Reading>),
    /// A file too long to be kept in memory is read again, a window of rows at a time.
    LongFile {
        reading: Box<Reading>,
        again: Box<Again>,
    },
    /// The chunks still to come, the next one last.
    MadeUp {
        simulation: Box<Simulation>,
        left: Vec<(StagedChunk, u64)>,
    },
}

impl Supply {
    pub(super) fn of_file(opened: &Opened, reading: Reading) -> Result<Self, Failure> {
        let origin = if reading.needs_second_pass() {
            let again = Box::new(Again::begin(opened, &reading)?);
            Origin::LongFile { reading: Box::new(reading), again }
        } else {
            Origin::File(Box::new(reading))
        };
        Ok(Self { origin, rows: 0 })
    }

    pub(super) fn of_simulation(mut simulation: Simulation) -> Self {
        let mut left = chunks_of(&mut simulation);
        left.reverse();
        Self { origin: Origin::MadeUp { simulation: Box::new(simulation), left }, rows: 0 }
    }

    pub(super) fn answer(&self) -> FromFiles {
        let (checked, plan, totals) = match &self.origin {
            Origin::File(reading) | Origin::LongFile { reading, .. } => {
                (&reading.checked, &reading.plan, &reading.totals)
            }
            Origin::MadeUp { simulation, .. } => {
                (&simulation.checked, &simulation.plan, &simulation.totals)
            }
        };
        FromFiles::Checked {
            checked: Box::new(checked.clone()),
            plan: plan.clone(),
            totals: totals.clone(),
        }
    }

    /// # Errors
    /// `cancelled`, and what reading a long file again comes across.
    pub(super) async fn next_chunk(
        &mut self,
        inbox: &mut Inbox,
        page: &Page,
    ) -> Result<Option<StagedChunk>, Failure> {
        let far = self.far();
        let next = match &mut self.origin {
            Origin::File(reading) => reading.next_chunk().map(staged),
            Origin::LongFile { again, .. } => again.next_chunk(inbox, page, far).await?.map(staged),
            Origin::MadeUp { left, .. } => left.pop(),
        };
        Ok(next.map(|(chunk, rows)| {
            self.rows += rows;
            chunk
        }))
    }

    /// How far handing on is.
    pub(super) fn far(&self) -> Far {
        let accepted = match &self.origin {
            Origin::File(reading) | Origin::LongFile { reading, .. } => reading.checked.accepted,
            Origin::MadeUp { simulation, .. } => simulation.checked.accepted,
        };
        Far { rows: self.rows, bytes: self.rows, total_bytes: accepted, problems: 0 }
    }

    pub(super) fn problem_rows(&self) -> &[ProblemRow] {
        match &self.origin {
            Origin::File(reading) | Origin::LongFile { reading, .. } => reading.problem_rows(),
            Origin::MadeUp { .. } => &[],
        }
    }
}

fn staged(chunk: Chunk) -> (StagedChunk, u64) {
    let Chunk { kind, content, rows } = chunk;
    (StagedChunk { kind, content }, u64::from(rows))
}

/// The second time through a long file.
struct Again {
    windows: Windows,
    bytes: source::Reader,
    is_read: bool,
}

impl Again {
    fn begin(opened: &Opened, reading: &Reading) -> Result<Self, Failure> {
        let windows = Windows::new(reading, &opened.settings).map_err(|e| of_import(&e))?;
        Ok(Self { windows, bytes: opened.source.read()?, is_read: false })
    }

    async fn next_chunk(
        &mut self,
        inbox: &mut Inbox,
        page: &Page,
        far: Far,
    ) -> Result<Option<Chunk>, Failure> {
        let mut pace = Pace::new();
        loop {
            if let Some(chunk) = self.windows.next_chunk().map_err(|e| of_import(&e))? {
                return Ok(Some(chunk));
            }
            if self.is_read {
                return Ok(None);
            }
            match self.bytes.next().await? {
                Some(bytes) => self.windows.feed(&bytes).map_err(|e| of_import(&e))?,
                None => {
                    self.is_read = true;
                    self.windows.finish().map_err(|e| of_import(&e))?;
                }
            }
            pace.beat(inbox, page, far).await?;
        }
    }
}

/// The catalogue first, then month after month, then what was counted.
fn chunks_of(simulation: &mut Simulation) -> Vec<(StagedChunk, u64)> {
    let mut chunks = Vec::new();
    let mut push = |kind, content, rows: usize| {
        chunks.push((StagedChunk { kind, content }, rows as u64));
    };
    push(ChunkKind::Items, encode_items(&simulation.items), 0);
    for month in std::mem::take(&mut simulation.months) {
        let pieces = chunk_orders(&month);
        let rows = month.lines() / pieces.len().max(1);
        pieces.into_iter().for_each(|piece| push(ChunkKind::Orders, piece, rows));
    }
    push(ChunkKind::Counts, encode_counts(&simulation.counts), 0);
    chunks
}
