//! Drawer: one thing in full beside the list it comes from; over it where there is no room beside.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::button::{Button, Look};
use super::dom_id::use_dom_id;
use crate::browser;
use crate::i18n::use_i18n;
use crate::icon::Icon;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) title: AttrValue,
    /// Esc or the close button; whoever opened it takes the focus back.
    pub(crate) onclose: Callback<()>,
    pub(crate) children: Html,
}

/// Takes the focus when it opens.
#[component]
pub(crate) fn Drawer(props: &Props) -> Html {
    let i18n = use_i18n();
    let id = use_dom_id();
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| browser::focus(node.cast::<HtmlElement>()));
    }
    let onkeydown = {
        let onclose = props.onclose.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.stop_propagation();
                onclose.emit(());
            }
        })
    };
    html! {
        <aside ref={node} class="drawer" tabindex="-1" aria-labelledby={id.clone()} {onkeydown}>
            <div class="drawer__head">
                <h2 id={id} class="type-title">{ props.title.clone() }</h2>
                <Button
                    look={Look::Quiet} icon={Icon::Close} name={i18n.t("close")}
                    onclick={props.onclose.reform(|_| ())}
                />
            </div>
            <div class="drawer__body">{ props.children.clone() }</div>
        </aside>
    }
}
