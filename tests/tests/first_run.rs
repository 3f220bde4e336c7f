//! First run: from an empty browser to an open vault, and nothing stored on the way if somebody turns back.
#![cfg(test)]

use anyhow::{Result, ensure};
use protocol::Gate;
use tests::{
    OPEN_MY_VAULT, PASSWORD, Role, Shop, Strictness, Tab, Target, confirm_words, journey,
    recovery_words, wait_for,
};

/// What the origin holds besides the shell's cache.
async fn databases(tab: &Tab) -> Result<Vec<String>> {
    let names = tab
        .async_script(
            "return (await indexedDB.databases()).map((database) => database.name)",
            vec![],
        )
        .await?;
    let names = names.as_array().into_iter().flatten();
    Ok(names.filter_map(|name| name.as_str().map(str::to_owned)).collect())
}

#[tokio::test]
async fn a_merchant_creates_a_vault_and_lands_on_today() -> Result<()> {
    journey("first_run", async |stage| {
        let tab = stage.open("/").await?;
        tab.see("Create your vault").await?;
        tab.expect_accessible(Strictness::Whole).await?;

        // Nothing filled in: every field says what it wants.
        tab.press("Create vault").await?;
        tab.see("Say what your business is called.").await?;
        tab.see("Say who you are; you will own this vault.").await?;
        tab.expect_accessible(Strictness::Whole).await?;

        // Hopeless passwords are blocked, with the reason.
        tab.fill("Business name", "Harbour Bakery").await?;
        tab.fill("Your name", "Marguerite Quillfeather").await?;
        let hopeless = [
            ("bread", "Too short."),
            ("password123", "Many people use it"),
            ("harbour bakery", "Names of you or your shop"),
            ("aaaaaaaaaaaaaa", "Repeats and keyboard runs"),
        ];
        for (password, reason) in hopeless {
            tab.fill("Password", password).await?;
            tab.see(reason).await?;
            tab.press("Create vault").await?;
            tab.settled().await?;
            let invalid = tab.get(Role::Textbox, "Password").await?.attr("aria-invalid").await?;
            ensure!(invalid.as_deref() == Some("true"), "“{password}” is not marked as wrong");
        }
        tab.expect_accessible(Strictness::Whole).await?;
        tab.fill("Password", PASSWORD).await?;
        tab.see("Strong.").await?;
        tab.choose("Currency", "EUR").await?;
        tab.press("Create vault").await?;

        // The words, shown once; two of them prove that they were kept.
        let words = recovery_words(&tab).await?;
        tab.expect_accessible(Strictness::Whole).await?;
        let mut wrong = words.clone();
        wrong.rotate_left(1);
        confirm_words(&tab, &wrong, OPEN_MY_VAULT).await?;
        tab.see("is not that. Nothing was changed. Look at the sheet again").await?;
        confirm_words(&tab, &words, OPEN_MY_VAULT).await?;

        tab.get(Role::Link, "Today").await?;
        tab.settled().await?;
        ensure!(tab.path().await? == "/", "landed in {}", tab.path().await?);
        for word in &words {
            ensure!(word.len() > 2, "a word of the list: {word}");
        }
        tab.expect_unseen("Recovery words").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_abandoned_first_run_leaves_nothing() -> Result<()> {
    journey("abandoned", async |stage| {
        let tab = stage.open("/").await?;
        tab.fill("Business name", "Harbour Bakery").await?;
        tab.fill("Your name", "Marguerite Quillfeather").await?;
        tab.fill("Password", PASSWORD).await?;
        tab.see("Strong.").await?;
        tab.press("Create vault").await?;
        recovery_words(&tab).await?;
        tab.press("Back").await?;
        tab.see("Create your vault").await?;
        let kept = tab.get(Role::Textbox, "Business name").await?.prop("value").await?;
        ensure!(kept.as_deref() == Some("Harbour Bakery"), "what was typed is kept: {kept:?}");
        tab.press("Create vault").await?;
        recovery_words(&tab).await?;

        // Closed in the middle: a first run again, no trace of a vault.
        tab.reload().await?;
        wait_for(&tab, "the first run", |gate| matches!(gate, Gate::FirstRun)).await?;
        tab.see("Create your vault").await?;
        let cookie = tab.script("return document.cookie", vec![]).await?;
        ensure!(cookie.as_str() == Some(""), "a cookie: {cookie}");
        let names = databases(&tab).await?;
        ensure!(!names.iter().any(|name| name.contains("vault")), "databases: {names:?}");

        // And the words are new ones: nothing was prepared any more.
        let shop = Shop::found(&tab).await?;
        ensure!(tab.find(&Target::new(Role::Link, "Settings")).await?.is_some());
        ensure!(shop.words.len() == 24);
        Ok(())
    })
    .await
}
