//! The row of choices above a report.

use ledger::{By, Currency, Day, Period, SalesAnswer, SalesFilter};
use yew::prelude::*;

use super::period::Preset;
use super::wanted::Wanted;
use crate::components::{Button, NameChoice, Select, Switch, day_field, options};
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;

/// What rows can be, with the message that names it.
const BYS: [(By, &str); 9] = [
    (By::Hour, "hour"),
    (By::Day, "day"),
    (By::Week, "week"),
    (By::Month, "month"),
    (By::Category, "category"),
    (By::Item, "item"),
    (By::Place, "place"),
    (By::Channel, "channel"),
    (By::Country, "country"),
];

/// The message that names what rows are.
pub(super) fn by_key(by: By) -> &'static str {
    BYS.iter().find(|(other, _)| *other == by).map_or("day", |(_, key)| key)
}

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) answer: SalesAnswer,
    pub(super) wanted: Wanted,
    pub(super) onchange: Callback<Wanted>,
    pub(super) anchor: Day,
}

/// Period, division, filters, currency. On a phone they wait behind a button.
#[component]
pub(super) fn Filters(props: &Props) -> Html {
    let i18n = use_i18n();
    let open = use_state(|| false);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_| open.set(!*open))
    };
    html! {
        <div class="report__choice">
            { days(&i18n, props) }
            <div class="report__more">
                <Button icon={Icon::Settings} onclick={toggle}>{ i18n.t("report-filter") }</Button>
            </div>
            <div class={classes!("report__filters", open.then_some("report__filters--open"))}>
                { division(&i18n, props) }
                { names(&i18n, props) }
                { money(&i18n, props) }
            </div>
        </div>
    }
}

impl Props {
    /// A callback that changes one thing of what is wanted.
    fn set<T: 'static>(&self, change: fn(&mut Wanted, T)) -> Callback<T> {
        let (wanted, onchange) = (self.wanted.clone(), self.onchange.clone());
        Callback::from(move |value| {
            let mut changed = wanted.clone();
            change(&mut changed, value);
            onchange.emit(changed);
        })
    }
}

/// The period: by name, or from a day to a day.
fn days(i18n: &I18n, props: &Props) -> Html {
    let period = props.answer.period;
    let named = Preset::NAMED.iter().position(|(preset, _)| *preset == props.wanted.preset);
    let presets =
        Preset::NAMED.iter().enumerate().map(|(at, (_, key))| (at.to_string(), i18n.t(key)));
    let own = [("own".to_owned(), i18n.t("period-own"))];
    let onchange = {
        let set = props.set(|wanted, preset| wanted.preset = preset);
        Callback::from(move |value: String| {
            let named = value.parse::<usize>().ok().and_then(|at| Preset::NAMED.get(at));
            set.emit(named.map_or(Preset::Own(period), |(preset, _)| *preset));
        })
    };
    let set_own = |first: bool| {
        let set = props.set(|wanted: &mut Wanted, period| wanted.preset = Preset::Own(period));
        Callback::from(move |day: Option<Day>| {
            let Some(day) = day else { return };
            // A day beyond the other end moves that end along.
            set.emit(if first {
                Period { first: day, last: period.last.max(day) }
            } else {
                Period { first: period.first.min(day), last: day }
            });
        })
    };
    html! {
        <>
            <Select
                label={i18n.t("period")} options={options(presets.chain(own))} {onchange}
                value={named.map_or_else(|| "own".to_owned(), |at| at.to_string())}
            />
            if matches!(props.wanted.preset, Preset::Own(_)) {
                { day_field(i18n.t("day-first"), Some(period.first), set_own(true)) }
                { day_field(i18n.t("day-last"), Some(period.last), set_own(false)) }
            }
        </>
    }
}

/// What a row is.
fn division(i18n: &I18n, props: &Props) -> Html {
    let choices = BYS.map(|(_, key)| (key, i18n.t(key)));
    let onchange = props.set(|wanted, key: String| {
        wanted.by = BYS.iter().find(|(_, other)| *other == key).map_or(By::Day, |(by, _)| *by);
    });
    html! {
        <Select
            label={i18n.t("by")} value={by_key(props.wanted.by)} options={options(choices)} {onchange}
        />
    }
}

/// Something to filter by: what it is called, what no choice is called, its names, its place in a filter.
type Facet<'a> = (&'a str, &'a str, &'a [String], fn(&mut SalesFilter) -> &mut Option<String>);

/// Only some places, channels, categories, countries.
fn names(i18n: &I18n, props: &Props) -> Html {
    let answer = &props.answer;
    let each: [Facet<'_>; 4] = [
        ("place", "all-places", &answer.places, |filter| &mut filter.place),
        ("channel", "all-channels", &answer.channels, |filter| &mut filter.channel),
        ("category", "all-categories", &answer.categories, |filter| &mut filter.category),
        ("country", "all-countries", &answer.countries, |filter| &mut filter.country),
    ];
    html! {
        { for each.into_iter().map(|(label, all, names, of)| {
            let (wanted, onchange) = (props.wanted.clone(), props.onchange.clone());
            let chosen = of(&mut wanted.filter.clone()).clone();
            let onchange = Callback::from(move |name| {
                let mut changed = wanted.clone();
                *of(&mut changed.filter) = name;
                onchange.emit(changed);
            });
            html! {
                <NameChoice
                    label={i18n.t(label)} all={i18n.t(all)} names={names.to_vec()} {chosen} {onchange}
                    are_countries={label == "country"}
                />
            }
        }) }
    }
}

/// The currency of the report, and whether others are converted into it.
fn money(i18n: &I18n, props: &Props) -> Html {
    let answer = &props.answer;
    if answer.currencies.len() < 2 {
        return Html::default();
    }
    let onchange =
        props.set(|wanted, code: String| wanted.currency = Currency::from_code(&code).ok());
    let onconvert = props.set(|wanted, on: bool| wanted.convert = on);
    html! {
        <>
            <Select
                label={i18n.t("currency")} value={answer.currency.code().to_owned()}
                options={options(currencies(i18n, answer))} {onchange}
            />
            <Switch label={i18n.t("report-convert")} checked={props.wanted.convert} onchange={onconvert} />
        </>
    }
}

/// Those with sales; the one of the report is among them even if it has none.
fn currencies(i18n: &I18n, answer: &SalesAnswer) -> Vec<(String, String)> {
    let mut codes: Vec<&str> = answer.currencies.iter().map(Currency::code).collect();
    if !codes.contains(&answer.currency.code()) {
        codes.insert(0, answer.currency.code());
    }
    let name = |code: &str| (code.to_owned(), i18n.formats().currency_name(code));
    codes.into_iter().map(name).collect()
}
