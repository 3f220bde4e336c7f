//! Settings → Security: password, recovery key, PIN, locks.

mod auto_lock;
mod pin;
mod recovery_key;

use protocol::{Access, Response, SessionView};
use yew::prelude::*;

use crate::browser;
use crate::components::{
    Button, Card, Field, FieldKind, Look, Toast, account, form_error, use_toasts,
};
use crate::gate::{NewPassword, is_hopeless, use_strength};
use crate::hooks::use_access;
use crate::i18n::use_i18n;

use auto_lock::AutoLockCard;
use pin::PinCard;
use recovery_key::RecoveryKeyCard;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) session: SessionView,
}

/// Four cards.
#[component]
pub(super) fn Security(props: &Props) -> Html {
    let session = &props.session;
    html! {
        <div class="settings-grid">
            <PasswordCard session={session.clone()} />
            <RecoveryKeyCard business={session.settings.business.clone()} />
            <PinCard business={session.settings.business.clone()} has_pin={session.has_pin} />
            <AutoLockCard auto_lock={session.settings.auto_lock} />
        </div>
    }
}

#[component]
fn PasswordCard(props: &Props) -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let current = use_state(String::new);
    let new = use_state(String::new);
    let tried = use_state(|| false);
    let avoid = vec![props.session.settings.business.clone(), props.session.name.clone()];
    let strength = use_strength(&new, avoid);
    let order = use_access({
        let (i18n, current, new, tried) =
            (i18n.clone(), current.clone(), new.clone(), tried.clone());
        Callback::from(move |_: Response| {
            current.set(String::new());
            new.set(String::new());
            tried.set(false);
            toasts.emit(Toast::done(i18n.t("saved-password")));
        })
    });
    let onsubmit = {
        let (order, current, new, tried) =
            (order.clone(), current.clone(), new.clone(), tried.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if !current.is_empty() && !is_hopeless(&new, strength) {
                order.send.emit(Access::ChangePassword {
                    current: browser::nfc(&current),
                    new: browser::nfc(&new),
                });
            }
        })
    };
    let current_error = (*tried && current.is_empty()).then(|| i18n.t("password-missing"));
    html! {
        <Card title={i18n.t("card-password")}>
            <form class="form-stack" {onsubmit}>
                { account(&props.session.settings.business) }
                <Field
                    label={i18n.t("current-password")} kind={FieldKind::Password}
                    autocomplete="current-password" value={(*current).clone()} error={current_error}
                    oninput={Callback::from(move |text| current.set(text))}
                />
                <NewPassword
                    label={i18n.t("new-password")} value={(*new).clone()} {strength} checked={*tried}
                    oninput={Callback::from(move |text| new.set(text))}
                />
                { form_error(&i18n, order.failure.as_ref()) }
                <div>
                    <Button look={Look::Primary} submit={true} loading={order.busy}>
                        { i18n.t("change-password") }
                    </Button>
                </div>
            </form>
        </Card>
    }
}
