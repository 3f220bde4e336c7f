//! What a chart is told: plain points, no handles.

use std::rc::Rc;

use ledger::{Bands, Currency, Day};

use super::scale::View;
use crate::intl::{DayStyle, Formats};

/// How the points are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A line over time.
    Line,
    /// Upright bars.
    Bars,
    /// Lying bars with names.
    Ranks,
}

/// What the values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Minor units.
    Money(Currency),
    /// Whole things.
    Count,
    /// Thousandths of units.
    Units,
}

impl Unit {
    /// How many of the values' steps make one of what is shown.
    pub(super) fn one(self) -> f64 {
        match self {
            Self::Money(currency) => 10_f64.powi(i32::from(currency.digits())),
            Self::Count => 1.0,
            Self::Units => 1000.0,
        }
    }

    /// A value in full.
    pub(crate) fn exact(self, value: i64, formats: &Formats) -> String {
        match self {
            Self::Money(currency) => formats.money(value, currency),
            Self::Count => formats.units(value.saturating_mul(1000)),
            Self::Units => formats.units(value),
        }
    }

    /// A figure to plan with: without digits that nobody can know.
    pub(crate) fn planned(self, value: i64, formats: &Formats) -> String {
        match self {
            Self::Money(currency) => formats.money_rounded(value, currency),
            Self::Units => formats.units_rounded(value),
            Self::Count => self.exact(value, formats),
        }
    }

    /// A sum in a sentence, as short as it gets.
    pub(crate) fn headline(self, value: i64, formats: &Formats) -> String {
        match self {
            Self::Money(currency) if (value as f64).abs() >= 10_000.0 * self.one() => {
                formats.money_short(value, currency)
            }
            _ => self.planned(value, formats),
        }
    }

    /// A value at an axis.
    pub(super) fn short(self, value: i64, formats: &Formats) -> String {
        match self {
            _ if value == 0 => formats.decimal(0, 0),
            Self::Money(currency) => formats.money_short(value, currency),
            Self::Count | Self::Units => self.exact(value, formats),
        }
    }
}

/// What a point stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum At {
    /// A day.
    Day(Day),
    /// A week, by its Monday.
    Week(Day),
    /// A month, by its first.
    Month(Day),
    /// An hour of the day.
    Hour(u8),
    /// A name.
    Name(Rc<str>),
}

impl At {
    /// In full, for readouts and tables.
    pub(crate) fn full(&self, formats: &Formats) -> String {
        match self {
            Self::Day(day) | Self::Week(day) => formats.day(*day, DayStyle::Listed),
            Self::Month(day) => formats.day(*day, DayStyle::Month),
            Self::Hour(hour) => two_digits(*hour) + ":00",
            Self::Name(name) => name.to_string(),
        }
    }

    /// At an axis.
    pub(super) fn tick(&self, formats: &Formats) -> String {
        match self {
            Self::Day(day) | Self::Week(day) => formats.day(*day, DayStyle::Tick),
            Self::Month(day) if day.date().1 == 1 => formats.day(*day, DayStyle::Year),
            Self::Month(day) => formats.day(*day, DayStyle::MonthTick),
            Self::Hour(hour) => two_digits(*hour),
            Self::Name(name) => name.to_string(),
        }
    }
}

fn two_digits(hour: u8) -> String {
    let mut text = hour.to_string();
    if hour < 10 {
        text.insert(0, '0');
    }
    text
}

/// Where a point lies in time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Over.
    #[default]
    Past,
    /// Not over yet: its value is that of so far.
    Running,
    /// Not begun.
    Coming,
}

/// One point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Point {
    pub(crate) at: At,
    /// What happened; `None` for nothing known.
    pub(crate) actual: Option<i64>,
    /// What it is compared with.
    pub(crate) usual: Option<i64>,
    /// What is expected, or was; drawn on lines.
    pub(crate) expected: Option<Bands>,
    /// What a forecast said before it came.
    pub(crate) said: Option<Bands>,
    /// What is expected if something were changed.
    pub(crate) scenario: Option<i64>,
    /// What is known to be special about it.
    pub(crate) event: Option<Rc<str>>,
    /// What would have been usual, where what happened is far from it.
    pub(crate) usually: Option<i64>,
    pub(crate) phase: Phase,
}

impl Point {
    /// With nothing to compare with.
    pub(crate) const fn new(at: At, actual: Option<i64>, phase: Phase) -> Self {
        Self {
            at,
            actual,
            usual: None,
            expected: None,
            said: None,
            scenario: None,
            event: None,
            usually: None,
            phase,
        }
    }
}

/// A part of the values, drawn under a line chart on its own scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Strip {
    pub(crate) name: Rc<str>,
    /// A line, or bars from zero.
    pub(crate) form: Form,
    /// One for each of the chart's points.
    pub(crate) values: Rc<[Option<i64>]>,
}

/// A chart's content. Cheap to clone, and to compare with itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChartData {
    pub(crate) form: Form,
    pub(crate) unit: Unit,
    /// In the order they are drawn.
    pub(crate) points: Rc<[Point]>,
    /// What [`Point::actual`] is called.
    pub(crate) actual_name: Rc<str>,
    /// What [`Point::usual`] is called; empty if there is none.
    pub(crate) usual_name: Rc<str>,
    /// What [`Point::expected`] is called; empty if there is none.
    pub(crate) expected_name: Rc<str>,
    /// Whether better expectations are to be had.
    pub(crate) is_stale: bool,
    /// Whether of the bands around them only the 80 % one is known.
    pub(crate) has_80_only: bool,
    /// Under the chart, from above.
    pub(crate) strips: Rc<[Strip]>,
}

impl ChartData {
    /// Values alone.
    pub(crate) fn new(form: Form, unit: Unit, points: Rc<[Point]>, actual_name: &str) -> Self {
        let (actual_name, nothing) = (Rc::from(actual_name), Rc::from(""));
        Self {
            form,
            unit,
            points,
            actual_name,
            usual_name: Rc::clone(&nothing),
            expected_name: nothing,
            is_stale: false,
            has_80_only: false,
            strips: Rc::default(),
        }
    }

    /// The least and the most among some points, with 0 between them.
    pub(super) fn range(&self, first: usize, end: usize) -> (f64, f64) {
        let points = self.points.get(first..end.min(self.points.len())).unwrap_or_default();
        let values = points.iter().flat_map(|point| {
            let ends = point.expected.map(|bands| (bands.quantiles[0], bands.quantiles[6]));
            let said = point.said.map(|bands| (bands.quantiles[1], bands.quantiles[5]));
            let ((low, high), (least, most)) = (ends.unzip(), said.unzip());
            [point.actual, point.usual, low, high, least, most, point.scenario]
        });
        let (low, high) = values.flatten().fold((0, 0), |(low, high), v| (v.min(low), v.max(high)));
        (low as f64, high as f64)
    }

    /// The first point of which something is expected.
    pub(super) fn ahead(&self) -> Option<usize> {
        self.points.iter().position(|point| point.expected.is_some())
    }

    /// The point in sight that is not over.
    pub(super) fn running_in(&self, view: View) -> Option<usize> {
        let (first, end) = view.indices(self.points.len());
        let is_running =
            |at: &usize| self.points.get(*at).is_some_and(|p| p.phase == Phase::Running);
        (first..end).find(is_running)
    }
}
