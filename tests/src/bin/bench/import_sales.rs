//! `bench import sales`: a million lines from a file into the vault, and questions over five million.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::json;
use tests::{OnlineRetail, Places, slice};

use crate::peers;
use crate::report::{Row, as_json, print};

const LINES: usize = 1_000_000;
/// Lines the questions are asked over.
const MANY_LINES: u32 = 5_000_000;
/// How often what is cheap is repeated; the middle counts.
const TIMES: usize = 3;
const MEGABYTE: f64 = 1_048_576.0;

struct Options {
    data: PathBuf,
    json: Option<PathBuf>,
    lines: usize,
}

impl Options {
    fn read(arguments: &[String]) -> Result<Self> {
        let mut options = Self { data: slice("august.csv.gz"), json: None, lines: LINES };
        let mut words = arguments.iter();
        ensure!(words.next().is_some_and(|word| word == "sales"), "{USAGE}");
        while let Some(word) = words.next() {
            let value = words.next().context(USAGE)?;
            match word.as_str() {
                "--data" => options.data = value.into(),
                "--json" => options.json = Some(value.into()),
                "--lines" => options.lines = value.parse()?,
                _ => bail!(USAGE),
            }
        }
        Ok(options)
    }
}

const USAGE: &str = "usage: cargo xtask bench import sales [--data FILE] [--json OUT] [--lines N]";

/// The same rows for everybody: a formula in place of five million lines of text.
const SELECT: &str = "
    SELECT DATE '2010-01-01' + CAST((i // 20) * 1826 // (LINES // 20) AS INTEGER) AS day,
        'C' || ((i // 20) % 38) AS country,
        'SKU-' || (((i * 2654435761) >> 8) % 4000) AS item,
        CAST((1 + ((i * 40503) >> 4) % 12) * (50 + (((i * 2654435761) >> 8) % 4000) * 7 % 1950) AS INTEGER) AS amount
    FROM range(LINES) AS rows(i)";

pub(crate) async fn run(arguments: &[String]) -> Result<()> {
    let options = Options::read(arguments)?;
    let (file, bytes) = made(&options)?;
    let mut rows = Vec::new();
    let read = peers::read(&file, options.lines as u64, TIMES).await?;
    rows.push(Row::new("PapaParse, reading only", read.papa_ms, "ms"));
    rows.push(Row::new("DuckDB-WASM, start", read.duckdb_start_ms, "ms"));
    rows.push(Row::new("DuckDB-WASM, reading into a table", read.duckdb_ms, "ms"));
    rows.push(Row::new("DuckDB-WASM, memory", read.duckdb_bytes / MEGABYTE, "MiB"));
    rows.extend(questions().await?);
    print(&rows)?;
    if let Some(out) = &options.json {
        let found = json!({
            "commit": std::env::var("TILLCAST_COMMIT").unwrap_or_default(),
            "cores": std::thread::available_parallelism()?.get(),
            "lines": options.lines,
            "bytes": bytes,
            "rows": as_json(&rows),
        });
        std::fs::write(out, format!("{found:#}\n"))?;
    }
    Ok(())
}

/// The file of exactly so many lines: the transactions repeated, 54 weeks apart.
fn made(options: &Options) -> Result<(PathBuf, u64)> {
    let base = OnlineRetail::read(&options.data)?;
    let copies = u32::try_from(options.lines.div_ceil(base.lines.len()))?;
    let all = base.repeated_text(copies)?;
    let (end, _) = all.match_indices('\n').nth(options.lines).context("enough lines")?;
    let file = Places::new().artefacts().join(format!("online-retail-{}.csv", options.lines));
    std::fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    std::fs::write(&file, &all[..=end])?;
    Ok((file, end as u64 + 1))
}

async fn questions() -> Result<Vec<Row>> {
    let select = SELECT.replace("LINES", &MANY_LINES.to_string());
    let filter = "country = 'C7' AND day BETWEEN DATE '2011-01-01' AND DATE '2011-12-31'";
    let asked = [
        ("sum", "SELECT sum(amount) AS value FROM sales".to_owned()),
        ("by_day", "SELECT day, sum(amount) AS value FROM sales GROUP BY day".to_owned()),
        (
            "top_20",
            "SELECT item, sum(amount) AS value FROM sales GROUP BY item ORDER BY value DESC LIMIT 20"
                .to_owned(),
        ),
        ("filtered", format!("SELECT sum(amount) AS value FROM sales WHERE {filter}")),
    ];
    let duckdb = peers::questions(&select, &asked, 5).await?;
    let mut rows = Vec::new();
    for (question, _) in &asked {
        let name =
            format!("DuckDB-WASM, 5,000,000 lines, {question} (answer {})", duckdb.sum(question)?);
        rows.push(Row::new(&name, duckdb.ms(question)?, "ms"));
    }
    rows.push(Row::new(
        "DuckDB-WASM, 5,000,000 lines, memory",
        duckdb.memory_bytes()? / MEGABYTE,
        "MiB",
    ));
    Ok(rows)
}
