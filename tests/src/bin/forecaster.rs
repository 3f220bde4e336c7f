//! Series in, forecasts out, in Chromium: a JSON object per line on either side, in the same order. `cargo xtask eval
//! forecast --wasm` starts it. If the first line holds `learn` and the options of `TrainedModel.train`, a model is trained on
//! all series before any is forecast by it.
#![forbid(unsafe_code)]

use std::io::{BufRead as _, Write as _};

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::Value;
use tests::{Answer, Forecaster, Places, Task};

/// Values that go to the page at once, about.
const BATCH: usize = 50_000;

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Lesson { learn: Value },
    Task(Task),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let (mut lesson, mut tasks) = (None, Vec::new());
    for line in std::io::stdin().lock().lines() {
        match serde_json::from_str(&line?).context("a task")? {
            Line::Lesson { learn } => lesson = Some(learn),
            Line::Task(task) => tasks.push(task),
        }
    }
    let forecaster = Forecaster::open(&Places::new().npm_package()?).await?;
    let mut share = 0.0;
    if let Some(options) = lesson {
        for batch in batches(&tasks) {
            forecaster.gather(batch).await?;
        }
        let lesson = forecaster.learn(&options).await?;
        share = lesson.ms / tasks.len().max(1) as f64;
        if let Some(error) = lesson.error {
            let refused = Answer { mean: vec![], quantiles: vec![], error: Some(error), ms: share };
            say(&vec![refused; tasks.len()])?;
            return forecaster.close().await;
        }
    }
    let workers = std::thread::available_parallelism()?.get();
    for batch in batches(&tasks) {
        let mut answers = forecaster.run(batch, workers).await?.answers;
        // Each takes its share of what was learned from all.
        answers.iter_mut().for_each(|answer| answer.ms += share);
        say(&answers)?;
    }
    forecaster.close().await
}

/// Parts of about as many values as go to the page at once.
fn batches(tasks: &[Task]) -> impl Iterator<Item = &[Task]> {
    let mut left = tasks;
    std::iter::from_fn(move || {
        let mut values = 0;
        let enough = |task: &Task| {
            values += task.values.len();
            values >= BATCH
        };
        let end = left.iter().position(enough).map_or(left.len(), |at| at + 1);
        let (batch, rest) = left.split_at(end);
        left = rest;
        (!batch.is_empty()).then_some(batch)
    })
}

fn say(answers: &[Answer]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    for answer in answers {
        writeln!(out, "{}", serde_json::to_string(answer)?)?;
    }
    Ok(out.flush()?)
}
