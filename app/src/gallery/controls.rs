//! Buttons, fields, choices, navigation.

use yew::prelude::*;

use super::Group;
use crate::components::{
    Button, Checkbox, Chip, Field, FieldKind, Look, Menu, MenuItem, Radio, Segmented, Select, Size,
    Switch, Tone, badge, options, outline_badge,
};
use crate::icon::Icon;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// Keeps the radio groups of the two themes apart.
    pub(super) theme: &'static str,
}

/// Everything a person presses or types into.
#[component]
pub(super) fn Controls(props: &Props) -> Html {
    html! {
        <>
            <Group title="Buttons"><Buttons /></Group>
            <Group title="Fields, select, choice"><Fields theme={props.theme} /></Group>
            <Group title="Badges, chips, segments"><Marks /></Group>
            <Group title="Menu"><OpenMenu /></Group>
        </>
    }
}

#[component]
fn Buttons() -> Html {
    let looks = [
        (Look::Primary, "Primary"),
        (Look::Secondary, "Secondary"),
        (Look::Quiet, "Quiet"),
        (Look::Danger, "Danger"),
        (Look::Destroy, "Destroy"),
    ];
    html! {
        <>
            { for looks.map(|(look, name)| html! {
                <div class="gallery__row">
                    <Button {look}>{ name }</Button>
                    <Button {look} show="hover">{ "Hover" }</Button>
                    <Button {look} show="focus">{ "Focus" }</Button>
                    <Button {look} disabled="">{ "Disabled" }</Button>
                    <Button {look} loading={true}>{ "Loading" }</Button>
                </div>
            }) }
            <div class="gallery__row">
                <Button look={Look::Primary} size={Size::Small}>{ "Small 28" }</Button>
                <Button look={Look::Primary}>{ "Medium 36" }</Button>
                <Button look={Look::Primary} size={Size::Large}>{ "Large 48" }</Button>
                <Button icon={Icon::Printer}>{ "With icon" }</Button>
                <Button icon={Icon::Close} look={Look::Quiet} name="Close" />
                <Button disabled="Wait 42 s after five tries">{ "With reason" }</Button>
            </div>
        </>
    }
}

#[component]
fn Fields(props: &Props) -> Html {
    let suppliers = options([("a", "Brûlerie Perrache"), ("b", "Nørre Ceramics")]);
    let group = format!("places-{}", props.theme);
    html! {
        <>
            <div class="gallery__columns">
                <Field label="Price" value="€18.00" />
                <Field label="Price, focused" value="€18.00" show="focus" />
                <Field label="SKU" value="HW-MUG-NOR" error="Another item has this SKU. Change one of them." />
                <Field label="Opening stock" value="31" disabled="Set by the last count" />
                <Field label="Password" kind={FieldKind::Password} value="a long secret" />
                <Field label="Lead time" value="3" unit="days" help="From the last five orders" />
                <Field label="Postcode" value="69004" loading={true} />
                <Field label="Word 7" kind={FieldKind::Word} value="frost" />
                <Select label="Supplier" value="a" options={suppliers.clone()} />
                <Select label="Supplier, missing" value="b" options={suppliers} error="Choose one that delivers." />
            </div>
            <div class="gallery__row">
                <Checkbox label="Track stock" checked={true} />
                <Checkbox label="Sell online" checked={false} />
                <Checkbox label="Some" checked={false} mixed={true} />
                <Checkbox label="Not yours" checked={true} disabled={true} />
                <Radio label="One" group={group.clone()} checked={true} />
                <Radio label="Two" {group} checked={false} />
                <Switch label="On" checked={true} />
                <Switch label="Off" checked={false} />
                <Switch label="Fixed" checked={true} disabled={true} />
            </div>
        </>
    }
}

#[component]
fn Marks() -> Html {
    let periods = options([("d", "Day"), ("w", "Week"), ("m", "Month")]);
    html! {
        <>
            <div class="gallery__row">
                { badge(Tone::Neutral, None, "Draft") }
                { badge(Tone::Accent, Some(Icon::Check), "Paid") }
                { badge(Tone::Warn, Some(Icon::Clock), "Due today") }
                { badge(Tone::Crit, Some(Icon::Warning), "Overdue") }
                { outline_badge("Class A") }
            </div>
            <div class="gallery__row">
                <Chip label="Low" count="7" pressed={true} />
                <Chip label="All" count="214" pressed={false} />
                <Chip label="Counting" count="…" pressed={false} />
            </div>
            <div class="gallery__row"><Segmented label="Period" value="d" options={periods} /></div>
        </>
    }
}

#[component]
fn OpenMenu() -> Html {
    let item = |icon: Icon, label: &'static str, hint: Option<AttrValue>| MenuItem {
        icon,
        label: label.into(),
        hint,
        onpress: Callback::noop(),
    };
    let items = vec![
        item(Icon::Lock, "Lock now", Some("Ctrl Shift L".into())),
        item(Icon::Shield, "Security", None),
        item(Icon::Keyboard, "Shortcuts", Some("?".into())),
    ];
    html! {
        <Menu name="Person" {items} class="button button--secondary" shown={true}>
            { "Claire Moreau" }
            { Icon::ChevronDown.small() }
        </Menu>
    }
}
