//! Sealed blocks, hash chain, keyring, snapshots and verification of one merchant's vault.
//!
//! Pure codecs and rules over two small traits, [`Crypto`] and [`Store`]; the bytes are specified in
//! `docs/ledger-format.md`. What an event means is none of this crate's business.
#![forbid(unsafe_code)]

mod crypto;
mod store;

pub use crypto::{Crypto, CryptoError};
pub use store::{Batch, Change, Durability, Fence, Store, StoreError, Table};
