//! Commands whose work other crates do: this one builds what they need and starts them.

use crate::bundle::Flavour;
use crate::gate::run_browser_binary;
use crate::invocation::Invocation;
use anyhow::{Result, bail};

/// `bench`: speed in Chromium, on a release build.
pub(crate) fn bench(arguments: &[String]) -> Result<()> {
    run_browser_binary("bench", Flavour::Bench, arguments)
}

/// `soak`: long random runs in Chromium.
pub(crate) fn soak(arguments: &[String]) -> Result<()> {
    run_browser_binary("soak", Flavour::Testing, arguments)
}

/// `eval ARGS`: the evaluations, optimised.
pub(crate) fn eval(arguments: &[String]) -> Result<()> {
    evaluation().args(arguments).forward()
}

/// `verify FILE`: the chain of an exported log.
pub(crate) fn verify(arguments: &[String]) -> Result<()> {
    let [file] = arguments else { bail!("usage: cargo xtask verify FILE") };
    // The tool runs in the workspace root, the developer may stand elsewhere.
    let file = std::path::absolute(file)?.display().to_string();
    evaluation().args(&["verify".to_owned(), file]).forward()
}

fn evaluation() -> Invocation {
    Invocation::new("cargo", &["run", "--quiet", "--profile", "eval", "-p", "eval", "--"])
}
