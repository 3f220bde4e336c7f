//! Programs over files: evaluations, benchmarks, and the verification of an exported log.
//!
//! Run through `cargo xtask`, which builds them under the profile `eval`.

mod forecast;
mod import;
mod pretrain;
mod unpack;
mod verify;

use std::process::ExitCode;

const USAGE: &str = "usage: eval verify FILE
       eval forecast FILE… [--model NAME] [--json OUT] [--forecasts OUT.csv] [--sample N]
                     [--threads N] [--wasm] [--alone]
       eval pretrain OUT LESSONS SEED
       eval import FILE… [--answer ID=ANSWER]… [--zone ZONE] [--currency CODE] [--json OUT]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["forecast", rest @ ..] => forecast::run(rest),
        ["import", rest @ ..] => import::run(rest),
        ["pretrain", rest @ ..] => pretrain::run(rest),
        ["verify", file] => verify::run(file.as_ref()),
        _ => Err(anyhow::anyhow!(USAGE)),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::from(2)
    })
}
