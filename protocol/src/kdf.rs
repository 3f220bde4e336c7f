//! One question to a throw-away key-derivation worker, one answer, then it is terminated.

use serde::{Deserialize, Serialize};

/// Derive 32 bytes from a password by Argon2id. No `Debug`: it carries the password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum KdfRequest {
    /// Derive with these parameters.
    Derive {
        /// The password's UTF-8 bytes, NFC-normalised by the page.
        password: Vec<u8>,
        /// 16 random bytes.
        salt: [u8; 16],
        /// Memory in KiB.
        memory_kib: u32,
        /// Passes over the memory.
        passes: u32,
    },
    /// Find the number of passes over `memory_kib` that takes 300 to 700 ms on this machine, at least 3.
    Calibrate {
        /// Memory in KiB.
        memory_kib: u32,
    },
}

/// The answer. No `Debug`: it carries a key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum KdfAnswer {
    /// The derived bytes.
    Key([u8; 32]),
    /// The number of passes found.
    Passes(u32),
    /// The parameters were refused or memory could not be had.
    Failed {
        /// Stable code.
        code: String,
    },
}
