//! Commands whose work other crates do: this one builds what they need and starts them.

use crate::bundle::Flavour;
use crate::gate::{run_browser_binary, with_forecaster};
use crate::invocation::Invocation;
use crate::npm;
use crate::prophet;
use crate::steps::step;
use crate::tools;
use anyhow::{Result, bail};
use std::path::PathBuf;

/// `bench`: speed in Chromium, on a release build; `bench import …` and `bench forecast` measure peers beside it.
pub(crate) fn bench(arguments: &[String]) -> Result<()> {
    if let Some(("forecast", rest)) =
        arguments.split_first().map(|(first, rest)| (first.as_str(), rest))
        && prophet::is_wanted(rest)
    {
        return prophet::bench(rest);
    }
    let mut settings = vec![("TILLCAST_COMMIT", commit().into())];
    match arguments.first().map(String::as_str) {
        Some("import") => {
            let peers = tools::ensure_npm_home("peers", "PapaParse and DuckDB-WASM")?;
            settings.push(("TILLCAST_PEERS", peers));
        }
        Some("forecast") => {
            settings.push(("TILLCAST_NPM", npm::package()?));
            let python = peer("statsforecast", || tools::ensure_python_home("statsforecast"));
            settings.extend(python.map(|path| ("TILLCAST_PYTHON", path)));
            let rust = peer("augurs and anofox-forecast", rust_peers);
            settings.extend(rust.map(|path| ("TILLCAST_RUST_PEERS", path)));
            let build = ["build", "--quiet", "--profile", "eval", "-p", "eval"];
            Invocation::new("cargo", &build).run()?;
            settings.push(("TILLCAST_EVAL", crate::root().join("target/eval/eval")));
        }
        _ => {}
    }
    run_browser_binary("bench", Flavour::Bench, &absolute(arguments)?, &settings)
}

/// Where a peer is. One that cannot be had is told and left out: what is ours is measured all the same.
fn peer(title: &str, install: impl FnOnce() -> Result<PathBuf>) -> Option<PathBuf> {
    match install() {
        Ok(path) => Some(path),
        Err(error) => {
            eprintln!("  ! {title} will not be measured: {error:#}");
            None
        }
    }
}

/// Builds `tests/peers`, a workspace of its own, so that nothing else builds or locks what it stands on.
fn rust_peers() -> Result<PathBuf> {
    let target = crate::root().join("target/peers");
    step("augurs and anofox-forecast", 2.0, || {
        let build = ["build", "--quiet", "--release", "--locked", "--manifest-path"];
        let places = ["tests/peers/Cargo.toml", "--target-dir", &target.display().to_string()];
        Invocation::new("cargo", &[&build[..], &places].concat()).run()
    })?;
    Ok(target.join("release/peers"))
}

/// The commit that is measured, marked if the tree differs from it.
fn commit() -> String {
    let asked = ["describe", "--always", "--dirty", "--abbrev=40"];
    let Ok(said) = Invocation::new("git", &asked).read() else { return "unknown".to_owned() };
    said.trim().to_owned()
}

/// What follows `--data` or `--json` as an absolute path: programs run in the workspace root, the developer may
/// stand elsewhere.
fn absolute(arguments: &[String]) -> Result<Vec<String>> {
    let mut out: Vec<String> = Vec::new();
    for argument in arguments {
        let is_path = out.last().is_some_and(|before| before == "--data" || before == "--json");
        let path = || anyhow::Ok(std::path::absolute(argument)?.display().to_string());
        out.push(if is_path { path()? } else { argument.clone() });
    }
    Ok(out)
}

/// `soak`: long random runs in Chromium.
pub(crate) fn soak(arguments: &[String]) -> Result<()> {
    run_browser_binary("soak", Flavour::Testing, arguments, &[])
}

/// `eval ARGS`: the evaluations, optimised; with `--wasm` the engines run in Chromium.
pub(crate) fn eval(arguments: &[String]) -> Result<()> {
    let run = evaluation()?.args(arguments);
    if arguments.iter().any(|argument| argument == "--wasm") {
        return with_forecaster(run)?.forward();
    }
    run.forward()
}

/// `verify FILE`: the chain of an exported log.
pub(crate) fn verify(arguments: &[String]) -> Result<()> {
    let [file] = arguments else { bail!("usage: cargo xtask verify FILE") };
    evaluation()?.args(&["verify".to_owned(), file.clone()]).forward()
}

/// The program over files, started where the developer stands: that is what the paths given are relative to.
fn evaluation() -> Result<Invocation> {
    let manifest = crate::root().join("Cargo.toml").display().to_string();
    let run =
        ["run", "--quiet", "--profile", "eval", "-p", "eval", "--manifest-path", &manifest, "--"];
    Ok(Invocation::new("cargo", &run).in_directory(&std::env::current_dir()?))
}
