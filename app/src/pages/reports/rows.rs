//! A report's rows, as a chart of one measure and as a table of all.

use std::rc::Rc;

use ledger::{By, Currency, Day, Figures, RowKey, SalesAnswer, SalesRow};
use protocol::{Table, TableCell};
use yew::AttrValue;

use super::filters::by_key;
use super::reach::Reach;
use crate::browser;
use crate::chart::{At, ChartData, Form, Phase, Point, Unit};
use crate::components::{Kind, Place, Sheet, amount, money};
use crate::i18n::I18n;
use crate::intl::DayStyle;

/// A figure that is drawn and totalled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Revenue,
    Orders,
    Units,
    Average,
    Returns,
}

impl Measure {
    pub(super) const ALL: [Self; 5] =
        [Self::Revenue, Self::Orders, Self::Units, Self::Average, Self::Returns];

    /// The message that names it.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Revenue => "revenue",
            Self::Orders => "nav-orders",
            Self::Units => "units",
            Self::Average => "average-order",
            Self::Returns => "returns",
        }
    }

    pub(super) fn of_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|measure| measure.key() == key).unwrap_or(Self::Revenue)
    }

    /// Its value; `None` where it means nothing.
    pub(super) fn of(self, figures: &Figures) -> Option<i64> {
        let orders = i64::try_from(figures.orders).unwrap_or(i64::MAX);
        match self {
            Self::Revenue => Some(figures.revenue),
            Self::Orders => Some(orders),
            Self::Units => Some(figures.units),
            Self::Average => mean(figures.revenue, orders),
            Self::Returns => Some(figures.returns),
        }
    }

    pub(super) const fn unit(self, currency: Currency) -> Unit {
        match self {
            Self::Orders => Unit::Count,
            Self::Units => Unit::Units,
            Self::Revenue | Self::Average | Self::Returns => Unit::Money(currency),
        }
    }
}

/// Rounded half away from zero.
fn mean(sum: i64, count: i64) -> Option<i64> {
    (count > 0).then(|| {
        let half = if sum < 0 { -(count / 2) } else { count / 2 };
        sum.saturating_add(half) / count
    })
}

/// Whether rows are names in the order of their revenue.
pub(super) const fn is_ranked(by: By) -> bool {
    matches!(by, By::Category | By::Item | By::Place | By::Channel | By::Country)
}

/// Names that are drawn; the table has all.
const MOST_RANKS: usize = 20;

/// What [`drawn`] makes.
#[derive(Clone, PartialEq)]
pub(super) struct Drawn {
    pub(super) title: AttrValue,
    pub(super) note: Option<AttrValue>,
    /// Says what the chart shows.
    pub(super) sentence: AttrValue,
    pub(super) chart: ChartData,
    pub(super) sheet: Sheet,
}

/// A report in the shapes the page shows.
pub(super) fn drawn(
    i18n: &I18n,
    answer: &SalesAnswer,
    (by, measure): (By, Measure),
    today: Day,
) -> Drawn {
    let day = |day| i18n.formats().day(day, DayStyle::Full);
    let (name, by_name) = (i18n.t(measure.key()), i18n.t(by_key(by)));
    let total = measure.of(&answer.total.now).unwrap_or(0);
    let sentence = i18n.with(
        "report-sentence",
        &[
            ("measure", name.as_str().into()),
            ("by", browser::lower(&by_name).into()),
            ("first", day(answer.period.first).into()),
            ("last", day(answer.period.last).into()),
            ("total", measure.unit(answer.currency).exact(total, i18n.formats()).into()),
        ],
    );
    let cut = answer.rows.len().min(MOST_RANKS);
    let note = (is_ranked(by) && answer.row_count > cut as u64).then(|| {
        i18n.with(
            "report-some",
            &[("shown", cut.into()), ("all", (answer.row_count as f64).into())],
        )
    });
    let title = i18n.with(
        "report-title",
        &[("measure", name.as_str().into()), ("by", browser::lower(&by_name).into())],
    );
    Drawn {
        title,
        note,
        sentence,
        chart: chart(i18n, answer, (by, measure), today),
        sheet: sheet(i18n, answer, by),
    }
}

fn chart(i18n: &I18n, answer: &SalesAnswer, (by, measure): (By, Measure), today: Day) -> ChartData {
    let form = match by {
        By::Hour => Form::Bars,
        By::Day | By::Week | By::Month => Form::Line,
        _ => Form::Ranks,
    };
    let reach = Reach::of(answer);
    // The year before says more, because it has the same season; of a long period there is part of one.
    let by_year = reach.has_year_before || !reach.has_period_before;
    let then = |row: &SalesRow| match &row.key {
        RowKey::Day(day) if by_year => {
            reach.has_year_before(*day).then_some(row.figures.year_before)
        }
        _ if reach.has_year_before => Some(row.figures.year_before),
        _ => reach.has_period_before.then_some(row.figures.before),
    };
    let has_then = form != Form::Ranks && answer.rows.iter().any(|row| then(row).is_some());
    let usual_name = if by_year { "report-the-year-before" } else { "report-the-period-before" };
    let drawn = if form == Form::Ranks { MOST_RANKS } else { usize::MAX };
    let point = |row: &SalesRow| Point {
        usual: then(row).filter(|_| has_then).and_then(|figures| measure.of(&figures)),
        ..Point::new(
            at(i18n, &row.key, by),
            measure.of(&row.figures.now),
            phase(&row.key, by, today),
        )
    };
    let points = answer.rows.iter().take(drawn).map(point).collect();
    let unit = measure.unit(answer.currency);
    let mut data = ChartData::new(form, unit, points, &i18n.t(measure.key()));
    if has_then {
        data.usual_name = Rc::from(i18n.t(usual_name).as_str());
    }
    data
}

/// The day, week or month of today is not over.
fn phase(key: &RowKey, by: By, today: Day) -> Phase {
    let running = match by {
        By::Week => today.monday(),
        By::Month => today.first_of_month(),
        _ => today,
    };
    if *key == RowKey::Day(running) { Phase::Running } else { Phase::Past }
}

fn at(i18n: &I18n, key: &RowKey, by: By) -> At {
    match key {
        RowKey::Hour(hour) => At::Hour(*hour),
        RowKey::Day(day) if by == By::Week => At::Week(*day),
        RowKey::Day(day) if by == By::Month => At::Month(*day),
        RowKey::Day(day) => At::Day(*day),
        RowKey::Name(name) => At::Name(Rc::from(named(i18n, name, by).as_str())),
        RowKey::Item { sku, name, .. } => {
            At::Name(Rc::from(told(i18n, if name.is_empty() { sku } else { name }).as_str()))
        }
    }
}

fn named(i18n: &I18n, name: &str, by: By) -> String {
    if by == By::Country && !name.is_empty() {
        i18n.formats().country(name)
    } else {
        told(i18n, name)
    }
}

fn told(i18n: &I18n, name: &str) -> String {
    if name.is_empty() { i18n.t("name-not-told").to_string() } else { name.to_owned() }
}

/// The columns after those that name a row: message, how it is written, value.
type Figure = (&'static str, fn(Currency) -> Kind, fn(&SalesRow, Currency) -> TableCell);

/// Revenue of earlier times, behind those.
const EARLIER: [&str; 2] = ["report-the-period-before", "report-the-year-before"];

const FIGURES: [Figure; 7] = [
    ("revenue", Kind::Money, |row, c| money(row.figures.now.revenue, c)),
    (
        "nav-orders",
        |_| Kind::Number,
        |row, _| amount(Measure::Orders.of(&row.figures.now).unwrap_or(0), 0),
    ),
    ("units", |_| Kind::Number, |row, _| amount(row.figures.now.units, 3)),
    ("average-order", Kind::Money, |row, c| {
        Measure::Average.of(&row.figures.now).map_or(TableCell::Empty, |mean| money(mean, c))
    }),
    ("returns", Kind::Money, |row, c| money(row.figures.now.returns, c)),
    ("discounts", Kind::Money, |row, c| money(row.figures.now.discounts, c)),
    ("tax", Kind::Money, |row, c| money(row.figures.now.tax, c)),
];

fn sheet(i18n: &I18n, answer: &SalesAnswer, by: By) -> Sheet {
    let currency = answer.currency;
    let reach = Reach::of(answer);
    let text = |text: &str| TableCell::Text(text.to_owned());
    let keys: &[&str] = if by == By::Item { &["item", "sku", "category"] } else { &[by_key(by)] };
    let style = if by == By::Month { DayStyle::Month } else { DayStyle::Listed };
    let row = |row: &SalesRow| {
        let mut cells = match &row.key {
            RowKey::Day(day) => vec![TableCell::Day(*day)],
            RowKey::Hour(hour) => vec![text(&At::Hour(*hour).full(i18n.formats()))],
            RowKey::Name(name) => vec![TableCell::Text(named(i18n, name, by))],
            RowKey::Item { sku, name, category } => {
                vec![TableCell::Text(told(i18n, name)), text(sku), text(category)]
            }
        };
        cells.extend(FIGURES.iter().map(|(_, _, value)| value(row, currency)));
        let year_before = match &row.key {
            RowKey::Day(day) => reach.has_year_before(*day),
            _ => reach.has_year_before,
        };
        let earlier =
            [(reach.has_period_before, row.figures.before), (year_before, row.figures.year_before)];
        cells.extend(earlier.map(|(is_known, figures)| {
            if is_known { money(figures.revenue, currency) } else { TableCell::Empty }
        }));
        cells
    };
    let kinds = keys.iter().enumerate().map(|(number, _)| {
        let kind = if matches!(by, By::Day | By::Week | By::Month) {
            Kind::Day(style)
        } else {
            Kind::Text
        };
        (kind, if number == 0 { Place::First } else { Place::Nowhere })
    });
    let figures = FIGURES.iter().enumerate().map(|(number, (_, kind, _))| {
        let place = match number {
            0 => Place::Key,
            1 => Place::Second,
            _ => Place::Nowhere,
        };
        (kind(currency), place)
    });
    let heads = keys.iter().copied().chain(FIGURES.iter().map(|(key, ..)| *key)).chain(EARLIER);
    let earlier = EARLIER.map(|_| (Kind::Money(currency), Place::Nowhere));
    Sheet {
        table: Rc::new(Table {
            name: ["tillcast-sales-by-", by_key(by)].concat(),
            heads: heads.map(|key| i18n.t(key).to_string()).collect(),
            rows: answer.rows.iter().map(row).collect(),
        }),
        kinds: kinds.chain(figures).chain(earlier).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_rounded_half_away_from_zero() {
        assert_eq!(mean(5, 2), Some(3));
        assert_eq!(mean(-5, 2), Some(-3));
        assert_eq!(mean(100, 3), Some(33));
        assert_eq!(mean(7, 0), None);
    }
}
