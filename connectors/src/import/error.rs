//! What can be wrong with a file as a whole.

use ledger::Plan;

/// Why a file cannot be read, or has to be read again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// No byte, or nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// A header and not one row below it.
    #[error("the file has a header and no rows")]
    HeaderOnly,
    /// A zip archive, whatever its name says; spreadsheets in Office Open XML are such archives too.
    #[error("the file is a zip archive or a workbook")]
    Zip,
    /// Packed with gzip: the caller has to unpack first.
    #[error("the bytes are still packed with gzip")]
    Gzip,
    /// A workbook of an old spreadsheet program.
    #[error("the file is a binary workbook")]
    Spreadsheet,
    /// Bytes that are no text in any encoding known here.
    #[error("the file is not text")]
    Binary,
    /// More columns than any export has.
    #[error("more than {most} columns in line {line}")]
    TooManyColumns {
        /// The limit.
        most: usize,
        /// Where.
        line: u64,
    },
    /// A cell opened with `"` is not closed until the file ends.
    #[error("the quotation mark opened in the record of line {line} is never closed")]
    UnclosedQuote {
        /// Where the record begins.
        line: u64,
    },
    /// One record beyond every measure.
    #[error("the record of line {line} is longer than {most} bytes")]
    RecordTooLong {
        /// The limit.
        most: usize,
        /// Where it begins.
        line: u64,
    },
    /// No columns could be made out.
    #[error("no table was found in the file")]
    NoTable,
    /// The plan was made for another file.
    #[error("the plan names {planned} columns, the file has {found}")]
    PlanMismatch {
        /// Columns of the plan.
        planned: usize,
        /// Columns of the file.
        found: usize,
    },
    /// The whole file proves what its beginning did not: start over with this plan.
    #[error("the file has to be read again by another plan")]
    ReadAgain(Box<Plan>),
}

impl ImportError {
    /// Stable name of the failure.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file-empty",
            Self::HeaderOnly => "file-header-only",
            Self::Zip => "file-zip",
            Self::Gzip => "file-gzip",
            Self::Spreadsheet => "file-spreadsheet",
            Self::Binary => "file-binary",
            Self::TooManyColumns { .. } => "file-too-many-columns",
            Self::UnclosedQuote { .. } => "file-unclosed-quote",
            Self::RecordTooLong { .. } => "file-cell-too-long",
            Self::NoTable => "file-no-table",
            Self::PlanMismatch { .. } => "file-plan",
            Self::ReadAgain(_) => "read-again",
        }
    }

    /// The line of the file it is about, from 1.
    #[must_use]
    pub const fn line(&self) -> Option<u64> {
        match self {
            Self::TooManyColumns { line, .. }
            | Self::UnclosedQuote { line }
            | Self::RecordTooLong { line, .. } => Some(*line),
            _ => None,
        }
    }
}
