//! Getting in and out: passwords, recovery key, locks.
#![cfg(test)]

use anyhow::{Result, bail, ensure};
use ledger::{AutoLock, Command, CommandId, SettingsCommand};
use protocol::{Access, Gate, Request, TestRequest};
use tests::{
    PASSWORD, Role, Shop, Strictness, Tab, Target, confirm_words, journey, locked, recovery_words,
    wait_for,
};
use thirtyfour::Key;

const OTHER_PASSWORD: &str = "seven quiet herons over the weir";

const WRONG: &str = "That password does not open this vault. Nothing was changed.";

async fn try_password(tab: &Tab, password: &str) -> Result<()> {
    tab.fill("Password", password).await?;
    tab.press("Unlock").await
}

async fn pass_time(tab: &Tab, seconds: u64) -> Result<()> {
    match tab.ask(&Request::Test(TestRequest::PassTime { ms: seconds * 1_000 })).await? {
        Ok(_) => Ok(()),
        // The time that passed has closed the vault, and with it the worker that was asked.
        Err(failure) if failure.code == "locked" => Ok(()),
        Err(failure) => bail!("time does not pass: {failure:?}"),
    }
}

#[tokio::test]
async fn a_wrong_password_says_so_without_a_hint_and_five_a_minute_are_possible() -> Result<()> {
    journey("five_tries", async |stage| {
        let tab = stage.open("/settings/general").await?;
        let shop = Shop::found(&tab).await?;
        tab.reload().await?;
        locked(&tab).await?;
        tab.see(&shop.business).await?;
        tab.expect_unseen(&shop.owner).await?;
        tab.expect_accessible(Strictness::Whole).await?;

        // One character away tells as little as nonsense.
        let wrong = [&PASSWORD[1..], "nonsense", &PASSWORD.to_uppercase()];
        for (left, password) in ["4 tries are", "3 tries are", "2 tries are"].iter().zip(wrong) {
            try_password(&tab, password).await?;
            tab.see(&format!("{WRONG} Try again: {left} left this minute.")).await?;
        }
        tab.expect_accessible(Strictness::Whole).await?;
        // The count survives a reload.
        tab.reload().await?;
        try_password(&tab, "nonsense").await?;
        tab.see(&format!("{WRONG} Try again: 1 try is left this minute.")).await?;
        try_password(&tab, "nonsense").await?;
        tab.see("Five wrong tries. The next one is possible in").await?;
        tab.reload().await?;
        tab.see("Five wrong tries. The next one is possible in").await?;
        tab.expect_accessible(Strictness::Whole).await?;
        // Even the right one has to wait, past the page too.
        let early = tab.ask(&Request::Access(Access::Unlock { password: PASSWORD.into() })).await?;
        ensure!(early.is_err_and(|failure| failure.code == "too-many-tries"));

        pass_time(&tab, 61).await?;
        // The page counts down by its own clock, which did not jump: past it, then.
        tab.expect_done(&Request::Access(Access::Unlock { password: PASSWORD.into() })).await?;
        tab.get(Role::Heading, "Settings").await?;
        let rows = tab.log_rows().await?;
        let wrong = rows.iter().filter(|row| row.code == "failed-sign-ins");
        let counted: u32 = wrong
            .flat_map(|row| &row.args)
            .filter_map(|(_, count)| count.parse::<u32>().ok())
            .sum();
        ensure!(counted == 5, "{counted} wrong tries are in the log");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_password_changes_and_locking_empties_the_page() -> Result<()> {
    journey("password", async |stage| {
        let tab = stage.open("/settings/security").await?;
        let mut shop = Shop::found(&tab).await?;
        tab.get(Role::Button, "Change password").await?;
        tab.expect_accessible(Strictness::Whole).await?;
        tab.fill("Current password", "nonsense").await?;
        tab.fill("New password", OTHER_PASSWORD).await?;
        tab.see("Strong.").await?;
        tab.press("Change password").await?;
        tab.see("That password does not open this vault.").await?;
        tab.fill("Current password", PASSWORD).await?;
        tab.press("Change password").await?;
        tab.see("Password changed").await?;

        tab.chord(&[Key::Control, Key::Shift], 'L').await?;
        locked(&tab).await?;
        tab.expect_unseen(&shop.owner).await?;
        try_password(&tab, PASSWORD).await?;
        tab.see("That password does not open this vault.").await?;
        shop.password = OTHER_PASSWORD.into();
        shop.unlock(&tab).await?;
        // Back on the page one was on, by its address.
        tab.get(Role::Button, "Change password").await?;

        tab.press("Lock").await?;
        locked(&tab).await?;
        tab.reload().await?;
        wait_for(&tab, "a locked vault", |gate| matches!(gate, Gate::Locked { .. })).await?;
        shop.unlock(&tab).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_words_open_the_vault_and_a_new_key_replaces_the_old_one() -> Result<()> {
    journey("recovery", async |stage| {
        let tab = stage.open("/settings/security").await?;
        let shop = Shop::found(&tab).await?;
        tab.fill("Password, to make a new key", PASSWORD).await?;
        tab.press("Make a new recovery key").await?;
        let fresh = recovery_words(&tab).await?;
        ensure!(fresh != shop.words, "the same words again");
        tab.expect_accessible(Strictness::Whole).await?;
        confirm_words(&tab, &fresh, "I have it").await?;
        tab.see("New recovery key in force; the old one opens nothing").await?;
        shop.lock_at_the_door(&tab).await?;

        tab.press("Forgot it?").await?;
        tab.see("Your 24 words open the vault and set a new password.").await?;
        tab.fill("New password", OTHER_PASSWORD).await?;
        tab.see("Strong.").await?;
        tab.fill("Recovery words", &shop.words.join(" ")).await?;
        tab.see("24 of 24 words").await?;
        tab.expect_accessible(Strictness::Whole).await?;
        tab.press("Open with these words").await?;
        tab.get(Role::Alert, "").await.ok();
        wait_for(&tab, "a locked vault", |gate| matches!(gate, Gate::Locked { .. })).await?;

        tab.fill("Recovery words", &fresh.join(" ")).await?;
        tab.press("Open with these words").await?;
        wait_for(&tab, "an open vault", |gate| matches!(gate, Gate::Open(_))).await?;
        shop.lock_at_the_door(&tab).await?;
        try_password(&tab, PASSWORD).await?;
        tab.see("That password does not open this vault.").await?;
        let shop = Shop { password: OTHER_PASSWORD.into(), ..shop };
        shop.unlock(&tab).await?;
        let codes: Vec<String> = tab.log_rows().await?.into_iter().map(|row| row.code).collect();
        for code in ["recovery-key-replaced", "password-changed", "signed-in", "locked"] {
            ensure!(codes.iter().any(|seen| seen == code), "{code} is not in the log: {codes:?}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_quiet_minute_empties_the_screen_and_hours_close_the_vault() -> Result<()> {
    journey("locks", async |stage| {
        let tab = stage.open("/settings/security").await?;
        let shop = Shop::found(&tab).await?;
        tab.choose("Empty the screen after", "1 minute").await?;
        tab.see("Locks saved").await?;
        tab.fill("New PIN", "2580").await?;
        tab.fill("Password, to change the PIN", PASSWORD).await?;
        tab.press("Set PIN").await?;
        tab.see("PIN saved").await?;

        pass_time(&tab, 61).await?;
        tab.see("Locked while nobody was here. Who are you?").await?;
        tab.see(&shop.owner).await?;
        tab.expect_accessible(Strictness::Whole).await?;
        ensure!(tab.find(&Target::new(Role::Button, "Change password")).await?.is_none());
        tab.keys("0000").await?;
        tab.press("Unlock").await?;
        tab.see("That PIN is not right.").await?;
        tab.keys("2580").await?;
        tab.press("Unlock").await?;
        tab.get(Role::Button, "Change password").await?;

        // Twelve hours after the password, only the password helps.
        let pace = AutoLock { soft_minutes: 240, hard_hours: 1 };
        let command = Command::Settings(SettingsCommand::SetAutoLock(pace));
        tab.expect_done(&Request::Command { id: CommandId([7; 16]), command }).await?;
        pass_time(&tab, 3_601).await?;
        locked(&tab).await?;
        tab.expect_unseen(&shop.owner).await?;
        shop.unlock(&tab).await?;
        Ok(())
    })
    .await
}
