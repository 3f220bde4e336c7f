//! Everything that can go wrong in a vault, with a stable code for each.

use crate::{Class, CryptoError, RecoveryPhraseError, StoreError};

/// The crate's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong in a vault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The platform's cryptography failed.
    #[error("cryptography: {0}")]
    Crypto(#[from] CryptoError),
    /// The store failed; nothing of the operation was written.
    #[error("storage: {0}")]
    Store(#[from] StoreError),
    /// The store holds no vault.
    #[error("the store holds no vault")]
    NoVault,
    /// The store already holds a vault.
    #[error("the store already holds a vault")]
    VaultExists,
    /// A newer program wrote this vault; nothing was touched.
    #[error("the vault has format {found}, this program knows up to {supported}")]
    UnsupportedFormat {
        /// The format found.
        found: u16,
        /// The newest format this program knows.
        supported: u16,
    },
    /// A record can't be decoded, in both of its copies where it has two.
    #[error("the record of the {what} is damaged")]
    Corrupt {
        /// Which kind of record.
        what: &'static str,
    },
    /// The secret does not open the path.
    #[error("the secret does not open this path")]
    WrongSecret,
    /// The person has no such path.
    #[error("the person has no such path")]
    NoPath,
    /// Without this path nobody could read some class any more.
    #[error("this is the last path to the class {}", .class.name())]
    LastPath {
        /// The class that would be lost.
        class: Class,
    },
    /// The operation needs a class key that is not held now.
    #[error("the key of the class {} is not held", .class.name())]
    Locked {
        /// The class.
        class: Class,
    },
    /// Stored or asked-for Argon2id parameters are below the floor.
    #[error("key derivation parameters are below the floor")]
    KdfTooWeak,
    /// Stored or asked-for Argon2id parameters would exhaust the device.
    #[error("key derivation parameters are beyond the limit")]
    KdfTooCostly,
    /// The words are not a recovery key.
    #[error("recovery key: {0}")]
    RecoveryPhrase(#[from] RecoveryPhraseError),
    /// A payload, chunk or snapshot is larger than the format allows.
    #[error("a {what} of {bytes} bytes exceeds the limit of {limit}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// Its size.
        bytes: usize,
        /// The largest size allowed.
        limit: usize,
    },
    /// A transaction needs 1 to 65,535 parts.
    #[error("a transaction of {parts} parts can't be written")]
    PartCount {
        /// How many parts were given.
        parts: usize,
    },
    /// Head record and blocks disagree: the vault can be read and verified, but not written.
    #[error("the chain's end is damaged: the head record and the last block disagree")]
    HeadMismatch,
    /// There is no block with this number in the chain.
    #[error("the chain has no block {seq}")]
    NoBlock {
        /// The number asked for.
        seq: u64,
    },
    /// There is no such staging chunk.
    #[error("there is no such chunk")]
    NoChunk,
    /// The caller's callback asked to stop.
    #[error("cancelled")]
    Cancelled,
    /// A stream could not be read or written.
    #[error("the stream failed: {0}")]
    Stream(String),
}

impl Error {
    /// A stable name for programs and translations.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Crypto(CryptoError::Authentication) => "vault.crypto.authentication",
            Self::Crypto(_) => "vault.crypto",
            Self::Store(StoreError::Fenced) => "vault.store.fenced",
            Self::Store(StoreError::QuotaExceeded) => "vault.store.quota",
            Self::Store(StoreError::Disconnected(_)) => "vault.store.disconnected",
            Self::Store(StoreError::Platform { .. }) => "vault.store",
            Self::NoVault => "vault.none",
            Self::VaultExists => "vault.exists",
            Self::UnsupportedFormat { .. } => "vault.format",
            Self::Corrupt { .. } => "vault.corrupt",
            Self::WrongSecret => "vault.secret",
            Self::NoPath => "vault.path",
            Self::LastPath { .. } => "vault.path.last",
            Self::Locked { .. } => "vault.locked",
            Self::KdfTooWeak => "vault.kdf.weak",
            Self::KdfTooCostly => "vault.kdf.costly",
            Self::RecoveryPhrase(RecoveryPhraseError::WordCount { .. }) => "vault.recovery.count",
            Self::RecoveryPhrase(RecoveryPhraseError::UnknownWord { .. }) => "vault.recovery.word",
            Self::RecoveryPhrase(RecoveryPhraseError::Checksum) => "vault.recovery.checksum",
            Self::TooLarge { .. } => "vault.size",
            Self::PartCount { .. } => "vault.parts",
            Self::HeadMismatch => "vault.head",
            Self::NoBlock { .. } => "vault.block",
            Self::NoChunk => "vault.chunk",
            Self::Cancelled => "vault.cancelled",
            Self::Stream(_) => "vault.stream",
        }
    }
}
