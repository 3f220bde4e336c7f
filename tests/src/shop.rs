//! The merchant of the journeys.

use anyhow::{Context as _, Result, bail};
use ledger::Language;
use protocol::{Access, Gate, LockDepth, NewVault, Request, Response};

use crate::finder::Role;
use crate::tab::Tab;

/// A password nobody guesses; it must never be found on disk.
pub const PASSWORD: &str = "copper lantern 47 drifts by noon";

/// The button that ends the first run.
pub const OPEN_MY_VAULT: &str = "I have it, open my vault";

/// A vault as its owner knows it.
#[derive(Debug, Clone)]
pub struct Shop {
    /// The business's name.
    pub business: String,
    /// Who owns it.
    pub owner: String,
    /// What opens it.
    pub password: String,
    /// The 24 recovery words.
    pub words: Vec<String>,
}

impl Shop {
    /// Founds a vault through the test door and waits until the page shows it open.
    ///
    /// # Errors
    /// If the worker refuses.
    pub async fn found(tab: &Tab) -> Result<Self> {
        Self::found_in(tab, "EUR", Language::En).await
    }

    /// As [`Shop::found`], counting in another currency and speaking another language.
    ///
    /// # Errors
    /// If the worker refuses.
    pub async fn found_in(tab: &Tab, currency: &str, language: Language) -> Result<Self> {
        let business = "Harbour Bakery".to_owned();
        let owner = "Marguerite Quillfeather".to_owned();
        let vault = NewVault {
            business: business.clone(),
            currency: currency.to_owned(),
            owner: owner.clone(),
            password: PASSWORD.into(),
            language,
            time_zone: "Europe/Paris".into(),
        };
        wait_for(tab, "the first run", |gate| matches!(gate, Gate::FirstRun)).await?;
        let answer = tab.expect_done(&Request::Access(Access::CreateVault(vault))).await?;
        let Response::RecoveryWords(words) = answer else { bail!("no recovery words came") };
        let proof = [3_u8, 17].map(|at| (at, words[usize::from(at) - 1].clone()));
        let confirm = Access::ConfirmRecovery { words: proof.into() };
        tab.expect_done(&Request::Access(confirm)).await?;
        wait_for(tab, "an open vault", |gate| matches!(gate, Gate::Open(_))).await?;
        Ok(Self { business, owner, password: PASSWORD.into(), words })
    }

    /// Founds a vault as a person does, filling in the pages.
    ///
    /// # Errors
    /// If a step of the way is missing.
    pub async fn found_by_hand(tab: &Tab) -> Result<Self> {
        let business = "Harbour Bakery".to_owned();
        let owner = "Marguerite Quillfeather".to_owned();
        tab.fill("Business name", &business).await?;
        tab.fill("Your name", &owner).await?;
        tab.fill("Password", PASSWORD).await?;
        tab.see("Strong.").await?;
        tab.press("Create vault").await?;
        let words = recovery_words(tab).await?;
        confirm_words(tab, &words, OPEN_MY_VAULT).await?;
        Ok(Self { business, owner, password: PASSWORD.into(), words })
    }

    /// Opens the locked vault by its password, as a person does.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn unlock(&self, tab: &Tab) -> Result<()> {
        tab.fill("Password", &self.password).await?;
        tab.press("Unlock").await?;
        wait_for(tab, "an open vault", |gate| matches!(gate, Gate::Open(_))).await
    }

    /// Opens the locked vault through the test door.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn unlock_at_the_door(&self, tab: &Tab) -> Result<()> {
        wait_for(tab, "a locked vault", |gate| matches!(gate, Gate::Locked { .. })).await?;
        let unlock = Access::Unlock { password: self.password.clone() };
        tab.expect_done(&Request::Access(unlock)).await?;
        wait_for(tab, "an open vault", |gate| matches!(gate, Gate::Open(_))).await
    }

    /// Locks it through the test door; the page's worker is another one afterwards.
    ///
    /// # Errors
    /// If it does not lock.
    pub async fn lock_at_the_door(&self, tab: &Tab) -> Result<()> {
        // The worker may be gone before it answers; the gate tells.
        let _ = tab.ask(&Request::Access(Access::Lock(LockDepth::Hard))).await?;
        wait_for(tab, "a locked vault", |gate| matches!(gate, Gate::Locked { .. })).await
    }
}

/// Waits until the locked page stands and a fresh worker answers behind it.
///
/// # Errors
/// If the vault is not locked.
pub async fn locked(tab: &Tab) -> Result<()> {
    tab.see("Locked. Your password opens it.").await?;
    let rate = Access::RatePassword { password: "a".into(), avoid: Vec::new() };
    let request = Request::Access(rate);
    // The worker that held the keys is ending; what it leaves unanswered is answered `locked`.
    tab.until("a fresh worker", async || Ok(tab.ask(&request).await?.is_ok().then_some(()))).await
}

/// Waits until the page was told to show such a gate.
///
/// # Errors
/// If it was not.
pub async fn wait_for(tab: &Tab, what: &str, wanted: impl Fn(&Gate) -> bool) -> Result<()> {
    tab.until(what, async || Ok(wanted(&tab.gate().await?).then_some(()))).await
}

/// The words the page shows, in order.
///
/// # Errors
/// If there are not 24.
pub async fn recovery_words(tab: &Tab) -> Result<Vec<String>> {
    let script = "
        const items = [...document.querySelectorAll('main ol > li')];
        return items.map((item) => item.innerText.replace(/[^a-z]+/g, ''));";
    tab.until("24 recovery words", async || {
        let found = tab.script(script, vec![]).await?;
        let words = found.as_array().context("a list")?.iter();
        let words: Vec<String> = words.filter_map(|w| w.as_str().map(str::to_owned)).collect();
        Ok((words.len() == 24 && words.iter().all(|w| !w.is_empty())).then_some(words))
    })
    .await
}

/// Types the two words the page asks for, and presses `button`.
///
/// # Errors
/// If it asks for none.
pub async fn confirm_words(tab: &Tab, words: &[String], button: &str) -> Result<()> {
    let asked = tab
        .until("the words asked for", async || {
            let mut asked = Vec::new();
            for (at, word) in (1..).zip(words) {
                let name = format!("Word {at}");
                if tab.find(&crate::Target::new(Role::Textbox, &name)).await?.is_some() {
                    asked.push((name, word.clone()));
                }
            }
            Ok((asked.len() == 2).then_some(asked))
        })
        .await?;
    for (name, word) in asked {
        tab.fill(&name, &word).await?;
    }
    tab.press(button).await
}
