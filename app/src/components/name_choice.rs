//! A name out of those there are, or all of them.

use yew::prelude::*;

use super::select::{Select, options};
use crate::i18n::use_i18n;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) label: AttrValue,
    /// What no choice is called: "All places".
    pub(crate) all: AttrValue,
    /// An empty one is "not told", which is a name like any other.
    pub(crate) names: Vec<String>,
    pub(crate) chosen: Option<String>,
    pub(crate) onchange: Callback<Option<String>>,
    /// Names may be codes of countries.
    #[prop_or_default]
    pub(crate) are_countries: bool,
    /// The label is only read aloud.
    #[prop_or_default]
    pub(crate) bare: bool,
}

/// A select whose values are the names' numbers, because a name may be empty. Nothing where there is no choice.
#[component]
pub(crate) fn NameChoice(props: &Props) -> Html {
    let i18n = use_i18n();
    let names = &props.names;
    if names.len() < 2 {
        return Html::default();
    }
    let label = |name: &String| match name.as_str() {
        "" => i18n.t("name-not-told"),
        code if props.are_countries => i18n.formats().country(code).into(),
        _ => name.clone().into(),
    };
    let each = names.iter().enumerate().map(|(number, name)| (number.to_string(), label(name)));
    let choices = options([(String::new(), props.all.clone())].into_iter().chain(each));
    let chosen = props.chosen.as_ref().and_then(|chosen| names.iter().position(|n| n == chosen));
    let onchange = {
        let names = names.clone();
        props.onchange.reform(move |number: String| {
            number.parse::<usize>().ok().and_then(|number| names.get(number).cloned())
        })
    };
    html! {
        <Select
            label={props.label.clone()} bare={props.bare} options={choices} {onchange}
            value={chosen.map_or_else(String::new, |number| number.to_string())}
        />
    }
}
