//! What was imported before.

use ledger::{ImportView, ImportsView};
use yew::prelude::*;

use super::names::kind_name;
use crate::components::{Card, Cell, Column, Place, table};
use crate::i18n::I18n;

/// Imports listed at most.
const ROWS: usize = 30;

/// The latest imports; nothing before the first one.
pub(super) fn history(i18n: &I18n, imports: &ImportsView, zone: &str) -> Html {
    if imports.imports.is_empty() {
        return Html::default();
    }
    let column =
        |key: &str, number: bool, place: Place| Column { label: i18n.t(key), number, place };
    let columns = vec![
        column("history-file", false, Place::First),
        column("history-kind", false, Place::Nowhere),
        column("log-when", false, Place::Second),
        column("history-added", true, Place::Key),
        column("done-updated", true, Place::Nowhere),
        column("done-skipped", true, Place::Nowhere),
        column("done-rejected", true, Place::Nowhere),
    ];
    let rows: Vec<Vec<Cell>> =
        imports.imports.iter().take(ROWS).map(|import| cells(i18n, import, zone)).collect();
    html! {
        <Card title={i18n.t("history-title")} flush={true} wide={true}>
            { table(i18n.t("history-title"), &columns, rows) }
        </Card>
    }
}

fn cells(i18n: &I18n, import: &ImportView, zone: &str) -> Vec<Cell> {
    let name =
        if import.file.is_empty() { i18n.t("import-typed") } else { import.file.clone().into() };
    let formats = i18n.formats();
    let totals = &import.totals;
    let mut cells: Vec<Cell> = vec![
        html! { <span class="history__file">{ name }</span> },
        html! { { kind_name(i18n, import.kind) } },
        html! { { formats.moment(import.at_ms, zone) } },
    ];
    let counts = [totals.added, totals.updated, totals.skipped, totals.rejected];
    cells.extend(counts.map(|count| html! { { formats.count(count) } }));
    cells
}
