//! Orders: the list and one of them in full.

mod detail;
mod filters;
mod list;
mod take_out;

use std::rc::Rc;

use ledger::{Area, Lead, OrderRef, OrdersPage, OrdersQuery, Query};
use protocol::{Failure, Request, Response, SessionView};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::use_title;
use crate::browser;
use crate::components::{Button, Look, RouteLink, empty, form_error, skeleton};
use crate::files::TakeOut;
use crate::hooks::use_client;
use crate::i18n::use_i18n;
use crate::icon::Icon;
use crate::link::Freshness;
use crate::route::Route;
use detail::Detail;
use filters::{Filters, Wanted};
use list::List;
use take_out::source;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) session: SessionView,
}

/// The rows a list asks for first.
const FIRST: (u64, u16) = (0, 150);

/// A window of the list with the question it answers.
type Answered = (OrdersQuery, OrdersPage);

/// The page.
#[component]
pub(super) fn Orders(props: &Props) -> Html {
    let i18n = use_i18n();
    let name = i18n.t("nav-orders");
    use_title(format!("{name} · {}", props.session.settings.business));
    let wanted = use_state(Wanted::default);
    let window = use_state(|| FIRST);
    let open = use_state(|| None::<(u64, OrderRef)>);
    let place = use_node_ref();
    let query = query_of(&wanted, *window);
    let (answered, failure) = use_orders(query.clone());
    let onchange = {
        let (wanted, window, open) = (wanted.clone(), window.clone(), open.clone());
        Callback::from(move |changed| {
            wanted.set(changed);
            window.set(FIRST);
            open.set(None);
        })
    };
    let onopen = {
        let (open, answered) = (open.clone(), answered.clone());
        Callback::from(move |index: u64| {
            let row = answered.as_ref().and_then(|answered| {
                let at = usize::try_from(index.checked_sub(answered.0.offset)?).ok()?;
                answered.1.rows.get(at)
            });
            if let Some(row) = row {
                open.set(Some((index, row.order)));
            }
        })
    };
    let onclose = {
        let (open, place) = (open.clone(), place.clone());
        Callback::from(move |()| {
            open.set(None);
            // Back to the list, where the order was opened.
            let grid = place
                .cast::<HtmlElement>()
                .and_then(|place| place.query_selector("[role=grid]").ok().flatten());
            browser::focus(grid.and_then(|grid| wasm_bindgen::JsCast::dyn_into(grid).ok()));
        })
    };
    let clear = onchange.reform(|_: MouseEvent| Wanted::default());
    let total = answered.as_ref().map(|answered| answered.1.total);
    let body = match &answered {
        None => html! { <div class="card__body">{ skeleton(&i18n, 8) }</div> },
        Some(answered) if answered.1.total == 0 && *wanted == Wanted::default() => empty(
            Icon::Receipt,
            i18n.t("orders-none-title"),
            i18n.t("orders-none-text"),
            html! {
                <RouteLink to={Route::Import} class="button button--primary" current={None}>
                    { i18n.t("orders-none-import") }
                </RouteLink>
            },
        ),
        Some(answered) if answered.1.total == 0 => empty(
            Icon::Receipt,
            i18n.t("orders-nothing-title"),
            i18n.t("orders-nothing-text"),
            html! {
                <Button look={Look::Primary} onclick={clear}>{ i18n.t("clear-filters") }</Button>
            },
        ),
        Some(answered) => html! {
            <List
                answered={Rc::clone(answered)} open={open.map(|(index, _)| index)} {onopen}
                onwindow={Callback::from(move |wanted| window.set(wanted))}
            />
        },
    };
    html! {
        <div class="orders">
            <div class="orders__head">
                <h1 class="type-page">{ name }</h1>
                if let Some(total) = total {
                    <p class="quieter" role="status">{ i18n.with("orders-count", &[("count", total.into())]) }</p>
                }
                <TakeOut report="orders" source={source(&i18n, query)} total={total.unwrap_or(0)} />
            </div>
            <div class={classes!("with-drawer", open.is_some().then_some("with-drawer--open"))}>
                <div ref={place} class="card orders__list">
                    <Filters wanted={(*wanted).clone()} {onchange} />
                    { form_error(&i18n, failure.as_ref()) }
                    { body }
                </div>
                if let Some((_, order)) = *open {
                    <Detail
                        key={order.0} {order} {onclose}
                        zone={props.session.settings.time_zone.clone()}
                    />
                }
            </div>
        </div>
    }
}

fn query_of(wanted: &Wanted, (offset, limit): (u64, u16)) -> OrdersQuery {
    OrdersQuery {
        search: wanted.search.clone(),
        period: wanted.period(),
        filter: wanted.filter(),
        lead: wanted.lead,
        offset,
        limit,
    }
}

/// The list's window, asked again when the ledger grew. What was answered stays until something newer is.
#[hook]
fn use_orders(query: OrdersQuery) -> (Option<Rc<Answered>>, Option<Failure>) {
    let client = use_client();
    let freshness = use_context::<Freshness>().unwrap_or_default();
    let answered = use_state(|| None::<Rc<Answered>>);
    let failure = use_state(|| None);
    {
        let (answered, failure) = (answered.setter(), failure.setter());
        let fresh = freshness.of(&[Area::Imports, Area::Settings]);
        use_effect_with((query, fresh), move |(query, _)| {
            let current = Rc::new(std::cell::Cell::new(true));
            let (still, query) = (Rc::clone(&current), query.clone());
            client.send(Request::Query(Query::Orders(query.clone())), move |reply| {
                if !still.get() {
                    return;
                }
                match reply {
                    Ok(Response::Answer(ledger::Answer::Orders(page))) => {
                        failure.set(None);
                        answered.set(Some(Rc::new((query, page))));
                    }
                    Ok(_) => {}
                    Err(reason) => failure.set(Some(reason)),
                }
            });
            move || current.set(false)
        });
    }
    ((*answered).clone(), (*failure).clone())
}

/// The names of a list's directions, in the order they are offered.
const LEADS: [(Lead, &str); 3] =
    [(Lead::Newest, "lead-newest"), (Lead::Oldest, "lead-oldest"), (Lead::Largest, "lead-largest")];
