//! Strength meter: how hard a password is to guess, and what weakens it most.

use protocol::{Strength, StrengthReason};
use yew::prelude::*;

use crate::i18n::use_i18n;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// `None` before anything was typed.
    pub(crate) strength: Option<Strength>,
    /// Only the bars: the sentence stands elsewhere.
    #[prop_or_default]
    pub(crate) silent: bool,
}

/// Four bars and the sentence that explains them.
#[component]
pub(crate) fn StrengthMeter(props: &Props) -> Html {
    let i18n = use_i18n();
    let score = props.strength.map_or(0, |strength| strength.score.min(4));
    let class = match (props.strength, score) {
        (None, _) => None,
        (_, 0 | 1) => Some("strength--weak"),
        (_, 2) => Some("strength--fair"),
        _ => Some("strength--good"),
    };
    let lit = if props.strength.is_some() { score.max(1) } else { 0 };
    let key = props.strength.map_or("strength-none-yet", strength_sentence);
    html! {
        <div class={classes!("strength", class)}>
            <div class="strength__bars" aria-hidden="true">
                { for (0..4).map(|bar| html! {
                    <span class={classes!("strength__bar", (bar < lit).then_some("strength__bar--on"))} />
                }) }
            </div>
            if !props.silent {
                <p class="strength__text" role="status">{ i18n.t(key) }</p>
            }
        </div>
    }
}

/// The message that says what a strength means.
pub(crate) const fn strength_sentence(strength: Strength) -> &'static str {
    match (strength.score, strength.reason) {
        (0 | 1, StrengthReason::TooShort) => "strength-too-short",
        (0 | 1, StrengthReason::Common) => "strength-common",
        (0 | 1, StrengthReason::Pattern) => "strength-pattern",
        (0 | 1, StrengthReason::Personal) => "strength-personal",
        (0 | 1, StrengthReason::Guessable | StrengthReason::None) => "strength-guessable",
        (2, _) => "strength-fair",
        (3, _) => "strength-good",
        _ => "strength-strong",
    }
}
