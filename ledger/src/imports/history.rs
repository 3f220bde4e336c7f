//! What was imported, in log order: folded from the log.

use super::{
    ChunkRef, ControlTotals, FileKind, ImportCommitted, ImportId, ImportView, ImportsView, Plan,
};
use crate::clock::Timestamp;

/// An import that became real.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Import {
    import: ImportId,
    at_ms: i64,
    file: String,
    source: String,
    kind: FileKind,
    totals: ControlTotals,
    chunks: Vec<ChunkRef>,
}

/// All imports, and how the latest file of each source was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Imports {
    imports: Vec<Import>,
    /// The latest plan last; one per fingerprint.
    plans: Vec<Plan>,
}

impl Imports {
    /// An import given twice counts once: its id was drawn when it began.
    pub(crate) fn apply(&mut self, at: Timestamp, event: &ImportCommitted) {
        if self.imports.iter().any(|known| known.import == event.import) {
            return;
        }
        let plan = &*event.plan;
        if !plan.fingerprint.is_empty() {
            self.plans.retain(|known| known.fingerprint != plan.fingerprint);
            self.plans.push(plan.clone());
        }
        self.imports.push(Import {
            import: event.import,
            at_ms: at.utc_ms,
            file: event.file.clone(),
            source: plan.source.clone(),
            kind: plan.kind,
            totals: event.totals.clone(),
            chunks: event.chunks.clone(),
        });
    }

    pub(crate) fn chunks(&self) -> impl Iterator<Item = (ImportId, u32, &ChunkRef)> {
        self.imports.iter().flat_map(|import| {
            import.chunks.iter().zip(0..).map(|(chunk, at)| (import.import, at, chunk))
        })
    }

    pub(crate) fn view(&self) -> ImportsView {
        let view = |import: &Import| ImportView {
            import: import.import,
            at_ms: import.at_ms,
            file: import.file.clone(),
            source: import.source.clone(),
            kind: import.kind,
            totals: import.totals.clone(),
        };
        ImportsView {
            imports: self.imports.iter().rev().map(view).collect(),
            plans: self.plans.iter().rev().cloned().collect(),
        }
    }

    /// The file an import came from, and when it did, milliseconds since 1970.
    pub(crate) fn origin(&self, import: ImportId) -> Option<(&str, i64)> {
        let found = self.imports.iter().find(|known| known.import == import)?;
        Some((&found.file, found.at_ms))
    }
}
