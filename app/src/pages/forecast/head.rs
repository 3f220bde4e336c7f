//! What the forecast is of, how well that can be predicted, and what else could be asked.

use std::rc::Rc;

use ledger::{Demand, ForecastScope, ForecastView, KeptForecast, Stale};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::is_new;
use super::picker::Picker;
use super::wanted::{HORIZONS, LEAST_DAYS, MOST_DAYS, Wanted};
use crate::components::{Button, NameChoice, Select, Tone, badge, options, outline_badge};
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;
use crate::intl::DayStyle;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) wanted: Wanted,
    pub(super) onchange: Callback<Wanted>,
    /// The last answer.
    pub(super) view: Option<Rc<ForecastView>>,
    pub(super) is_counting: bool,
    pub(super) zone: String,
    /// Opens the known days.
    pub(super) ondays: Callback<MouseEvent>,
}

/// Breadcrumb, name, badges, choices.
#[component]
pub(super) fn Head(props: &Props) -> Html {
    let i18n = use_i18n();
    let (wanted, view) = (&props.wanted, props.view.as_deref());
    let place = {
        let (wanted, onchange) = (wanted.clone(), props.onchange.clone());
        Callback::from(move |place| {
            let mut changed = wanted.clone();
            changed.scope.place = place;
            onchange.emit(changed);
        })
    };
    let status =
        if props.is_counting { i18n.t("counting") } else { made(&i18n, view, &props.zone) };
    // Where nothing was ever sold there is nothing to choose from.
    let may_choose = wanted.scope != ForecastScope::default()
        || view.is_none_or(|view| !view.history.is_empty() || view.running.is_some());
    html! {
        <div class="page-head">
            <div>
                { crumbs(&i18n, props) }
                <div class="forecast__name">
                    <h1 class="type-page">{ name_of(&i18n, wanted, view) }</h1>
                    if let Some(view) = view { { badges(&i18n, view) } }
                </div>
                <p role="status">{ status }</p>
            </div>
            if may_choose {
                <div class="forecast__choices">
                    <Picker
                        wanted={wanted.clone()} onchange={props.onchange.clone()}
                        categories={view.map(|view| view.categories.clone()).unwrap_or_default()}
                    />
                    <NameChoice
                        label={i18n.t("place")} all={i18n.t("all-places")} bare={true}
                        names={view.map(|view| view.places.clone()).unwrap_or_default()}
                        chosen={wanted.scope.place.clone()} onchange={place}
                    />
                    <Horizon days={wanted.days} onchange={props.onchange.reform({
                        let wanted = wanted.clone();
                        move |days| Wanted { days, ..wanted.clone() }
                    })} />
                    <Button icon={Icon::Calendar} onclick={&props.ondays}>
                        { i18n.t("known-days") }
                    </Button>
                </div>
            }
        </div>
    }
}

/// What the forecast is of.
pub(super) fn name_of(i18n: &I18n, wanted: &Wanted, view: Option<&ForecastView>) -> AttrValue {
    let scope = &wanted.scope;
    let told = |name: &str| {
        if name.is_empty() { i18n.t("name-not-told") } else { name.to_owned().into() }
    };
    if let Some(item) = &scope.item {
        let named = view.filter(|view| view.query.scope.item.as_ref() == Some(item));
        return named.map_or_else(
            || told(item),
            |view| told(if view.item_name.is_empty() { item } else { &view.item_name }),
        );
    }
    scope.category.as_deref().map_or_else(|| i18n.t("forecast-all"), told)
}

/// Forecast › Coffee beans › CF-ETH-GUJ-1K.
fn crumbs(i18n: &I18n, props: &Props) -> Html {
    let wanted = &props.wanted;
    let scope = &wanted.scope;
    let of = |category: Option<String>| {
        wanted.of(ForecastScope { category, item: None, ..scope.clone() })
    };
    let is_narrow = scope.item.is_some() || scope.category.is_some();
    let category = props.view.as_ref().map(|view| view.item_category.clone());
    let category = category.filter(|name| scope.item.is_some() && !name.is_empty());
    html! {
        <nav class="crumbs" aria-label={i18n.t("forecast-crumbs")}>
            if is_narrow {
                { crumb(i18n.t("nav-forecast"), of(None), props) }
                if let Some(category) = category {
                    { Icon::ChevronRight.small() }
                    { crumb(category.clone().into(), of(Some(category)), props) }
                }
                { Icon::ChevronRight.small() }
                <span aria-current="page">
                    { scope.item.clone().or_else(|| scope.category.clone()).unwrap_or_default() }
                </span>
            } else {
                <span aria-current="page">{ i18n.t("nav-forecast") }</span>
            }
        </nav>
    }
}

fn crumb(name: AttrValue, to: Wanted, props: &Props) -> Html {
    let href = to.address();
    let onchange = props.onchange.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
            event.prevent_default();
            onchange.emit(to.clone());
        }
    });
    html! { <a {href} {onclick}>{ name }</a> }
}

/// When it was made, from what, and what is no longer true of that.
fn made(i18n: &I18n, view: Option<&ForecastView>, zone: &str) -> AttrValue {
    let Some(view) = view else { return AttrValue::default() };
    let Some(kept) = &view.kept else { return i18n.t("forecast-not-made") };
    let formats = i18n.formats();
    let mut text = i18n
        .with(
            "forecast-made",
            &[
                ("when", formats.moment(kept.made_ms, zone).into()),
                ("until", formats.day(kept.until, DayStyle::Full).into()),
            ],
        )
        .to_string();
    if let Some(reason) = view.stale.first() {
        text.push(' ');
        text.push_str(&i18n.t(match reason {
            Stale::Data => "forecast-stale-data",
            Stale::Engine => "forecast-stale-engine",
            Stale::Calendar => "forecast-stale-calendar",
            Stale::Age => "forecast-stale-age",
        }));
    }
    text.into()
}

/// How it sells and how well that is predicted, in words.
fn badges(i18n: &I18n, view: &ForecastView) -> Html {
    html! {
        <span class="forecast__badges">
            if let Some(demand) = view.demand {
                { outline_badge(i18n.t(demand_key(demand))) }
            }
            if let Some(kept) = &view.kept { { predicted(i18n, kept, is_new(view)) } }
        </span>
    }
}

/// The message that says how something sells.
pub(super) const fn demand_key(demand: Demand) -> &'static str {
    match demand {
        Demand::Smooth => "demand-smooth",
        Demand::Erratic => "demand-erratic",
        Demand::Intermittent => "demand-intermittent",
        Demand::Lumpy => "demand-lumpy",
    }
}

/// How well the champion did on past forecasts, in words and figures; with little history those say nothing.
///
/// Well: off by under 15 % of what was sold, or by under 40 % and clearly better than repeating the season before
/// (MASE under 0.9). Hard: off by 40 % and more, and no better than repeating (MASE 1 and more).
fn predicted(i18n: &I18n, kept: &KeptForecast, is_new: bool) -> Html {
    let score = kept.scores.iter().find(|score| score.model == kept.model);
    let Some(score) = score.filter(|score| score.origins > 0 && !is_new) else {
        return badge(Tone::Neutral, Some(Icon::Clock), i18n.t("predicted-new"));
    };
    let (tone, icon, key) = match (score.wape, score.mase) {
        (0..150, _) | (150..400, 0..900) => (Tone::Accent, Some(Icon::Check), "predicted-well"),
        (400.., 1_000..) => (Tone::Warn, Some(Icon::Warning), "predicted-hard"),
        _ => (Tone::Neutral, None, "predicted-fairly"),
    };
    let formats = i18n.formats();
    let why = [
        ("share", formats.percent(f64::from(score.wape) / 1_000.0).into()),
        ("mase", formats.hundredths(f64::from(score.mase) / 1_000.0).into()),
    ];
    html! {
        <span title={i18n.with("predicted-why", &why)}>
            { badge(tone, icon, i18n.t(key)) }
        </span>
    }
}

#[derive(Properties, PartialEq)]
struct HorizonProps {
    days: u16,
    onchange: Callback<u16>,
}

/// How far ahead: some usual lengths, or any other.
#[component]
fn Horizon(props: &HorizonProps) -> Html {
    let i18n = use_i18n();
    let is_own = use_state(|| !HORIZONS.contains(&props.days));
    let choices = HORIZONS
        .map(|days| (days.to_string(), i18n.with("forecast-days", &[("count", days.into())])));
    let own = [("own".to_owned(), i18n.t("forecast-days-own"))];
    let onchange = {
        let (is_own, onchange) = (is_own.clone(), props.onchange.clone());
        Callback::from(move |value: String| {
            let days = value.parse().ok();
            is_own.set(days.is_none());
            if let Some(days) = days {
                onchange.emit(days);
            }
        })
    };
    let ontyped = {
        let onchange = props.onchange.clone();
        Callback::from(move |event: Event| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            if let Some(days) = input.and_then(|input| input.value().parse::<u16>().ok()) {
                onchange.emit(days.clamp(LEAST_DAYS, MOST_DAYS));
            }
        })
    };
    html! {
        <>
            <Select
                label={i18n.t("forecast-ahead")} bare={true} {onchange}
                options={options(choices.into_iter().chain(own))}
                value={if *is_own { "own".to_owned() } else { props.days.to_string() }}
            />
            if *is_own {
                <div class="field__box forecast__days">
                    <input
                        type="number" class="field__input" min={LEAST_DAYS.to_string()}
                        max={MOST_DAYS.to_string()} value={props.days.to_string()}
                        aria-label={i18n.t("forecast-ahead")} onchange={ontyped}
                    />
                </div>
            }
        </>
    }
}
