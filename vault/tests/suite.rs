//! The shared suite on the native pair.

use vault::native::{MemoryStore, NativeCrypto, block_on};

#[test]
fn native_pair_passes_the_suite() {
    block_on(vault::testing::run_all(async || (NativeCrypto::default(), MemoryStore::new())));
}
