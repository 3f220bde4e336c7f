//! A PIN for the soft lock.

use protocol::{Access, Response};
use yew::prelude::*;

use crate::browser;
use crate::components::{
    Button, Card, Field, FieldKind, Look, Toast, Tone, account, badge, form_error, use_toasts,
};
use crate::hooks::use_access;
use crate::i18n::use_i18n;
use crate::icon::Icon;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) business: String,
    pub(super) has_pin: bool,
}

/// Sets, changes or removes it; the password is asked each time.
#[component]
pub(super) fn PinCard(props: &Props) -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let password = use_state(String::new);
    let pin = use_state(String::new);
    let tried = use_state(|| false);
    let order = use_access({
        let (i18n, password, pin, tried) =
            (i18n.clone(), password.clone(), pin.clone(), tried.clone());
        Callback::from(move |_: Response| {
            password.set(String::new());
            pin.set(String::new());
            tried.set(false);
            toasts.emit(Toast::done(i18n.t("saved-pin")));
        })
    });
    let fits = (4..=8).contains(&pin.len()) && pin.bytes().all(|byte| byte.is_ascii_digit());
    let send = with_password(&order.send, &password);
    let onsubmit = {
        let (send, pin, tried) = (send.clone(), pin.clone(), tried.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if fits {
                send.emit(Some((*pin).clone()));
            }
        })
    };
    let remove = {
        let tried = tried.clone();
        Callback::from(move |_| {
            tried.set(true);
            send.emit(None);
        })
    };
    let pin_error = (*tried && !pin.is_empty() && !fits).then(|| i18n.t("pin-form"));
    let password_error = (*tried && password.is_empty()).then(|| i18n.t("password-missing"));
    html! {
        <Card title={i18n.t("card-pin")}>
            <form class="form-stack" {onsubmit}>
                { account(&props.business) }
                <div>
                    if props.has_pin {
                        { badge(Tone::Accent, Some(Icon::Check), i18n.t("pin-is-set")) }
                    } else {
                        { badge(Tone::Neutral, None, i18n.t("pin-is-not-set")) }
                    }
                </div>
                <Field
                    label={i18n.t("pin-new")} kind={FieldKind::Pin} value={(*pin).clone()}
                    help={i18n.t("pin-help")} error={pin_error}
                    oninput={Callback::from(move |text| pin.set(text))}
                />
                <Field
                    label={i18n.t("pin-password")} kind={FieldKind::Password}
                    autocomplete="current-password" value={(*password).clone()} error={password_error}
                    oninput={Callback::from(move |text| password.set(text))}
                />
                { form_error(&i18n, order.failure.as_ref()) }
                <div class="button-with-reason">
                    <Button look={Look::Primary} submit={true} loading={order.busy}>
                        { i18n.t(if props.has_pin { "pin-change" } else { "pin-set" }) }
                    </Button>
                    if props.has_pin {
                        <Button look={Look::Danger} onclick={remove}>{ i18n.t("pin-remove") }</Button>
                    }
                </div>
            </form>
        </Card>
    }
}

/// Sends a new PIN, or `None` to remove it, once a password is typed.
fn with_password(send: &Callback<Access>, password: &str) -> Callback<Option<String>> {
    let (send, password) = (send.clone(), browser::nfc(password));
    Callback::from(move |pin| {
        if !password.is_empty() {
            send.emit(Access::SetPin { password: password.clone(), pin });
        }
    })
}
