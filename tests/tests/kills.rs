//! Twenty kills in the middle of writes: nothing acknowledged is lost, the chain verifies.
#![cfg(test)]

use anyhow::{Context as _, Result};
use tests::{Dice, Shop, journey, kill_once};

/// Another seed kills at other moments; `cargo xtask soak` draws one.
const SEED: u64 = 20_261_121;
const KILLS: u32 = 20;

#[tokio::test]
async fn twenty_kills_lose_nothing_acknowledged() -> Result<()> {
    journey("kills", async |stage| {
        let tab = stage.open("/").await?;
        let shop = Shop::found(&tab).await?;
        let mut dice = Dice::new(SEED);
        for number in 1..=KILLS {
            let round = kill_once(stage, &shop, &mut dice, number).await;
            round.with_context(|| format!("kill {number} of seed {SEED}"))?;
        }
        Ok(())
    })
    .await
}
