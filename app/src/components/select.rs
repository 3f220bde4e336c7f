//! Select: the browser's own list, so that it works with every keyboard, screen reader and phone.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::dom_id::use_dom_id;
use crate::icon::Icon;

/// The choices: value and label.
pub(crate) type Options = Rc<[(AttrValue, AttrValue)]>;

/// Collects choices.
pub(crate) fn options<V, L>(pairs: impl IntoIterator<Item = (V, L)>) -> Options
where
    V: Into<AttrValue>,
    L: Into<AttrValue>,
{
    pairs.into_iter().map(|(value, label)| (value.into(), label.into())).collect()
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) label: AttrValue,
    pub(crate) value: AttrValue,
    pub(crate) options: Options,
    #[prop_or_default]
    pub(crate) onchange: Callback<String>,
    #[prop_or_default]
    pub(crate) large: bool,
    /// The label is only read aloud.
    #[prop_or_default]
    pub(crate) bare: bool,
    #[prop_or_default]
    pub(crate) help: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) error: Option<AttrValue>,
}

/// A choice out of a list.
#[component]
pub(crate) fn Select(props: &Props) -> Html {
    let id = use_dom_id();
    let node = use_node_ref();
    {
        // The browser keeps what a person chose even when the value given by us stays: say it again.
        let node = node.clone();
        use_effect_with((props.value.clone(), props.options.clone()), move |(value, _)| {
            if let Some(select) = node.cast::<HtmlSelectElement>() {
                select.set_value(value);
            }
        });
    }
    let onchange = {
        let onchange = props.onchange.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                onchange.emit(select.value());
            }
        })
    };
    let note = format!("{id}-note");
    let text = props.error.as_ref().or(props.help.as_ref());
    html! {
        <div class={classes!(
            "field",
            props.large.then_some("field--large"),
            props.error.is_some().then_some("field--error"),
        )}>
            <label class={if props.bare { "visually-hidden" } else { "field__label" }} for={id.clone()}>{ props.label.clone() }</label>
            <div class="field__box field__box--select">
                <select
                    id={id.clone()}
                    ref={node}
                    class="field__input"
                    aria-invalid={props.error.is_some().then_some("true")}
                    aria-describedby={text.is_some().then(|| note.clone())}
                    {onchange}
                >
                    { for props.options.iter().map(|(value, label)| html! {
                        <option key={value.to_string()} value={value.clone()} selected={*value == props.value}>
                            { label.clone() }
                        </option>
                    }) }
                </select>
                { Icon::ChevronDown.small() }
            </div>
            if let Some(text) = text {
                <p id={note} class={if props.error.is_some() { "field__error" } else { "field__help" }}>
                    { text.clone() }
                </p>
            }
        </div>
    }
}
