//! What tells, asks and waits.

use protocol::{Failure, Strength, StrengthReason};
use yew::prelude::*;

use super::Group;
use crate::components::{
    Banner, Button, Column, Dialog, Keypad, Look, PinDots, Place, Progress, Size, StrengthMeter,
    Toast, ToastCard, Tone, avatar, empty, form_error, logo, skeleton, table,
};
use crate::i18n::use_i18n;
use crate::icon::Icon;

/// Everything that is read rather than pressed.
#[component]
pub(super) fn Feedback() -> Html {
    let i18n = use_i18n();
    html! {
        <>
            <Group title="Dialog">
                <Dialog
                    inline={true} onclose={Callback::noop()} title="Void this sale?"
                    text="€55.80 goes back to Nadia Berthier and 6 items return to stock. The ledger keeps both."
                >
                    <div class="dialog__actions">
                        <Button>{ "Keep sale" }</Button>
                        <Button look={Look::Destroy}>{ "Void sale" }</Button>
                    </div>
                </Dialog>
            </Group>
            <Group title="Toasts"><Toasted /></Group>
            <Group title="Banners"><Bannered /></Group>
            <Group title="Progress"><Progressing /></Group>
            <Group title="Empty state">
                { empty(Icon::Box, "No items yet", "Bring them in from a file, or add the first by hand.", html! {
                    <>
                        <Button look={Look::Primary} size={Size::Small}>{ "Import a file" }</Button>
                        <Button size={Size::Small}>{ "Add an item" }</Button>
                    </>
                }) }
            </Group>
            <Group title="Skeleton">{ skeleton(&i18n, 3) }</Group>
            <Group title="Keypad">
                <PinDots filled={3} of={6} />
                <div class="gallery__row" />
                <Keypad show={(8, "hover")} />
            </Group>
            <Group title="Table"><Listed /></Group>
            <Group title="Strength meter"><Strengths /></Group>
            <Group title="Numbers"><Numbers /></Group>
            <Group title="Logo, avatar">
                <div class="gallery__row">
                    { logo(false) }{ logo(true) }{ avatar("Claire Moreau", false) }
                    { avatar("Léa Faure", true) }
                </div>
            </Group>
        </>
    }
}

#[component]
fn Toasted() -> Html {
    let undo = (AttrValue::from("Undo"), Callback::noop());
    let open = (AttrValue::from("Open storage"), Callback::noop());
    html! {
        <>
            <ToastCard toast={Toast::done("Order to Brûlerie Perrache written".into())} action={undo} />
            <div class="gallery__row" />
            <ToastCard toast={Toast::failed("Not saved, the disk is full. Free 40 MB.".into())} action={open} />
        </>
    }
}

#[component]
fn Bannered() -> Html {
    let i18n = use_i18n();
    let refused = Failure::new("wrong-password").with("tries_left", 4);
    html! {
        <>
            <Banner tone={Tone::Accent} text="A new version is ready.">
                <Button size={Size::Small}>{ "Reload" }</Button>
            </Banner>
            <Banner tone={Tone::Warn} text="This device's clock went back by 40 s." />
            <Banner tone={Tone::Crit} text="The log has a fault at block 812." />
            { form_error(&i18n, Some(&refused)) }
        </>
    }
}

#[component]
fn Progressing() -> Html {
    html! {
        <>
            <Progress
                what="Training 214 items" how_far="128 of 214, 22 s left" done={128} total={214}
                note="Cancelling keeps the models you had." oncancel={Callback::noop()}
            />
            <div class="gallery__row" />
            <Progress
                what="Training 214 items" how_far="128 of 214" done={128} total={214} failed={true}
                note="Stopped: the disk is full."
            />
        </>
    }
}

#[component]
fn Listed() -> Html {
    let column = |label: &'static str, number, place| Column { label: label.into(), number, place };
    let columns = vec![
        column("What", false, Place::First),
        column("When", false, Place::Second),
        column("Block", true, Place::Key),
    ];
    let row = |what: &'static str, when: &'static str, block: &'static str| {
        vec![html! { { what } }, html! { { when } }, html! { { block } }]
    };
    let rows = vec![
        row("Theme set to dark", "Sat 21 Nov, 14:32", "212"),
        row("Signed in by password", "Sat 21 Nov, 08:00", "211"),
    ];
    table("Log".into(), &columns, rows)
}

#[component]
fn Strengths() -> Html {
    let rated = |score, reason| Some(Strength { score, reason });
    let examples = [
        None,
        rated(1, StrengthReason::Common),
        rated(2, StrengthReason::Guessable),
        rated(3, StrengthReason::None),
        rated(4, StrengthReason::None),
    ];
    html! { { for examples.map(|strength| html! { <StrengthMeter {strength} /> }) } }
}

/// The table of numbers: exact money, percent, count, size, list, time.
#[component]
fn Numbers() -> Html {
    let i18n = use_i18n();
    let formats = i18n.formats();
    let money = |minor| {
        ledger::Currency::from_code("EUR")
            .map_or_else(|_| String::new(), |euro| formats.money(minor, euro))
    };
    let texts = [
        money(328_460),
        money(-24_800),
        formats.percent(0.584),
        formats.count(212_904),
        formats.bytes(48_200_000),
        formats.relative(-300_000),
        formats.moment(1_795_271_520_000, "Europe/Paris"),
        formats.list(&["items".into(), "customers".into(), "sales".into()]),
    ];
    html! {
        <div class="gallery__row">
            { for texts.map(|text| html! { <span>{ text }</span> }) }
            { Icon::Info.small() }
        </div>
    }
}
