//! Today, Reports and Orders show the sums of the file, and hand them out as files.
#![cfg(test)]

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use calamine::{Data, Reader as _, Xlsx};
use ledger::Language;
use tests::{
    ImportPage, OnlineRetail, Posting, Role, Shop, Stage, Strictness, Sums, Tab, grouped, journey,
    pounds,
};

/// A vault in pounds with `text` imported as a file.
async fn opened_with(stage: &Stage, text: &str) -> Result<Tab> {
    let tab = stage.open("/").await?;
    Shop::found_in(&tab, "GBP", Language::En).await?;
    stage.keep_downloads(&tab).await?;
    let page = ImportPage::open(&tab).await?;
    page.drop_file("sales.csv", text.as_bytes()).await?;
    page.import().await?;
    Ok(tab)
}

/// Without pence, as tiles with room for little write large sums.
fn whole_pounds(pence: i64) -> String {
    let text = pounds((pence + pence.signum() * 50) / 100 * 100);
    text.trim_end_matches(".00").to_owned()
}

/// Waits until the tiles show these sums.
async fn expect_tiles(tab: &Tab, sums: Sums, revenue: String) -> Result<()> {
    let orders = sums.orders as i64;
    let half = if sums.revenue < 0 { -(orders / 2) } else { orders / 2 };
    let expected = [
        ("Revenue", revenue),
        ("Orders", grouped(orders)),
        ("Average order", pounds((sums.revenue + half) / orders)),
        ("Units", grouped(sums.units)),
    ];
    tab.until(&format!("tiles that show {expected:?}"), async || {
        let tiles = tab.tiles().await?;
        let shows = |(name, value): &(&str, String)| tiles.get(*name) == Some(value);
        ensure!(expected.iter().all(shows), "they show {tiles:?}");
        Ok(Some(()))
    })
    .await
}

#[tokio::test]
async fn today_reports_and_orders_show_the_sums_of_the_file() -> Result<()> {
    journey("reports", async |stage| {
        let august = OnlineRetail::august()?;
        let tab = opened_with(stage, august.text()).await?;

        // The last day with sales, because that is years ago.
        tab.visit("/").await?;
        let days = august.by(|line| line.day.clone());
        let (_, last) = days.last_key_value().context("days with sales")?;
        expect_tiles(&tab, *last, pounds(last.revenue)).await?;
        tab.see("This is").await?;
        tab.expect_accessible(Strictness::Whole).await?;

        tab.visit("/reports").await?;
        tab.choose("Period", "Everything").await?;
        let total = august.total();
        expect_tiles(&tab, total, whole_pounds(total.revenue)).await?;
        let tiles = tab.tiles().await?;
        ensure!(tiles.get("Returns") == Some(&whole_pounds(total.returns)), "{tiles:?}");
        tab.expect_accessible(Strictness::Whole).await?;
        tab.press("Show as table").await?;
        tab.expect_accessible(Strictness::Whole).await?;
        // The table draws the rows in sight.
        for (day, sums) in days.iter().take(8) {
            tab.see(&pounds(sums.revenue)).await.with_context(|| format!("{day} in the table"))?;
        }
        for (by, revenues) in [
            ("Hour", august.by(|line| line.hour.to_string())),
            ("Country", august.by(|line| line.country.clone())),
        ] {
            tab.choose("By", by).await?;
            let most = revenues.values().max_by_key(|sums| sums.revenue).context("rows")?;
            tab.see(&pounds(most.revenue)).await?;
        }

        tab.visit("/orders").await?;
        tab.see(&format!("{} orders", grouped(august.numbers() as i64))).await?;
        tab.expect_accessible(Strictness::Whole).await?;
        let line =
            august.lines.iter().find(|line| line.posting == Posting::Product && line.quantity > 9);
        let number = &line.context("a line")?.invoice;
        let order: Vec<_> = august.lines.iter().filter(|line| &line.invoice == number).collect();
        tab.fill("Number, SKU, item or customer", number).await?;
        tab.see("1 order").await?;
        tab.see(&pounds(order.iter().map(|line| line.pence).sum())).await?;
        Ok(())
    })
    .await
}

/// Presses one choice of the page's export menu.
async fn export(tab: &Tab, choice: &str) -> Result<()> {
    tab.press("Export").await?;
    tab.click(Role::MenuItem, choice).await
}

/// Revenue by SKU in a file of the report by item.
fn by_sku(heads: &[String], rows: &[Vec<String>]) -> Result<BTreeMap<String, String>> {
    let at = |name: &str| heads.iter().position(|head| head == name).context(name.to_owned());
    let (sku, revenue) = (at("SKU")?, at("Revenue")?);
    Ok(rows.iter().map(|row| (row[sku].clone(), row[revenue].clone())).collect())
}

fn read_csv(file: &Path) -> Result<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(file)?;
    let text = text.strip_prefix('\u{feff}').context("a byte order mark, for spreadsheets")?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let cells = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    let rows: Vec<Vec<String>> =
        reader.records().map(|record| Ok(cells(record?))).collect::<Result<_>>()?;
    let (heads, rows) = rows.split_first().context("heads")?;
    by_sku(heads, rows)
}

fn read_xlsx(file: &Path) -> Result<BTreeMap<String, String>> {
    let mut book: Xlsx<_> = calamine::open_workbook(file)?;
    let sheet = book.worksheet_range_at(0).context("a sheet")??;
    let text = |cell: &Data| match cell {
        Data::Float(number) => format!("{number:.2}"),
        Data::Int(number) => format!("{number}.00"),
        other => other.to_string(),
    };
    let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(text).collect()).collect();
    let (heads, rows) = rows.split_first().context("heads")?;
    by_sku(heads, rows)
}

#[tokio::test]
async fn a_report_leaves_as_csv_workbook_and_picture_and_the_log_says_so() -> Result<()> {
    journey("exports", async |stage| {
        // Names that a spreadsheet would run as formulas, and a number that floats would spoil.
        let text = "Date,Order,SKU,Item,Quantity,Price\n\
            2026-03-02,1,=SUM(A1),\"=HYPERLINK(\"\"x\"\")\",1,0.10\n\
            2026-03-02,1,@MUG,\"Mug, large\",3,0.10\n\
            2026-03-03,2,TIN-1,Tin,2,1234567.89\n";
        let tab = opened_with(stage, text).await?;
        tab.visit("/reports").await?;
        tab.choose("Period", "Everything").await?;
        tab.choose("By", "Item").await?;
        tab.see("Revenue by item").await?;

        export(&tab, "As CSV").await?;
        let csv = read_csv(&stage.downloaded(&tab, "csv").await?)?;
        let cell = |sku: &str| csv.get(sku).map(String::as_str);
        ensure!(cell("TIN-1") == Some("2469135.78"), "{csv:?}");
        // Guarded: a quote before it, so that it stays text.
        ensure!(cell("'=SUM(A1)") == Some("0.10") && cell("'@MUG") == Some("0.30"), "{csv:?}");

        export(&tab, "As Excel workbook").await?;
        let book = read_xlsx(&stage.downloaded(&tab, "xlsx").await?)?;
        let cell = |sku: &str| book.get(sku).map(String::as_str);
        ensure!(cell("TIN-1") == Some("2469135.78"), "{book:?}");
        ensure!(cell("=SUM(A1)") == Some("0.10") && cell("@MUG") == Some("0.30"), "{book:?}");

        export(&tab, "As picture").await?;
        let picture = std::fs::read(stage.downloaded(&tab, "png").await?)?;
        ensure!(picture.starts_with(b"\x89PNG") && picture.len() > 2_000, "no picture");

        let rows = tab.log_rows().await?;
        let exports: Vec<_> = rows.iter().filter(|row| row.code == "report-exported").collect();
        ensure!(exports.len() == 3, "{} exports are in the log", exports.len());
        for format in ["csv", "xlsx", "png"] {
            let noted = exports.iter().any(|row| row.args.iter().any(|(_, value)| value == format));
            ensure!(noted, "{format} is not in the log: {exports:?}");
        }
        Ok(())
    })
    .await
}
