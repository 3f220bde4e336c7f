//! The demo merchant is the same in WebAssembly as natively.

use connectors::{Spec, simulate};
use ledger::{Currency, Day};
use wasm_bindgen_test::wasm_bindgen_test;

/// The number is the native one, of `connectors/src/simulator/tests.rs`.
#[wasm_bindgen_test]
fn a_seed_is_the_same_merchant_here() {
    let currency = Currency::from_code("EUR").unwrap();
    let spec = Spec { seed: 1, today: Day(20_778), minute: 14 * 60 + 32, currency };
    assert_eq!(format!("{:016x}", simulate(&spec).fingerprint()), "caee4d67254db9cf");
}
