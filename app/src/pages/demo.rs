//! The demo merchant: filled when it is fresh, marked on every page, left or deleted at any time.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Date;
use ledger::{Answer, Day, Query};
use protocol::{Access, Failure, FromFiles, SessionView, ToFiles};
use yew::prelude::*;

use crate::components::{Banner, Button, Dialog, Look, Progress, Size, Tone, form_error, skeleton};
use crate::files::{Bringing, Files, Pump, Reading};
use crate::hooks::{use_access, use_client, use_query};
use crate::i18n::use_i18n;
use crate::icon::Icon;

/// The same merchant on every device; only the days move with the calendar.
const SEED: u64 = 1;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) session: SessionView,
    pub(crate) children: Html,
}

/// The pages of a vault; in a demo that is still empty, the screen that fills it.
#[component]
pub(crate) fn Furnished(props: &Props) -> Html {
    if props.session.is_demo {
        let currency = props.session.settings.currency.code().to_owned();
        html! { <Demo {currency}>{ props.children.clone() }</Demo> }
    } else {
        props.children.clone()
    }
}

#[derive(Properties, PartialEq)]
struct DemoProps {
    currency: String,
    children: Html,
}

#[component]
fn Demo(props: &DemoProps) -> Html {
    let i18n = use_i18n();
    let (answer, failure) = use_query(Query::Imports);
    match answer {
        Some(Answer::Imports(imports)) if imports.imports.is_empty() => {
            html! { <Fill currency={props.currency.clone()} /> }
        }
        Some(_) => props.children.clone(),
        None => html! { <>{ skeleton(&i18n, 6) }{ form_error(&i18n, failure.as_ref()) }</> },
    }
}

#[derive(Properties, PartialEq)]
struct FillProps {
    currency: String,
}

/// What filling stands at.
#[derive(Clone, Default, PartialEq)]
struct Filling {
    reading: Reading,
    is_writing: bool,
    failure: Option<Failure>,
}

/// Makes the merchant up and writes it down; the pages come by themselves when it is in.
#[component]
fn Fill(props: &FillProps) -> Html {
    let i18n = use_i18n();
    let client = use_client();
    let leave = use_access(Callback::noop());
    let filling = use_state(Filling::default);
    let again = use_state(|| 0_u32);
    {
        let (show, currency) = (filling.setter(), props.currency.clone());
        let file = i18n.t("demo-file").to_string();
        use_effect_with(*again, move |_| {
            show.set(Filling::default());
            let files = Files::start();
            let pump = Rc::new(RefCell::new(None::<Pump>));
            let (held, writing) = (files.clone(), Rc::clone(&pump));
            files.ask(&simulate(currency), progress(&show, false), move |reply| {
                let bringing = match reply {
                    Ok(FromFiles::Checked { plan, totals, .. }) => Bringing { file, plan, totals },
                    Ok(_) => {
                        return fail(&show, Failure::new("internal").with("code", "files-answer"));
                    }
                    Err(reason) => return fail(&show, reason),
                };
                let on_progress = progress(&show, true);
                let begun = Pump::start(client, held, bringing, on_progress, move |result| {
                    if let Err(reason) = result {
                        fail(&show, reason);
                    }
                });
                writing.replace(Some(begun));
            });
            move || {
                if let Some(pump) = pump.take() {
                    pump.cancel();
                }
                files.close();
            }
        });
    }
    let retry = Callback::from(move |_| again.set(*again + 1));
    let reading = filling.reading;
    let how_far = i18n.with("demo-lines", &[("rows", reading.rows.into())]);
    html! {
        <section class="card demo-fill" aria-labelledby="demo-fill-title">
            <h1 id="demo-fill-title" class="type-page">{ i18n.t("demo-fill-title") }</h1>
            <p class="quiet">{ i18n.t("demo-fill-text") }</p>
            if filling.failure.is_some() {
                { form_error(&i18n, filling.failure.as_ref()) }
                <div class="gate__more">
                    <Button look={Look::Primary} onclick={retry}>{ i18n.t("demo-retry") }</Button>
                    <Button onclick={leave.send.reform(|_| Access::LeaveDemo)}>{ i18n.t("demo-leave") }</Button>
                </div>
            } else {
                <Progress
                    what={i18n.t(if filling.is_writing { "import-writing" } else { "demo-making" })}
                    {how_far} done={reading.bytes} total={reading.total_bytes} note={i18n.t("demo-note")}
                    oncancel={leave.send.reform(|()| Access::LeaveDemo)}
                />
            }
        </section>
    }
}

fn progress(show: &UseStateSetter<Filling>, is_writing: bool) -> Callback<Reading> {
    let show = show.clone();
    Callback::from(move |reading| show.set(Filling { reading, is_writing, failure: None }))
}

fn fail(show: &UseStateSetter<Filling>, failure: Failure) {
    show.set(Filling { failure: Some(failure), ..Filling::default() });
}

/// A merchant who has sold until this very minute.
fn simulate(currency: String) -> ToFiles {
    let now = Date::new_0();
    let (month, day) = (now.get_month() as u8 + 1, now.get_date() as u8);
    let today = Day::from_date(now.get_full_year() as i32, month, day).unwrap_or_default();
    let minute = (now.get_hours() * 60 + now.get_minutes()) as u16;
    ToFiles::Simulate { seed: SEED, today, minute, currency }
}

/// Says on every page what this is.
#[component]
pub(crate) fn DemoBanner() -> Html {
    let i18n = use_i18n();
    let order = use_access(Callback::noop());
    let is_asking = use_state(|| false);
    let ask = |asking: bool| {
        let is_asking = is_asking.clone();
        Callback::from(move |()| is_asking.set(asking))
    };
    html! {
        <div class="vault-banners">
            <Banner tone={Tone::Accent} icon={Icon::Play} text={i18n.t("demo-banner")}>
                <Button size={Size::Small} onclick={order.send.reform(|_| Access::LeaveDemo)}>
                    { i18n.t("demo-leave") }
                </Button>
                <Button size={Size::Small} look={Look::Danger} onclick={ask(true).reform(|_| ())}>
                    { i18n.t("demo-delete") }
                </Button>
            </Banner>
            if *is_asking {
                <Dialog title={i18n.t("demo-delete-title")} text={i18n.t("demo-delete-text")} onclose={ask(false)}>
                    { form_error(&i18n, order.failure.as_ref()) }
                    <div class="dialog__actions">
                        <Button autofocus={true} onclick={ask(false).reform(|_| ())}>{ i18n.t("demo-keep") }</Button>
                        <Button
                            look={Look::Destroy} loading={order.busy}
                            onclick={order.send.reform(|_| Access::DeleteDemo)}
                        >
                            { i18n.t("demo-delete") }
                        </Button>
                    </div>
                </Dialog>
            }
        </div>
    }
}
