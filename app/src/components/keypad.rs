//! Keypad for PINs, and the dots that count them.

use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::icon::Icon;

/// A key of the pad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    /// A digit, 0 to 9.
    Digit(u8),
    /// Takes the last digit back.
    Erase,
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    #[prop_or_default]
    pub(crate) onpress: Callback<Key>,
    #[prop_or_default]
    pub(crate) disabled: bool,
    /// Draws states on the component page: which digit looks how.
    #[prop_or_default]
    pub(crate) show: Option<(u8, &'static str)>,
}

/// Three by four keys; digits and Backspace of the keyboard work as well, through the form around it.
#[component]
pub(crate) fn Keypad(props: &Props) -> Html {
    let i18n = use_i18n();
    let key = |key: Key, name: Option<AttrValue>, face: Html| {
        let press = (!props.disabled).then(|| props.onpress.reform(move |_: MouseEvent| key));
        let show = props.show.filter(|(digit, _)| key == Key::Digit(*digit)).map(|(_, show)| show);
        html! {
            <button
                type="button" class="keypad__key" aria-label={name.clone()} title={name} onclick={press}
                aria-disabled={props.disabled.then_some("true")} data-show={show}
            >
                { face }
            </button>
        }
    };
    let digit = |digit: u8| key(Key::Digit(digit), None, html! { { digit } });
    html! {
        <div class="keypad" role="group" aria-label={i18n.t("keypad-name")}>
            { for (1..=9).map(digit) }
            <span />
            { digit(0) }
            { key(Key::Erase, Some(i18n.t("keypad-erase")), Icon::Erase.draw()) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct DotsProps {
    pub(crate) filled: usize,
    pub(crate) of: usize,
}

/// How many digits are typed, without saying which.
#[component]
pub(crate) fn PinDots(props: &DotsProps) -> Html {
    let i18n = use_i18n();
    let name = i18n.with("keypad-typed", &[("count", props.filled.into())]);
    html! {
        <div class="pin-dots" role="img" aria-label={name}>
            { for (0..props.of.max(props.filled)).map(|dot| html! {
                <span class={classes!(
                    "pin-dots__dot", (dot < props.filled).then_some("pin-dots__dot--filled"),
                )} />
            }) }
        </div>
    }
}
