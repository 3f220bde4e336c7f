//! The engines in a browser: another program has one and answers line by line. This one only asks and scores.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::process::{ChildStdin, Command, Stdio};

use anyhow::{Context, ensure};
use jiff::Span;
use jiff::civil::date;
use model_wasm::forecast::{Column, Forecast, Levels, Name, Role};
use serde_json::{Value, json};

use super::engine::{Answer, Failure};
use super::global;
use super::input::Row;
use super::options::Learning;

/// The program; `cargo xtask eval` sets it.
const PROGRAM: &str = "TILLCAST_FORECASTER";

/// One answer per row, in their order.
pub(crate) fn forecast(
    rows: &[Row],
    model: Name,
    learning: Learning,
) -> anyhow::Result<Vec<Answer>> {
    let program = std::env::var_os(PROGRAM)
        .with_context(|| format!("--wasm needs {PROGRAM}: run it as `cargo xtask eval …`"))?;
    let mut child = Command::new(&program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", program.display()))?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (stdin, stdout) = (stdin.context("its input")?, stdout.context("its output")?);
    let answers = std::thread::scope(|scope| -> anyhow::Result<Vec<Answer>> {
        // Asked from another thread: both pipes would be full before all is said.
        let asking = scope.spawn(|| ask(stdin, rows, model, learning));
        let lines = BufReader::new(stdout).lines();
        let answers: anyhow::Result<Vec<Answer>> = lines.map(|line| answer(&line?)).collect();
        asking.join().ok().context("asking failed")??;
        answers
    });
    let status = child.wait()?;
    ensure!(status.success(), "the browser's program failed ({status})");
    let answers = answers?;
    ensure!(answers.len() == rows.len(), "{} answers for {} series", answers.len(), rows.len());
    Ok(answers)
}

fn ask(stdin: ChildStdin, rows: &[Row], model: Name, learning: Learning) -> anyhow::Result<()> {
    let mut out = BufWriter::new(stdin);
    if learning == Learning::Together && global::method(model).is_some() {
        let horizon = global::horizon(rows);
        let lesson = json!({ "model": model.as_str(), "horizon": horizon, "seed": global::SEED });
        writeln!(out, "{}", json!({ "learn": lesson }))?;
    }
    for row in rows {
        let mut options = json!({
            "horizon": row.horizon,
            "frequency": row.frequency.as_str(),
            "seasons": row.seasons,
            "open": row.calendar.is_open,
            "columns": row.calendar.columns.iter().map(column).collect::<Vec<_>>(),
            "model": model.as_str(),
        });
        if let Some(day) = row.calendar.first_day {
            let date = date(1970, 1, 1).checked_add(Span::new().try_days(day)?)?;
            options["firstDay"] = json!(date.to_string());
        }
        writeln!(out, "{}", json!({ "values": row.train, "options": options }))?;
    }
    Ok(out.flush()?)
}

fn column(column: &Column) -> Value {
    let role = match column.role {
        Role::Promotion => "promotion",
        Role::Price => "price",
        Role::Holiday => "holiday",
        Role::Event => "event",
        Role::Other => "other",
    };
    json!({ "name": column.name, "role": role, "values": column.values })
}

fn answer(line: &str) -> anyhow::Result<Answer> {
    let said: Value = serde_json::from_str(line).with_context(|| format!("it said {line:?}"))?;
    let ms = said["ms"].as_f64().context("the time of an answer")?;
    let outcome = match said.get("error") {
        Some(error) => {
            let text = |key: &str| error[key].as_str().unwrap_or_default().to_owned();
            Err(Failure { code: text("code"), message: text("message") })
        }
        None => Ok(Forecast {
            mean: numbers(&said["mean"])?,
            levels: Levels::bands(),
            quantiles: rows_of(&said["quantiles"])?,
        }),
    };
    Ok(Answer { outcome, ms })
}

fn rows_of(value: &Value) -> anyhow::Result<Vec<f64>> {
    let rows = value.as_array().context("quantiles")?.iter().map(numbers);
    Ok(rows.collect::<anyhow::Result<Vec<_>>>()?.concat())
}

fn numbers(value: &Value) -> anyhow::Result<Vec<f64>> {
    let all = value.as_array().context("a list of numbers")?.iter();
    all.map(|number| number.as_f64().context("a number")).collect()
}
