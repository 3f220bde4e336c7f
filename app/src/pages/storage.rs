//! Settings → Storage: what the browser really gives us, and whether the log is whole.

use gloo::timers::callback::Timeout;
use ledger::Area;
use protocol::{
    Job, LogHead, MirrorState, Persistence, Request, Response, SessionView, StorageReport,
    VerifyReport,
};
use yew::prelude::*;

use super::log_list::LogList;
use super::use_persistence;
use crate::browser;
use crate::components::{
    Banner, Button, Card, Look, Progress, Size, Toast, Tone, badge, form_error, skeleton,
    use_toasts,
};
use crate::hooks::{JobState, use_ask, use_job};
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) session: SessionView,
}

/// The report, the check, the export, and the list of what happened.
#[component]
pub(super) fn Storage(props: &Props) -> Html {
    let zone = AttrValue::from(props.session.settings.time_zone.clone());
    html! {
        <div class="settings-grid">
            <Report zone={zone.clone()} />
            <Check />
            <LogList {zone} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ReportProps {
    zone: AttrValue,
}

/// How soon a second copy that lags is looked at again.
const LOOK_AGAIN_MS: u32 = 1_000;

fn lags(answer: Option<&Response>) -> bool {
    matches!(answer, Some(Response::Storage(report)) if matches!(report.mirror, MirrorState::Behind { .. }))
}

#[component]
fn Report(props: &ReportProps) -> Html {
    let i18n = use_i18n();
    let again = use_state(|| 0);
    let asked = use_ask(Request::Storage, &Area::ALL, *again);
    let (persistence, ask) = use_persistence();
    {
        // The second copy follows a moment later and nobody announces it: look again until it has.
        let again = again.clone();
        use_effect_with((lags(asked.data.as_deref()), *again), move |(lags, _)| {
            let looking = lags.then(|| Timeout::new(LOOK_AGAIN_MS, move || again.set(*again + 1)));
            move || drop(looking)
        });
    }
    let ask = Callback::from(move |_| {
        ask.emit(());
        again.set(*again + 1);
    });
    let body = match asked.data.as_deref() {
        Some(Response::Storage(report)) => facts(&i18n, report, persistence, &props.zone, ask),
        _ if asked.failure.is_some() => Html::default(),
        _ => html! { <div class="card__body">{ skeleton(&i18n, 5) }</div> },
    };
    html! {
        <Card title={i18n.t("card-storage")} note={i18n.t("card-storage-note")} flush={true}>
            { form_error(&i18n, asked.failure.as_ref()) }
            { body }
        </Card>
    }
}

fn facts(
    i18n: &I18n,
    report: &StorageReport,
    persistence: Option<Persistence>,
    zone: &str,
    ask: Callback<MouseEvent>,
) -> Html {
    let formats = i18n.formats();
    let unknown = || i18n.t("not-told");
    let used = report.usage_bytes.map_or_else(unknown, |bytes| formats.bytes(bytes).into());
    let checkpoint = report.checkpoint_seq.map_or_else(
        || i18n.t("checkpoint-none"),
        |seq| i18n.with("checkpoint-at", &[("seq", seq.into())]),
    );
    let reserve = match report.reserve_bytes {
        0 => i18n.t("reserve-none"),
        bytes => formats.bytes(bytes).into(),
    };
    html! {
        <dl class="facts">
            <div>
                <dt>{ i18n.t("fact-persistence") }</dt>
                <dd>{ persistence_badge(i18n, persistence) }
                    if persistence == Some(Persistence::BestEffort) {
                        <Button size={Size::Small} onclick={ask}>{ i18n.t("ask-again") }</Button>
                    }
                </dd>
                if persistence == Some(Persistence::BestEffort) {
                    <dd class="facts__note">{ i18n.t("best-effort-note") }</dd>
                }
            </div>
            <div><dt>{ i18n.t("fact-used") }</dt><dd>{ used }</dd></div>
            <div><dt>{ i18n.t("fact-log-size") }</dt><dd>{ formats.bytes(report.log_bytes) }</dd></div>
            <div><dt>{ i18n.t("fact-mirror") }</dt><dd>{ mirror(i18n, &report.mirror) }</dd></div>
            <div><dt>{ i18n.t("fact-reserve") }</dt><dd>{ reserve }</dd></div>
            <div><dt>{ i18n.t("fact-checkpoint") }</dt><dd>{ checkpoint }</dd></div>
            { head(i18n, &report.head, zone) }
        </dl>
    }
}

fn persistence_badge(i18n: &I18n, persistence: Option<Persistence>) -> Html {
    let (tone, icon, key) = match persistence {
        Some(Persistence::Granted) => (Tone::Accent, Icon::Check, "persistence-granted"),
        Some(Persistence::BestEffort) => (Tone::Warn, Icon::Warning, "persistence-best-effort"),
        Some(Persistence::Unknown) => (Tone::Neutral, Icon::Info, "persistence-unknown"),
        None => return html! { "…" },
    };
    badge(tone, Some(icon), i18n.t(key))
}

fn mirror(i18n: &I18n, mirror: &MirrorState) -> Html {
    match mirror {
        MirrorState::Unsupported => badge(Tone::Neutral, None, i18n.t("mirror-unsupported")),
        MirrorState::InStep { bytes } => html! {
            <>
                { badge(Tone::Accent, Some(Icon::Check), i18n.t("mirror-in-step")) }
                { i18n.formats().bytes(*bytes) }
            </>
        },
        MirrorState::Behind { blocks, .. } => badge(
            Tone::Warn,
            Some(Icon::Clock),
            i18n.with("mirror-behind", &[("blocks", (*blocks).into())]),
        ),
    }
}

/// The log's head: what a person may write down and compare later.
fn head(i18n: &I18n, head: &LogHead, zone: &str) -> Html {
    let ago = head.at_ms - browser::now_ms() as i64;
    html! {
        <div>
            <dt>{ i18n.t("fact-head") }</dt>
            <dd>{ i18n.with("head-at", &[
                ("seq", head.seq.into()),
                ("when", i18n.formats().moment(head.at_ms, zone).into()),
                ("ago", i18n.formats().relative(ago.min(0)).into()),
            ]) }</dd>
            <dd class="facts__note mono">{ head.id.clone() }</dd>
        </div>
    }
}

/// Walks the chain, and hands the sealed log out.
#[component]
fn Check() -> Html {
    let i18n = use_i18n();
    let (state, start, cancel) = use_job(Job::VerifyChain);
    let running = matches!(state, JobState::Running { .. });
    html! {
        <Card title={i18n.t("card-check")}>
            <div class="form-stack">
                <p class="quiet">{ i18n.t("check-text") }</p>
                { job_view(&i18n, &state, "verify-running", "verify-cancel-note", &cancel) }
                if let JobState::Done(response) = &state {
                    if let Response::Verified(report) = &**response {
                        { verify_result(&i18n, report) }
                    }
                }
                if !running {
                    <div>
                        <Button look={Look::Primary} icon={Icon::Shield} onclick={start.reform(|_| ())}>
                            { i18n.t("verify-now") }
                        </Button>
                    </div>
                }
                <Export job={Job::ExportLog} label={i18n.t("export-log")} help={i18n.t("export-help")} />
                <Export
                    job={Job::ExportReadable} label={i18n.t("export-readable")}
                    help={i18n.t("export-readable-help")}
                />
            </div>
        </Card>
    }
}

fn job_view(i18n: &I18n, state: &JobState, what: &str, note: &str, cancel: &Callback<()>) -> Html {
    match state {
        JobState::Running { done, total } => {
            let how_far = if *total == 0 {
                i18n.t("counting")
            } else {
                i18n.with("blocks-of", &[("done", (*done).into()), ("total", (*total).into())])
            };
            html! {
                <Progress
                    what={i18n.t(what)} {how_far} done={*done} total={*total}
                    note={i18n.t(note)} oncancel={cancel.clone()}
                />
            }
        }
        JobState::Failed(failure) => form_error(i18n, Some(failure)),
        JobState::Cancelled => html! {
            <p class="under" role="status">{ i18n.t("error-cancelled") }</p>
        },
        JobState::Idle | JobState::Done(_) => Html::default(),
    }
}

fn verify_result(i18n: &I18n, report: &VerifyReport) -> Html {
    let args = [
        ("blocks", report.blocks.into()),
        ("opened", report.opened.into()),
        ("checkpoints", report.checkpoints.into()),
        ("problems", report.problems.len().into()),
    ];
    if report.problems.is_empty() {
        let text = i18n.with("verify-whole", &args);
        return html! { <Banner inset={true} tone={Tone::Accent} icon={Icon::Shield} {text} /> };
    }
    html! {
        <>
            <Banner inset={true} tone={Tone::Crit} text={i18n.with("verify-broken", &args)} />
            <ul class="problems">
                { for report.problems.iter().map(|problem| {
                    let what = i18n.coded("problem", &problem.code, &[]).unwrap_or_else(|| {
                        i18n.with("problem-other", &[("code", problem.code.as_str().into())])
                    });
                    html! {
                        <li>
                            <span class="strong">{ i18n.with("block-number", &[("seq", problem.seq.into())]) }</span>
                            { " " }{ what }
                        </li>
                    }
                }) }
            </ul>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ExportProps {
    job: Job,
    label: AttrValue,
    help: AttrValue,
}

/// Something of the log as one file.
#[component]
fn Export(props: &ExportProps) -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let (state, start, cancel) = use_job(props.job.clone());
    {
        let i18n = i18n.clone();
        use_effect_with(state.clone(), move |state| {
            let JobState::Done(response) = state else { return };
            let Response::File { name, mime, bytes } = &**response else { return };
            toasts.emit(match browser::save_file(name, mime, bytes) {
                Ok(()) => Toast::done(i18n.with("file-saved", &[("name", name.as_str().into())])),
                Err(_) => Toast::failed(i18n.t("file-not-saved")),
            });
        });
    }
    let running = matches!(state, JobState::Running { .. });
    html! {
        <>
            { job_view(&i18n, &state, "export-running", "export-cancel-note", &cancel) }
            if !running {
                <div>
                    <Button icon={Icon::Upload} onclick={start.reform(|_| ())}>{ props.label.clone() }</Button>
                    <p class="under">{ props.help.clone() }</p>
                </div>
            }
        </>
    }
}
