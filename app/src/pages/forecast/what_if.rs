//! What if: another price, or promotions, tried without changing anything.

use std::cmp::Ordering;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use ledger::{
    Currency, Day, ForecastQuery, NotLearned, PriceEffect, PromotionEffect, Scenario, ScenarioView,
};
use protocol::{Job, Response};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::fan::unit_of;
use super::wanted::{MEASURES, key_of};
use crate::components::{Button, Look, Size, Switch, day_field, form_error};
use crate::hooks::{JobState, use_work};
use crate::i18n::{I18n, use_i18n};

/// The farthest the price is moved either way, percent.
const MOST_PERCENT: i32 = 25;
/// Moves that follow each other this closely are one question.
const MOVING_MS: u32 = 200;
/// How long a promotion is at first.
const USUAL_DAYS: i32 = 4;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) query: ForecastQuery,
    /// When the forecast was made: another one is tried anew.
    pub(super) made_ms: i64,
    pub(super) currency: Currency,
    /// What the item is sold for; `None` for more than one item.
    pub(super) price: Option<i64>,
    pub(super) today: Day,
    /// What is known of what is tried.
    pub(super) found: Option<Rc<ScenarioView>>,
    /// Hears what is known, or that nothing is tried.
    pub(super) onfound: Callback<Option<Rc<ScenarioView>>>,
}

/// What is tried.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tried {
    percent: i32,
    promotion: Option<(Day, Day)>,
}

/// The card. It answers while the person moves the slider, from the worker.
#[component]
pub(super) fn WhatIf(props: &Props) -> Html {
    let i18n = use_i18n();
    let tried = use_state(Tried::default);
    let work = use_work();
    {
        let (start, cancel) = (work.start.clone(), work.cancel.clone());
        let (query, onfound) = (props.query.clone(), props.onfound.clone());
        use_effect_with((query, props.made_ms, *tried), move |(query, _, tried)| {
            let waiting = if *tried == Tried::default() {
                cancel.emit(());
                onfound.emit(None);
                None
            } else {
                let job = Job::Scenario(Scenario {
                    query: query.clone(),
                    price_change: (tried.percent != 0).then_some(tried.percent * 10),
                    promotions: tried.promotion.into_iter().collect(),
                });
                Some(Timeout::new(MOVING_MS, move || start.emit(job)))
            };
            move || drop(waiting)
        });
    }
    {
        let onfound = props.onfound.clone();
        use_effect_with(work.state.clone(), move |state| {
            if let JobState::Done(response) = state
                && let Response::Scenario(view) = &**response
            {
                onfound.emit(Some(Rc::from(view.clone())));
            }
        });
    }
    let reset = {
        let tried = tried.setter();
        Callback::from(move |_: MouseEvent| tried.set(Tried::default()))
    };
    let is_tried = *tried != Tried::default();
    let failure = match &work.state {
        JobState::Failed(failure) if is_tried => Some(failure),
        _ => None,
    };
    let title = i18n.t("chart-scenario");
    html! {
        <section class="card what-if" aria-label={title.clone()} aria-busy={work.is_running().then_some("true")}>
            <div class="card__head">
                <h2 class="type-section">{ title }</h2>
                if is_tried {
                    <Button look={Look::Quiet} size={Size::Small} onclick={reset}>{ i18n.t("what-if-reset") }</Button>
                }
            </div>
            <div class="card__body form-stack">
                { price(&i18n, props, &tried) }
                { promotion(&i18n, props, &tried) }
                { form_error(&i18n, failure) }
                if let Some(found) = props.found.as_ref().filter(|_| is_tried) {
                    { outcome(&i18n, props, found) }
                }
            </div>
        </section>
    }
}

/// The slider with the price it stands for; of several items there is no one price.
fn price(i18n: &I18n, props: &Props, tried: &UseStateHandle<Tried>) -> Html {
    let Some(price) = props.price.filter(|price| *price > 0) else {
        return html! { <p class="under">{ i18n.t("what-if-no-price") }</p> };
    };
    let formats = i18n.formats();
    let percent = tried.percent;
    let oninput = {
        let tried = tried.clone();
        Callback::from(move |event: InputEvent| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            if let Some(percent) = input.and_then(|input| input.value().parse().ok()) {
                tried.set(Tried { percent, ..*tried });
            }
        })
    };
    let now = formats.money(price, props.currency);
    let then = formats.money(price + price * i64::from(percent) / 100, props.currency);
    let change = formats.change(f64::from(percent) / 100.0);
    let was = [("price", now.as_str().into()), ("change", change.as_str().into())];
    let ends = [-MOST_PERCENT, MOST_PERCENT].map(|end| formats.change(f64::from(end) / 100.0));
    let [least, most] = ends;
    html! {
        <label class="what-if__price">
            <span class="what-if__line">
                <span class="field__label">{ i18n.t("what-if-price") }</span>
                <span>
                    <b>{ then.clone() }</b>
                    if percent != 0 { { " " }{ i18n.with("what-if-was", &was) } }
                </span>
            </span>
            <input
                type="range" class="slider" min={(-MOST_PERCENT).to_string()}
                max={MOST_PERCENT.to_string()} step="1" value={percent.to_string()} {oninput}
                aria-label={i18n.t("what-if-price")} aria-valuetext={[then, change].join(", ")}
            />
            <span class="what-if__line what-if__ends" aria-hidden="true">
                <span>{ least }</span><span>{ now }</span><span>{ most }</span>
            </span>
        </label>
    }
}

/// Whether goods are promoted, and from when to when.
fn promotion(i18n: &I18n, props: &Props, tried: &UseStateHandle<Tried>) -> Html {
    let first = Day(props.today.0 + 1);
    let usual = (first, Day(first.0 + USUAL_DAYS - 1));
    let onchange = {
        let tried = tried.clone();
        Callback::from(move |is_on: bool| {
            tried.set(Tried { promotion: is_on.then_some(usual), ..*tried });
        })
    };
    let moved = |change: fn((Day, Day), Day) -> (Day, Day)| {
        let tried = tried.clone();
        Callback::from(move |day: Option<Day>| {
            if let (Some(promotion), Some(day)) = (tried.promotion, day.filter(|day| *day >= first))
            {
                tried.set(Tried { promotion: Some(change(promotion, day)), ..*tried });
            }
        })
    };
    html! {
        <>
            <Switch label={i18n.t("day-promotion")} checked={tried.promotion.is_some()} {onchange} />
            if let Some((first, last)) = tried.promotion {
                <div class="what-if__days">
                    { day_field(i18n.t("first-day"), Some(first), moved(|(_, last), day| (day, last.max(day)))) }
                    { day_field(i18n.t("last-day"), Some(last), moved(|(first, _), day| (first.min(day), day))) }
                </div>
            }
        </>
    }
}

/// What comes of it, and what that was learned from.
fn outcome(i18n: &I18n, props: &Props, found: &ScenarioView) -> Html {
    let formats = i18n.formats();
    let measure = props.query.measure;
    let unit = unit_of(measure, found.currency);
    let (before, after) = (found.total.before.mean, found.total.after.mean);
    let of_units = (key_of(&MEASURES, measure), before, after, unit);
    let is_money = measure == ledger::Measure::Revenue;
    let of_revenue = found.revenue.filter(|_| !is_money).map(|(before, after)| {
        ("revenue", before, after, unit_of(ledger::Measure::Revenue, found.currency))
    });
    let of_margin = found.margin.map(|(before, after)| {
        ("margin", before, after, unit_of(ledger::Measure::Revenue, found.currency))
    });
    let row = |(key, before, after, unit): (&str, i64, i64, crate::chart::Unit)| {
        let share = (before != 0).then(|| (after - before) as f64 / before.abs() as f64);
        let way = match after.cmp(&before) {
            Ordering::Less => "change change--worse",
            Ordering::Equal => "quieter",
            Ordering::Greater => "change",
        };
        html! {
            <tr>
                <th scope="row">{ i18n.t(key) }</th>
                <td>{ unit.planned(before, formats) }</td>
                <td class="strong">{ unit.planned(after, formats) }</td>
                <td><span class={way}>{ share.map_or_else(|| "—".to_owned(), |share| formats.change(share)) }</span></td>
            </tr>
        }
    };
    html! {
        <div aria-live="polite">
            <table class="what-if__outcome">
                <caption class="visually-hidden">{ i18n.t("chart-scenario") }</caption>
                <thead class="visually-hidden">
                    <tr>
                        <td />
                        { for ["what-if-before", "what-if-after", "what-if-change"].map(|key| html! {
                            <th scope="col">{ i18n.t(key) }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>{ for [Some(of_units), of_revenue, of_margin].into_iter().flatten().map(row) }</tbody>
            </table>
            if let Some(effect) = found.price_effect {
                <p class="under">{ price_learned(i18n, effect) }</p>
            }
            if let Some(effect) = found.promotion_effect {
                <p class="under">{ promotion_learned(i18n, effect) }</p>
            }
        </div>
    }
}

fn price_learned(i18n: &I18n, effect: Result<PriceEffect, NotLearned>) -> AttrValue {
    match effect {
        Err(reason) => not_learned(i18n, "price", reason),
        Ok(PriceEffect { changes, elasticity, .. }) => {
            let share = f64::from(elasticity.abs()) / 100_000.0;
            let way = if elasticity < 0 { "down" } else { "up" };
            i18n.with(
                "what-if-price-learned",
                &[
                    ("changes", changes.into()),
                    ("way", way.into()),
                    ("share", i18n.formats().percent(share).into()),
                ],
            )
        }
    }
}

fn promotion_learned(i18n: &I18n, effect: Result<PromotionEffect, NotLearned>) -> AttrValue {
    match effect {
        Err(reason) => not_learned(i18n, "promotion", reason),
        Ok(PromotionEffect { periods, uplift, .. }) => {
            let change = i18n.formats().change(f64::from(uplift) / 1_000.0);
            let args = [("periods", periods.into()), ("change", change.into())];
            i18n.with("what-if-promotion-learned", &args)
        }
    }
}

/// Plainly that it cannot be told, and what would help.
fn not_learned(i18n: &I18n, of: &str, reason: NotLearned) -> AttrValue {
    match reason {
        NotLearned::NoOnePrice => i18n.t("what-if-no-one-price"),
        NotLearned::NeverSeen => i18n.with("what-if-never", &[("of", of.into())]),
        NotLearned::TooSeldom { periods } => {
            i18n.with("what-if-seldom", &[("of", of.into()), ("periods", periods.into())])
        }
        NotLearned::NoEffect { seen } => {
            i18n.with("what-if-no-effect", &[("of", of.into()), ("seen", seen.into())])
        }
    }
}
