//! Sums over the slices of Online Retail, from nothing but their CSV: what every page has to show after an import.
//!
//! Deliberately knows neither the importer nor the ledger.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

/// What a line is, by its stock code alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Posting {
    /// Goods.
    Product,
    /// Postage and carriage.
    Shipping,
    /// Of banks and marketplaces.
    Fee,
    /// A discount on a whole order.
    Discount,
    /// A voucher sold.
    GiftCard,
    /// Stock found or lost.
    StockCorrection,
    /// Manual postings, bad debt, samples, charity.
    Other,
}

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetailLine {
    /// Its number, `C…` for a cancellation.
    pub invoice: String,
    /// Its code, as written.
    pub sku: String,
    /// Its name, as written.
    pub description: String,
    /// Pieces; negative for what came back.
    pub quantity: i64,
    /// `YYYY-MM-DD`.
    pub day: String,
    /// 0 to 23.
    pub hour: u8,
    /// Quantity times price in pence, rounded once, half away from zero.
    pub pence: i64,
    /// The buyer's number; may be empty.
    pub customer: String,
    /// The buyer's country.
    pub country: String,
    /// What it is.
    pub posting: Posting,
}

/// What lines came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Products less returns and discounts, pence.
    pub revenue: i64,
    /// Products taken back, pence, positive.
    pub returns: i64,
    /// Discounts given, pence, positive.
    pub discounts: i64,
    /// Shipping charged, pence.
    pub shipping: i64,
    /// What banks and marketplaces kept, pence, positive.
    pub fees: i64,
    /// Numbers with at least one product sold.
    pub orders: u64,
    /// Pieces of products sold less returned.
    pub units: i64,
    /// Lines of products.
    pub lines: u64,
}

/// A file in the layout of Online Retail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnlineRetail {
    text: String,
    /// Its lines, as they stand.
    pub lines: Vec<RetailLine>,
}

impl OnlineRetail {
    /// The larger slice.
    ///
    /// # Errors
    /// If it is not there.
    pub fn august() -> Result<Self> {
        Self::read(&slice("august.csv.gz"))
    }

    /// The slice that begins before `august` ends.
    ///
    /// # Errors
    /// If it is not there.
    pub fn overlap() -> Result<Self> {
        Self::read(&slice("august_overlap.csv.gz"))
    }

    /// A packed file.
    ///
    /// # Errors
    /// If it is not in this layout.
    pub fn read(path: &Path) -> Result<Self> {
        let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
        let mut text = String::new();
        GzDecoder::new(file).read_to_string(&mut text)?;
        Self::parse(text)
    }

    /// As many lines as two slices have together that overlap: those of `later` from where `self` ends.
    ///
    /// # Errors
    /// If they do not overlap.
    pub fn followed_by(&self, later: &Self) -> Result<Self> {
        let begin = later.text.lines().nth(1).context("an empty slice")?;
        let before = self.text.find(begin).context("the slices do not overlap")?;
        let rest = later.text.split_once('\n').context("an empty slice")?.1;
        ensure!(rest.starts_with(&self.text[before..]), "the slices do not overlap");
        Self::parse(format!("{}{rest}", &self.text[..before]))
    }

    /// The first `lines` lines.
    ///
    /// # Errors
    /// If it has fewer.
    pub fn first(&self, lines: usize) -> Result<Self> {
        let (end, _) = self.text.match_indices('\n').nth(lines).context("fewer lines")?;
        Self::parse(self.text[..=end].to_owned())
    }

    /// `times` copies, each 54 weeks before the other so that weekdays stay aligned, with numbers of their own.
    ///
    /// # Errors
    /// If a line is not as it should be.
    pub fn repeated(&self, times: u32) -> Result<Self> {
        Self::parse(self.repeated_text(times)?)
    }

    /// As [`OnlineRetail::repeated`], unread: millions of lines.
    ///
    /// # Errors
    /// If a line is not as it should be.
    fn repeated_text(&self, times: u32) -> Result<String> {
        let (head, lines) = self.text.split_once('\n').context("an empty file")?;
        let mut text = format!("{head}\n");
        for copy in 0..times {
            repeat(lines, copy, &mut text)?;
        }
        Ok(text)
    }

    /// The file as text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Writes it, packed if the name ends in `.gz`.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, path: &Path) -> Result<()> {
        let file = std::fs::File::create(path)?;
        if path.extension().is_some_and(|kind| kind == "gz") {
            let mut packed = GzEncoder::new(file, Compression::fast());
            packed.write_all(self.text.as_bytes())?;
            packed.finish()?;
            return Ok(());
        }
        Ok(std::io::BufWriter::new(file).write_all(self.text.as_bytes())?)
    }

    /// Over all lines.
    #[must_use]
    pub fn total(&self) -> Sums {
        self.by(|_| ()).remove(&()).unwrap_or_default()
    }

    /// Over the lines that share a key.
    pub fn by<K: Ord>(&self, key: impl Fn(&RetailLine) -> K) -> BTreeMap<K, Sums> {
        let mut groups: BTreeMap<K, (Sums, BTreeMap<&str, bool>)> = BTreeMap::new();
        for line in &self.lines {
            let (sums, sold) = groups.entry(key(line)).or_default();
            match line.posting {
                Posting::Product => {
                    sums.revenue += line.pence;
                    sums.returns += (-line.pence).max(0);
                    sums.units += line.quantity;
                    sums.lines += 1;
                    *sold.entry(&line.invoice).or_default() |= line.quantity > 0;
                }
                Posting::Discount => {
                    sums.revenue += line.pence;
                    sums.discounts -= line.pence;
                }
                Posting::Shipping => sums.shipping += line.pence,
                Posting::Fee => sums.fees -= line.pence,
                Posting::GiftCard | Posting::StockCorrection | Posting::Other => {}
            }
        }
        let count = |sold: &BTreeMap<&str, bool>| sold.values().filter(|sold| **sold).count();
        let finish = |(key, (sums, sold)): (K, (Sums, _))| {
            (key, Sums { orders: count(&sold) as u64, ..sums })
        };
        groups.into_iter().map(finish).collect()
    }

    /// Different numbers, cancellations included.
    #[must_use]
    pub fn numbers(&self) -> usize {
        self.lines
            .iter()
            .map(|line| line.invoice.as_str())
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    }

    fn parse(text: String) -> Result<Self> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let lines = reader.records().map(|record| line(&record?)).collect::<Result<_>>()?;
        Ok(Self { text, lines })
    }
}

/// A slice as it lies beside the tests.
#[must_use]
pub fn slice(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/online_retail").join(name)
}

fn line(record: &csv::StringRecord) -> Result<RetailLine> {
    let cell = |at: usize| record.get(at).context("a short line");
    let (invoice, sku, customer) = (cell(0)?, cell(1)?, cell(6)?);
    let quantity: i64 = cell(3)?.parse()?;
    let (day, time) = cell(4)?.split_once(' ').context("a date and a time")?;
    let thousandths = decimal(cell(5)?, 3)?;
    Ok(RetailLine {
        invoice: invoice.to_owned(),
        sku: sku.to_owned(),
        description: cell(2)?.to_owned(),
        quantity,
        day: day.to_owned(),
        hour: time.split(':').next().context("an hour")?.parse()?,
        pence: half_away(quantity * thousandths, 10),
        customer: customer.to_owned(),
        country: cell(7)?.to_owned(),
        posting: posting(invoice, sku, customer, thousandths),
    })
}

fn posting(invoice: &str, sku: &str, customer: &str, price: i64) -> Posting {
    match sku {
        "POST" | "DOT" | "C2" => Posting::Shipping,
        "BANK CHARGES" | "AMAZONFEE" => Posting::Fee,
        "D" => Posting::Discount,
        "M" | "m" | "B" | "S" | "CRUK" => Posting::Other,
        _ if sku.starts_with("gift_") => Posting::GiftCard,
        _ if price == 0 && customer.is_empty() && !invoice.starts_with('C') => {
            Posting::StockCorrection
        }
        _ => Posting::Product,
    }
}

/// A decimal number as an integer of `10^-places`; it must not have more places.
fn decimal(text: &str, places: usize) -> Result<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    ensure!(part.len() <= places, "{text} has more than {places} places");
    Ok(format!("{whole}{part:0<places$}").parse()?)
}

fn half_away(value: i64, unit: i64) -> i64 {
    (value + value.signum() * unit / 2) / unit
}

/// One copy of `lines`, older by `copy` times 54 weeks.
fn repeat(lines: &str, copy: u32, text: &mut String) -> Result<()> {
    text.reserve(lines.len());
    let mut days = BTreeMap::<&str, String>::new();
    for line in lines.lines() {
        let (invoice, rest) = line.split_once(',').context("a short line")?;
        // Only the description may hold commas, so the date is the fourth cell from the end.
        let at = rest.rmatch_indices(',').nth(3).context("a short line")?.0 + 1;
        let day = rest.get(at..at + 10).context("a date")?;
        if !days.contains_key(day) {
            days.insert(day, shifted(day, copy)?);
        }
        let letters =
            invoice.len() - invoice.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        let number: u64 = invoice[letters..].parse()?;
        let number = number + 100_000 * u64::from(copy);
        for part in [
            &invoice[..letters],
            &number.to_string(),
            ",",
            &rest[..at],
            &days[day],
            &rest[at + 10..],
            "\n",
        ] {
            text.push_str(part);
        }
    }
    Ok(())
}

fn shifted(day: &str, copy: u32) -> Result<String> {
    const WEEKS_54: i32 = 378;
    let mut parts = day.split('-').map(str::parse::<i32>);
    let mut next = || parts.next().context("a date")?.context("a date");
    let (year, month, of_month) = (next()?, next()?, next()?);
    let day = ledger::Day::from_date(year, u8::try_from(month)?, u8::try_from(of_month)?);
    let ledger::Day(number) = day.context("a date")?;
    let (year, month, of_month) = ledger::Day(number - WEEKS_54 * i32::try_from(copy)?).date();
    Ok(format!("{year:04}-{month:02}-{of_month:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slices_are_what_their_readme_says() -> Result<()> {
        let (first, second) = (OnlineRetail::august()?, OnlineRetail::overlap()?);
        assert_eq!((first.lines.len(), second.lines.len()), (17_356, 5_464));
        let both = first.followed_by(&second)?;
        assert_eq!(both.lines.len(), 17_356 + 5_464 - 1_654);
        let twice = first.first(100)?.repeated(2)?;
        assert_eq!(twice.lines.len(), 200);
        assert_eq!(twice.lines[100].day, "2010-07-13");
        assert_eq!(twice.lines[100].invoice, "661219");
        assert_eq!(twice.total().revenue, 2 * first.first(100)?.total().revenue);
        Ok(())
    }

    #[test]
    fn a_line_is_rounded_once_half_away_from_zero() {
        assert_eq!(half_away(15, 10), 2);
        assert_eq!(half_away(-15, 10), -2);
        assert_eq!(half_away(14, 10), 1);
        assert_eq!(decimal("-11062.06", 3).unwrap(), -11_062_060);
    }
}
