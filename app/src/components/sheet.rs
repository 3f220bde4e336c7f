//! Sheet: plain rows that can be looked at and taken out as a file; both come from the same cells.

use std::rc::Rc;

use ledger::Currency;
use protocol::{Table, TableCell};
use yew::prelude::*;

use super::table::{Cell, Column, Place};
use super::virtual_table::{RowWindow, VirtualTable};
use crate::i18n::{I18n, use_i18n};
use crate::intl::DayStyle;

/// How a column's cells are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// As they are.
    Text,
    /// Days, weeks or months.
    Day(DayStyle),
    /// Money.
    Money(Currency),
    /// Whole numbers, or units with decimals.
    Number,
    /// What is expected, in money or in units: without digits that nobody can know.
    Planned(Option<Currency>),
}

/// A table with what its columns mean. Equal if it is the same in memory.
#[derive(Clone)]
pub(crate) struct Sheet {
    /// The cells, as a file would have them.
    pub(crate) table: Rc<Table>,
    /// Of each column; the place is that on a phone.
    pub(crate) kinds: Rc<[(Kind, Place)]>,
}

impl PartialEq for Sheet {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.table, &other.table)
    }
}

/// A cell with money or a number.
pub(crate) fn amount(digits: i64, scale: u8) -> TableCell {
    TableCell::Number { digits, scale }
}

/// A cell with money, in its currency's decimals.
pub(crate) fn money(minor: i64, currency: Currency) -> TableCell {
    amount(minor, currency.digits())
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// What the table lists, read aloud.
    pub(crate) caption: AttrValue,
    pub(crate) sheet: Sheet,
    #[prop_or_default]
    pub(crate) onopen: Callback<u64>,
}

/// A sheet as a table; only rows in sight exist.
#[component]
pub(crate) fn SheetTable(props: &Props) -> Html {
    let i18n = use_i18n();
    let columns = use_memo((props.sheet.clone(), i18n.clone()), |(sheet, _)| {
        Rc::from_iter(sheet.table.heads.iter().zip(&*sheet.kinds).map(|(head, (kind, place))| {
            Column {
                label: AttrValue::from(head.clone()),
                number: !matches!(kind, Kind::Text | Kind::Day(_)),
                place: *place,
            }
        }))
    });
    let window = use_memo((props.sheet.clone(), i18n), |(sheet, i18n)| {
        let (sheet, i18n) = (sheet.clone(), i18n.clone());
        RowWindow {
            offset: 0,
            count: sheet.table.rows.len(),
            cells: Rc::new(move |at| {
                let row = sheet.table.rows.get(at);
                row.map(|row| cells(&i18n, row, &sheet.kinds)).unwrap_or_default()
            }),
        }
    });
    html! {
        <VirtualTable
            caption={props.caption.clone()} columns={Rc::clone(&*columns)}
            total={props.sheet.table.rows.len() as u64} window={Some((*window).clone())}
            onopen={props.onopen.clone()}
        />
    }
}

fn cells(i18n: &I18n, row: &[TableCell], kinds: &[(Kind, Place)]) -> Vec<Cell> {
    row.iter().zip(kinds).map(|(cell, (kind, _))| html! { { text(i18n, cell, *kind) } }).collect()
}

/// A cell in words.
fn text(i18n: &I18n, cell: &TableCell, kind: Kind) -> String {
    let formats = i18n.formats();
    match (cell, kind) {
        (TableCell::Text(text), _) => text.clone(),
        (TableCell::Day(day), Kind::Day(style)) => formats.day(*day, style),
        (TableCell::Day(day), _) => formats.day(*day, DayStyle::Listed),
        (TableCell::Number { digits, .. }, Kind::Money(currency)) => {
            formats.money(*digits, currency)
        }
        (TableCell::Number { digits, .. }, Kind::Planned(Some(currency))) => {
            formats.money_rounded(*digits, currency)
        }
        (TableCell::Number { digits, .. }, Kind::Planned(None)) => formats.units_rounded(*digits),
        (TableCell::Number { digits, scale }, _) => formats.decimal(*digits, *scale),
        (TableCell::Empty, _) => "—".to_owned(),
    }
}
