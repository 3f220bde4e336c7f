//! Imports that are paused, cancelled, killed, or made from another tab: all of it is in, or nothing.
#![cfg(test)]

use std::path::PathBuf;

use anyhow::{Result, ensure};
use ledger::Language;
use protocol::{Gate, Job, Request, Response};
use tests::{
    ImportPage, OnlineRetail, Role, Shop, Stage, Tab, Taken, Target, journey, slice, wait_for,
};

/// Copies of the slice: long enough to be interrupted in every phase.
const COPIES: u32 = 12;

fn long_file(stage: &Stage) -> Result<(OnlineRetail, PathBuf)> {
    let long = OnlineRetail::august()?.repeated(COPIES)?;
    let path = stage.profile.path().join("long.csv.gz");
    long.write(&path)?;
    Ok((long, path))
}

async fn listed(tab: &Tab) -> Result<u64> {
    Ok(tab.orders("", 1).await?.total)
}

async fn imports_in_log(tab: &Tab) -> Result<usize> {
    let rows = tab.log_rows().await?;
    Ok(rows.iter().filter(|row| row.code == "import-committed").count())
}

/// Waits until some of the file is written, and less than all of it.
async fn writing(tab: &Tab) -> Result<()> {
    tab.until("writing to have begun", async || {
        if tab.find(&Target::new(Role::Heading, "It is in")).await?.is_some() {
            anyhow::bail!("it is in already");
        }
        let text = tab.text().await?;
        Ok((text.contains("Writing, ") && !text.contains("Writing, 0 of")).then_some(()))
    })
    .await
}

#[tokio::test]
async fn a_cancelled_import_leaves_nothing() -> Result<()> {
    journey("cancelled_import", async |stage| {
        let tab = stage.open("/").await?;
        let shop = Shop::found_in(&tab, "GBP", Language::En).await?;
        let (long, path) = long_file(stage)?;
        let page = ImportPage::open(&tab).await?;

        // While it is read; it stands still for as long as it is paused.
        tab.choose_file(&path).await?;
        tab.press("Pause").await?;
        tab.see("Paused after").await?;
        tab.press("Go on").await?;
        tab.press("Cancel").await?;
        tab.get(Role::Button, "Choose a file").await?;
        ensure!(listed(&tab).await? == 0, "a cancelled check has written");

        // While it is written.
        let lines = long.lines.len() as u64;
        let taken = page.choose(&path).await?;
        ensure!(taken == Taken::Checked(lines), "{taken:?}");
        page.begin_import().await?;
        writing(&tab).await?;
        tab.press("Cancel").await?;
        tab.get(Role::Button, "Choose a file").await?;
        ensure!(listed(&tab).await? == 0, "a cancelled import has written");

        tab.reload().await?;
        shop.unlock(&tab).await?;
        ensure!(listed(&tab).await? == 0 && imports_in_log(&tab).await? == 0);
        let page = ImportPage::open(&tab).await?;
        page.choose(&path).await?;
        let done = page.import().await?;
        ensure!(done.lines == lines && done.skipped == 0, "{done:?}");
        tab.expect_sales_of(&long).await
    })
    .await
}

#[tokio::test]
async fn a_browser_killed_while_it_writes_has_everything_or_nothing() -> Result<()> {
    journey("killed_import", async |stage| {
        let tab = stage.open("/").await?;
        let shop = Shop::found_in(&tab, "GBP", Language::En).await?;
        let (long, path) = long_file(stage)?;
        let page = ImportPage::open(&tab).await?;
        page.choose(&path).await?;
        page.begin_import().await?;
        writing(&tab).await?;
        stage.kill_browser().await?;
        stage.restart_browser().await?;

        let tab = stage.open("/").await?;
        shop.unlock_at_the_door(&tab).await?;
        let found = listed(&tab).await?;
        ensure!(found == 0 || found == long.numbers() as u64, "{found} orders after the kill");
        ensure!(imports_in_log(&tab).await? == usize::from(found > 0));
        let Response::Verified(report) = tab.expect_done(&Request::Job(Job::VerifyChain)).await?
        else {
            anyhow::bail!("verification was answered with something else");
        };
        ensure!(report.problems.is_empty(), "the chain: {:?}", report.problems);

        // The same file again: now all of it is there once.
        let page = ImportPage::open(&tab).await?;
        page.choose(&path).await?;
        page.import().await?;
        tab.expect_sales_of(&long).await
    })
    .await
}

#[tokio::test]
async fn a_tab_that_does_not_lead_imports_too() -> Result<()> {
    journey("import_two_tabs", async |stage| {
        let first = stage.open("/").await?;
        Shop::found_in(&first, "GBP", Language::En).await?;
        let second = stage.open_beside("/").await?;
        wait_for(&second, "an open vault", |gate| matches!(gate, Gate::Open(_))).await?;
        let page = ImportPage::open(&second).await?;
        page.choose(&slice("august.csv.gz")).await?;
        let done = page.import().await?;
        let august = OnlineRetail::august()?;
        ensure!(done.added == august.numbers() as u64, "{done:?}");
        first.expect_sales_of(&august).await?;
        // The leader's page has heard of it.
        first.gone(Role::Link, "Import a file").await?;
        first.close().await?;
        second.expect_sales_of(&august).await
    })
    .await
}
