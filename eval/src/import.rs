//! `eval import FILE…`: what the import engine makes of files, as JSON. The same code as in the browser; only unpacking
//! and time zones are the machine's.

mod merge;
mod report;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;

use anyhow::{Context, bail};
use connectors::{ImportError, Inspector, Reader, Reading, Settings};
use ledger::{Answers, Currency, Description};
use serde_json::{Map, Value};

use crate::unpack;

/// Bytes read at once, as the files worker does.
const SLICE: usize = 1 << 20;
/// How often a file may ask to be read again before that is a fault of ours.
const MOST_READINGS: usize = 5;

#[derive(Debug)]
struct Options {
    files: Vec<PathBuf>,
    answers: Answers,
    settings: Settings,
    out: Option<PathBuf>,
}

/// Imports the files and writes what they came to; the exit code is 2 while something has to be answered.
pub(crate) fn run(words: &[&str]) -> anyhow::Result<ExitCode> {
    let options = parse(words)?;
    let mut merged = merge::Merge::new();
    let mut objects = Map::new();
    let mut has_questions = false;
    for path in &options.files {
        let (description, mut reading) = read(path, &options)?;
        has_questions |= !reading.checked.questions.is_empty();
        objects.insert(name_of(path), report::object(&description, &reading));
        if options.files.len() > 1 {
            merged.add(&mut reading)?;
        }
    }
    let json = if objects.len() == 1 && options.files.len() == 1 {
        objects.into_iter().next().map_or(Value::Null, |(_, object)| object)
    } else {
        objects.insert("merged".to_owned(), merged.finish()?);
        Value::Object(objects)
    };
    write(&options, &serde_json::to_string_pretty(&json)?)?;
    Ok(if has_questions { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

fn parse(words: &[&str]) -> anyhow::Result<Options> {
    let (mut files, mut answers, mut out) = (Vec::new(), Answers::new(), None);
    let (mut zone, mut currency) = ("UTC", "EUR");
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().copied().with_context(|| format!("{word} needs a value"));
        match *word {
            "--answer" => {
                let (id, answer) = value()?.split_once('=').context("--answer takes ID=ANSWER")?;
                answers.insert(id.to_owned(), answer.to_owned());
            }
            "--zone" => zone = value()?,
            "--currency" => currency = value()?,
            "--json" => out = Some(PathBuf::from(value()?)),
            option if option.starts_with("--") => bail!("unknown option {option}"),
            file => files.push(PathBuf::from(file)),
        }
    }
    if files.is_empty() {
        bail!("no file named");
    }
    let settings = Settings {
        currency: Currency::from_code(currency)?,
        remembered: Vec::new(),
        offset: offsets(zone)?,
    };
    Ok(Options { files, answers, settings, out })
}

/// Minutes east of UTC in a zone, from the machine's own tables.
fn offsets(zone: &str) -> anyhow::Result<Rc<dyn Fn(i64) -> i16>> {
    if zone == "UTC" {
        return Ok(Rc::new(|_| 0));
    }
    let zone = jiff::tz::TimeZone::get(zone).with_context(|| format!("unknown zone {zone}"))?;
    Ok(Rc::new(move |instant_ms| {
        let instant =
            jiff::Timestamp::from_millisecond(instant_ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        (zone.to_offset(instant).seconds() / 60) as i16
    }))
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn each_slice(
    path: &Path,
    mut take: impl FnMut(&[u8]) -> Result<bool, ImportError>,
) -> anyhow::Result<Result<(), ImportError>> {
    let mut source = unpack::open(path)?;
    let mut slice = vec![0; SLICE];
    loop {
        let read = source.read(&mut slice)?;
        if read == 0 {
            return Ok(Ok(()));
        }
        match take(&slice[..read]) {
            Ok(true) => {}
            Ok(false) => return Ok(Ok(())),
            Err(error) => return Ok(Err(error)),
        }
    }
}

fn read(path: &Path, options: &Options) -> anyhow::Result<(Description, Reading)> {
    let mut inspector = Inspector::new(options.settings.clone());
    each_slice(path, |slice| {
        inspector.feed(slice);
        Ok(!inspector.has_enough())
    })??;
    if !inspector.has_enough() {
        inspector.end();
    }
    let fail = |error: ImportError| {
        let code = error.code();
        anyhow::Error::new(error).context(format!("{}: {code}", path.display()))
    };
    let description = inspector.describe().map_err(fail)?;
    let mut plan = description.plan.clone();
    for _ in 0..MOST_READINGS {
        match read_by(path, &plan, options)? {
            Ok(reading) => return Ok((description, reading)),
            Err(ImportError::ReadAgain(better)) => plan = *better,
            Err(error) => return Err(fail(error)),
        }
    }
    bail!("{} asks to be read again and again", path.display())
}

fn read_by(
    path: &Path,
    plan: &ledger::Plan,
    options: &Options,
) -> anyhow::Result<Result<Reading, ImportError>> {
    let mut reader = match Reader::new(plan, &options.answers, &options.settings) {
        Ok(reader) => reader,
        Err(error) => return Ok(Err(error)),
    };
    if let Err(error) = each_slice(path, |slice| reader.feed(slice).map(|()| true))? {
        return Ok(Err(error));
    }
    Ok(reader.finish())
}

fn write(options: &Options, json: &str) -> anyhow::Result<()> {
    use std::io::Write;
    match &options.out {
        Some(path) => {
            std::fs::write(path, json).with_context(|| format!("cannot write {}", path.display()))
        }
        None => Ok(writeln!(std::io::stdout().lock(), "{json}")?),
    }
}
