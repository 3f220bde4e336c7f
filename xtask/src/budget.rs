//! How many bytes a first visit may cost, compressed as they travel.

use crate::build_id::files_below;
use crate::precompress::sidecar;
use anyhow::{Result, bail};
use std::fs;
use std::path::Path;

/// A group of files and what they may weigh together.
struct Budget {
    name: &'static str,
    /// Bytes, brotli where that is smaller.
    limit: u64,
    covers: fn(&str) -> bool,
}

const BUDGETS: [Budget; 5] = [
    // 350,000 is the aim, and it is missed: import, Today, reports and orders brought 393,000, the Forecast page and its
    // chart 431,000, what-ifs, known days and the list of models 470,000, what adds up, margins and unusual points
    // 479,000. 418,000 of it are the app, about a third of those what `html!` makes of its components; most small ones
    // without state are functions already.
    Budget { name: "shell (html, css, font, app)", limit: 485_000, covers: is_shell },
    // Records, what merges imports into them and what answers questions live where the keys are: 190,000 of it.
    // Optimised for size instead of speed the whole would still be a tenth less, and the questions slower. Series for
    // forecasts, their columns and the jobs that make them are 40,000, holidays, known days, what-ifs and the registry
    // 80,000, lessons across items, forecasts that add up and margins 12,000; the models are the engine worker's.
    Budget { name: "ledger worker", limit: 684_000, covers: |name| name.starts_with("ledger") },
    Budget { name: "key derivation worker", limit: 60_000, covers: |name| name.starts_with("kdf") },
    // Loaded when a file is dropped or a table leaves, never before.
    Budget { name: "files worker", limit: 300_000, covers: |name| name.starts_with("files") },
    // Loaded with the first forecast.
    Budget { name: "engine worker", limit: 400_000, covers: |name| name.starts_with("engine") },
];

/// Prints what the files of `dist` weigh.
///
/// # Errors
/// If a group is over its budget or has no files at all.
pub(crate) fn check(dist: &Path) -> Result<()> {
    let sizes = travelling_sizes(dist)?;
    let mut over = Vec::new();
    for budget in &BUDGETS {
        let covered = || sizes.iter().filter(|(name, _)| (budget.covers)(name));
        let bytes: u64 = covered().map(|(_, size)| size).sum();
        eprintln!("    {:<32} {bytes:>9} of {:>9} bytes", budget.name, budget.limit);
        if bytes > budget.limit {
            over.push(format!("{} is {} bytes over", budget.name, bytes - budget.limit));
        }
        if covered().count() == 0 {
            over.push(format!("{} has no files: was something renamed?", budget.name));
        }
    }
    if !over.is_empty() {
        bail!("the size budget is broken: {}", over.join("; "));
    }
    Ok(())
}

/// Everything before the first interaction: not the workers, the service worker or the icons.
fn is_shell(name: &str) -> bool {
    let is_page = ["index.html", "boot.js"].contains(&name) || name.starts_with("app-");
    is_page || name.ends_with(".css") || name.ends_with(".woff2") || name.starts_with("snippets/")
}

/// Name below `dist` and bytes on the wire of every file.
fn travelling_sizes(dist: &Path) -> Result<Vec<(String, u64)>> {
    let mut sizes = Vec::new();
    for file in files_below(dist)? {
        let name = file.strip_prefix(dist)?.to_string_lossy().into_owned();
        if name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let packed = sidecar(&file, "br");
        let travels = if packed.is_file() { packed } else { file };
        sizes.push((name, fs::metadata(travels)?.len()));
    }
    Ok(sizes)
}
