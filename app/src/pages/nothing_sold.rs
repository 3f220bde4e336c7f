//! What pages of figures say before anything was sold.

use yew::prelude::*;

use crate::components::{RouteLink, empty};
use crate::i18n::I18n;
use crate::icon::Icon;
use crate::route::Route;

/// An empty page that leads to the import; `text` is the message that says what comes of it.
pub(super) fn nothing_sold(i18n: &I18n, text: &str) -> Html {
    empty(
        Icon::Receipt,
        i18n.t("today-empty-title"),
        i18n.t(text),
        html! {
            <RouteLink to={Route::Import} class="button button--primary" current={None}>
                { i18n.t("today-import") }
            </RouteLink>
        },
    )
}
