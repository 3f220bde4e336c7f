//! What was checked, handed on chunk by chunk.

use connectors::{ProblemRow, Reading, Simulation};
use ledger::{ChunkKind, chunk_orders, encode_counts, encode_items};
use protocol::{FromFiles, StagedChunk};

use super::inbox::Far;

/// Where chunks come from after a check.
pub(super) struct Supply {
    origin: Origin,
    /// Rows in the chunks handed on.
    rows: u64,
}

enum Origin {
    File(Box<Reading>),
    /// The chunks still to come, the next one last.
    MadeUp {
        simulation: Box<Simulation>,
        left: Vec<(StagedChunk, u64)>,
    },
}

impl Supply {
    pub(super) fn of_file(reading: Reading) -> Self {
        Self { origin: Origin::File(Box::new(reading)), rows: 0 }
    }

    pub(super) fn of_simulation(mut simulation: Simulation) -> Self {
        let mut left = chunks_of(&mut simulation);
        left.reverse();
        Self { origin: Origin::MadeUp { simulation: Box::new(simulation), left }, rows: 0 }
    }

    pub(super) fn answer(&self) -> FromFiles {
        let (checked, plan, totals) = match &self.origin {
            Origin::File(reading) => (&reading.checked, &reading.plan, &reading.totals),
            Origin::MadeUp { simulation, .. } => {
                (&simulation.checked, &simulation.plan, &simulation.totals)
            }
        };
        FromFiles::Checked { checked: checked.clone(), plan: plan.clone(), totals: totals.clone() }
    }

    pub(super) fn next_chunk(&mut self) -> Option<StagedChunk> {
        let (chunk, rows) = match &mut self.origin {
            Origin::File(reading) => {
                let chunk = reading.next_chunk()?;
                let rows = u64::from(chunk.rows);
                (StagedChunk { kind: chunk.kind, content: chunk.content }, rows)
            }
            Origin::MadeUp { left, .. } => left.pop()?,
        };
        self.rows += rows;
        Some(chunk)
    }

    /// How far handing on is.
    pub(super) fn far(&self) -> Far {
        let accepted = match &self.origin {
            Origin::File(reading) => reading.checked.accepted,
            Origin::MadeUp { simulation, .. } => simulation.checked.accepted,
        };
        Far { rows: self.rows, bytes: self.rows, total_bytes: accepted, problems: 0 }
    }

    pub(super) fn problem_rows(&self) -> &[ProblemRow] {
        match &self.origin {
            Origin::File(reading) => reading.problem_rows(),
            Origin::MadeUp { .. } => &[],
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
