//! The main journey in every browser that was asked for; what one lacks is noticed and lived without.
#![cfg(test)]

use anyhow::{Context as _, Result, bail, ensure};
use protocol::{Gate, MirrorState};
use tests::{Engine, Places, Role, Shop, Stage, journey_on, locked, rename, wait_for};

/// Creates a vault by hand, saves a setting, verifies, locks, comes back.
async fn main_journey(stage: &mut Stage) -> Result<()> {
    let tab = stage.open("/").await?;
    let shop = Shop::found_by_hand(&tab).await?;
    tab.click(Role::Link, "Settings").await?;
    tab.fill("Business name", "Quayside Bakery").await?;
    tab.keys(thirtyfour::Key::Enter).await?;
    tab.see("Business name saved").await?;
    tab.click(Role::Radio, "Dark").await?;
    tab.see("Setting saved").await?;
    tab.expect_done(&rename(1, "Wharfside Bakery")).await?;

    tab.click(Role::Link, "Storage").await?;
    tab.see("Business renamed to Wharfside Bakery").await?;
    tab.press("Verify now").await?;
    tab.see("The log is whole:").await?;
    let report = tab.storage_in_step().await?;
    tab.click(Role::Link, "General").await?;
    tab.click(Role::Link, "Storage").await?;
    match report.mirror {
        MirrorState::Unsupported => tab.see("Not possible in this browser").await?,
        MirrorState::InStep { .. } => tab.see("In step").await?,
        MirrorState::Behind { .. } => bail!("the mirror lags behind"),
    }

    tab.press("Lock").await?;
    locked(&tab).await?;
    tab.fill("Password", "nonsense").await?;
    tab.press("Unlock").await?;
    tab.see("That password does not open this vault.").await?;
    tab.reload().await?;
    shop.unlock(&tab).await?;

    let second = stage.open_beside("/settings/general").await?;
    wait_for(&second, "an open vault", |gate| matches!(gate, Gate::Open(_))).await?;
    second.expect_done(&rename(2, "Second Tab Bakery")).await?;
    tab.see("Second Tab Bakery").await?;
    let rows = second.log_rows().await?;
    ensure!(rows.iter().filter(|row| row.code == "business-renamed").count() == 3);
    Ok(())
}

#[tokio::test]
async fn the_main_journey_works_in_every_browser_asked_for() -> Result<()> {
    for name in Places::new().browsers() {
        let engine = match name.as_str() {
            "chromium" => Engine::Chromium,
            "firefox" => Engine::Firefox,
            "webkit" => Engine::WebKit,
            unknown => bail!("TILLCAST_BROWSERS names {unknown:?}"),
        };
        let stage = Stage::set(engine).await.with_context(|| format!("starting {name}"))?;
        let journey = format!("main_{name}");
        journey_on(&journey, stage, async |stage| main_journey(stage).await).await?;
    }
    Ok(())
}
