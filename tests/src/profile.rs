//! A browser profile of one journey: its directory, its processes, its bytes on disk.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Result, ensure};

use crate::child::kill_hard;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A fresh profile directory, removed on drop.
#[derive(Debug)]
pub struct Profile {
    path: PathBuf,
}

/// Which part of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All of it.
    Everything,
    /// What pages stored: databases, files, caches, cookies. Not what the browser itself remembers of forms.
    Origins,
}

/// Which of a browser's processes to kill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Renderers,
    All,
}

impl Profile {
    /// An empty directory nobody else uses.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn fresh() -> Result<Self> {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("tillcast-e2e-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path)?;
        Ok(Self { path })
    }

    /// The directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// SIGKILL to every renderer of the browser that runs on this profile: its tabs crash.
    ///
    /// # Errors
    /// If there is none.
    pub fn kill_renderers(&self) -> Result<()> {
        self.kill(Which::Renderers)
    }

    /// SIGKILL to the browser and everything it started.
    ///
    /// # Errors
    /// If none runs.
    pub fn kill_browser(&self) -> Result<()> {
        self.kill(Which::All)
    }

    /// Files within `scope` whose bytes contain the ASCII text `needle`, as UTF-8 or UTF-16.
    ///
    /// # Errors
    /// If the directory cannot be listed.
    pub fn files_containing(&self, needle: &str, scope: Scope) -> Result<Vec<PathBuf>> {
        let wide: String = needle.chars().flat_map(|c| [c, '\0']).collect();
        let mut found = Vec::new();
        visit(&self.path, &mut |file| {
            if scope == Scope::Origins && !is_of_origins(file) {
                return;
            }
            // A socket or a file the browser removes meanwhile holds nothing of ours.
            let Ok(bytes) = fs::read(file) else { return };
            // As text, because the standard library searches text fast; ASCII survives the loss.
            let text = String::from_utf8_lossy(&bytes);
            if text.contains(needle) || text.contains(&wide) {
                found.push(file.to_path_buf());
            }
        })?;
        Ok(found)
    }

    fn kill(&self, which: Which) -> Result<()> {
        let processes = running()?;
        let flag = format!("--user-data-dir={}", self.path.display());
        let mut family: BTreeSet<u32> =
            processes.iter().filter(|p| p.command.contains(&flag)).map(|p| p.id).collect();
        // Children of children: the renderers come from a zygote.
        loop {
            let before = family.len();
            let children = processes.iter().filter(|p| family.contains(&p.parent)).map(|p| p.id);
            let children: Vec<u32> = children.collect();
            family.extend(children);
            if family.len() == before {
                break;
            }
        }
        let chosen = processes.iter().filter(|p| family.contains(&p.id)).filter(|p| match which {
            Which::Renderers => p.command.contains("--type=renderer"),
            Which::All => true,
        });
        let ids: Vec<String> = chosen.map(|p| p.id.to_string()).collect();
        ensure!(!ids.is_empty(), "no such process runs on {}", self.path.display());
        kill_hard(&ids);
        Ok(())
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // The browser may still write its last files; what is left then is in the temporary directory.
        let _ = self.kill_browser();
        let _ = fs::remove_dir_all(&self.path);
    }
}

fn is_of_origins(file: &Path) -> bool {
    let stores = [
        "IndexedDB",
        "File System",
        "Local Storage",
        "Session Storage",
        "Service Worker",
        "WebStorage",
        "Cookies",
        "Cache",
    ];
    let path = file.to_string_lossy();
    stores.iter().any(|store| path.contains(store))
}

struct Process {
    id: u32,
    parent: u32,
    command: String,
}

/// Every process with its parent and command line, from `/proc`.
fn running() -> Result<Vec<Process>> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")?.flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        // One that ends meanwhile is simply skipped.
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        let Ok(command) = fs::read(entry.path().join("cmdline")) else { continue };
        let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        let parent = after_name.split_whitespace().nth(1).and_then(|text| text.parse().ok());
        let command = String::from_utf8_lossy(&command).replace('\0', " ");
        found.push(Process { id, parent: parent.unwrap_or(0), command });
    }
    Ok(found)
}

fn visit(directory: &Path, each: &mut impl FnMut(&Path)) -> Result<()> {
    let Ok(entries) = fs::read_dir(directory) else { return Ok(()) };
    for entry in entries.flatten() {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            visit(&path, each)?;
        } else {
            each(&path);
        }
    }
    Ok(())
}
