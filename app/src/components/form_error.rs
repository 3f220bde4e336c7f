//! The sentence above a form's buttons when it was not carried out.

use protocol::Failure;
use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::icon::Icon;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) failure: Option<Failure>,
}

/// What did not happen, what is safe, what to do; nothing if there is no failure.
#[component]
pub(crate) fn FormError(props: &Props) -> Html {
    let i18n = use_i18n();
    let Some(failure) = &props.failure else { return Html::default() };
    html! {
        <p class="form-error" role="alert">
            { Icon::Warning.small() }
            <span>{ i18n.failure(failure) }</span>
        </p>
    }
}
