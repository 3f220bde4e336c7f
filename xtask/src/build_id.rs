//! The name of one build: the page and its workers refuse to talk when theirs differ.

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// What decides the code of the page and of its workers.
const CODE: [&str; 12] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "app",
    "connectors",
    "ledger",
    "model-wasm",
    "protocol",
    "public/locales",
    "rust-toolchain.toml",
    "vault",
    "worker",
];

/// What else decides the files of a build.
const FACE: [&str; 3] = ["Trunk.toml", "index.html", "public"];

/// The build id: 16 hexadecimal digits over the lock file and all sources of page and workers.
///
/// The code reads it as `option_env!("TILLCAST_BUILD_ID")`; git is not asked, so an edited tree has an
/// id of its own. `flavour` keeps a test build apart from a release of the same sources.
pub(crate) fn build_id(root: &Path, flavour: &str) -> Result<String> {
    hash_of(root, flavour, &CODE)
}

/// Changes whenever any input of the bundle does: equal stamps mean that there is nothing to build.
pub(crate) fn bundle_stamp(root: &Path, flavour: &str) -> Result<String> {
    let inputs: Vec<&str> = CODE.iter().chain(&FACE).copied().collect();
    hash_of(root, flavour, &inputs)
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// All files below `directory`, sorted, as paths that start with `directory`.
pub(crate) fn files_below(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut pending = vec![directory.to_path_buf()];
    while let Some(next) = pending.pop() {
        let entries =
            fs::read_dir(&next).with_context(|| format!("cannot list {}", next.display()))?;
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                pending.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Over the files and directories `inputs` below `root`; 16 hexadecimal digits.
pub(crate) fn hash_of(root: &Path, flavour: &str, inputs: &[&str]) -> Result<String> {
    let mut hasher = Sha256::new();
    hasher.update(flavour.as_bytes());
    for input in inputs {
        let path = root.join(input);
        let files = if path.is_dir() { files_below(&path)? } else { vec![path] };
        for file in files.iter().filter(|file| file.is_file() && !is_test_only(root, file)) {
            let bytes =
                fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
            hasher.update(file.strip_prefix(root).unwrap_or(file).to_string_lossy().as_bytes());
            hasher.update([0]);
            hasher.update((bytes.len() as u64).to_le_bytes());
            hasher.update(&bytes);
        }
    }
    Ok(hex(&hasher.finalize()[..8]))
}

/// Integration tests and fuzz targets of a crate never reach the browser.
fn is_test_only(root: &Path, file: &Path) -> bool {
    let relative = file.strip_prefix(root).unwrap_or(file);
    let Some(second) = relative.components().nth(1) else { return false };
    ["tests", "benches", "fuzz", "target"].iter().any(|name| second.as_os_str() == *name)
}
