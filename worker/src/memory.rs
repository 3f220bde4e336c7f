//! How much memory there is, and how much of it we hold.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

const PAGE_BYTES: u64 = 65_536;
const MIB: usize = 1024 * 1024;

/// Bytes of this instance's memory; it grows and never shrinks.
pub(crate) fn wasm_bytes() -> u64 {
    core::arch::wasm32::memory_size::<0>() as u64 * PAGE_BYTES
}

/// What the records may take: less where the device says it has less than 4 GB.
pub(crate) fn records_budget() -> usize {
    let gigabytes = Reflect::get(&js_sys::global(), &"navigator".into())
        .and_then(|navigator| Reflect::get(&navigator, &"deviceMemory".into()))
        .ok()
        .as_ref()
        .and_then(JsValue::as_f64);
    if gigabytes.is_some_and(|gigabytes| gigabytes < 4.0) { 96 * MIB } else { 256 * MIB }
}
