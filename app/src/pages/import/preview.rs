//! The first lines and those with problems, as they stand in the file.

use ledger::{CellMark, Field, PreviewCell, PreviewRow};
use yew::prelude::*;

use super::PartProps;
use super::names::{field_name, is_amount};
use crate::components::{empty, skeleton};
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;

/// Lines shown at most.
const ROWS: usize = 40;
/// Columns shown at most.
const COLUMNS: usize = 40;

/// The card at the right.
#[component]
pub(super) fn Preview(props: &PartProps) -> Html {
    let i18n = use_i18n();
    let flow = &props.flow;
    let body = match &flow.checked {
        Some(checked) => table(&i18n, props, &checked.preview),
        None if flow.open_questions() > 0 => empty(
            Icon::Eye,
            i18n.t("preview-asks-title"),
            i18n.t("preview-asks-text"),
            Html::default(),
        ),
        // What went wrong stands in the bar at the foot.
        None if flow.failure.is_some() => return Html::default(),
        None => html! { <div class="card__body">{ skeleton(&i18n, 6) }</div> },
    };
    html! {
        <section class="card" aria-labelledby="preview-title">
            <div class="card__head preview__head">
                <h2 id="preview-title" class="type-section">{ i18n.t("preview-title") }</h2>
                if flow.checked.is_some() {
                    <p class="preview__legend">
                        <span class="preview__key preview__key--crit">{ i18n.t("preview-unreadable") }</span>
                        <span class="preview__key preview__key--warn">{ i18n.t("preview-doubtful") }</span>
                    </p>
                }
            </div>
            { body }
        </section>
    }
}

fn table(i18n: &I18n, props: &PartProps, rows: &[PreviewRow]) -> Html {
    let fields = &props.flow.plan.fields;
    let headers: Vec<&str> = props
        .flow
        .description
        .iter()
        .flat_map(|description| &description.columns)
        .map(|column| column.header.as_str())
        .collect();
    let is_read = |index: &usize| fields.get(*index).is_some_and(|field| *field != Field::Ignore);
    let shown: Vec<usize> = (0..headers.len()).filter(is_read).take(COLUMNS).collect();
    let is_number = |index: usize| is_amount(fields.get(index).copied().unwrap_or_default());
    let head = |index: &usize| {
        html! {
            <th scope="col" class={is_number(*index).then_some("table__number")} title={headers[*index].to_owned()}>
                { field_name(i18n, fields[*index]) }
            </th>
        }
    };
    let empty = PreviewCell::default();
    html! {
        <div class="preview" tabindex="0" role="group" aria-labelledby="preview-title">
            <table class="preview__table">
                <caption class="visually-hidden">{ i18n.t("preview-title") }</caption>
                <thead><tr>
                    <th scope="col" class="table__number">{ i18n.t("preview-line") }</th>
                    { for shown.iter().map(head) }
                </tr></thead>
                <tbody>
                    { for rows.iter().take(ROWS).map(|row| html! {
                        <tr>
                            <th scope="row" class="table__number preview__line">{ i18n.formats().count(row.line) }</th>
                            { for shown.iter().map(|index| {
                                cell(i18n, row.cells.get(*index).unwrap_or(&empty), is_number(*index))
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

/// Colour and border, and for those who see neither a word.
fn cell(i18n: &I18n, cell: &PreviewCell, is_number: bool) -> Html {
    let (class, word) = match cell.mark {
        CellMark::Plain => (None, None),
        CellMark::Doubtful => (Some("preview__cell--warn"), Some("preview-doubtful")),
        CellMark::Unreadable => (Some("preview__cell--crit"), Some("preview-unreadable")),
    };
    html! {
        <td class={classes!(class, is_number.then_some("table__number"))}>
            { cell.text.clone() }
            if let Some(word) = word {
                <span class="visually-hidden">{ " (" }{ i18n.t(word) }{ ")" }</span>
            }
        </td>
    }
}
