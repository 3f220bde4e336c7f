//! `cargo xtask lighthouse`: what Chromium's own auditor thinks of the served release build.

use crate::browsers::{self, Browser};
use crate::bundle;
use crate::invocation::Invocation;
use crate::server::Server;
use crate::steps::step;
use crate::tools;
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// Score 0 to 100 that each category needs.
const DEVICES: [(&str, f64); 2] = [("desktop", 95.0), ("mobile", 90.0)];
const CATEGORIES: [&str; 3] = ["performance", "accessibility", "best-practices"];
/// Performance varies with what else the machine does: the median of these runs counts.
const RUNS: usize = 3;

/// Builds, serves, audits on both kinds of device and prints a table.
///
/// # Errors
/// If a category is below its bound.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    if let Some(unknown) = arguments.first() {
        bail!("lighthouse takes no {unknown:?}");
    }
    let tool = tools::ensure_npm_home("lighthouse", "Lighthouse")?.join(".bin/lighthouse");
    let chromium = browsers::ensure_chromium()?;
    let dist = bundle::release()?;
    let server = Server::bind(0)?;
    let url = server.url();
    // Ends with this process.
    std::thread::spawn(move || server.run(&dist));
    let mut low = Vec::new();
    for (device, bound) in DEVICES {
        let reports = step(&format!("Lighthouse, {device}"), 1.0, || {
            (1..=RUNS)
                .map(|run| audit(&tool, &chromium, &url, device, run))
                .collect::<Result<Vec<_>>>()
        })?;
        low.extend(print_and_judge(device, bound, &reports)?);
    }
    if !low.is_empty() {
        bail!("too low: {}", low.join(", "));
    }
    Ok(())
}

fn audit(tool: &Path, chromium: &Browser, url: &str, device: &str, run: usize) -> Result<Value> {
    let directory = crate::root().join("target/xtask/lighthouse");
    fs::create_dir_all(&directory)?;
    let report = directory.join(format!("{device}-{run}.json"));
    let mut options = vec![
        url.to_owned(),
        "--quiet".to_owned(),
        "--output=json".to_owned(),
        format!("--output-path={}", report.display()),
        format!("--only-categories={}", CATEGORIES.join(",")),
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu".to_owned(),
    ];
    // Without a preset it is a middling phone on a slow network.
    if device == "desktop" {
        options.push("--preset=desktop".to_owned());
    }
    let tool = tool.to_str().context("the project lies in a directory whose name is not UTF-8")?;
    Invocation::new(tool, &[]).args(&options).env("CHROME_PATH", &chromium.program).read()?;
    Ok(serde_json::from_slice(&fs::read(report)?)?)
}

/// Prints the median of each category; returns those under `bound`.
fn print_and_judge(device: &str, bound: f64, reports: &[Value]) -> Result<Vec<String>> {
    let mut out = std::io::stdout().lock();
    let mut low = Vec::new();
    for category in CATEGORIES {
        let read = |report: &Value| Some(report["categories"][category]["score"].as_f64()? * 100.0);
        let score = median(reports, read).with_context(|| format!("no score for {category}"))?;
        writeln!(out, "{device:<8} {category:<15} {score:>5.0}  (at least {bound})")?;
        if score < bound {
            low.push(format!("{device} {category} {score:.0}"));
        }
    }
    for audit in ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time"] {
        let milliseconds =
            median(reports, |report| report["audits"][audit]["numericValue"].as_f64());
        writeln!(out, "{device:<8} {audit:<25} {:>6.0} ms", milliseconds.unwrap_or(f64::NAN))?;
    }
    Ok(low)
}

fn median(reports: &[Value], read: impl Fn(&Value) -> Option<f64>) -> Option<f64> {
    let mut values: Vec<f64> = reports.iter().filter_map(read).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
