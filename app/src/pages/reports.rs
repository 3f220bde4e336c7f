//! Reports: sales over any period, by whatever divides them.

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
pub(super) fn Reports(props: &Props) -> Html {
    let i18n = use_i18n();
    let name = i18n.t("nav-reports");
    use_title(format!("{name} · {}", props.session.settings.business));
    html! { <h1 class="type-page">{ name }</h1> }
}
