//! Rules on the dependency graph: no second generation of what must be one, no foreign licence.

use crate::invocation::Invocation;
use crate::licence;
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What merchants run, and what writes or checks their books.
const SHIPPED: [&str; 8] =
    ["app", "eval", "ledger", "model-wasm", "model-wasm-js", "protocol", "vault", "worker"];
const IN_THE_BROWSER: [&str; 3] = ["app", "model-wasm-js", "worker"];

/// At most one version each: two would not fit together, or double the bytes of the cryptography.
const ONE_VERSION: [&str; 20] = [
    "aes",
    "aes-gcm",
    "aes-kw",
    "argon2",
    "bip39",
    "blake2",
    "cipher",
    "crypto-common",
    "curve25519-dalek",
    "digest",
    "ed25519-dalek",
    "ghash",
    "gloo",
    "hkdf",
    "hmac",
    "ndarray",
    "sha2",
    "wasm-bindgen",
    "x25519-dalek",
    "yew",
];

/// C code that does not build for the browser, or a second implementation of our cryptography.
const NOT_IN_THE_BROWSER: [&str; 4] = ["aws-lc-sys", "openssl-sys", "ring", "zstd-sys"];

/// 0.2 has its browser source switched on by gloo; 0.3 would need a compiler flag.
const RANDOMNESS_IN_THE_BROWSER: [&str; 2] = ["0.2", "0.4"];

const LICENCES: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BlueOak-1.0.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];
/// Fine in tools and tests, whose code nobody receives.
const LICENCE_OF_TOOLS: &str = "MPL-2.0";

/// Checks all rules and reports every breach at once.
pub(crate) fn check() -> Result<()> {
    let everything = Graph::read(&[])?;
    let browser = Graph::read(&["--filter-platform", "wasm32-unknown-unknown"])?;
    let mut breaches = single_versions(&everything);
    breaches.extend(browser_rules(&browser));
    breaches.extend(licences(&everything));
    if !breaches.is_empty() {
        bail!("the dependency graph breaks its rules:\n  {}", breaches.join("\n  "));
    }
    Ok(())
}

struct Package {
    name: String,
    version: String,
    licence: String,
    is_ours: bool,
}

/// Packages and who uses whom, development dependencies left out.
struct Graph {
    packages: BTreeMap<String, Package>,
    uses: BTreeMap<String, Vec<String>>,
}

impl Graph {
    fn read(options: &[&str]) -> Result<Self> {
        let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
        let text = Invocation::new("cargo", &["metadata", "--format-version", "1", "--locked"])
            .args(&options)
            .read()?;
        Self::from_metadata(&serde_json::from_str(&text)?)
            .context("cargo metadata has another form")
    }

    fn from_metadata(metadata: &Value) -> Option<Self> {
        let mut packages = BTreeMap::new();
        for package in metadata["packages"].as_array()? {
            let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
            let is_ours = package["source"].is_null();
            let described = Package {
                name: text("name"),
                version: text("version"),
                licence: text("license"),
                is_ours,
            };
            packages.insert(text("id"), described);
        }
        let mut uses = BTreeMap::new();
        for node in metadata["resolve"]["nodes"].as_array()? {
            let used = node["deps"].as_array()?.iter().filter(|dependency| {
                let kinds = dependency["dep_kinds"].as_array();
                kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"] != "dev"))
            });
            let used = used.filter_map(|dependency| Some(dependency["pkg"].as_str()?.to_owned()));
            uses.insert(node["id"].as_str()?.to_owned(), used.collect());
        }
        Some(Self { packages, uses })
    }

    /// The ids of everything that our crates `from` need, themselves included.
    fn reachable(&self, from: &[&str]) -> BTreeSet<&str> {
        let is_start = |package: &Package| package.is_ours && from.contains(&package.name.as_str());
        let starts = self.packages.iter().filter(|(_, package)| is_start(package));
        let mut pending: Vec<&str> = starts.map(|(id, _)| id.as_str()).collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = pending.pop() {
            if seen.insert(id) {
                pending.extend(self.uses.get(id).into_iter().flatten().map(String::as_str));
            }
        }
        seen
    }

    fn versions<'a>(&'a self, ids: &BTreeSet<&str>, name: &str) -> BTreeSet<&'a str> {
        ids.iter()
            .filter_map(|id| self.packages.get(*id))
            .filter(|package| package.name == name)
            .map(|package| package.version.as_str())
            .collect()
    }

    fn users(&self, name: &str) -> BTreeSet<&str> {
        let name_of = |id: &String| self.packages.get(id).map(|package| package.name.as_str());
        let users =
            self.uses.iter().filter(|(_, used)| used.iter().any(|id| name_of(id) == Some(name)));
        users.filter_map(|(id, _)| name_of(id)).collect()
    }
}

fn single_versions(graph: &Graph) -> Vec<String> {
    let shipped = graph.reachable(&SHIPPED);
    let mut breaches = Vec::new();
    for name in ONE_VERSION {
        let versions = graph.versions(&shipped, name);
        if versions.len() > 1 {
            breaches.push(format!("{name} is there more than once: {versions:?}"));
        }
    }
    breaches
}

fn browser_rules(graph: &Graph) -> Vec<String> {
    let browser = graph.reachable(&IN_THE_BROWSER);
    let mut breaches = Vec::new();
    for name in NOT_IN_THE_BROWSER {
        if !graph.versions(&browser, name).is_empty() {
            breaches.push(format!("{name} is part of the browser build"));
        }
    }
    for version in graph.versions(&browser, "getrandom") {
        if !RANDOMNESS_IN_THE_BROWSER
            .iter()
            .any(|allowed| version.starts_with(&format!("{allowed}.")))
        {
            breaches
                .push(format!("getrandom {version} has no source of randomness in the browser"));
        }
    }
    if graph.users("bincode").iter().any(|user| *user != "gloo-worker") {
        breaches.push("bincode may only come with gloo-worker".to_owned());
    }
    breaches
}

fn licences(graph: &Graph) -> Vec<String> {
    let shipped = graph.reachable(&SHIPPED);
    let mut breaches = Vec::new();
    for (id, package) in graph.packages.iter().filter(|(_, package)| !package.is_ours) {
        let is_tool = !shipped.contains(id.as_str());
        let is_allowed =
            |licence: &str| LICENCES.contains(&licence) || (is_tool && licence == LICENCE_OF_TOOLS);
        if !licence::allows(&package.licence, is_allowed) {
            let Package { name, version, licence, .. } = package;
            breaches.push(format!("{name} {version} has the licence {licence:?}"));
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn package(id: &str, version: &str, licence: &str, source: Option<&str>) -> Value {
        json!({"id": format!("{id}@{version}"), "name": id, "version": version, "license": licence, "source": source})
    }

    fn node(id: &str, deps: &[(&str, Option<&str>)]) -> Value {
        let deps: Vec<Value> = deps
            .iter()
            .map(|(pkg, kind)| json!({"pkg": pkg, "dep_kinds": [{"kind": kind}]}))
            .collect();
        json!({"id": id, "deps": deps})
    }

    fn graph() -> Graph {
        let registry = Some("registry");
        Graph::from_metadata(&json!({
            "packages": [
                package("app", "0.1.0", "MIT", None),
                package("tests", "0.1.0", "MIT", None),
                package("sha2", "0.11.0", "MIT OR Apache-2.0", registry),
                package("sha2", "0.10.0", "MIT OR Apache-2.0", registry),
                package("getrandom", "0.3.1", "MIT", registry),
                package("helper", "1.0.0", "MPL-2.0", registry),
                package("foreign", "1.0.0", "GPL-3.0", registry),
            ],
            "resolve": {"nodes": [
                node("app@0.1.0", &[("sha2@0.11.0", None), ("getrandom@0.3.1", None), ("foreign@1.0.0", Some("dev"))]),
                node("tests@0.1.0", &[("sha2@0.10.0", None), ("helper@1.0.0", None)]),
            ]},
        }))
        .unwrap()
    }

    #[test]
    fn a_second_version_counts_only_in_what_is_shipped() {
        assert!(single_versions(&graph()).is_empty());
        let mut graph = graph();
        graph.uses.get_mut("app@0.1.0").unwrap().push("sha2@0.10.0".to_owned());
        assert_eq!(single_versions(&graph).len(), 1);
    }

    #[test]
    fn randomness_without_a_source_is_refused() {
        assert_eq!(browser_rules(&graph()).len(), 1);
    }

    #[test]
    fn tools_may_have_what_the_app_may_not() {
        assert_eq!(licences(&graph()), ["foreign 1.0.0 has the licence \"GPL-3.0\""]);
    }
}
