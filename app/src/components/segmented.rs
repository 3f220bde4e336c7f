//! Segmented control: two to four choices, all in sight.

use yew::prelude::*;

use super::dom_id::use_dom_id;
use super::select::Options;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) label: AttrValue,
    pub(crate) value: AttrValue,
    pub(crate) options: Options,
    #[prop_or_default]
    pub(crate) onchange: Callback<AttrValue>,
    /// The label stands above; otherwise it is only read aloud.
    #[prop_or_default]
    pub(crate) labelled: bool,
}

/// A group of radio buttons in one track: arrow keys move, as in any such group.
#[component]
pub(crate) fn Segmented(props: &Props) -> Html {
    let id = use_dom_id();
    html! {
        <fieldset class="field">
            <legend class={if props.labelled { "field__label" } else { "visually-hidden" }}>
                { props.label.clone() }
            </legend>
            <div class="segmented">
                { for props.options.iter().map(|(value, label)| {
                    let chosen = value.clone();
                    html! {
                        <label key={value.to_string()}>
                            <input
                                type="radio"
                                name={id.clone()}
                                value={value.clone()}
                                checked={*value == props.value}
                                onchange={props.onchange.reform(move |_: Event| chosen.clone())}
                            />
                            { label.clone() }
                        </label>
                    }
                }) }
            </div>
        </fieldset>
    }
}
