//! The Web Workers: the vault on WebCrypto and IndexedDB, and the one desk every tab's requests end at.
#![forbid(unsafe_code)]

pub mod attempts;
mod bus;
mod clock;
pub mod crypto;
pub mod database;
mod desk;
mod directory;
pub mod engine;
mod failure;
pub mod files;
mod follower;
mod handles;
mod hex;
pub mod kdf;
mod leader;
mod memory;
mod mirror;
mod nested;
mod opfs;
pub mod pool;
pub mod port;
mod reserve;
pub mod store;
mod supervision;
mod tab;
mod voice;
mod web_lock;
mod zone;

pub use tab::Tab;
