//! `cargo xtask bench`: how fast the release build is in Chromium, as a table or, with `--json`, for a program.
//!
//! `bench import sales` brings a million lines in, with PapaParse and DuckDB-WASM beside it; `bench forecast` times the engines
//! natively and in the browser, with statsforecast and libraries in Rust beside them.
#![forbid(unsafe_code)]

mod core;
mod forecast;
mod import_sales;
mod page;
mod peers;
mod report;

use anyhow::Result;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((area, rest)) if area == "import" => import_sales::run(rest).await,
        Some((area, rest)) if area == "forecast" => forecast::run(rest).await,
        _ => core::run(&arguments).await,
    }
}
