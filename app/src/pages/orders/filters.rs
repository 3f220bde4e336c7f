//! What the list is narrowed to.

use ledger::{Answer, By, Day, Lead, Period, Query, SalesAnswer, SalesFilter, SalesQuery, TopSide};
use yew::prelude::*;

use super::LEADS;
use crate::components::{NameChoice, Search, Select, day_field, options};
use crate::hooks::use_query;
use crate::i18n::use_i18n;
use crate::icon::Icon;

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
    let (places, channels) = use_names();
    let wanted = &props.wanted;
    let leads =
        options(LEADS.iter().enumerate().map(|(at, (_, key))| (at.to_string(), i18n.t(key))));
    let lead = LEADS.iter().position(|(lead, _)| *lead == wanted.lead).unwrap_or(0).to_string();
    let is_unfolded = use_state(|| false);
    let unfold = {
        let is_unfolded = is_unfolded.clone();
        Callback::from(move |_| is_unfolded.set(!*is_unfolded))
    };
    html! {
        <div class="orders__filters" role="search" aria-label={i18n.t("nav-orders")}>
            <Search label={i18n.t("orders-search")} value={wanted.search.clone()} onchange={change(props, |wanted, text| wanted.search = text)} />
            <button
                type="button" class="button button--secondary orders__unfold"
                aria-expanded={if *is_unfolded { "true" } else { "false" }} onclick={unfold}
            >
                { i18n.t("report-filter") }{ Icon::ChevronDown.small() }
            </button>
            <div class={classes!("orders__choices", is_unfolded.then_some("orders__choices--unfolded"))}>
            { day_field(i18n.t("day-first"), wanted.first, change(props, |wanted, day| wanted.first = day)) }
            { day_field(i18n.t("day-last"), wanted.last, change(props, |wanted, day| wanted.last = day)) }
            <NameChoice
                label={i18n.t("orders-place")} all={i18n.t("all-places")} names={places}
                chosen={wanted.place.clone()} onchange={change(props, |wanted, name| wanted.place = name)}
            />
            <NameChoice
                label={i18n.t("orders-channel")} all={i18n.t("all-channels")} names={channels}
                chosen={wanted.channel.clone()} onchange={change(props, |wanted, name| wanted.channel = name)}
            />
            <Select
                label={i18n.t("orders-lead")} value={lead} options={leads}
                onchange={change(props, |wanted, at: String| {
                    wanted.lead = LEADS[at.parse().unwrap_or(0).min(LEADS.len() - 1)].0;
                })}
            />
            </div>
        </div>
    }
}

fn change<T: 'static>(props: &Props, change: fn(&mut Wanted, T)) -> Callback<T> {
    let wanted = props.wanted.clone();
    props.onchange.reform(move |value: T| {
        let mut changed = wanted.clone();
        change(&mut changed, value);
        changed
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

#[cfg(test)]
mod tests {
    use super::*;

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
