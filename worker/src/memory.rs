//! How much memory we hold.

const PAGE_BYTES: u64 = 65_536;

/// Bytes of this instance's memory; it grows and never shrinks.
pub(crate) fn wasm_bytes() -> u64 {
    core::arch::wasm32::memory_size::<0>() as u64 * PAGE_BYTES
}
