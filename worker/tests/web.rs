//! WebCrypto and IndexedDB as they really are, inside a dedicated worker.
#![allow(missing_docs)]

#[path = "web/crypto.rs"]
mod crypto;
#[path = "web/store.rs"]
mod store;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);
