//! The 24 words: shown once, kept by the person, proved by two of them.

mod keep;
mod prove;

use protocol::Failure;
use yew::prelude::*;

use crate::i18n::use_i18n;
use keep::Keep;
use prove::Prove;

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

/// The words, ways to keep them, and the proof.
#[component]
pub(crate) fn RecoveryWords(props: &Props) -> Html {
    let i18n = use_i18n();
    let covered = use_state(|| false);
    let oncover = {
        let covered = covered.clone();
        Callback::from(move |cover| covered.set(cover))
    };
    html! {
        <>
            <div class="recovery__part">
                if !props.inside {
                    <h1 class="type-page">{ i18n.t("recovery-title") }</h1>
                    <p class="recovery__intro">{ i18n.t("recovery-text") }</p>
                }
                <Words words={props.words.clone()} covered={*covered} />
                <Keep words={props.words.clone()} business={props.business.clone()} />
            </div>
            <Prove
                count={props.words.len()} confirm={props.confirm.clone()} busy={props.busy}
                failure={props.failure.clone()} back={props.back.clone()} {oncover}
                onproved={props.onproved.clone()}
            />
        </>
    }
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
