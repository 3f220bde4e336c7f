//! First run: one sentence of promise, four fields, one button.

mod promise;

use protocol::{Access, NewVault, Persistence, Response};
use yew::prelude::*;

use self::promise::Promise;
use super::demo::DemoCard;
use super::new_password::{NewPassword, is_hopeless, use_strength};
use super::recovery::{KeptWords, RecoveryWords};
use crate::components::{Button, Field, Look, Select, Size, account, form_error, logo};
use crate::hooks::use_access;
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;
use crate::pages::{self, CurrencyLabel, currency_options, use_persistence};
use crate::{browser, intl};

/// What the form holds.
#[derive(Clone, PartialEq)]
struct Draft {
    business: String,
    owner: String,
    currency: String,
    password: String,
}

/// No vault on this device yet.
#[component]
pub(super) fn FirstRun() -> Html {
    pages::use_title(String::new());
    let draft = use_state(|| Draft {
        business: String::new(),
        owner: String::new(),
        currency: likely_currency(),
        password: String::new(),
    });
    let words = use_state(|| None::<Vec<String>>);
    let set_words = {
        let words = words.clone();
        Callback::from(move |list| words.set(list))
    };
    match &*words {
        Some(list) => html! {
            <KeepKey
                words={list.clone()}
                business={draft.business.clone()}
                back={set_words.reform(|()| None)}
            />
        },
        None => html! {
            <div class="first-run">
                <Promise />
                <main class="first-run__form-side">
                    <CreateForm
                        draft={(*draft).clone()}
                        onchange={Callback::from(move |changed| draft.set(changed))}
                        onwords={set_words.reform(Some)}
                    />
                </main>
            </div>
        },
    }
}

/// The currency of the region the browser is set to, for the regions where we are sure.
fn likely_currency() -> String {
    let region = browser::languages().into_iter().find_map(|tag| {
        tag.split('-')
            .find(|part| part.len() == 2 && part.chars().all(|c| c.is_ascii_uppercase()))
            .map(str::to_owned)
    });
    let code = match region.as_deref() {
        Some("GB") => "GBP",
        Some("US") => "USD",
        Some("CA") => "CAD",
        Some("CH") => "CHF",
        Some("AU") => "AUD",
        Some("IN") => "INR",
        Some("JP") => "JPY",
        _ => "EUR",
    };
    code.to_owned()
}

#[derive(Properties, PartialEq)]
struct FormProps {
    draft: Draft,
    onchange: Callback<Draft>,
    onwords: Callback<Vec<String>>,
}

#[component]
fn CreateForm(props: &FormProps) -> Html {
    let i18n = use_i18n();
    let draft = &props.draft;
    let tried = use_state(|| false);
    let currencies = use_memo(i18n.clone(), |i18n| currency_options(i18n, CurrencyLabel::Symbol));
    let strength = use_strength(&draft.password, vec![draft.business.clone(), draft.owner.clone()]);
    let (persistence, ask_persistence) = use_persistence();
    let order = use_access({
        let onwords = props.onwords.clone();
        Callback::from(move |response| {
            if let Response::RecoveryWords(words) = response {
                onwords.emit(words);
            }
        })
    });
    let set = |change: fn(&mut Draft, String)| {
        let (draft, onchange, clear) = (draft.clone(), props.onchange.clone(), order.clear.clone());
        Callback::from(move |text: String| {
            let mut changed = draft.clone();
            change(&mut changed, text);
            clear.emit(());
            onchange.emit(changed);
        })
    };
    let onsubmit = {
        let (order, draft, tried, language) =
            (order.clone(), draft.clone(), tried.clone(), i18n.language());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            let complete = !draft.business.trim().is_empty() && !draft.owner.trim().is_empty();
            if complete && !is_hopeless(&draft.password, strength) {
                // A browser that asks its person asks now, while they see what for.
                ask_persistence.emit(());
                order.send.emit(Access::CreateVault(NewVault {
                    business: draft.business.clone(),
                    currency: draft.currency.clone(),
                    owner: draft.owner.clone(),
                    password: browser::nfc(&draft.password),
                    language,
                    time_zone: intl::own_time_zone(),
                }));
            }
        })
    };
    let missing = |text: &str, key: &str| (*tried && text.trim().is_empty()).then(|| i18n.t(key));
    html! {
        <form class="first-run__form" {onsubmit}>
            <div>
                <h1 class="type-page">{ i18n.t("create-title") }</h1>
                <p class="quiet">{ i18n.t("create-text") }</p>
            </div>
            <Field
                label={i18n.t("business-name")} large={true} autofocus={true} autocomplete="organization"
                value={draft.business.clone()} error={missing(&draft.business, "business-name-missing")}
                oninput={set(|draft, text| draft.business = text)}
            />
            <div class="first-run__pair">
                <Field
                    label={i18n.t("your-name")} large={true} autocomplete="name"
                    value={draft.owner.clone()} error={missing(&draft.owner, "your-name-missing")}
                    oninput={set(|draft, text| draft.owner = text)}
                />
                <Select
                    label={i18n.t("currency")} large={true} options={(*currencies).clone()}
                    value={draft.currency.clone()} onchange={set(|draft, text| draft.currency = text)}
                />
            </div>
            { account(&draft.business) }
            <NewPassword
                label={i18n.t("password")} large={true} value={draft.password.clone()} {strength}
                checked={*tried}
                oninput={set(|draft, text| draft.password = text)}
            />
            { form_error(&i18n, order.failure.as_ref()) }
            <Button look={Look::Primary} size={Size::Large} wide={true} submit={true} loading={order.busy}>
                { i18n.t("create-vault") }
            </Button>
            <DemoCard />
            { granted(&i18n, persistence) }
        </form>
    }
}

/// What this browser really promises about storage, before anything is entrusted to it.
fn granted(i18n: &I18n, persistence: Option<Persistence>) -> Html {
    let Some(persistence) = persistence else { return Html::default() };
    let (class, icon, key) = match persistence {
        Persistence::Granted => ("granted", Icon::Check, "granted-kept"),
        Persistence::BestEffort => ("granted granted--warn", Icon::Warning, "granted-best-effort"),
        Persistence::Unknown => ("granted granted--warn", Icon::Warning, "granted-unknown"),
    };
    html! { <p {class}>{ icon.small() }<span>{ i18n.t(key) }</span></p> }
}

#[derive(Properties, PartialEq)]
struct KeepProps {
    words: Vec<String>,
    business: String,
    back: Callback<()>,
}

/// The second step: the recovery key, shown once and proved.
#[component]
fn KeepKey(props: &KeepProps) -> Html {
    let i18n = use_i18n();
    let order = use_access(Callback::noop());
    let abandon = use_access({
        let back = props.back.clone();
        Callback::from(move |_| back.emit(()))
    });
    html! {
        <main class="gate">
            <div class="gate__top">
                <div class="brand type-title">{ logo(false) }{ "Tillcast" }</div>
                <p class="type-caption quieter">{ i18n.t("create-step") }</p>
            </div>
            <div class="card recovery">
                <RecoveryWords
                    words={props.words.clone()}
                    business={props.business.clone()}
                    confirm={i18n.t("recovery-open")}
                    busy={order.busy}
                    failure={order.failure.clone()}
                    onproved={order.send.reform(|kept: KeptWords| Access::ConfirmRecovery { words: kept.0 })}
                    back={abandon.send.reform(|()| Access::AbandonCreation)}
                />
            </div>
        </main>
    }
}
