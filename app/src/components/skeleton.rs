//! Skeleton: the shape of what is on its way.

use yew::prelude::*;

use crate::i18n::I18n;

/// Quiet blocks in place of rows.
pub(crate) fn skeleton(i18n: &I18n, rows: usize) -> Html {
    html! {
        <div class="skeleton" role="status" aria-busy="true">
            <span class="visually-hidden">{ i18n.t("loading") }</span>
            { for (0..rows).map(|_| html! {
                <div class="skeleton__row" aria-hidden="true">
                    <span class="skeleton__block" />
                    <span class="skeleton__block" />
                </div>
            }) }
        </div>
    }
}
