//! `eval verify FILE`: does an exported log hold together? No password is needed and none is asked for.

use std::fs::File;
use std::io::{BufReader, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use vault::{Report, VerifyOptions, verify_export};

/// Prints what was found; success only if nothing is wrong.
pub(crate) fn run(path: &Path) -> anyhow::Result<ExitCode> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let progress = |_| ControlFlow::Continue(());
    let report = verify_export(BufReader::new(file), &VerifyOptions::default(), progress)
        .with_context(|| format!("{} is not an exported log", path.display()))?;
    print(&report, &mut std::io::stdout().lock())?;
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print(report: &Report, out: &mut impl Write) -> std::io::Result<()> {
    for chain in &report.chains {
        let id = chain.id.map_or_else(|| "damaged".to_owned(), |id| id.to_string());
        writeln!(out, "chain {}: {} blocks, head {id}", chain.incarnation, chain.blocks)?;
    }
    for problem in &report.problems {
        writeln!(out, "problem: {problem}")?;
    }
    let verdict = if report.is_sound() { "sound" } else { "not sound" };
    let (blocks, checkpoints) = (report.blocks, report.checkpoints);
    writeln!(
        out,
        "{verdict}: {blocks} blocks, {checkpoints} signed checkpoints, {} problems",
        report.problems.len()
    )
}
