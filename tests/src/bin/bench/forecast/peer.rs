//! statsforecast in a Python of its own, kept running so that it warms up once.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result};
use serde_json::Value;
use tests::Places;

/// Models it has, by our names.
pub(crate) const MODELS: [&str; 12] = [
    "autoets",
    "autoarima",
    "ces",
    "dot",
    "otheta",
    "theta",
    "snaive",
    "croston",
    "sba",
    "tsb",
    "adida",
    "imapa",
];

/// A running Python with the series in its memory.
pub(crate) struct Peer {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// Versions of it and of what it stands on.
    pub(crate) versions: BTreeMap<String, String>,
}

impl Peer {
    /// Starts it and waits until it is warm.
    pub(crate) fn start(data: &Path) -> Result<Self> {
        let python = std::env::var_os("TILLCAST_PYTHON")
            .context("TILLCAST_PYTHON is not set: run `cargo xtask bench forecast`")?;
        let script = Places::new().data("statsforecast").join("peer.py");
        let mut process = Command::new(&python)
            .arg(&script)
            .arg(data)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", python.display()))?;
        let input = process.stdin.take().context("its input was asked for above")?;
        let output = process.stdout.take().context("its output was asked for above")?;
        let mut peer =
            Self { process, input, output: BufReader::new(output), versions: BTreeMap::new() };
        peer.versions = serde_json::from_value(peer.line()?)?;
        Ok(peer)
    }

    /// Milliseconds per series for one of [`MODELS`].
    pub(crate) fn ms(&mut self, model: &str) -> Result<f64> {
        writeln!(self.input, "{model}")?;
        self.input.flush()?;
        self.line()?["ms"].as_f64().context("it told no time")
    }

    fn line(&mut self) -> Result<Value> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        serde_json::from_str(&line).with_context(|| format!("statsforecast said {line:?}"))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // Gone already is as good.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
