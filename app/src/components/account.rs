//! The name a password manager files a password under.

use yew::prelude::*;

/// The vault's business, the only account there is. Nobody sees or reaches it; password managers and browsers look
/// for it in every form with a password.
pub(crate) fn account(name: &str) -> Html {
    html! {
        <input
            class="visually-hidden" type="text" autocomplete="username" tabindex="-1" aria-hidden="true"
            readonly={true} value={name.to_owned()}
        />
    }
}
