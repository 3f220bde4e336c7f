//! The registry: every trained model with what it was trained on and how well it does, and how models are trained.

mod detail;
mod list;
mod rule;

use std::rc::Rc;

use ledger::{Answer, LiveAccuracy, ModelsPage, ModelsQuery, Query};
use protocol::SessionView;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::items::Runner;
use super::models::model_name;
use super::wanted::Wanted;
use crate::browser;
use crate::components::{
    Card, Column, Place, RouteLink, Search, Segmented, empty, form_error, options, skeleton, table,
};
use crate::files::TakeOut;
use crate::hooks::use_asked;
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;
use crate::pages::use_title;
use crate::route::Route;
use detail::Detail;
use list::{List, source};
use rule::Rule;

/// The rows a list asks for first.
const FIRST: (u64, u16) = (0, 150);

/// A window of the list with the question it answers.
type Answered = (ModelsQuery, ModelsPage);

#[derive(Properties, PartialEq)]
pub(in crate::pages) struct Props {
    pub(in crate::pages) session: SessionView,
}

/// The page.
#[component]
pub(in crate::pages) fn Registry(props: &Props) -> Html {
    let i18n = use_i18n();
    let settings = &props.session.settings;
    let name = i18n.t("registry");
    use_title(format!("{name} · {} · {}", i18n.t("nav-forecast"), settings.business));
    let search = use_state(String::new);
    let archived = use_state(|| false);
    let window = use_state(|| FIRST);
    let open = use_state(|| None::<u64>);
    let place = use_node_ref();
    let answered = use_mut_ref(|| None::<Rc<Answered>>);
    let (offset, limit) = *window;
    let query =
        ModelsQuery { search: (*search).clone(), archived: *archived, offset, limit: limit.into() };
    let asked = use_asked(Query::Models(query.clone()));
    if let Some(Answer::Models(page)) = asked.answer
        && !asked.is_counting
    {
        *answered.borrow_mut() = Some(Rc::new((query.clone(), page)));
    }
    let answered = answered.borrow().clone();
    let narrow = {
        let (window, open) = (window.setter(), open.setter());
        move || {
            window.set(FIRST);
            open.set(None);
        }
    };
    let onsearch = {
        let (search, narrow) = (search.setter(), narrow.clone());
        Callback::from(move |text| {
            search.set(text);
            narrow();
        })
    };
    let onwhich = {
        let archived = archived.setter();
        Callback::from(move |which: AttrValue| {
            archived.set(which == "archive");
            narrow();
        })
    };
    let onclose = {
        let (open, place) = (open.setter(), place.clone());
        Callback::from(move |()| {
            open.set(None);
            // Back to the list, where the model was opened.
            let grid = place
                .cast::<HtmlElement>()
                .and_then(|place| place.query_selector("[role=grid]").ok().flatten());
            browser::focus(grid.and_then(|grid| grid.dyn_into().ok()));
        })
    };
    let row = answered.as_ref().zip(*open).and_then(|(answered, index)| {
        let at = usize::try_from(index.checked_sub(answered.0.offset)?).ok()?;
        answered.1.rows.get(at).cloned()
    });
    let body = match &answered {
        None if asked.failure.is_some() => Html::default(),
        None => html! { <div class="card__body">{ skeleton(&i18n, 8) }</div> },
        Some(answered) if answered.1.total == 0 => empty(
            Icon::Trend,
            i18n.t("registry-none-title"),
            i18n.t("registry-none-text"),
            Html::default(),
        ),
        Some(answered) => html! {
            <List
                answered={Rc::clone(answered)} open={*open} currency={settings.currency}
                onopen={Callback::from({
                    let open = open.setter();
                    move |index| open.set(Some(index))
                })}
                onwindow={Callback::from(move |wanted| window.set(wanted))}
            />
        },
    };
    let page = answered.as_ref().map(|answered| &answered.1);
    let total = page.map_or(0, |page| page.total);
    let which =
        options([("in-use", i18n.t("registry-in-use")), ("archive", i18n.t("registry-archive"))]);
    html! {
        <div class="report forecast registry">
            <div class="page-head">
                <div>
                    <nav class="crumbs" aria-label={i18n.t("forecast-crumbs")}>
                        <RouteLink to={Route::Forecast} class="crumbs__link" current={None}>{ i18n.t("nav-forecast") }</RouteLink>
                        { Icon::ChevronRight.small() }
                        <span aria-current="page">{ name.clone() }</span>
                    </nav>
                    <h1 class="type-page">{ name.clone() }</h1>
                    if let Some(page) = page {
                        <p role="status">{ i18n.with("registry-note", &[("count", page.in_use.into())]) }</p>
                    }
                </div>
            </div>
            <div class={classes!("with-drawer", row.is_some().then_some("with-drawer--open"))}>
                <section ref={place} class="card items" aria-label={name}>
                    <div class="card__body items__bar">
                        <Search label={i18n.t("registry-search")} value={(*search).clone()} onchange={onsearch} />
                        <Segmented
                            label={i18n.t("registry-which")} options={which} onchange={onwhich}
                            value={if *archived { "archive" } else { "in-use" }}
                        />
                        <Runner wanted={Wanted::default()} may_make={page.is_some_and(|page| page.may_make)} />
                        <TakeOut report="models" source={source(&i18n, &query)} {total} />
                    </div>
                    { form_error(&i18n, asked.failure.as_ref()) }
                    { body }
                </section>
                if let Some(row) = row {
                    <Detail
                        key={row.made_ms.to_string()} row={row.clone()} {onclose} currency={settings.currency}
                        zone={settings.time_zone.clone()}
                        may_make={page.is_some_and(|page| page.may_make)}
                    />
                }
            </div>
            if let Some(page) = page {
                <div class="forecast__pair">
                    { live(&i18n, &page.live) }
                    <Rule settings={page.settings.clone()} may_set={page.may_make} />
                </div>
            }
        </div>
    }
}

/// What forecasts were worth, by model; nothing until the days of one are over.
fn live(i18n: &I18n, live: &[LiveAccuracy]) -> Html {
    if live.is_empty() {
        return Html::default();
    }
    const COLUMNS: [(&str, bool, Place); 5] = [
        ("models-model", false, Place::First),
        ("registry-forecasts", true, Place::Second),
        ("registry-live", true, Place::Key),
        ("models-inside", true, Place::Nowhere),
        ("models-bias", true, Place::Nowhere),
    ];
    let formats = i18n.formats();
    let columns = COLUMNS.map(|(key, number, place)| Column { label: i18n.t(key), number, place });
    let share = |thousandths: u32| formats.percent_tenths(f64::from(thousandths) / 1_000.0);
    let dash = || "—".to_owned();
    let row = |live: &LiveAccuracy| {
        let seen = live.hindsight;
        let bias = seen.bias.map(|bias| formats.change(f64::from(bias) / 1_000.0));
        vec![
            html! { { model_name(i18n, &live.model) } },
            html! { { formats.count(live.forecasts.into()) } },
            html! { { seen.wape.map_or_else(dash, share) } },
            html! { { share(seen.inside_80) } },
            html! { { bias.unwrap_or_else(dash) } },
        ]
    };
    html! {
        <Card title={i18n.t("registry-by-model")} note={i18n.t("registry-by-model-note")} flush={true}>
            { table(i18n.t("registry-by-model"), &columns, live.iter().map(row).collect()) }
        </Card>
    }
}
