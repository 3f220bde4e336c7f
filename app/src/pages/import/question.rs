//! A question only the merchant can answer, in its place.

use ledger::Question;
use yew::prelude::*;

use super::desk::Desk;
use super::flow::is_about_columns;
use crate::components::{Button, Field, Options, Segmented, Select, options};
use crate::i18n::use_i18n;
use crate::pages::{CurrencyLabel, currency_options};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) question: Question,
    /// Empty while there is none.
    pub(super) answer: AttrValue,
    pub(super) desk: Desk,
}

/// The question, cells that show the doubt, and the answers there are.
#[component]
pub(super) fn QuestionBox(props: &Props) -> Html {
    let i18n = use_i18n();
    let question = &props.question;
    let code = question.id.split(':').next().unwrap_or_default().replace('_', "-");
    let sentence = i18n
        .coded("question", &code, &[])
        .unwrap_or_else(|| i18n.with("question-of-file", &[("name", question.id.as_str().into())]));
    let answer = {
        let (desk, id) = (props.desk.clone(), question.id.clone());
        Callback::from(move |answer: String| desk.answer(id.clone(), answer))
    };
    let control = if is_about_columns(question) {
        Html::default()
    } else if !question.options.is_empty() && question.options.len() <= 4 {
        let named = question.options.iter().map(|option| {
            let name = i18n.coded("answer", &format!("{code}-{option}"), &[]);
            (option.clone(), name.unwrap_or_else(|| option.clone().into()))
        });
        html! {
            <Segmented
                label={sentence.clone()} value={props.answer.clone()} options={options(named)}
                onchange={answer.reform(|value: AttrValue| value.to_string())}
            />
        }
    } else {
        html! { <Typed question={question.clone()} answer={props.answer.clone()} desk={props.desk.clone()} /> }
    };
    html! {
        <div class="question">
            <p>{ sentence }</p>
            if !question.examples.is_empty() {
                <p class="question__examples mono">{ question.examples.join("   ") }</p>
            }
            { control }
        </div>
    }
}

/// A currency out of the list, one out of many, or a name that is finished by a button.
#[component]
fn Typed(props: &Props) -> Html {
    let i18n = use_i18n();
    let draft = use_state(|| props.answer.to_string());
    let (desk, id) = (props.desk.clone(), props.question.id.clone());
    let answer = Callback::from(move |answer: String| desk.answer(id.clone(), answer));
    let is_currency = props.question.id.starts_with("currency");
    let label = i18n.t("question-answer");
    if is_currency || !props.question.options.is_empty() {
        let named = if is_currency && props.question.options.is_empty() {
            currency_options(&i18n, CurrencyLabel::Name)
        } else {
            options(props.question.options.iter().map(|option| (option.clone(), option.clone())))
        };
        let first = (AttrValue::default(), i18n.t("question-choose"));
        let options: Options = std::iter::once(first).chain(named.iter().cloned()).collect();
        return html! { <Select {label} value={props.answer.clone()} {options} onchange={answer} /> };
    }
    let onsubmit = {
        let draft = (*draft).clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            answer.emit(draft.trim().to_owned());
        })
    };
    html! {
        <form class="question__typed" {onsubmit}>
            <Field
                {label} value={(*draft).clone()}
                oninput={let draft = draft.clone(); Callback::from(move |text| draft.set(text))}
            />
            <Button submit={true}>{ i18n.t("question-take") }</Button>
        </form>
    }
}
