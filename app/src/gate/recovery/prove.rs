//! The proof that the words were kept: two of them, while all are covered.

use protocol::Failure;
use yew::prelude::*;

use super::KeptWords;
use crate::browser;
use crate::components::{Button, Field, FieldKind, Look, form_error};
use crate::i18n::use_i18n;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// How many words there are.
    pub(super) count: usize,
    pub(super) confirm: AttrValue,
    pub(super) busy: bool,
    pub(super) failure: Option<Failure>,
    pub(super) back: Option<Callback<()>>,
    /// Whether the words must be covered.
    pub(super) oncover: Callback<bool>,
    pub(super) onproved: Callback<KeptWords>,
}

/// Two positions, different, drawn by chance.
fn two_positions(count: usize) -> [usize; 2] {
    let [a, b, ..] = browser::random_16();
    let first = usize::from(a) % count;
    let second = (first + 1 + usize::from(b) % (count - 1)) % count;
    [first.min(second), first.max(second)]
}

/// Two fields and the main button.
#[component]
pub(super) fn Prove(props: &Props) -> Html {
    let i18n = use_i18n();
    let asked = use_memo(props.count, |count| two_positions((*count).max(2)));
    let typed = use_state(|| [String::new(), String::new()]);
    let complete = typed.iter().all(|word| !word.trim().is_empty());
    let onsubmit = {
        let (onproved, typed, asked) = (props.onproved.clone(), typed.clone(), *asked);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if complete {
                let kept = asked.iter().zip(typed.iter()).map(|(position, word)| {
                    let word = browser::lower(browser::nfc(word).trim());
                    (u8::try_from(position + 1).expect("24 words at most"), word)
                });
                onproved.emit(KeptWords(kept.collect()));
            }
        })
    };
    let word = |at: usize| {
        let both = typed.clone();
        let oninput = Callback::from(move |text| {
            let mut changed = (*both).clone();
            changed[at] = text;
            both.set(changed);
        });
        let label = i18n.with("recovery-word", &[("number", (asked[at] + 1).into())]);
        html! {
            <div
                class="recovery__word" onfocusin={props.oncover.reform(|_| true)}
                onfocusout={props.oncover.reform(|_| false)}
            >
                <Field {label} kind={FieldKind::Word} large={true} value={typed[at].clone()} {oninput} />
            </div>
        }
    };
    html! {
        <form class="recovery__part" {onsubmit}>
            <p id="recovery-prove" class="type-dense quiet">{ i18n.t("recovery-prove") }</p>
            <div class="recovery__prove">
                { word(0) }
                { word(1) }
                <div class="recovery__actions">
                    if let Some(back) = &props.back {
                        <Button look={Look::Quiet} onclick={back.reform(|_| ())}>{ i18n.t("back") }</Button>
                    }
                    <Button
                        look={Look::Primary} submit={true} loading={props.busy}
                        disabled={(!complete).then(AttrValue::default)} described_by="recovery-prove"
                    >
                        { props.confirm.clone() }
                    </Button>
                </div>
            </div>
            { form_error(&i18n, props.failure.as_ref()) }
        </form>
    }
}
