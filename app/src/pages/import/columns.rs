//! The columns of the file: what stands in each, and what it is taken for.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use ledger::{ColumnView, Confidence, Field, Question};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::PartProps;
use super::names::{GROUPS, field_name, field_of, number};
use super::question::QuestionBox;
use crate::components::{Button, Look, Size, Tone, badge};
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;

/// From so many columns on, those that are not imported are folded away.
const MANY: usize = 16;
/// More are never listed: a file like that has no columns but a mistake.
const MOST: usize = 300;

/// Rows drawn at a time: each brings a list of fifty fields, and no frame shall wait for all of them.
const AT_A_TIME: usize = 3;

/// The card at the left.
#[component]
pub(super) fn Columns(props: &PartProps) -> Html {
    let i18n = use_i18n();
    let is_unfolded = use_state(|| false);
    let drawn = use_drawn(props.flow.description.as_ref().map_or(0, |found| found.columns.len()));
    let names = use_memo(i18n.clone(), Names::new);
    let flow = &props.flow;
    let Some(description) = &flow.description else { return Html::default() };
    let columns = &description.columns;
    let folds = columns.len() > MANY && !*is_unfolded;
    let field = |index: usize| flow.plan.fields.get(index).copied().unwrap_or_default();
    let is_listed = |index: &usize| {
        !folds
            || field(*index) != Field::Ignore
            || flow.questions.iter().any(|question| is_about(question, *index))
    };
    let mut listed: Vec<usize> = (0..columns.len().min(MOST)).filter(is_listed).collect();
    let hidden = columns.len() - listed.len();
    listed.truncate(*drawn);
    let matched = (0..columns.len()).filter(|index| field(*index) != Field::Ignore).count();
    let unfold = Callback::from(move |_| is_unfolded.set(true));
    let counts = [("matched", matched.into()), ("columns", columns.len().into())];
    html! {
        <section class="card columns" aria-labelledby="columns-title">
            <div class="card__head"><h2 id="columns-title" class="type-section">{ i18n.t("columns-title") }</h2></div>
            { for flow.questions.iter().filter(|question| question.column.is_none()).map(|question| html! {
                <QuestionBox key={question.id.clone()} ..box_props(props, question) />
            }) }
            <ul class="columns__list">
                { for listed.iter().map(|index| html! {
                    <Row
                        key={*index} part={props.clone()} names={Rc::clone(&names)} index={*index}
                        column={columns[*index].clone()}
                    />
                }) }
            </ul>
            <div class="columns__foot">
                <p>{ i18n.with("columns-matched", &counts) }</p>
                if hidden > 0 && folds {
                    <Button look={Look::Quiet} size={Size::Small} onclick={unfold}>
                        { i18n.with("columns-more", &[("count", hidden.into())]) }
                    </Button>
                }
            </div>
        </section>
    }
}

/// How many rows may be drawn by now, of `count`: some more each turn until it is all of them.
#[hook]
fn use_drawn(count: usize) -> UseStateHandle<usize> {
    let drawn = use_state(|| AT_A_TIME);
    use_effect_with((*drawn, count), {
        let drawn = drawn.clone();
        move |&(so_far, count)| {
            let next =
                (so_far < count).then(|| Timeout::new(0, move || drawn.set(so_far + AT_A_TIME)));
            move || drop(next)
        }
    });
    drawn
}

fn is_about(question: &Question, index: usize) -> bool {
    question.column.is_some_and(|column| column as usize == index)
}

fn box_props(part: &PartProps, question: &Question) -> super::question::Props {
    super::question::Props {
        question: question.clone(),
        answer: part.flow.answers.get(&question.id).cloned().unwrap_or_default().into(),
        desk: part.desk.clone(),
    }
}

/// Every field's name, made once for all the lists.
#[derive(PartialEq)]
struct Names {
    ignore: AttrValue,
    groups: Vec<(AttrValue, Vec<(u8, AttrValue)>)>,
}

impl Names {
    fn new(i18n: &I18n) -> Self {
        let group = |(key, fields): &(&str, &[Field])| {
            let fields = fields.iter().map(|field| (number(*field), field_name(i18n, *field)));
            (i18n.t(key), fields.collect())
        };
        Self { ignore: field_name(i18n, Field::Ignore), groups: GROUPS.iter().map(group).collect() }
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    part: PartProps,
    names: Rc<Names>,
    index: usize,
    column: ColumnView,
}

/// Header and samples, an arrow, the field, and how sure that is.
#[component]
fn Row(props: &RowProps) -> Html {
    let i18n = use_i18n();
    let (part, column, index) = (&props.part, &props.column, props.index);
    let field = part.flow.plan.fields.get(index).copied().unwrap_or_default();
    let header = if column.header.is_empty() {
        i18n.with("column-number", &[("number", (index + 1).into())])
    } else {
        column.header.clone().into()
    };
    let asked: Vec<&Question> =
        part.flow.questions.iter().filter(|question| is_about(question, index)).collect();
    let is_open = asked.iter().any(|question| !part.flow.answers.contains_key(&question.id));
    let is_guess = field == column.field && column.confidence == Confidence::Unknown;
    let onchange = {
        let (desk, plan) = (part.desk.clone(), part.flow.plan.clone());
        Callback::from(move |event: Event| {
            let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else { return };
            let mut plan = plan.clone();
            if plan.fields.len() <= index {
                plan.fields.resize(index + 1, Field::Ignore);
            }
            plan.fields[index] = field_of(&select.value());
            desk.set_plan(plan);
        })
    };
    let mark = if is_open {
        badge(Tone::Warn, None, i18n.t("column-check"))
    } else if field == Field::Ignore {
        Html::default()
    } else if is_guess {
        badge(Tone::Warn, None, i18n.t("column-guess"))
    } else {
        html! {
            <span class="column__sure">
                { Icon::Check.small() }
                <span class="visually-hidden">{ i18n.t("column-sure") }</span>
            </span>
        }
    };
    html! {
        <li class="column">
            <div class="column__row">
                <div class="column__source">
                    <span class="column__header" title={header.clone()}>{ header.clone() }</span>
                    <span class="column__samples">{ column.samples.join(", ") }</span>
                </div>
                { Icon::ChevronRight.small() }
                <div class={classes!(
                    "field__box", "field__box--select", (is_open || is_guess).then_some("column__field--open"),
                )}>
                    <select
                        class={classes!("field__input", (field == Field::Ignore).then_some("column__ignored"))}
                        aria-label={i18n.with("column-becomes", &[("name", header.to_string().into())])}
                        {onchange}
                    >
                        { field_options(&props.names, field) }
                    </select>
                    { Icon::ChevronDown.small() }
                </div>
                <span class="column__mark">{ mark }</span>
            </div>
            { for asked.into_iter().map(|question| html! {
                <QuestionBox key={question.id.clone()} ..box_props(part, question) />
            }) }
        </li>
    }
}

fn field_options(names: &Names, chosen: Field) -> Html {
    let chosen = number(chosen);
    let option = |value: u8, name: &AttrValue| {
        html! { <option value={value.to_string()} selected={value == chosen}>{ name.clone() }</option> }
    };
    html! {
        <>
            { option(0, &names.ignore) }
            { for names.groups.iter().map(|(group, fields)| html! {
                <optgroup label={group.clone()}>
                    { for fields.iter().map(|(value, name)| option(*value, name)) }
                </optgroup>
            }) }
        </>
    }
}
