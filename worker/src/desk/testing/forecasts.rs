//! Forecasts of made-up series through engines of their own.

use js_sys::Date;
use ledger::{Day, Every};
use model_wasm::Random;
use protocol::{Failure, Order, Task};
use tokio::sync::mpsc::{self, UnboundedReceiver};

use crate::pool::{Heard, JobId, Launch, Pool, Urgency};

const FIRST_DAY: Day = Day(18_262);
/// Thousandths of a usual day, from Wednesday.
const WEEK: [i64; 7] = [900, 950, 1_250, 1_600, 300, 800, 850];

/// What to forecast how.
pub(super) struct Load {
    pub(super) workers: u32,
    pub(super) series: u32,
    pub(super) length: u32,
    pub(super) horizon: u16,
    pub(super) models: Vec<String>,
    pub(super) origins: u16,
}

type Numbers = Vec<(&'static str, f64)>;

pub(super) async fn forecast(launch: Launch, load: Load) -> Result<Numbers, Failure> {
    let (said, mut heard) = mpsc::unbounded_channel();
    let hear = move |word| said.send(word).unwrap_or_default();
    let mut pool = Pool::new(load.workers as usize, launch, hear);
    let start = Date::now();
    // One each, so that all of them run before anything is measured.
    let begun = pool.open(Urgency::Batch);
    (0..load.workers).for_each(|n| pool.add(begun, task(&load, n), None));
    all(&mut pool, &mut heard, begun, load.workers).await?;
    let started = Date::now();
    let job = pool.open(Urgency::Batch);
    (0..load.series).for_each(|n| pool.add(job, task(&load, n), None));
    let failed = all(&mut pool, &mut heard, job, load.series).await?;
    let ms = Date::now() - started;
    Ok(vec![
        ("start_ms", started - start),
        ("ms", ms),
        ("series_per_s", f64::from(load.series) * 1_000.0 / ms.max(1.0)),
        ("longest_slice_ms", pool.counts().longest_slice_micros as f64 / 1_000.0),
        ("failed", f64::from(failed)),
    ])
}

/// Waits for all answers of a job; how many of them are failures.
async fn all(
    pool: &mut Pool,
    heard: &mut UnboundedReceiver<Heard>,
    job: JobId,
    wanted: u32,
) -> Result<u32, Failure> {
    let (mut answers, mut failed) = (0, 0);
    while answers < wanted {
        while let Some(answer) = pool.next_answer() {
            answers += u32::from(answer.job == job);
            failed += u32::from(answer.result.is_err());
        }
        if answers < wanted {
            let word = heard.recv().await.ok_or_else(|| Failure::new("internal"))?;
            pool.hear(word);
        }
    }
    Ok(failed)
}

/// Units a day: a week's rhythm, a slow rise, and chance.
fn task(load: &Load, number: u32) -> Order {
    let mut random = Random::new(u64::from(number));
    let level = 20 + random.below(200) as i64;
    let day = |n: u32| {
        let usual = (level * 1_000 + i64::from(n) * 20) * WEEK[n as usize % 7] / 1_000;
        Some(usual * (700 + random.below(600) as i64) / 1_000 / 1_000 * 1_000)
    };
    Order::Series(Box::new(Task {
        first: FIRST_DAY,
        every: Every::Day,
        values: (0..load.length).map(day).collect(),
        horizon: load.horizon,
        models: load.models.clone(),
        origins: load.origins,
        with_components: false,
        chosen: None,
        is_open: Vec::new(),
        columns: Vec::new(),
        kind: None,
        what_if: None,
        taught: None,
    }))
}
