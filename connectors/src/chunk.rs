//! What leaves this crate for the ledger.

use ledger::ChunkKind;

/// Canonical records in the ledger's encoding, within its limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// What is in it.
    pub kind: ChunkKind,
    /// The ledger's chunk encoding.
    pub content: Vec<u8>,
    /// Rows of the source that went into it; about as many where one order was split.
    pub rows: u32,
}
