//! The worker as it really is: WebCrypto, IndexedDB, locks and channels, inside a dedicated worker.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "web/attempts.rs"]
mod attempts;
#[cfg(feature = "testing")]
#[path = "web/bench.rs"]
mod bench;
#[path = "web/crypto.rs"]
mod crypto;
#[path = "web/demo.rs"]
mod demo;
#[path = "web/files.rs"]
mod files;
#[path = "web/forecasts.rs"]
mod forecasts;
#[path = "web/page.rs"]
mod page;
#[path = "web/pool.rs"]
mod pool;
#[path = "web/simulator.rs"]
mod simulator;
#[path = "web/staging.rs"]
mod staging;
#[path = "web/store.rs"]
mod store;
#[path = "web/tabs.rs"]
mod tabs;
#[path = "web/vault.rs"]
mod vault_suite;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);
