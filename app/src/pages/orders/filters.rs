//! What the list is narrowed to.

use gloo::timers::callback::Timeout;
use ledger::{Answer, By, Day, Lead, Period, Query, SalesAnswer, SalesFilter, SalesQuery, TopSide};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::LEADS;
use crate::components::{Options, Select, options};
use crate::hooks::use_query;
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;

/// Letters that follow each other this closely are one search.
const TYPING_MS: u32 = 250;

/// What is wanted of all orders.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Wanted {
    pub(super) search: String,
    pub(super) first: Option<Day>,
    pub(super) last: Option<Day>,
    pub(super) place: Option<String>,
    pub(super) channel: Option<String>,
    pub(super) lead: Lead,
}

impl Wanted {
    /// The days, if there is a limit at either end.
    pub(super) fn period(&self) -> Option<Period> {
        if self.first.is_none() && self.last.is_none() {
            return None;
        }
        let first = self.first.unwrap_or(Day(i32::MIN));
        let last = self.last.unwrap_or(Day(i32::MAX));
        Some(Period { first, last: last.max(first) })
    }

    pub(super) fn filter(&self) -> SalesFilter {
        SalesFilter {
            place: self.place.clone(),
            channel: self.channel.clone(),
            ..SalesFilter::default()
        }
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) wanted: Wanted,
    pub(super) onchange: Callback<Wanted>,
}

/// Search, days, place, channel, direction.
#[component]
pub(super) fn Filters(props: &Props) -> Html {
    let i18n = use_i18n();
    let names = use_names();
    let wanted = &props.wanted;
    let set = |change: fn(&mut Wanted, String)| {
        let (wanted, onchange) = (wanted.clone(), props.onchange.clone());
        Callback::from(move |value: String| {
            let mut changed = wanted.clone();
            change(&mut changed, value);
            onchange.emit(changed);
        })
    };
    let leads =
        options(LEADS.iter().enumerate().map(|(at, (_, key))| (at.to_string(), i18n.t(key))));
    let lead = LEADS.iter().position(|(lead, _)| *lead == wanted.lead).unwrap_or(0).to_string();
    let (places, channels) = names;
    html! {
        <div class="orders__filters" role="search" aria-label={i18n.t("nav-orders")}>
            <Search value={wanted.search.clone()} onchange={set(|wanted, text| wanted.search = text)} />
            <DayField
                label={i18n.t("day-first")} value={wanted.first}
                onchange={set(|wanted, text| wanted.first = day_of(&text))}
            />
            <DayField
                label={i18n.t("day-last")} value={wanted.last}
                onchange={set(|wanted, text| wanted.last = day_of(&text))}
            />
            if places.len() > 1 {
                <Select
                    label={i18n.t("orders-place")} value={chosen(&places, wanted.place.as_ref())}
                    options={named(&i18n, &places, "all-places")}
                    onchange={choose(props, places.clone(), |wanted, name| wanted.place = name)}
                />
            }
            if channels.len() > 1 {
                <Select
                    label={i18n.t("orders-channel")} value={chosen(&channels, wanted.channel.as_ref())}
                    options={named(&i18n, &channels, "all-channels")}
                    onchange={choose(props, channels.clone(), |wanted, name| wanted.channel = name)}
                />
            }
            <Select
                label={i18n.t("orders-lead")} value={lead} options={leads}
                onchange={set(|wanted, at| {
                    wanted.lead = LEADS[at.parse().unwrap_or(0).min(LEADS.len() - 1)].0;
                })}
            />
        </div>
    }
}

/// Names are chosen by their number, because an empty name is one, too: "not told".
fn chosen(names: &[String], name: Option<&String>) -> String {
    name.and_then(|name| names.iter().position(|other| other == name))
        .map(|at| at.to_string())
        .unwrap_or_default()
}

fn named(i18n: &I18n, names: &[String], all: &str) -> Options {
    let first = (String::new(), i18n.t(all));
    let each = names.iter().enumerate().map(|(at, name)| {
        let label = if name.is_empty() { i18n.t("name-not-told") } else { name.clone().into() };
        (at.to_string(), label)
    });
    options(std::iter::once(first).chain(each))
}

fn choose(
    props: &Props,
    names: Vec<String>,
    change: fn(&mut Wanted, Option<String>),
) -> Callback<String> {
    let (wanted, onchange) = (props.wanted.clone(), props.onchange.clone());
    Callback::from(move |at: String| {
        let mut changed = wanted.clone();
        change(&mut changed, at.parse::<usize>().ok().and_then(|at| names.get(at).cloned()));
        onchange.emit(changed);
    })
}

/// The places and channels there are.
#[hook]
fn use_names() -> (Vec<String>, Vec<String>) {
    let everything = SalesQuery {
        period: None,
        by: By::Place,
        filter: SalesFilter::default(),
        currency: None,
        convert: false,
        side: TopSide::Top,
        limit: 1,
    };
    let (answer, _) = use_query(Query::Sales(everything));
    match answer {
        Some(Answer::Sales(answer)) => {
            let SalesAnswer { places, channels, .. } = *answer;
            (places, channels)
        }
        _ => Default::default(),
    }
}

#[derive(Properties, PartialEq)]
struct SearchProps {
    value: String,
    onchange: Callback<String>,
}

/// Searches a moment after the last letter, or at once with Enter.
#[component]
fn Search(props: &SearchProps) -> Html {
    let i18n = use_i18n();
    let typed = use_state(|| props.value.clone());
    {
        let typed = typed.clone();
        use_effect_with(props.value.clone(), move |value| typed.set(value.clone()));
    }
    {
        let (saved, onchange) = (props.value.clone(), props.onchange.clone());
        use_effect_with((*typed).clone(), move |typed| {
            let typed = typed.clone();
            let waiting =
                (typed != saved).then(|| Timeout::new(TYPING_MS, move || onchange.emit(typed)));
            move || drop(waiting)
        });
    }
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                typed.set(input.value());
            }
        })
    };
    let label = i18n.t("orders-search");
    html! {
        <div class="search">
            { Icon::Search.small() }
            <input
                type="search" class="search__input" aria-label={label.clone()} placeholder={label}
                autocomplete="off" value={(*typed).clone()} {oninput}
            />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct DayProps {
    label: AttrValue,
    value: Option<Day>,
    /// `YYYY-MM-DD`, or empty.
    onchange: Callback<String>,
}

/// A day by the browser's own calendar.
#[component]
fn DayField(props: &DayProps) -> Html {
    let onchange = props.onchange.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            onchange.emit(input.value());
        }
    });
    let value = props.value.map(|day| {
        let (year, month, day) = day.date();
        format!("{year:04}-{month:02}-{day:02}")
    });
    html! {
        <label class="field">
            <span class="field__label">{ props.label.clone() }</span>
            <span class="field__box">
                <input type="date" class="field__input" value={value.unwrap_or_default()} {onchange} />
            </span>
        </label>
    }
}

fn day_of(text: &str) -> Option<Day> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    Day::from_date(year, month, parts.next()?.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_browsers_write_it() {
        assert_eq!(day_of("2026-11-21"), Day::from_date(2026, 11, 21));
        assert_eq!(day_of("2026-02-31"), None);
        assert_eq!(day_of(""), None);
    }

    #[test]
    fn a_period_may_be_open_at_either_end() {
        let day = Day(20_000);
        let since = Wanted { first: Some(day), ..Wanted::default() };
        assert_eq!(since.period(), Some(Period { first: day, last: Day(i32::MAX) }));
        assert_eq!(Wanted::default().period(), None);
        let turned = Wanted { first: Some(day), last: Some(Day(1)), ..Wanted::default() };
        assert_eq!(turned.period(), Some(Period { first: day, last: day }));
    }
}
