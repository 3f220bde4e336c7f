//! Sales and rates typed or pasted into the grid go the way of every file.
#![cfg(test)]

use anyhow::{Result, ensure};
use ledger::{Answer, By, Language, Query, SalesFilter, SalesQuery, TopSide};
use protocol::{Request, Response};
use serde_json::json;
use tests::{ImportPage, Role, Shop, Strictness, Tab, Taken, journey};
use thirtyfour::Key;

/// Puts the cells of a spreadsheet's clipboard where the focus is.
async fn paste(tab: &Tab, text: &str) -> Result<()> {
    let script = "
        const carried = new DataTransfer();
        carried.setData('text/plain', arguments[0]);
        document.activeElement.dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }));";
    tab.script(script, vec![json!(text)]).await?;
    Ok(())
}

/// Revenue in pounds, other currencies converted.
async fn converted(tab: &Tab) -> Result<(i64, usize)> {
    let query = SalesQuery {
        period: None,
        by: By::Day,
        filter: SalesFilter::default(),
        currency: None,
        convert: true,
        side: TopSide::Top,
        limit: 100,
    };
    match tab.expect_done(&Request::Query(Query::Sales(query))).await? {
        Response::Answer(Answer::Sales(answer)) => {
            Ok((answer.total.now.revenue, answer.others.len()))
        }
        _ => anyhow::bail!("a report was answered with something else"),
    }
}

#[tokio::test]
async fn typed_rows_are_sales_and_rates_add_currencies_up() -> Result<()> {
    journey("quick_entry", async |stage| {
        let tab = stage.open("/").await?;
        Shop::found_in(&tab, "GBP", Language::En).await?;
        let page = ImportPage::open(&tab).await?;
        tab.click(Role::Radio, "Type sales").await?;
        tab.expect_accessible(Strictness::Whole).await?;
        tab.get(Role::Textbox, "Date, 2").await?.click().await?;
        // Typed: Enter goes down, the arrow to the right.
        tab.keys("2026-03-02").await?;
        for (field, text) in [("SKU, 2", "MUG-1"), ("Quantity, 2", "3"), ("Unit price, 2", "12.50")]
        {
            tab.fill(field, text).await?;
        }
        tab.get(Role::Textbox, "Unit price, 2").await?.click().await?;
        tab.keys(Key::Enter).await?;
        tab.get(Role::Textbox, "Date, 3").await?.click().await?;
        paste(
            &tab,
            "2026-03-03\t\tMUG-1\tMug\t-1\t12.50\tQuay\n2026-03-04\t\tTIN\t\t2\t0.335\tQuay\n",
        )
        .await?;
        tab.press("Check 3 rows").await?;
        let taken = page.taken().await?;
        ensure!(taken == Taken::Checked(3), "{taken:?}");
        let done = page.import().await?;
        ensure!(done.lines == 3, "{done:?}");
        // 37.50 - 12.50 + 2 x 0.335, rounded once.
        ensure!(converted(&tab).await? == (2_567, 0), "{:?}", converted(&tab).await?);

        // Another currency stays apart until there is a rate.
        tab.press("Import more").await?;
        tab.click(Role::Radio, "From a file").await?;
        let euros = "Date,Order,SKU,Quantity,Price,Currency\n2026-03-05,9,MUG-1,1,100.00,EUR\n";
        page.drop_file("euros.csv", euros.as_bytes()).await?;
        page.import().await?;
        ensure!(converted(&tab).await? == (2_567, 1), "{:?}", converted(&tab).await?);
        tab.press("Import more").await?;
        tab.click(Role::Radio, "Type exchange rates").await?;
        tab.get(Role::Textbox, "Date, 2").await?.click().await?;
        paste(&tab, "2026-03-01\tEUR\tGBP\t0.85\n").await?;
        tab.press("Check 1 row").await?;
        page.taken().await?;
        page.import().await?;
        ensure!(converted(&tab).await? == (2_567 + 8_500, 0), "{:?}", converted(&tab).await?);
        Ok(())
    })
    .await
}
