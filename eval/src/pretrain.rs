//! Makes the weights the network ships with, from series made up.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use model_wasm::forecast::{GlobalModel, Pretraining};

/// Lessons between two lines that say how far it is.
const TELL_EVERY: usize = 200;
/// Series, never learned from, whose loss is told; and the seed they come from.
const LOOKED_AT: (usize, u64) = (256, 1);

pub(crate) fn run(words: &[&str]) -> anyhow::Result<ExitCode> {
    let [out, lessons, seed] = words else {
        anyhow::bail!("usage: eval pretrain OUT LESSONS SEED");
    };
    let lessons: usize = lessons.parse().context("LESSONS is a number")?;
    let mut pretraining = Pretraining::new(lessons, seed.parse().context("SEED is a number")?);
    let begun = Instant::now();
    let tell = |lesson: usize, pretraining: &Pretraining| {
        let loss = pretraining.loss(LOOKED_AT.0, LOOKED_AT.1);
        eprintln!("{lesson:6} lessons  loss {loss:.5}  {:.0} s", begun.elapsed().as_secs_f64());
    };
    let mut lesson = 1;
    while pretraining.step() {
        if lesson % TELL_EVERY == 0 {
            tell(lesson, &pretraining);
        }
        lesson += 1;
    }
    tell(lesson, &pretraining);
    std::fs::write(out, pretraining.network().to_bytes()).with_context(|| (*out).to_owned())?;
    Ok(ExitCode::SUCCESS)
}
