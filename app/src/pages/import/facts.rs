//! How the file was understood, and what of it can be changed.

use ledger::{DecimalMark, Delimiter, Encoding, Field as Meaning, FileKind, Plan};
use yew::prelude::*;

use super::PartProps;
use super::names::{is_amount, kind_name};
use crate::components::{Field, Select, Tone, badge, options};
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;
use crate::pages::{CurrencyLabel, currency_options};

const DELIMITERS: [(Delimiter, &str); 4] = [
    (Delimiter::Comma, "delimiter-comma"),
    (Delimiter::Semicolon, "delimiter-semicolon"),
    (Delimiter::Tab, "delimiter-tab"),
    (Delimiter::Pipe, "delimiter-pipe"),
];

/// Names that are the same in every language.
const ENCODINGS: [(Encoding, &str); 4] = [
    (Encoding::Utf8, "UTF-8"),
    (Encoding::Utf16Le, "UTF-16 LE"),
    (Encoding::Utf16Be, "UTF-16 BE"),
    (Encoding::Windows1252, "Windows-1252"),
];

const DECIMALS: [(DecimalMark, &str); 2] =
    [(DecimalMark::Point, "decimal-point"), (DecimalMark::Comma, "decimal-comma")];

const KINDS: [FileKind; 4] = [FileKind::Sales, FileKind::Items, FileKind::Stock, FileKind::Rates];

/// One line of facts; a press opens the choices.
#[component]
pub(super) fn FileFacts(props: &PartProps) -> Html {
    let i18n = use_i18n();
    let plan = &props.flow.plan;
    let is_typed = props.flow.name.is_empty();
    // The list of currencies alone takes longer to name than a frame lasts, and most never look at it.
    let was_opened = use_state(|| false);
    let onclick = {
        let was_opened = was_opened.clone();
        Callback::from(move |_: MouseEvent| was_opened.set(true))
    };
    html! {
        <details class="card file-facts">
            <summary {onclick}>
                <span class="file-facts__line">{ line(&i18n, plan, is_typed) }</span>
                if props.flow.is_recognised {
                    { badge(Tone::Accent, Some(Icon::Check), i18n.t("recognised")) }
                }
                <span class="file-facts__change">{ i18n.t("facts-change") }{ Icon::ChevronDown.small() }</span>
            </summary>
            <div class="file-facts__choices">
                if *was_opened {
                    { choices(&i18n, props) }
                    if plan.kind == FileKind::Sales { { told(&i18n, props) } }
                }
            </div>
        </details>
    }
}

fn name_of<T: PartialEq>(list: &[(T, &'static str)], value: &T) -> &'static str {
    list.iter().find(|(one, _)| one == value).map_or("", |(_, name)| name)
}

fn decimal_mark(plan: &Plan) -> DecimalMark {
    // Columns may differ; what most of those with figures have is told.
    let marks = plan.fields.iter().zip(&plan.decimals).filter(|(field, _)| is_amount(**field));
    let (points, commas): (Vec<_>, Vec<_>) =
        marks.partition(|(_, mark)| **mark == DecimalMark::Point);
    if commas.len() > points.len() { DecimalMark::Comma } else { DecimalMark::Point }
}

fn line(i18n: &I18n, plan: &Plan, is_typed: bool) -> String {
    let mut facts = vec![kind_name(i18n, plan.kind).to_string()];
    if !is_typed {
        facts.push(i18n.t(name_of(&DELIMITERS, &plan.delimiter)).to_string());
        facts.push(name_of(&ENCODINGS, &plan.encoding).to_owned());
    }
    facts.push(i18n.t(name_of(&DECIMALS, &decimal_mark(plan))).to_string());
    facts.join(" · ")
}

fn choices(i18n: &I18n, props: &PartProps) -> Html {
    let plan = &props.flow.plan;
    let is_typed = props.flow.name.is_empty();
    // What the cells are depends on these: the file is looked at again.
    let again = |change: fn(&mut Plan, usize)| {
        let (desk, plan) = (props.desk.clone(), plan.clone());
        Callback::from(move |value: String| {
            let mut plan = plan.clone();
            change(&mut plan, value.parse().unwrap_or(0));
            desk.describe(plan);
        })
    };
    let numbered = |names: Vec<AttrValue>| {
        options(names.into_iter().enumerate().map(|(index, name)| (index.to_string(), name)))
    };
    let decimals = {
        let (desk, plan) = (props.desk.clone(), plan.clone());
        Callback::from(move |value: String| {
            let mark = DECIMALS[value.parse().unwrap_or(0).min(1)].0;
            let mut plan = plan.clone();
            plan.decimals.iter_mut().for_each(|one| *one = mark);
            desk.set_plan(plan);
        })
    };
    let index = |at: Option<usize>| at.unwrap_or(0).to_string();
    html! {
        <>
            <Select
                label={i18n.t("fact-kind")} value={index(KINDS.iter().position(|kind| *kind == plan.kind))}
                options={numbered(KINDS.iter().map(|kind| kind_name(i18n, *kind)).collect())}
                onchange={again(|plan, at| plan.kind = KINDS[at.min(3)])}
            />
            if !is_typed {
                <Select
                    label={i18n.t("fact-delimiter")}
                    value={index(DELIMITERS.iter().position(|(one, _)| *one == plan.delimiter))}
                    options={numbered(DELIMITERS.iter().map(|(_, name)| i18n.t(name)).collect())}
                    onchange={again(|plan, at| plan.delimiter = DELIMITERS[at.min(3)].0)}
                />
                <Select
                    label={i18n.t("fact-encoding")}
                    value={index(ENCODINGS.iter().position(|(one, _)| *one == plan.encoding))}
                    options={numbered(ENCODINGS.iter().map(|(_, name)| AttrValue::from(*name)).collect())}
                    onchange={again(|plan, at| plan.encoding = ENCODINGS[at.min(3)].0)}
                />
            }
            <Select
                label={i18n.t("fact-decimals")}
                value={index(DECIMALS.iter().position(|(one, _)| *one == decimal_mark(plan)))}
                options={numbered(DECIMALS.iter().map(|(_, name)| i18n.t(name)).collect())}
                onchange={decimals}
            />
            if !is_typed {
                <Select
                    label={i18n.t("fact-header")} value={index(Some(usize::from(!plan.has_header)))}
                    options={numbered(vec![i18n.t("header-yes"), i18n.t("header-no")])}
                    onchange={again(|plan, at| plan.has_header = at == 0)}
                />
                <Field
                    label={i18n.t("fact-skip")} value={plan.skip_records.to_string()}
                    oninput={again(|plan, at| plan.skip_records = u32::try_from(at).unwrap_or(u32::MAX))}
                />
            }
        </>
    }
}

/// What the file leaves open and the merchant knows.
fn told(i18n: &I18n, props: &PartProps) -> Html {
    let flow = &props.flow;
    let has = |fields: &[Meaning]| flow.plan.fields.iter().any(|field| fields.contains(field));
    let answer = |id: &str| flow.answers.get(id).cloned().unwrap_or_default();
    let set = |id: &'static str| {
        let desk = props.desk.clone();
        Callback::from(move |value: String| desk.answer(id.to_owned(), value))
    };
    let choice = |id: &'static str, name: &str, values: [(&'static str, &str); 2]| {
        let options = options(values.map(|(value, key)| (value, i18n.t(key))));
        let told = answer(id);
        let value = if told.is_empty() { values[0].0.to_owned() } else { told };
        html! { <Select label={i18n.t(name)} {value} {options} onchange={set(id)} /> }
    };
    html! {
        <>
            if !has(&[Meaning::Currency]) {
                <Select
                    label={i18n.t("currency")} value={answer("currency")} onchange={set("currency")}
                    options={currency_options(i18n, CurrencyLabel::Symbol)}
                />
            }
            if !has(&[Meaning::Place]) {
                <Field label={i18n.t("order-place")} value={answer("place")} oninput={set("place")} />
            }
            { choice("tax", "fact-tax", [("told", "tax-told"), ("included", "tax-included")]) }
            if has(&[Meaning::CustomerName, Meaning::CustomerEmail]) {
                { choice("customers", "fact-customers", [("no", "customers-no"), ("yes", "customers-yes")]) }
            }
        </>
    }
}
