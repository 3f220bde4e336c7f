//! `cargo xtask soak`: a browser killed 200 times in the middle of writes.
//!
//! `--kills N` and `--seed N` choose another length and repeat a run. Ends with an error on any loss.
#![forbid(unsafe_code)]

use std::io::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail};
use tests::{Dice, Engine, ROUND_HEAD, Shop, Stage, kill_once};

struct Plan {
    kills: u32,
    seed: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let plan = plan(std::env::args().skip(1))?;
    say(&format!("{} kills, seed {} (repeat with --seed)\n{ROUND_HEAD}", plan.kills, plan.seed))?;
    let mut stage = Stage::set(Engine::Chromium).await?;
    let shop = Shop::found(&stage.open("/").await?).await?;
    let mut dice = Dice::new(plan.seed);
    let (mut acknowledged, mut unheard) = (0, 0);
    for number in 1..=plan.kills {
        let round = kill_once(&mut stage, &shop, &mut dice, number)
            .await
            .with_context(|| format!("kill {number} of seed {}", plan.seed))?;
        acknowledged += round.acknowledged;
        unheard += round.found - round.acknowledged;
        say(&round.to_string())?;
    }
    say(&format!(
        "\nNothing lost: {acknowledged} acknowledged commands are all there once; {unheard} more were written \
         whose acknowledgement the killed page took with it."
    ))
}

fn plan(mut arguments: impl Iterator<Item = String>) -> Result<Plan> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).context("a clock after 1970")?;
    let mut plan = Plan { kills: 200, seed: now.as_secs() };
    while let Some(name) = arguments.next() {
        let value = arguments.next().with_context(|| format!("{name} needs a number"))?;
        match name.as_str() {
            "--kills" => plan.kills = value.parse()?,
            "--seed" => plan.seed = value.parse()?,
            _ => bail!("usage: cargo xtask soak [--kills N] [--seed N]"),
        }
    }
    Ok(plan)
}

fn say(line: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}
