//! Recover: the 24 words open the vault and set a new password.

use protocol::Access;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::new_password::{NewPassword, is_hopeless, use_strength};
use super::unlock::shop_name;
use super::wait::use_wait;
use crate::browser;
use crate::components::{Button, Look, Size, account, form_error};
use crate::hooks::use_access;
use crate::i18n::use_i18n;
use crate::icon::Icon;

const WORDS: usize = 24;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) business: String,
    pub(super) wait_until_ms: Option<f64>,
    pub(super) back: Callback<()>,
}

/// The way in for somebody who forgot the password.
#[component]
pub(super) fn Recover(props: &Props) -> Html {
    let i18n = use_i18n();
    let words = use_state(String::new);
    let password = use_state(String::new);
    let tried = use_state(|| false);
    let strength = use_strength(&password, vec![props.business.clone()]);
    let order = use_access(Callback::noop());
    let wait = use_wait(props.wait_until_ms);
    let count = words.split_whitespace().count();
    let onsubmit = {
        let (order, words, password, tried) =
            (order.clone(), words.clone(), password.clone(), tried.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if count == WORDS && !is_hopeless(&password, strength) && wait.is_none() {
                order.send.emit(Access::Recover {
                    words: browser::lower(&browser::nfc(&words)),
                    new_password: browser::nfc(&password),
                });
            }
        })
    };
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
            words.set(area.value());
        }
    });
    let words_wrong = *tried && count != WORDS;
    let disabled = wait.map(|seconds| i18n.with("unlock-wait", &[("seconds", seconds.into())]));
    html! {
        <main class="gate">
            { shop_name(&props.business, i18n.t("recover-text")) }
            <form class="gate__form" {onsubmit}>
                { account(&props.business) }
                <div class={classes!("field", words_wrong.then_some("field--error"))}>
                    <label class="field__label" for="recovery-words">{ i18n.t("recover-words") }</label>
                    <div class="field__box">
                        <textarea
                            id="recovery-words" class="field__input mono" rows="4"
                            autocomplete="off" autocapitalize="none" spellcheck="false"
                            aria-describedby="recovery-count"
                            aria-invalid={words_wrong.then_some("true")}
                            {oninput}
                        />
                    </div>
                    <p id="recovery-count" class={if words_wrong { "field__error" } else { "field__help" }}>
                        { i18n.with("recover-count", &[("count", count.into())]) }
                    </p>
                </div>
                <NewPassword
                    label={i18n.t("new-password")} large={true}
                    value={(*password).clone()} {strength} checked={*tried}
                    oninput={Callback::from(move |text| password.set(text))}
                />
                if wait.is_none() { { form_error(&i18n, order.failure.as_ref()) } }
                <Button
                    look={Look::Primary} size={Size::Large} wide={true} submit={true}
                    loading={order.busy} {disabled}
                >
                    { i18n.t("recover") }
                </Button>
            </form>
            <div class="gate__more">
                <Button look={Look::Quiet} icon={Icon::ArrowLeft} onclick={props.back.reform(|_| ())}>
                    { i18n.t("back") }
                </Button>
            </div>
        </main>
    }
}
