//! The sentence above a form's buttons when it was not carried out.

use protocol::Failure;
use yew::prelude::*;

use crate::i18n::I18n;
use crate::icon::Icon;

/// What did not happen, what is safe, what to do; nothing if there is no failure.
pub(crate) fn form_error(i18n: &I18n, failure: Option<&Failure>) -> Html {
    let Some(failure) = failure else { return Html::default() };
    html! {
        <p class="form-error" role="alert">
            { Icon::Warning.small() }
            <span>{ i18n.failure(failure) }</span>
        </p>
    }
}
