//! The name a password manager files a password under.

use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The vault's business, the only account there is.
    pub(crate) name: AttrValue,
}

/// Nobody sees or reaches it; password managers and browsers look for it in every form with a password.
#[component]
pub(crate) fn Account(props: &Props) -> Html {
    html! {
        <input
            class="visually-hidden" type="text" autocomplete="username" tabindex="-1" aria-hidden="true"
            readonly={true} value={props.name.clone()}
        />
    }
}
