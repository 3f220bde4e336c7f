//! Forecasts that add up: of everything, of its categories and of their items, computed when they are asked for.

use std::rc::Rc;

use ledger::{Currency, ForecastItems, Items, Measure, Part, Reconciled, ReconciledRow};
use protocol::{Job, Response, Table, TableCell, TableFormat};
use yew::prelude::*;

use super::items::measure_of;
use super::wanted::Wanted;
use crate::components::{
    Button, Kind, Menu, MenuItem, Place, Progress, Sheet, SheetTable, amount, form_error, money,
};
use crate::files::use_export;
use crate::hooks::{JobState, Work, use_work};
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// What the page shows: its place, step, horizon and, if they were chosen, measure and model count.
    pub(super) wanted: Wanted,
    /// Hears whose forecast is to be opened.
    pub(super) onchange: Callback<Wanted>,
}

/// The card: what it is for, the work, the table.
#[component]
pub(super) fn AddingUp(props: &Props) -> Html {
    let i18n = use_i18n();
    let work = use_work();
    let export = use_export("forecasts");
    let found = match &work.state {
        JobState::Done(response) => Some(Rc::clone(response)),
        _ => None,
    };
    let sheet = use_memo((work.state.clone(), i18n.clone()), |(state, i18n)| match state {
        JobState::Done(response) => match &**response {
            Response::Reconciled(found) => Some(sheet(i18n, found)),
            _ => None,
        },
        _ => None,
    });
    let onopen = {
        let (wanted, onchange) = (props.wanted.clone(), props.onchange.clone());
        Callback::from(move |at: u64| {
            let Some(Response::Reconciled(found)) = found.as_deref() else { return };
            let row = usize::try_from(at).ok().and_then(|at| found.rows.get(at));
            if let Some(row) = row.filter(|row| row.part != Part::Rest) {
                onchange.emit(wanted.of(row.scope.clone()));
            }
        })
    };
    let wanted = &props.wanted;
    let job = ForecastItems {
        items: Items::All,
        place: wanted.scope.place.clone(),
        measure: measure_of(wanted),
        every: wanted.every,
        days: wanted.days,
        model: wanted.model.clone(),
    };
    let start = work.start.reform(move |_: MouseEvent| Job::Reconcile(job.clone()));
    let failure = match &work.state {
        JobState::Failed(failure) => Some(failure),
        _ => export.failure.as_ref(),
    };
    let item = |key: &str, icon, format: TableFormat| {
        let (run, sheet) = (export.run.clone(), Rc::clone(&sheet));
        let onpress = Callback::from(move |()| {
            if let Some(sheet) = &*sheet {
                run.emit((format, (*sheet.table).clone()));
            }
        });
        MenuItem { icon, label: i18n.t(key), hint: None, onpress }
    };
    let items = vec![
        item("export-csv", Icon::Upload, TableFormat::Csv),
        item("export-xlsx", Icon::Grid, TableFormat::Xlsx),
    ];
    let name = i18n.t("adding-up");
    // The page may show another measure than its items have.
    let measured = match measure_of(wanted) {
        Measure::Revenue => i18n.t("revenue"),
        Measure::Units => i18n.t("units"),
    };
    html! {
        <section class="card items" aria-label={name.clone()}>
            <div class="card__head items__head">
                <h2 class="type-section">{ name.clone() }</h2>
                <p class="card__note">{ measured }</p>
            </div>
            <div class="card__body items__bar">
                <p class="adding-up__note">{ i18n.t("adding-up-note") }</p>
                { form_error(&i18n, failure) }
                { running(&i18n, &work) }
                if !work.is_running() {
                    <div class="items__actions">
                        <Button onclick={start}>{ i18n.t("adding-up-run") }</Button>
                        if sheet.is_some() {
                            <Menu name={i18n.t("export")} {items} end={true} class="button button--secondary">
                                { Icon::Upload.draw() }{ i18n.t("export") }
                            </Menu>
                        }
                    </div>
                }
            </div>
            if let Some(sheet) = &*sheet {
                <SheetTable caption={name} sheet={sheet.clone()} {onopen} />
            }
        </section>
    }
}

fn running(i18n: &I18n, work: &Work) -> Html {
    let JobState::Running { done, total } = work.state else { return Html::default() };
    let how_far = if total == 0 {
        i18n.t("counting")
    } else {
        i18n.with("items-of", &[("done", done.into()), ("total", total.into())])
    };
    html! {
        <div class="items__running">
            <Progress
                what={i18n.t("adding-up-running")} {how_far} {done} {total} note={i18n.t("items-kept")}
                oncancel={work.cancel.clone()}
            />
        </div>
    }
}

/// The columns: message, place on a phone.
const COLUMNS: [(&str, Place); 7] = [
    ("registry-of", Place::First),
    ("category", Place::Second),
    ("adding-up-alone", Place::Nowhere),
    ("adding-up-total", Place::Key),
    ("adding-up-change", Place::Nowhere),
    ("quantile-80-low", Place::Nowhere),
    ("quantile-80-high", Place::Nowhere),
];

fn sheet(i18n: &I18n, found: &Reconciled) -> Sheet {
    let currency = (found.items.measure == Measure::Revenue).then_some(found.currency);
    let kind = |at: usize| match at {
        0 | 1 => Kind::Text,
        4 => Kind::Number,
        _ => Kind::Planned(currency),
    };
    let kinds = COLUMNS.iter().enumerate().map(|(at, (_, place))| (kind(at), *place)).collect();
    let table = Table {
        name: "tillcast-adding-up".to_owned(),
        heads: COLUMNS.iter().map(|(key, _)| i18n.t(key).to_string()).collect(),
        rows: found.rows.iter().map(|row| cells(i18n, row, currency)).collect(),
    };
    Sheet { table: Rc::new(table), kinds }
}

fn cells(i18n: &I18n, row: &ReconciledRow, currency: Option<Currency>) -> Vec<TableCell> {
    let value = |value: i64| match currency {
        Some(currency) => money(value, currency),
        None => amount(value, 3),
    };
    let (alone, total) = (row.alone.mean, row.total.mean);
    // Tenths of a percent.
    let change = (alone != 0).then(|| (total - alone) as f64 / alone.abs() as f64 * 1_000.0);
    vec![
        TableCell::Text(name(i18n, row)),
        TableCell::Text(row.category.clone()),
        value(alone),
        value(total),
        change.map_or(TableCell::Empty, |change| amount(change.round() as i64, 1)),
        value(row.total.quantiles[1]),
        value(row.total.quantiles[5]),
    ]
}

/// What a row is of.
fn name(i18n: &I18n, row: &ReconciledRow) -> String {
    let told = |name: &str| {
        if name.is_empty() { i18n.t("name-not-told").to_string() } else { name.to_owned() }
    };
    match row.part {
        Part::All => i18n.t("forecast-all").to_string(),
        Part::Category | Part::Item => told(&row.name),
        Part::Rest if row.category.is_empty() => i18n.t("adding-up-rest").to_string(),
        Part::Rest => {
            i18n.with("adding-up-rest-of", &[("name", row.category.as_str().into())]).to_string()
        }
    }
}
