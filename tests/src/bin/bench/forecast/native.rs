//! The native engines through the evaluation program, which is built for speed as this one is not.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use model_wasm::forecast::Name;
use serde_json::Value;
use tests::Places;

/// Milliseconds per series, on one thread.
pub(crate) fn ms(data: &Path, model: Name) -> Result<f64> {
    let program = std::env::var_os("TILLCAST_EVAL")
        .context("TILLCAST_EVAL is not set: run `cargo xtask bench forecast`")?;
    let out = Places::new().artefacts().join("bench-native.json");
    let status = Command::new(program)
        .args(["forecast", "--threads", "1", "--model", model.as_str(), "--json"])
        .args([&out, data])
        .stdout(std::process::Stdio::null())
        .status()?;
    ensure!(status.success(), "the evaluation failed ({status})");
    let found: Value = serde_json::from_slice(&std::fs::read(&out)?)?;
    let rows = found["files"][0]["rows"].as_array().context("rows")?;
    let times: Option<Vec<f64>> = rows.iter().map(|row| row["ms"].as_f64()).collect();
    let times = times.context("a time for every series")?;
    Ok(times.iter().sum::<f64>() / times.len() as f64)
}
