//! History and forecast in the shapes the page shows: a chart, a table, a sentence.

use ledger::{Bands, Day, Every, ForecastView, Measure};
use yew::prelude::*;

use super::wanted::{MEASURES, STEPS, key_of};
use crate::chart::{Beside, ChartData, Course, Outlook, Unit, forecast_sheet, periods};
use crate::components::Sheet;
use crate::i18n::I18n;
use crate::intl::DayStyle;

/// What [`fan`] makes.
#[derive(Clone, PartialEq)]
pub(super) struct Fan {
    pub(super) title: AttrValue,
    /// The one-sentence result.
    pub(super) lead: Html,
    /// Says what the chart shows.
    pub(super) sentence: AttrValue,
    pub(super) data: ChartData,
    pub(super) sheet: Sheet,
    /// Past periods in sight at first: eight weeks, half a year, two years.
    pub(super) begin: usize,
}

/// A view of one question as it is drawn.
pub(super) fn fan(i18n: &I18n, view: &ForecastView, is_stale: bool, today: Day) -> Fan {
    let query = &view.query;
    let unit = unit_of(query.measure, view.currency);
    let kept = view.kept.as_deref();
    let steps = kept.map(|kept| periods(query.every, kept.first).zip(kept.steps.iter().copied()));
    let expected: Vec<(Day, Bands)> = steps.into_iter().flatten().collect();
    let course = Course {
        every: query.every,
        unit,
        history: &view.history,
        running: view.running,
        expected: &expected,
        is_stale,
        strips: kept.and_then(|kept| kept.strips.as_ref()),
        today: Some(today),
        beside: Beside::default(),
    };
    let data = course.chart(i18n);
    let outlook =
        kept.map(|kept| Outlook::new(i18n, unit, query.every, kept.steps.len(), &kept.total));
    let words = [
        ("measure", key_of(&MEASURES, query.measure).into()),
        ("step", key_of(&STEPS, query.every).into()),
    ];
    let ends = [view.history.first(), view.history.last()];
    let [first, last] = ends.map(|end| {
        end.map(|(day, _)| i18n.formats().day(*day, DayStyle::Full)).unwrap_or_default()
    });
    let [measure, step] = words.clone();
    let args = [measure, step, ("first", first.into()), ("last", last.into())];
    let mut sentence = i18n.with("forecast-sentence", &args).to_string();
    if let Some(outlook) = &outlook {
        sentence.push(' ');
        sentence.push_str(&outlook.text());
    }
    Fan {
        title: i18n.with("forecast-title", &words),
        lead: outlook.map(|outlook| outlook.html()).unwrap_or_default(),
        sentence: sentence.into(),
        sheet: forecast_sheet(
            i18n,
            "tillcast-forecast".to_owned(),
            &data,
            data.points.iter().rev(),
        ),
        data,
        begin: match query.every {
            Every::Day => 56,
            Every::Week => 26,
            Every::Month => 24,
        },
    }
}

/// The unit of what is counted.
pub(super) const fn unit_of(measure: Measure, currency: ledger::Currency) -> Unit {
    match measure {
        Measure::Revenue => Unit::Money(currency),
        Measure::Units => Unit::Units,
    }
}
