//! The developer commands: `cargo xtask serve`, `cargo xtask test` and their smaller parts.
//!
//! Thin on purpose: it starts the real tools, says what it does and how long that takes, and skips
//! what is there already. It knows no other crate of the workspace.
#![warn(missing_docs)]

mod browsers;
mod budget;
mod build_id;
mod bundle;
mod forward;
mod gate;
mod headers;
mod invocation;
mod licence;
mod lighthouse;
mod lock_rules;
mod npm;
mod precache;
mod precompress;
mod prophet;
mod serve;
mod server;
mod steps;
mod style_sheet;
mod tools;

use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "\
usage: cargo xtask <command>

  serve [--port N]          build the release app and serve it on http://localhost:8080
  test [--all-browsers]     every check and every test; --only STEP runs one, --list names them
  build                     the release app in dist/, precompressed
  bench [--json]            speed in Chromium, release build
  bench import sales [--data FILE] [--json OUT]
                            a million lines into the vault, PapaParse and DuckDB-WASM beside it
  bench forecast [--data FILE] [--json OUT]
                            the engines natively and in Chromium, beside statsforecast, augurs and
                            anofox-forecast
  bench forecast --model prophet [--data FILE|FOLDER]… [--sample N]
                            how far its forecasts are from Prophet's, and how long both take
  npm                       the engines as an npm package, in target/npm
  soak                      long random runs in Chromium
  lighthouse                Lighthouse scores, desktop and mobile
  eval forecast FILE… [--model NAME] [--json OUT] [--forecasts OUT.csv] [--sample N] [--wasm] [--alone]
                            forecasts of series files and how good they were
  eval import FILE…         what the import makes of files
  verify FILE               check the chain of an exported log
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let Some((command, rest)) = arguments.split_first() else {
        eprint!("{HELP}");
        bail!("no command given");
    };
    match command.as_str() {
        "serve" => serve::run(rest),
        "test" => gate::run(rest),
        "build" => bundle::run(rest),
        "bench" => forward::bench(rest),
        "soak" => forward::soak(rest),
        "eval" => forward::eval(rest),
        "verify" => forward::verify(rest),
        "npm" => npm::run(rest),
        "lighthouse" => lighthouse::run(rest),
        // Hidden: trunk's post_build hook, and the production server for the browser tests.
        "precache" => precache::run_as_hook(),
        "serve-dist" => serve::run_directory(rest),
        "help" | "--help" | "-h" => {
            eprint!("{HELP}");
            Ok(())
        }
        unknown => {
            eprint!("{HELP}");
            bail!("there is no command {unknown:?}");
        }
    }
}

/// The workspace root: where cargo says this crate is now, else where it was compiled.
fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or_else(|| here.clone(), Path::to_path_buf)
}
