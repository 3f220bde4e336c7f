//! The files that a browser gets: trunk builds them, we add what trunk does not.

use crate::build_id::{build_id, bundle_stamp};
use crate::invocation::Invocation;
use crate::precompress::precompress;
use crate::steps::{skip, step};
use crate::tools::{self, WasmOpt};
use anyhow::{Result, bail};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// Which build of the app.
#[derive(Clone, Copy)]
pub(crate) enum Flavour {
    /// What merchants get.
    Release,
    /// For the browser tests: the feature `testing`, quick to build.
    Testing,
    /// For measurements: the feature `testing` under the release profiles.
    Bench,
}

impl Flavour {
    fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Testing => "testing",
            Self::Bench => "bench",
        }
    }

    fn directory(self) -> &'static str {
        match self {
            Self::Release => "dist",
            Self::Testing => "target/dist-test",
            Self::Bench => "target/dist-bench",
        }
    }

    /// Trunk takes `data-cargo-profile-dev` (here: `release-test`) of index.html without `--release`.
    fn options(self) -> &'static [&'static str] {
        match self {
            Self::Release => &["--release"],
            Self::Testing => &["--features", "testing"],
            Self::Bench => &["--release", "--features", "testing"],
        }
    }
}

/// `cargo xtask build`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    if let Some(unknown) = arguments.first() {
        bail!("build takes no {unknown:?}");
    }
    let dist = release()?;
    eprintln!("\n{} is ready.", dist.display());
    Ok(())
}

/// Installs what a build needs and builds the release app.
pub(crate) fn release() -> Result<PathBuf> {
    tools::ensure_build_tools()?;
    step_build(Flavour::Release, "release build of the page and its workers", 3.0)
}

/// Builds `flavour` as an announced step, unless it is up to date; returns its directory.
pub(crate) fn step_build(flavour: Flavour, title: &str, minutes: f32) -> Result<PathBuf> {
    let root = crate::root();
    // Two builds at once would write the same files; the second one mostly finds nothing left to do.
    fs::create_dir_all(root.join("target/xtask"))?;
    let only_one = File::create(root.join("target/xtask/build.lock"))?;
    only_one.lock()?;
    let dist = root.join(flavour.directory());
    let wasm_opt = tools::wasm_opt();
    let stamp_file = root.join(format!("target/xtask/{}.stamp", flavour.name()));
    let stamp = format!("{} {wasm_opt:?}", bundle_stamp(&root, flavour.name())?);
    let is_fresh = fs::read_to_string(&stamp_file).is_ok_and(|built| built == stamp);
    if is_fresh && dist.join("index.html").is_file() {
        skip(&format!("{title}: nothing has changed"));
        return Ok(dist);
    }
    // A build that is interrupted must not look complete.
    let _ = fs::remove_file(&stamp_file);
    step(title, minutes, || {
        trunk(&root, flavour, wasm_opt, &dist)?;
        if !matches!(flavour, Flavour::Testing) {
            precompress(&dist)?;
        }
        Ok(fs::write(&stamp_file, &stamp)?)
    })?;
    Ok(dist)
}

fn trunk(root: &Path, flavour: Flavour, wasm_opt: WasmOpt, dist: &Path) -> Result<()> {
    let page = match wasm_opt {
        WasmOpt::Present => "index.html".to_owned(),
        WasmOpt::Missing => without_wasm_opt(root)?,
    };
    let result = Invocation::new("trunk", &["build", &page])
        .args(&flavour.options().iter().map(|&option| option.to_owned()).collect::<Vec<_>>())
        .args(&["--dist".to_owned(), dist.display().to_string()])
        .env("TILLCAST_BUILD_ID", build_id(root, flavour.name())?)
        // Trunk takes any value but a boolean in NO_COLOR for a mistake.
        .without_env("NO_COLOR")
        .without_env("RUST_BACKTRACE")
        .run();
    if matches!(wasm_opt, WasmOpt::Missing) {
        fs::remove_file(root.join(page))?;
    }
    result
}

/// A copy of index.html, beside it because its links are relative, that asks for no wasm-opt.
fn without_wasm_opt(root: &Path) -> Result<String> {
    let name = "index.plain.html";
    let page = fs::read_to_string(root.join("index.html"))?;
    let plain = page.replace("data-wasm-opt=\"z\"", "data-wasm-opt=\"0\"");
    fs::write(root.join(name), plain.replace("data-wasm-opt=\"3\"", "data-wasm-opt=\"0\""))?;
    Ok(name.to_owned())
}
