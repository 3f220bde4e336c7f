//! A model by name, for those who want a certain one.

use yew::prelude::*;

use super::models::model_name;
use crate::components::{Button, Dialog, Look};
use crate::i18n::{I18n, use_i18n};

/// Models that can be asked for, the best known first.
pub(super) const OFFERED: [&str; 18] = [
    "ensemble",
    "autoarima",
    "prophet",
    "lstm",
    "trees",
    "autoets",
    "dot",
    "otheta",
    "ces",
    "mstl",
    "levelshape",
    "counts",
    "croston",
    "sba",
    "tsb",
    "adida",
    "imapa",
    "snaive",
];

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// `None`: whichever is best.
    pub(super) chosen: Option<String>,
    /// Hears what is chosen.
    pub(super) onchoose: Callback<Option<String>>,
    pub(super) onclose: Callback<()>,
}

/// Every model with what it is best for.
#[component]
pub(super) fn ModelChoice(props: &Props) -> Html {
    let i18n = use_i18n();
    let chosen = use_state(|| props.chosen.clone());
    let onsubmit = {
        let (chosen, onchoose) = (chosen.clone(), props.onchoose.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            onchoose.emit((*chosen).clone());
        })
    };
    let choice = |model: Option<&'static str>| {
        let is_chosen = chosen.as_deref() == model;
        let set = chosen.setter();
        let onchange = Callback::from(move |_: Event| set.set(model.map(str::to_owned)));
        let (name, fitting) = told(&i18n, model);
        let id = ["model-", model.unwrap_or("usual")].concat();
        html! {
            <label class="choice choice--told">
                <input
                    type="radio" name="model" checked={is_chosen} {onchange}
                    aria-label={name.clone()} aria-describedby={id.clone()}
                />
                <span>{ name }<span {id} class="choice__what">{ fitting }</span></span>
            </label>
        }
    };
    html! {
        <Dialog title={i18n.t("models-choose-title")} wide={true} onclose={props.onclose.clone()}>
            <form {onsubmit}>
                <fieldset class="choices">
                    <legend class="visually-hidden">{ i18n.t("models-choose-title") }</legend>
                    { choice(None) }
                    { for OFFERED.map(|model| choice(Some(model))) }
                </fieldset>
                <div class="dialog__actions">
                    <Button onclick={props.onclose.reform(|_| ())}>{ i18n.t("cancel") }</Button>
                    <Button look={Look::Primary} submit={true}>{ i18n.t("models-choose-do") }</Button>
                </div>
            </form>
        </Dialog>
    }
}

/// A model's name and what it is best for.
fn told(i18n: &I18n, model: Option<&str>) -> (AttrValue, AttrValue) {
    let Some(model) = model else {
        return (i18n.t("models-usual"), i18n.t("models-usual-for"));
    };
    let key = [model, "-for"].concat();
    (model_name(i18n, model), i18n.coded("model", &key, &[]).unwrap_or_default())
}
