//! Series to measure with: monthly ones as long and as restless as those of a forecasting competition where none are
//! given, and daily ones of any length.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use model_wasm::{Random, math};
use tests::Places;

const SERIES: u64 = 100;
const HORIZON: usize = 18;
const SEASON: usize = 12;

/// Writes the monthly ones to a file and returns where it is.
pub(crate) fn file() -> Result<PathBuf> {
    let length = |number| 60 + Random::new(number).below(260) as usize;
    let rows = (0..SERIES).map(|number| (number, length(number)));
    write("bench-monthly.csv", 'M', SEASON, HORIZON, rows)
}

/// Writes daily ones of one length and season to a file.
pub(crate) fn daily(count: usize, length: usize, season: usize) -> Result<PathBuf> {
    let name = format!("bench-daily-{count}-{length}-{season}.csv");
    write(&name, 'D', season, 28, (0..count as u64).map(|number| (number, length)))
}

fn write(
    name: &str,
    frequency: char,
    season: usize,
    horizon: usize,
    rows: impl Iterator<Item = (u64, usize)>,
) -> Result<PathBuf> {
    let mut text =
        String::from("id,source,freq,m_eval,m_model,horizon,n_train,category,train,test\n");
    for (number, length) in rows {
        let values = series(number, length, season);
        write!(
            text,
            "made-up-{number},made-up,{frequency},{season},{season},{horizon},{length},,"
        )?;
        let values: Vec<String> = values.iter().map(|value| format!("{value:.1}")).collect();
        writeln!(text, "{},", values.join(" "))?;
    }
    let file = Places::new().artefacts().join(name);
    std::fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    std::fs::write(&file, text)?;
    Ok(file)
}

/// A level that wanders along a slope, times a season, with noise.
fn series(seed: u64, length: usize, places: usize) -> Vec<f64> {
    let mut dice = Random::new(seed);
    let strength = 0.25 * dice.uniform();
    let season: Vec<f64> = (0..places).map(|_| math::exp(strength * dice.normal())).collect();
    let slope = 0.004 * dice.normal();
    let (mut level, mut values) = (7.0 + dice.normal(), Vec::with_capacity(length));
    for t in 0..length {
        level = 0.999 * (level + slope + 0.03 * dice.normal()) + 0.007;
        values.push(math::exp(level + 0.04 * dice.normal()) * season[t % places]);
    }
    values
}
