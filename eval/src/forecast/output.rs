//! What is said: a table per file for people, JSON and CSV for programs.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use model_wasm::forecast::Levels;
use serde_json::{Map, Value, json};

use super::Evaluated;
use super::options::Options;

/// Failures named before it is only said how many there are.
const NAMED: usize = 10;

/// Prints how good the forecasts of a file were.
pub(crate) fn table(file: &Evaluated, options: &Options) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let (rows, name) = (&file.set.rows, options.model.as_str());
    let horizon = rows.iter().map(|row| row.horizon).max().unwrap_or(0);
    let (title, runtime) = (&file.set.name, options.runtime.as_str());
    writeln!(out, "{title}: {} series, {horizon} steps, {name}, {runtime}", rows.len())?;
    match &file.summary {
        Some(summary) => {
            let figures = summary.figures();
            let names: String = figures.iter().map(|(name, _)| format!("{name:>9}")).collect();
            let values: String = figures.iter().map(|(_, value)| shown(*value)).collect();
            writeln!(out, "{names}\n{values}")?;
            let (smape, mase) = (summary.naive2_smape, summary.naive2_mase);
            writeln!(out, "{}{}{}  Naive2", shown(smape), shown(mase), shown(1.0))?;
            if summary.series < rows.len() {
                writeln!(out, "  over {} series of {}", summary.series, rows.len())?;
            }
        }
        None => writeln!(out, "  nothing to hold the forecasts against")?,
    }
    let failures = file.set.rows.iter().zip(&file.answers);
    let failures: Vec<String> = failures
        .filter_map(|(row, answer)| {
            let failure = answer.outcome.as_ref().err()?;
            Some(format!("  no forecast for {}: {} ({})", row.id, failure.message, failure.code))
        })
        .collect();
    for failure in failures.iter().take(NAMED) {
        writeln!(out, "{failure}")?;
    }
    if failures.len() > NAMED {
        writeln!(out, "  and none for {} more", failures.len() - NAMED)?;
    }
    Ok(())
}

/// Nothing divided by nothing is no figure.
fn shown(value: f64) -> String {
    if value.is_finite() { format!("{value:>9.3}") } else { format!("{:>9}", "–") }
}

/// Prints what several files come to.
pub(crate) fn together(files: &[Evaluated]) -> anyhow::Result<()> {
    if let Some(owa) = owa(files) {
        writeln!(std::io::stdout().lock(), "OWA, geometric mean over the files: {owa:.4}")?;
    }
    Ok(())
}

/// The geometric mean of the OWA of several files.
fn owa(files: &[Evaluated]) -> Option<f64> {
    let owas = files.iter().filter_map(|file| file.summary.as_ref()).map(|summary| summary.owa);
    let logarithms: Vec<f64> = owas.filter(|owa| owa.is_finite()).map(f64::ln).collect();
    let mean = logarithms.iter().sum::<f64>() / logarithms.len() as f64;
    (logarithms.len() > 1).then(|| mean.exp())
}

/// Writes the figures of each file, and of each of its series.
pub(crate) fn json(files: &[Evaluated], options: &Options, path: &Path) -> anyhow::Result<()> {
    let files_json: Vec<Value> = files.iter().map(file_json).collect();
    let whole = json!({
        "model": options.model.as_str(),
        "runtime": options.runtime.as_str(),
        "engine_version": model_wasm::forecast::VERSION,
        "files": files_json,
        "owa_geometric_mean": owa(files),
    });
    std::fs::write(path, format!("{whole:#}\n"))
        .with_context(|| format!("cannot write {}", path.display()))
}

fn file_json(file: &Evaluated) -> Value {
    let metrics = file.summary.as_ref().map(|summary| {
        let figures = summary.figures().into_iter();
        let mut object: Map<String, Value> =
            figures.map(|(name, value)| (name.to_lowercase(), json!(value))).collect();
        object.insert("series".to_owned(), json!(summary.series));
        object.insert("naive2_smape".to_owned(), json!(summary.naive2_smape));
        object.insert("naive2_mase".to_owned(), json!(summary.naive2_mase));
        object
    });
    let series: Vec<Value> = file.set.rows.iter().zip(&file.answers).map(series_json).collect();
    json!({ "file": file.set.name, "series": file.set.rows.len(), "metrics": metrics, "rows": series })
}

fn series_json((row, answer): (&super::input::Row, &super::engine::Answer)) -> Value {
    match &answer.outcome {
        Err(failure) => json!({ "id": row.id, "ms": answer.ms, "error": failure.code }),
        Ok(forecast) => {
            let score = super::metrics::Score::of(row, forecast);
            json!({
                "id": row.id,
                "ms": answer.ms,
                "smape": score.as_ref().map(|score| score.smape),
                "mase": score.as_ref().map(|score| score.mase),
                "rmsse": score.as_ref().map(|score| score.rmsse),
                "spl": score.as_ref().map(|score| score.spl),
                "msis": score.as_ref().map(|score| score.msis),
                "cov95": score.as_ref().map(|score| score.inside_95),
                "naive2_mase": score.as_ref().map(|score| score.naive2_mase),
            })
        }
    }
}

/// Writes every forecast, a line per series and step.
pub(crate) fn forecasts(files: &[Evaluated], path: &Path) -> anyhow::Result<()> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut out = csv::Writer::from_writer(BufWriter::new(file));
    let levels = Levels::bands();
    let names = levels.as_slice().iter().map(|level| format!("q{level}"));
    let header = ["id", "step", "mean"].map(str::to_owned).into_iter().chain(names);
    out.write_record(header.chain(["ms".to_owned()]))?;
    let answers = files.iter().flat_map(|file| file.set.rows.iter().zip(&file.answers));
    for (row, answer) in answers {
        let Ok(forecast) = &answer.outcome else { continue };
        for (step, mean) in forecast.mean.iter().enumerate() {
            let quantiles = forecast.row(step).iter().map(f64::to_string);
            let start = [row.id.clone(), (step + 1).to_string(), mean.to_string()];
            let fields = start.into_iter().chain(quantiles);
            out.write_record(fields.chain([format!("{:.4}", answer.ms)]))?;
        }
    }
    Ok(out.flush()?)
}
