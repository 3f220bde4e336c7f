//! Banner: one sentence and one button across the page.

use yew::prelude::*;

use super::badge::Tone;
use crate::icon::Icon;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    #[prop_or_default]
    pub(crate) tone: Tone,
    pub(crate) text: AttrValue,
    #[prop_or_default]
    pub(crate) icon: Option<Icon>,
    /// Inside a card instead of across the page.
    #[prop_or_default]
    pub(crate) inset: bool,
    /// Its buttons.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// A sentence that stays until it is dealt with.
#[component]
pub(crate) fn Banner(props: &Props) -> Html {
    let (tone, icon) = match props.tone {
        Tone::Neutral | Tone::Accent => (None, Icon::Info),
        Tone::Warn => (Some("banner--warn"), Icon::Warning),
        Tone::Crit => (Some("banner--crit"), Icon::Warning),
    };
    let role = if props.tone == Tone::Crit { "alert" } else { "status" };
    html! {
        <div class={classes!("banner", tone, props.inset.then_some("banner--inset"))} {role}>
            { props.icon.unwrap_or(icon).draw() }
            <p class="banner__text">{ props.text.clone() }</p>
            { props.children.clone() }
        </div>
    }
}
