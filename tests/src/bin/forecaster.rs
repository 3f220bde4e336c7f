//! Series in, forecasts out, in Chromium: a JSON object per line on either side, in the same order. `cargo xtask eval
//! forecast --wasm` starts it.
#![forbid(unsafe_code)]

use std::io::{BufRead as _, Write as _};

use anyhow::{Context as _, Result};
use tests::{Forecaster, Places, Task};

/// Values that go to the page at once, about.
const BATCH: usize = 50_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let forecaster = Forecaster::open(&Places::new().npm_package()?).await?;
    let workers = std::thread::available_parallelism()?.get();
    let mut batch: Vec<Task> = Vec::new();
    let mut values = 0;
    for line in std::io::stdin().lock().lines() {
        let task: Task = serde_json::from_str(&line?).context("a task")?;
        values += task.values.len();
        batch.push(task);
        if values >= BATCH {
            answer(&forecaster, &std::mem::take(&mut batch), workers).await?;
            values = 0;
        }
    }
    answer(&forecaster, &batch, workers).await?;
    forecaster.close().await
}

async fn answer(forecaster: &Forecaster, tasks: &[Task], workers: usize) -> Result<()> {
    let found = forecaster.run(tasks, workers).await?;
    let mut out = std::io::stdout().lock();
    for answer in &found.answers {
        writeln!(out, "{}", serde_json::to_string(answer)?)?;
    }
    Ok(out.flush()?)
}
