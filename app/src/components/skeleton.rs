//! Skeleton: the shape of what is on its way.

use yew::prelude::*;

use crate::i18n::use_i18n;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    #[prop_or(3)]
    pub(crate) rows: usize,
}

/// Quiet blocks in place of rows.
#[component]
pub(crate) fn Skeleton(props: &Props) -> Html {
    let i18n = use_i18n();
    html! {
        <div class="skeleton" role="status" aria-busy="true">
            <span class="visually-hidden">{ i18n.t("loading") }</span>
            { for (0..props.rows).map(|_| html! {
                <div class="skeleton__row" aria-hidden="true">
                    <span class="skeleton__block" />
                    <span class="skeleton__block" />
                </div>
            }) }
        </div>
    }
}
