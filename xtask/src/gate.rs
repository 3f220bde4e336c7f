//! `cargo xtask test`: everything that must hold before a change is taken.

use crate::browsers::{self, Browser};
use crate::budget;
use crate::bundle::{self, Flavour};
use crate::invocation::Invocation;
use crate::lock_rules;
use crate::npm;
use crate::steps::{readable, step};
use crate::tools;
use anyhow::{Context as _, Result, bail};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// One part of the gate.
struct Part {
    /// For `--only`.
    name: &'static str,
    title: &'static str,
    /// On a two-core machine with nothing built.
    minutes: f32,
    run: fn(&Settings) -> Result<()>,
}

const PARTS: [Part; 8] = [
    Part { name: "fmt", title: "formatting", minutes: 0.1, run: |_| formatting() },
    Part { name: "clippy", title: "clippy, warnings denied", minutes: 2.0, run: |_| clippy() },
    Part { name: "lock", title: "dependency rules", minutes: 0.1, run: |_| lock_rules::check() },
    Part { name: "native", title: "native tests", minutes: 2.0, run: |_| native_tests() },
    Part { name: "doc", title: "documentation, warnings denied", minutes: 0.3, run: |_| docs() },
    Part { name: "wasm", title: "tests inside Chromium", minutes: 1.0, run: wasm_tests },
    Part { name: "size", title: "release build and its size", minutes: 3.0, run: |_| size() },
    Part { name: "journeys", title: "journeys through the app", minutes: 4.0, run: journeys },
];

/// The crates that only exist as WebAssembly.
const BROWSER_CRATES: [&str; 6] = ["-p", "app", "-p", "model-wasm-js", "-p", "worker"];
const NATIVE_CRATES: [&str; 7] =
    ["--workspace", "--exclude", "app", "--exclude", "model-wasm-js", "--exclude", "worker"];
const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

/// What the command line and the machine gave.
struct Settings {
    /// A copy of this program, made before anything was built: cargo replaces the original when it builds it anew.
    own_program: PathBuf,
    chromium: Browser,
    /// Firefox and WebKitGTK, if asked for.
    others: Option<[Browser; 2]>,
}

/// Installs what is missing, then runs all parts or one.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let (mut only, mut all_browsers) = (None, false);
    let mut options = arguments.iter();
    while let Some(option) = options.next() {
        match option.as_str() {
            "--all-browsers" => all_browsers = true,
            "--only" => only = Some(part(options.next())?),
            "--list" => return list(),
            _ => bail!("usage: cargo xtask test [--all-browsers] [--only STEP] [--list]"),
        }
    }
    let started = Instant::now();
    let settings = prepare(all_browsers)?;
    for part in PARTS.iter().filter(|part| only.is_none_or(|only| only == part.name)) {
        step(&format!("[{}] {}", part.name, part.title), part.minutes, || (part.run)(&settings))
            .with_context(|| format!("repeat this part: cargo xtask test --only {}", part.name))?;
    }
    eprintln!("\nAll is well, after {}.", readable(started.elapsed()));
    Ok(())
}

/// Builds the testing app and runs a binary of the browser tests with all it needs to know.
pub(crate) fn run_browser_binary(
    name: &str,
    flavour: Flavour,
    arguments: &[String],
    more: &[(&str, PathBuf)],
) -> Result<()> {
    let settings = prepare(false)?;
    let dist = bundle::step_build(flavour, "build of the page and its workers for tests", 3.0)?;
    let release = crate::root().join("dist");
    let run = Invocation::new("cargo", &["run", "--quiet", "-p", "tests", "--bin", name, "--"]);
    let run = with_test_env(run.args(arguments), &settings, &dist, &release)?;
    more.iter().fold(run, |run, (key, value)| run.env(key, value)).forward()
}

/// Builds the npm package and the program that runs it in Chromium, and tells `run` where they are.
pub(crate) fn with_forecaster(run: Invocation) -> Result<Invocation> {
    let own_program = own_program()?;
    let chromium = browsers::ensure_chromium()?;
    let package = npm::package()?;
    cargo(&[&["build", "--quiet", "-p", "tests", "--bin", "forecaster"]]).run()?;
    Ok(run
        .env("TILLCAST_FORECASTER", crate::root().join("target/debug/forecaster"))
        .env("TILLCAST_NPM", package)
        .env("TILLCAST_XTASK", own_program)
        .env("CHROME", &chromium.program)
        .env("CHROMEDRIVER", &chromium.driver))
}

fn part(name: Option<&String>) -> Result<&'static str> {
    let name = name.context("--only needs the name of a step; --list shows them")?;
    let found = PARTS.iter().find(|part| part.name == name);
    Ok(found.with_context(|| format!("there is no step {name:?}; --list shows them"))?.name)
}

fn list() -> Result<()> {
    for part in &PARTS {
        eprintln!("  {:<10} {}", part.name, part.title);
    }
    Ok(())
}

fn prepare(all_browsers: bool) -> Result<Settings> {
    let own_program = own_program()?;
    eprintln!("What the tests need:");
    if !tools::npm_is_there() {
        bail!("the tests need Node 20 or newer with npm (wasm-opt and the accessibility checks)");
    }
    tools::ensure_components()?;
    tools::ensure_build_tools()?;
    let chromium = browsers::ensure_chromium()?;
    let others = if all_browsers { Some(browsers::ensure_others()?) } else { None };
    Ok(Settings { own_program, chromium, others })
}

fn cargo(arguments: &[&[&str]]) -> Invocation {
    Invocation::new("cargo", &arguments.concat())
}

fn formatting() -> Result<()> {
    cargo(&[&["fmt", "--all", "--check"]]).run()
}

fn clippy() -> Result<()> {
    let deny: &[&str] = &["--all-targets", "--", "-D", "warnings"];
    cargo(&[&["clippy"], &NATIVE_CRATES, deny]).run()?;
    cargo(&[&["clippy"], &WASM, &BROWSER_CRATES, deny]).run()?;
    // The tests see a little more code than merchants get.
    cargo(&[&["clippy", "--features", "app/testing,worker/testing"], &WASM, &BROWSER_CRATES, deny])
        .run()
}

fn native_tests() -> Result<()> {
    cargo(&[&["test", "--quiet"], &NATIVE_CRATES, &["--exclude", "tests"]]).run()
}

fn docs() -> Result<()> {
    let deny = |run: Invocation| run.env("RUSTDOCFLAGS", "-D warnings").run();
    deny(cargo(&[&["doc", "--no-deps"], &NATIVE_CRATES]))?;
    deny(cargo(&[&["doc", "--no-deps"], &WASM, &BROWSER_CRATES]))
}

/// Storage and cryptography with the real parts: IndexedDB and WebCrypto inside a worker.
fn wasm_tests(settings: &Settings) -> Result<()> {
    let capabilities = json!({"goog:chromeOptions": {
        "binary": settings.chromium.program,
        "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage",
        ],
    }});
    let file = crate::root().join("target/xtask/webdriver.json");
    fs::create_dir_all(crate::root().join("target/xtask"))?;
    fs::write(&file, serde_json::to_vec_pretty(&capabilities)?)?;
    // The profile of the browser tests: the journeys need the same crates again.
    let profile = ["--profile", "release-test", "--features", "testing"];
    cargo(&[&["test", "-p", "worker", "--tests"], &profile, &WASM])
        .env("CHROMEDRIVER", &settings.chromium.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &file)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .run()
}

fn size() -> Result<()> {
    budget::check(&bundle::step_build(Flavour::Release, "release build", 3.0)?)
}

fn journeys(settings: &Settings) -> Result<()> {
    let release = bundle::step_build(Flavour::Release, "release build", 3.0)?;
    let dist = bundle::step_build(Flavour::Testing, "build for the browser tests", 2.0)?;
    let run = cargo(&[&["test", "-p", "tests"]]).env("TILLCAST_NPM", npm::package()?);
    with_test_env(run, settings, &dist, &release)?.run()
}

/// What the browser tests read from their environment.
fn with_test_env(
    run: Invocation,
    settings: &Settings,
    dist: &Path,
    release: &Path,
) -> Result<Invocation> {
    let mut names = String::from("chromium");
    let mut run = run
        .env("TILLCAST_DIST", dist)
        .env("TILLCAST_RELEASE_DIST", release)
        .env("TILLCAST_XTASK", &settings.own_program)
        .env("TILLCAST_AXE", crate::root().join("node_modules/axe-core/axe.min.js"))
        .env("CHROME", &settings.chromium.program)
        .env("CHROMEDRIVER", &settings.chromium.driver);
    if let Some([firefox, webkit]) = &settings.others {
        names.push_str(",firefox,webkit");
        run = run
            .env("FIREFOX", &firefox.program)
            .env("GECKODRIVER", &firefox.driver)
            .env("WEBKIT", &webkit.program)
            .env("WEBKITDRIVER", &webkit.driver);
    }
    Ok(run.env("TILLCAST_BROWSERS", names))
}

/// This program under a name of its own. Has to run first: a program that was replaced cannot be found any more.
fn own_program() -> Result<PathBuf> {
    let directory = crate::root().join("target/xtask");
    fs::create_dir_all(&directory)?;
    let (fresh, settled) = (directory.join("xtask.new"), directory.join("xtask"));
    fs::copy(std::env::current_exe()?, &fresh)?;
    // Renaming also works while an earlier copy still serves.
    fs::rename(&fresh, &settled)?;
    Ok(settled)
}
