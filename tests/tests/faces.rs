//! Every page in both languages and both themes, on every screen, and by keyboard alone.
#![cfg(test)]

use anyhow::{Result, bail, ensure};
use ledger::{Command, CommandId, Language, SettingsCommand};
use protocol::{Gate, Request};
use serde_json::json;
use tests::{
    Device, PASSWORD, Role, Scheme, Shop, Strictness, Tab, Target, journey, locked, recovery_words,
    wait_for,
};
use thirtyfour::Key;

const PAGES: [&str; 9] = [
    "/",
    "/orders",
    "/forecast",
    "/import",
    "/reports",
    "/settings/general",
    "/settings/storage",
    "/settings/security",
    "/no-such-page",
];
const SCHEMES: [Scheme; 2] = [Scheme::Light, Scheme::Dark];

async fn speak(tab: &Tab, number: u8, language: Language) -> Result<()> {
    let command = Command::Settings(SettingsCommand::SetLanguage(language));
    tab.expect_done(&Request::Command { id: CommandId([number; 16]), command }).await?;
    let tag = if language == Language::Fr { "fr" } else { "en" };
    tab.until(&format!("a page in {tag}"), async || {
        let lang = tab.script("return document.documentElement.lang", vec![]).await?;
        Ok((lang == json!(tag)).then_some(()))
    })
    .await
}

#[tokio::test]
async fn every_page_is_accessible_in_both_languages_and_themes() -> Result<()> {
    journey("every_page", async |stage| {
        let tab = stage.open("/settings/general").await?;
        Shop::found(&tab).await?;
        for (number, language) in [(1, Language::Fr), (2, Language::En)] {
            speak(&tab, number, language).await?;
            for scheme in SCHEMES {
                tab.scheme(scheme).await?;
                for page in PAGES {
                    tab.visit(page).await?;
                    tab.expect_accessible(Strictness::Whole).await?;
                }
            }
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn no_page_scrolls_sideways_on_any_screen() -> Result<()> {
    journey("screens", async |stage| {
        let tab = stage.open("/settings/general").await?;
        let shop = Shop::found(&tab).await?;
        speak(&tab, 1, Language::Fr).await?;
        let devices =
            [Device::Narrow, Device::Phone, Device::SmallTablet, Device::Tablet, Device::Desktop];
        for device in devices {
            tab.device(device).await?;
            for page in PAGES {
                tab.visit(page).await?;
                let beyond = tab.sideways_overflow().await?;
                ensure!(beyond <= 0, "{page} is {beyond} px too wide on the {}", device.name());
            }
            // The navigation of this width leads to the same places.
            let way = tab.find(&Target::new(Role::Link, "Rapports")).await?;
            ensure!(way.is_some(), "no navigation on the {}", device.name());
        }
        tab.device(Device::Narrow).await?;
        tab.expect_accessible(Strictness::Whole).await?;
        shop.lock_at_the_door(&tab).await?;
        tab.see("Verrouillé").await?;
        ensure!(tab.sideways_overflow().await? <= 0, "the locked page is too wide");
        tab.expect_accessible(Strictness::Whole).await
    })
    .await
}

#[tokio::test]
async fn the_first_run_speaks_french_by_its_address_and_fits_a_phone() -> Result<()> {
    journey("french", async |stage| {
        let tab = stage.open("/?lang=fr").await?;
        tab.see("Créez votre coffre").await?;
        let lang = tab.script("return document.documentElement.lang", vec![]).await?;
        ensure!(lang == json!("fr"), "{lang}");
        for scheme in SCHEMES {
            tab.scheme(scheme).await?;
            tab.expect_accessible(Strictness::Whole).await?;
        }
        tab.device(Device::Narrow).await?;
        ensure!(tab.sideways_overflow().await? <= 0, "the first run is too wide");
        tab.expect_accessible(Strictness::Whole).await
    })
    .await
}

#[tokio::test]
async fn every_component_is_accessible_in_every_state() -> Result<()> {
    journey("components", async |stage| {
        let tab = stage.open("/components").await?;
        tab.get(Role::Heading, "Components").await?;
        for scheme in SCHEMES {
            tab.scheme(scheme).await?;
            tab.expect_accessible(Strictness::Components).await?;
        }
        tab.device(Device::Narrow).await?;
        ensure!(tab.sideways_overflow().await? <= 0, "the component page is too wide");
        Ok(())
    })
    .await
}

/// The accessible name of what has the focus, with its tag.
async fn focused(tab: &Tab) -> Result<String> {
    let script = "
        const element = document.activeElement;
        const label = element.labels?.[0]?.textContent ?? element.getAttribute('aria-label') ?? element.textContent;
        return element === document.body ? '' : label.replace(/\\s+/g, ' ').trim();";
    Ok(tab.script(script, vec![]).await?.as_str().unwrap_or_default().to_owned())
}

/// Tabs on until the named thing has the focus; every stop must show a focus ring.
async fn tab_to(tab: &Tab, name: &str) -> Result<()> {
    const MOST: usize = 60;
    let ring = "
        const style = getComputedStyle(document.activeElement);
        const near = document.activeElement.closest('label, .field__box, fieldset');
        const beside = near ? getComputedStyle(near) : style;
        return style.outlineStyle !== 'none' || style.boxShadow !== 'none'
            || beside.outlineStyle !== 'none' || beside.boxShadow !== 'none';";
    let mut passed = Vec::new();
    for _ in 0..MOST {
        tab.keys(Key::Tab).await?;
        let now = focused(tab).await?;
        if !now.is_empty() {
            let shown = tab.script(ring, vec![]).await?;
            ensure!(shown == json!(true), "“{now}” has the focus and does not show it");
        }
        if now == name {
            return Ok(());
        }
        passed.push(now);
    }
    bail!("“{name}” cannot be reached by Tab; passed {passed:?}")
}

#[tokio::test]
async fn everything_works_by_keyboard_alone() -> Result<()> {
    journey("keyboard", async |stage| {
        let tab = stage.open("/").await?;
        tab.see("Create your vault").await?;
        // The first field has the focus already.
        ensure!(focused(&tab).await? == "Business name", "focus: {}", focused(&tab).await?);
        tab.keys("Harbour Bakery").await?;
        tab_to(&tab, "Your name").await?;
        tab.keys("Marguerite Quillfeather").await?;
        tab_to(&tab, "Password").await?;
        tab.keys(PASSWORD).await?;
        tab.see("Strong.").await?;
        tab.keys(Key::Enter).await?;
        let words = recovery_words(&tab).await?;
        for (at, word) in (1..).zip(&words) {
            let name = format!("Word {at}");
            if tab.find(&Target::new(Role::Textbox, &name)).await?.is_some() {
                tab_to(&tab, &name).await?;
                tab.keys(word.as_str()).await?;
            }
        }
        tab.keys(Key::Enter).await?;
        wait_for(&tab, "an open vault", |gate| matches!(gate, Gate::Open(_))).await?;
        tab.settled().await?;

        // "Skip to content" comes first and leads there.
        tab.reload().await?;
        tab.see("Locked.").await?;
        tab.until("focus in the field", async || {
            Ok((focused(&tab).await? == "Password").then_some(()))
        })
        .await?;
        tab.keys(PASSWORD).await?;
        tab.keys(Key::Enter).await?;
        tab.get(Role::Link, "Settings").await?;
        tab_to(&tab, "Settings").await?;
        tab.keys(Key::Enter).await?;
        tab.get(Role::Heading, "Settings").await?;
        tab_to(&tab, "Skip to content").await?;
        tab.keys(Key::Enter).await?;
        tab_to(&tab, "Storage").await?;
        tab.keys(Key::Enter).await?;
        tab.see("What this browser gives").await?;
        tab_to(&tab, "Verify now").await?;
        tab.keys(Key::Enter).await?;
        tab.see("The log is whole").await?;

        // The list of shortcuts opens and closes, and the focus comes back.
        tab.keys("?").await?;
        tab.get(Role::Dialog, "Keyboard shortcuts").await?;
        tab.expect_accessible(Strictness::Whole).await?;
        tab.keys(Key::Escape).await?;
        tab.gone(Role::Dialog, "Keyboard shortcuts").await?;
        tab.chord(&[Key::Control, Key::Shift], 'L').await?;
        locked(&tab).await
    })
    .await
}
