//! Settings: every choice is an event, the log shows it, and a reload changes nothing.
#![cfg(test)]

use std::time::Duration;

use anyhow::{Result, ensure};
use protocol::{Gate, MirrorState, Request, Response};
use serde_json::json;
use tests::{Role, Shop, Strictness, Tab, journey, wait_for};

async fn head(tab: &Tab) -> Result<u64> {
    let Response::Storage(report) = tab.expect_done(&Request::Storage).await? else {
        anyhow::bail!("storage was answered with something else");
    };
    Ok(report.head.seq)
}

/// Fills one name's field and sends its form.
async fn save_name(tab: &Tab, field: &str, name: &str, said: &str) -> Result<()> {
    tab.fill(field, name).await?;
    tab.keys(thirtyfour::Key::Enter).await?;
    tab.see(said).await
}

#[tokio::test]
async fn every_saved_setting_is_an_event_and_survives_a_reload() -> Result<()> {
    journey("settings", async |stage| {
        let tab = stage.open("/settings/general").await?;
        let shop = Shop::found(&tab).await?;
        tab.get(Role::Heading, "Settings").await?;
        tab.expect_accessible(Strictness::Whole).await?;
        let before = head(&tab).await?;

        save_name(&tab, "Business name", "Quayside Bakery", "Business name saved").await?;
        save_name(&tab, "Your name", "Odile Fairweather", "Your name saved").await?;
        tab.choose("Currency", "CHF").await?;
        wait_for(
            &tab,
            "the currency",
            |gate| matches!(gate, Gate::Open(session) if session.settings.currency.code() == "CHF"),
        )
        .await?;
        tab.choose("Time zone", "Europe/Zurich").await?;
        tab.click(Role::Radio, "Dark").await?;
        wait_for(&tab, "five settings", |gate| match gate {
            Gate::Open(session) => {
                let settings = &session.settings;
                session.name == "Odile Fairweather"
                    && settings.business == "Quayside Bakery"
                    && settings.currency.code() == "CHF"
                    && settings.time_zone == "Europe/Zurich"
                    && settings.theme == ledger::Theme::Dark
            }
            _ => false,
        })
        .await?;
        ensure!(head(&tab).await? == before + 5, "five settings are five blocks");

        tab.click(Role::Link, "Storage").await?;
        for sentence in [
            "Business renamed to Quayside Bakery",
            "Person renamed to Odile Fairweather",
            "Currency set to CHF",
            "Time zone set to Europe/Zurich",
            "Theme set to dark",
            "Vault created for Harbour Bakery, counting in EUR",
        ] {
            tab.see(sentence).await?;
        }
        tab.expect_accessible(Strictness::Whole).await?;

        tab.reload().await?;
        shop.unlock(&tab).await?;
        tab.click(Role::Link, "General").await?;
        let name = tab.get(Role::Textbox, "Business name").await?.prop("value").await?;
        ensure!(name.as_deref() == Some("Quayside Bakery"), "after a reload: {name:?}");
        let theme = tab.script("return document.documentElement.dataset.theme", vec![]).await?;
        ensure!(theme == json!("dark"), "theme after a reload: {theme}");
        let title = tab.script("return document.title", vec![]).await?;
        ensure!(title.as_str().is_some_and(|t| t.contains("Quayside Bakery")), "title: {title}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_refused_setting_says_why_and_keeps_what_was_typed() -> Result<()> {
    journey("refused", async |stage| {
        let tab = stage.open("/settings/general").await?;
        Shop::found(&tab).await?;
        let before = head(&tab).await?;
        let long = "Bakery ".repeat(20);
        tab.fill("Business name", long.trim_end()).await?;
        tab.keys(thirtyfour::Key::Enter).await?;
        tab.see("Not saved: the business name has 139 characters, 80 are possible.").await?;
        let kept = tab.get(Role::Textbox, "Business name").await?.prop("value").await?;
        ensure!(kept.as_deref() == Some(long.trim_end()), "the field was emptied");
        ensure!(head(&tab).await? == before);
        tab.expect_accessible(Strictness::Whole).await
    })
    .await
}

#[tokio::test]
async fn the_storage_page_tells_what_is_and_hands_out_a_log_that_verifies() -> Result<()> {
    journey("storage", async |stage| {
        let tab = stage.open("/settings/storage").await?;
        Shop::found(&tab).await?;
        stage.keep_downloads(&tab).await?;

        tab.see("Not promised").await?;
        // The mirror follows the log; the page asks when it is opened.
        let report = tab.storage_in_step().await?;
        ensure!(matches!(report.mirror, MirrorState::InStep { .. }), "{:?}", report.mirror);
        tab.click(Role::Link, "General").await?;
        tab.click(Role::Link, "Storage").await?;
        tab.see("In step").await?;
        tab.press("Verify now").await?;
        tab.see("The log is whole:").await?;
        tab.see("Log checked:").await?;
        tab.expect_accessible(Strictness::Whole).await?;

        tab.press("Export the sealed log").await?;
        let file = stage.downloaded(&tab, "tclog").await?;
        let report = vault::verify_export(
            std::fs::File::open(&file)?,
            &vault::VerifyOptions::default(),
            |_| std::ops::ControlFlow::Continue(()),
        )?;
        ensure!(report.is_sound(), "the exported log: {:?}", report.problems);
        ensure!(report.blocks > head(&tab).await?.saturating_sub(2), "{} blocks", report.blocks);
        let sealed = String::from_utf8_lossy(&std::fs::read(&file)?).into_owned();
        ensure!(!sealed.contains("Harbour Bakery"), "the sealed log is readable");

        tab.press("Export a readable copy").await?;
        let file = stage.downloaded(&tab, "jsonl").await?;
        let text = std::fs::read_to_string(&file)?;
        ensure!(text.contains("Harbour Bakery"), "the readable log is not");
        tab.see("Log exported").await
    })
    .await
}

#[tokio::test]
async fn a_verification_can_be_cancelled() -> Result<()> {
    journey("cancelled", async |stage| {
        let tab = stage.open("/settings/storage").await?;
        Shop::found(&tab).await?;
        let commands: Vec<Request> =
            (0..300).map(|n| tests::rename(n + 1, &format!("Bakery {n}"))).collect();
        tab.start_appends(&commands, 4).await?;
        tab.appended().await?;
        tab.press("Verify now").await?;
        // Too quick to be cancelled is as good.
        let cancel = tab.find(&tests::Target::new(Role::Button, "Cancel")).await;
        if let Ok(Some(cancel)) = cancel {
            tokio::time::timeout(Duration::from_secs(5), cancel.click()).await?.ok();
        }
        tab.until("an end", async || {
            let text = tab.text().await?;
            let ended = text.contains("Cancelled.") || text.contains("The log is whole");
            Ok(ended.then_some(()))
        })
        .await?;
        tab.press("Verify now").await?;
        tab.see("The log is whole:").await
    })
    .await
}
