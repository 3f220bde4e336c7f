//! Empty state: what is not there, why, and what to do about it.

use yew::prelude::*;

use crate::icon::Icon;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    #[prop_or(Icon::Box)]
    pub(crate) drawing: Icon,
    pub(crate) title: AttrValue,
    pub(crate) text: AttrValue,
    /// One primary and one secondary action.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// A drawing, a bold line, a sentence, actions.
#[component]
pub(crate) fn Empty(props: &Props) -> Html {
    html! {
        <div class="empty">
            <div class="empty__drawing">{ props.drawing.draw() }</div>
            <p class="empty__title">{ props.title.clone() }</p>
            <p class="empty__text">{ props.text.clone() }</p>
            <div class="empty__actions">{ props.children.clone() }</div>
        </div>
    }
}
