//! The engines as an npm package: wasm-pack builds it, wasm-opt makes it small, our own files make it importable in
//! Node, in bundlers and in plain browsers alike.

use crate::build_id::hash_of;
use crate::invocation::Invocation;
use crate::steps::{skip, step};
use crate::tools::{self, WasmOpt};
use anyhow::{Context as _, Result, bail};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// What decides the package.
const INPUTS: [&str; 6] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "model-wasm",
    "rust-toolchain.toml",
];
/// What wasm-pack makes that the package takes.
const BUILT: [&str; 4] =
    ["model_wasm.js", "model_wasm.d.ts", "model_wasm_bg.wasm", "model_wasm_bg.wasm.d.ts"];
/// Written by hand, in `model-wasm/js/npm`.
const OURS: [&str; 4] = ["README.md", "browser.js", "index.d.ts", "node.js"];

/// `cargo xtask npm`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    if let Some(unknown) = arguments.first() {
        bail!("npm takes no {unknown:?}");
    }
    let package = package()?;
    eprintln!("\n{} is ready: npm install {0}", package.display());
    Ok(())
}

/// Builds the package unless it is up to date; returns its directory.
pub(crate) fn package() -> Result<PathBuf> {
    tools::ensure_package_tools()?;
    let root = crate::root();
    // Two builds at once would write the same files.
    fs::create_dir_all(root.join("target/npm"))?;
    let only_one = File::create(root.join("target/npm/lock"))?;
    only_one.lock()?;
    let wasm_opt = tools::wasm_opt();
    let package = root.join("target/npm/model-wasm");
    let stamp_file = root.join("target/npm/stamp");
    let stamp = format!("{} {wasm_opt:?}", hash_of(&root, "npm", &INPUTS)?);
    if fs::read_to_string(&stamp_file).is_ok_and(|built| built == stamp) {
        skip("npm package: nothing has changed");
        return Ok(package);
    }
    let _ = fs::remove_file(&stamp_file);
    step("npm package of the engines", 0.7, || {
        let built = root.join("target/npm/built");
        wasm_pack(&built)?;
        if matches!(wasm_opt, WasmOpt::Present) {
            optimise(&built.join("model_wasm_bg.wasm"))?;
        }
        assemble(&root, &built, &package)?;
        Ok(fs::write(&stamp_file, &stamp)?)
    })?;
    Ok(package)
}

fn wasm_pack(out: &Path) -> Result<()> {
    let out = out.display().to_string();
    let shape = ["--target", "web", "--out-dir", &out, "--out-name", "model_wasm", "--no-pack"];
    // wasm-bindgen is there already; without this wasm-pack would download another.
    let build = ["build", "model-wasm/js", "--release", "--mode", "no-install"];
    Invocation::new("wasm-pack", &[&build[..], &shape, &["--", "--locked"]].concat()).run()
}

fn optimise(wasm: &Path) -> Result<()> {
    let wasm = wasm.display().to_string();
    Invocation::new("wasm-opt", &["-O3", &wasm, "-o", &wasm]).run()
}

fn assemble(root: &Path, built: &Path, package: &Path) -> Result<()> {
    if package.exists() {
        fs::remove_dir_all(package)?;
    }
    fs::create_dir_all(package)?;
    let ours = root.join("model-wasm/js/npm");
    let copies =
        BUILT.iter().map(|name| (built, name)).chain(OURS.iter().map(|name| (&*ours, name)));
    for (from, name) in copies {
        fs::copy(from.join(name), package.join(name))
            .with_context(|| format!("the package needs {}", from.join(name).display()))?;
    }
    fs::copy(root.join("LICENSE"), package.join("LICENSE"))?;
    // As text: the order of the conditions in `exports` means something, and a map would not keep it.
    let manifest = fs::read_to_string(ours.join("package.json"))?;
    let (unset, version) = ("\"version\": \"0.0.0\"", env!("CARGO_PKG_VERSION"));
    let manifest = manifest.replace(unset, &format!("\"version\": \"{version}\""));
    Ok(fs::write(package.join("package.json"), manifest)?)
}
