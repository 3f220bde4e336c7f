//! `bench forecast`: time per series and model natively, in Chromium, in statsforecast and in libraries in Rust, in turns in
//! the same run; series per second through the engine workers; how time grows with length and number.

mod growth;
mod machine;
mod made_up;
mod native;
mod peer;
mod times;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};
use model_wasm::forecast::Name;
use protocol::Bench;
use serde_json::json;
use tests::{Engine, Forecaster, Places, SeriesRow, Shop, Site, Stage};

use crate::core::measure;
use crate::report::{Row, as_json, number, print};
use peer::{Kind, Peer};
use times::{Times, in_turns, tasks};

const USAGE: &str = "usage: cargo xtask bench forecast [--data FILE] [--json OUT] [--rounds N]";
/// How often everything is measured, in turns; the middle counts.
const ROUNDS: usize = 3;
/// Items of the light run through the engines: two years of days, four weeks ahead.
const ITEMS: u32 = 1_000;
/// So many of them at once: the driver waits for no script longer than two minutes.
const ITEMS_AT_ONCE: u32 = 200;
/// Seconds all of them may take on two engines.
const ITEMS_IN: f64 = 90.0;
const DAYS: u32 = 730;
const AHEAD: u16 = 28;
const ORIGINS: u16 = 4;
/// Series after which the package is compiled and warm.
const WARM: usize = 20;

struct Options {
    data: Option<PathBuf>,
    json: Option<PathBuf>,
    rounds: usize,
}

impl Options {
    fn read(arguments: &[String]) -> Result<Self> {
        let mut options = Self { data: None, json: None, rounds: ROUNDS };
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let value = words.next().context(USAGE)?;
            match word.as_str() {
                "--data" => options.data = Some(value.into()),
                "--json" => options.json = Some(value.into()),
                "--rounds" => options.rounds = value.parse().context(USAGE)?,
                _ => bail!(USAGE),
            }
        }
        ensure!(options.rounds > 0, "{USAGE}");
        Ok(options)
    }
}

pub(crate) async fn run(arguments: &[String]) -> Result<()> {
    let options = Options::read(arguments)?;
    let mut facts = machine::facts()?;
    let data = options.data.clone().map_or_else(made_up::file, Ok)?;
    let series = SeriesRow::read_all(&data)?;
    eprintln!("{} series of {}", series.len(), data.display());
    let mut peers = [Kind::Python, Kind::Rust].map(|kind| Peer::start(kind, &data));
    let page = Forecaster::open(&Places::new().npm_package()?).await?;
    facts.insert("chromium".to_owned(), page.browser_version()?);
    facts.extend(peers.iter().flat_map(Peer::versions));
    for (name, value) in &facts {
        eprintln!("{name}: {value}");
    }
    let begun = Instant::now();
    let times = in_turns(options.rounds, &data, &series, &page, &mut peers).await?;
    drop(peers);
    let mut rows = part("every model", begun, Ok(times.iter().flat_map(Times::rows).collect()))?;
    let begun = Instant::now();
    rows.extend(part("the package", begun, package_rows(&page, &series).await)?);
    page.close().await?;
    let begun = Instant::now();
    rows.extend(part("the app's engines", begun, engine_rows().await)?);
    for (title, measured) in [
        ("lengths", growth::with_length as fn() -> Result<Vec<Row>>),
        ("numbers", growth::with_number),
        ("many to learn from", growth::with_lessons),
    ] {
        rows.extend(part(title, Instant::now(), measured())?);
    }
    let Some(out) = &options.json else { return Ok(()) };
    let found = json!({
        "commit": std::env::var("TILLCAST_COMMIT").unwrap_or_default(),
        "engine_version": model_wasm::forecast::VERSION,
        "machine": facts,
        "series": series.len(),
        "rows": as_json(&rows),
    });
    if let Some(directory) = out.parent() {
        std::fs::create_dir_all(directory)?;
    }
    Ok(std::fs::write(out, format!("{found:#}\n"))?)
}

/// Prints the rows of one part, or why there are none: the other parts do not suffer from it.
fn part(title: &str, begun: Instant, measured: Result<Vec<Row>>) -> Result<Vec<Row>> {
    let rows = measured.unwrap_or_else(|error| vec![Row::missing(title, &format!("{error:#}"))]);
    print(&rows)?;
    eprintln!("{title}: measured in {:.0} s", begun.elapsed().as_secs_f64());
    Ok(rows)
}

/// The default model through the package in workers.
async fn package_rows(page: &Forecaster, series: &[SeriesRow]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for workers in [1, 2] {
        page.run(&tasks(series, Name::Ensemble, WARM), workers).await?;
        let ms = page.run(&tasks(series, Name::Ensemble, series.len()), workers).await?.ms;
        let name = format!("these series by the ensemble, package on {workers} worker(s)");
        rows.push(Row::new(&name, series.len() as f64 / ms * 1_000.0, "per s"));
    }
    Ok(rows)
}

/// What the app does for "all items", through its own engines.
async fn engine_rows() -> Result<Vec<Row>> {
    let site = Site::serve(&Places::new().test_dist()?).await?;
    let mut stage = Stage::set_on(Engine::Chromium, site).await?;
    let tab = stage.open("/").await?;
    tab.patience(std::time::Duration::from_secs(110)).await?;
    Shop::found(&tab).await?;
    let mut rows = Vec::new();
    for (workers, items) in [(1, ITEMS_AT_ONCE), (2, ITEMS)] {
        let (mut seconds, mut slice) = (0.0, 0.0_f64);
        for _ in 0..items / ITEMS_AT_ONCE {
            let asked = Bench::Forecasts {
                workers,
                series: ITEMS_AT_ONCE,
                length: DAYS,
                horizon: AHEAD,
                models: vec![Name::Ensemble.as_str().to_owned()],
                origins: ORIGINS,
            };
            let found = measure(&tab, asked).await?;
            ensure!(number(&found, "failed")? == 0.0, "some series failed: {found:?}");
            seconds += f64::from(ITEMS_AT_ONCE) / number(&found, "series_per_s")?;
            slice = slice.max(number(&found, "longest_slice_ms")?);
        }
        let title = format!("items of {DAYS} days, {workers} engine(s)");
        rows.push(Row::new(&title, f64::from(items) / seconds, "per s"));
        if items == ITEMS {
            let all = Row::new(&format!("{title}, all {ITEMS}"), seconds, "s");
            rows.push(all.at_most(ITEMS_IN));
        }
        rows.push(Row::new(&format!("{title}, longest slice"), slice, "ms").at_most(50.0));
    }
    stage.close_browser().await?;
    Ok(rows)
}
