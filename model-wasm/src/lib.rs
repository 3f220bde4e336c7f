//! model-wasm
