//! The list of models: what each forecasts, what it was trained on, how well it does.

use std::rc::Rc;

use ledger::{Currency, Every, ForecastScope, Measure, ModelRow, ModelsQuery, Query, Stale};
use protocol::TableCell;
use yew::prelude::*;

use super::super::models::model_name;
use super::super::wanted::{MEASURES, STEPS, key_of};
use super::Answered;
use crate::browser;
use crate::components::{Cell, Column, Place, RowWindow, Tone, VirtualTable, amount, badge};
use crate::files::Source;
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;
use crate::intl::DayStyle;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) answered: Rc<Answered>,
    pub(super) open: Option<u64>,
    pub(super) onopen: Callback<u64>,
    pub(super) onwindow: Callback<(u64, u16)>,
    pub(super) currency: Currency,
}

/// The columns: message, whether it is a figure, its place on a phone.
const COLUMNS: [(&str, bool, Place); 11] = [
    ("registry-of", false, Place::First),
    ("models-model", false, Place::Second),
    ("registry-trained", false, Place::Nowhere),
    ("registry-mape", true, Place::Nowhere),
    ("models-smape", true, Place::Nowhere),
    ("models-mase", true, Place::Nowhere),
    ("registry-rmsse", true, Place::Nowhere),
    ("models-inside", true, Place::Nowhere),
    ("registry-live", true, Place::Nowhere),
    ("registry-age", false, Place::Nowhere),
    ("items-state", false, Place::Key),
];

/// The table.
#[component]
pub(super) fn List(props: &Props) -> Html {
    let i18n = use_i18n();
    let columns = use_memo(i18n.clone(), |i18n| -> Rc<[Column]> {
        let column = |&(key, number, place): &(&str, bool, Place)| Column {
            label: i18n.t(key),
            number,
            place,
        };
        COLUMNS.iter().map(column).collect()
    });
    let window = use_memo((Rc::clone(&props.answered), i18n.clone()), |(answered, i18n)| {
        let (answered, i18n) = (Rc::clone(answered), i18n.clone());
        RowWindow {
            offset: answered.0.offset,
            count: answered.1.rows.len(),
            cells: Rc::new(move |at| {
                answered.1.rows.get(at).map(|row| cells(&i18n, row)).unwrap_or_default()
            }),
        }
    });
    html! {
        <VirtualTable
            caption={i18n.t("registry")} columns={(*columns).clone()}
            total={props.answered.1.total} window={Some((*window).clone())} open={props.open}
            onwindow={props.onwindow.clone()} onopen={props.onopen.clone()}
        />
    }
}

/// What a model forecasts: an item, a category, or everything, perhaps at one place.
pub(super) fn of(i18n: &I18n, row: &ModelRow) -> String {
    let ForecastScope { place, category, item } = &row.query.scope;
    let what = match (item, category) {
        (Some(item), _) if row.item_name.is_empty() => item.clone(),
        (Some(_), _) => row.item_name.clone(),
        (None, Some(category)) if category.is_empty() => i18n.t("name-not-told").to_string(),
        (None, Some(category)) => category.clone(),
        (None, None) => i18n.t("forecast-all").to_string(),
    };
    match place {
        Some(place) if place.is_empty() => [&what, " · ", &i18n.t("name-not-told")].concat(),
        Some(place) => [&what, " · ", place].concat(),
        None => what,
    }
}

/// "Units, every day, 28 days ahead".
pub(super) fn kind(i18n: &I18n, row: &ModelRow) -> String {
    let measure = i18n.t(key_of(&MEASURES, row.query.measure));
    let step = key_of(&STEPS, row.query.every);
    let args = [("step", step.into()), ("days", row.query.days.into())];
    [measure.as_str(), ", ", &browser::lower(&i18n.with("registry-kind", &args))].concat()
}

/// "Units, week": what tells it from others of the same sales.
fn counted(i18n: &I18n, row: &ModelRow) -> String {
    let measure = i18n.t(key_of(&MEASURES, row.query.measure));
    match row.query.every {
        Every::Day => measure.to_string(),
        every => [measure.as_str(), ", ", &i18n.t(key_of(&STEPS, every))].concat(),
    }
}

/// What it was trained on.
pub(super) fn trained(i18n: &I18n, row: &ModelRow) -> String {
    let written = |day| i18n.formats().day(day, DayStyle::Short);
    let Some(from) = row.trained_from else { return written(row.until) };
    let args = [
        ("from", written(from).into()),
        ("until", written(row.until).into()),
        ("count", row.trained_periods.into()),
        ("step", key_of(&STEPS, row.query.every).into()),
    ];
    i18n.with("registry-periods", &args).to_string()
}

/// The same in short: how much, and up to when.
fn trained_until(i18n: &I18n, row: &ModelRow) -> String {
    let args = [
        ("until", i18n.formats().day(row.until, DayStyle::Short).into()),
        ("count", row.trained_periods.into()),
        ("step", key_of(&STEPS, row.query.every).into()),
    ];
    i18n.with("registry-until", &args).to_string()
}

fn cells(i18n: &I18n, row: &ModelRow) -> Vec<Cell> {
    let formats = i18n.formats();
    let text = |value: Option<String>| html! { { value.unwrap_or_else(|| "—".to_owned()) } };
    let percent = |value: Option<u32>, of: f64| {
        text(value.map(|value| formats.percent_tenths(f64::from(value) / of)))
    };
    let score = |value: Option<u32>| {
        text(value.map(|value| formats.hundredths(f64::from(value) / 1_000.0)))
    };
    vec![
        html! {
            <>
                <span class="strong">{ of(i18n, row) }</span>{ " " }
                <span class="quieter">{ counted(i18n, row) }</span>
            </>
        },
        html! {
            <>
                { model_name(i18n, &row.model) }
                // Where there is room for two lines alone, the error comes along.
                if let Some(mape) = row.mape {
                    <span class="registry__more">
                        { [", ", &i18n.t("registry-mape"), " "].concat() }
                        { formats.percent_tenths(f64::from(mape) / 1_000.0) }
                    </span>
                }
            </>
        },
        html! { <span class="quiet">{ trained_until(i18n, row) }</span> },
        percent(row.mape, 1_000.0),
        percent(row.smape, 100_000.0),
        score(row.mase),
        score(row.rmsse),
        percent(row.inside_80, 1_000.0),
        percent(row.hindsight.and_then(|seen| seen.wape), 1_000.0),
        html! { <span class="quiet">{ formats.relative(row.made_ms - (browser::now_ms() as i64)) }</span> },
        state(i18n, row),
    ]
}

/// Whether it can be relied on, in a word.
pub(super) fn state(i18n: &I18n, row: &ModelRow) -> Html {
    let key = match row.stale.first() {
        None if row.is_inaccurate => {
            return badge(Tone::Warn, Some(Icon::Warning), i18n.t("registry-stale-mape"));
        }
        None => return badge(Tone::Accent, Some(Icon::Check), i18n.t("items-state-fresh")),
        Some(Stale::Data) => "items-state-data",
        Some(Stale::Engine) => "items-state-engine",
        Some(Stale::Calendar) => "items-state-calendar",
        Some(Stale::Age) => "items-state-age",
    };
    badge(Tone::Warn, Some(Icon::Clock), i18n.t(key))
}

/// Rows asked for at once on their way into a file.
const WINDOW: u32 = 10_000;

/// The columns of the file.
const HEADS: [&str; 18] = [
    "sku",
    "registry-of",
    "category",
    "place",
    "registry-unit",
    "by",
    "forecast-ahead",
    "models-model",
    "registry-notation",
    "registry-engine",
    "registry-trained-until",
    "registry-trained-count",
    "registry-mape",
    "models-smape",
    "models-mase",
    "registry-rmsse",
    "models-inside",
    "registry-live",
];

/// The whole list as a file.
pub(super) fn source(i18n: &I18n, query: &ModelsQuery) -> Source {
    let (i18n, query) = (i18n.clone(), query.clone());
    Source {
        name: "tillcast-models".into(),
        heads: HEADS.iter().map(|key| i18n.t(key).to_string()).collect(),
        query: Rc::new(move |offset| {
            Query::Models(ModelsQuery { offset, limit: WINDOW, ..query.clone() })
        }),
        rows: Rc::new(move |answer| {
            let ledger::Answer::Models(page) = answer else { return None };
            Some(page.rows.iter().map(|row| taken(&i18n, row)).collect())
        }),
    }
}

fn taken(i18n: &I18n, row: &ModelRow) -> Vec<TableCell> {
    let text = |text: &str| TableCell::Text(text.to_owned());
    let scope = &row.query.scope;
    let thousandths = |value: Option<u32>, scale: u8| {
        value.map_or(TableCell::Empty, |value| amount(value.into(), scale))
    };
    let every: Every = row.query.every;
    let measure: Measure = row.query.measure;
    vec![
        text(scope.item.as_deref().unwrap_or_default()),
        text(&of(i18n, row)),
        text(scope.category.as_deref().unwrap_or(&row.item_category)),
        text(scope.place.as_deref().unwrap_or_default()),
        text(&i18n.t(key_of(&MEASURES, measure))),
        text(&i18n.t(key_of(&STEPS, every))),
        amount(row.query.days.into(), 0),
        text(&model_name(i18n, &row.model)),
        text(&row.notation),
        amount(row.engine.into(), 0),
        TableCell::Day(row.until),
        amount(row.trained_periods.into(), 0),
        // Percentages as such: 200 thousandths are 20.0.
        thousandths(row.mape, 1),
        thousandths(row.smape, 3),
        thousandths(row.mase, 3),
        thousandths(row.rmsse, 3),
        thousandths(row.inside_80, 1),
        thousandths(row.hindsight.and_then(|seen| seen.wape), 1),
    ]
}
