//! Two tabs on one vault: one writes, both see; either may go.
#![cfg(test)]

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Result, ensure};
use protocol::{Gate, Request, Response};
use tests::{Role, Shop, journey, rename, wait_for};
use tokio::time::Instant;

/// The promise of the design.
const TAKEOVER: Duration = Duration::from_secs(2);

#[tokio::test]
async fn tabs_stay_in_step_lock_together_and_take_over() -> Result<()> {
    journey("in_step", async |stage| {
        let first = stage.open("/settings/general").await?;
        let shop = Shop::found(&first).await?;
        let second = stage.open_beside("/settings/storage").await?;
        second.get(Role::Heading, "Settings").await?;
        wait_for(&second, "an open vault", |gate| matches!(gate, Gate::Open(_))).await?;

        first.fill("Business name", "Quayside Bakery").await?;
        first.keys(thirtyfour::Key::Enter).await?;
        second.see("Business renamed to Quayside Bakery").await?;
        second.click(Role::Link, "General").await?;
        second.fill("Your name", "Odile Fairweather").await?;
        second.keys(thirtyfour::Key::Enter).await?;
        second.see("Your name saved").await?;
        first.see("Odile Fairweather").await?;

        second.press("Lock").await?;
        for tab in [&first, &second] {
            tab.see("Locked. Your password opens it.").await?;
        }
        shop.unlock(&second).await?;
        wait_for(&first, "an open vault", |gate| matches!(gate, Gate::Open(_))).await?;

        // The tab that leads goes: the other answers without a password, soon.
        first.close().await?;
        let began = Instant::now();
        second.expect_done(&rename(1, "Taken over")).await?;
        ensure!(began.elapsed() < TAKEOVER, "the takeover took {:?}", began.elapsed());
        second.see("Taken over").await?;
        ensure!(matches!(second.gate().await?, Gate::Open(_)));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_thousand_appends_from_each_of_two_tabs_are_all_there_once() -> Result<()> {
    journey("storm", async |stage| {
        const EACH: u128 = 1_000;
        let first = stage.open("/settings/general").await?;
        Shop::found(&first).await?;
        let second = stage.open_beside("/settings/general").await?;
        wait_for(&second, "an open vault", |gate| matches!(gate, Gate::Open(_))).await?;

        let commands = |tab: u128| -> Vec<Request> {
            let command = |n| rename(tab * EACH + n + 1, &format!("tab {tab} command {n}"));
            // Every tenth is sent twice, as a page does that did not hear the answer.
            (0..EACH).flat_map(|n| vec![command(n); if n % 10 == 0 { 2 } else { 1 }]).collect()
        };
        first.start_appends(&commands(0), 4).await?;
        second.start_appends(&commands(1), 4).await?;
        for tab in [&first, &second] {
            let appends = tab.appended().await?;
            ensure!(appends.refused.is_empty(), "refused: {:?}", appends.refused);
            ensure!(appends.acknowledged.len() == 1_100);
        }

        let mut times = BTreeMap::<String, u32>::new();
        for row in first.log_rows().await? {
            if row.code == "business-renamed" {
                *times.entry(row.args[0].1.clone()).or_default() += 1;
            }
        }
        ensure!(times.len() == 2 * 1_000, "{} different commands in the log", times.len());
        let doubled: Vec<_> = times.iter().filter(|(_, count)| **count != 1).collect();
        ensure!(doubled.is_empty(), "not exactly once: {doubled:?}");

        let job = Request::Job(protocol::Job::VerifyChain);
        let Response::Verified(report) = second.expect_done(&job).await? else {
            anyhow::bail!("verification was answered with something else");
        };
        ensure!(report.problems.is_empty(), "the chain: {:?}", report.problems);
        ensure!(report.blocks >= 2_000);
        Ok(())
    })
    .await
}
