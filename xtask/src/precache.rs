//! Trunk's `post_build` hook: trims the style sheets, then writes the service worker with the list of this
//! build's files.

use crate::build_id::{files_below, hex};
use crate::style_sheet;
use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// Writes `sw.js` into the directory that trunk names in `TRUNK_STAGING_DIR`.
pub(crate) fn run_as_hook() -> Result<()> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .context("TRUNK_STAGING_DIR is not set: this command is trunk's post_build hook")?;
    let template = fs::read_to_string(crate::root().join("public/sw.template.js"))?;
    for file in files_below(&staging)?.iter().filter(|file| is_style_sheet(file)) {
        fs::write(file, style_sheet::trimmed(&fs::read_to_string(file)?))?;
    }
    let files = listed_files(&staging)?;
    let version = version(&staging, &files, &template)?;
    fs::write(staging.join("sw.js"), fill_in(&template, &version, &files)?)?;
    Ok(())
}

fn is_style_sheet(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "css")
}

/// URL paths of all files below `staging`, sorted, without the service worker itself.
fn listed_files(staging: &Path) -> Result<Vec<String>> {
    let mut paths = Vec::new();
    for file in files_below(staging)? {
        let relative = file.strip_prefix(staging)?;
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        let path = format!("/{}", parts.join("/"));
        if !path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte)) {
            bail!("{path} would have to be escaped in its URL: rename the file");
        }
        if path != "/sw.js" {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// A hash of every name and byte: any change makes a new version, and nothing else does.
fn version(staging: &Path, files: &[String], template: &str) -> Result<String> {
    let mut hasher = Sha256::new();
    hasher.update(template.as_bytes());
    for path in files {
        let bytes = fs::read(staging.join(&path[1..]))?;
        hasher.update(path.as_bytes());
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(&bytes);
    }
    Ok(hex(&hasher.finalize()[..8]))
}

fn fill_in(template: &str, version: &str, files: &[String]) -> Result<String> {
    let list = serde_json::to_string_pretty(files)?;
    let filled = template.replace("__VERSION__", version).replace("__FILES__", &list);
    if filled == template {
        bail!("public/sw.template.js has no place for the version and the files");
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(of: &[&str]) -> Vec<String> {
        of.iter().map(|&path| path.to_owned()).collect()
    }

    #[test]
    fn template_receives_version_and_files() {
        let filled = fill_in("v='__VERSION__';f=__FILES__;", "abc", &files(&["/a.js"])).unwrap();
        assert_eq!(filled, "v='abc';f=[\n  \"/a.js\"\n];");
    }

    #[test]
    fn a_template_without_places_is_refused() {
        assert!(fill_in("nothing", "abc", &[]).is_err());
    }
}
