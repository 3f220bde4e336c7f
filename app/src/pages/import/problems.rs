//! What is to be looked at, grouped by its cause.

use ledger::{ProblemGroup, Severity};
use protocol::FromFiles;
use yew::prelude::*;

use super::PartProps;
use super::flow::Choice;
use super::names::problem_sentence;
use crate::browser;
use crate::components::{Button, Segmented, Size, Toast, Tone, badge, options, use_toasts};
use crate::files::FilesReply;
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;

/// Groups listed at most; the file has them all.
const MOST: usize = 60;

/// The card below the preview; nothing if all is well.
#[component]
pub(super) fn ToLookAt(props: &PartProps) -> Html {
    let i18n = use_i18n();
    let saved = use_saved();
    let Some(checked) = props.flow.checked.as_ref().filter(|checked| !checked.problems.is_empty())
    else {
        return Html::default();
    };
    let doubtful: u64 = checked
        .problems
        .iter()
        .filter(|group| group.severity == Severity::Doubtful)
        .map(|group| group.rows)
        .sum();
    let save = {
        let (desk, i18n, checked) = (props.desk.clone(), i18n.clone(), checked.clone());
        Callback::from(move |_| {
            let headers = ["problems-line", "problems-column", "problems-value", "problems-reason"];
            let reason = |group: &ProblemGroup| {
                (group.code.clone(), problem_sentence(&i18n, &group.code).to_string())
            };
            desk.save_problems(
                headers.map(|key| i18n.t(key).to_string()),
                checked.problems.iter().map(reason).collect(),
                saved.clone(),
            );
        })
    };
    html! {
        <section class="card" aria-labelledby="look-at-title">
            <div class="card__head look-at__head">
                <h2 id="look-at-title" class="type-section">{ i18n.t("look-at-title") }</h2>
                if checked.rejected > 0 {
                    { badge(Tone::Crit, None, i18n.with("look-at-unreadable", &[("count", checked.rejected.into())])) }
                }
                if doubtful > 0 {
                    { badge(Tone::Warn, None, i18n.with("look-at-doubtful", &[("count", doubtful.into())])) }
                }
                <span class="look-at__save">
                    <Button size={Size::Small} icon={Icon::Upload} onclick={save}>{ i18n.t("look-at-save") }</Button>
                </span>
            </div>
            if checked.rejected > 0 { { choice(&i18n, props, checked.rejected) } }
            <ul class="look-at">
                { for checked.problems.iter().take(MOST).map(|group| view(&i18n, group)) }
            </ul>
        </section>
    }
}

/// Good lines or nothing: it is asked, never assumed.
fn choice(i18n: &I18n, props: &PartProps, rejected: u64) -> Html {
    let desk = props.desk.clone();
    let sentence = i18n.with("bad-lines", &[("count", rejected.into())]);
    let value = match props.flow.choice {
        None => "",
        Some(Choice::Good) => "good",
        Some(Choice::Nothing) => "nothing",
    };
    html! {
        <div class="question">
            <p>{ sentence.clone() }</p>
            <Segmented
                label={sentence} {value}
                options={options([("good", i18n.t("bad-lines-good")), ("nothing", i18n.t("bad-lines-nothing"))])}
                onchange={Callback::from(move |value: AttrValue| {
                    desk.choose(if value == "good" { Choice::Good } else { Choice::Nothing });
                })}
            />
        </div>
    }
}

fn view(i18n: &I18n, group: &ProblemGroup) -> Html {
    let is_bad = group.severity == Severity::Unreadable;
    let word = i18n.t(if is_bad { "preview-unreadable" } else { "preview-doubtful" });
    html! {
        <li class={if is_bad { "look-at__group look-at__group--crit" } else { "look-at__group" }}>
            <span title={word.clone()}>{ Icon::Warning.small() }</span>
            <div>
                <p>
                    <span class="visually-hidden">{ word }{ ": " }</span>
                    if group.first_line == 0 {
                        <span class="strong">{ i18n.t("whole-file") }</span>
                    } else {
                        <span class="strong">{ i18n.with("line-number", &[("line", group.first_line.into())]) }</span>
                        { " " }
                        <span class="quieter">{ i18n.with("lines-count", &[("count", group.rows.into())]) }</span>
                    }
                </p>
                <p class="quiet">
                    if !group.value.is_empty() { <span class="mono">{ group.value.clone() }</span>{ " · " } }
                    { problem_sentence(i18n, &group.code) }
                </p>
            </div>
        </li>
    }
}

/// Hands the list to the person.
#[hook]
fn use_saved() -> Callback<FilesReply> {
    let i18n = use_i18n();
    let toasts = use_toasts();
    Callback::from(move |reply: FilesReply| {
        toasts.emit(match reply {
            Ok(FromFiles::File { name, mime, bytes }) => {
                match browser::save_file(&name, &mime, &bytes) {
                    Ok(()) => Toast::done(i18n.with("file-saved", &[("name", name.into())])),
                    Err(_) => Toast::failed(i18n.t("file-not-saved")),
                }
            }
            Ok(_) => Toast::failed(i18n.t("file-not-saved")),
            Err(failure) => Toast::failed(i18n.failure(&failure)),
        });
    })
}
