//! Between a page and its throw-away files worker: reads files in, writes tables out. It knows no ledger and no
//! key; what it made goes through the page to the ledger worker as [`crate::Staging`].

use ledger::{Answers, Checked, ChunkKind, ControlTotals, Day, Description, Plan};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// From the page to the files worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ToFiles {
    /// Look at a file; the `File` travels beside the bytes as `file`. Answered by [`FromFiles::Described`].
    Open {
        /// Plans of earlier imports, to recognise the source.
        remembered: Vec<Plan>,
        /// IANA zone of the vault, for times in UTC.
        time_zone: String,
        /// The vault's currency code: proposed, never assumed.
        currency: String,
    },
    /// Rows typed by hand take the place of a file: the first is the header. Then as after `Open`.
    Grid {
        /// Cells by row.
        rows: Vec<Vec<String>>,
        /// As in `Open`.
        time_zone: String,
        /// As in `Open`.
        currency: String,
    },
    /// Look again, with another plan: encoding, delimiter or header were changed. Answered by `Described`.
    Describe(Plan),
    /// Read the whole file by this plan. Answered by [`FromFiles::Progress`] and [`FromFiles::Checked`].
    Check {
        /// How to read it.
        plan: Plan,
        /// Answers to the questions.
        answers: Answers,
    },
    /// Stop reading until [`ToFiles::Resume`].
    Pause,
    /// Go on.
    Resume,
    /// Give up what is running; the file stays open.
    Cancel,
    /// The next chunk of what was checked: [`FromFiles::Chunk`].
    Next,
    /// The rows with problems as a CSV file: [`FromFiles::File`].
    Problems {
        /// Headers of line, column, value, reason, in the reader's language.
        headers: [String; 4],
        /// Sentences by problem code, in the reader's language.
        reasons: Vec<(String, String)>,
    },
    /// Make up the demo merchant; then `Next` as after a check. Answered by `Checked`.
    Simulate {
        /// The same seed gives the same merchant.
        seed: u64,
        /// Its last day.
        today: Day,
        /// Wall-clock minute of the day up to which it has sold today.
        minute: u16,
        /// Currency code.
        currency: String,
    },
    /// Write a table as a file: [`FromFiles::File`].
    Write {
        /// Which format.
        format: TableFormat,
        /// What to write.
        table: Table,
    },
    /// How much memory this worker holds: [`FromFiles::Memory`].
    Measure,
}

/// A spreadsheet format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableFormat {
    /// RFC 4180, UTF-8 with byte order mark, formula-like texts guarded.
    Csv,
    /// Office Open XML.
    Xlsx,
}

/// A table for people to keep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Names the file (without extension) and the sheet.
    pub name: String,
    /// Column heads.
    pub heads: Vec<String>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<TableCell>>,
}

/// A cell of a [`Table`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TableCell {
    /// Text.
    Text(String),
    /// An exact decimal `digits / 10^scale`.
    Number {
        /// Signed digits.
        digits: i64,
        /// Digits after the decimal mark.
        scale: u8,
    },
    /// A day.
    Day(Day),
    /// Nothing.
    Empty,
}

/// From the files worker to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum FromFiles {
    /// It runs.
    Ready,
    /// To `Open`, `Grid` and `Describe`.
    Described(Description),
    /// How far it is.
    Progress {
        /// Rows read.
        rows: u64,
        /// Bytes of the file read, before unpacking.
        bytes: u64,
        /// Bytes of the file.
        total_bytes: u64,
        /// Rows with problems so far.
        problems: u64,
    },
    /// To `Check` and `Simulate`.
    Checked {
        /// What reading it came to.
        checked: Box<Checked>,
        /// The plan it was read by in the end, with everything that was decided: handed on by
        /// [`Staging::Commit`].
        plan: Plan,
        /// What must add up: handed on likewise.
        totals: ControlTotals,
    },
    /// To `Next`: a chunk to stage, or `None` after the last.
    Chunk(Option<StagedChunk>),
    /// To `Problems` and `Write`.
    File {
        /// Suggested name.
        name: String,
        /// MIME type.
        mime: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// To `Measure`: WebAssembly memory in bytes, which never shrinks.
    Memory(u64),
    /// What was asked could not be done.
    Failed(Failure),
}

/// Canonical records on their way into the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StagedChunk {
    /// What is in it.
    pub kind: ChunkKind,
    /// `ledger`'s chunk encoding.
    pub content: Vec<u8>,
}

/// Bringing records in: staged chunk by chunk, made real by one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Staging {
    /// Begin; an import that another tab or an earlier page left unfinished is dropped.
    Begin {
        /// Drawn by the page.
        import: ledger::ImportId,
    },
    /// Stage a chunk. What the ledger already knows is left out, what changed is merged.
    Put {
        /// Which import.
        import: ledger::ImportId,
        /// The records.
        chunk: StagedChunk,
    },
    /// Make it real: one event, durable when answered with [`crate::Response::Imported`].
    Commit {
        /// Which import.
        import: ledger::ImportId,
        /// Given twice, carried out once.
        command: ledger::CommandId,
        /// The file's name; empty for none.
        file: String,
        /// How it was read; remembered for the source.
        plan: Box<Plan>,
        /// What the importer counted; `added`, `updated` and `skipped` are counted by the ledger.
        totals: ControlTotals,
    },
    /// Drop what was staged.
    Abandon {
        /// Which import.
        import: ledger::ImportId,
    },
}
