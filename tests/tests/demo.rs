//! The demo: made up on opening, marked, apart from any real vault, deleted for good.
#![cfg(test)]

use anyhow::{Context as _, Result, ensure};
use ledger::By;
use protocol::Gate;
use tests::{DEMO_MARK, Role, Shop, Strictness, Tab, journey, locked, open_demo, wait_for};

async fn databases(tab: &Tab) -> Result<Vec<String>> {
    let script = "return (await indexedDB.databases()).map(({ name }) => name)";
    let names = tab.async_script(script, vec![]).await?;
    let names = names.as_array().into_iter().flatten();
    Ok(names.filter_map(|name| name.as_str().map(str::to_owned)).collect())
}

#[tokio::test]
async fn the_demo_has_two_years_of_numbers_and_leaves_real_vaults_alone() -> Result<()> {
    journey("demo", async |stage| {
        let tab = stage.open("/").await?;
        tab.see("Create your vault").await?;
        let before = databases(&tab).await?;
        open_demo(&tab).await?;
        let report = tab.sales(By::Place, None).await?;
        let known = report.known.context("days with sales")?;
        ensure!(
            known.last.0 - known.first.0 >= 2 * 364 - 1,
            "from {:?} to {:?}",
            known.first,
            known.last
        );
        ensure!(report.rows.len() == 3, "{} places", report.rows.len());
        ensure!(report.total.now.revenue > 0 && report.total.now.returns > 0);
        let items = tab.sales(By::Item, None).await?.rows.len();
        ensure!((100..=140).contains(&items), "{items} items");
        for path in ["/", "/forecast", "/reports", "/orders", "/import"] {
            tab.visit(path).await?;
            tab.see(DEMO_MARK).await?;
            tab.expect_accessible(Strictness::Whole).await?;
        }

        // Out of it: a first run, as if it were not there.
        tab.press("Leave").await?;
        wait_for(&tab, "the first run", |gate| matches!(gate, Gate::FirstRun)).await?;
        let shop = Shop::found(&tab).await?;
        ensure!(tab.orders("", 1).await?.total == 0, "the demo's orders are in a real vault");
        tab.expect_unseen(DEMO_MARK).await?;
        shop.lock_at_the_door(&tab).await?;

        // From the locked vault into the same demo, and back.
        open_demo(&tab).await?;
        let again = tab.sales(By::Place, None).await?.total.now;
        ensure!(again == report.total.now, "another demo: {again:?}");
        tab.press("Delete demo").await?;
        tab.get(Role::Dialog, "Delete the demo?").await?;
        tab.expect_accessible(Strictness::Whole).await?;
        tab.script("document.querySelector('dialog[open] .button--destroy').click()", vec![])
            .await?;
        locked(&tab).await?;
        shop.unlock(&tab).await?;
        ensure!(tab.orders("", 1).await?.total == 0);
        let names = databases(&tab).await?;
        ensure!(!names.iter().any(|name| name.contains("demo")), "databases: {names:?}");
        ensure!(names.len() == before.len() + 1, "before {before:?}, now {names:?}");
        Ok(())
    })
    .await
}
