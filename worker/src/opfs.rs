//! The origin's private file system, where the browser has one.

use js_sys::{IteratorNext, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetFileOptions,
    FileSystemReadWriteOptions, FileSystemSyncAccessHandle, StorageEstimate, StorageManager,
};

/// What the browser says it uses and allows.
pub(crate) struct Estimate {
    pub(crate) usage: f64,
    pub(crate) quota: f64,
}

/// `navigator.storage`, asked for without trusting that it is there: WebKitGTK has none.
fn manager() -> Option<StorageManager> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let storage = Reflect::get(&navigator, &"storage".into()).ok()?;
    storage.is_object().then(|| storage.unchecked_into())
}

fn has(object: &JsValue, method: &str) -> bool {
    Reflect::get(object, &method.into()).is_ok_and(|method| method.is_function())
}

/// `None` where the browser does not say.
pub(crate) async fn estimate() -> Option<Estimate> {
    let manager = manager().filter(|manager| has(manager, "estimate"))?;
    let estimate = JsFuture::from(manager.estimate().ok()?).await.ok()?;
    let estimate: StorageEstimate = estimate.unchecked_into();
    Some(Estimate { usage: estimate.get_usage()?, quota: estimate.get_quota()? })
}

/// The root folder; `None` where there is no private file system with synchronous access.
///
/// # Errors
/// What the browser throws, e.g. in a private window.
pub(crate) async fn root() -> Result<Option<FileSystemDirectoryHandle>, JsValue> {
    let sync = Reflect::has(&js_sys::global(), &"FileSystemSyncAccessHandle".into())?;
    let Some(manager) = manager().filter(|manager| sync && has(manager, "getDirectory")) else {
        return Ok(None);
    };
    let root = JsFuture::from(manager.get_directory()).await?;
    Ok(Some(root.unchecked_into()))
}

async fn handle(
    root: &FileSystemDirectoryHandle,
    name: &str,
    create: bool,
) -> Result<FileSystemFileHandle, JsValue> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(create);
    let handle = JsFuture::from(root.get_file_handle_with_options(name, &options)).await?;
    Ok(handle.unchecked_into())
}

/// Opens a file for this worker alone, makes it if there is none.
///
/// # Errors
/// What the browser throws; a file that is open elsewhere is refused.
pub(crate) async fn open(
    root: &FileSystemDirectoryHandle,
    name: &str,
) -> Result<FileSystemSyncAccessHandle, JsValue> {
    let file = handle(root, name, true).await?;
    let access = JsFuture::from(file.create_sync_access_handle()).await?;
    Ok(access.unchecked_into())
}

/// Deletes a file.
///
/// # Errors
/// What the browser throws; a file that is not there is an error.
pub(crate) async fn remove(root: &FileSystemDirectoryHandle, name: &str) -> Result<(), JsValue> {
    JsFuture::from(root.remove_entry(name)).await.map(|_| ())
}

/// A file's length.
///
/// # Errors
/// What the browser throws; a file that is not there is an error.
pub(crate) async fn size(root: &FileSystemDirectoryHandle, name: &str) -> Result<u64, JsValue> {
    let handle = handle(root, name, false).await?;
    let file = JsFuture::from(handle.get_file()).await?;
    let size = Reflect::get(&file, &"size".into())?.as_f64().unwrap_or(0.0);
    Ok(size as u64)
}

/// Every name in a folder.
///
/// # Errors
/// What the browser throws.
pub(crate) async fn names(root: &FileSystemDirectoryHandle) -> Result<Vec<String>, JsValue> {
    let keys = root.keys();
    let mut names = Vec::new();
    loop {
        let next: IteratorNext = JsFuture::from(keys.next()?).await?.unchecked_into();
        if next.done() {
            return Ok(names);
        }
        names.extend(next.value().as_string());
    }
}

/// Writes all of `bytes` at `at`.
///
/// # Errors
/// What the browser throws; a short write, which is how a full disk shows, is an error too.
pub(crate) fn write_all(
    file: &FileSystemSyncAccessHandle,
    at: f64,
    bytes: &[u8],
) -> Result<(), JsValue> {
    let options = FileSystemReadWriteOptions::new();
    options.set_at(at);
    let written = file.write_with_u8_array_and_options(bytes, &options)?;
    if written as usize == bytes.len() { Ok(()) } else { Err("short write".into()) }
}
