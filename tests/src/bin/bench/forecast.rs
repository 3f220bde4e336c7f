//! `bench forecast`: time per series and model natively, in Chromium and in statsforecast, in turns in the same run;
//! series per second through the engine workers; how time grows with length and number.

mod growth;
mod machine;
mod made_up;
mod native;
mod peer;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use model_wasm::forecast::Name;
use protocol::Bench;
use serde_json::json;
use tests::{Engine, Forecaster, Places, SeriesRow, Shop, Site, Stage, Task};

use crate::core::measure;
use crate::peers::median;
use crate::report::{Row, as_json, number, print};
use peer::Peer;

const USAGE: &str = "usage: cargo xtask bench forecast [--data FILE] [--json OUT] [--rounds N]";
/// How often everything is measured, in turns; the middle counts.
const ROUNDS: usize = 3;
/// What these may take of statsforecast's time.
const PROMISED: [Name; 5] = [Name::AutoEts, Name::AutoArima, Name::Ces, Name::Dot, Name::Theta];
const NATIVE: f64 = 0.5;
const CHROMIUM: f64 = 1.0;
/// Items of the light run through the engines: two years of days, four weeks ahead.
const ITEMS: u32 = 1_000;
/// Seconds all of them may take on two engines.
const ITEMS_IN: f64 = 90.0;
const DAYS: u32 = 730;
const AHEAD: u16 = 28;
const ORIGINS: u16 = 4;

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

/// Milliseconds per series of one model, a number per round.
struct Times {
    model: Name,
    native: Vec<f64>,
    chromium: Vec<f64>,
    peer: Vec<f64>,
}

pub(crate) async fn run(arguments: &[String]) -> Result<()> {
    let options = Options::read(arguments)?;
    let mut facts = machine::facts()?;
    let data = options.data.clone().map_or_else(made_up::file, Ok)?;
    let series = SeriesRow::read_all(&data)?;
    eprintln!("{} series of {}", series.len(), data.display());
    let mut peer = Peer::start(&data)?;
    let page = Forecaster::open(&Places::new().npm_package()?).await?;
    facts.insert("chromium".to_owned(), page.browser_version()?);
    facts.extend(peer.versions.clone());
    for (name, value) in &facts {
        eprintln!("{name}: {value}");
    }
    let times = in_turns(&options, &data, &series, &page, &mut peer).await?;
    drop(peer);
    let mut rows: Vec<Row> = times.iter().flat_map(time_rows).collect();
    print(&rows)?;
    let mut rates = package_rows(&page, &series).await?;
    page.close().await?;
    rates.extend(engine_rows().await?);
    rates.extend(growth::rows()?);
    print(&rates)?;
    rows.extend(rates);
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

/// Every model by everybody, round by round: what disturbs one then disturbs all.
async fn in_turns(
    options: &Options,
    data: &Path,
    series: &[SeriesRow],
    page: &Forecaster,
    peer: &mut Peer,
) -> Result<Vec<Times>> {
    let empty = |&model| Times { model, native: vec![], chromium: vec![], peer: vec![] };
    let mut all: Vec<Times> = Name::ALL.iter().map(empty).collect();
    for times in &all {
        in_chromium(page, few(series), times.model).await?;
    }
    for _ in 0..options.rounds {
        for times in &mut all {
            let model = times.model;
            times.native.push(native::ms(data, model)?);
            times.chromium.push(in_chromium(page, series, model).await?);
            if peer::MODELS.contains(&model.as_str()) {
                times.peer.push(peer.ms(model.as_str())?);
            }
        }
    }
    Ok(all)
}

/// Milliseconds per series on one worker.
async fn in_chromium(page: &Forecaster, series: &[SeriesRow], model: Name) -> Result<f64> {
    let answers = page.run(&tasks(series, model), 1).await?.answers;
    Ok(answers.iter().map(|answer| answer.ms).sum::<f64>() / answers.len() as f64)
}

fn tasks(series: &[SeriesRow], model: Name) -> Vec<Task> {
    series.iter().map(|row| row.task(model)).collect()
}

/// Enough to be compiled and warm.
fn few(series: &[SeriesRow]) -> &[SeriesRow] {
    &series[..series.len().min(20)]
}

fn time_rows(times: &Times) -> Vec<Row> {
    let name = times.model.as_str();
    let (native, chromium) = (median(times.native.clone()), median(times.chromium.clone()));
    let mut rows = vec![
        Row::new(&format!("{name}, native"), native, "ms"),
        Row::new(&format!("{name}, Chromium"), chromium, "ms"),
    ];
    if !times.peer.is_empty() {
        let peer = median(times.peer.clone());
        rows.push(Row::new(&format!("{name}, statsforecast"), peer, "ms"));
        for (what, ours, limit) in [("native", native, NATIVE), ("Chromium", chromium, CHROMIUM)] {
            let row = Row::new(&format!("{name}, {what} / statsforecast"), ours / peer, "×");
            let is_promised = PROMISED.contains(&times.model);
            rows.push(if is_promised { row.at_most(limit) } else { row });
        }
    }
    rows
}

/// The default model through the package in workers.
async fn package_rows(page: &Forecaster, series: &[SeriesRow]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for workers in [1, 2] {
        page.run(&tasks(few(series), Name::Ensemble), workers).await?;
        let ms = page.run(&tasks(series, Name::Ensemble), workers).await?.ms;
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
    for workers in [1, 2] {
        let asked = Bench::Forecasts {
            workers,
            series: ITEMS,
            length: DAYS,
            horizon: AHEAD,
            models: vec![Name::Ensemble.as_str().to_owned()],
            origins: ORIGINS,
        };
        let found = measure(&tab, asked).await?;
        ensure!(number(&found, "failed")? == 0.0, "some series failed: {found:?}");
        let title = format!("items of {DAYS} days, {workers} engine(s)");
        let rate = number(&found, "series_per_s")?;
        rows.push(Row::new(&title, rate, "per s"));
        let all = Row::new(&format!("{title}, all {ITEMS}"), f64::from(ITEMS) / rate, "s");
        rows.push(if workers == 2 { all.at_most(ITEMS_IN) } else { all });
        let slice = number(&found, "longest_slice_ms")?;
        rows.push(Row::new(&format!("{title}, longest slice"), slice, "ms").at_most(50.0));
    }
    stage.close_browser().await?;
    Ok(rows)
}
