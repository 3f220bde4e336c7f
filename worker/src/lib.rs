//! The Web Workers: the vault on WebCrypto and IndexedDB, and the one desk every tab's requests end at.
#![forbid(unsafe_code)]

pub mod crypto;
pub mod database;
mod hex;
pub mod store;
