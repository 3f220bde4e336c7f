//! A file that only takes up room: when the browser is full, it is deleted, and the day's sales can be finished.

use wasm_bindgen::prelude::*;

use crate::opfs;

const FILE: &str = "reserve";
/// A day's blocks, many times over.
const BYTES: u32 = 32 * 1024 * 1024;
/// It is not made where less than this is left.
const ROOM_BYTES: f64 = 10.0 * BYTES as f64;

/// Makes the reserve if there is none and the browser says there is room; without OPFS nothing happens.
///
/// # Errors
/// What the browser throws.
pub(crate) async fn ensure() -> Result<(), JsValue> {
    let Some(root) = opfs::root().await? else { return Ok(()) };
    let free = opfs::estimate().await.map_or(0.0, |estimate| estimate.quota - estimate.usage);
    if free < ROOM_BYTES || bytes().await > 0 {
        return Ok(());
    }
    let file = opfs::open(&root, FILE).await?;
    let filled = fill(&file);
    file.close();
    if filled.is_err() {
        // Half a reserve only takes the room that is missing.
        opfs::remove(&root, FILE).await?;
    }
    match filled {
        // The estimate promised more than there is, as it often does: then there is no reserve.
        Err(error) if is_full(&error) => Ok(()),
        filled => filled,
    }
}

fn is_full(error: &JsValue) -> bool {
    error.dyn_ref::<web_sys::DomException>().is_some_and(|e| e.name() == "QuotaExceededError")
}

/// Real bytes: a file that was only made longer may not take up any room.
fn fill(file: &web_sys::FileSystemSyncAccessHandle) -> Result<(), JsValue> {
    // Not zeros, which a file system might leave out.
    let chunk: Vec<u8> =
        (0..1_u32 << 20).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut at = 0;
    while at < BYTES {
        opfs::write_all(file, f64::from(at), &chunk)?;
        at += 1 << 20;
    }
    file.flush()
}

/// Deletes the reserve; whether there was one.
pub(crate) async fn give_up() -> bool {
    match opfs::root().await {
        Ok(Some(root)) => opfs::remove(&root, FILE).await.is_ok(),
        _ => false,
    }
}

/// How large it is; 0 if there is none.
pub(crate) async fn bytes() -> u64 {
    match opfs::root().await {
        Ok(Some(root)) => opfs::size(&root, FILE).await.unwrap_or(0),
        _ => 0,
    }
}
