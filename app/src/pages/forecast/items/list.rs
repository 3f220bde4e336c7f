//! The list of items: what was sold, what is expected, how sure that is.

use std::rc::Rc;

use ledger::{Answer, Currency, ForecastRow, ForecastsQuery, Measure, Query, Stale};
use protocol::TableCell;
use yew::prelude::*;

use super::super::fan::unit_of;
use super::super::head::demand_key;
use super::Answered;
use crate::chart::Unit;
use crate::components::{Cell, Column, Place, RowWindow, Tone, VirtualTable, amount, badge, money};
use crate::files::Source;
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) answered: Rc<Answered>,
    pub(super) onopen: Callback<u64>,
    pub(super) onwindow: Callback<(u64, u16)>,
    /// Of revenue.
    pub(super) currency: Currency,
}

/// The columns: message, whether it is a figure, its place on a phone.
const COLUMNS: [(&str, bool, Place); 8] = [
    ("item", false, Place::First),
    ("category", false, Place::Nowhere),
    ("items-before", true, Place::Nowhere),
    ("items-ahead", true, Place::Key),
    ("items-likely", true, Place::Second),
    ("models-mase", true, Place::Nowhere),
    ("items-demand", false, Place::Nowhere),
    ("items-state", false, Place::Nowhere),
];

/// The table.
#[component]
pub(super) fn List(props: &Props) -> Html {
    let i18n = use_i18n();
    let days = props.answered.0.days;
    let columns = use_memo((days, i18n.clone()), |(days, i18n)| -> Rc<[Column]> {
        let column = |&(key, number, place): &(&str, bool, Place)| Column {
            label: i18n.with(key, &[("days", (*days).into())]),
            number,
            place,
        };
        COLUMNS.iter().map(column).collect()
    });
    let unit = unit_of(props.answered.0.measure, props.currency);
    let window = use_memo((Rc::clone(&props.answered), i18n.clone()), |(answered, i18n)| {
        let (answered, i18n) = (Rc::clone(answered), i18n.clone());
        RowWindow {
            offset: answered.0.offset,
            count: answered.1.rows.len(),
            cells: Rc::new(move |at| {
                answered.1.rows.get(at).map(|row| cells(&i18n, row, unit)).unwrap_or_default()
            }),
        }
    });
    html! {
        <VirtualTable
            caption={i18n.t("items")} columns={(*columns).clone()} total={props.answered.1.total}
            window={Some((*window).clone())} onwindow={props.onwindow.clone()}
            onopen={props.onopen.clone()}
        />
    }
}

fn cells(i18n: &I18n, row: &ForecastRow, unit: Unit) -> Vec<Cell> {
    let formats = i18n.formats();
    let written = |value: i64| unit.planned(value, formats);
    let dash = || "—".to_owned();
    let (name, sku) =
        if row.name.is_empty() { (&row.sku, "") } else { (&row.name, row.sku.as_str()) };
    vec![
        html! { <><span class="strong">{ name.clone() }</span>{ " " }<span class="quieter">{ sku.to_owned() }</span></> },
        html! { <span class="quiet">{ row.category.clone() }</span> },
        html! { <span class="quiet">{ written(row.before) }</span> },
        html! { <span class="strong">{ row.total.map_or_else(dash, |total| written(total.mean)) }</span> },
        html! {
            { row.total.map_or_else(dash, |total| {
                [written(total.quantiles[1]), written(total.quantiles[5])].join("–")
            }) }
        },
        html! { { row.mase.map_or_else(dash, |mase| formats.hundredths(f64::from(mase) / 1_000.0)) } },
        html! { <span class="quiet">{ row.demand.map(|demand| i18n.t(demand_key(demand))) }</span> },
        state(i18n, row),
    ]
}

/// Whether it can be relied on.
fn state(i18n: &I18n, row: &ForecastRow) -> Html {
    match (row.total, state_key(row)) {
        (None, key) => html! { <span class="quieter">{ i18n.t(key) }</span> },
        (Some(_), "items-state-fresh") => {
            badge(Tone::Accent, Some(Icon::Check), i18n.t("items-state-fresh"))
        }
        (Some(_), key) => badge(Tone::Warn, Some(Icon::Clock), i18n.t(key)),
    }
}

fn state_key(row: &ForecastRow) -> &'static str {
    match (row.total, row.stale.first()) {
        (None, _) => "items-state-none",
        (Some(_), None) => "items-state-fresh",
        (Some(_), Some(Stale::Data)) => "items-state-data",
        (Some(_), Some(Stale::Engine)) => "items-state-engine",
        (Some(_), Some(Stale::Calendar)) => "items-state-calendar",
        (Some(_), Some(Stale::Age)) => "items-state-age",
    }
}

/// Rows asked for at once on their way into a file.
const WINDOW: u32 = 10_000;

/// The columns of the file.
const HEADS: [&str; 16] = [
    "sku",
    "item",
    "category",
    "items-before",
    "items-ahead",
    "quantile-80-low",
    "quantile-80-high",
    "quantile-50-low",
    "quantile-50-high",
    "quantile-95-low",
    "quantile-95-high",
    "quantile-median",
    "models-mase",
    "items-demand",
    "items-state",
    "items-unit",
];
/// Where the ends of the 80, 50 and 95 % bands and the median stand among the quantiles.
const ENDS: [usize; 7] = [1, 5, 2, 4, 0, 6, 3];

/// The whole list as a file.
pub(super) fn source(i18n: &I18n, query: &ForecastsQuery, currency: Currency) -> Source {
    let (i18n, query, measure) = (i18n.clone(), query.clone(), query.measure);
    let days = [("days", query.days.into())];
    Source {
        name: "tillcast-forecasts".into(),
        heads: HEADS.iter().map(|key| i18n.with(key, &days).to_string()).collect(),
        query: Rc::new(move |offset| {
            Query::Forecasts(ForecastsQuery { offset, limit: WINDOW, ..query.clone() })
        }),
        rows: Rc::new(move |answer| {
            let Answer::Forecasts(page) = answer else { return None };
            Some(page.rows.iter().map(|row| taken(&i18n, row, measure, currency)).collect())
        }),
    }
}

fn taken(i18n: &I18n, row: &ForecastRow, measure: Measure, currency: Currency) -> Vec<TableCell> {
    let text = |text: &str| TableCell::Text(text.to_owned());
    let number = |value: i64| match measure {
        Measure::Revenue => money(value, currency),
        Measure::Units => amount(value, 3),
    };
    let of = |value: Option<i64>| value.map_or(TableCell::Empty, number);
    let mut cells = vec![text(&row.sku), text(&row.name), text(&row.category), number(row.before)];
    cells.push(of(row.total.map(|total| total.mean)));
    cells.extend(ENDS.map(|at| of(row.total.map(|total| total.quantiles[at]))));
    cells.push(row.mase.map_or(TableCell::Empty, |mase| amount(mase.into(), 3)));
    cells.push(row.demand.map_or(TableCell::Empty, |demand| text(&i18n.t(demand_key(demand)))));
    cells.push(text(&i18n.t(state_key(row))));
    cells.push(text(&match measure {
        Measure::Revenue => currency.code().into(),
        Measure::Units => i18n.t("units"),
    }));
    cells
}
