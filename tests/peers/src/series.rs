//! Series out of a file.

use std::io::{Cursor, Read};
use std::path::Path;

use anofox_forecast::core::TimeSeries;
use anyhow::{Context as _, Result};
use chrono::{DateTime, Duration};

/// One series.
pub(crate) struct Series {
    /// Its values, a day apart whatever they are: only one of the peers asks, and only for order.
    pub(crate) dated: TimeSeries,
    pub(crate) horizon: usize,
    /// In periods; 1 for none.
    pub(crate) season: usize,
}

/// Every series of a file, packed or plain.
pub(crate) fn read(file: &Path) -> Result<Vec<Series>> {
    let mut reader = csv::Reader::from_reader(unpacked(file)?);
    let header = reader.headers()?.clone();
    let column = |name: &str| {
        let found = header.iter().position(|column| column == name);
        found.with_context(|| format!("{} has no column {name:?}", file.display()))
    };
    let (horizon, season, train) = (column("horizon")?, column("m_model")?, column("train")?);
    let mut all = Vec::new();
    for record in reader.records() {
        let record = record?;
        let values = record[train].split(' ').map(str::parse).collect::<Result<Vec<f64>, _>>();
        let values = values.context("these peers want a number for every period")?;
        let day = |at: usize| DateTime::UNIX_EPOCH + Duration::days(at as i64);
        let days = (0..values.len()).map(day).collect();
        let dated = TimeSeries::univariate(days, values)?;
        all.push(Series {
            dated,
            horizon: record[horizon].parse()?,
            season: record[season].parse()?,
        });
    }
    Ok(all)
}

fn unpacked(file: &Path) -> Result<Box<dyn Read>> {
    let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
    let is_packed = bytes.starts_with(&[0x1f, 0x8b]);
    let plain = Cursor::new(bytes);
    Ok(if is_packed { Box::new(flate2::read::MultiGzDecoder::new(plain)) } else { Box::new(plain) })
}
