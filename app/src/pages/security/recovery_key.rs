//! A new recovery key in place of the old one.

use protocol::{Access, Failure, Response};
use yew::prelude::*;

use crate::browser;
use crate::components::{
    Button, Card, Dialog, Field, FieldKind, Toast, account, form_error, use_toasts,
};
use crate::gate::{KeptWords, RecoveryWords};
use crate::hooks::use_access;
use crate::i18n::use_i18n;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) business: String,
}

/// Asks for the password, then shows the words once.
#[component]
pub(super) fn RecoveryKeyCard(props: &Props) -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let password = use_state(String::new);
    let tried = use_state(|| false);
    let words = use_state(|| None::<Vec<String>>);
    let wrong = use_state(|| None::<Failure>);
    let order = use_access({
        let (words, password, tried) = (words.clone(), password.clone(), tried.clone());
        Callback::from(move |response| {
            if let Response::RecoveryWords(list) = response {
                password.set(String::new());
                tried.set(false);
                words.set(Some(list));
            }
        })
    });
    let onsubmit = {
        let (order, password, tried) = (order.clone(), password.clone(), tried.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if !password.is_empty() {
                order.send.emit(Access::ReplaceRecoveryKey { password: browser::nfc(&password) });
            }
        })
    };
    let onproved = {
        let (words, wrong, i18n) = (words.clone(), wrong.clone(), i18n.clone());
        Callback::from(move |kept: KeptWords| {
            let Some(list) = &*words else { return };
            if let Some(position) = first_wrong(&kept, list) {
                let failure = Failure::new("wrong-recovery-word").with("position", position);
                wrong.set(Some(failure));
            } else {
                wrong.set(None);
                words.set(None);
                toasts.emit(Toast::done(i18n.t("saved-recovery-key")));
            }
        })
    };
    let error = (*tried && password.is_empty()).then(|| i18n.t("password-missing"));
    html! {
        <Card title={i18n.t("card-recovery")}>
            <form class="form-stack" {onsubmit}>
                { account(&props.business) }
                <p class="quiet">{ i18n.t("recovery-replace-text") }</p>
                <Field
                    label={i18n.t("recovery-password")} kind={FieldKind::Password}
                    autocomplete="current-password" value={(*password).clone()} {error}
                    oninput={Callback::from(move |text| password.set(text))}
                />
                { form_error(&i18n, order.failure.as_ref()) }
                <div>
                    <Button submit={true} loading={order.busy}>{ i18n.t("recovery-replace") }</Button>
                </div>
            </form>
            if let Some(list) = &*words {
                <Dialog
                    title={i18n.t("recovery-title")} text={i18n.t("recovery-text")}
                    wide={true} must_answer={true} onclose={Callback::noop()}
                >
                    <RecoveryWords
                        inside={true}
                        words={list.clone()} business={props.business.clone()}
                        confirm={i18n.t("recovery-kept")} failure={(*wrong).clone()} {onproved}
                    />
                </Dialog>
            }
        </Card>
    }
}

/// The position of the first typed word that is not the word shown there.
fn first_wrong(kept: &KeptWords, words: &[String]) -> Option<u8> {
    let shown = |position: u8| usize::from(position).checked_sub(1).and_then(|at| words.get(at));
    kept.0
        .iter()
        .find(|(position, word)| shown(*position) != Some(word))
        .map(|(position, _)| *position)
}
