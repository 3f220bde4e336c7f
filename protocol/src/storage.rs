//! What the browser really gives us.

use serde::{Deserialize, Serialize};

/// Whether the browser promised not to clear our storage by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Persistence {
    /// Promised.
    Granted,
    /// Asked and refused, or not asked yet.
    BestEffort,
    /// The browser cannot say.
    Unknown,
}

/// The second copy of the sealed log in the origin's private file system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MirrorState {
    /// The browser has no private file system.
    Unsupported,
    /// Every block is in it.
    InStep {
        /// The file's length in bytes.
        bytes: u64,
    },
    /// It lags; it catches up at the next chance.
    Behind {
        /// Blocks that are missing.
        blocks: u64,
        /// Failed writes since the worker started.
        errors: u64,
    },
}

/// The log's last block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogHead {
    /// Sequence number; block 0 is the first.
    pub seq: u64,
    /// The block's id, 64 hexadecimal digits.
    pub id: String,
    /// When it was written, milliseconds since 1970 by this device's clock.
    pub at_ms: i64,
}

/// Settings → Storage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageReport {
    /// Bytes the browser says this origin uses; `None` where it does not say.
    pub usage_bytes: Option<u64>,
    /// Bytes of the sealed log, as we count them.
    pub log_bytes: u64,
    /// The second copy.
    pub mirror: MirrorState,
    /// Bytes of the reserve file that can be given up to finish the day; 0 if there is none.
    pub reserve_bytes: u64,
    /// The last block.
    pub head: LogHead,
    /// Sequence number of the last signed checkpoint.
    pub checkpoint_seq: Option<u64>,
}
