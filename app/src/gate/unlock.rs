//! Unlock: the shop's name and a password, nothing else.

use protocol::{Access, VaultCard};
use yew::prelude::*;

use super::demo::DemoLink;
use super::recover::Recover;
use super::wait::use_wait;
use crate::components::{Button, Field, FieldKind, Look, Size, account, form_error, logo};
use crate::hooks::use_access;
use crate::i18n::use_i18n;
use crate::{browser, pages};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) vault: VaultCard,
    pub(super) wait_until_ms: Option<f64>,
}

/// A closed vault.
#[component]
pub(super) fn Unlock(props: &Props) -> Html {
    let i18n = use_i18n();
    pages::use_title(props.vault.business.clone());
    let recovering = use_state(|| false);
    let recover = |on: bool| {
        let recovering = recovering.clone();
        Callback::from(move |()| recovering.set(on))
    };
    if *recovering {
        return html! {
            <Recover business={props.vault.business.clone()} wait_until_ms={props.wait_until_ms} back={recover(false)} />
        };
    }
    html! {
        <main class="gate">
            { shop_name(&props.vault.business, i18n.t("unlock-text")) }
            <PasswordForm business={props.vault.business.clone()} wait_until_ms={props.wait_until_ms} />
            <div class="gate__more">
                <Button look={Look::Quiet} onclick={recover(true).reform(|_| ())}>
                    { i18n.t("unlock-forgot") }
                </Button>
                <DemoLink />
            </div>
        </main>
    }
}

/// The sign, the shop's name, and one quiet line.
pub(super) fn shop_name(business: &str, text: AttrValue) -> Html {
    html! {
        <div class="gate__shop">
            <h1 class="brand">{ logo(false) }{ business.to_owned() }</h1>
            <p class="quieter">{ text }</p>
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct FormProps {
    pub(super) business: String,
    pub(super) wait_until_ms: Option<f64>,
}

/// A password opens the vault, or leaves the soft lock.
#[component]
pub(super) fn PasswordForm(props: &FormProps) -> Html {
    let i18n = use_i18n();
    let password = use_state(String::new);
    let order = use_access(Callback::noop());
    let wait = use_wait(props.wait_until_ms);
    let field = use_node_ref();
    {
        // A wrong password is selected, so that the next try replaces it.
        let field = field.clone();
        use_effect_with(order.failure.is_some(), move |failed| {
            if let (true, Some(input)) = (*failed, field.cast::<web_sys::HtmlInputElement>()) {
                input.select();
                browser::focus(Some(input.into()));
            }
        });
    }
    let onsubmit = {
        let (order, password) = (order.clone(), password.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if wait.is_none() && !password.is_empty() {
                order.send.emit(Access::Unlock { password: browser::nfc(&password) });
            }
        })
    };
    let disabled = wait.map(|seconds| i18n.with("unlock-wait", &[("seconds", seconds.into())]));
    html! {
        <form class="gate__form" {onsubmit}>
            { account(&props.business) }
            <Field
                label={i18n.t("password")}
                kind={FieldKind::Password}
                autocomplete="current-password"
                large={true}
                autofocus={true}
                node={field}
                value={(*password).clone()}
                oninput={Callback::from(move |text| password.set(text))}
            />
            if disabled.is_none() { { form_error(&i18n, order.failure.as_ref()) } }
            <Button
                look={Look::Primary} size={Size::Large} wide={true} submit={true}
                loading={order.busy} {disabled}
            >
                { i18n.t("unlock") }
            </Button>
        </form>
    }
}
