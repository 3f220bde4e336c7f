//! Series out of a file, with what the files beside it say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use model_wasm::forecast::{Calendar, Column, Error, Frequency, Role, Series};

use crate::unpack;

/// The series of one file.
pub(crate) struct Set {
    /// The file's name without directory and endings: for people, nothing depends on it.
    pub(crate) name: String,
    pub(crate) rows: Vec<Row>,
}

/// One series.
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) frequency: Frequency,
    /// The season length that scales errors.
    pub(crate) m_eval: usize,
    /// The natural season, for the model; empty for none.
    pub(crate) seasons: Vec<usize>,
    pub(crate) horizon: usize,
    pub(crate) train: Vec<Option<f64>>,
    /// What came; empty if that is not known.
    pub(crate) test: Vec<Option<f64>>,
    pub(crate) calendar: Calendar,
    /// What a unit is worth, for weighing series against each other.
    pub(crate) price: f64,
}

impl Row {
    /// What an engine gets to see.
    pub(crate) fn series(&self) -> Result<Series, Error> {
        let series = Series::new(self.train.clone(), self.frequency)?;
        Ok(series.with_seasons(self.seasons.clone())?.with_calendar(self.calendar.clone()))
    }
}

impl Set {
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let beside = Beside::read(path)?;
        let mut reader = csv::Reader::from_reader(unpack::open(path)?);
        let columns = Columns::find(reader.headers()?)
            .with_context(|| format!("{} is not a file of series", path.display()))?;
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.with_context(|| path.display().to_string())?;
            let id = record.get(columns.id).unwrap_or_default();
            rows.push(
                columns
                    .row(&record, &beside)
                    .with_context(|| format!("{}: series {id:?}", path.display()))?,
            );
        }
        Ok(Self { name: stem(path), rows })
    }

    /// Keeps at most `most` series, evenly spread.
    pub(crate) fn thin(&mut self, most: usize) {
        let all = self.rows.len();
        let mut is_kept = vec![all <= most; all];
        for number in 0..most.min(all) {
            is_kept[number * all / most] = true;
        }
        let mut kept = is_kept.into_iter();
        self.rows.retain(|_| kept.next().unwrap_or_default());
    }
}

/// Where each column is.
struct Columns {
    id: usize,
    frequency: usize,
    m_eval: usize,
    m_model: usize,
    horizon: usize,
    train: usize,
    test: usize,
}

impl Columns {
    fn find(header: &csv::StringRecord) -> anyhow::Result<Self> {
        let at = |name: &str| {
            let found = header.iter().position(|column| column.trim() == name);
            found.with_context(|| format!("it has no column {name:?}"))
        };
        Ok(Self {
            id: at("id")?,
            frequency: at("freq")?,
            m_eval: at("m_eval")?,
            m_model: at("m_model")?,
            horizon: at("horizon")?,
            train: at("train")?,
            test: at("test")?,
        })
    }

    fn row(&self, record: &csv::StringRecord, beside: &Beside) -> anyhow::Result<Row> {
        let text = |at: usize| record.get(at).unwrap_or_default();
        let count = |at: usize, name: &str| -> anyhow::Result<usize> {
            text(at).trim().parse().with_context(|| format!("{name} is {:?}", text(at)))
        };
        let season = count(self.m_model, "m_model")?;
        let id = text(self.id);
        let test = text(self.test);
        let row = Row {
            id: id.to_owned(),
            frequency: frequency(text(self.frequency))?,
            m_eval: count(self.m_eval, "m_eval")?.max(1),
            seasons: if season > 1 { vec![season] } else { Vec::new() },
            horizon: count(self.horizon, "horizon")?,
            train: values(text(self.train)).context("train")?,
            test: if test.is_empty() { Vec::new() } else { values(test).context("test")? },
            calendar: Calendar {
                first_day: beside.first_day,
                is_open: beside.open.get(id).cloned().unwrap_or_default(),
                columns: beside.columns.clone(),
            },
            price: beside.prices.get(id).copied().unwrap_or(1.0),
        };
        ensure!(row.test.len() <= row.horizon, "test is longer than the horizon");
        Ok(row)
    }
}

/// Numbers apart by one space; nothing between two spaces is a missing one.
fn values(text: &str) -> anyhow::Result<Vec<Option<f64>>> {
    let number = |(at, token): (usize, &str)| {
        if token.is_empty() {
            return Ok(None);
        }
        let parsed: Result<f64, _> = token.parse();
        parsed.map(Some).with_context(|| format!("value {at} is {token:?}"))
    };
    text.split(' ').enumerate().map(number).collect()
}

fn frequency(text: &str) -> anyhow::Result<Frequency> {
    Frequency::of_letter(text.trim())
        .with_context(|| format!("freq is {text:?}, none of H, D, W, M, Q, Y"))
}

/// What files beside the series say: `PREFIX_calendar.csv.gz` (`date,…`, a row per period from the first on),
/// `PREFIX_open.csv.gz` (`id,open`, a character per period) and `PREFIX_price.csv.gz` (`id,median_price`). `PREFIX` is
/// the file's name up to its first underscore, or up to its last. Every column of the calendar is one that models may
/// use; its heading says which kind it is.
#[derive(Default)]
struct Beside {
    first_day: Option<i32>,
    columns: Vec<Column>,
    open: BTreeMap<String, Vec<bool>>,
    prices: BTreeMap<String, f64>,
}

impl Beside {
    fn read(path: &Path) -> anyhow::Result<Self> {
        let mut beside = Self::default();
        if let Some(file) = find_beside(path, "calendar") {
            (beside.first_day, beside.columns) = calendar(&file)?;
        }
        if let Some(file) = find_beside(path, "open") {
            each_pair(&file, |id, open| {
                beside.open.insert(id.to_owned(), open.chars().map(|day| day != '0').collect());
                Ok(())
            })?;
        }
        if let Some(file) = find_beside(path, "price") {
            each_pair(&file, |id, price| {
                beside.prices.insert(id.to_owned(), price.trim().parse()?);
                Ok(())
            })?;
        }
        Ok(beside)
    }
}

fn find_beside(path: &Path, what: &str) -> Option<PathBuf> {
    let name = stem(path);
    let prefixes = [name.split_once('_'), name.rsplit_once('_')];
    let named = |prefix: &str, ending| path.with_file_name(format!("{prefix}_{what}{ending}"));
    prefixes
        .into_iter()
        .flatten()
        .flat_map(|(prefix, _)| [named(prefix, ".csv.gz"), named(prefix, ".csv")])
        .find(|file| file.is_file())
}

fn each_pair(
    path: &Path,
    mut take: impl FnMut(&str, &str) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut reader = csv::Reader::from_reader(unpack::open(path)?);
    for record in reader.records() {
        let record = record.with_context(|| path.display().to_string())?;
        let (Some(id), Some(value)) = (record.get(0), record.get(1)) else { continue };
        take(id, value).with_context(|| format!("{}: {id:?}", path.display()))?;
    }
    Ok(())
}

/// Days since 1970-01-01 of the first row's `date`, and the other columns.
fn calendar(path: &Path) -> anyhow::Result<(Option<i32>, Vec<Column>)> {
    let mut reader = csv::Reader::from_reader(unpack::open(path)?);
    let named = |name: &str| Column { name: name.to_owned(), role: role(name), values: Vec::new() };
    let mut columns: Vec<Column> = reader.headers()?.iter().skip(1).map(named).collect();
    let mut first = None;
    for record in reader.records() {
        let record = record.with_context(|| path.display().to_string())?;
        let mut cells = record.iter();
        let date = cells.next().unwrap_or_default();
        let told = || format!("{}: the row of {date:?}", path.display());
        if first.is_none() {
            let date: jiff::civil::Date = date.parse().with_context(told)?;
            first = Some(date.since(jiff::civil::date(1970, 1, 1))?.get_days());
        }
        for (column, cell) in columns.iter_mut().zip(cells) {
            let value: f64 = cell.trim().parse().with_context(told)?;
            ensure!(value.is_finite(), "{}: {cell:?}", told());
            column.values.push(value);
        }
    }
    Ok((first, columns))
}

/// What a heading says its column is.
fn role(heading: &str) -> Role {
    let heading = heading.to_lowercase();
    let kinds = [("promo", Role::Promotion), ("price", Role::Price), ("holiday", Role::Holiday)];
    let kind = kinds.into_iter().find(|(word, _)| heading.contains(word));
    kind.map_or(Role::Other, |(_, role)| role)
}

fn stem(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.split('.').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "id,source,freq,m_eval,m_model,horizon,n_train,category,train,test";

    /// A directory of files, gone with the value.
    struct Files(PathBuf);

    impl Files {
        fn new(name: &str, files: &[(&str, String)]) -> Self {
            let directory =
                std::env::temp_dir().join(format!("tillcast-eval-{}-{name}", std::process::id()));
            std::fs::create_dir_all(&directory).unwrap();
            for (file, text) in files {
                std::fs::write(directory.join(file), text).unwrap();
            }
            Self(directory)
        }
    }

    impl Drop for Files {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_file_is_read_with_what_lies_beside_it() {
        let series = format!("{HEADER}\nA,s,D,7,7,2,4,c,1 2  4,5 6\nB,s,M,12,1,3,2,c,1.5 2,\n");
        let open = "id,open\nA,110101\n".to_owned();
        let calendar = "date,promo\n1970-01-11,0\n1970-01-12,1\n".to_owned();
        let price = "id,median_price\nB,0.25\n".to_owned();
        let files = Files::new(
            "beside",
            &[
                ("toys_units_daily.csv", series),
                ("toys_open.csv", open),
                ("toys_calendar.csv", calendar),
                ("toys_units_price.csv", price),
            ],
        );
        let set = Set::read(&files.0.join("toys_units_daily.csv")).unwrap();
        let [a, b] = &set.rows[..] else { panic!("{} rows", set.rows.len()) };
        assert_eq!(a.train, [Some(1.0), Some(2.0), None, Some(4.0)]);
        assert_eq!(a.calendar.is_open, [true, true, false, true, false, true]);
        assert_eq!((a.calendar.first_day, a.price), (Some(10), 1.0));
        let [promo] = &a.calendar.columns[..] else { panic!("{:?}", a.calendar.columns) };
        assert_eq!((promo.role, &promo.values[..]), (Role::Promotion, &[0.0, 1.0][..]));
        assert_eq!((b.test.len(), b.seasons.len(), b.price), (0, 0, 0.25));
        assert_eq!(b.frequency, Frequency::Monthly);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let bad = format!("{HEADER}\nA,s,D,7,7,2,2,c,1 two,\n");
        let files = Files::new("bad", &[("bad.csv", bad), ("other.csv", "a,b\n1,2\n".to_owned())]);
        let told = |name: &str| format!("{:#}", Set::read(&files.0.join(name)).err().unwrap());
        assert!(told("bad.csv").contains("series \"A\": train: value 1 is \"two\""));
        assert!(told("other.csv").contains("no column \"id\""));
    }

    #[test]
    fn a_sample_is_spread_evenly() {
        let rows: Vec<String> = (0..10).map(|id| format!("{id},s,Y,1,1,1,1,c,1,")).collect();
        let files = Files::new("sample", &[("s.csv", format!("{HEADER}\n{}\n", rows.join("\n")))]);
        let mut set = Set::read(&files.0.join("s.csv")).unwrap();
        set.thin(3);
        let ids: Vec<&str> = set.rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids, ["0", "3", "6"]);
        set.thin(30);
        assert_eq!(set.rows.len(), 3);
    }
}
