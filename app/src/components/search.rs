//! Search: a field that asks a moment after the last letter.

use gloo::timers::callback::Timeout;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::icon::Icon;

/// Letters that follow each other this closely are one search.
const TYPING_MS: u32 = 250;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Stands in the empty field, and is read aloud.
    pub(crate) label: AttrValue,
    pub(crate) value: String,
    pub(crate) onchange: Callback<String>,
}

/// One line with a lens.
#[component]
pub(crate) fn Search(props: &Props) -> Html {
    let typed = use_state(|| props.value.clone());
    {
        let typed = typed.clone();
        use_effect_with(props.value.clone(), move |value| typed.set(value.clone()));
    }
    {
        let (saved, onchange) = (props.value.clone(), props.onchange.clone());
        use_effect_with((*typed).clone(), move |typed| {
            let typed = typed.clone();
            let waiting =
                (typed != saved).then(|| Timeout::new(TYPING_MS, move || onchange.emit(typed)));
            move || drop(waiting)
        });
    }
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                typed.set(input.value());
            }
        })
    };
    html! {
        <div class="search">
            { Icon::Search.small() }
            <input
                type="search" class="search__input" aria-label={props.label.clone()}
                placeholder={props.label.clone()} autocomplete="off" value={(*typed).clone()} {oninput}
            />
        </div>
    }
}
