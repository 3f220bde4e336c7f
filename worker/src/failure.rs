//! Every error of the layers below as the code and values a page has a sentence for.

use protocol::Failure;
use vault::{CryptoError, Error, RecoveryPhraseError, StoreError};

use crate::database::OpenError;

pub(crate) fn of_ledger(error: &ledger::Error) -> Failure {
    error
        .args()
        .into_iter()
        .fold(Failure::new(error.code()), |failure, (name, value)| failure.with(name, value))
}

pub(crate) fn of_store(error: &StoreError) -> Failure {
    match error {
        StoreError::Fenced => Failure::new("chain-forked"),
        StoreError::QuotaExceeded => Failure::new("quota-exceeded"),
        StoreError::Disconnected(_) => Failure::new("storage-disconnected"),
        StoreError::Platform { operation, .. } => {
            Failure::new("storage-refused").with("operation", operation)
        }
        // The enum may grow; its text never holds data.
        other => internal(other),
    }
}

pub(crate) fn of_open(error: &OpenError) -> Failure {
    match error {
        OpenError::Newer { found, supported } => {
            Failure::new("newer-format").with("found", found).with("supported", supported)
        }
        OpenError::Store(error) => of_store(error),
    }
}

pub(crate) fn of_crypto(error: &CryptoError) -> Failure {
    match error {
        CryptoError::Platform { operation, .. } => {
            Failure::new("unsupported").with("what", operation)
        }
        CryptoError::Authentication => Failure::new("vault-damaged").with("what", "wrapped key"),
        other => internal(other),
    }
}

pub(crate) fn of_vault(error: &Error) -> Failure {
    match error {
        Error::Crypto(error) => of_crypto(error),
        Error::Store(error) => of_store(error),
        Error::NoVault => Failure::new("no-vault"),
        Error::VaultExists => Failure::new("vault-exists"),
        Error::UnsupportedFormat { found, supported } => {
            Failure::new("newer-format").with("found", found).with("supported", supported)
        }
        Error::Corrupt { what } => Failure::new("vault-damaged").with("what", what),
        Error::HeadMismatch => Failure::new("vault-damaged").with("what", "head"),
        Error::KdfTooWeak | Error::KdfTooCostly => {
            Failure::new("vault-damaged").with("what", "key derivation")
        }
        Error::Locked { .. } => Failure::new("not-permitted"),
        Error::RecoveryPhrase(error) => of_words(error),
        Error::TooLarge { bytes, limit, .. } => {
            Failure::new("too-large").with("bytes", bytes).with("limit", limit)
        }
        Error::Cancelled => Failure::new("cancelled"),
        other => Failure::new("internal").with("code", other.code()),
    }
}

pub(crate) fn of_words(error: &RecoveryPhraseError) -> Failure {
    match error {
        RecoveryPhraseError::WordCount { got } => {
            Failure::new("recovery-word-count").with("got", got)
        }
        RecoveryPhraseError::UnknownWord { position } => {
            Failure::new("recovery-word-unknown").with("position", position)
        }
        _ => Failure::new("recovery-checksum"),
    }
}

/// Milliseconds as the whole seconds to wait, never zero.
pub(crate) fn too_many_tries(wait_ms: u64) -> Failure {
    Failure::new("too-many-tries").with("seconds", wait_ms.div_ceil(1_000).max(1))
}

fn internal(error: &impl std::fmt::Display) -> Failure {
    Failure::new("internal").with("code", error)
}
