//! A browser killed in the middle of writes, and what must be there afterwards.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use protocol::{Job, Request, Response};

use crate::dice::Dice;
use crate::hook::rename;
use crate::journey::Stage;
use crate::shop::Shop;
use crate::tab::Tab;

/// Commands a round would send if nobody killed it.
const COMMANDS: usize = 600;
/// Commands under way at a time.
const WIDTH: usize = 3;

/// What gets SIGKILL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Victim {
    /// The tab's process, and with it page and workers; the browser lives on.
    Renderer,
    /// The whole browser.
    Browser,
}

/// How one kill went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Which kill of the run.
    pub number: u32,
    /// What was killed.
    pub victim: Victim,
    /// Commands known to be acknowledged when it was killed.
    pub acknowledged: usize,
    /// Commands of this round the log held afterwards.
    pub found: usize,
    /// Blocks the chain then had, all of them verified.
    pub blocks: u64,
}

impl fmt::Display for Round {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, victim, acknowledged, found, blocks } = self;
        write!(f, "{number:>5}  {victim:<9?} {acknowledged:>13} {found:>7} {blocks:>8}")
    }
}

/// The heading above [`Round`]s.
pub const ROUND_HEAD: &str = " kill  victim     acknowledged   found   blocks";

/// Kills once at a point the dice choose, opens the vault again, and checks it.
///
/// # Errors
/// If an acknowledged command is missing, one is doubled, or the chain does not verify.
pub async fn kill_once(
    stage: &mut Stage,
    shop: &Shop,
    dice: &mut Dice,
    number: u32,
) -> Result<Round> {
    let tab = stage.tab()?;
    let commands: Vec<Request> = (0..COMMANDS).map(|n| nth(number, n)).collect();
    tab.start_appends(&commands, WIDTH).await?;
    let after = usize::try_from(dice.under(120)).context("a small number")?;
    let acknowledged = tab
        .until("enough acknowledgements", async || {
            let appends = tab.appends().await?;
            ensure!(appends.refused.is_empty(), "refused: {:?}", appends.refused);
            Ok((appends.acknowledged.len() >= after).then_some(appends.acknowledged))
        })
        .await?;
    // Writes go on meanwhile: the kill falls anywhere within one.
    std::thread::sleep(Duration::from_micros(dice.under(6_000)));
    let victim = if dice.under(2) == 0 { Victim::Renderer } else { Victim::Browser };
    let tab = match victim {
        Victim::Renderer => stage.crash_tabs().await?,
        Victim::Browser => {
            stage.kill_browser().await?;
            stage.restart_browser().await?;
            stage.open("/").await?
        }
    };
    shop.unlock_at_the_door(&tab).await?;
    let found = found_of(&tab, number).await?;
    for at in &acknowledged {
        ensure!(found.contains_key(at), "kill {number}: command {at} was acknowledged and is lost");
    }
    let doubled: Vec<_> = found.iter().filter(|(_, times)| **times != 1).collect();
    ensure!(doubled.is_empty(), "kill {number}: doubled {doubled:?}");
    let blocks = verified(&tab).await?;
    Ok(Round { number, victim, acknowledged: acknowledged.len(), found: found.len(), blocks })
}

fn nth(round: u32, n: usize) -> Request {
    let id = (u128::from(round) << 32) + n as u128 + 1;
    rename(id, &format!("kill {round} command {n}"))
}

/// Commands of this round in the log, with how often.
async fn found_of(tab: &Tab, round: u32) -> Result<BTreeMap<usize, u32>> {
    let prefix = format!("kill {round} command ");
    let mut found = BTreeMap::new();
    for row in tab.log_rows().await? {
        let name = row.args.first().map_or("", |(_, name)| name.as_str());
        if let Some(n) = name.strip_prefix(&prefix).filter(|_| row.code == "business-renamed") {
            *found.entry(n.parse()?).or_default() += 1;
        }
    }
    Ok(found)
}

async fn verified(tab: &Tab) -> Result<u64> {
    let Response::Verified(report) = tab.expect_done(&Request::Job(Job::VerifyChain)).await? else {
        bail!("verification was answered with something else");
    };
    ensure!(report.problems.is_empty(), "the chain: {:?}", report.problems);
    Ok(report.blocks)
}
