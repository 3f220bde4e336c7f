//! The records: merging, replay, eviction and every question, against plain computations over made-up orders.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail the test")]

mod forecasts;
mod histories;
mod known_days;
mod laws;
mod made;
mod models;
mod oracle;
mod others;
mod questions;
mod world;
