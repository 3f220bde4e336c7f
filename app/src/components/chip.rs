//! Chip: a filter that is on or off, with what it leaves.

use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) label: AttrValue,
    /// How many rows it leaves; "…" while that is counted.
    pub(crate) count: AttrValue,
    pub(crate) pressed: bool,
    #[prop_or_default]
    pub(crate) onpress: Callback<()>,
}

/// A pill that is pressed or not.
#[component]
pub(crate) fn Chip(props: &Props) -> Html {
    html! {
        <button
            type="button" class="chip"
            aria-pressed={if props.pressed { "true" } else { "false" }}
            onclick={props.onpress.reform(|_| ())}
        >
            { props.label.clone() }
            <span class="chip__count">{ props.count.clone() }</span>
        </button>
    }
}
