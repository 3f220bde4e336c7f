//! Installs what a build needs, inside the project, and skips what is there.

use crate::invocation::Invocation;
use crate::steps::{skip, step};
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// The version that Trunk.toml asks for.
const TRUNK: &str = "0.21.14";
const WASM_PACK: &str = "0.15.1";
const TARGET: &str = "wasm32-unknown-unknown";

/// Whether the optimiser for WebAssembly, which comes through npm, is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WasmOpt {
    /// The files get their final size.
    Present,
    /// There is no Node: everything works, the files are about a third larger.
    Missing,
}

/// Everything that `trunk build` needs.
pub(crate) fn ensure_build_tools() -> Result<()> {
    ensure_bindgen()?;
    ensure_installed("trunk", "trunk", TRUNK, 5.0, &["--locked"])?;
    ensure_optimiser_and_crates()
}

/// Everything that the npm package needs.
pub(crate) fn ensure_package_tools() -> Result<()> {
    ensure_bindgen()?;
    ensure_installed("wasm-pack", "wasm-pack", WASM_PACK, 2.0, &["--locked"])?;
    ensure_optimiser_and_crates()
}

fn ensure_bindgen() -> Result<()> {
    ensure_target()?;
    let bindgen = locked_version(&crate::root(), "wasm-bindgen")?;
    // Without --locked: the tool's own lock file names a version that registries may not have.
    ensure_installed("wasm-bindgen-cli", "wasm-bindgen", &bindgen, 2.0, &[])
}

fn ensure_optimiser_and_crates() -> Result<()> {
    if npm_is_there() {
        ensure_npm_packages()?;
    } else {
        eprintln!(
            "  ! Node is not there, so no wasm-opt: the files will be about a third larger. \
             Install Node 20 or newer and run this again for the final size."
        );
    }
    step("crates of the lock file", 0.5, || Invocation::new("cargo", &["fetch", "--locked"]).run())
}

/// What `npm ci` brought.
pub(crate) fn wasm_opt() -> WasmOpt {
    if crate::root().join("node_modules/.bin/wasm-opt").exists() && answers("node", &["--version"])
    {
        WasmOpt::Present
    } else {
        WasmOpt::Missing
    }
}

/// wasm-opt and axe, as package-lock.json has them.
pub(crate) fn ensure_npm_packages() -> Result<()> {
    let root = crate::root();
    let installed = fs::read_to_string(root.join("node_modules/.xtask-lock"));
    let lock = fs::read_to_string(root.join("package-lock.json"))?;
    if installed.is_ok_and(|text| text == lock) {
        skip("wasm-opt and axe from npm");
        return Ok(());
    }
    step("wasm-opt and axe from npm", 0.2, || {
        Invocation::new("npm", &["ci"]).run()?;
        Ok(fs::write(root.join("node_modules/.xtask-lock"), &lock)?)
    })
}

/// What the lock file in `xtask/<name>` asks for, in `.tools/<name>`; returns its `node_modules`.
///
/// Apart from the build's own packages, because only one command needs it and it brings many others.
pub(crate) fn ensure_npm_home(name: &str, title: &str) -> Result<PathBuf> {
    let root = crate::root();
    let (told, home) = (root.join("xtask").join(name), root.join(".tools").join(name));
    let modules = home.join("node_modules");
    let lock = fs::read(told.join("package-lock.json"))?;
    // npm writes this file last.
    let is_whole = modules.join(".package-lock.json").exists();
    if is_whole && fs::read(home.join("package-lock.json")).is_ok_and(|installed| installed == lock)
    {
        skip(title);
        return Ok(modules);
    }
    step(&format!("{title} from npm"), 0.3, || {
        fs::create_dir_all(&home)?;
        for file in [".npmrc", "package.json", "package-lock.json"] {
            fs::copy(told.join(file), home.join(file))?;
        }
        Invocation::new("npm", &["ci"]).in_directory(&home).run()
    })?;
    Ok(modules)
}

/// What `requirements.txt` in `xtask/<name>` asks for, in a Python of its own in `.tools/<name>`; returns that Python.
pub(crate) fn ensure_python_home(name: &str) -> Result<PathBuf> {
    let root = crate::root();
    let (told, home) = (root.join("xtask").join(name), root.join(".tools").join(name));
    let (wanted, done) = (told.join("requirements.txt"), home.join("requirements.txt"));
    let python = home.join("bin/python");
    if fs::read(&done).is_ok_and(|had| fs::read(&wanted).is_ok_and(|wants| had == wants)) {
        skip(&format!("{name} for Python"));
        return Ok(python);
    }
    step(&format!("{name} for Python"), 1.0, || {
        let home = home.display().to_string();
        Invocation::new("python3", &["-m", "venv", &home])
            .run()
            .context("measuring beside it needs Python 3.10 or newer with its module venv")?;
        let install = ["-m", "pip", "install", "--quiet", "--requirement"];
        let wants = [wanted.display().to_string()];
        Invocation::new(&python.display().to_string(), &install).args(&wants).run()?;
        Ok(fs::copy(&wanted, &done)?)
    })?;
    Ok(python)
}

/// Whether npm can be asked.
pub(crate) fn npm_is_there() -> bool {
    answers("npm", &["--version"])
}

/// Whether `program` can be started and succeeds.
pub(crate) fn answers(program: &str, arguments: &[&str]) -> bool {
    Invocation::new(program, arguments).read().is_ok()
}

/// `cargo install` into `.tools`, unless `binary --version` names `version` already.
pub(crate) fn ensure_installed(
    package: &str,
    binary: &str,
    version: &str,
    minutes: f32,
    options: &[&str],
) -> Result<()> {
    let title = format!("{package} {version}");
    let said = Invocation::new(binary, &["--version"]).read().unwrap_or_default();
    if said.split_whitespace().any(|word| word == version) {
        skip(&title);
        return Ok(());
    }
    step(&format!("{title}, into .tools"), minutes, || {
        let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
        Invocation::new("cargo", &["install", package, "--version", version, "--root", ".tools"])
            .args(&options)
            .run()
    })
}

/// rustfmt and clippy, which a minimal toolchain lacks.
pub(crate) fn ensure_components() -> Result<()> {
    for (component, probe) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if answers("cargo", &[probe, "--version"]) {
            skip(component);
        } else {
            step(component, 0.2, || {
                Invocation::new("rustup", &["component", "add", component]).run()
            })?;
        }
    }
    Ok(())
}

/// The target's standard library, without asking rustup when it is there.
fn ensure_target() -> Result<()> {
    let sysroot = Invocation::new("rustc", &["--print", "sysroot"]).read()?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).is_dir() {
        skip(TARGET);
        return Ok(());
    }
    step(TARGET, 0.2, || {
        Invocation::new("rustup", &["target", "add", TARGET]).run().with_context(|| {
            format!("the Rust target {TARGET} is missing, and rustup could not add it")
        })
    })
}

/// The version of `package` in Cargo.lock: the crate and its command line tool must be equal.
fn locked_version(root: &Path, package: &str) -> Result<String> {
    let lock = fs::read_to_string(root.join("Cargo.lock"))?;
    let start = format!("name = \"{package}\"\nversion = \"");
    let Some((_, rest)) = lock.split_once(&start) else { bail!("Cargo.lock has no {package}") };
    let (version, _) =
        rest.split_once('"').context("Cargo.lock ends in the middle of a version")?;
    Ok(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trunk_is_told_the_versions_that_get_installed() {
        let root = crate::root();
        let told = fs::read_to_string(root.join("Trunk.toml")).unwrap();
        let npm: serde_json::Value =
            serde_json::from_slice(&fs::read(root.join("package.json")).unwrap()).unwrap();
        let binaryen = npm["devDependencies"]["binaryen"].as_str().unwrap();
        let bindgen = locked_version(&root, "wasm-bindgen").unwrap();
        for line in [
            format!("trunk-version = \"={TRUNK}\""),
            format!("wasm_bindgen = \"{bindgen}\""),
            format!("wasm_opt = \"version_{}\"", binaryen.split('.').next().unwrap()),
        ] {
            assert!(told.contains(&line), "Trunk.toml has no line {line}");
        }
    }
}
