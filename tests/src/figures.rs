//! The vault's sales held against sums made from the file alone.

use std::collections::BTreeMap;

use anyhow::{Result, bail, ensure};
use ledger::{
    Answer, By, Day, Figures, OrdersPage, OrdersQuery, Period, Query, RowKey, SalesAnswer,
    SalesFilter, SalesQuery, TopSide,
};
use protocol::{Request, Response};

use crate::online_retail::{OnlineRetail, Posting, RetailLine, Sums};
use crate::tab::Tab;

impl Tab {
    /// The tiles the page shows, by what they are called.
    ///
    /// # Errors
    /// If there are none.
    pub async fn tiles(&self) -> Result<BTreeMap<String, String>> {
        let script = "
            return [...document.querySelectorAll('main .tile[role=group]')].map((tile) => [
                tile.getAttribute('aria-label'), tile.querySelector('.tile__value').textContent.trim()]);";
        self.until("tiles with numbers", async || {
            let found = self.script(script, vec![]).await?;
            let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            let pairs = found.as_array().into_iter().flatten();
            let tiles: BTreeMap<_, _> =
                pairs.map(|pair| (text(&pair[0]), text(&pair[1]))).collect();
            Ok((!tiles.is_empty()).then_some(tiles))
        })
        .await
    }

    /// The sales report over everything, by `by`.
    ///
    /// # Errors
    /// If the worker refuses.
    pub async fn sales(&self, by: By, period: Option<Period>) -> Result<SalesAnswer> {
        let query = SalesQuery {
            period,
            by,
            filter: SalesFilter::default(),
            currency: None,
            convert: false,
            side: TopSide::Top,
            limit: 10_000,
        };
        match self.expect_done(&Request::Query(Query::Sales(query))).await? {
            Response::Answer(Answer::Sales(answer)) => Ok(*answer),
            _ => bail!("a report was answered with something else"),
        }
    }

    /// A window of the order list that matches `search`.
    ///
    /// # Errors
    /// If the worker refuses.
    pub async fn orders(&self, search: &str, limit: u16) -> Result<OrdersPage> {
        let query = OrdersQuery {
            search: search.to_owned(),
            period: None,
            filter: SalesFilter::default(),
            lead: ledger::Lead::Newest,
            offset: 0,
            limit,
        };
        match self.expect_done(&Request::Query(Query::Orders(query))).await? {
            Response::Answer(Answer::Orders(page)) => Ok(page),
            _ => bail!("the order list was answered with something else"),
        }
    }

    /// Fails unless the vault holds exactly the sales of `file`: in total, by day, hour, item and country.
    ///
    /// # Errors
    /// With the first difference.
    pub async fn expect_sales_of(&self, file: &OnlineRetail) -> Result<()> {
        let days = file.by(|line| line.day.clone());
        let hours = file.by(|line| line.hour);
        let countries = file.by(|line| line.country.clone());
        let by_day = self.sales(By::Day, Some(whole(file)?)).await?;
        expect_same("in total", by_day.total.now, file.total())?;
        ensure!(by_day.others.is_empty(), "sales in other currencies: {:?}", by_day.others);
        expect_rows("by day", &by_day, &days, |key| match key {
            RowKey::Day(day) => Some(written(*day)),
            _ => None,
        })?;
        expect_rows("by hour", &self.sales(By::Hour, Some(whole(file)?)).await?, &hours, |key| {
            match key {
                RowKey::Hour(hour) => Some(*hour),
                _ => None,
            }
        })?;
        let by_country = self.sales(By::Country, Some(whole(file)?)).await?;
        expect_same("by country in total", by_country.total.now, file.total())?;
        ensure!(by_country.rows.len() == countries.len(), "{} countries", by_country.rows.len());
        let mut told: Vec<i64> =
            by_country.rows.iter().map(|row| row.figures.now.revenue).collect();
        let mut expected: Vec<i64> = countries.values().map(|sums| sums.revenue).collect();
        // Names may be standardised (EIRE is Ireland), amounts may not.
        told.sort_unstable();
        expected.sort_unstable();
        ensure!(told == expected, "by country: {told:?}, not {expected:?}");
        expect_items(&self.sales(By::Item, Some(whole(file)?)).await?, file)?;
        let listed = self.orders("", 1).await?.total;
        ensure!(listed == file.numbers() as u64, "{listed} orders are listed");
        Ok(())
    }
}

/// Pence as the page writes pounds in English.
#[must_use]
pub fn pounds(pence: i64) -> String {
    let (sign, pence) = if pence < 0 { ("-", -pence) } else { ("", pence) };
    format!("{sign}£{}.{:02}", grouped(pence / 100), pence % 100)
}

/// Cents as the page writes expected euros in English: from 1,000 on without cents.
#[must_use]
pub fn euros(cents: i64) -> String {
    let (sign, amount) = (if cents < 0 { "\u{2212}" } else { "" }, cents.abs());
    if amount >= 100_000 {
        format!("{sign}€{}", grouped((amount + 50) / 100))
    } else {
        format!("{sign}€{}.{:02}", amount / 100, amount % 100)
    }
}

/// The same in a sentence: from 10,000 on in thousands, from a million on in millions.
#[must_use]
pub fn euros_in_short(cents: i64) -> String {
    let (step, letter) = match cents.abs() {
        0..1_000_000 => return euros(cents),
        1_000_000..100_000_000 => (10_000, 'k'),
        _ => (10_000_000, 'M'),
    };
    let sign = if cents < 0 { "\u{2212}" } else { "" };
    let tenths = (cents.abs() + step / 2) / step;
    let tenth = if tenths % 10 == 0 { String::new() } else { format!(".{}", tenths % 10) };
    format!("{sign}€{}{tenth}{letter}", tenths / 10)
}

/// A whole number as the page writes it in English.
#[must_use]
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// From the first day of a file to its last.
///
/// # Errors
/// If it is empty.
pub fn whole(file: &OnlineRetail) -> Result<Period> {
    let mut days = file.lines.iter().map(|line| line.day.as_str());
    let first = days.clone().min().map(day).transpose()?;
    let last = days.by_ref().max().map(day).transpose()?;
    let (Some(first), Some(last)) = (first, last) else { bail!("an empty file") };
    Ok(Period { first, last })
}

fn day(text: &str) -> Result<Day> {
    let mut parts = text.split('-').map(str::parse::<i32>);
    let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) =
        (parts.next(), parts.next(), parts.next())
    else {
        bail!("{text} is no date")
    };
    match Day::from_date(year, u8::try_from(month)?, u8::try_from(day)?) {
        Some(day) => Ok(day),
        None => bail!("{text} is no date"),
    }
}

fn written(day: Day) -> String {
    let (year, month, day) = day.date();
    format!("{year:04}-{month:02}-{day:02}")
}

fn expect_same(what: &str, told: Figures, expected: Sums) -> Result<()> {
    let told = Sums {
        revenue: told.revenue,
        returns: told.returns,
        discounts: told.discounts,
        shipping: told.shipping,
        fees: told.fees,
        orders: told.orders,
        units: told.units / 1_000,
        lines: told.lines,
    };
    ensure!(told == expected, "{what}:\n  the vault says {told:?}\n  the file says  {expected:?}");
    Ok(())
}

/// Every row equals its sums; rows without anything may be there or not.
fn expect_rows<K: Ord + std::fmt::Debug>(
    what: &str,
    told: &SalesAnswer,
    expected: &BTreeMap<K, Sums>,
    key: impl Fn(&RowKey) -> Option<K>,
) -> Result<()> {
    let mut left: BTreeMap<&K, Sums> = expected.iter().map(|(key, sums)| (key, *sums)).collect();
    for row in &told.rows {
        let Some(key) = key(&row.key) else { bail!("{what}: a row {:?}", row.key) };
        let sums = left.remove(&key).unwrap_or_default();
        expect_same(&format!("{what}, {key:?}"), row.figures.now, sums)?;
    }
    left.retain(|_, sums| *sums != Sums::default());
    ensure!(left.is_empty(), "{what}: no rows for {:?}", left.keys());
    expect_same(
        &format!("{what} in total"),
        told.total.now,
        expected.values().fold(
            Sums { orders: told.total.now.orders, ..Sums::default() },
            |sum, next| Sums {
                revenue: sum.revenue + next.revenue,
                returns: sum.returns + next.returns,
                discounts: sum.discounts + next.discounts,
                shipping: sum.shipping + next.shipping,
                fees: sum.fees + next.fees,
                orders: sum.orders,
                units: sum.units + next.units,
                lines: sum.lines + next.lines,
            },
        ),
    )
}

/// Items by their code; what is no product is in a row without a name, so that rows add up.
fn expect_items(told: &SalesAnswer, file: &OnlineRetail) -> Result<()> {
    let key = |line: &RetailLine| match line.posting {
        Posting::Product => line.sku.to_uppercase(),
        _ => String::new(),
    };
    let mut expected: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for (sku, sums) in file.by(key) {
        expected.insert(sku, (sums.revenue, sums.units));
    }
    let mut found: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for row in &told.rows {
        let RowKey::Item { sku, .. } = &row.key else { bail!("a row {:?}", row.key) };
        let figures = row.figures.now;
        // Codes that differ in case only are one item or two; the sums are the same.
        let sums = found.entry(sku.to_uppercase()).or_default();
        *sums = (sums.0 + figures.revenue, sums.1 + figures.units / 1_000);
    }
    found.retain(|_, sums| *sums != (0, 0));
    expected.retain(|_, sums| *sums != (0, 0));
    for (sku, sums) in &expected {
        let told = found.remove(sku);
        ensure!(told == Some(*sums), "item {sku:?}: {told:?}, not {sums:?} (pence, pieces)");
    }
    ensure!(found.is_empty(), "items that the file does not have: {:?}", found.keys());
    Ok(())
}
