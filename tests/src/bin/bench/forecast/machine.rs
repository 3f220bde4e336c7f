//! What the numbers were measured on.

use std::collections::BTreeMap;

use anyhow::Result;

/// Cores, processor and what else was running.
pub(crate) fn facts() -> Result<BTreeMap<String, String>> {
    let mut facts = BTreeMap::new();
    let cores = std::thread::available_parallelism()?.get();
    facts.insert("cores".to_owned(), cores.to_string());
    let processors = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let named = processors.lines().find_map(|line| line.strip_prefix("model name"));
    if let Some(name) = named {
        facts.insert("processor".to_owned(), name.trim_matches([' ', '\t', ':']).to_owned());
    }
    if let Ok(load) = std::fs::read_to_string("/proc/loadavg") {
        let now: Vec<&str> = load.split(' ').take(3).collect();
        facts.insert("load before".to_owned(), now.join(" "));
    }
    Ok(facts)
}
