//! Today: the day so far against what is usual, and the weeks before it.

use protocol::SessionView;
use yew::prelude::*;

use super::use_title;
use crate::i18n::use_i18n;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) session: SessionView,
}

/// The page.
#[component]
pub(super) fn Today(props: &Props) -> Html {
    let i18n = use_i18n();
    let name = i18n.t("nav-today");
    use_title(format!("{name} · {}", props.session.settings.business));
    html! { <h1 class="type-page">{ name }</h1> }
}
