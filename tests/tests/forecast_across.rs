//! Forecasts of many at once: models that learn from all items, and what is expected of parts and wholes adds up.
#![cfg(test)]

use anyhow::{Context as _, Result, bail, ensure};
use ledger::{
    Day, Every, ForecastItems, ForecastQuery, ForecastScope, Items, Measure, Part, ReconciledRow,
};
use protocol::{Job, Request, Response};
use tests::{ImportPage, Shop, expect_taught, four_weeks, journey};

/// A till's file of five items, each with a week of its own; what the third costs changes now and then, and the last is
/// of no category.
fn sales_of_five(days: i32) -> Result<String> {
    let first = Day::from_date(2026, 5, 4).context("a date")?;
    let mut text = String::from("Date,Order,SKU,Item,Category,Quantity,Price\n");
    for number in 0..days {
        let (year, month, day) = Day(first.0 + number).date();
        for item in 0..5 {
            let units = 4 + 3 * item + (number + item) % 7 * (1 + item % 2) + number * item % 4;
            let category = ["Rolls", "Rolls", "Cakes", "Cakes", ""][item as usize];
            let price = if item == 2 && number / 30 % 2 == 1 { "4.80" } else { "4.00" };
            text.push_str(&format!(
                "{year}-{month:02}-{day:02},{number}-{item},ROLL{item},Roll {item},{category},{units},{price}\n"
            ));
        }
    }
    Ok(text)
}

/// Items in units over four weeks.
const fn items(model: Option<String>) -> ForecastItems {
    ForecastItems {
        items: Items::All,
        place: None,
        measure: Measure::Units,
        every: Every::Day,
        days: 28,
        model,
    }
}

#[tokio::test]
async fn a_model_that_learns_from_all_items_says_what_it_would_say_natively() -> Result<()> {
    journey("forecast_across", async |stage| {
        let tab = stage.open("/").await?;
        Shop::found(&tab).await?;
        let page = ImportPage::open(&tab).await?;
        page.drop_file("till.csv", sales_of_five(130)?.as_bytes()).await?;
        page.import().await?;
        for model in ["lstm", "trees"] {
            let model = Some(model.to_owned());
            // One of them is asked for first: it learns from the others as well.
            let scope =
                ForecastScope { item: Some("ROLL3".to_owned()), ..ForecastScope::default() };
            let one = ForecastQuery { model: model.clone(), ..four_weeks(scope, Measure::Units) };
            tab.expect_done(&Request::Job(Job::Forecast(one.clone()))).await?;
            let alone = tab.kept(&one).await?;
            ensure!((alone.taught_by, alone.scores.len()) == (5, 3), "{alone:?}");
            tab.expect_done(&Request::Job(Job::ForecastItems(items(model.clone())))).await?;
            let listed = tab.forecasts_by(model.clone()).await?;
            ensure!((listed.total, listed.fresh) == (5, 5), "{listed:?}");
            let mut views = Vec::new();
            for row in &listed.rows {
                let scope =
                    ForecastScope { item: Some(row.sku.clone()), ..ForecastScope::default() };
                let query = four_weeks(scope, Measure::Units);
                views.push(tab.forecast(&ForecastQuery { model: model.clone(), ..query }).await?);
            }
            expect_taught(&views).with_context(|| format!("{model:?}"))?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn forecasts_of_items_categories_and_everything_add_up() -> Result<()> {
    journey("forecast_adds_up", async |stage| {
        let tab = stage.open("/").await?;
        Shop::found(&tab).await?;
        let page = ImportPage::open(&tab).await?;
        page.drop_file("till.csv", sales_of_five(130)?.as_bytes()).await?;
        page.import().await?;
        let job = Request::Job(Job::Reconcile(items(None)));
        let Response::Reconciled(found) = tab.expect_done(&job).await? else {
            bail!("it was answered with something else");
        };
        let of = |part: Part| found.rows.iter().filter(move |row| row.part == part);
        let items = tab.forecasts().await?;
        ensure!(of(Part::Item).count() as u64 == items.total && items.fresh == items.total);
        let sum = |rows: Vec<&ReconciledRow>| -> Vec<i64> {
            (0..28).map(|step| rows.iter().map(|row| row.steps[step]).sum()).collect()
        };
        let all = of(Part::All).next().context("everything")?;
        let is_direct = |row: &&ReconciledRow| match row.part {
            Part::All => false,
            Part::Category => true,
            Part::Item | Part::Rest => row.category.is_empty(),
        };
        ensure!(all.steps == sum(found.rows.iter().filter(is_direct).collect()));
        ensure!(of(Part::Category).count() == 2, "{:?}", found.rows);
        for category in of(Part::Category) {
            let parts = found.rows.iter().filter(|row| row.category == category.name).collect();
            ensure!(category.steps == sum(parts), "{}", category.name);
        }
        for row in &found.rows {
            ensure!(row.total.mean == row.steps.iter().sum::<i64>(), "{row:?}");
            ensure!(row.total.quantiles.is_sorted(), "{row:?}");
            if row.part == Part::Rest {
                continue;
            }
            // What is kept of it stays as it was made.
            let kept = tab.kept(&four_weeks(row.scope.clone(), Measure::Units)).await?;
            ensure!(kept.total == row.alone, "{}: {:?}", row.name, kept.total);
        }
        // By themselves they do not; none has to move far for it.
        let parts: Vec<_> = found.rows.iter().filter(is_direct).collect();
        let alone: i64 = parts.iter().map(|row| row.alone.mean).sum();
        let [by_itself, whole] = [all.alone.mean, all.total.mean];
        let far = |from: i64| (whole - from).abs() as f64 / by_itself as f64;
        ensure!(alone != by_itself && far(alone) < 0.1 && far(by_itself) < 0.1, "{alone} {all:?}");
        Ok(())
    })
    .await
}
