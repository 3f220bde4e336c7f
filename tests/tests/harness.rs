//! The harness itself: what it could not see, no journey would prove.

use std::path::Path;

use anyhow::{Result, ensure};
use tests::{Browser, Engine, Profile, Role, Site, Stage, Strictness, Target};

async fn opened() -> Result<(Site, Profile, Browser)> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/harness");
    let site = Site::serve(&data).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(Engine::Chromium, &profile).await?;
    browser.tab().goto(&site.origin()).await?;
    Ok((site, profile, browser))
}

#[tokio::test]
async fn elements_are_found_by_role_and_name_and_hidden_ones_are_not() -> Result<()> {
    let (_site, _profile, browser) = opened().await?;
    let tab = browser.tab();
    tab.fill("Business name", "Harbour").await?;
    tab.fill("Password", "secret").await?;
    tab.choose("Currency", "USD").await?;
    tab.press("Save it").await?;
    tab.see("Saved Harbour in USD").await?;
    ensure!(tab.find(&Target::new(Role::Button, "Unlock")).await?.is_none());
    ensure!(tab.find(&Target::new(Role::Button, "Save")).await?.is_none(), "a part of a name");
    tab.expect_accessible(Strictness::Whole).await?;
    browser.expect_quiet_console().await?;
    browser.quit().await
}

#[tokio::test]
async fn complaints_of_page_worker_and_nested_worker_are_seen() -> Result<()> {
    let (_site, _profile, browser) = opened().await?;
    let tab = browser.tab();
    tab.script("complain()", vec![]).await?;
    let expected = [
        "page warned",
        "page rejected",
        "worker complained",
        "worker rejected",
        "nested complained",
        "nested threw",
    ];
    let mut seen = String::new();
    let everything = async || {
        for line in browser.console().await?.iter().filter(|line| line.is_complaint()) {
            seen.push_str(&line.text);
        }
        Ok(expected.iter().all(|text| seen.contains(text)).then_some(()))
    };
    tab.until("a complaint from every realm", everything).await?;
    browser.quit().await
}

#[tokio::test]
async fn an_inaccessible_page_is_told() -> Result<()> {
    let (_site, _profile, browser) = opened().await?;
    let tab = browser.tab();
    tab.script(
        "document.querySelector('label').replaceWith(document.createElement('input'))",
        vec![],
    )
    .await?;
    let told = tab.expect_accessible(Strictness::Whole).await;
    let told = told.expect_err("a field without a name is a violation").to_string();
    ensure!(told.contains("label") && told.contains("<input>"), "{told}");
    browser.quit().await
}

#[tokio::test]
async fn the_site_opens_again_after_its_renderer_or_the_whole_browser_was_killed() -> Result<()> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/harness");
    let mut stage = Stage::set_on(Engine::Chromium, Site::serve(&data).await?).await?;
    stage.open("/").await?;
    let tab = stage.crash_tabs().await?;
    tab.press("Save it").await?;
    tab.see("Saved").await?;
    stage.kill_browser().await?;
    stage.restart_browser().await?;
    let tab = stage.open("/").await?;
    tab.press("Save it").await?;
    stage.close_browser().await
}
