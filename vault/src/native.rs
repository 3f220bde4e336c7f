//! RustCrypto and memory behind the two traits, for native programs and tests.

mod crypto;
mod memory;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

pub use crypto::{NativeCrypto, NativeKek};
pub use memory::{Fault, MemoryStore};

/// Runs a future that never really waits, as those over [`NativeCrypto`] and [`MemoryStore`] don't.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        std::thread::yield_now();
    }
}
