//! It is in: what went in, and where to go from here.

use ledger::{ControlTotals, FileKind};
use yew::prelude::*;

use super::desk::{Desk, Known};
use super::flow::Flow;
use crate::components::{Button, Card, Look, RouteLink};
use crate::i18n::{I18n, use_i18n};
use crate::route::Route;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) flow: Flow,
    pub(super) desk: Desk,
    pub(super) known: Known,
}

/// The last step.
#[component]
pub(super) fn Done(props: &Props) -> Html {
    let i18n = use_i18n();
    let Some(totals) = &props.flow.written else { return Html::default() };
    let again = {
        let desk = props.desk.clone();
        Callback::from(move |_| desk.cancel())
    };
    let next = {
        let (desk, known) = (props.desk.clone(), props.known.clone());
        Callback::from(move |_| desk.open_next(&known))
    };
    let link = |to: Route, key: &str| {
        html! { <RouteLink {to} class="button button--secondary" current={None}>{ i18n.t(key) }</RouteLink> }
    };
    html! {
        <div class="import__done">
        <Card title={i18n.t("done-title")} flush={true}>
            { facts(&i18n, totals, props.flow.plan.kind) }
            <div class="card__foot">
                if let Some(name) = props.flow.waiting.first() {
                    <Button look={Look::Primary} onclick={next}>
                        { i18n.with("done-next", &[("name", name.as_str().into())]) }
                    </Button>
                }
                { link(Route::Today, "nav-today") }
                { link(Route::Reports, "nav-reports") }
                { link(Route::Orders, "nav-orders") }
                <Button look={Look::Quiet} onclick={again}>{ i18n.t("done-again") }</Button>
            </div>
        </Card>
        </div>
    }
}

/// What adds up.
fn facts(i18n: &I18n, totals: &ControlTotals, kind: FileKind) -> Html {
    let count = |key: &str, value: u64| {
        html! { <div><dt>{ i18n.t(key) }</dt><dd>{ i18n.formats().count(value) }</dd></div> }
    };
    let is_sales = kind == FileKind::Sales;
    html! {
        <dl class="facts">
            { count(if is_sales { "done-added" } else { "done-added-records" }, totals.added) }
            { count("done-updated", totals.updated) }
            if is_sales { { count("done-lines", totals.lines) } }
            { count("done-skipped", totals.skipped) }
            { count("done-rejected", totals.rejected) }
            { for totals.amounts.iter().map(|amount| html! {
                <div>
                    <dt>{ i18n.with("done-total", &[("currency", amount.currency.code().into())]) }</dt>
                    <dd>{ i18n.formats().money(amount.minor, amount.currency) }</dd>
                </div>
            }) }
        </dl>
    }
}
