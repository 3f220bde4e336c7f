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

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    #[prop_or_default]
    pub(crate) tone: Tone,
    #[prop_or_default]
    pub(crate) outline: bool,
    #[prop_or_default]
    pub(crate) icon: Option<Icon>,
    pub(crate) children: Html,
}

/// A small labelled mark.
#[component]
pub(crate) fn Badge(props: &Props) -> Html {
    let tone = match props.tone {
        Tone::Neutral => None,
        Tone::Accent => Some("badge--accent"),
        Tone::Warn => Some("badge--warn"),
        Tone::Crit => Some("badge--crit"),
    };
    html! {
        <span class={classes!("badge", tone, props.outline.then_some("badge--outline"))}>
            if let Some(icon) = props.icon { { icon.small() } }
            { props.children.clone() }
        </span>
    }
}
