//! Days that are known in advance: whose holidays count, and the merchant's own promotions, closed days and events.

use ledger::{
    Answer, Command, Day, DayId, DayKind, DayName, ForecastScope, ForecastSettings,
    ForecastsCommand, HolidayCountry, KnownDay, KnownDaysQuery, KnownDaysView, NamedDay, Query,
};
use protocol::Response;
use yew::prelude::*;

use crate::browser;
use crate::components::Tone;
use crate::components::{
    Button, Dialog, Field, Look, Select, Size, Switch, Toast, badge, day_field, form_error,
    options, skeleton, use_toasts,
};
use crate::hooks::{Order, use_command, use_query};
use crate::i18n::{I18n, use_i18n};
use crate::icon::Icon;
use crate::intl::DayStyle;

/// Kinds with their keys, in the order they are offered.
const KINDS: [(DayKind, &str); 4] = [
    (DayKind::Promotion, "day-promotion"),
    (DayKind::Closed, "day-closed"),
    (DayKind::Event, "day-event"),
    (DayKind::Holiday, "day-holiday"),
];

/// How far ahead the list of coming days reaches.
const AHEAD_DAYS: i32 = 365;

#[derive(Properties, PartialEq)]
pub(in crate::pages) struct Props {
    /// A new day may concern these sales alone.
    #[prop_or_default]
    pub(in crate::pages) scope: ForecastScope,
    /// What they are called.
    #[prop_or_default]
    pub(in crate::pages) scope_name: AttrValue,
    pub(in crate::pages) today: Day,
    pub(in crate::pages) onclose: Callback<()>,
}

/// The dialog: country, own days, what is to come; or the form of one day.
#[component]
pub(in crate::pages) fn KnownDays(props: &Props) -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let draft = use_state(|| None::<NamedDay>);
    let today = props.today;
    let span = KnownDaysQuery { first: today, last: Day(today.0 + AHEAD_DAYS) };
    let (answer, failure) = use_query(Query::KnownDays(span));
    let order = {
        let (i18n, draft) = (i18n.clone(), draft.setter());
        use_command(Callback::from(move |_: Response| {
            draft.set(None);
            toasts.emit(Toast::done(i18n.t("known-saved")));
        }))
    };
    let body = match (&*draft, &answer) {
        (Some(day), _) => form(&i18n, props, day, &draft, &order),
        (None, Some(Answer::KnownDays(view))) => list(&i18n, props, view, &draft, &order),
        _ => skeleton(&i18n, 5),
    };
    html! {
        <Dialog title={i18n.t("known-days")} wide={true} onclose={props.onclose.clone()}>
            <div class="dialog__body form-stack">
                { form_error(&i18n, order.failure.as_ref().or(failure.as_ref())) }
                { body }
            </div>
        </Dialog>
    }
}

/// What a known day is called.
pub(super) fn day_name(i18n: &I18n, name: &DayName) -> AttrValue {
    match name {
        DayName::Holiday { key } => holiday_name(i18n, key),
        DayName::Own { name, .. } => name.clone().into(),
    }
}

/// A public holiday by its key; one that this build does not know keeps that.
pub(super) fn holiday_name(i18n: &I18n, key: &str) -> AttrValue {
    i18n.coded("holiday", key, &[]).unwrap_or_else(|| key.to_owned().into())
}

fn kind_key(kind: DayKind) -> &'static str {
    KINDS.iter().find(|(other, _)| *other == kind).map_or("day-event", |(_, key)| key)
}

fn list(
    i18n: &I18n,
    props: &Props,
    view: &KnownDaysView,
    draft: &UseStateHandle<Option<NamedDay>>,
    order: &Order<Command>,
) -> Html {
    let add = {
        let (draft, today) = (draft.setter(), props.today);
        Callback::from(move |_: MouseEvent| {
            draft.set(Some(NamedDay {
                id: DayId(browser::random_16()),
                name: String::new(),
                kind: DayKind::Promotion,
                first: today,
                last: today,
                repeats_yearly: false,
                scope: ForecastScope::default(),
            }));
        })
    };
    html! {
        <>
            { country(i18n, view, order) }
            <div>
                <h3 class="known__part">{ i18n.t("known-own") }</h3>
                if view.own.is_empty() { <p class="under">{ i18n.t("known-own-none") }</p> }
                <ul class="known">
                    { for view.own.iter().map(|day| own(i18n, day, view.may_change, draft, order)) }
                </ul>
            </div>
            if !view.days.is_empty() {
                <div>
                    <h3 class="known__part">{ i18n.t("known-ahead") }</h3>
                    <ul class="known known--ahead" tabindex="0">
                        { for view.days.iter().map(|day| coming(i18n, day)) }
                    </ul>
                </div>
            }
            <div class="dialog__actions">
                <Button onclick={props.onclose.reform(|_| ())}>{ i18n.t("close") }</Button>
                if view.may_change {
                    <Button look={Look::Primary} onclick={add}>{ i18n.t("known-add") }</Button>
                }
            </div>
        </>
    }
}

/// Whose public holidays count.
fn country(i18n: &I18n, view: &KnownDaysView, order: &Order<Command>) -> Html {
    let each = HolidayCountry::ALL
        .map(|country| (country.code(), i18n.formats().country(country.code()).into()));
    let choices = options([("", i18n.t("known-no-country"))].into_iter().chain(each));
    let settings = view.settings.clone();
    let onchange = order.send.reform(move |code: String| {
        let country = HolidayCountry::of_code(&code);
        Command::Forecasts(ForecastsCommand::Set(ForecastSettings { country, ..settings.clone() }))
    });
    html! {
        <Select
            label={i18n.t("known-country")} options={choices} {onchange}
            value={view.settings.country.map_or("", HolidayCountry::code)}
            help={i18n.t("known-country-help")}
        />
    }
}

fn own(
    i18n: &I18n,
    day: &NamedDay,
    may_change: bool,
    draft: &UseStateHandle<Option<NamedDay>>,
    order: &Order<Command>,
) -> Html {
    let change = {
        let (draft, day) = (draft.setter(), day.clone());
        Callback::from(move |_: MouseEvent| draft.set(Some(day.clone())))
    };
    let id = day.id;
    let remove =
        order.send.reform(move |_: MouseEvent| Command::Forecasts(ForecastsCommand::RemoveDay(id)));
    let scope = &day.scope;
    let of = scope.item.as_ref().or(scope.category.as_ref()).or(scope.place.as_ref());
    let named = [("name", day.name.as_str().into())];
    html! {
        <li class="known__row">
            <span class="known__name">
                { day.name.clone() }{ " " }{ badge(Tone::Neutral, None, i18n.t(kind_key(day.kind))) }
                <span class="choice__what">
                    { span(i18n, day.first, day.last) }
                    if day.repeats_yearly { { " · " }{ i18n.t("known-yearly") } }
                    if let Some(of) = of { { " · " }{ of.clone() } }
                </span>
            </span>
            if may_change {
                <Button size={Size::Small} onclick={change}>
                    <span aria-hidden="true">{ i18n.t("known-change") }</span>
                    <span class="visually-hidden">{ i18n.with("known-change-named", &named) }</span>
                </Button>
                <Button
                    look={Look::Quiet} size={Size::Small} icon={Icon::Close} loading={order.busy}
                    name={i18n.with("known-remove", &named)} onclick={remove}
                />
            }
        </li>
    }
}

fn coming(i18n: &I18n, day: &KnownDay) -> Html {
    html! {
        <li class="known__row">
            <span class="known__name">{ day_name(i18n, &day.name) }</span>
            <span class="quieter">{ span(i18n, day.first, day.last) }</span>
        </li>
    }
}

/// "27 Nov 2026" or "27 Nov 2026 – 30 Nov 2026".
fn span(i18n: &I18n, first: Day, last: Day) -> String {
    let written = |day| i18n.formats().day(day, DayStyle::Listed);
    if first == last { written(first) } else { [written(first), written(last)].join(" – ") }
}

/// One of the merchant's own days.
fn form(
    i18n: &I18n,
    props: &Props,
    day: &NamedDay,
    draft: &UseStateHandle<Option<NamedDay>>,
    order: &Order<Command>,
) -> Html {
    let changed = |change: fn(&mut NamedDay, String)| {
        let (draft, day, clear) = (draft.setter(), day.clone(), order.clear.clone());
        Callback::from(move |value: String| {
            let mut changed = day.clone();
            change(&mut changed, value);
            clear.emit(());
            draft.set(Some(changed));
        })
    };
    let moved = |change: fn(&mut NamedDay, Day)| {
        let (draft, day) = (draft.setter(), day.clone());
        Callback::from(move |to: Option<Day>| {
            let mut changed = day.clone();
            if let Some(to) = to {
                change(&mut changed, to);
            }
            draft.set(Some(changed));
        })
    };
    let onyearly = {
        let (draft, day) = (draft.setter(), day.clone());
        Callback::from(move |repeats_yearly| {
            draft.set(Some(NamedDay { repeats_yearly, ..day.clone() }));
        })
    };
    let cancel = {
        let (draft, clear) = (draft.setter(), order.clear.clone());
        Callback::from(move |_: MouseEvent| {
            clear.emit(());
            draft.set(None);
        })
    };
    let onsubmit = {
        let (send, day) = (order.send.clone(), day.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            send.emit(Command::Forecasts(ForecastsCommand::SetDay(day.clone())));
        })
    };
    let kinds = options(KINDS.map(|(kind, key)| (kind_value(kind), i18n.t(key))));
    let onkind = changed(|day, value| {
        let found = KINDS.iter().find(|(kind, _)| kind_value(*kind) == value);
        day.kind = found.map_or(day.kind, |(kind, _)| *kind);
    });
    html! {
        <form class="form-stack" {onsubmit}>
            <Field
                label={i18n.t("known-name")} value={day.name.clone()} autofocus={true}
                oninput={changed(|day, name| day.name = name)}
            />
            <Select label={i18n.t("known-kind")} value={kind_value(day.kind)} options={kinds} onchange={onkind} />
            <div class="what-if__days">
                { day_field(i18n.t("first-day"), Some(day.first), moved(|day, first| {
                    day.first = first;
                    day.last = day.last.max(first);
                })) }
                { day_field(i18n.t("last-day"), Some(day.last), moved(|day, last| {
                    day.last = last;
                    day.first = day.first.min(last);
                })) }
            </div>
            <Switch label={i18n.t("known-repeats")} checked={day.repeats_yearly} onchange={onyearly} />
            { concerned(i18n, props, day, draft) }
            <div class="dialog__actions">
                <Button onclick={cancel}>{ i18n.t("cancel") }</Button>
                <Button
                    look={Look::Primary} submit={true} loading={order.busy}
                    disabled={day.name.trim().is_empty().then(|| i18n.t("known-needs-name"))}
                >
                    { i18n.t("save") }
                </Button>
            </div>
        </form>
    }
}

/// Which sales it concerns: all, or those the page is about.
fn concerned(
    i18n: &I18n,
    props: &Props,
    day: &NamedDay,
    draft: &UseStateHandle<Option<NamedDay>>,
) -> Html {
    let all = ForecastScope::default();
    let narrow = if day.scope == all { &props.scope } else { &day.scope };
    if *narrow == all {
        return Html::default();
    }
    let name = if *narrow == props.scope {
        props.scope_name.clone()
    } else {
        narrow.item.clone().or_else(|| narrow.category.clone()).unwrap_or_default().into()
    };
    let onchange = {
        let (draft, day, narrow) = (draft.setter(), day.clone(), narrow.clone());
        Callback::from(move |value: String| {
            let scope = if value == "narrow" { narrow.clone() } else { ForecastScope::default() };
            draft.set(Some(NamedDay { scope, ..day.clone() }));
        })
    };
    html! {
        <Select
            label={i18n.t("known-of")} {onchange}
            options={options([("all", i18n.t("forecast-all")), ("narrow", name)])}
            value={if day.scope == all { "all" } else { "narrow" }}
        />
    }
}

const fn kind_value(kind: DayKind) -> &'static str {
    match kind {
        DayKind::Holiday => "holiday",
        DayKind::Promotion => "promotion",
        DayKind::Closed => "closed",
        DayKind::Event => "event",
    }
}
