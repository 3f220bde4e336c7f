//! The messages between page, ledger worker and throw-away workers.
//!
//! A message is one `ArrayBuffer` of postcard bytes, transferred, never cloned. Both sides come from the same
//! build: the first message names it ([`Hello`], [`ToPage::Ready`]), and a difference ends the conversation, so
//! the encoding never has to live longer than one deployment. What must live longer is the ledger's business.
//!
//! Key handles (`CryptoKey`) cannot be bytes; they travel beside a message as a plain JavaScript value.
#![forbid(unsafe_code)]

mod access;
mod bus;
mod engine;
mod failure;
mod files;
mod gate;
mod job;
mod kdf;
mod marker;
mod page;
mod storage;
mod wire;

pub use access::{Access, LockDepth, NewVault, Strength, StrengthReason};
pub use bus::{BusMessage, TabId};
pub use engine::{
    Chosen, ColumnEffect, ColumnRole, Findings, Found, FromEngine, Lesson, LessonSeries, Order,
    RestSeries, RunId, SumsForecast, SumsPart, SumsRow, SumsTask, Task, TaskColumn, Taught,
    TaughtId, ToEngine, WhatIf, WhatIfFindings,
};
pub use failure::Failure;
pub use files::{FromFiles, StagedChunk, Staging, Table, TableCell, TableFormat, ToFiles};
pub use gate::{Gate, SessionView, SoftLockedPerson, VaultCard};
pub use job::{Job, VerifyProblem, VerifyReport};
pub use kdf::{KdfAnswer, KdfRequest};
pub use marker::{Marker, MarkerError};
pub use page::{Bench, FromPage, Hello, Notice, Request, RequestId, Response, TestRequest, ToPage};
pub use storage::{LogHead, MirrorState, Persistence, StorageReport};
pub use wire::{WireError, decode, encode};

/// What this build is called; equal on both sides of a conversation or there is none.
///
/// `cargo xtask` sets `TILLCAST_BUILD_ID` to a digest of the sources; a plain `cargo build` is `dev`.
pub const BUILD_ID: &str = match option_env!("TILLCAST_BUILD_ID") {
    Some(id) => id,
    None => "dev",
};
