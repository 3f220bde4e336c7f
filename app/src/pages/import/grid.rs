//! Quick entry: rows typed or pasted like into a spreadsheet. They go the way of every file.

use std::rc::Rc;

use ledger::Field;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::desk::{Desk, Known};
use super::names::field_name;
use crate::browser;
use crate::components::{Button, Look};
use crate::i18n::use_i18n;

/// Rows a grid holds at most; more come better as a file.
const MOST: usize = 500;
/// Rows there are to begin with.
const FIRST: usize = 5;

/// What is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sheet {
    /// Sales, a line each.
    Sales,
    /// Exchange rates.
    Rates,
}

impl Sheet {
    /// Its columns with the headers by which the reader knows them.
    const fn columns(self) -> &'static [(Field, &'static str)] {
        match self {
            Self::Sales => &[
                (Field::Date, "Date"),
                (Field::OrderNumber, "Order number"),
                (Field::ItemCode, "SKU"),
                (Field::ItemName, "Item name"),
                (Field::Quantity, "Quantity"),
                (Field::UnitPrice, "Unit price"),
                (Field::Place, "Store"),
            ],
            Self::Rates => &[
                (Field::Date, "Date"),
                (Field::RateFrom, "From currency"),
                (Field::RateTo, "To currency"),
                (Field::Rate, "Exchange rate"),
            ],
        }
    }

    /// Whether a cell is the same in most rows: a new row takes it from the one above.
    const fn is_repeated(field: Field) -> bool {
        matches!(field, Field::Date | Field::Place | Field::RateFrom | Field::RateTo)
    }

    /// Empty rows.
    pub(super) fn blank(self) -> Rows {
        Rc::new(vec![vec![String::new(); self.columns().len()]; FIRST])
    }

    /// The rows with something in them, below their header.
    fn filled(self, rows: &Rows) -> Vec<Vec<String>> {
        let columns = self.columns();
        let is_filled = |row: &&Vec<String>| {
            let told = columns.iter().zip(row.iter());
            told.into_iter()
                .any(|((field, _), cell)| !Self::is_repeated(*field) && !cell.trim().is_empty())
        };
        let header = columns.iter().map(|(_, header)| (*header).to_owned()).collect();
        std::iter::once(header).chain(rows.iter().filter(is_filled).cloned()).collect()
    }
}

/// Cells by row.
pub(super) type Rows = Rc<Vec<Vec<String>>>;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) sheet: Sheet,
    pub(super) rows: Rows,
    pub(super) onchange: Callback<Rows>,
    pub(super) desk: Desk,
    pub(super) known: Known,
}

/// The grid and its button.
#[component]
pub(super) fn Grid(props: &Props) -> Html {
    let i18n = use_i18n();
    let body = use_node_ref();
    let columns = props.sheet.columns();
    let filled = props.sheet.filled(&props.rows);
    let count = filled.len() - 1;
    let onsubmit = {
        let (desk, known) = (props.desk.clone(), props.known.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if filled.len() > 1 {
                desk.open_grid(filled.clone(), &known);
            }
        })
    };
    let add = {
        let (rows, onchange, sheet) = (Rc::clone(&props.rows), props.onchange.clone(), props.sheet);
        Callback::from(move |_| onchange.emit(with_row(sheet, &rows)))
    };
    let clear = props.onchange.reform({
        let sheet = props.sheet;
        move |_: MouseEvent| sheet.blank()
    });
    html! {
        <form class="card grid" {onsubmit}>
            <p class="grid__help quiet">{ i18n.t("grid-help") }</p>
            <div class="grid__scroll" ref={body.clone()}>
                <table class="grid__table">
                    <caption class="visually-hidden">{ i18n.t("import-typed") }</caption>
                    <thead><tr>
                        <th scope="col"><span class="visually-hidden">{ i18n.t("preview-line") }</span></th>
                        { for columns.iter().map(|(field, _)| html! {
                            <th scope="col">{ field_name(&i18n, *field) }</th>
                        }) }
                    </tr></thead>
                    <tbody>
                        { for (0..props.rows.len()).map(|at| row(props, &body, at)) }
                    </tbody>
                </table>
            </div>
            <div class="card__foot">
                <Button
                    look={Look::Primary} submit={true}
                    disabled={(count == 0).then(|| i18n.t("grid-empty"))}
                >
                    { i18n.with("grid-check", &[("count", count.into())]) }
                </Button>
                <Button onclick={add}>{ i18n.t("grid-add") }</Button>
                <Button look={Look::Quiet} onclick={clear}>{ i18n.t("grid-clear") }</Button>
                if props.rows.len() >= MOST { <p class="quieter">{ i18n.with("grid-full", &[("most", MOST.into())]) }</p> }
            </div>
        </form>
    }
}

/// Numbered as the reader will number them: the header is line 1.
fn row(props: &Props, body: &NodeRef, at: usize) -> Html {
    let cells = &props.rows[at];
    html! {
        <tr key={at}>
            <th scope="row">{ at + 2 }</th>
            { for cells.iter().enumerate().map(|(column, value)| html! {
                <td>
                    <GridCell
                        key={column} sheet={props.sheet} rows={Rc::clone(&props.rows)} body={body.clone()}
                        onchange={props.onchange.clone()} {at} {column} value={value.clone()}
                    />
                </td>
            }) }
        </tr>
    }
}

#[derive(Properties)]
struct CellProps {
    sheet: Sheet,
    rows: Rows,
    body: NodeRef,
    onchange: Callback<Rows>,
    at: usize,
    column: usize,
    value: String,
}

impl PartialEq for CellProps {
    // The other rows matter only when this cell is changed, and then they are the ones it was drawn with.
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value && Rc::ptr_eq(&self.rows, &other.rows)
    }
}

/// One cell: Enter and the arrows move, what was copied from a spreadsheet spreads over its neighbours.
#[component]
fn GridCell(props: &CellProps) -> Html {
    let i18n = use_i18n();
    let CellProps { sheet, at, column, .. } = *props;
    let (field, _) = sheet.columns()[column];
    let oninput = {
        let (rows, onchange) = (Rc::clone(&props.rows), props.onchange.clone());
        Callback::from(move |event: InputEvent| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let mut rows = (*rows).clone();
            rows[at][column] = input.value();
            onchange.emit(Rc::new(rows));
        })
    };
    let onpaste = {
        let (rows, onchange) = (Rc::clone(&props.rows), props.onchange.clone());
        Callback::from(move |event: Event| {
            let Some(text) = browser::pasted(&event) else { return };
            if text.contains(['\t', '\n']) {
                event.prevent_default();
                onchange.emit(spread(sheet, &rows, (at, column), &text));
            }
        })
    };
    let onkeydown = {
        let (rows, onchange, body) =
            (Rc::clone(&props.rows), props.onchange.clone(), props.body.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some((row, column)) = target(&event, at, column) else { return };
            event.prevent_default();
            if row >= rows.len() {
                onchange.emit(with_row(sheet, &rows));
            }
            focus_cell(body.clone(), row, column);
        })
    };
    let name = format!("{}, {}", field_name(&i18n, field), at + 2);
    html! {
        <input
            class="grid__cell" aria-label={name} autocomplete="off" value={props.value.clone()}
            placeholder={(at == 0 && field == Field::Date).then_some("2026-11-21")}
            {oninput} {onpaste} {onkeydown}
        />
    }
}

/// Where a key leads; `None` leaves it to the browser.
fn target(event: &KeyboardEvent, row: usize, column: usize) -> Option<(usize, usize)> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let caret = input.selection_start().ok()??;
    let is_single = input.selection_end().ok()? == Some(caret);
    let length = u32::try_from(input.value().encode_utf16().count()).unwrap_or(u32::MAX);
    Some(match event.key().as_str() {
        "Enter" | "ArrowDown" => (row + 1, column),
        "ArrowUp" => (row.checked_sub(1)?, column),
        "ArrowLeft" if is_single && caret == 0 => (row, column.checked_sub(1)?),
        "ArrowRight" if is_single && caret == length => (row, column + 1),
        _ => return None,
    })
}

/// Moves to a cell: at once, or after the next drawing if its row is a new one.
fn focus_cell(body: NodeRef, row: usize, column: usize) {
    if !try_focus(&body, row, column) {
        let later = move || {
            try_focus(&body, row, column);
        };
        gloo::timers::callback::Timeout::new(0, later).forget();
    }
}

/// Whether there is such a cell.
fn try_focus(body: &NodeRef, row: usize, column: usize) -> bool {
    let selector = format!("tbody tr:nth-child({}) td:nth-child({}) input", row + 1, column + 2);
    let cell = body
        .cast::<HtmlElement>()
        .and_then(|body| body.query_selector(&selector).ok().flatten())
        .and_then(|cell| cell.dyn_into::<HtmlInputElement>().ok());
    if let Some(cell) = &cell {
        browser::focus(Some(cell.clone().into()));
        cell.select();
    }
    cell.is_some()
}

/// One row more, with what is the same in most rows.
fn with_row(sheet: Sheet, rows: &Rows) -> Rows {
    let mut more = (**rows).clone();
    if more.len() < MOST {
        let above = more.last().cloned().unwrap_or_default();
        let repeated = sheet.columns().iter().zip(above).map(|((field, _), cell)| {
            if Sheet::is_repeated(*field) { cell } else { String::new() }
        });
        more.push(repeated.collect());
    }
    Rc::new(more)
}

/// Cells of a spreadsheet's clipboard laid over the grid from one cell on.
fn spread(sheet: Sheet, rows: &Rows, (at, column): (usize, usize), text: &str) -> Rows {
    let width = sheet.columns().len();
    let mut laid = (**rows).clone();
    let pasted = text.trim_end_matches(['\r', '\n']).split('\n');
    for (line, row) in pasted.zip(at..MOST) {
        if laid.len() <= row {
            laid.push(vec![String::new(); width]);
        }
        for (cell, value) in
            laid[row][column..].iter_mut().zip(line.trim_end_matches('\r').split('\t'))
        {
            value.clone_into(cell);
        }
    }
    Rc::new(laid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_spreads_and_adds_rows() {
        let rows =
            spread(Sheet::Rates, &Sheet::Rates.blank(), (4, 1), "EUR\tUSD\t1.08\tx\r\nEUR\tGBP\n");
        assert_eq!(rows.len(), 6);
        assert_eq!(rows[4], ["", "EUR", "USD", "1.08"]);
        assert_eq!(rows[5], ["", "EUR", "GBP", ""]);
    }

    #[test]
    fn rows_with_nothing_but_repeated_cells_are_not_sent() {
        let mut rows = (*Sheet::Sales.blank()).clone();
        rows[0][0] = "2026-11-21".to_owned();
        rows[1][2] = "MUG".to_owned();
        let filled = Sheet::Sales.filled(&Rc::new(rows));
        assert_eq!(filled.len(), 2);
        assert_eq!(filled[0][2], "SKU");
        assert_eq!(filled[1][2], "MUG");
    }

    #[test]
    fn a_new_row_takes_day_and_place_from_above() {
        let above =
            ["2026-11-21", "7", "MUG", "Mug", "2", "18", "Lyon"].map(str::to_owned).to_vec();
        let rows = with_row(Sheet::Sales, &Rc::new(vec![above]));
        assert_eq!(rows[1], ["2026-11-21", "", "", "", "", "", "Lyon"]);
    }
}
