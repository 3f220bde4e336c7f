//! Import: from a file or typed rows to records in the vault.

mod choose;
mod columns;
mod desk;
mod done;
mod facts;
mod flow;
mod footer;
mod grid;
mod history;
mod names;
mod preview;
mod problems;
mod question;

use ledger::{Answer, ImportsView, Query};
use protocol::SessionView;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::use_title;
use crate::browser;
use crate::components::{Segmented, form_error, options, skeleton};
use crate::hooks::use_query;
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;
use choose::Choose;
use columns::Columns;
use desk::{Desk, Known, use_desk};
use done::Done;
use facts::FileFacts;
use flow::{Flow, Stage};
use footer::Footer;
use grid::{Grid, Rows, Sheet};
use history::history;
use preview::Preview;
use problems::ToLookAt;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) session: SessionView,
}

/// What every part of the page is given.
#[derive(Properties, Clone, PartialEq)]
struct PartProps {
    flow: Flow,
    desk: Desk,
}

/// The page.
#[component]
pub(super) fn Import(props: &Props) -> Html {
    let i18n = use_i18n();
    let settings = &props.session.settings;
    let name = i18n.t("import-title");
    use_title(format!("{name} · {}", settings.business));
    let (flow, desk) = use_desk();
    let (answer, failure) = use_query(Query::Imports);
    let imports = match answer {
        Some(Answer::Imports(imports)) => imports,
        _ => ImportsView::default(),
    };
    let known = Known {
        plans: imports.plans.clone(),
        time_zone: settings.time_zone.clone(),
        currency: settings.currency.code().to_owned(),
    };
    let heading = use_focus_by_stage(flow.stage);
    // What is typed stays while it is checked, and goes when it is in.
    let typed = use_state(|| None::<(Sheet, Rows)>);
    {
        let typed = typed.clone();
        use_effect_with(flow.stage, move |stage| {
            if *stage == Stage::Done {
                typed.set(typed.as_ref().map(|(sheet, _)| (*sheet, sheet.blank())));
            }
        });
    }
    html! {
        <div class="import">
            <div class="import__head">
                <div>
                    <h1 ref={heading} class="type-page" tabindex="-1">{ name }</h1>
                    <p class="quiet">{ subtitle(&i18n, &flow) }</p>
                </div>
                { steps(&i18n, flow.stage) }
            </div>
            <p class="visually-hidden" role="status">{ announcement(&i18n, &flow) }</p>
            <p class="import__small-screen">{ i18n.t("larger-screen") }</p>
            { match flow.stage {
                Stage::Choose => html! {
                    <>
                        <Begin
                            flow={flow.clone()} desk={desk.clone()} {known} typed={(*typed).clone()}
                            onchange={Callback::from(move |changed| typed.set(changed))}
                        />
                        { form_error(&i18n, failure.as_ref()) }
                        { history(&i18n, &imports, &settings.time_zone) }
                    </>
                },
                Stage::Done => html! { <Done flow={flow.clone()} desk={desk.clone()} {known} /> },
                _ => html! { <Open flow={flow.clone()} desk={desk.clone()} /> },
            } }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct BeginProps {
    flow: Flow,
    desk: Desk,
    known: Known,
    typed: Option<(Sheet, Rows)>,
    onchange: Callback<Option<(Sheet, Rows)>>,
}

/// The ways in: a file, or rows typed here.
#[component]
fn Begin(props: &BeginProps) -> Html {
    let i18n = use_i18n();
    let (flow, desk, known) = (props.flow.clone(), props.desk.clone(), props.known.clone());
    let way = match props.typed {
        None => "file",
        Some((Sheet::Sales, _)) => "sales",
        Some((Sheet::Rates, _)) => "rates",
    };
    let onway = props.onchange.reform(|way: AttrValue| {
        let sheet = match way.as_str() {
            "sales" => Sheet::Sales,
            "rates" => Sheet::Rates,
            _ => return None,
        };
        Some((sheet, sheet.blank()))
    });
    let ways = [("file", "way-file"), ("sales", "way-sales"), ("rates", "way-rates")];
    let begun = match &props.typed {
        None => html! { <Choose {flow} {desk} {known} /> },
        Some((sheet, rows)) => {
            let sheet = *sheet;
            let onchange = props.onchange.reform(move |rows| Some((sheet, rows)));
            html! {
                <>
                    <Grid {sheet} rows={rows.clone()} {desk} {known} {onchange} />
                    { form_error(&i18n, flow.failure.as_ref()) }
                </>
            }
        }
    };
    html! {
        <>
            <Segmented
                label={i18n.t("import-way")} value={way} onchange={onway}
                options={options(ways.map(|(way, key)| (way, i18n.t(key))))}
            />
            { begun }
        </>
    }
}

/// A file that is open.
#[component]
fn Open(props: &PartProps) -> Html {
    let i18n = use_i18n();
    let part = props.clone();
    if part.flow.description.is_none() {
        return html! {
            <>
                <div class="card"><div class="card__body">{ skeleton(&i18n, 6) }</div></div>
                <Footer ..part />
            </>
        };
    }
    html! {
        <>
            <FileFacts ..part.clone() />
            <div class="import__panes" inert={part.flow.stage == Stage::Writing}>
                <Columns ..part.clone() />
                <div class="import__right">
                    <Preview ..part.clone() />
                    <ToLookAt ..part.clone() />
                </div>
            </div>
            <Footer ..part />
        </>
    }
}

/// Focus goes to the heading when the page becomes another one, so that it is not lost with what was pressed.
#[hook]
fn use_focus_by_stage(stage: Stage) -> NodeRef {
    let heading = use_node_ref();
    let before = use_mut_ref(|| Stage::Choose);
    {
        let heading = heading.clone();
        use_effect_with(stage, move |stage| {
            let before = before.replace(*stage);
            let is_open = |stage: Stage| !matches!(stage, Stage::Choose | Stage::Done);
            if is_open(before) != is_open(*stage) {
                browser::focus(heading.cast::<HtmlElement>());
            }
        });
    }
    heading
}

fn subtitle(i18n: &I18n, flow: &Flow) -> AttrValue {
    match (flow.stage, flow.name.as_str(), flow.bytes) {
        (Stage::Choose, ..) => i18n.t("import-text"),
        (_, "", _) => i18n.t("import-typed"),
        (_, name, 0) => name.to_owned().into(),
        (_, name, bytes) => format!("{name}, {}", i18n.formats().bytes(bytes)).into(),
    }
}

/// What a person who does not see the page is told, once per step.
fn announcement(i18n: &I18n, flow: &Flow) -> AttrValue {
    match flow.stage {
        Stage::Choose | Stage::Done => AttrValue::default(),
        Stage::Looking => i18n.t("import-looking"),
        Stage::Columns => i18n.with("import-questions", &[("count", flow.open_questions().into())]),
        Stage::Checking if flow.is_paused => i18n.t("import-paused"),
        Stage::Checking => i18n.t("import-checking"),
        Stage::Checked => footer::outcome(i18n, flow),
        Stage::Writing => i18n.t("import-writing"),
    }
}

/// The four steps and where one is.
fn steps(i18n: &I18n, stage: Stage) -> Html {
    let at = match stage {
        Stage::Choose | Stage::Looking => 0,
        Stage::Columns => 1,
        Stage::Checking | Stage::Checked => 2,
        Stage::Writing => 3,
        Stage::Done => 4,
    };
    let names = ["step-file", "step-columns", "step-check", "step-import"];
    html! {
        <ol class="steps" aria-label={i18n.t("steps-name")}>
            { for names.iter().enumerate().map(|(index, name)| html! {
                <li
                    class={classes!("steps__step", (index < at).then_some("steps__step--done"))}
                    aria-current={(index == at).then_some("step")}
                >
                    <span class="steps__mark" aria-hidden="true">
                        if index < at { { Icon::Check.small() } } else { { index + 1 } }
                    </span>
                    { i18n.t(name) }
                </li>
            }) }
        </ol>
    }
}
