//! Forecasting many items: goes on while other pages are open.

use ledger::{ForecastItems, Items};
use protocol::Job;
use yew::prelude::*;

use super::super::wanted::Wanted;
use super::measure_of;
use crate::components::{Button, Look, Progress, Toast, form_error, use_toasts};
use crate::hooks::{JobState, Work, use_work};
use crate::i18n::{I18n, use_i18n};

/// How many a quick run takes.
const TOP: u32 = 50;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) children: Html,
}

/// Keeps the work of [`Runner`] while pages come and go; tells when it is done.
#[component]
pub(crate) fn ItemsRun(props: &Props) -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let work = use_work();
    use_effect_with(matches!(work.state, JobState::Done(_)), move |is_done| {
        if *is_done {
            toasts.emit(Toast::done(i18n.t("items-done")));
        }
    });
    html! { <ContextProvider<Work> context={work}>{ props.children.clone() }</ContextProvider<Work>> }
}

#[derive(Properties, PartialEq)]
pub(in crate::pages::forecast) struct RunnerProps {
    pub(in crate::pages::forecast) wanted: Wanted,
    pub(in crate::pages::forecast) may_make: bool,
}

/// The buttons that start, or how far it is.
#[component]
pub(in crate::pages::forecast) fn Runner(props: &RunnerProps) -> Html {
    let i18n = use_i18n();
    let work = use_context::<Work>();
    let Some(work) = work.filter(|_| props.may_make) else { return Html::default() };
    let run = |items: Items| {
        let wanted = &props.wanted;
        let job = ForecastItems {
            items,
            place: wanted.scope.place.clone(),
            measure: measure_of(wanted),
            every: wanted.every,
            days: wanted.days,
            model: wanted.model.clone(),
        };
        work.start.reform(move |_: MouseEvent| Job::ForecastItems(job.clone()))
    };
    if let JobState::Running { done, total } = work.state {
        return running(&i18n, &work, (done, total));
    }
    let failure = match &work.state {
        JobState::Failed(failure) => Some(failure.clone()),
        _ => None,
    };
    let label = i18n.t(if failure.is_some() { "items-go-on" } else { "items-run-all" });
    html! {
        <div class="items__actions">
            { form_error(&i18n, failure.as_ref()) }
            <Button onclick={run(Items::Top(TOP))}>{ i18n.with("items-run-top", &[("count", TOP.into())]) }</Button>
            <Button look={Look::Primary} onclick={run(Items::All)}>{ label }</Button>
        </div>
    }
}

fn running(i18n: &I18n, work: &Work, (done, total): (u64, u64)) -> Html {
    if let Some(share) = work.learning {
        return learning(i18n, work, share);
    }
    let how_far = if total == 0 {
        i18n.t("counting")
    } else {
        i18n.with("items-of", &[("done", done.into()), ("total", total.into())])
    };
    let pause = {
        let (hold, is_paused) = (work.hold.clone(), work.is_paused);
        Callback::from(move |_| hold.emit(!is_paused))
    };
    html! {
        <div class="items__running">
            <Progress
                what={i18n.t(if work.is_paused { "items-paused" } else { "items-running" })}
                {how_far} {done} {total} note={pace(i18n, work, total.saturating_sub(done))}
                oncancel={work.cancel.clone()}
            >
                <Button size={crate::components::Size::Small} onclick={pause}>
                    { i18n.t(if work.is_paused { "resume" } else { "pause" }) }
                </Button>
            </Progress>
        </div>
    }
}

/// How far a model is that learns from all items before it forecasts any.
pub(in crate::pages::forecast) fn learning(i18n: &I18n, work: &Work, share: u16) -> Html {
    html! {
        <div class="items__running">
            <Progress
                what={i18n.t("items-learning")} how_far={i18n.formats().percent(f64::from(share / 10) / 100.0)}
                done={u64::from(share)} total={1_000} note={i18n.t("items-learning-note")}
                oncancel={work.cancel.clone()}
            />
        </div>
    }
}

/// "12 items/s, about 40 s left. What is done is kept."
fn pace(i18n: &I18n, work: &Work, left: u64) -> AttrValue {
    let Some(rate) = work.rate.filter(|_| left > 0) else { return i18n.t("items-kept") };
    let seconds = (left as f64 / rate).ceil();
    let formats = i18n.formats();
    i18n.with(
        "items-pace",
        &[
            ("rate", formats.decimal((rate * 10.0).round() as i64, 1).into()),
            ("left", formats.duration(seconds * 1_000.0).into()),
        ],
    )
}
