//! Logo: what happened, and the fan of what may come.

use yew::prelude::*;

/// The sign; decoration, since a name always stands beside it.
pub(crate) fn logo(small: bool) -> Html {
    html! {
        <svg
            class={classes!("logo", small.then_some("logo--small"))}
            viewBox="0 0 36 36" aria-hidden="true" focusable="false"
        >
            <rect class="logo__tile" width="36" height="36" rx="8" />
            <path class="logo__line logo__line--unlikely" d="M18.6 19.2 25.6 23.4" />
            <path class="logo__line logo__line--likely" d="M18.6 19.2 25.8 17.9" />
            <path class="logo__line" d="M10.4 23 15.2 17 18.6 19.2 25.6 12.2" />
        </svg>
    }
}
