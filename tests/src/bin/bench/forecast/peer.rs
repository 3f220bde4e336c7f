//! Other forecasting programs, kept running so that they warm up once: statsforecast in a Python of its own, and
//! libraries in Rust.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use model_wasm::forecast::Name;
use serde_json::Value;
use tests::Places;

/// A model of another program and the one of ours that does the same work.
type Pair = (Name, &'static str);

/// statsforecast's, which go by our names.
const PYTHON: [Pair; 12] = [
    (Name::AutoEts, "autoets"),
    (Name::AutoArima, "autoarima"),
    (Name::Ces, "ces"),
    (Name::Dot, "dot"),
    (Name::OptimisedTheta, "otheta"),
    (Name::Theta, "theta"),
    (Name::SeasonalNaive, "snaive"),
    (Name::Croston, "croston"),
    (Name::Sba, "sba"),
    (Name::Tsb, "tsb"),
    (Name::Adida, "adida"),
    (Name::Imapa, "imapa"),
];
const RUST: [Pair; 5] = [
    (Name::AutoEts, "anofox-autoets"),
    (Name::Dot, "anofox-autotheta"),
    (Name::AutoArima, "anofox-autoarima"),
    (Name::AutoEts, "augurs-ets"),
    (Name::Mstl, "augurs-mstl"),
];

/// What another program is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// statsforecast.
    Python,
    /// augurs and anofox-forecast.
    Rust,
}

impl Kind {
    /// Its models beside ours.
    pub(crate) const fn pairs(self) -> &'static [Pair] {
        match self {
            Self::Python => &PYTHON,
            Self::Rust => &RUST,
        }
    }

    /// How the row of one of its models is called.
    pub(crate) const fn title(self, model: &'static str) -> &'static str {
        match self {
            Self::Python => "statsforecast",
            Self::Rust => model,
        }
    }
}

/// Another program.
pub(crate) struct Peer {
    pub(crate) kind: Kind,
    /// With the series in its memory, or why not.
    running: Result<Running, String>,
}

struct Running {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    versions: BTreeMap<String, String>,
}

impl Peer {
    /// Starts it and waits until it is warm.
    pub(crate) fn start(kind: Kind, data: &Path) -> Self {
        let script = Places::new().data("statsforecast").join("peer.py");
        let running = match kind {
            Kind::Python => Running::start("TILLCAST_PYTHON", &[script.into(), data.into()]),
            Kind::Rust => Running::start("TILLCAST_RUST_PEERS", &[data.into()]),
        };
        Self { kind, running: running.map_err(why) }
    }

    /// Versions of it and of what it stands on; none if it did not start.
    pub(crate) fn versions(&self) -> BTreeMap<String, String> {
        self.running.as_ref().map_or_else(|_| BTreeMap::new(), |running| running.versions.clone())
    }

    /// Milliseconds per series of one of its models over at most `most` series, evenly spread, or why there are none.
    pub(crate) fn ms(&mut self, model: &str, most: usize) -> Result<f64, String> {
        let running = self.running.as_mut().map_err(|why| why.clone())?;
        running.ms(model, most).map_err(why)
    }
}

fn why(error: anyhow::Error) -> String {
    format!("{error:#}")
}

impl Running {
    /// Starts the program a variable names and waits until it is warm.
    fn start(variable: &str, arguments: &[OsString]) -> Result<Self> {
        let program = std::env::var_os(variable)
            .with_context(|| format!("`cargo xtask bench forecast` could not set {variable}"))?;
        let mut process = Command::new(&program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", Path::new(&program).display()))?;
        let input = process.stdin.take().context("its input was asked for above")?;
        let output = process.stdout.take().context("its output was asked for above")?;
        let output = BufReader::new(output);
        let mut running = Self { process, input, output, versions: BTreeMap::new() };
        running.versions = serde_json::from_value(running.line()?)?;
        Ok(running)
    }

    fn ms(&mut self, model: &str, most: usize) -> Result<f64> {
        writeln!(self.input, "{model} {most}")?;
        self.input.flush()?;
        let said = self.line()?;
        if let Some(error) = said["error"].as_str() {
            bail!("{error}");
        }
        said["ms"].as_f64().context("it told no time")
    }

    fn line(&mut self) -> Result<Value> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        serde_json::from_str(&line).with_context(|| format!("it said {line:?}"))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Gone already is as good.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
