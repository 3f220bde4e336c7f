//! Files of series, as `cargo xtask eval forecast` reads them.

use std::io::{Cursor, Read};
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use model_wasm::forecast::{Error, Frequency, Name, Series};
use serde_json::json;

use crate::forecaster::Task;

/// One series of a file, without what came after it.
#[derive(Debug, Clone)]
pub struct SeriesRow {
    /// Its name.
    pub id: String,
    /// How far apart its values are.
    pub frequency: Frequency,
    /// Its natural season in periods; 1 for none.
    pub season: usize,
    /// Steps ahead that are wanted.
    pub horizon: usize,
    /// Oldest first.
    pub values: Vec<Option<f64>>,
}

impl SeriesRow {
    /// Every series of a file, packed or plain.
    ///
    /// # Errors
    /// If it cannot be read or has none.
    pub fn read_all(file: &Path) -> Result<Vec<Self>> {
        let mut reader = csv::Reader::from_reader(unpacked(file)?);
        let header = reader.headers()?.clone();
        let column = |name: &str| {
            let found = header.iter().position(|column| column == name);
            found.with_context(|| format!("{} has no column {name:?}", file.display()))
        };
        let (id, frequency, season) = (column("id")?, column("freq")?, column("m_model")?);
        let (horizon, train) = (column("horizon")?, column("train")?);
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record?;
            rows.push(Self {
                id: record[id].to_owned(),
                frequency: Frequency::of_letter(&record[frequency])
                    .context("freq is none of H, D, W, M, Q, Y")?,
                season: record[season].parse()?,
                horizon: record[horizon].parse()?,
                values: record[train].split(' ').map(|token| token.parse().ok()).collect(),
            });
        }
        ensure!(!rows.is_empty(), "{} has no series", file.display());
        Ok(rows)
    }

    /// What the native engines take.
    ///
    /// # Errors
    /// As the engines say.
    pub fn series(&self) -> Result<Series, Error> {
        Series::new(self.values.clone(), self.frequency)?.with_seasons(self.seasons())
    }

    /// What the npm package takes.
    #[must_use]
    pub fn task(&self, model: Name) -> Task {
        let options = json!({
            "model": model.as_str(),
            "horizon": self.horizon,
            "frequency": self.frequency.as_str(),
            "seasons": self.seasons(),
        });
        Task { values: self.values.clone(), options }
    }

    fn seasons(&self) -> Vec<usize> {
        if self.season > 1 { vec![self.season] } else { Vec::new() }
    }
}

fn unpacked(file: &Path) -> Result<Box<dyn Read>> {
    let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
    let is_packed = bytes.starts_with(&[0x1f, 0x8b]);
    let plain = Cursor::new(bytes);
    Ok(if is_packed { Box::new(flate2::read::MultiGzDecoder::new(plain)) } else { Box::new(plain) })
}
