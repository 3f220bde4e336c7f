//! Where every journey begins and ends.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::time::timeout;

use crate::browser::{Browser, Engine};
use crate::places::Places;
use crate::profile::Profile;
use crate::site::Site;
use crate::tab::Tab;

/// Nothing hangs longer, so that a hang leaves evidence too.
const LONGEST: Duration = Duration::from_secs(240);

/// How long the driver may take to open a tab after a crash.
const DRIVER_PATIENCE: Duration = Duration::from_secs(8);

/// What a journey plays on: the app served, a browser on a fresh profile.
pub struct Stage {
    // Dropped in this order.
    browser: Option<Browser>,
    engine: Engine,
    /// The browser's profile.
    pub profile: Profile,
    /// The served app.
    pub site: Site,
}

impl Stage {
    /// Serves the testing build and starts `engine`.
    ///
    /// # Errors
    /// If either does not start.
    pub async fn set(engine: Engine) -> Result<Self> {
        let site = Site::serve(&Places::new().test_dist()?).await?;
        Self::set_on(engine, site).await
    }

    /// Starts `engine` for a site that is served already.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn set_on(engine: Engine, site: Site) -> Result<Self> {
        let profile = Profile::fresh()?;
        let browser = Some(Browser::start(engine, &profile).await?);
        Ok(Self { browser, engine, profile, site })
    }

    /// The browser.
    ///
    /// # Errors
    /// Between a kill and [`Stage::restart_browser`] there is none.
    pub fn browser(&self) -> Result<&Browser> {
        self.browser.as_ref().context("the browser was killed")
    }

    /// The current tab.
    ///
    /// # Errors
    /// As [`Stage::browser`].
    pub fn tab(&self) -> Result<Tab> {
        Ok(self.browser()?.tab())
    }

    /// The current tab, at a path of the app.
    ///
    /// # Errors
    /// If the page does not load.
    pub async fn open(&self, path: &str) -> Result<Tab> {
        let tab = self.tab()?;
        tab.goto(&format!("{}{path}", self.site.origin())).await?;
        Ok(tab)
    }

    /// Another tab, at a path of the app.
    ///
    /// # Errors
    /// If the page does not load.
    pub async fn open_beside(&self, path: &str) -> Result<Tab> {
        let tab = self.browser()?.new_tab().await?;
        tab.goto(&format!("{}{path}", self.site.origin())).await?;
        Ok(tab)
    }

    /// SIGKILL to every renderer, then the app's start page in a new tab; the crashed tabs are left behind.
    ///
    /// # Errors
    /// If the page does not load.
    pub async fn crash_tabs(&mut self) -> Result<Tab> {
        self.profile.kill_renderers()?;
        match timeout(DRIVER_PATIENCE, self.open_after_crash()).await {
            Ok(Ok(tab)) => Ok(tab),
            // Chromium's driver now and then never answers again once its tab has crashed.
            Ok(Err(_)) | Err(_) => {
                self.kill_browser().await?;
                self.restart_browser().await?;
                self.open("/").await
            }
        }
    }

    async fn open_after_crash(&self) -> Result<Tab> {
        let start = format!("{}/", self.site.origin());
        // The browser may give a new tab a process that was killed too, before it has noticed that.
        for _ in 0..5 {
            let tab = self.browser()?.new_tab_after_crash().await?;
            if tab.goto(&start).await.is_ok() {
                return Ok(tab);
            }
        }
        bail!("every new tab crashed")
    }

    /// SIGKILL to the whole browser.
    ///
    /// # Errors
    /// If it does not run.
    pub async fn kill_browser(&mut self) -> Result<()> {
        let browser = self.browser.take().context("the browser was killed before")?;
        self.profile.kill_browser()?;
        browser.bury().await
    }

    /// Starts the browser again on the same profile.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn restart_browser(&mut self) -> Result<()> {
        if let Some(browser) = self.browser.take() {
            browser.quit().await?;
        }
        self.browser = Some(Browser::start(self.engine, &self.profile).await?);
        Ok(())
    }

    /// Closes the browser in good order; [`Stage::restart_browser`] starts it again.
    ///
    /// # Errors
    /// If it was gone already.
    pub async fn close_browser(&mut self) -> Result<()> {
        self.browser.take().context("the browser was closed before")?.quit().await
    }

    async fn strike(mut self) -> Result<()> {
        let Some(browser) = self.browser.take() else { return Ok(()) };
        let quiet = browser.expect_quiet_console().await;
        browser.quit().await?;
        quiet
    }

    /// What every tab shows and said, for whoever looks for the cause of a failure.
    async fn leave_evidence(&self, name: &str) -> Result<()> {
        let browser = self.browser()?;
        let directory = Places::new().artefacts().join(name);
        std::fs::create_dir_all(&directory)?;
        if browser.engine().has_log() {
            let lines: Vec<String> =
                browser.console().await?.iter().map(ToString::to_string).collect();
            std::fs::write(directory.join("console.txt"), lines.join("\n"))?;
        }
        for (number, tab) in browser.tabs().await?.iter().enumerate() {
            leave_tab_evidence(tab, &directory, number).await?;
        }
        Ok(())
    }
}

async fn leave_tab_evidence(tab: &Tab, directory: &Path, number: usize) -> Result<()> {
    let seen = format!("{}\n\n{}", tab.path().await?, tab.text().await?);
    std::fs::write(directory.join(format!("tab-{number}.txt")), seen)?;
    tab.screenshot(&directory.join(format!("tab-{number}.png"))).await
}

/// Plays `body` in Chromium on a fresh profile; afterwards no console may have complained.
///
/// On failure `target/e2e/<name>/` holds text, picture and console of every tab.
///
/// # Errors
/// What `body` found, or what the console said.
pub async fn journey(name: &str, body: impl AsyncFnOnce(&mut Stage) -> Result<()>) -> Result<()> {
    journey_on(name, Stage::set(Engine::Chromium).await?, body).await
}

/// As [`journey`], on a stage set otherwise.
///
/// # Errors
/// As [`journey`].
pub async fn journey_on(
    name: &str,
    mut stage: Stage,
    body: impl AsyncFnOnce(&mut Stage) -> Result<()>,
) -> Result<()> {
    let played = timeout(LONGEST, body(&mut stage)).await;
    let played = played.unwrap_or_else(|_| bail!("it was not over after {} s", LONGEST.as_secs()));
    let evidence = Places::new().artefacts().join(name);
    match played {
        Ok(()) => stage.strike().await.with_context(|| format!("after the journey {name}")),
        Err(error) => {
            // The failure matters more than what could be saved about it.
            let _ = stage.leave_evidence(name).await;
            let seen = std::fs::read_to_string(evidence.join("tab-0.txt")).unwrap_or_default();
            let said = std::fs::read_to_string(evidence.join("console.txt")).unwrap_or_default();
            let place = evidence.display();
            Err(error
                .context(format!("evidence in {place}\n--- seen\n{seen}\n--- said\n{said}\n---")))
        }
    }
}
