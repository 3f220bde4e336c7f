//! A field for a new password with its strength.

use std::cell::Cell;
use std::rc::Rc;

use protocol::{Access, Request, Response, Strength};
use yew::prelude::*;

use crate::components::{Field, FieldKind, StrengthMeter, strength_sentence};
use crate::hooks::use_client;
use crate::i18n::use_i18n;

/// A password under this score opens nothing: the worker refuses it.
const LEAST_SCORE: u8 = 2;

/// Whether a password is known to be too easy to guess. One that is not rated yet is not: who types fast need not
/// wait, and the worker rates it again anyway.
pub(crate) fn is_hopeless(password: &str, strength: Option<Strength>) -> bool {
    password.is_empty() || strength.is_some_and(|strength| strength.score < LEAST_SCORE)
}

/// How hard `password` is to guess for somebody who knows the words of `avoid`.
#[hook]
pub(crate) fn use_strength(password: &str, avoid: Vec<String>) -> Option<Strength> {
    let client = use_client();
    let strength = use_state(|| None);
    {
        let strength = strength.clone();
        use_effect_with((password.to_owned(), avoid), move |(password, avoid)| {
            let current = Rc::new(Cell::new(true));
            if password.is_empty() {
                strength.set(None);
            } else {
                let still = Rc::clone(&current);
                let (password, avoid) = (password.clone(), avoid.clone());
                let body = Request::Access(Access::RatePassword { password, avoid });
                client.send(body, move |reply| {
                    if let (true, Ok(Response::Strength(rated))) = (still.get(), reply) {
                        strength.set(Some(rated));
                    }
                });
            }
            move || current.set(false)
        });
    }
    *strength
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) label: AttrValue,
    pub(crate) value: AttrValue,
    pub(crate) oninput: Callback<String>,
    pub(crate) strength: Option<Strength>,
    /// The form was sent: what is too easy is now an error.
    #[prop_or_default]
    pub(crate) checked: bool,
    #[prop_or_default]
    pub(crate) large: bool,
}

/// The field and its meter; paste and password managers are welcome.
#[component]
pub(crate) fn NewPassword(props: &Props) -> Html {
    let i18n = use_i18n();
    let key = props.strength.map_or("password-too-easy", strength_sentence);
    let error = (props.checked && is_hopeless(&props.value, props.strength)).then(|| i18n.t(key));
    let silent = error.is_some();
    html! {
        <Field
            label={props.label.clone()}
            kind={FieldKind::Password}
            autocomplete="new-password"
            value={props.value.clone()}
            oninput={props.oninput.clone()}
            {error}
            large={props.large}
        >
            <StrengthMeter strength={props.strength} {silent} />
        </Field>
    }
}
