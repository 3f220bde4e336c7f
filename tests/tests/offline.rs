//! Without a server: the app starts, opens its vault and saves. A new version is offered, not swapped in.
#![cfg(test)]

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use tests::{Engine, Places, Role, Shop, Site, Stage, Strictness, journey, journey_on};

#[tokio::test]
async fn the_app_works_without_its_server() -> Result<()> {
    journey("offline", async |stage| {
        let tab = stage.open("/").await?;
        let shop = Shop::found(&tab).await?;
        tab.kept_for_offline().await?;
        stage.site.stop().await?;

        tab.reload().await?;
        shop.unlock(&tab).await?;
        tab.goto(&format!("{}/settings/storage", stage.site.origin())).await?;
        shop.unlock(&tab).await?;
        tab.see("What this browser gives").await?;
        tab.click(Role::Link, "General").await?;
        tab.fill("Business name", "Offline Bakery").await?;
        tab.keys(thirtyfour::Key::Enter).await?;
        tab.see("Business name saved").await?;
        tab.click(Role::Radio, "Français").await?;
        tab.get(Role::Heading, "Réglages").await?;

        // A tab that never saw the server.
        let second = tab.clone();
        let fresh = stage.open_beside("/nowhere").await?;
        fresh.see("Offline Bakery").await?;
        fresh.expect_accessible(Strictness::Whole).await?;
        second.reload().await
    })
    .await
}

#[tokio::test]
async fn the_manifest_makes_it_installable() -> Result<()> {
    journey("manifest", async |stage| {
        let tab = stage.open("/").await?;
        let manifest = tab.cdp("Page.getAppManifest", json!({})).await?;
        ensure!(manifest["errors"] == json!([]), "{}", manifest["errors"]);
        let text = manifest["data"].as_str().context("no manifest")?;
        let manifest: serde_json::Value = serde_json::from_str(text)?;
        for key in ["name", "short_name", "start_url", "icons", "display", "theme_color"] {
            ensure!(!manifest[key].is_null(), "the manifest has no {key}");
        }
        tab.kept_for_offline().await?;
        let errors = tab.cdp("Page.getInstallabilityErrors", json!({})).await?;
        let errors = errors["installabilityErrors"].as_array().cloned().unwrap_or_default();
        ensure!(errors.is_empty(), "not installable: {errors:?}");
        Ok(())
    })
    .await
}

/// The same app as another build would be: other bytes in a file, another version in the service worker.
fn another_build(dist: &Path) -> Result<()> {
    let page = dist.join("index.html");
    let html = std::fs::read_to_string(&page)?;
    let html = html.replace("</title>", " 2</title><meta name=\"edition\" content=\"second\">");
    std::fs::write(page, html)?;
    let worker = dist.join("sw.js");
    let script = std::fs::read_to_string(&worker)?;
    let version = script
        .split_once("const CACHE = PREFIX + \"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .context("the service worker names its version")?
        .0
        .to_owned();
    std::fs::write(worker, script.replace(&version, "another-version"))?;
    Ok(())
}

#[tokio::test]
async fn a_new_version_is_offered_and_never_swapped_in() -> Result<()> {
    let dist = Places::new().test_dist()?;
    let site = Site::serve_changed(&dist, "new_version/first", |_| Ok(())).await?;
    let second = Places::new().artefacts().join("new_version/second");
    let other = Site::serve_changed(&dist, "new_version/second", another_build).await?;
    drop(other);
    let stage = Stage::set_on(Engine::Chromium, site).await?;
    journey_on("new_version", stage, async |stage| {
        let edition = "return document.querySelector('meta[name=edition]')?.content ?? 'first'";
        let tab = stage.open("/settings/general").await?;
        let shop = Shop::found(&tab).await?;
        tab.kept_for_offline().await?;

        stage.site.restart_with(&second.join("dist")).await?;
        tab.reload().await?;
        ensure!(tab.script(edition, vec![]).await? == json!("first"), "swapped in by a reload");
        shop.unlock(&tab).await?;
        let update = "await (await navigator.serviceWorker.getRegistration()).update()";
        tab.async_script(update, vec![]).await?;
        tab.see("A new version is ready. It starts when you reload; until then this one goes on.")
            .await?;
        tab.expect_accessible(Strictness::Whole).await?;
        ensure!(tab.script(edition, vec![]).await? == json!("first"), "swapped in by itself");

        tab.fill("Business name", "Still the first").await?;
        tab.keys(thirtyfour::Key::Enter).await?;
        tab.see("Business name saved").await?;
        tab.press("Reload now").await?;
        tab.until("the second edition", async || {
            Ok((tab.script(edition, vec![]).await? == json!("second")).then_some(()))
        })
        .await?;
        shop.unlock(&tab).await?;
        tab.see("Still the first").await
    })
    .await
}
