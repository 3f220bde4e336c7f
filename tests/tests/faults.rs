//! What goes wrong in real browsers: full, cleared, newer, crashed. Nothing acknowledged is lost, nothing is hidden.
#![cfg(test)]

use anyhow::{Result, ensure};
use ledger::{Command, CommandId, PeopleCommand};
use protocol::{Gate, Request, Response, TestRequest};
use tests::{PASSWORD, Planted, Role, Scope, Shop, Strictness, Tab, journey, rename, wait_for};

/// Bytes that hold the app and a young vault, and soon no more.
const SMALL_DISK: u64 = 60_000_000;
/// A business name that is saved before something breaks.
const SMALL: &str = "Small enough";

async fn verified_blocks(tab: &Tab) -> Result<u64> {
    let job = Request::Job(protocol::Job::VerifyChain);
    let Response::Verified(report) = tab.expect_done(&job).await? else {
        anyhow::bail!("verification was answered with something else");
    };
    ensure!(report.problems.is_empty(), "the chain: {:?}", report.problems);
    Ok(report.blocks)
}

#[tokio::test]
async fn a_full_browser_is_told_keeps_the_text_and_loses_nothing() -> Result<()> {
    journey("quota", async |stage| {
        // From the start: the browser counts what is left when it opens a database, and then not for a while.
        let origin = stage.site.origin();
        stage.tab()?.quota(&origin, Some(SMALL_DISK)).await?;
        let tab = stage.open("/settings/general").await?;
        let shop = Shop::found(&tab).await?;
        tab.expect_done(&rename(1, SMALL)).await?;
        tab.get(Role::Button, "Lock").await?;
        tab.fill_storage().await?;

        let mut number = 100;
        let refused = tab
            .until("a refusal", async || {
                number += 1;
                Ok(tab.ask(&rename(number, &format!("Number {number}"))).await?.err())
            })
            .await?;
        ensure!(refused.code == "quota-exceeded", "refused with {}", refused.code);
        let rows = tab.log_rows().await?.len();
        tab.fill("Business name", "Does not fit").await?;
        tab.keys(thirtyfour::Key::Enter).await?;
        tab.see("Not saved, this browser is out of space. What was saved before is safe.").await?;
        let kept = tab.get(Role::Textbox, "Business name").await?.prop("value").await?;
        ensure!(kept.as_deref() == Some("Does not fit"), "the text is gone: {kept:?}");
        tab.expect_accessible(Strictness::Whole).await?;
        ensure!(tab.log_rows().await?.len() == rows, "a refused change is in the log");

        // Space again: the same button saves it.
        tab.quota(&origin, None).await?;
        tab.keys(thirtyfour::Key::Enter).await?;
        tab.see("Business name saved").await?;
        let blocks = verified_blocks(&tab).await?;
        tab.reload().await?;
        shop.unlock(&tab).await?;
        ensure!(verified_blocks(&tab).await? > blocks, "blocks are missing after a reload");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn cleared_storage_is_noticed_by_the_cookie_that_is_left() -> Result<()> {
    journey("vanished", async |stage| {
        let tab = stage.open("/settings/general").await?;
        Shop::found(&tab).await?;
        tab.expect_done(&rename(1, SMALL)).await?;
        tab.until("the marker cookie", async || {
            let cookie = tab.script("return document.cookie", vec![]).await?;
            Ok(cookie.as_str().unwrap_or_default().contains("tillcast_vault=1.").then_some(()))
        })
        .await?;
        let origin = stage.site.origin();
        tab.goto("about:blank").await?;
        tab.clear_all_but_cookies(&origin).await?;

        let tab = stage.open("/settings/general").await?;
        tab.see("Your vault is gone from this browser").await?;
        tab.see("Tillcast did not delete it.").await?;
        tab.expect_accessible(Strictness::Whole).await?;
        tab.press("Start a new vault").await?;
        tab.see("Create your vault").await
    })
    .await
}

/// Every record of every database, to compare byte for byte.
const CONTENTS: &str = "
    const wait = (request) => new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
    });
    const all = [];
    for (const { name } of await indexedDB.databases()) {
        if (!name.startsWith('tillcast.vault.')) continue;
        const database = await wait(indexedDB.open(name));
        for (const store of database.objectStoreNames) {
            const records = database.transaction(store).objectStore(store);
            const [keys, values] = await Promise.all([wait(records.getAllKeys()), wait(records.getAll())]);
            all.push([name, store, keys.map((key) => [...new Uint8Array(key)].join()),
                values.map((value) => [...new Uint8Array(value.buffer ?? value)].join())]);
        }
        database.close();
    }
    return JSON.stringify(all);";

#[tokio::test]
async fn a_newer_format_is_refused_and_untouched() -> Result<()> {
    journey("newer", async |stage| {
        let tab = stage.open("/settings/general").await?;
        Shop::found(&tab).await?;
        tab.expect_done(&rename(1, SMALL)).await?;
        // The app must not hold the database while a newer one takes it over.
        tab.goto(&format!("{}/manifest.webmanifest", stage.site.origin())).await?;
        let raise = "
            const found = (await indexedDB.databases()).find(({ name }) => name.startsWith('tillcast.vault.'));
            await new Promise((done, failed) => {
                const request = indexedDB.open(found.name, found.version + 6);
                request.onsuccess = () => { request.result.close(); done(); };
                request.onerror = () => failed(request.error);
                request.onblocked = () => failed('blocked');
            });";
        tab.async_script(raise, vec![]).await?;
        let before = tab.async_script(CONTENTS, vec![]).await?;
        ensure!(before.as_str().is_some_and(|text| text.len() > 1_000), "nothing is stored");

        let tab = stage.open("/settings/general").await?;
        tab.see("This vault was written by a newer version").await?;
        tab.see("Nothing was read or changed.").await?;
        tab.expect_accessible(Strictness::Whole).await?;
        tab.goto(&format!("{}/manifest.webmanifest", stage.site.origin())).await?;
        ensure!(tab.async_script(CONTENTS, vec![]).await? == before, "the vault was touched");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_crashed_worker_is_replaced_and_a_crashing_command_set_aside() -> Result<()> {
    journey("crash", async |stage| {
        let tab = stage.open("/settings/general").await?;
        Shop::found(&tab).await?;
        tab.expect_done(&rename(1, SMALL)).await?;
        let before = tab.log_rows().await?.len();

        let answer = tab.ask(&Request::Test(TestRequest::Crash)).await?;
        ensure!(answer.is_err(), "a panic was answered with {answer:?}");
        // No password: the keys' handles outlived the worker.
        tab.expect_done(&rename(2, "After the crash")).await?;
        ensure!(matches!(tab.gate().await?, Gate::Open(_)));
        tab.see("After the crash").await?;

        let answer = tab.ask(&rename(3, "crash-for-test")).await?;
        let code = answer.err().map(|failure| failure.code);
        ensure!(code.as_deref() == Some("quarantined"), "a crashing command: {code:?}");
        tab.see("One change stopped the vault twice and was set aside.").await?;
        tab.expect_accessible(Strictness::Whole).await?;
        tab.expect_done(&rename(4, "After the quarantine")).await?;
        ensure!(tab.log_rows().await?.len() == before + 2, "not exactly two more rows");
        verified_blocks(&tab).await?;

        // The panics were told, and nothing else was.
        let complaints = stage.browser()?.console().await?;
        for line in complaints.iter().filter(|line| line.is_complaint()) {
            let panicked = line.text.contains("panicked") || line.text.contains("unreachable");
            ensure!(panicked || line.text.contains("crash on request"), "{line}");
        }
        ensure!(complaints.iter().any(tests::Line::is_complaint), "the panics were not told");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn nothing_planted_is_found_on_disk() -> Result<()> {
    journey("canaries", async |stage| {
        let tab = stage.open("/").await?;
        let mut shop = Shop::found_by_hand(&tab).await?;
        let second_password = "Wq7 velvet trombone harvest".to_owned();
        wait_for(&tab, "an open vault", |gate| matches!(gate, Gate::Open(_))).await?;
        let Gate::Open(session) = tab.gate().await? else { anyhow::bail!("not open") };
        let name = "Zebedee Canaryplanter".to_owned();
        let command = PeopleCommand::RenamePerson { person: session.person, name: name.clone() };
        let command = Command::People(command);
        tab.expect_done(&Request::Command { id: CommandId([1; 16]), command }).await?;
        tab.expect_done(&rename(2, "Visible Wharfside")).await?;
        tab.click(Role::Link, "Settings").await?;
        tab.click(Role::Link, "Security").await?;
        tab.fill("Current password", PASSWORD).await?;
        tab.fill("New password", &second_password).await?;
        tab.see("Strong.").await?;
        tab.press("Change password").await?;
        tab.see("Password changed").await?;
        shop.password.clone_from(&second_password);
        tab.press("Lock").await?;
        shop.unlock(&tab).await?;
        // Closed in good order: everything that will reach the disk is there.
        stage.close_browser().await?;

        let planted = |what, text: &str, scope| Planted { what, text: text.to_owned(), scope };
        // A browser may remember the name typed into a form, as it does everywhere; secrets it may not.
        for canary in [
            planted("the first password", PASSWORD, Scope::Everything),
            planted("the second password", &second_password, Scope::Everything),
            planted("recovery words", &shop.words[..4].join(" "), Scope::Everything),
            planted("recovery words", &shop.words[20..].join(" "), Scope::Everything),
            planted("the owner's name", &shop.owner, Scope::Origins),
            planted("a person's new name", &name, Scope::Origins),
        ] {
            let found = stage.profile.files_containing(&canary.text, canary.scope)?;
            ensure!(found.is_empty(), "{} is in clear in {found:?}", canary.what);
        }
        // The search does find what may be seen while locked; so it would find the others.
        let visible = stage.profile.files_containing("Visible Wharfside", Scope::Origins)?;
        ensure!(!visible.is_empty(), "the search finds nothing at all");
        stage.restart_browser().await?;
        let tab = stage.open("/").await?;
        shop.unlock(&tab).await?;
        tab.see("Visible Wharfside").await
    })
    .await
}
