//! `bench import sales`: a million lines from a file into the vault, and questions over five million.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::json;
use tests::{OnlineRetail, Places, slice};

use crate::page::{self, Import};
use crate::peers::{self, Reading, median};
use crate::report::{Row, as_json, number, print};

const USAGE: &str = "usage: cargo xtask bench import sales [--data FILE] [--json OUT] [--lines N]";
const LINES: usize = 1_000_000;
/// Lines the questions are asked over.
const MANY_LINES: u32 = 5_000_000;
/// How often everything is repeated; the middle counts.
const TIMES: usize = 3;
const MEBIBYTE: f64 = 1_048_576.0;

/// The same rows for everybody: a formula in place of five million lines of text.
const SELECT: &str = "
    SELECT DATE '2010-01-01' + CAST((i // 20) * 1826 // (LINES // 20) AS INTEGER) AS day,
        'C' || ((i // 20) % 38) AS country,
        'SKU-' || (((i * 2654435761) >> 8) % 4000) AS item,
        CAST((1 + ((i * 40503) >> 4) % 12) * (50 + (((i * 2654435761) >> 8) % 4000) * 7 % 1950) AS INTEGER) AS amount
    FROM range(LINES) AS rows(i)";
/// Name here, name of the sum in the worker's answer, SQL.
const QUESTIONS: [(&str, &str, &str); 4] = [
    ("sum", "sum", "SELECT sum(amount) AS value FROM sales"),
    ("by_day", "sum", "SELECT day, sum(amount) AS value FROM sales GROUP BY day ORDER BY day"),
    (
        "top_20",
        "top_20_sum",
        "SELECT item, sum(amount) AS value FROM sales GROUP BY item ORDER BY value DESC LIMIT 20",
    ),
    (
        "filtered",
        "filtered_sum",
        "SELECT sum(amount) AS value FROM sales
            WHERE country = 'C7' AND day BETWEEN DATE '2011-01-01' AND DATE '2011-12-31'",
    ),
];

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

pub(crate) async fn run(arguments: &[String]) -> Result<()> {
    let options = Options::read(arguments)?;
    let (file, content) = made(&options)?;
    let mut imports = Vec::new();
    for _ in 0..TIMES {
        imports.push(page::import(&file, &content).await?);
    }
    let read = peers::read(&file, options.lines as u64, TIMES).await?;
    let mut rows = import_rows(&imports, &read);
    rows.extend(question_rows().await?);
    print(&rows)?;
    let Some(out) = &options.json else { return Ok(()) };
    let found = json!({
        "commit": std::env::var("TILLCAST_COMMIT").unwrap_or_default(),
        "chromium": imports.first().map(|import| import.browser.clone()),
        "cores": std::thread::available_parallelism()?.get(),
        "lines": options.lines,
        "bytes": content.text().len(),
        "rows": as_json(&rows),
    });
    if let Some(directory) = out.parent() {
        std::fs::create_dir_all(directory)?;
    }
    Ok(std::fs::write(out, format!("{found:#}\n"))?)
}

/// The file of exactly so many lines: the transactions repeated, 54 weeks apart.
fn made(options: &Options) -> Result<(PathBuf, OnlineRetail)> {
    let base = OnlineRetail::read(&options.data)?;
    let copies = u32::try_from(options.lines.div_ceil(base.lines.len()))?;
    let content = base.repeated(copies)?.first(options.lines)?;
    let file = Places::new().artefacts().join(format!("online-retail-{}.csv", options.lines));
    std::fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    content.write(&file)?;
    Ok((file, content))
}

fn import_rows(imports: &[Import], read: &Reading) -> Vec<Row> {
    let middle = |of: fn(&Import) -> f64| median(imports.iter().map(of).collect());
    let most = |of: fn(&Import) -> f64| imports.iter().map(of).fold(0.0, f64::max);
    let total = middle(Import::total_ms);
    vec![
        Row::new("import: parsed and validated", middle(|import| import.check_ms), "ms"),
        Row::new("import: sealed, durable, projected", middle(|import| import.write_ms), "ms"),
        Row::new("import: together", total, "ms").at_most(8_000.0),
        Row::new("PapaParse: merely read", read.papa_ms, "ms"),
        Row::new("DuckDB-WASM: start", read.duckdb_start_ms, "ms"),
        Row::new("DuckDB-WASM: merely read", read.duckdb_ms, "ms"),
        Row::new("import together / PapaParse merely read", total / read.papa_ms, "×"),
        Row::new("import together / DuckDB-WASM merely read", total / read.duckdb_ms, "×"),
        Row::new(
            "longest main-thread task above 50 ms (0: none)",
            most(|import| import.longest_task_ms),
            "ms",
        )
        .at_most(50.0),
        Row::new("memory, files worker", most(|import| import.files_bytes) / MEBIBYTE, "MiB")
            .at_most(256.0),
        Row::new("memory, ledger worker", most(|import| import.ledger_bytes) / MEBIBYTE, "MiB")
            .at_most(256.0),
        Row::new("memory, DuckDB-WASM with the file", read.duckdb_bytes / MEBIBYTE, "MiB"),
        Row::new(
            "unlock to Today's numbers, key derivation",
            middle(|import| import.derive_ms),
            "ms",
        ),
        Row::new("unlock to Today's numbers, the rest", middle(|import| import.unlock_ms), "ms")
            .at_most(1_000.0),
    ]
}

async fn question_rows() -> Result<Vec<Row>> {
    let ours = page::questions(MANY_LINES).await?;
    let select = SELECT.replace("LINES", &MANY_LINES.to_string());
    let asked = QUESTIONS.map(|(question, _, sql)| (question, sql));
    let duckdb = peers::questions(&select, &asked, 5).await?;
    let mut rows = Vec::new();
    for (question, sum, _) in QUESTIONS {
        // A time for another answer would mean nothing.
        let (here, there) = (number(&ours, sum)?, duckdb.sum(question)?);
        ensure!((here - there).abs() < 0.5, "{question}: {here} here, {there} from DuckDB");
        let (here, there) = (number(&ours, &format!("{question}_ms"))?, duckdb.ms(question)?);
        let name = format!("5,000,000 lines, {}", question.replace('_', " "));
        rows.push(Row::new(&name, here, "ms").at_most(there));
        rows.push(Row::new(&format!("{name}, DuckDB-WASM"), there, "ms"));
    }
    let bytes = number(&ours, "wasm_bytes")?;
    rows.push(Row::new("5,000,000 lines, memory", bytes / 1e6, "MB").at_most(200.0));
    rows.push(Row::new("5,000,000 lines, memory, DuckDB-WASM", duckdb.memory_bytes()? / 1e6, "MB"));
    Ok(rows)
}
