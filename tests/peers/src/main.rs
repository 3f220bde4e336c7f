//! Time per series of augurs and of anofox-forecast, one thread.
//!
//! `peers FILE`: reads a CSV of series (columns `horizon`, `m_model`, `train`), says the versions, then answers each line on its
//! input, a model's name and how many series, with the mean milliseconds per series. Warmed up before anything is timed.
//! The same conversation as with `statsforecast/peer.py`.
#![forbid(unsafe_code)]

mod models;
mod series;

use std::io::{BufRead as _, Write as _};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use models::{MODELS, Model};
use series::Series;

/// Versions are told as they were locked.
const LOCKED: &str = include_str!("../Cargo.lock");
const WARM: usize = 3;

fn main() -> Result<()> {
    let file = std::env::args().nth(1).context("usage: peers FILE")?;
    let known = series::read(file.as_ref())?;
    for (_, model) in MODELS {
        // What fails here fails again below, where it is told.
        let _ = milliseconds(model, &known, WARM);
    }
    let versions = ["anofox-forecast", "augurs"].map(|name| (name, locked(name)));
    say(&versions.into_iter().collect())?;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        say(&match answer(&line, &known) {
            Ok(ms) => json!({ "ms": ms }),
            Err(error) => json!({ "error": format!("{error:#}") }),
        })?;
    }
    Ok(())
}

fn answer(line: &str, known: &[Series]) -> Result<f64> {
    let (name, most) = line.split_once(' ').context("a model's name and a number of series")?;
    let model = MODELS.iter().find(|(known, _)| *known == name);
    let (_, model) = model.with_context(|| format!("there is no model {name:?}"))?;
    milliseconds(*model, known, most.parse()?)
}

/// Mean over at most `most` series, evenly spread.
fn milliseconds(model: Model, known: &[Series], most: usize) -> Result<f64> {
    let most = most.min(known.len());
    ensure!(most > 0, "no series");
    let some: Vec<&Series> = (0..most).map(|at| &known[at * known.len() / most]).collect();
    let begun = Instant::now();
    for series in &some {
        model(series)?;
    }
    Ok(begun.elapsed().as_secs_f64() * 1_000.0 / some.len() as f64)
}

/// The version of a crate in the lock file.
fn locked(name: &str) -> &str {
    let start = format!("name = \"{name}\"\nversion = \"");
    let rest = LOCKED.split_once(&start).map_or("", |(_, rest)| rest);
    rest.split_once('"').map_or("unknown", |(version, _)| version)
}

fn say(answer: &Value) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{answer}")?;
    Ok(out.flush()?)
}
