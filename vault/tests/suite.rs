//! The shared suite on the native pair.

use vault::native::{MemoryStore, NativeCrypto, block_on};

#[test]
fn native_pair_passes_the_suite() {
    for name in vault::testing::CASES {
        let case = vault::testing::run_case(name, NativeCrypto::default(), MemoryStore::new());
        assert_eq!(block_on(case), Ok(()), "{name}");
    }
}
