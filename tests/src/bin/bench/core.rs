//! Speed of the ledger: appending, sealing, opening, unlocking.

use std::io::Write as _;

use anyhow::{Result, bail};
use protocol::{Bench, Request, Response, TestRequest};
use tests::{Engine, PASSWORD, Places, Shop, Site, Stage, Tab, rename};

use crate::report::{Goal, Row, as_json, number, print};

pub(crate) async fn run(arguments: &[String]) -> Result<()> {
    let is_json = match arguments {
        [] => false,
        [flag] if flag == "--json" => true,
        _ => bail!(
            "usage: cargo xtask bench [--json] | bench import sales [--data FILE] [--json OUT] \
             | bench forecast [--data FILE] [--json OUT]"
        ),
    };
    let site = Site::serve(&Places::new().test_dist()?).await?;
    let stage = Stage::set_on(Engine::Chromium, site).await?;
    let tab = stage.open("/").await?;
    Shop::found(&tab).await?;
    let mut rows = appends(&tab).await?;
    rows.push(seal_and_chain(&tab).await?);
    for packed in [false, true] {
        rows.extend(open_and_apply(&tab, packed).await?);
    }
    rows.extend(unlock(&tab).await?);
    if is_json {
        writeln!(std::io::stdout().lock(), "{}", as_json(&rows))?;
        return Ok(());
    }
    print(&rows)
}

/// From the command leaving the page to its acknowledgement there, one at a time.
async fn appends(tab: &Tab) -> Result<Vec<Row>> {
    const WARM: usize = 50;
    const MEASURED: usize = 1_000;
    let commands: Vec<Request> = (0..WARM + MEASURED)
        .map(|n| rename(n as u128 + 1, &format!("Harbour Bakery {n}")))
        .collect();
    tab.start_appends(&commands, 1).await?;
    let appends = tab.appended().await?;
    let mut micros = appends.micros[WARM..].to_vec();
    micros.sort_unstable();
    let at = |share: f64| {
        let index = (share * (micros.len() - 1) as f64).round() as usize;
        micros[index] as f64 / 1_000.0
    };
    let row = |name: &str, value, goal| Row { goal, ..Row::new(name, value, "ms") };
    Ok(vec![
        row("strict append, p50", at(0.50), None),
        row("strict append, p95", at(0.95), Some(Goal::AtMost(40.0))),
        row("strict append, p99", at(0.99), None),
    ])
}

async fn seal_and_chain(tab: &Tab) -> Result<Row> {
    let found = measure(tab, Bench::SealChain { events: 200_000 }).await?;
    let (bytes, ms) = (number(&found, "plaintext_bytes")?, number(&found, "ms")?);
    let value = bytes / 1_000_000.0 / (ms / 1_000.0);
    Ok(Row { goal: Some(Goal::AtLeast(150.0)), ..Row::new("seal and chain", value, "MB/s") })
}

async fn open_and_apply(tab: &Tab, packed: bool) -> Result<Vec<Row>> {
    let found = measure(tab, Bench::OpenApply { blocks: 300_000, packed }).await?;
    let kind = if packed { "packed" } else { "unpacked" };
    let row = |what: &str, key: &str, goal| -> Result<Row> {
        let name = format!("300,000 blocks {kind}, {what}");
        Ok(Row { goal, ..Row::new(&name, number(&found, key)? / 1_000.0, "s") })
    };
    Ok(vec![
        row("open", "open_ms", None)?,
        row("apply", "apply_ms", None)?,
        row("together", "total_ms", Some(Goal::AtMost(4.0)))?,
    ])
}

async fn unlock(tab: &Tab) -> Result<Vec<Row>> {
    let found = measure(tab, Bench::Unlock { password: PASSWORD.to_owned() }).await?;
    let row = |what: &str, key: &str| -> Result<Row> {
        Ok(Row::new(&format!("unlock, {what}"), number(&found, key)?, "ms"))
    };
    Ok(vec![row("key derivation", "derive_ms")?, row("the rest", "rest_ms")?])
}

/// What the ledger worker measures inside itself.
pub(crate) async fn measure(tab: &Tab, bench: Bench) -> Result<Vec<(String, f64)>> {
    match tab.expect_done(&Request::Test(TestRequest::Bench(bench))).await? {
        Response::Bench(found) => Ok(found),
        _ => bail!("a measurement was answered with something else"),
    }
}
