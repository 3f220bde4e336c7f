//! From a merchant's file to true numbers: what is imported is what every page shows, once.
#![cfg(test)]

use anyhow::{Result, ensure};
use ledger::Language;
use tests::{Done, ImportPage, OnlineRetail, Role, Shop, Strictness, Taken, journey, slice};

#[tokio::test]
async fn a_file_is_imported_once_whatever_is_dropped_again() -> Result<()> {
    journey("import", async |stage| {
        let tab = stage.open("/").await?;
        let shop = Shop::found_in(&tab, "GBP", Language::En).await?;
        let (august, overlap) = (OnlineRetail::august()?, OnlineRetail::overlap()?);
        let page = ImportPage::open(&tab).await?;
        tab.expect_accessible(Strictness::Whole).await?;
        let taken = page.choose(&slice("august.csv.gz")).await?;
        ensure!(taken == Taken::Checked(17_356), "{taken:?}");
        tab.see("17,356 lines checked").await?;
        tab.expect_accessible(Strictness::Whole).await?;
        // Nothing is written before Import is pressed.
        ensure!(tab.orders("", 1).await?.total == 0, "written before Import was pressed");
        let done = page.import().await?;
        let first = Done { added: august.numbers() as u64, lines: 17_356, ..Done::default() };
        ensure!(done == first, "{done:?}, not {first:?}");
        tab.expect_accessible(Strictness::Whole).await?;
        tab.expect_sales_of(&august).await?;

        // The same again: nothing is doubled, and it says so.
        tab.press("Import more").await?;
        let taken = page.choose(&slice("august.csv.gz")).await?;
        ensure!(taken == Taken::Checked(17_356), "{taken:?}");
        tab.see("Recognised: as last time").await?;
        let again = page.import().await?;
        ensure!(again == Done { skipped: 17_356, ..Done::default() }, "{again:?}");
        tab.expect_sales_of(&august).await?;

        // One that begins within the first: only what is new.
        tab.press("Import more").await?;
        page.choose(&slice("august_overlap.csv.gz")).await?;
        let done = page.import().await?;
        let both = august.followed_by(&overlap)?;
        let added = (both.numbers() - august.numbers()) as u64;
        // The order that goes on in the second file is written anew as a whole.
        let expected = Done { added, updated: 1, skipped: 1_654, lines: done.lines, rejected: 0 };
        ensure!(done == expected && done.lines >= 5_464 - 1_654, "{done:?}, not {expected:?}");
        tab.expect_sales_of(&both).await?;

        // Still so after a reload, from the sealed chunks.
        tab.reload().await?;
        shop.unlock(&tab).await?;
        tab.expect_sales_of(&both).await?;
        tab.click(Role::Link, "Import").await?;
        tab.get(Role::Table, "Imported before").await?;
        tab.see("august_overlap.csv.gz").await?;
        let rows = tab.log_rows().await?;
        let imports = rows.iter().filter(|row| row.code == "import-committed").count();
        ensure!(imports == 3, "{imports} imports are in the log");
        Ok(())
    })
    .await
}
