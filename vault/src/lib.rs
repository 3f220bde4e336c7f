//! Sealed blocks, hash chain, keyring, snapshots and verification of one merchant's vault.
//!
//! Pure codecs and rules over two small traits, [`Crypto`] and [`Store`]; the bytes are specified in
//! `docs/ledger-format.md`. What an event means is none of this crate's business.
//!
//! [`Vault`] is the way in: [`Vault::create`] or [`Vault::open`], [`Vault::unlock`], [`Vault::append`],
//! [`Vault::read`]. Everything a person is told is saved goes through one strict, fenced commit.
#![forbid(unsafe_code)]

mod access;
mod checkpoint;
mod class_keys;
mod container;
mod crypto;
mod error;
mod export;
mod genesis;
#[cfg(test)]
mod golden;
mod header;
mod ids;
mod keyring;
mod layout;
mod mirror;
mod payload;
mod problem;
mod recovery;
mod seal;
mod store;
mod vault;
mod verify;

#[cfg(feature = "native")]
pub mod native;
#[cfg(feature = "testing")]
pub mod testing;

pub use access::{KdfParams, NewPath, PathInfo, PathKind, PathSecret, derive_password_key};
pub use checkpoint::{CHECKPOINT_INTERVAL, Checkpoint, LiveSet};
pub use class_keys::{ClassKeys, ClassSecrets};
pub use crypto::{Crypto, CryptoError, Sealed};
pub use error::{Error, Result};
pub use export::{LOG_MAGIC, LogReader, LogRecord, verify_export};
pub use genesis::{FORMAT, Genesis, Parent};
pub use header::{AAD_LEN, BLOCK_VERSION, HEADER_LEN, Header};
pub use ids::{BlockId, Class, DeviceId, Digest, Incarnation, PersonId, VaultId};
pub use layout::Head;
pub use payload::PAYLOAD_LIMIT;
pub use problem::{Problem, ProblemKind};
pub use recovery::{RecoveryKey, RecoveryPhraseError};
pub use store::{Batch, Change, Durability, Fence, Record, Store, StoreError, Table};
pub use vault::{
    Appended, CHUNK_LIMIT, Founder, Item, Lineage, Packed, Part, ReadReport, Rotation,
    SNAPSHOT_LIMIT, Snapshot, Vault,
};
pub use verify::{ChainEnd, Progress, Report, VerifyOptions};
