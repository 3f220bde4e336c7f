//! What verification can find, and where.

use std::fmt;

use crate::{Incarnation, Table};

/// Something wrong in a vault or a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The chain, if it is known.
    pub incarnation: Option<Incarnation>,
    /// The block, if it concerns one.
    pub seq: Option<u64>,
    /// The record of the store, if it concerns one.
    pub record: Option<(Table, Vec<u8>)>,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The block's stored bytes are not the ones that were written (their CRC differs).
    Torn,
    /// The header is not one that a writer writes, or belongs elsewhere.
    Header,
    /// `prev` is not the id of the block before.
    Link,
    /// The ciphertext is not the one the header names.
    Digest,
    /// The key is not the one the header names.
    KeyCommit,
    /// The ciphertext does not open with its key.
    Decrypt,
    /// Blocks are missing before the next one.
    Missing {
        /// How many.
        count: u64,
    },
    /// The block, or its number, occurs twice.
    Duplicate,
    /// The last transaction is incomplete.
    IncompleteTransaction,
    /// A record with two copies has one damaged copy; nothing is lost.
    DamagedCopy,
    /// A record can't be read at all.
    UnreadableRecord,
    /// The checkpoint is not signed by the chain's device.
    CheckpointSignature,
    /// The checkpoint names another block than the chain has there.
    CheckpointBlock,
    /// The set of blocks with a key is not the one the last checkpoint signed.
    LiveSet,
    /// The head record and the last block disagree.
    HeadMismatch,
    /// The block's key or payload is gone without a reason.
    MissingKey,
    /// Blocks or keys of a chain whose genesis is not here.
    UnknownIncarnation,
    /// The genesis record does not fit the chain or its parent.
    Genesis,
    /// The wrapped keys of a page don't open with the class key.
    Wrap,
    /// The log ends before its end record, or the end record does not match.
    Truncated,
}

impl ProblemKind {
    /// A stable name for programs and translations.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Torn => "torn",
            Self::Header => "header",
            Self::Link => "link",
            Self::Digest => "digest",
            Self::KeyCommit => "key-commit",
            Self::Decrypt => "decrypt",
            Self::Missing { .. } => "missing",
            Self::Duplicate => "duplicate",
            Self::IncompleteTransaction => "incomplete-transaction",
            Self::DamagedCopy => "damaged-copy",
            Self::UnreadableRecord => "unreadable-record",
            Self::CheckpointSignature => "checkpoint-signature",
            Self::CheckpointBlock => "checkpoint-block",
            Self::LiveSet => "live-set",
            Self::HeadMismatch => "head-mismatch",
            Self::MissingKey => "missing-key",
            Self::UnknownIncarnation => "unknown-incarnation",
            Self::Genesis => "genesis",
            Self::Wrap => "wrap",
            Self::Truncated => "truncated",
        }
    }
}

impl Problem {
    pub(crate) const fn of(kind: ProblemKind) -> Self {
        Self { incarnation: None, seq: None, record: None, kind }
    }

    pub(crate) const fn at(incarnation: Incarnation, seq: u64, kind: ProblemKind) -> Self {
        Self { incarnation: Some(incarnation), seq: Some(seq), record: None, kind }
    }

    pub(crate) fn record(table: Table, key: &[u8], kind: ProblemKind) -> Self {
        Self { incarnation: None, seq: None, record: Some((table, key.to_vec())), kind }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.code())?;
        if let ProblemKind::Missing { count } = self.kind {
            write!(f, " ({count} blocks)")?;
        }
        if let Some(seq) = self.seq {
            write!(f, " at block {seq}")?;
        }
        if let Some(incarnation) = self.incarnation {
            write!(f, " of chain {incarnation}")?;
        }
        if let Some((table, key)) = &self.record {
            write!(f, " in {}/", table.name())?;
            key.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        }
        Ok(())
    }
}
