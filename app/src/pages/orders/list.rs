//! The list: a window of rows out of all that match.

use std::rc::Rc;

use ledger::{Moment, OrderRow};
use yew::prelude::*;

use super::Answered;
use crate::components::{Cell, Column, Place, RowWindow, Tone, VirtualTable, badge};
use crate::i18n::{I18n, use_i18n};
use crate::intl::DayStyle;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) answered: Rc<Answered>,
    pub(super) open: Option<u64>,
    pub(super) onopen: Callback<u64>,
    pub(super) onwindow: Callback<(u64, u16)>,
}

/// The columns that do not fit on a phone are left out there.
const COLUMNS: [(&str, bool, Place); 7] = [
    ("order-number", false, Place::First),
    ("order-when", false, Place::Second),
    ("order-customer", false, Place::Nowhere),
    ("order-place", false, Place::Nowhere),
    ("order-items", true, Place::Nowhere),
    ("order-total", true, Place::Key),
    ("order-state", false, Place::Nowhere),
];

/// The table.
#[component]
pub(super) fn List(props: &Props) -> Html {
    let i18n = use_i18n();
    let columns = use_memo(i18n.clone(), |i18n| -> Rc<[Column]> {
        COLUMNS
            .iter()
            .map(|(key, number, place)| Column {
                label: i18n.t(key),
                number: *number,
                place: *place,
            })
            .collect()
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
            caption={i18n.t("nav-orders")} columns={(*columns).clone()} total={props.answered.1.total}
            window={Some((*window).clone())} onwindow={props.onwindow.clone()}
            onopen={props.onopen.clone()} open={props.open}
        />
    }
}

fn cells(i18n: &I18n, row: &OrderRow) -> Vec<Cell> {
    let formats = i18n.formats();
    vec![
        html! { <span class="strong">{ number(i18n, row) }</span> },
        html! { { when(i18n, row.placed) } },
        html! { { row.customer.clone().unwrap_or_default() } },
        html! { { place(row) } },
        html! { { formats.units(row.units) } },
        html! { { formats.money(row.total, row.currency) } },
        states(i18n, row),
    ]
}

/// Its number, or that it has none.
pub(super) fn number(i18n: &I18n, row: &OrderRow) -> AttrValue {
    if row.number.is_empty() { i18n.t("order-without-number") } else { row.number.clone().into() }
}

/// The time of day; files that know only days have none to show.
pub(super) fn time(i18n: &I18n, placed: Moment) -> String {
    let is_told = placed.local_ms.rem_euclid(86_400_000) != 0;
    if is_told { i18n.formats().time(placed) } else { String::new() }
}

/// Day and time.
pub(super) fn when(i18n: &I18n, placed: Moment) -> String {
    let day = i18n.formats().day(placed.day(), DayStyle::Listed);
    let time = time(i18n, placed);
    if time.is_empty() { day } else { format!("{day}, {time}") }
}

/// "Lyon 4 · web".
pub(super) fn place(row: &OrderRow) -> String {
    let told: Vec<&str> = [&row.place, &row.channel]
        .into_iter()
        .map(String::as_str)
        .filter(|name| !name.is_empty())
        .collect();
    told.join(" · ")
}

/// What is unusual about it.
pub(super) fn states(i18n: &I18n, row: &OrderRow) -> Html {
    let states = [
        (row.is_cancelled, Tone::Neutral, "order-cancelled"),
        (row.is_return, Tone::Warn, "order-return"),
        (row.is_pending, Tone::Warn, "order-pending"),
        (row.refunded > 0 && !row.is_return, Tone::Warn, "order-refunded"),
    ];
    html! {
        <span class="order-states">
            { for states.iter().filter(|(holds, ..)| *holds).map(|(_, tone, key)| badge(*tone, None, i18n.t(key))) }
        </span>
    }
}
