//! What a file does not prove is asked, what it gets wrong is listed, in the merchant's language and on any screen.
#![cfg(test)]

use anyhow::{Context as _, Result, ensure};
use ledger::{By, Day, Language, RowKey};
use tests::{Device, ImportPage, Role, Shop, Strictness, Tab, Taken, journey};

/// Revenue and days of everything there is.
async fn days(tab: &Tab) -> Result<(i64, Vec<Day>)> {
    let answer = tab.sales(By::Day, None).await?;
    let sold = answer.rows.iter().filter(|row| row.figures.now.orders > 0);
    let day = |key: &RowKey| if let RowKey::Day(day) = key { Some(*day) } else { None };
    Ok((answer.total.now.revenue, sold.filter_map(|row| day(&row.key)).collect()))
}

#[tokio::test]
async fn dates_that_could_be_either_are_asked_about() -> Result<()> {
    journey("ambiguous_dates", async |stage| {
        let tab = stage.open("/").await?;
        Shop::found_in(&tab, "GBP", Language::En).await?;
        let page = ImportPage::open(&tab).await?;
        let file = "Date,Order,SKU,Quantity,Price\n01/02/2026,1,MUG-1,2,12.50\n03/04/2026,2,MUG-1,1,12.50\n";
        let taken = page.drop_file("either.csv", file.as_bytes()).await?;
        ensure!(taken == Taken::Asking, "{taken:?}");
        tab.see("Nothing in the file proves which comes first, the day or the month.").await?;
        tab.expect_accessible(Strictness::Whole).await?;
        tab.click(Role::Radio, "Month first").await?;
        page.taken_of(2).await?;
        page.import().await?;
        let expected = [Day::from_date(2026, 1, 2), Day::from_date(2026, 3, 4)];
        let (revenue, found) = days(&tab).await?;
        ensure!(revenue == 3_750, "{revenue}");
        ensure!(found.iter().copied().map(Some).eq(expected), "{found:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn bad_lines_are_listed_handed_out_and_left_to_the_merchant() -> Result<()> {
    journey("bad_lines", async |stage| {
        let tab = stage.open("/").await?;
        Shop::found_in(&tab, "GBP", Language::En).await?;
        stage.keep_downloads(&tab).await?;
        let page = ImportPage::open(&tab).await?;
        let mut file = String::from("Date,Order,SKU,Quantity,Price\n");
        for n in 0..50 {
            file.push_str(&format!("2026-03-{:02},{n},MUG-1,1,2.00\n", n % 28 + 1));
        }
        file.push_str("2026-02-31,90,MUG-1,1,2.00\n2026-03-01,91,MUG-1,one,2.00\n");
        let taken = page.drop_file("bad.csv", file.as_bytes()).await?;
        ensure!(taken == Taken::Asking, "{taken:?}");
        tab.see("2 lines cannot be read. Bring in the good ones, or nothing?").await?;
        let problems = page.problems().await?;
        ensure!(problems.iter().any(|text| text.contains("Line 52")), "{problems:?}");
        ensure!(problems.iter().any(|text| text.contains("Line 53")), "{problems:?}");
        tab.expect_accessible(Strictness::Whole).await?;

        tab.press("List as CSV").await?;
        let list = std::fs::read_to_string(stage.downloaded(&tab, "csv").await?)?;
        let list = list.trim_start_matches('\u{feff}');
        let mut reader = csv::Reader::from_reader(list.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
        ensure!(rows.len() == 2, "the list: {list}");
        let cells = |row: usize| rows.get(row).map(|row| row.iter().take(3).collect::<Vec<_>>());
        ensure!(cells(0) == Some(vec!["52", "Date", "2026-02-31"]), "the list: {list}");
        ensure!(cells(1) == Some(vec!["53", "Quantity", "one"]), "the list: {list}");

        tab.click(Role::Radio, "Nothing").await?;
        tab.see("Nothing will go in.").await?;
        tab.click(Role::Radio, "Only the good lines").await?;
        page.taken_of(50).await?;
        let done = page.import().await?;
        ensure!(done.lines == 50 && done.rejected == 2, "{done:?}");
        ensure!(days(&tab).await?.0 == 10_000);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_french_file_is_imported_in_french_on_a_phone() -> Result<()> {
    journey("import_french", async |stage| {
        let tab = stage.open("/").await?;
        Shop::found_in(&tab, "EUR", Language::Fr).await?;
        tab.device(Device::Phone).await?;
        tab.visit("/import").await?;
        let page = ImportPage::shown_in(&tab);
        // Semicolons, decimal commas, a space between thousands, accents in Windows-1252.
        let file = "Date commande;N\u{b0} commande;R\u{e9}f;D\u{e9}signation;Qt\u{e9};PU TTC\n\
            14/11/2026;FR-1;BOL-1;Bol en gr\u{e8}s;2;1 234,50\n\
            15/11/2026;FR-2;BOL-1;Bol en gr\u{e8}s;-1;1 234,50\n\
            16/11/2026;FR-3;TAS-2;Tasse;3;18,00\n";
        let bytes: Vec<u8> =
            file.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
        let taken = page.drop_file("commandes.csv", &bytes).await?;
        ensure!(taken == Taken::Checked(3), "{taken:?}");
        tab.see("Bol en grès").await?;
        tab.expect_accessible(Strictness::Whole).await?;
        ensure!(tab.sideways_overflow().await? <= 0, "the page is too wide for a phone");
        page.begin_import().await?;
        tab.until(
            "the import to be in",
            async || Ok((page.facts().await?.len() > 3).then_some(())),
        )
        .await?;
        tab.expect_accessible(Strictness::Whole).await?;
        let (revenue, found) = days(&tab).await?;
        ensure!(revenue == 2 * 123_450 - 123_450 + 3 * 1_800, "{revenue}");
        let last = found.last().copied().context("days with sales")?;
        ensure!(Some(last) == Day::from_date(2026, 11, 16), "{found:?}");

        for path in ["/", "/orders", "/reports"] {
            tab.visit(path).await?;
            tab.expect_accessible(Strictness::Whole).await?;
            ensure!(tab.sideways_overflow().await? <= 0, "{path} is too wide for a phone");
        }
        Ok(())
    })
    .await
}
