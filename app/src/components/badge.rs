//! Badge: a word about the state of something.

use yew::prelude::*;

use crate::icon::Icon;

/// What a badge or banner says by its colour, always together with a word and a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Tone {
    /// A plain fact.
    #[default]
    Neutral,
    /// Good, or chosen.
    Accent,
    /// You should look.
    Warn,
    /// Money or data is at stake.
    Crit,
}

/// A small labelled mark.
pub(crate) fn badge(tone: Tone, icon: Option<Icon>, text: impl Into<AttrValue>) -> Html {
    let tone = match tone {
        Tone::Neutral => None,
        Tone::Accent => Some("badge--accent"),
        Tone::Warn => Some("badge--warn"),
        Tone::Crit => Some("badge--crit"),
    };
    drawn(tone, icon, text.into())
}

/// One that states a class, not a state.
pub(crate) fn outline_badge(text: impl Into<AttrValue>) -> Html {
    drawn(Some("badge--outline"), None, text.into())
}

fn drawn(look: Option<&'static str>, icon: Option<Icon>, text: AttrValue) -> Html {
    html! {
        <span class={classes!("badge", look)}>
            if let Some(icon) = icon { { icon.small() } }
            { text }
        </span>
    }
}
