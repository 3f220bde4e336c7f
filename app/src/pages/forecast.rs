//! Forecast: what is expected of everything, a place, a category or an item, how sure that is, and why.

mod adding_up;
mod choice;
mod earlier;
mod fan;
mod head;
mod insights;
mod items;
mod known_days;
mod making;
mod models;
mod picker;
mod registry;
mod wanted;
mod what_if;

use std::rc::Rc;

use ledger::{Answer, Day, Every, ForecastScope, ForecastView, KeptForecast, Query, ScenarioView};
use protocol::{Job, SessionView};
use yew::prelude::*;

use super::{nothing_sold, use_title};
use crate::chart::ChartCard;
use crate::components::{
    Banner, Button, Progress, RouteLink, Segmented, empty, form_error, options, skeleton,
};
use crate::hooks::{JobState, Work, use_asked};
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;
use crate::intl;
use crate::route::Route;
use adding_up::AddingUp;
use choice::ModelChoice;
use earlier::earlier;
use fan::{Choice, fan};
use head::{Head, name_of};
use insights::insights;
pub(crate) use items::ItemsRun;
use items::{AllItems, learning};
pub(super) use known_days::KnownDays;
use making::use_making;
use models::{Comparison, meanings, models};
pub(super) use registry::Registry;
use wanted::{MEASURES, STEPS, Wanted, key_of, of_key, use_wanted};
use what_if::WhatIf;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) session: SessionView,
}

/// The page.
#[component]
pub(super) fn Forecast(props: &Props) -> Html {
    let i18n = use_i18n();
    let zone = props.session.settings.time_zone.as_str();
    let (wanted, onchange) = use_wanted();
    let query = wanted.query();
    let asked = use_asked(Query::Forecast(query.clone()));
    let view = match asked.answer {
        Some(Answer::Forecast(view)) => Some(Rc::from(view)),
        _ => None,
    };
    let work = use_making(view.as_deref(), &query);
    let name = name_of(&i18n, &wanted, view.as_deref());
    use_title(format!("{name} · {} · {}", i18n.t("nav-forecast"), props.session.settings.business));
    let is_counting = asked.is_counting || work.is_running();
    let said = use_state(|| None::<i64>);
    let scenario = use_state(|| None);
    let open = use_state(|| None::<Open>);
    let today = intl::today(zone);
    let choice = Choice { line: wanted.line.clone(), said: *said, scenario: (*scenario).clone() };
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(None))
    };
    let stand = Stand {
        work: &work,
        wanted: &wanted,
        onchange: &onchange,
        zone,
        today,
        said: &said,
        scenario: &scenario,
        open: &open,
    };
    let body = match &view {
        Some(view) if view.history.is_empty() && view.running.is_none() => {
            nothing(&i18n, &wanted, &onchange)
        }
        Some(view) => html! {
            <>
                { told(&i18n, view, &work) }
                <div class="forecast__columns">
                    <Chart
                        view={Rc::clone(view)} wanted={wanted.clone()} onchange={onchange.clone()}
                        {is_counting} {today} {choice}
                    />
                    if let Some(kept) = &view.kept {
                        { side(&i18n, view, kept, &stand) }
                        <div class="forecast__main">
                            { comparison(&i18n, view, kept, &stand) }
                            { meanings(&i18n, kept) }
                        </div>
                    }
                </div>
                <AllItems
                    wanted={wanted.clone()} onchange={onchange.clone()}
                    may_make={view.may_make} currency={view.currency}
                />
                if view.may_make {
                    // Another question begins without an answer.
                    <AddingUp
                        key={Wanted { scope: ForecastScope { place: wanted.scope.place.clone(), ..ForecastScope::default() }, line: None, ..wanted.clone() }.address()}
                        wanted={wanted.clone()} onchange={onchange.clone()}
                    />
                }
            </>
        },
        None if asked.failure.is_some() => Html::default(),
        None => html! { <div class="card card__body">{ skeleton(&i18n, 8) }</div> },
    };
    let dialog = match *open {
        None => Html::default(),
        Some(Open::Days) => html! {
            <KnownDays scope={wanted.scope.clone()} scope_name={name} {today} onclose={close} />
        },
        Some(Open::Model) => html! {
            <ModelChoice
                chosen={wanted.model.clone()} onclose={close.clone()}
                onchoose={{
                    let (wanted, onchange) = (wanted.clone(), onchange.clone());
                    Callback::from(move |model| {
                        close.emit(());
                        onchange.emit(Wanted { model, line: None, ..wanted.clone() });
                    })
                }}
            />
        },
    };
    let ondays = {
        let open = open.setter();
        Callback::from(move |_: MouseEvent| open.set(Some(Open::Days)))
    };
    html! {
        <div class={classes!("report", "forecast", is_counting.then_some("counting"))}>
            <Head
                {wanted} {onchange} {view} {is_counting}
                zone={zone.to_owned()} {ondays}
            />
            { form_error(&i18n, asked.failure.as_ref()) }
            { body }
            { dialog }
        </div>
    }
}

/// The dialog that is open.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Open {
    Days,
    Model,
}

/// Nothing was sold at all, or nothing of this.
fn nothing(i18n: &I18n, wanted: &Wanted, onchange: &Callback<Wanted>) -> Html {
    if wanted.scope == ForecastScope::default() {
        return nothing_sold(i18n, "forecast-empty-text");
    }
    let all = wanted.of(ForecastScope::default());
    empty(
        Icon::Trend,
        i18n.t("forecast-none-title"),
        i18n.t("forecast-none-text"),
        html! {
            <Button onclick={onchange.reform(move |_| all.clone())}>{ i18n.t("forecast-all") }</Button>
        },
    )
}

/// Periods without which a forecast would be a guess.
const fn least_periods(every: Every) -> usize {
    match every {
        Every::Day => 28,
        Every::Week => 8,
        Every::Month => 6,
    }
}

/// How many periods something is known of.
fn known_periods(view: &ForecastView) -> usize {
    view.history.iter().filter(|(_, value)| value.is_some()).count()
}

/// Whether there is too little history to judge a forecast by.
fn is_new(view: &ForecastView) -> bool {
    known_periods(view) < least_periods(view.query.every)
}

/// What stands above the chart: why there is no forecast, how far it is, what is left out.
fn told(i18n: &I18n, view: &ForecastView, work: &Work) -> Html {
    let (known, least) = (known_periods(view), least_periods(view.query.every));
    let step = key_of(&STEPS, view.query.every);
    let formats = i18n.formats();
    let others: Vec<String> =
        view.others.iter().map(|(currency, minor)| formats.money(*minor, *currency)).collect();
    let again = {
        let (start, query) = (work.start.clone(), view.query.clone());
        Callback::from(move |_| start.emit(Job::Forecast(query.clone())))
    };
    html! {
        <>
            if known < least {
                <Banner inset={true} text={i18n.with("forecast-short", &[
                    ("step", step.into()), ("known", known.into()), ("least", least.into()),
                ])}>
                    <RouteLink to={Route::Import} class="button button--secondary button--small" current={None}>
                        { i18n.t("forecast-short-import") }
                    </RouteLink>
                </Banner>
            }
            if let JobState::Failed(failure) = &work.state {
                <div class="forecast__failed">
                    { form_error(i18n, Some(failure)) }
                    <Button icon={Icon::Refresh} onclick={again}>{ i18n.t("forecast-retry") }</Button>
                </div>
            }
            if let (true, Some(share)) = (work.is_running(), work.learning) {
                <div class="card card__body">{ learning(i18n, work, share) }</div>
            } else if let (JobState::Running { done, total }, None) = (&work.state, &view.kept) {
                <div class="card card__body forecast__making">
                    <Progress
                        what={i18n.t("forecast-making")} how_far={i18n.t("counting")}
                        done={*done} total={*total} note={i18n.t("forecast-making-note")}
                        oncancel={work.cancel.clone()}
                    />
                </div>
            }
            if !others.is_empty() {
                <p class="today__others">
                    { i18n.with("today-others", &[("amounts", formats.list(&others).into())]) }
                </p>
            }
        </>
    }
}

/// What the page stands at.
struct Stand<'a> {
    work: &'a Work,
    wanted: &'a Wanted,
    onchange: &'a Callback<Wanted>,
    zone: &'a str,
    today: Day,
    /// The earlier forecast in the chart, by when it was made.
    said: &'a UseStateHandle<Option<i64>>,
    /// What is known of what is tried.
    scenario: &'a UseStateHandle<Option<Rc<ScenarioView>>>,
    open: &'a UseStateHandle<Option<Open>>,
}

/// What can be done with the forecast, and what is worth knowing of it.
fn side(i18n: &I18n, view: &ForecastView, kept: &KeptForecast, stand: &Stand<'_>) -> Html {
    let said = stand.said.setter();
    let scenario = stand.scenario.setter();
    html! {
        <div class="forecast__side">
            <WhatIf
                // Another question begins with nothing tried.
                key={Wanted { line: None, ..stand.wanted.clone() }.address()}
                query={view.query.clone()} made_ms={kept.made_ms} currency={view.currency}
                price={view.price} today={stand.today} found={(**stand.scenario).clone()}
                onfound={Callback::from(move |found| scenario.set(found))}
            />
            { insights(i18n, view) }
            { earlier(
                i18n, view, stand.zone, **stand.said,
                &Callback::from(move |made_ms| said.set(made_ms)),
            ) }
        </div>
    }
}

/// The models that were compared.
fn comparison(i18n: &I18n, view: &ForecastView, kept: &KeptForecast, stand: &Stand<'_>) -> Html {
    let (work, wanted) = (stand.work, stand.wanted);
    let again = view.may_make.then(|| {
        let (start, query) = (work.start.clone(), view.query.clone());
        Callback::from(move |_: MouseEvent| start.emit(Job::Forecast(query.clone())))
    });
    let online = {
        let wanted = wanted.clone();
        stand.onchange.reform(move |line| Wanted { line, ..wanted.clone() })
    };
    let choose = {
        let open = stand.open.setter();
        Callback::from(move |_: MouseEvent| open.set(Some(Open::Model)))
    };
    models(
        i18n,
        &Comparison {
            kept,
            is_new: is_new(view),
            line: wanted.line.as_deref(),
            online,
            again,
            is_running: work.is_running(),
            choose,
        },
    )
}

#[derive(Properties, PartialEq)]
struct ChartProps {
    view: Rc<ForecastView>,
    wanted: Wanted,
    onchange: Callback<Wanted>,
    is_counting: bool,
    today: Day,
    choice: Choice,
}

/// The fan with its one-sentence result.
#[component]
fn Chart(props: &ChartProps) -> Html {
    let i18n = use_i18n();
    let view = &props.view;
    let is_stale = props.is_counting || !view.stale.is_empty();
    let drawn = use_memo(
        (Rc::clone(view), is_stale, props.today, props.choice.clone(), i18n.clone()),
        |(view, is_stale, today, choice, i18n)| fan(i18n, view, *is_stale, *today, choice),
    );
    let choose = |change: fn(&mut Wanted, &str)| {
        let (wanted, onchange) = (props.wanted.clone(), props.onchange.clone());
        Callback::from(move |key: AttrValue| {
            let mut changed = wanted.clone();
            change(&mut changed, &key);
            onchange.emit(changed);
        })
    };
    let onmeasure = choose(|wanted, key| wanted.choose_measure(of_key(&MEASURES, key)));
    let onstep = choose(|wanted, key| wanted.every = of_key(&STEPS, key).unwrap_or(Every::Day));
    let controls = html! {
        <>
            <Segmented
                label={i18n.t("report-measure")} onchange={onmeasure}
                value={key_of(&MEASURES, props.wanted.measure())}
                options={options(MEASURES.map(|(_, key)| (key, i18n.t(key))))}
            />
            <Segmented
                label={i18n.t("by")} value={key_of(&STEPS, props.wanted.every)} onchange={onstep}
                options={options(STEPS.map(|(_, key)| (key, i18n.t(key))))}
            />
        </>
    };
    html! {
        <ChartCard
            title={drawn.title.clone()} lead={drawn.lead.clone()} name={drawn.sentence.clone()}
            data={drawn.data.clone()} sheet={drawn.sheet.clone()} {controls}
            begin={drawn.begin} narrow={14} report="forecast"
        />
    }
}
