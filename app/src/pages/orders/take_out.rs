//! The list as a file.

use std::rc::Rc;

use ledger::{Answer, OrderRow, OrdersQuery, Query};
use protocol::TableCell;

use super::list::time;
use crate::files::Source;
use crate::i18n::I18n;

/// Rows asked for at once.
const WINDOW: u16 = 500;

/// All orders a list shows.
pub(super) fn source(i18n: &I18n, query: OrdersQuery) -> Source {
    let i18n = i18n.clone();
    Source {
        name: i18n.t("nav-orders"),
        heads: HEADS.iter().map(|key| i18n.t(key).to_string()).collect(),
        query: Rc::new(move |offset| {
            Query::Orders(OrdersQuery { offset, limit: WINDOW, ..query.clone() })
        }),
        rows: Rc::new(move |answer| match answer {
            Answer::Orders(page) => Some(page.rows.iter().map(|row| cells(&i18n, row)).collect()),
            _ => None,
        }),
    }
}

/// Pieces as a whole number, what is weighed with its decimals.
const fn units(thousandths: i64) -> TableCell {
    if thousandths % 1000 == 0 {
        TableCell::Number { digits: thousandths / 1000, scale: 0 }
    } else {
        TableCell::Number { digits: thousandths, scale: 3 }
    }
}

/// The columns.
const HEADS: [&str; 11] = [
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

fn cells(i18n: &I18n, row: &OrderRow) -> Vec<TableCell> {
    let text = |text: &str| TableCell::Text(text.to_owned());
    let state = match row {
        row if row.is_cancelled => "order-cancelled",
        row if row.is_return => "order-return",
        row if row.is_pending => "order-pending",
        row if row.refunded > 0 => "order-refunded",
        _ => "",
    };
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
        if state.is_empty() { TableCell::Empty } else { text(&i18n.t(state)) },
    ]
}
