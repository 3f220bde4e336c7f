//! Dialog: the browser's own, which traps focus, closes on Esc and gives focus back.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::dom_id::use_dom_id;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) title: AttrValue,
    #[prop_or_default]
    pub(crate) text: Option<AttrValue>,
    /// Esc, or the form inside says so.
    pub(crate) onclose: Callback<()>,
    /// Wider, for content that is a page of its own.
    #[prop_or_default]
    pub(crate) wide: bool,
    /// Esc does not close it: something would be lost.
    #[prop_or_default]
    pub(crate) must_answer: bool,
    /// Stays in the flow of the component page.
    #[prop_or_default]
    pub(crate) inline: bool,
    pub(crate) children: Html,
}

/// Opens when it is drawn, closes when it is not.
#[component]
pub(crate) fn Dialog(props: &Props) -> Html {
    let id = use_dom_id();
    let node = use_node_ref();
    {
        let (node, inline) = (node.clone(), props.inline);
        use_effect_with((), move |()| {
            let dialog = node.cast::<HtmlDialogElement>();
            if let Some(dialog) = dialog.as_ref().filter(|_| !inline) {
                // It was just put into the document and is not open: the only ways this could fail.
                drop(dialog.show_modal());
            }
            // Closing gives focus back to what opened it, also when the page around it changes.
            move || dialog.iter().for_each(HtmlDialogElement::close)
        });
    }
    let oncancel = {
        let (onclose, must_answer) = (props.onclose.clone(), props.must_answer);
        Callback::from(move |event: Event| {
            event.prevent_default();
            if !must_answer {
                onclose.emit(());
            }
        })
    };
    html! {
        <dialog
            ref={node}
            class={classes!("dialog", props.wide.then_some("dialog--wide"))}
            aria-labelledby={id.clone()}
            open={props.inline}
            {oncancel}
        >
            <h2 id={id} class="dialog__title">{ props.title.clone() }</h2>
            if let Some(text) = &props.text { <p class="dialog__text">{ text.clone() }</p> }
            { props.children.clone() }
        </dialog>
    }
}
