//! The way into the demo, for those who want to look before they begin.

use protocol::Access;
use yew::prelude::*;

use crate::components::{Button, Look, form_error};
use crate::hooks::use_access;
use crate::i18n::use_i18n;
use crate::icon::Icon;

/// The card below the first form.
#[component]
pub(super) fn DemoCard() -> Html {
    let i18n = use_i18n();
    let order = use_access(Callback::noop());
    html! {
        <>
            <p class="first-run__or">{ i18n.t("or") }</p>
            <button
                type="button" class="first-run__demo" aria-busy={order.busy.then_some("true")}
                onclick={order.send.reform(|_| Access::OpenDemo)}
            >
                { Icon::Play.small() }
                <span class="strong">{ i18n.t("demo-open") }</span>
                <span class="type-caption">{ i18n.t("demo-open-text") }</span>
            </button>
            { form_error(&i18n, order.failure.as_ref()) }
        </>
    }
}

/// A quiet link on the locked screen.
#[component]
pub(super) fn DemoLink() -> Html {
    let i18n = use_i18n();
    let order = use_access(Callback::noop());
    html! {
        <>
            <Button look={Look::Quiet} loading={order.busy} onclick={order.send.reform(|_| Access::OpenDemo)}>
                { i18n.t("demo-open") }
            </Button>
            { form_error(&i18n, order.failure.as_ref()) }
        </>
    }
}
