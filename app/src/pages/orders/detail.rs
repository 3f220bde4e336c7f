//! One order in full: its lines, its amounts, and where it comes from.

use ledger::{Answer, LineKind, OrderLineView, OrderRef, OrderView, Query};
use yew::prelude::*;

use super::list::{number, place, states, when};
use crate::components::{Drawer, form_error, skeleton};
use crate::hooks::use_query;
use crate::i18n::{I18n, use_i18n};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) order: OrderRef,
    pub(super) onclose: Callback<()>,
    /// The zone in which imports are told.
    pub(super) zone: AttrValue,
}

/// The drawer beside the list.
#[component]
pub(super) fn Detail(props: &Props) -> Html {
    let i18n = use_i18n();
    let (answer, failure) = use_query(Query::Order(props.order));
    let (title, body) = match answer {
        Some(Answer::Order(Some(view))) => {
            (number(&i18n, &view.order), view_order(&i18n, &view, &props.zone))
        }
        Some(_) => (i18n.t("order-gone"), Html::default()),
        None => (i18n.t("loading"), skeleton(&i18n, 5)),
    };
    html! {
        <Drawer {title} onclose={props.onclose.clone()}>
            { form_error(&i18n, failure.as_ref()) }
            { body }
        </Drawer>
    }
}

fn view_order(i18n: &I18n, view: &OrderView, zone: &str) -> Html {
    let row = &view.order;
    let formats = i18n.formats();
    let fact = |key: &str, value: String| {
        if value.is_empty() {
            return Html::default();
        }
        html! { <div><dt>{ i18n.t(key) }</dt><dd>{ value }</dd></div> }
    };
    let tax_note =
        i18n.t(if view.is_tax_included { "order-tax-inside" } else { "order-tax-on-top" });
    html! {
        <>
            <p class="order__total">
                <span class="type-title">{ formats.money(row.total, row.currency) }</span>
                { states(i18n, row) }
            </p>
            <dl class="facts facts--drawer">
                { fact("order-when", when(i18n, row.placed)) }
                { fact("order-place", place(row)) }
                { fact("order-customer", row.customer.clone().unwrap_or_default()) }
                { fact("order-country", i18n.formats().country(&row.country)) }
            </dl>
            <h3 class="order__part">{ i18n.with("order-lines", &[("count", view.lines.len().into())]) }</h3>
            <ul class="order__lines">
                { for view.lines.iter().map(|line| line_view(i18n, line, row.currency)) }
            </ul>
            if !view.amounts.is_empty() {
                <h3 class="order__part">{ i18n.t("order-amounts") }</h3>
                <dl class="facts facts--drawer">
                    { for view.amounts.iter().map(|(name, minor)| html! {
                        <div>
                            <dt>{ i18n.coded("amount", name, &[]).unwrap_or_else(|| name.clone().into()) }</dt>
                            <dd>{ formats.money(*minor, row.currency) }</dd>
                        </div>
                    }) }
                </dl>
                <p class="under">{ tax_note }</p>
            }
            <h3 class="order__part">{ i18n.t("order-from") }</h3>
            <dl class="facts facts--drawer">
                { fact("order-file", if view.file.is_empty() { i18n.t("import-typed").to_string() } else { view.file.clone() }) }
                { fact("order-rows", rows(i18n, &view.lines)) }
                { fact("order-source", view.source.clone()) }
                { fact("order-imported", formats.moment(view.imported_ms, zone)) }
            </dl>
        </>
    }
}

/// The lines of the file it was read from: "12 to 15".
fn rows(i18n: &I18n, lines: &[OrderLineView]) -> String {
    let told = || lines.iter().map(|line| line.row).filter(|row| *row > 0);
    match (told().min(), told().max()) {
        (Some(first), Some(last)) if first < last => i18n
            .with("order-row-range", &[("first", first.into()), ("last", last.into())])
            .to_string(),
        (Some(only), _) => i18n.formats().count(u64::from(only)),
        _ => String::new(),
    }
}

fn line_view(i18n: &I18n, line: &OrderLineView, currency: ledger::Currency) -> Html {
    let formats = i18n.formats();
    let kind = line.kind;
    let is_product = kind == LineKind::Product as u8;
    let kind_name = || i18n.with("line-kind", &[("kind", kind.into())]);
    let name = match (line.name.as_str(), line.sku.as_str()) {
        ("", "") => kind_name(),
        ("", sku) => sku.to_owned().into(),
        (name, _) => name.to_owned().into(),
    };
    let mut below = Vec::new();
    if !line.sku.is_empty() && !line.name.is_empty() {
        below.push(line.sku.clone());
    }
    if !is_product {
        below.push(kind_name().to_string());
    }
    if line.discount != 0 {
        let discount = formats.money(line.discount, currency);
        below.push(i18n.with("line-discount", &[("amount", discount.into())]).to_string());
    }
    let times = match line.unit_price {
        Some((digits, scale)) => {
            format!("{} × {}", formats.units(line.quantity), formats.price(digits, scale, currency))
        }
        None => formats.units(line.quantity),
    };
    html! {
        <li class="order__line">
            <div>
                <p class="strong">{ name }</p>
                if !below.is_empty() { <p class="table__second">{ below.join(" · ") }</p> }
            </div>
            <div class="table__number">
                <p>{ formats.money(line.amount, currency) }</p>
                <p class="table__second">{ times }</p>
            </div>
        </li>
    }
}
