//! The native engines through the evaluation program, which is built for speed as this one is not.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use model_wasm::forecast::Name;
use serde_json::Value;
use tests::Places;

/// What a model that can learn from many series at once learns from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Learning {
    /// Each series by itself, as in the package.
    Alone,
    /// All of them, once; each takes its share of that time.
    Together,
}

/// Milliseconds per series over at most `most` of them, on one thread.
pub(crate) fn ms(data: &Path, model: Name, most: usize, learning: Learning) -> Result<f64> {
    let program = std::env::var_os("TILLCAST_EVAL")
        .context("TILLCAST_EVAL is not set: run `cargo xtask bench forecast`")?;
    let out = Places::new().artefacts().join("bench-native.json");
    let mut run = Command::new(program);
    run.args(["forecast", "--threads", "1", "--model", model.as_str()]);
    run.args(["--sample", &most.to_string(), "--json"]).args([&out, data]);
    if learning == Learning::Alone {
        run.arg("--alone");
    }
    let status = run.stdout(std::process::Stdio::null()).status()?;
    ensure!(status.success(), "the evaluation failed ({status})");
    let found: Value = serde_json::from_slice(&std::fs::read(&out)?)?;
    let rows = found["files"][0]["rows"].as_array().context("rows")?;
    let times: Option<Vec<f64>> = rows.iter().map(|row| row["ms"].as_f64()).collect();
    let times = times.context("a time for every series")?;
    Ok(times.iter().sum::<f64>() / times.len() as f64)
}
