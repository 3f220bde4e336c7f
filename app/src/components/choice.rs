//! Switch, checkbox and radio button: native inputs under our drawing.

use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) label: AttrValue,
    pub(crate) checked: bool,
    #[prop_or_default]
    pub(crate) onchange: Callback<bool>,
    /// Some of a group are chosen (checkbox only).
    #[prop_or_default]
    pub(crate) mixed: bool,
    /// The group a radio button belongs to.
    #[prop_or_default]
    pub(crate) group: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) disabled: bool,
}

fn choice(props: &Props, kind: &'static str, role: Option<&'static str>, node: NodeRef) -> Html {
    let disabled = props.disabled;
    let onchange = {
        let onchange = props.onchange.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                onchange.emit(input.checked());
            }
        })
    };
    let onclick = Callback::from(move |event: MouseEvent| {
        if disabled {
            event.prevent_default();
        }
    });
    html! {
        <label class="choice">
            <input
                ref={node}
                type={kind}
                {role}
                name={props.group.clone()}
                checked={props.checked}
                aria-disabled={disabled.then_some("true")}
                {onchange}
                {onclick}
            />
            <span>{ props.label.clone() }</span>
        </label>
    }
}

/// Something that is on or off at once; it keeps its old place until that is written.
#[component]
pub(crate) fn Switch(props: &Props) -> Html {
    let node = use_node_ref();
    choice(props, "checkbox", Some("switch"), node)
}

/// Something that is chosen or not, sent with the form.
#[cfg(any(debug_assertions, feature = "testing"))]
#[component]
pub(crate) fn Checkbox(props: &Props) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.mixed, move |mixed| {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                input.set_indeterminate(*mixed);
            }
        });
    }
    choice(props, "checkbox", None, node)
}

/// One of a few.
#[cfg(any(debug_assertions, feature = "testing"))]
#[component]
pub(crate) fn Radio(props: &Props) -> Html {
    let node = use_node_ref();
    choice(props, "radio", None, node)
}
