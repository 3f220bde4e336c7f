//! Forecasts are what the engine makes of the sales, are kept, and are shown: offline, in every tab, when new.
#![cfg(test)]

use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use ledger::{
    Bands, Command, CommandId, Day, Every, ForecastQuery, ForecastScope, ForecastView, Language,
    Measure, SettingsCommand,
};
use protocol::{Gate, Job, Request, Response, TestRequest};
use tests::{
    Device, ForecastPage, ImportPage, Line, Role, Scheme, Shop, Strictness, Tab, demo_shown, euros,
    euros_in_short, expect_native, four_weeks, journey, open_demo, wait_for,
};

/// Everything, by day.
fn all_sales() -> ForecastQuery {
    four_weeks(ForecastScope::default(), Measure::Revenue)
}

/// The sentence above a chart of revenue.
fn outlook(total: &Bands) -> String {
    let [_, low, .., high, _] = total.quantiles;
    let [sum, low, high] = [total.mean, low, high].map(euros_in_short);
    format!("Next 28 days {sum}, likely {low} to {high} (80%)")
}

/// The rows of the table in place of the chart: what is expected, and the 80 and 95 % bands. The last day is first.
async fn table_rows(tab: &Tab) -> Result<Vec<Vec<String>>> {
    let script = "
        const rows = [...document.querySelectorAll('.chart__table tbody tr[role=row]')];
        return rows.map((row) => [...row.cells].slice(2, 7).map((cell) => cell.innerText.trim()));";
    let rows = tab.script(script, vec![]).await?;
    Ok(serde_json::from_value(rows)?)
}

/// What a file has of each period, whatever stands beside it.
const HEADS: [&str; 9] = [
    "Actual", "Expected", "80% low", "80% high", "95% low", "95% high", "50% low", "50% high",
    "Median",
];

/// A file of a forecast, oldest first: what was, and what is expected with all its quantiles.
fn read_csv(file: &Path, scale: u32) -> Result<Vec<(Option<i64>, Option<Bands>)>> {
    let text = std::fs::read_to_string(file)?;
    let text = text.strip_prefix('\u{feff}').context("a byte order mark, for spreadsheets")?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers()?.clone();
    let column = |head: &str| {
        heads.iter().position(|name| name == head).with_context(|| format!("no column {head}"))
    };
    let columns: Vec<usize> = HEADS.iter().map(|head| column(head)).collect::<Result<_>>()?;
    let whole = |text: &str| -> Result<Option<i64>> {
        if text.is_empty() {
            return Ok(None);
        }
        let value: f64 = text.parse().with_context(|| text.to_owned())?;
        Ok(Some((value * f64::from(10_u32.pow(scale))).round() as i64))
    };
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let cells = columns.iter().map(|at| whole(record.get(*at).unwrap_or_default()));
        let cells: Vec<Option<i64>> = cells.collect::<Result<_>>()?;
        let [actual, mean, low_80, high_80, low_95, high_95, low_50, high_50, median] = cells[..]
        else {
            bail!("{} columns", cells.len());
        };
        let quantiles = [low_95, low_80, low_50, median, high_50, high_80, high_95];
        let bands =
            mean.map(|mean| Bands { mean, quantiles: quantiles.map(Option::unwrap_or_default) });
        rows.push((actual, bands));
    }
    rows.reverse();
    Ok(rows)
}

/// The table and the file of the page show exactly what is kept.
async fn expect_shown(tab: &Tab, view: &ForecastView, file: &Path) -> Result<()> {
    let kept = view.kept.as_deref().context("nothing is kept")?;
    let rows = table_rows(tab).await?;
    ensure!(rows.len() > 3, "{} rows in sight", rows.len());
    for (row, bands) in rows.iter().zip(kept.steps.iter().rev()) {
        let [low_95, low_80, _, _, _, high_80, high_95] = bands.quantiles;
        let expected = [bands.mean, low_80, high_80, low_95, high_95].map(euros);
        ensure!(*row == expected, "{row:?}, not {expected:?}");
    }
    let rows = read_csv(file, 2)?;
    let past: Vec<_> = rows.iter().take(view.history.len()).map(|(actual, _)| *actual).collect();
    ensure!(past == view.history.iter().map(|(_, value)| *value).collect::<Vec<_>>());
    let ahead: Vec<_> = rows.iter().filter_map(|(_, bands)| *bands).collect();
    ensure!(ahead == kept.steps, "the file says {ahead:?}");
    Ok(())
}

/// In French, dark and as narrow as it gets.
async fn expect_faces(tab: &Tab) -> Result<()> {
    let command = Command::Settings(SettingsCommand::SetLanguage(Language::Fr));
    tab.expect_done(&Request::Command { id: CommandId([7; 16]), command }).await?;
    tab.get(Role::Heading, "Toutes les ventes").await?;
    tab.scheme(Scheme::Dark).await?;
    tab.expect_accessible(Strictness::Whole).await?;
    tab.device(Device::Narrow).await?;
    tab.settled().await?;
    ensure!(tab.sideways_overflow().await? <= 0, "the page is too wide for a phone");
    tab.expect_accessible(Strictness::Whole).await
}

#[tokio::test]
async fn a_forecast_is_what_the_engine_makes_of_the_sales() -> Result<()> {
    journey("forecast", async |stage| {
        let tab = stage.open("/").await?;
        open_demo(&tab).await?;
        stage.keep_downloads(&tab).await?;

        // Today makes its own by itself and says what it comes to, aloud as well.
        let page = ForecastPage::shown_in(&tab);
        let told = tab
            .until("what Today expects", async || {
                let lead = page.lead().await?;
                Ok(lead.starts_with("Next 28 days ").then_some(lead))
            })
            .await?;
        let aloud =
            "return document.querySelector('[role=application]').getAttribute('aria-label')";
        let aloud = tab.script(aloud, vec![]).await?;
        ensure!(aloud.as_str().is_some_and(|name| name.contains(&told)), "{aloud}");

        // The page of the same question: the same sentence, the same numbers in table and file.
        let page = ForecastPage::open(&tab).await?;
        let view = page.made(&all_sales()).await?;
        expect_native(&view).context("all sales")?;
        let kept = view.kept.as_deref().context("nothing is kept")?;
        let lead = page.lead().await?;
        ensure!(lead == told && lead == outlook(&kept.total), "{lead:?}, Today said {told:?}");
        tab.expect_accessible(Strictness::Whole).await?;
        tab.press("Show as table").await?;
        // By its key: the list of items has an export of its own.
        tab.keys("e").await?;
        tab.click(Role::MenuItem, "As CSV").await?;
        expect_shown(&tab, &view, &stage.downloaded(&tab, "csv").await?).await?;
        tab.expect_accessible(Strictness::Whole).await?;

        // An item in units; its category by week.
        let row = tab.forecasts().await?.rows.into_iter().next().context("items")?;
        page.pick(&row.sku, &row.name).await?;
        let scope = ForecastScope { item: Some(row.sku.clone()), ..ForecastScope::default() };
        let view = page.made(&four_weeks(scope, Measure::Units)).await?;
        expect_native(&view).context("an item")?;
        page.pick(&row.category, &row.category).await?;
        tab.click(Role::Radio, "Week").await?;
        let scope = ForecastScope { category: Some(row.category), ..ForecastScope::default() };
        let by_week = ForecastQuery { every: Every::Week, ..four_weeks(scope, Measure::Revenue) };
        let view = page.made(&by_week).await?;
        expect_native(&view).context("a category")?;

        // Without a server and after a reload: at once, nothing is computed anew.
        tab.kept_for_offline().await?;
        stage.site.stop().await?;
        tab.reload().await?;
        demo_shown(&tab).await?;
        let again = page.made(&by_week).await?.kept;
        ensure!(again == view.kept, "another forecast after a reload: {again:?}");
        tab.visit("/forecast").await?;
        page.made(&all_sales()).await?;
        let engines = tab.engines().await?;
        ensure!(engines.get("started") == Some(&0.0), "{engines:?}");
        expect_faces(&tab).await
    })
    .await
}

/// Forecasts that the log says were made, each computation once.
async fn forecasts_in_log(tab: &Tab) -> Result<u64> {
    let rows = tab.log_rows().await?;
    let made = rows.iter().filter(|row| row.code == "forecasts-made");
    made.map(|row| Ok(row.args.first().context("a number")?.1.parse::<u64>()?)).sum()
}

#[tokio::test]
async fn forecasts_of_items_pause_go_on_and_are_never_made_twice() -> Result<()> {
    journey("forecast_items", async |stage| {
        let first = stage.open("/").await?;
        open_demo(&first).await?;
        let page = ForecastPage::open(&first).await?;
        page.made(&all_sales()).await?;

        // While it is paused the engines do what somebody looks at, and no item.
        page.run_items("Top 50", 3, "Pause").await?;
        let total = page.paused().await?;
        ensure!(total == 50, "{total} items");
        let other = |every| Job::Forecast(ForecastQuery { every, ..all_sales() });
        first.expect_done(&Request::Job(other(Every::Week))).await?;
        let paused = first.forecasts().await?.fresh;
        first.expect_done(&Request::Job(other(Every::Month))).await?;
        let held = first.forecasts().await?.fresh;
        // What an engine was at is finished, nothing else is begun.
        let engines = first.script("return navigator.hardwareConcurrency", vec![]).await?;
        let most = paused + engines.as_u64().context("how many cores there are")?;
        ensure!((3..=most).contains(&held), "{paused} items, {held} after a while of rest");

        // Cancelled: what was done is kept, to the last of them.
        page.run_items("Go on", held + 3, "Cancel").await?;
        first.get(Role::Button, "Top 50").await?;
        let kept = first.forecasts().await?.fresh;
        ensure!((held + 3..50).contains(&kept), "{kept} items are kept");
        page.items_say(&format!("{kept} up to date, 0 out of date")).await?;

        // Again, from both tabs: only what is missing, and once. Who asks for a paused one lets it go on.
        let second = stage.open_beside("/forecast").await?;
        demo_shown(&second).await?;
        let beside = ForecastPage::shown_in(&second);
        beside.run_items("Top 50", 1, "Pause").await?;
        let total = beside.paused().await?;
        ensure!(total == 50 - kept, "{total} items to do, {kept} are kept");
        first.press("Top 50").await?;
        for page in [&page, &beside] {
            page.items_say("50 up to date, 0 out of date").await?;
        }
        // With the three that were looked at.
        let made = forecasts_in_log(&second).await?;
        ensure!(made == 50 + 3, "{made} forecasts were made");

        // The tab that leads goes in the middle: the other takes over, and what it asked for goes on.
        beside.run_items("Forecast all items", 1, "Pause").await?;
        let missing = beside.paused().await?;
        second.press("Go on").await?;
        first.close().await?;
        beside.items_say(&format!("{} up to date, 0 out of date", 50 + missing)).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_killed_tab_loses_only_the_last_forecasts() -> Result<()> {
    journey("forecast_killed", async |stage| {
        let tab = stage.open("/").await?;
        open_demo(&tab).await?;
        let page = ForecastPage::open(&tab).await?;
        page.made(&all_sales()).await?;
        page.run_items("Forecast all items", 3, "Pause").await?;
        let all = page.paused().await?;
        let before = tab.forecasts().await?.fresh;
        ensure!((3..all).contains(&before), "{before} of {all} items are kept");
        tab.press("Go on").await?;
        let tab = stage.crash_tabs().await?;
        demo_shown(&tab).await?;

        // Nothing half: each that is there is whole and is the engine's.
        let listed = tab.forecasts().await?;
        let (kept, missing) = (listed.fresh, listed.total - listed.fresh);
        ensure!(kept >= before && missing > 0, "{kept} items are kept, {before} were");
        let made: Vec<_> = listed.rows.iter().filter(|row| row.total.is_some()).collect();
        ensure!(made.len() as u64 == kept, "{} rows have a forecast, {kept} count", made.len());
        for row in made.first().into_iter().chain(made.last()) {
            let scope = ForecastScope { item: Some(row.sku.clone()), ..ForecastScope::default() };
            let view = tab.forecast(&four_weeks(scope, Measure::Units)).await?;
            expect_native(&view).with_context(|| row.name.clone())?;
        }
        let Response::Verified(report) = tab.expect_done(&Request::Job(Job::VerifyChain)).await?
        else {
            bail!("verification was answered with something else");
        };
        ensure!(report.problems.is_empty(), "the chain: {:?}", report.problems);

        // It goes on where it was.
        let page = ForecastPage::open(&tab).await?;
        page.made(&all_sales()).await?;
        page.run_items("Forecast all items", 1, "Pause").await?;
        let total = page.paused().await?;
        ensure!(total == missing, "{total} items to do, {missing} are missing");
        Ok(())
    })
    .await
}

/// A till's file: bread every day, a tart since the 52nd.
fn sales(days: std::ops::Range<i32>) -> Result<String> {
    let first = Day::from_date(2026, 8, 1).context("a date")?;
    let mut text = String::from("Date,Order,SKU,Item,Quantity,Price\n");
    for number in days {
        let (year, month, day) = Day(first.0 + number).date();
        let date = format!("{year}-{month:02}-{day:02}");
        let loaves = 20 + 4 * (number % 7) + number * number % 5;
        text.push_str(&format!("{date},{number}-1,LOAF,Loaf,{loaves},3.20\n"));
        if number > 50 {
            text.push_str(&format!("{date},{number}-2,TART,Tart,2,4.50\n"));
        }
    }
    Ok(text)
}

async fn import_sales(tab: &Tab, days: std::ops::Range<i32>) -> Result<()> {
    let page = ImportPage::open(tab).await?;
    page.drop_file("till.csv", sales(days)?.as_bytes()).await?;
    page.import().await?;
    Ok(())
}

#[tokio::test]
async fn new_sales_make_a_forecast_old_and_the_page_makes_another() -> Result<()> {
    journey("forecast_new_sales", async |stage| {
        let first = stage.open("/").await?;
        Shop::found(&first).await?;
        import_sales(&first, 0..60).await?;
        let second = stage.open_beside("/forecast").await?;
        wait_for(&second, "an open vault", |gate| matches!(gate, Gate::Open(_))).await?;
        // Too little of one item: the page says how much it has, and makes nothing.
        let page = ForecastPage::shown_in(&second);
        page.made(&all_sales()).await?;
        page.pick("tart", "Tart").await?;
        second.see("Not enough history: 9 of 28 days").await?;
        second.expect_accessible(Strictness::Whole).await?;
        let made = forecasts_in_log(&second).await?;
        ensure!(made == 1, "{made} forecasts, of too little, too");

        page.pick("all", "All sales").await?;
        let before = page.made(&all_sales()).await?;
        second.see("from sales up to 29 September 2026.").await?;
        second.press("Forecast all items").await?;
        page.items_say("2 up to date, 0 out of date").await?;

        // The other tab brings in a week: this one notices and makes a new one.
        first.press("Import more").await?;
        import_sales(&first, 60..67).await?;
        second.see("from sales up to 6 October 2026.").await?;
        let after = page.made(&all_sales()).await?;
        let (old, new) = (before.kept.context("one")?, after.kept.as_deref().context("another")?);
        ensure!(old.data != new.data && new.first.0 == old.first.0 + 7, "{:?}", new.first);
        let earlier: Vec<_> = after.earlier.iter().map(|one| (one.until, one.total)).collect();
        ensure!(earlier == [(old.until, old.total)], "earlier: {earlier:?}");
        expect_hindsight(&second, &after).await?;
        second.see("0 up to date, 2 out of date").await?;
        second.see("Sales changed").await?;

        // What "Forecast all items" made of the tart is made anew as well, and is said to be a guess.
        page.pick("tart", "Tart").await?;
        let scope = ForecastScope { item: Some("TART".to_owned()), ..ForecastScope::default() };
        page.made(&four_weeks(scope, Measure::Units)).await?;
        second.see("Not enough history: 16 of 28 days").await?;
        second.see("Too new to say").await?;

        Ok(())
    })
    .await
}

/// The forecast before against the week that has come since: in words, in the chart and its table.
async fn expect_hindsight(tab: &Tab, view: &ForecastView) -> Result<()> {
    let earlier = view.earlier.first().context("an earlier forecast")?;
    let hindsight = earlier.hindsight.context("hindsight of it")?;
    ensure!(hindsight.periods == 7, "{hindsight:?}");
    let actual = |day: Day| view.history.iter().find(|(known, _)| *known == day)?.1;
    let days = (0..7).map(|at| Day(earlier.first.0 + at));
    let pairs: Vec<(i64, i64)> = days
        .zip(&earlier.steps)
        .map(|(day, step)| (actual(day).unwrap_or_default(), step.mean))
        .collect();
    let miss: i64 = pairs.iter().map(|(actual, said)| (actual - said).abs()).sum();
    let sold: i64 = pairs.iter().map(|(actual, _)| actual).sum();
    let wape = (miss as f64 * 1_000.0 / sold as f64).round();
    ensure!(hindsight.wape.map(f64::from) == Some(wape), "{hindsight:?}, not {wape}");
    tab.see("7 periods came: off by").await?;
    let show = "
        const button = [...document.querySelectorAll('.earlier__row button')]
            .find((button) => button.getAttribute('aria-label').startsWith('Show the forecast of'));
        button?.click();
        return !!button;";
    ensure!(tab.script(show, vec![]).await? == true, "it cannot be shown");
    tab.see("Said before").await?;
    tab.expect_accessible(Strictness::Whole).await
}

#[tokio::test]
async fn a_model_by_name_a_closed_day_a_what_if_and_the_archive() -> Result<()> {
    journey("forecast_by_hand", async |stage| {
        let tab = stage.open("/").await?;
        open_demo(&tab).await?;
        let page = ForecastPage::open(&tab).await?;
        page.made(&all_sales()).await?;

        // ARIMA, because somebody wants ARIMA.
        page.choose_model("ARIMA").await?;
        let arima = ForecastQuery { model: Some("autoarima".to_owned()), ..all_sales() };
        let view = page.made(&arima).await?;
        let kept = view.kept.context("nothing is kept")?;
        ensure!(kept.model == "autoarima", "it is from {}", kept.model);
        tab.see("because you chose it").await?;
        let asked = tab.script("return location.search", vec![]).await?;
        ensure!(asked == "?model=autoarima", "{asked}");

        // Another model's line, by its row; again, and it is gone.
        let other = kept.scores.iter().find(|score| !score.course.is_empty());
        ensure!(other.is_some(), "no other model has a course");
        tab.expect_accessible(Strictness::Whole).await?;

        // A closed day: nothing is expected of it.
        let closed = Day(kept.first.0 + 3);
        page.name_day("Stocktaking", "Closed", closed).await?;
        let view = tab
            .until("a forecast that knows of the closed day", async || {
                let view = page.made(&arima).await?;
                Ok(view.days.iter().any(|day| day.first == closed).then_some(view))
            })
            .await?;
        let kept = view.kept.context("nothing is kept")?;
        let at = usize::try_from(closed.0 - kept.first.0)?;
        let step = kept.steps.get(at).context("the closed day is ahead")?;
        ensure!(*step == Bands::default(), "the closed day: {step:?}");

        // A promotion that cannot be judged yet says so.
        tab.click(Role::Switch, "Promotion").await?;
        tab.see("No earlier promotion is known").await?;
        tab.press("Reset").await?;

        // In the registry; archived; and back.
        tab.click(Role::Link, "All models").await?;
        tab.get(Role::Heading, "Models").await?;
        let models = tab.models(false).await?;
        ensure!(models.rows.iter().any(|row| row.model == "autoarima"), "{:?}", models.rows);
        tab.expect_accessible(Strictness::Whole).await?;
        let open = "
            const row = [...document.querySelectorAll('.vtable__row')].find((row) => row.innerText.includes('ARIMA'));
            row?.click();
            return !!row;";
        let opened = async || Ok((tab.script(open, vec![]).await? == true).then_some(()));
        tab.until("ARIMA's row", opened).await?;
        tab.expect_accessible(Strictness::Whole).await?;
        tab.press("Archive").await?;
        tab.see("Archived. It is no longer trained by itself.").await?;
        let archived = tab.models(true).await?;
        let [row] = archived.rows.as_slice() else { bail!("{:?}", archived.rows) };
        ensure!(row.query == arima && row.is_archived, "{row:?}");
        tab.click(Role::Radio, "Archive").await?;
        tab.until("it to be in the archive", opened).await?;
        tab.press("Take out of the archive").await?;
        tab.see("In use again").await?;
        ensure!(tab.models(true).await?.rows.is_empty(), "it is still in the archive");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_crashed_engine_is_replaced_and_a_crashing_forecast_can_be_tried_again() -> Result<()> {
    journey("forecast_crash", async |stage| {
        let tab = stage.open("/").await?;
        Shop::found(&tab).await?;
        import_sales(&tab, 0..70).await?;
        let crash = |runs| Request::Test(TestRequest::CrashEngine { runs });

        tab.expect_done(&crash(1)).await?;
        let page = ForecastPage::open(&tab).await?;
        page.made(&all_sales()).await?;
        let engines = tab.engines().await?;
        ensure!(engines.get("crashed") == Some(&1.0), "{engines:?}");

        tab.expect_done(&crash(2)).await?;
        tab.click(Role::Radio, "Week").await?;
        tab.see("No forecast was made: the part that computes stopped twice.").await?;
        tab.expect_accessible(Strictness::Whole).await?;
        tab.press("Try again").await?;
        page.made(&ForecastQuery { every: Every::Week, ..all_sales() }).await?;
        tab.expect_unseen("stopped twice").await?;
        let engines = tab.engines().await?;
        ensure!(engines.get("crashed") == Some(&3.0), "{engines:?}");

        // The crashes were told, and nothing else was.
        let complaints = stage.browser()?.console().await?;
        for line in complaints.iter().filter(|line| line.is_complaint()) {
            let panicked = line.text.contains("panicked") || line.text.contains("unreachable");
            ensure!(panicked || line.text.contains("crash on request"), "{line}");
        }
        ensure!(complaints.iter().any(Line::is_complaint), "the crashes were not told");
        Ok(())
    })
    .await
}
