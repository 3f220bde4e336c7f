//! Reports: sales over any period, by whatever divides them.

mod apart;
mod filters;
mod period;
mod reach;
mod rows;
mod totals;
mod wanted;

use ledger::{Answer, Day, Query, SalesAnswer};
use protocol::SessionView;
use yew::prelude::*;

use super::{nothing_sold, use_title};
use crate::chart::ChartCard;
use crate::components::{
    Button, Segmented, Select, empty, form_error, options, skeleton, tile_skeleton,
};
use crate::hooks::use_asked;
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;
use crate::intl;
use apart::apart;
use filters::Filters;
use period::Preset;
use rows::{Measure, drawn, is_ranked};
use totals::totals;
use wanted::Wanted;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) session: SessionView,
}

/// The page: what is wanted, totals, a chart or table, what is not in the figures.
#[component]
pub(super) fn Reports(props: &Props) -> Html {
    let i18n = use_i18n();
    let settings = &props.session.settings;
    use_title(format!("{} · {}", i18n.t("nav-reports"), settings.business));
    let today = intl::today(&settings.time_zone);
    let known = match use_asked(Query::Sales(Wanted::default().query(None))).answer {
        Some(Answer::Sales(answer)) => Some(answer.known),
        _ => None,
    };
    let wanted = use_state(Wanted::default);
    // The last day with sales stands for today where nothing was sold since: old records have reports, too.
    let anchor = known.flatten().map_or(today, |known: ledger::Period| known.last.min(today));
    let asked = use_asked(Query::Sales(wanted.query(Some(anchor))));
    let onchange = {
        let wanted = wanted.clone();
        Callback::from(move |changed| wanted.set(changed))
    };
    let body = match asked.answer {
        Some(Answer::Sales(answer)) if answer.known.is_none() => {
            nothing_sold(&i18n, "report-empty-text")
        }
        Some(Answer::Sales(answer)) => report(
            &i18n,
            &Shown { answer: *answer, wanted: (*wanted).clone(), onchange, anchor, today },
        ),
        _ if asked.failure.is_some() => Html::default(),
        _ => html! {
            <>
                <div class="tiles">{ for (0..4).map(|_| tile_skeleton()) }</div>
                <div class="card">{ skeleton(&i18n, 8) }</div>
            </>
        },
    };
    html! {
        <div class={classes!("report", asked.is_counting.then_some("counting"))}>
            <div class="page-head">
                <div>
                    <h1 class="type-page">{ i18n.t("nav-reports") }</h1>
                    <p role="status">
                        { if asked.is_counting { i18n.t("counting") } else { i18n.t("report-sales") } }
                    </p>
                </div>
            </div>
            { form_error(&i18n, asked.failure.as_ref()) }
            { body }
        </div>
    }
}

struct Shown {
    answer: SalesAnswer,
    wanted: Wanted,
    onchange: Callback<Wanted>,
    anchor: Day,
    today: Day,
}

fn report(i18n: &I18n, props: &Shown) -> Html {
    let answer = &props.answer;
    let nothing_here = answer.total.now == ledger::Figures::default() && answer.others.is_empty();
    let show_all = {
        let onchange = props.onchange.clone();
        Callback::from(move |_| {
            onchange.emit(Wanted { preset: Preset::Everything, ..Wanted::default() });
        })
    };
    html! {
        <>
            <Filters
                answer={answer.clone()} wanted={props.wanted.clone()}
                onchange={props.onchange.clone()} anchor={props.anchor}
            />
            if nothing_here {
                { empty(Icon::Bars, i18n.t("report-none-title"), i18n.t("report-none-text"), html! {
                    <Button onclick={show_all}>{ i18n.t("report-show-all") }</Button>
                }) }
            } else {
                { totals(i18n, answer) }
                <Rows answer={answer.clone()} wanted={props.wanted.clone()} onchange={props.onchange.clone()} today={props.today} />
                { apart(i18n, answer) }
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct RowsProps {
    answer: SalesAnswer,
    wanted: Wanted,
    onchange: Callback<Wanted>,
    today: Day,
}

/// The rows as a chart of one measure, or as a table of all.
#[component]
fn Rows(props: &RowsProps) -> Html {
    let i18n = use_i18n();
    let measure = use_state(|| Measure::Revenue);
    let by = props.wanted.by;
    let shown = use_memo(
        (props.answer.clone(), by, *measure, props.today, i18n.clone()),
        |(answer, by, measure, today, i18n)| drawn(i18n, answer, (*by, *measure), *today),
    );
    let onmeasure = {
        let measure = measure.clone();
        Callback::from(move |key: String| measure.set(Measure::of_key(&key)))
    };
    let onside = {
        let (wanted, onchange) = (props.wanted.clone(), props.onchange.clone());
        Callback::from(move |key: AttrValue| {
            onchange.emit(Wanted { bottom: key == "bottom", ..wanted.clone() });
        })
    };
    let controls = html! {
        <>
            if is_ranked(by) {
                <Segmented
                    label={i18n.t("report-side")} onchange={onside}
                    value={if props.wanted.bottom { "bottom" } else { "top" }}
                    options={options(["top", "bottom"].map(|key| (key, i18n.t(key))))}
                />
            }
            <Select
                label={i18n.t("report-measure")} bare={true} value={measure.key()} onchange={onmeasure}
                options={options(Measure::ALL.map(|measure| (measure.key(), i18n.t(measure.key()))))}
            />
        </>
    };
    html! {
        <ChartCard
            title={shown.title.clone()} note={shown.note.clone()} name={shown.sentence.clone()}
            data={shown.chart.clone()} sheet={shown.sheet.clone()} {controls} report="sales"
        />
    }
}
