//! What to forecast: everything, a category, or an item by a part of its name.

use std::cell::Cell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use ledger::{Answer, ForecastRow, ForecastScope, ForecastsQuery, Measure, Query};
use protocol::{Request, Response};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::items::item_of;
use super::wanted::Wanted;
use crate::browser;
use crate::hooks::use_client;
use crate::i18n::use_i18n;
use crate::icon::Icon;

/// Items and categories offered at once.
const MOST: usize = 6;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) wanted: Wanted,
    pub(super) onchange: Callback<Wanted>,
    pub(super) categories: Vec<String>,
}

/// One thing that can be chosen.
#[derive(Clone, PartialEq)]
struct Offer {
    scope: ForecastScope,
    name: AttrValue,
    /// What it is: a category, or an item's SKU.
    what: AttrValue,
}

/// A field that offers what fits what is typed.
#[component]
pub(super) fn Picker(props: &Props) -> Html {
    let i18n = use_i18n();
    let typed = use_state(|| None::<String>);
    let active = use_state(|| 0_usize);
    let close = {
        let (typed, active) = (typed.clone(), active.clone());
        Callback::from(move |()| {
            typed.set(None);
            active.set(0);
        })
    };
    let offers = use_offers(props, typed.as_deref());
    let choose = {
        let (wanted, onchange, close) =
            (props.wanted.clone(), props.onchange.clone(), close.clone());
        Callback::from(move |scope: ForecastScope| {
            close.emit(());
            onchange.emit(wanted.of(scope));
        })
    };
    let oninput = {
        let (typed, active) = (typed.clone(), active.clone());
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                typed.set(Some(input.value()));
                active.set(0);
            }
        })
    };
    let open = {
        let typed = typed.clone();
        Callback::from(move |()| {
            if typed.is_none() {
                typed.set(Some(String::new()));
            }
        })
    };
    let onkeydown = {
        let (active, offers) = (active.clone(), offers.clone());
        let (choose, close, open) = (choose.clone(), close.clone(), open.clone());
        Callback::from(move |event: KeyboardEvent| {
            let count = offers.len().max(1);
            match event.key().as_str() {
                "ArrowDown" => active.set((*active + 1) % count),
                "ArrowUp" => active.set((*active + count - 1) % count),
                "Enter" => {
                    event.prevent_default();
                    if let Some(offer) = offers.get(*active) {
                        choose.emit(offer.scope.clone());
                    }
                    return;
                }
                "Escape" => {
                    event.stop_propagation();
                    return close.emit(());
                }
                _ => return,
            }
            open.emit(());
            event.prevent_default();
        })
    };
    let is_open = typed.is_some();
    let label = i18n.t("forecast-pick");
    let at = (*active).min(offers.len().saturating_sub(1));
    html! {
        <div class="picker">
            <div class="search">
                { Icon::Search.small() }
                <input
                    type="text" class="search__input" role="combobox" aria-label={label.clone()}
                    placeholder={label.clone()} autocomplete="off" aria-autocomplete="list"
                    aria-expanded={if is_open { "true" } else { "false" }} aria-controls="picker-list"
                    aria-activedescendant={(is_open && !offers.is_empty()).then(|| offer_id(at))}
                    value={(*typed).clone().unwrap_or_default()}
                    {oninput} {onkeydown} onfocus={open.reform(|_| ())}
                    onclick={open.reform(|_| ())} onblur={close.reform(|_| ())}
                />
            </div>
            <ul
                id="picker-list" role="listbox" aria-label={label}
                class="menu__list menu__list--below picker__list" hidden={!is_open || offers.is_empty()}
            >
                { for offers.iter().enumerate().map(|(number, offer)| {
                    let (scope, choose) = (offer.scope.clone(), choose.clone());
                    html! {
                        <li
                            key={number} id={offer_id(number)} role="option" class="menu__item"
                            aria-selected={if number == at { "true" } else { "false" }}
                            // Before the field loses the focus and with it the list.
                            onpointerdown={Callback::from(|event: PointerEvent| event.prevent_default())}
                            onmousedown={Callback::from(|event: MouseEvent| event.prevent_default())}
                            onclick={Callback::from(move |_: MouseEvent| choose.emit(scope.clone()))}
                        >
                            <span class="picker__name">{ offer.name.clone() }</span>
                            <span class="menu__hint">{ offer.what.clone() }</span>
                        </li>
                    }
                }) }
            </ul>
        </div>
    }
}

fn offer_id(number: usize) -> String {
    "picker-".to_owned() + &number.to_string()
}

/// Everything, then categories, then items that fit; nothing while nobody looks.
#[hook]
fn use_offers(props: &Props, typed: Option<&str>) -> Vec<Offer> {
    let i18n = use_i18n();
    let place = props.wanted.scope.place.clone();
    let looked_for = browser::lower(typed.unwrap_or_default().trim());
    let found = use_found(&props.wanted, typed.is_some().then_some(&looked_for));
    if typed.is_none() {
        return Vec::new();
    }
    let fits = |name: &str| {
        let name = browser::lower(name);
        looked_for.split_whitespace().all(|word| name.contains(word))
    };
    let everything = (i18n.t("forecast-all"), None);
    let categories = props.categories.iter().filter(|name| !name.is_empty());
    let categories = categories.map(|name| (name.clone().into(), Some(name.clone())));
    let mut offers: Vec<Offer> = [everything]
        .into_iter()
        .chain(categories)
        .filter(|(name, _)| fits(name))
        .take(MOST)
        .map(|(name, category)| Offer {
            what: if category.is_some() { i18n.t("category") } else { AttrValue::default() },
            scope: ForecastScope { place: place.clone(), category, item: None },
            name,
        })
        .collect();
    offers.extend(found.iter().map(|row| Offer {
        scope: ForecastScope { place: place.clone(), category: None, item: Some(item_of(row)) },
        name: if row.name.is_empty() { &row.sku } else { &row.name }.clone().into(),
        what: row.sku.clone().into(),
    }));
    offers
}

/// Letters that follow each other this closely are one search.
const TYPING_MS: u32 = 150;

/// Items that fit, most revenue first; asked for a moment after the last letter, and only while somebody looks.
#[hook]
fn use_found(wanted: &Wanted, looked_for: Option<&String>) -> Rc<[ForecastRow]> {
    let client = use_client();
    let found = use_state(|| -> Rc<[ForecastRow]> { Rc::from([]) });
    let query = looked_for.map(|text| ForecastsQuery {
        search: text.clone(),
        place: wanted.scope.place.clone(),
        measure: Measure::Units,
        every: wanted.every,
        days: wanted.days,
        model: None,
        offset: 0,
        limit: MOST as u32,
    });
    {
        let found = found.setter();
        use_effect_with(query, move |query| {
            let current = Rc::new(Cell::new(true));
            let still = Rc::clone(&current);
            let asking = query.clone().map(|query| {
                Timeout::new(TYPING_MS, move || {
                    client.send(Request::Query(Query::Forecasts(query)), move |reply| {
                        if let Ok(Response::Answer(Answer::Forecasts(page))) = reply
                            && still.get()
                        {
                            found.set(page.rows.into());
                        }
                    });
                })
            });
            move || {
                current.set(false);
                drop(asking);
            }
        });
    }
    (*found).clone()
}
