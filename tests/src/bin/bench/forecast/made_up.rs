//! Monthly series to measure with where none are given: as long and as restless as those of a forecasting competition.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use model_wasm::{Random, math};
use tests::Places;

const SERIES: u64 = 100;
const HORIZON: usize = 18;
const SEASON: usize = 12;

/// Writes them to a file and returns where it is.
pub(crate) fn file() -> Result<PathBuf> {
    let mut text =
        String::from("id,source,freq,m_eval,m_model,horizon,n_train,category,train,test\n");
    for number in 0..SERIES {
        let values = series(number);
        write!(text, "made-up-{number},made-up,M,12,12,{HORIZON},{},made-up,", values.len())?;
        let values: Vec<String> = values.iter().map(|value| format!("{value:.1}")).collect();
        writeln!(text, "{},", values.join(" "))?;
    }
    let file = Places::new().artefacts().join("bench-monthly.csv");
    std::fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    std::fs::write(&file, text)?;
    Ok(file)
}

/// A level that wanders along a slope, times a season, with noise.
fn series(seed: u64) -> Vec<f64> {
    let mut dice = Random::new(seed);
    let length = 60 + dice.below(260) as usize;
    let strength = 0.25 * dice.uniform();
    let season: Vec<f64> = (0..SEASON).map(|_| math::exp(strength * dice.normal())).collect();
    let slope = 0.004 * dice.normal();
    let (mut level, mut values) = (7.0 + dice.normal(), Vec::with_capacity(length));
    for t in 0..length {
        level += slope + 0.03 * dice.normal();
        values.push(math::exp(level + 0.04 * dice.normal()) * season[t % SEASON]);
    }
    values
}
