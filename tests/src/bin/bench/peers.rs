//! PapaParse and DuckDB-WASM on a page of their own, in the same Chromium, over the same bytes.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tests::{Engine, Places, Site, Stage, Tab};

/// Where the packages' files go in the served directory.
const FILES: [(&str, &str); 4] = [
    ("papaparse/papaparse.min.js", "papaparse.min.js"),
    ("apache-arrow/Arrow.es2015.min.js", "arrow.js"),
    ("@duckdb/duckdb-wasm/dist/duckdb-browser.cjs", "duckdb.js"),
    ("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm", "duckdb-eh.wasm"),
];
const WORKER: &str = "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js";
const PAGE: [&str; 3] = ["index.html", "before-duckdb.js", "peers.js"];

/// What the peers needed for one file.
pub(crate) struct Reading {
    pub(crate) papa_ms: f64,
    pub(crate) duckdb_start_ms: f64,
    pub(crate) duckdb_ms: f64,
    pub(crate) duckdb_bytes: f64,
}

/// What DuckDB needed for the questions, the way to its worker and back taken off.
pub(crate) struct Answers {
    found: Value,
}

impl Answers {
    /// Milliseconds, the middle of the runs.
    pub(crate) fn ms(&self, question: &str) -> Result<f64> {
        let nothing = number(&self.found, "nothing_ms")?;
        Ok((number(&self.found, &format!("{question}_ms"))? - nothing).max(0.0))
    }

    /// The sum over the answer's amounts.
    pub(crate) fn sum(&self, question: &str) -> Result<f64> {
        number(&self.found, &format!("{question}_sum"))
    }

    /// Its WebAssembly memory afterwards.
    pub(crate) fn memory_bytes(&self) -> Result<f64> {
        number(&self.found, "memory_bytes")
    }
}

/// Reads `file`, which has `lines` lines, `times` times with each and takes the middle.
pub(crate) async fn read(file: &Path, lines: u64, times: usize) -> Result<Reading> {
    let (stage, tab) = opened().await?;
    tab.choose_file(file).await?;
    let mut papa = Vec::new();
    for _ in 0..times {
        papa.push(rows_in(&tab, "papa", lines).await?);
    }
    let started = asked(&tab, "peers.open()").await?;
    let mut duckdb = Vec::new();
    for _ in 0..times {
        duckdb.push(rows_in(&tab, "read", lines).await?);
    }
    let bytes = asked(&tab, "peers.memory()").await?.as_f64().context("its memory")?;
    stage.close().await?;
    Ok(Reading {
        papa_ms: median(papa),
        duckdb_start_ms: number(&started, "start_ms")?,
        duckdb_ms: median(duckdb),
        duckdb_bytes: bytes,
    })
}

/// Fills a fresh database from a SELECT and asks it each question `times` times.
pub(crate) async fn questions(
    select: &str,
    questions: &[(&str, &str)],
    times: usize,
) -> Result<Answers> {
    let (stage, tab) = opened().await?;
    asked(&tab, "peers.open()").await?;
    let call = format!("peers.questions({}, {}, {times})", json!(select), json!(questions));
    let found = asked(&tab, &call).await?;
    stage.close().await?;
    Ok(Answers { found })
}

struct PeersStage(Stage);

impl PeersStage {
    async fn close(mut self) -> Result<()> {
        self.0.close_browser().await
    }
}

async fn opened() -> Result<(PeersStage, Tab)> {
    let site = Site::serve(&assembled()?).await?;
    let stage = Stage::set_on(Engine::Chromium, site).await?;
    let tab = stage.open("/").await?;
    tab.patience(std::time::Duration::from_secs(110)).await?;
    Ok((PeersStage(stage), tab))
}

/// The page with the packages' files beside it.
fn assembled() -> Result<PathBuf> {
    let places = Places::new();
    let (modules, page) = (places.peers()?, places.data("peers"));
    let directory = places.artefacts().join("peers");
    std::fs::create_dir_all(&directory)?;
    for name in PAGE {
        std::fs::copy(page.join(name), directory.join(name))?;
    }
    for (from, to) in FILES {
        let from = modules.join(from);
        std::fs::copy(&from, directory.join(to)).with_context(|| from.display().to_string())?;
    }
    let mut worker = std::fs::read(page.join("worker-prelude.js"))?;
    worker.extend(std::fs::read(modules.join(WORKER))?);
    std::fs::write(directory.join("duckdb-worker.js"), worker)?;
    Ok(directory)
}

async fn asked(tab: &Tab, call: &str) -> Result<Value> {
    tab.async_script(&format!("return await {call};"), vec![]).await
}

async fn rows_in(tab: &Tab, reader: &str, lines: u64) -> Result<f64> {
    let found = asked(tab, &format!("peers.{reader}()")).await?;
    ensure!(found["rows"] == json!(lines), "{reader} read {} of {lines} lines", found["rows"]);
    number(&found, "ms")
}

fn number(found: &Value, key: &str) -> Result<f64> {
    found[key].as_f64().with_context(|| format!("{key} was not measured"))
}

/// The middle one.
pub(crate) fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
