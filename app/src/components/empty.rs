//! Empty state: what is not there, why, and what to do about it.

use yew::prelude::*;

use crate::icon::Icon;

/// A drawing, a bold line, a sentence, and at most one primary and one secondary action.
pub(crate) fn empty(
    drawing: Icon,
    title: impl Into<AttrValue>,
    text: impl Into<AttrValue>,
    actions: Html,
) -> Html {
    html! {
        <div class="empty">
            <div class="empty__drawing">{ drawing.draw() }</div>
            <p class="empty__title">{ title.into() }</p>
            <p class="empty__text">{ text.into() }</p>
            <div class="empty__actions">{ actions }</div>
        </div>
    }
}
