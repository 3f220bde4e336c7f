//! The list as a file: window by window until all that match are there.

use std::cell::Cell;
use std::rc::Rc;

use ledger::{Answer, OrderRow, OrdersQuery, Query};
use protocol::{Failure, Request, Response, Table, TableCell, TableFormat};
use yew::prelude::*;

use super::list::time;
use crate::client::Client;
use crate::components::{FormError, Menu, MenuItem};
use crate::files::use_export;
use crate::hooks::use_client;
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;

/// Hears how collecting went.
type Done = Box<dyn FnOnce(Result<Vec<OrderRow>, Failure>)>;

/// Rows asked for at once.
const WINDOW: u16 = 500;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// What the list shows.
    pub(super) query: OrdersQuery,
    /// How many orders match.
    pub(super) total: u64,
}

/// A button with the formats; nothing while there is nothing to take out.
#[component]
pub(super) fn TakeOut(props: &Props) -> Html {
    let i18n = use_i18n();
    let client = use_client();
    let export = use_export("orders");
    let is_collecting = use_state(|| false);
    let failure = use_state(|| None);
    let is_gone = use_memo((), |()| Rc::new(Cell::new(false)));
    {
        let is_gone = Rc::clone(&is_gone);
        use_effect_with((), move |()| move || is_gone.set(true));
    }
    let take = |format: TableFormat| {
        let (client, query, i18n) = (client.clone(), props.query.clone(), i18n.clone());
        let (run, is_gone) = (export.run.clone(), Rc::clone(&is_gone));
        let (is_collecting, failure) = (is_collecting.clone(), failure.clone());
        Callback::from(move |()| {
            if *is_collecting {
                return;
            }
            is_collecting.set(true);
            failure.set(None);
            let (i18n, run) = (i18n.clone(), run.clone());
            let (is_collecting, failure) = (is_collecting.clone(), failure.clone());
            let query = OrdersQuery { offset: 0, limit: WINDOW, ..query.clone() };
            let done = move |collected: Result<Vec<OrderRow>, Failure>| {
                is_collecting.set(false);
                match collected {
                    Ok(rows) => run.emit((format, table(&i18n, &rows))),
                    Err(reason) => failure.set(Some(reason)),
                }
            };
            collect(client.clone(), query, Vec::new(), Rc::clone(&is_gone), Box::new(done));
        })
    };
    if props.total == 0 {
        return Html::default();
    }
    let item = |label: &'static str, format| MenuItem {
        icon: Icon::Upload,
        label: label.into(),
        hint: None,
        onpress: take(format),
    };
    let is_busy = *is_collecting || export.busy;
    html! {
        <div class="orders__take-out" aria-busy={is_busy.then_some("true")}>
            <FormError failure={(*failure).clone().or(export.failure)} />
            <Menu
                name={i18n.t("export")} class="button button--secondary"
                items={vec![item("CSV", TableFormat::Csv), item("XLSX", TableFormat::Xlsx)]}
            >
                if is_busy { <span class="ring" aria-hidden="true" /> } else { { Icon::Upload.small() } }
                { i18n.t("export") }
            </Menu>
        </div>
    }
}

/// Asks for one window after the other; stops when the page is left.
fn collect(
    client: Client,
    query: OrdersQuery,
    mut rows: Vec<OrderRow>,
    is_gone: Rc<Cell<bool>>,
    done: Done,
) {
    let asking = client.clone();
    asking.send(Request::Query(Query::Orders(query.clone())), move |reply| {
        if is_gone.get() {
            return;
        }
        let page = match reply {
            Ok(Response::Answer(Answer::Orders(page))) => page,
            Ok(_) => return done(Err(Failure::new("internal").with("code", "orders-answer"))),
            Err(reason) => return done(Err(reason)),
        };
        let is_last = page.rows.len() < usize::from(WINDOW);
        rows.extend(page.rows);
        if is_last || rows.len() as u64 >= page.total {
            return done(Ok(rows));
        }
        let next = OrdersQuery { offset: rows.len() as u64, ..query };
        collect(client, next, rows, is_gone, done);
    });
}

/// Pieces as a whole number, what is weighed with its decimals.
const fn units(thousandths: i64) -> TableCell {
    if thousandths % 1000 == 0 {
        TableCell::Number { digits: thousandths / 1000, scale: 0 }
    } else {
        TableCell::Number { digits: thousandths, scale: 3 }
    }
}

fn table(i18n: &I18n, rows: &[OrderRow]) -> Table {
    let heads = [
        "order-number",
        "order-when",
        "order-time",
        "order-customer",
        "order-place",
        "orders-channel",
        "order-country",
        "order-items",
        "order-total",
        "currency",
        "order-state",
    ];
    let text = |text: &str| TableCell::Text(text.to_owned());
    let state = |row: &OrderRow| {
        let key = match row {
            row if row.is_cancelled => "order-cancelled",
            row if row.is_return => "order-return",
            row if row.is_pending => "order-pending",
            row if row.refunded > 0 => "order-refunded",
            _ => return TableCell::Empty,
        };
        TableCell::Text(i18n.t(key).to_string())
    };
    let cells = |row: &OrderRow| {
        vec![
            text(&row.number),
            TableCell::Day(row.placed.day()),
            text(&time(i18n, row.placed)),
            text(row.customer.as_deref().unwrap_or_default()),
            text(&row.place),
            text(&row.channel),
            text(&row.country),
            units(row.units),
            TableCell::Number { digits: row.total, scale: row.currency.digits() },
            text(row.currency.code()),
            state(row),
        ]
    };
    Table {
        name: i18n.t("nav-orders").to_string(),
        heads: heads.iter().map(|key| i18n.t(key).to_string()).collect(),
        rows: rows.iter().map(cells).collect(),
    }
}
