//! `eval forecast FILE…`: forecasts every series of a file and, where it says what came, how good they were.
//!
//! A file is a CSV, packed or plain, with the columns `id, source, freq, m_eval, m_model, horizon, n_train, category,
//! train, test`. Only `train` and what is known in advance (opening days) reach an engine.

mod browser;
mod engine;
mod global;
mod input;
mod metrics;
mod naive2;
mod options;
mod output;

use std::process::ExitCode;

use input::Set;
use metrics::Summary;
use options::Options;

/// What one file came to.
struct Evaluated {
    set: Set,
    answers: Vec<engine::Answer>,
    summary: Option<Summary>,
}

/// Forecasts the files and says what came of it.
pub(crate) fn run(words: &[&str]) -> anyhow::Result<ExitCode> {
    let options = Options::parse(words)?;
    let mut evaluated = Vec::new();
    for path in &options.files {
        let mut set = Set::read(path)?;
        if let Some(most) = options.sample {
            set.thin(most);
        }
        let (runtime, model) = (options.runtime, options.model);
        let answers = runtime.forecast(&set.rows, model, options.threads, options.learning)?;
        let summary = Summary::of(&set.rows, &answers);
        let file = Evaluated { set, answers, summary };
        output::table(&file, &options)?;
        evaluated.push(file);
    }
    output::together(&evaluated)?;
    if let Some(path) = &options.json {
        output::json(&evaluated, &options, path)?;
    }
    if let Some(path) = &options.forecasts {
        output::forecasts(&evaluated, path)?;
    }
    Ok(ExitCode::SUCCESS)
}
