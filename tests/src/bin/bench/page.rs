//! Our own page with the file: what it needs from the choice of a file to numbers that are there.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use ledger::{By, Language};
use protocol::Bench;
use serde_json::Value;
use tests::{Engine, ImportPage, OnlineRetail, PASSWORD, Places, Shop, Site, Stage, Tab, whole};

use crate::core::measure;
use crate::report::number;

/// What one import needed.
pub(crate) struct Import {
    pub(crate) browser: String,
    pub(crate) check_ms: f64,
    pub(crate) write_ms: f64,
    /// 0 if no task of the main thread took 50 ms.
    pub(crate) longest_task_ms: f64,
    pub(crate) files_bytes: f64,
    pub(crate) ledger_bytes: f64,
    /// Everything of an unlock but the derivation of the key.
    pub(crate) unlock_ms: f64,
    pub(crate) derive_ms: f64,
}

impl Import {
    pub(crate) fn total_ms(&self) -> f64 {
        self.check_ms + self.write_ms
    }
}

/// Notes in the page itself when each step began, so that looking from outside does not count.
const WATCH: &str = "
    const watch = window.tillcast_watch = { longest: 0 };
    const at = (name) => { watch[name] ??= performance.now(); };
    new PerformanceObserver((list) => {
        for (const task of list.getEntries()) watch.longest = Math.max(watch.longest, task.duration);
    }).observe({ type: 'longtask' });
    document.addEventListener('change', (event) => { if (event.target.type === 'file') at('chosen'); }, true);
    const look = () => {
        const button = document.querySelector('.import__foot .button--primary');
        if (button && !button.matches('[aria-disabled=true],:disabled')) at('checked');
        if (watch.pressed && document.querySelector('main dl.facts') && !button) at('written');
    };
    document.addEventListener('click', (event) => {
        if (event.target.closest('.import__foot .button--primary')) at('pressed');
    }, true);
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });";

/// A fresh vault, the file, and the vault opened again.
pub(crate) async fn import(file: &Path, content: &OnlineRetail) -> Result<Import> {
    let site = Site::serve(&Places::new().test_dist()?).await?;
    let mut stage = Stage::set_on(Engine::Chromium, site).await?;
    let tab = stage.open("/").await?;
    let shop = Shop::found_in(&tab, "GBP", Language::En).await?;
    let page = ImportPage::open(&tab).await?;
    tab.script(WATCH, vec![]).await?;
    tab.choose_file(file).await?;
    passed(&tab, "checked").await?;
    page.begin_import().await?;
    passed(&tab, "written").await?;
    let watch = tab.script("return window.tillcast_watch", vec![]).await?;
    let files =
        tab.async_script("return await window.tillcast_test.files_memory()", vec![]).await?;
    let memory = measure(&tab, Bench::Memory).await?;
    let done = page.done().await?;
    ensure!(done.rejected == 0 && done.skipped == 0, "not all went in: {done:?}");

    tab.reload().await?;
    shop.unlock_at_the_door(&tab).await?;
    let total = tab.sales(By::Month, Some(whole(content)?)).await?.total.now;
    ensure!(total.revenue == content.total().revenue, "the sums differ after the import");
    let unlock = measure(&tab, Bench::Unlock { password: PASSWORD.to_owned() }).await?;
    let browser = stage.browser()?.version();
    stage.close_browser().await?;
    Ok(Import {
        browser,
        check_ms: between(&watch, "chosen", "checked")?,
        write_ms: between(&watch, "pressed", "written")?,
        longest_task_ms: watch["longest"].as_f64().context("long tasks were watched")?,
        files_bytes: files.as_f64().context("the files worker's memory")?,
        ledger_bytes: number(&memory, "wasm_bytes")?,
        unlock_ms: number(&unlock, "rest_ms")?,
        derive_ms: number(&unlock, "derive_ms")?,
    })
}

/// What the ledger worker needs for the questions over so many lines of the formula.
pub(crate) async fn questions(lines: u32) -> Result<Vec<(String, f64)>> {
    let site = Site::serve(&Places::new().test_dist()?).await?;
    let mut stage = Stage::set_on(Engine::Chromium, site).await?;
    let tab = stage.open("/").await?;
    Shop::found(&tab).await?;
    let found = measure(&tab, Bench::Sales { lines }).await?;
    stage.close_browser().await?;
    Ok(found)
}

async fn passed(tab: &Tab, step: &str) -> Result<()> {
    // One look takes less than a millisecond of the page's time.
    let script = format!("return window.tillcast_watch.{step} !== undefined");
    tab.until_within(Duration::from_secs(180), step, async || {
        Ok((tab.script(&script, vec![]).await? == Value::Bool(true)).then_some(()))
    })
    .await
}

fn between(watch: &Value, from: &str, to: &str) -> Result<f64> {
    let at = |name: &str| watch[name].as_f64().with_context(|| format!("{name} was not seen"));
    Ok(at(to)? - at(from)?)
}
