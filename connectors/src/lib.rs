//! Vendor formats and the canonical records of the ledger, both ways.
//!
//! Sans-IO: bytes are fed in and handed out, nothing here opens a file, a socket or a clock.
#![forbid(unsafe_code)]

mod simulator;
mod tables;

pub use simulator::{OddEvent, OddKind, Simulation, Spec, StockOut, simulate};
pub use tables::{Cell, TableError, write_csv, write_xlsx};

mod chunk;
mod import;

pub use chunk::Chunk;
pub use import::{
    ImportError, Inspector, ProblemRow, Reader, Reading, Settings, Windows, grid_bytes,
};
