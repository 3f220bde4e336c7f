//! The bar at the foot: how far, and what can be done.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::PartProps;
use super::flow::{Choice, Flow, Stage};
use crate::browser;
use crate::components::{Button, Look, form_error};
use crate::files::Reading;
use crate::i18n::{I18n, use_i18n};

/// Stands at the bottom while a file is open.
#[component]
pub(super) fn Footer(props: &PartProps) -> Html {
    let i18n = use_i18n();
    let (flow, desk) = (&props.flow, &props.desk);
    let import = {
        let desk = desk.clone();
        Callback::from(move |()| desk.import())
    };
    use_main_key(flow.may_import(), import.clone());
    let is_running = matches!(flow.stage, Stage::Looking | Stage::Checking | Stage::Writing);
    let pause = {
        let (desk, is_paused) = (desk.clone(), flow.is_paused);
        Callback::from(move |_| desk.pause(!is_paused))
    };
    let cancel = {
        let desk = desk.clone();
        Callback::from(move |_| desk.cancel())
    };
    let check = {
        let desk = desk.clone();
        Callback::from(move |_| desk.check())
    };
    let accepted = flow.checked.as_ref().map_or(0, |checked| checked.accepted);
    let label = if accepted > 0 {
        i18n.with("import-lines", &[("count", accepted.into())])
    } else {
        i18n.t("step-import")
    };
    html! {
        <section class="card import__foot" aria-label={i18n.t("import-progress")}>
            <div class="import__progress">
                <div class="import__line">
                    <span class="strong">{ headline(&i18n, flow) }</span>
                    <span class="quieter">{ pace(&i18n, flow) }</span>
                    if flow.stage != Stage::Writing {
                        <span class="quieter import__promise">{ i18n.t("nothing-written") }</span>
                    }
                </div>
                if is_running { { bar(&i18n, flow.reading) } }
                { form_error(&i18n, flow.failure.as_ref()) }
            </div>
            <div class="import__actions">
                if flow.stage == Stage::Checking {
                    <Button onclick={pause}>{ i18n.t(if flow.is_paused { "resume" } else { "pause" }) }</Button>
                }
                <Button onclick={cancel}>{ i18n.t("cancel") }</Button>
                if flow.failure.is_some() {
                    <Button look={Look::Primary} onclick={check}>{ i18n.t("check-again") }</Button>
                } else {
                    <Button
                        look={Look::Primary} loading={flow.stage == Stage::Writing}
                        disabled={(!flow.may_import() && flow.stage != Stage::Writing).then(AttrValue::default)}
                        onclick={import.reform(|_| ())}
                    >
                        { label }
                    </Button>
                }
            </div>
        </section>
    }
}

/// Ctrl Enter is the main action, wherever the focus is.
#[hook]
fn use_main_key(is_possible: bool, act: Callback<()>) {
    use_effect_with((is_possible, act), |(is_possible, act)| {
        let act = act.clone();
        let listener = is_possible.then(|| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(
                &browser::document(),
                "keydown",
                options,
                move |event| {
                    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                    if event.ctrl_key() && event.key() == "Enter" {
                        event.prevent_default();
                        act.emit(());
                    }
                },
            )
        });
        move || drop(listener)
    });
}

fn headline(i18n: &I18n, flow: &Flow) -> AttrValue {
    let rows = [("rows", flow.reading.rows.into()), ("total", flow.reading.total_bytes.into())];
    match flow.stage {
        Stage::Choose | Stage::Done | Stage::Looking => i18n.t("import-looking"),
        Stage::Columns if flow.open_questions() > 0 => {
            i18n.with("import-questions", &[("count", flow.open_questions().into())])
        }
        Stage::Columns => i18n.t("import-not-checked"),
        Stage::Checking if flow.is_paused => i18n.with("import-paused-at", &rows[..1]),
        Stage::Checking => i18n.with("import-checking-at", &rows[..1]),
        Stage::Checked => outcome(i18n, flow),
        Stage::Writing if flow.reading.total_bytes > 0 => i18n.with("import-writing-at", &rows),
        Stage::Writing => i18n.t("import-writing"),
    }
}

/// What the check came to, in one sentence.
pub(super) fn outcome(i18n: &I18n, flow: &Flow) -> AttrValue {
    let Some(checked) = &flow.checked else { return AttrValue::default() };
    if checked.accepted == 0 {
        return i18n.t("import-nothing-to-import");
    }
    match (checked.rejected, flow.choice) {
        (0, _) | (_, Some(Choice::Good)) => i18n.with(
            "import-checked",
            &[
                ("rows", checked.rows.into()),
                ("rejected", checked.rejected.into()),
                ("duplicates", checked.duplicates.into()),
            ],
        ),
        (_, None) => i18n.with("import-choose", &[("count", checked.rejected.into())]),
        (_, Some(Choice::Nothing)) => i18n.t("import-nothing"),
    }
}

/// "86,400 rows/s, about 2 s left", once there is something to reckon with.
fn pace(i18n: &I18n, flow: &Flow) -> AttrValue {
    if flow.stage != Stage::Checking || flow.is_paused || flow.reading.rows == 0 {
        return AttrValue::default();
    }
    let seconds = (browser::now_ms() - flow.since_ms) / 1000.0;
    if seconds < 0.2 {
        return AttrValue::default();
    }
    let Reading { rows, bytes, total_bytes, .. } = flow.reading;
    let left = seconds * total_bytes.saturating_sub(bytes) as f64 / bytes.max(1) as f64;
    i18n.with(
        "import-pace",
        &[
            ("rate", ((rows as f64 / seconds).round() as u64).into()),
            ("seconds", (left.ceil() as u64).into()),
        ],
    )
}

fn bar(i18n: &I18n, reading: Reading) -> Html {
    let known = reading.total_bytes > 0;
    html! {
        <progress
            aria-label={i18n.t("import-progress")}
            value={known.then(|| reading.bytes.to_string())}
            max={known.then(|| reading.total_bytes.to_string())}
        />
    }
}
