//! RustCrypto and memory behind the two traits, for native programs and tests.

mod crypto;
mod memory;

pub use crypto::{NativeCrypto, NativeKek};
pub use memory::{Fault, MemoryStore};
