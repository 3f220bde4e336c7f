//! The engines: pure functions over slices, equal natively and in WebAssembly.
//!
//! No clock, no IO, no globals; randomness comes from a seed that is an argument.
#![forbid(unsafe_code)]

pub mod boosting;
pub mod forecast;
pub mod linear;
pub mod math;
mod random;

pub use random::Random;
