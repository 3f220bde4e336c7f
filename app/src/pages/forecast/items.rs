//! All items with what is expected of them, and the long work that forecasts them.

mod list;
mod run;

use std::rc::Rc;

use ledger::{Answer, ForecastScope, ForecastsPage, ForecastsQuery, Measure, Query};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::wanted::Wanted;
use crate::browser;
use crate::components::{Search, empty, form_error, skeleton};
use crate::files::TakeOut;
use crate::hooks::use_asked;
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;
use list::{List, source};
pub(crate) use run::ItemsRun;
pub(super) use run::{Runner, learning};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// What the page shows: the list has its place, step, horizon and, if one was chosen, its measure.
    pub(super) wanted: Wanted,
    pub(super) onchange: Callback<Wanted>,
    pub(super) may_make: bool,
    pub(super) currency: ledger::Currency,
}

/// The rows a list asks for first.
const FIRST: (u64, u16) = (0, 150);

/// A window of the list with the question it answers.
type Answered = (ForecastsQuery, ForecastsPage);

/// Search, the work on them, the list.
#[component]
pub(super) fn AllItems(props: &Props) -> Html {
    let i18n = use_i18n();
    let search = use_state(String::new);
    let window = use_state(|| FIRST);
    let answered = use_mut_ref(|| None::<Rc<Answered>>);
    let query = query_of(&props.wanted, &search, *window);
    let asked = use_asked(Query::Forecasts(query.clone()));
    if let Some(Answer::Forecasts(page)) = asked.answer
        && !asked.is_counting
    {
        *answered.borrow_mut() = Some(Rc::new((query.clone(), page)));
    }
    let answered = answered.borrow().clone();
    let onsearch = {
        let (search, window) = (search.clone(), window.clone());
        Callback::from(move |text| {
            search.set(text);
            window.set(FIRST);
        })
    };
    let onopen = {
        let (wanted, onchange, answered) =
            (props.wanted.clone(), props.onchange.clone(), answered.clone());
        Callback::from(move |index: u64| {
            let row = answered.as_ref().and_then(|answered| {
                let at = usize::try_from(index.checked_sub(answered.0.offset)?).ok()?;
                answered.1.rows.get(at)
            });
            if let Some(row) = row {
                let place = wanted.scope.place.clone();
                let item = Some(item_of(row));
                let scope = ForecastScope { place, category: None, item };
                onchange.emit(Wanted { scope, ..wanted.clone() });
                to_top();
            }
        })
    };
    let total = answered.as_ref().map_or(0, |answered| answered.1.total);
    let body = match &answered {
        None if asked.failure.is_some() => Html::default(),
        None => html! { <div class="card__body">{ skeleton(&i18n, 5) }</div> },
        Some(answered) if answered.1.total == 0 => empty(
            Icon::Trend,
            i18n.t("items-none-title"),
            i18n.t("items-none-text"),
            Html::default(),
        ),
        Some(answered) => html! {
            <List
                answered={Rc::clone(answered)} {onopen} currency={props.currency}
                onwindow={Callback::from(move |wanted| window.set(wanted))}
            />
        },
    };
    let name = i18n.t("items");
    html! {
        <section class="card items" aria-label={name.clone()}>
            <div class="card__head items__head">
                <h2 class="type-section">{ name }</h2>
                if let Some(answered) = &answered {
                    <p class="card__note" role="status">
                        { kept(&i18n, &answered.1) }
                    </p>
                }
            </div>
            <div class="card__body items__bar">
                <Search label={i18n.t("items-search")} value={(*search).clone()} onchange={onsearch} />
                <Runner wanted={props.wanted.clone()} may_make={props.may_make} />
                <TakeOut report="forecasts" source={source(&i18n, &query, props.currency)} {total} />
            </div>
            { form_error(&i18n, asked.failure.as_ref()) }
            { body }
        </section>
    }
}

/// What was opened is at the top of the page, and so is where reading goes on.
fn to_top() {
    let content = browser::document().get_element_by_id("content");
    browser::focus(content.and_then(|content| content.dyn_into().ok()));
    browser::window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// How many have a forecast.
fn kept(i18n: &I18n, page: &ForecastsPage) -> AttrValue {
    if page.fresh + page.stale == 0 {
        return i18n.t("items-state-none");
    }
    i18n.with("items-fresh", &[("fresh", page.fresh.into()), ("stale", page.stale.into())])
}

/// What tells an item from the others.
pub(super) fn item_of(row: &ledger::ForecastRow) -> String {
    if row.sku.is_empty() { row.name.clone() } else { row.sku.clone() }
}

/// Items are counted in units unless something else was chosen.
pub(super) fn measure_of(wanted: &Wanted) -> Measure {
    wanted.measure.unwrap_or(Measure::Units)
}

fn query_of(wanted: &Wanted, search: &str, (offset, limit): (u64, u16)) -> ForecastsQuery {
    ForecastsQuery {
        search: search.to_owned(),
        place: wanted.scope.place.clone(),
        measure: measure_of(wanted),
        every: wanted.every,
        days: wanted.days,
        model: wanted.model.clone(),
        offset,
        limit: limit.into(),
    }
}
