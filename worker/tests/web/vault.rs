//! The vault's own suite, on the real pair.

use wasm_bindgen_test::wasm_bindgen_test;
use worker::crypto::WebCrypto;
use worker::store::IdbStore;

#[wasm_bindgen_test]
async fn every_case_passes_on_webcrypto_and_indexeddb() {
    for (number, case) in vault::testing::CASES.iter().enumerate() {
        let crypto = WebCrypto::new().unwrap();
        let store = IdbStore::open(&format!("test.vault.{number}")).await.unwrap();
        let passed = vault::testing::run_case(case, crypto, store).await;
        assert!(passed.is_ok(), "{case}: {passed:?}");
    }
}
