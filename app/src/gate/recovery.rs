//! The 24 words: shown once, kept by the person, proved by two of them.

use protocol::Failure;
use yew::prelude::*;

use crate::browser;
use crate::components::{Button, Field, FieldKind, FormError, Look, Toast, use_toasts};
use crate::i18n::use_i18n;
use crate::icon::Icon;

/// Words typed as proof: position from 1, word.
#[derive(Clone, PartialEq)]
pub(crate) struct KeptWords(pub(crate) Vec<(u8, String)>);

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) words: Vec<String>,
    pub(crate) business: String,
    /// What the main button says.
    pub(crate) confirm: AttrValue,
    #[prop_or_default]
    pub(crate) busy: bool,
    #[prop_or_default]
    pub(crate) failure: Option<Failure>,
    pub(crate) onproved: Callback<KeptWords>,
    #[prop_or_default]
    pub(crate) back: Option<Callback<()>>,
    /// It stands in a dialog that has said what this is.
    #[prop_or_default]
    pub(crate) inside: bool,
}

/// Two positions, different, drawn by chance.
fn two_positions(count: usize) -> [usize; 2] {
    let [a, b, ..] = browser::random_16();
    let first = usize::from(a) % count;
    let second = (first + 1 + usize::from(b) % (count - 1)) % count;
    [first.min(second), first.max(second)]
}

/// The words, ways to keep them, and the proof.
#[component]
pub(crate) fn RecoveryWords(props: &Props) -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let asked = use_memo(props.words.len(), |count| two_positions((*count).max(2)));
    let typed = use_state(|| [String::new(), String::new()]);
    let covered = use_state(|| false);
    let printing = use_state(|| false);
    let complete = typed.iter().all(|word| !word.trim().is_empty());
    let cover = |on: bool| {
        let covered = covered.clone();
        Callback::from(move |_: FocusEvent| covered.set(on))
    };
    let onsubmit = {
        let (onproved, typed, asked) = (props.onproved.clone(), typed.clone(), *asked);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if complete {
                let kept = asked.iter().zip(typed.iter()).map(|(position, word)| {
                    let word = browser::nfc(word).trim().to_lowercase();
                    (u8::try_from(position + 1).expect("24 words at most"), word)
                });
                onproved.emit(KeptWords(kept.collect()));
            }
        })
    };
    let save = {
        let (words, business, i18n) = (props.words.clone(), props.business.clone(), i18n.clone());
        Callback::from(move |_| {
            let text = recovery_file(
                &i18n.with("recovery-file-head", &[("name", business.as_str().into())]),
                &words,
            );
            if browser::save_file(&i18n.t("recovery-file-name"), "text/plain", text.as_bytes())
                .is_err()
            {
                toasts.emit(Toast::failed(i18n.t("file-not-saved")));
            }
        })
    };
    let print = {
        let printing = printing.clone();
        Callback::from(move |_| printing.set(true))
    };
    let done_printing = {
        let printing = printing.clone();
        Callback::from(move |()| printing.set(false))
    };
    html! {
        <>
            <div class="recovery__part">
                if !props.inside {
                    <h1 class="type-page">{ i18n.t("recovery-title") }</h1>
                    <p class="recovery__intro">{ i18n.t("recovery-text") }</p>
                }
                <Words words={props.words.clone()} covered={*covered} />
                <div class="recovery__keep">
                    <Button icon={Icon::Printer} onclick={print}>{ i18n.t("recovery-print") }</Button>
                    <Button icon={Icon::Upload} onclick={save}>{ i18n.t("recovery-save") }</Button>
                    <p class="type-caption">{ i18n.t("recovery-no-photo") }</p>
                </div>
            </div>
            <form class="recovery__part" {onsubmit}>
                <p id="recovery-prove" class="type-dense quiet">{ i18n.t("recovery-prove") }</p>
                <div class="recovery__prove">
                    { for asked.iter().enumerate().map(|(at, position)| {
                        let typed_now = typed.clone();
                        html! {
                            <div class="recovery__word" onfocusin={cover(true)} onfocusout={cover(false)}>
                                <Field
                                    label={i18n.with("recovery-word", &[("number", (position + 1).into())])}
                                    kind={FieldKind::Word} large={true}
                                    value={typed[at].clone()}
                                    oninput={Callback::from(move |text| {
                                        let mut both = (*typed_now).clone();
                                        both[at] = text;
                                        typed_now.set(both);
                                    })}
                                />
                            </div>
                        }
                    }) }
                    <div class="recovery__actions">
                        if let Some(back) = &props.back {
                            <Button look={Look::Quiet} onclick={back.reform(|_| ())}>{ i18n.t("back") }</Button>
                        }
                        <Button
                            look={Look::Primary} submit={true} loading={props.busy}
                            disabled={(!complete).then(AttrValue::default)}
                            described_by="recovery-prove"
                        >
                            { props.confirm.clone() }
                        </Button>
                    </div>
                </div>
                <FormError failure={props.failure.clone()} />
            </form>
            if *printing {
                <PrintSheet words={props.words.clone()} business={props.business.clone()} ondone={done_printing} />
            }
        </>
    }
}

fn recovery_file(head: &str, words: &[String]) -> String {
    let lines = words.iter().enumerate().map(|(at, word)| format!("{:>2}  {word}\n", at + 1));
    format!("{head}\n\n{}", lines.collect::<String>())
}

#[derive(Properties, PartialEq)]
struct WordsProps {
    words: Vec<String>,
    covered: bool,
}

/// The words in order; covered, they are not in the page at all.
#[component]
fn Words(props: &WordsProps) -> Html {
    let i18n = use_i18n();
    html! {
        <ol class="words" aria-label={i18n.t("recovery-words")}>
            { for props.words.iter().enumerate().map(|(at, word)| html! {
                <li>
                    <span class="words__number">{ at + 1 }</span>
                    if props.covered {
                        <span class="words__cover" />
                    } else {
                        <span class="mono">{ word.clone() }</span>
                    }
                </li>
            }) }
        </ol>
    }
}

#[derive(Properties, PartialEq)]
struct SheetProps {
    words: Vec<String>,
    business: String,
    ondone: Callback<()>,
}

/// A sheet beside the page that only the printer sees; gone as soon as it is printed.
#[component]
fn PrintSheet(props: &SheetProps) -> Html {
    let i18n = use_i18n();
    {
        let ondone = props.ondone.clone();
        use_effect_with((), move |()| {
            // Blocks until the print dialog is answered; a browser that cannot print does nothing.
            drop(browser::window().print());
            ondone.emit(());
        });
    }
    let Some(body) = browser::document().body() else { return Html::default() };
    let sheet = html! {
        <div class="print-sheet">
            <h1 class="type-page">{ i18n.t("recovery-title") }</h1>
            <p>{ i18n.with("recovery-file-head", &[("name", props.business.as_str().into())]) }</p>
            <Words words={props.words.clone()} covered={false} />
        </div>
    };
    create_portal(sheet, body.into())
}
