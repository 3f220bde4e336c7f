//! Where it was sold today.

use ledger::TodayView;
use yew::prelude::*;

use super::numbers::change;
use crate::components::{Card, Cell, Column, Place, table};
use crate::i18n::I18n;

/// Places with what they sold, what is usual by now and the change; all of them below.
pub(super) fn places(i18n: &I18n, view: &TodayView) -> Html {
    let formats = i18n.formats();
    let column = |key: &str, number, place| Column { label: i18n.t(key), number, place };
    let usual = if view.is_today { "usual-by-now" } else { "usual" };
    let columns = vec![
        column("place", false, Place::First),
        column("sold", true, Place::Key),
        column(usual, true, Place::Nowhere),
        column("change", true, Place::Second),
    ];
    let row = |name: AttrValue, revenue: i64, usual: Option<i64>| -> Vec<Cell> {
        let change = change(i18n, revenue, usual).map(|change| change.share);
        vec![
            html! { { name } },
            html! { { formats.money(revenue, view.currency) } },
            html! { <span class="quieter">{ usual.map_or_else(dash, |usual| formats.money_rounded(usual, view.currency)) }</span> },
            html! {
                <span class={change.map(|share| if share < 0.0 { "quiet" } else { "change" })}>
                    { change.map_or_else(dash, |share| formats.change(share)) }
                </span>
            },
        ]
    };
    let named = view.places.iter().map(|place| {
        let name = if place.place.is_empty() {
            i18n.t("name-not-told")
        } else {
            place.place.clone().into()
        };
        row(name, place.revenue, place.usual)
    });
    let all = row(i18n.t("all-places"), view.revenue.value, view.revenue.usual);
    let rows: Vec<_> = named.chain((view.places.len() > 1).then_some(all)).collect();
    let title = i18n.t(if view.is_today { "places-today" } else { "places" });
    html! {
        <Card title={title.clone()} flush={true}>
            <div class="table--inside">{ table(title, &columns, rows) }</div>
        </Card>
    }
}

fn dash() -> String {
    "—".to_owned()
}
