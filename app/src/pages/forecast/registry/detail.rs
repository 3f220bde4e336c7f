//! One model in full, and what can be done with it.

use ledger::{Command, Currency, ForecastsCommand, ModelRow};
use protocol::{Job, Response};
use yew::prelude::*;
use yew_router::prelude::*;
use yew_router::query::Raw;

use super::super::earlier::came;
use super::super::fan::unit_of;
use super::super::models::model_name;
use super::super::wanted::Wanted;
use super::list::{kind, of, state, trained};
use crate::components::{Button, Drawer, Look, Toast, form_error, use_toasts};
use crate::hooks::{JobState, use_command, use_work};
use crate::i18n::use_i18n;
use crate::icon::Icon;
use crate::route::Route;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) row: ModelRow,
    pub(super) onclose: Callback<()>,
    pub(super) currency: Currency,
    pub(super) zone: String,
    pub(super) may_make: bool,
}

/// The drawer beside the list.
#[component]
pub(super) fn Detail(props: &Props) -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let navigator = use_navigator();
    let work = use_work();
    let row = &props.row;
    let is_archived = row.is_archived;
    let order = {
        let (i18n, toasts, onclose) = (i18n.clone(), toasts.clone(), props.onclose.clone());
        use_command(Callback::from(move |_: Response| {
            let key = if is_archived { "registry-restored" } else { "registry-archived" };
            toasts.emit(Toast::done(i18n.t(key)));
            onclose.emit(());
        }))
    };
    {
        let (i18n, onclose) = (i18n.clone(), props.onclose.clone());
        use_effect_with(matches!(work.state, JobState::Done(_)), move |is_done| {
            if *is_done {
                toasts.emit(Toast::done(i18n.t("registry-retrained")));
                onclose.emit(());
            }
        });
    }
    let query = row.query.clone();
    let archive = order.send.reform(move |_: MouseEvent| {
        let query = query.clone();
        Command::Forecasts(if is_archived {
            ForecastsCommand::Restore(query)
        } else {
            ForecastsCommand::Archive(query)
        })
    });
    let query = row.query.clone();
    let retrain = work.start.reform(move |_: MouseEvent| Job::Forecast(query.clone()));
    let wanted = Wanted::of_query(&row.query);
    let open = Callback::from(move |_: MouseEvent| {
        if let Some(navigator) = &navigator {
            let Ok(()) = navigator.push_with_query(&Route::Forecast, Raw(wanted.query_string()));
        }
    });
    let failure = match &work.state {
        JobState::Failed(failure) => Some(failure),
        _ => order.failure.as_ref(),
    };
    let formats = i18n.formats();
    let unit = unit_of(row.query.measure, props.currency);
    let [low, high] = [1, 5].map(|at| unit.headline(row.total.quantiles[at], formats));
    let range = i18n.with("chart-range", &[("low", low.into()), ("high", high.into())]);
    let model = [model_name(&i18n, &row.model).as_str(), " ", &row.notation].concat();
    let facts = [
        ("registry-of", kind(&i18n, row)),
        ("models-model", model),
        ("registry-engine", formats.count(row.engine.into())),
        ("registry-trained", trained(&i18n, row)),
        ("registry-made", formats.moment(row.made_ms, &props.zone)),
        ("chart-expected", unit.planned(row.total.mean, formats)),
        ("chart-likely", range.to_string()),
        ("registry-earlier", formats.count(row.earlier.into())),
    ];
    let percent = |value: u32, of: f64| formats.percent_tenths(f64::from(value) / of);
    let score = |value: u32| formats.hundredths(f64::from(value) / 1_000.0);
    let figures = [
        ("registry-mape", row.mape.map(|value| percent(value, 1_000.0))),
        ("models-smape", row.smape.map(|value| percent(value, 100_000.0))),
        ("models-mase", row.mase.map(score)),
        ("registry-rmsse", row.rmsse.map(score)),
        ("models-inside", row.inside_80.map(|value| percent(value, 1_000.0))),
    ];
    let figures = figures.into_iter().filter_map(|(key, figure)| Some((key, figure?)));
    html! {
        <Drawer title={of(&i18n, row)} onclose={props.onclose.clone()}>
            <p>{ state(&i18n, row) }</p>
            <dl class="facts facts--drawer">
                { for facts.into_iter().chain(figures).map(|(key, value)| html! {
                    <div><dt>{ i18n.t(key) }</dt><dd>{ value }</dd></div>
                }) }
            </dl>
            if let Some(hindsight) = &row.hindsight { <p class="under">{ came(&i18n, hindsight) }</p> }
            { form_error(&i18n, failure) }
            <div class="registry__actions">
                <Button look={Look::Primary} icon={Icon::Trend} onclick={open}>{ i18n.t("registry-open") }</Button>
                if props.may_make {
                    <Button icon={Icon::Refresh} loading={work.is_running()} onclick={retrain}>{ i18n.t("registry-retrain") }</Button>
                    <Button icon={Icon::Box} loading={order.busy} onclick={archive}>
                        { i18n.t(if is_archived { "registry-restore" } else { "registry-to-archive" }) }
                    </Button>
                }
            </div>
        </Drawer>
    }
}
