//! The demo merchant, as a person enters it.

use std::time::Duration;

use anyhow::Result;
use protocol::Gate;

use crate::shop::wait_for;
use crate::tab::Tab;

/// What every page of the demo says of itself.
pub const DEMO_MARK: &str =
    "Demo: made-up data. Nothing here is real, and nothing of yours is touched.";

/// Opens it by whatever the page offers, and waits until it is filled.
///
/// # Errors
/// If there is no way into it.
pub async fn open_demo(tab: &Tab) -> Result<()> {
    let script = "
        const button = [...document.querySelectorAll('button')].find((b) => b.innerText.includes('Open the demo'));
        button?.click();
        return !!button;";
    let probe = async || Ok((tab.script(script, vec![]).await? == true).then_some(()));
    tab.until("a way into the demo", probe).await?;
    demo_shown(tab).await
}

/// Waits until the demo is open and filled, as it is again after a reload.
///
/// # Errors
/// If it does not open.
pub async fn demo_shown(tab: &Tab) -> Result<()> {
    wait_for(tab, "the demo", |gate| matches!(gate, Gate::Open(session) if session.is_demo))
        .await?;
    let filled = async || Ok((tab.orders("", 1).await?.total > 0).then_some(()));
    tab.until_within(Duration::from_secs(60), "the demo's sales", filled).await?;
    tab.see(DEMO_MARK).await
}
