//! Soft lock: faces and a keypad, for a counter where people come and go.

use gloo::events::EventListener;
use ledger::PersonId;
use protocol::{Access, SoftLockedPerson, VaultCard};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::recover::Recover;
use super::unlock::{PasswordForm, shop_name};
use super::wait::use_wait;
use crate::components::{Button, Key, Keypad, Look, PinDots, Size, avatar, form_error};
use crate::hooks::use_access;
use crate::i18n::use_i18n;
use crate::icon::Icon;
use crate::shell::role_key;
use crate::{browser, pages};

/// A PIN has four to eight digits.
const SHORTEST_PIN: usize = 4;
const LONGEST_PIN: usize = 8;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) vault: VaultCard,
    pub(super) people: Vec<SoftLockedPerson>,
    pub(super) wait_until_ms: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Pin,
    Password,
    RecoveryKey,
}

/// The screen is emptied, the keys are still held.
#[component]
pub(super) fn SoftLock(props: &Props) -> Html {
    let i18n = use_i18n();
    pages::use_title(props.vault.business.clone());
    let chosen = use_state(|| props.people.first().map(|person| person.person));
    let way = use_state(|| Way::Pin);
    let go = |to: Way| {
        let way = way.clone();
        Callback::from(move |()| way.set(to))
    };
    let person = props.people.iter().find(|person| Some(person.person) == *chosen);
    let has_pin = person.is_some_and(|person| person.has_pin);
    let business = props.vault.business.clone();
    match *way {
        Way::RecoveryKey => html! {
            <Recover {business} wait_until_ms={props.wait_until_ms} back={go(Way::Pin)} />
        },
        way => html! {
            <main class="gate">
                { shop_name(&props.vault.business, i18n.t("soft-lock-text")) }
                <Faces people={props.people.clone()} chosen={*chosen} onchoose={Callback::from({
                    let chosen = chosen.clone();
                    move |person| chosen.set(Some(person))
                })} />
                if let (true, Way::Pin, Some(person)) = (has_pin, way, person) {
                    <PinForm
                        key={format!("{:?}", person.person)}
                        person={person.person} wait_until_ms={props.wait_until_ms}
                    />
                } else {
                    <PasswordForm business={props.vault.business.clone()} wait_until_ms={props.wait_until_ms} />
                }
                <div class="gate__more">
                    if has_pin && way == Way::Pin {
                        <Button icon={Icon::Key} onclick={go(Way::Password).reform(|_| ())}>
                            { i18n.t("soft-lock-use-password") }
                        </Button>
                    } else if has_pin {
                        <Button icon={Icon::User} onclick={go(Way::Pin).reform(|_| ())}>
                            { i18n.t("soft-lock-use-pin") }
                        </Button>
                    }
                    <Button look={Look::Quiet} onclick={go(Way::RecoveryKey).reform(|_| ())}>
                        { i18n.t("unlock-forgot") }
                    </Button>
                </div>
            </main>
        },
    }
}

#[derive(Properties, PartialEq)]
struct FacesProps {
    people: Vec<SoftLockedPerson>,
    chosen: Option<PersonId>,
    onchoose: Callback<PersonId>,
}

#[component]
fn Faces(props: &FacesProps) -> Html {
    let i18n = use_i18n();
    html! {
        <div class="faces" role="group" aria-label={i18n.t("soft-lock-who")}>
            { for props.people.iter().map(|person| {
                let id = person.person;
                html! {
                    <button
                        type="button" class="face"
                        aria-pressed={if props.chosen == Some(id) { "true" } else { "false" }}
                        onclick={props.onchoose.reform(move |_| id)}
                    >
                        { avatar(&person.name, true) }
                        { person.name.clone() }
                        <small>{ i18n.t(role_key(person.role)) }</small>
                    </button>
                }
            }) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PinProps {
    person: PersonId,
    wait_until_ms: Option<f64>,
}

#[component]
fn PinForm(props: &PinProps) -> Html {
    let i18n = use_i18n();
    let pin = use_state(String::new);
    let order = use_access(Callback::noop());
    let wait = use_wait(props.wait_until_ms);
    {
        let pin = pin.clone();
        use_effect_with(order.failure.is_some(), move |failed| {
            if *failed {
                pin.set(String::new());
            }
        });
    }
    let press = {
        let (pin, clear) = (pin.clone(), order.clear.clone());
        Callback::from(move |key: Key| {
            clear.emit(());
            let mut typed = (*pin).clone();
            match key {
                Key::Digit(digit) if typed.len() < LONGEST_PIN => {
                    typed.push_str(&digit.to_string());
                }
                Key::Digit(_) => {}
                Key::Erase => drop(typed.pop()),
            }
            pin.set(typed);
        })
    };
    let enough = pin.len() >= SHORTEST_PIN;
    let enter = {
        let (order, pin, person) = (order.clone(), (*pin).clone(), props.person);
        Callback::from(move |()| {
            if enough && wait.is_none() {
                order.send.emit(Access::UnlockWithPin { person, pin: pin.clone() });
            }
        })
    };
    use_digit_keys(press.clone(), enter.clone());
    let waits = wait.map(|seconds| i18n.with("unlock-wait", &[("seconds", seconds.into())]));
    let disabled = waits.or_else(|| (!enough).then(AttrValue::default));
    html! {
        <div class="gate__form gate__form--pin">
            <PinDots filled={pin.len()} of={SHORTEST_PIN} />
            <Keypad onpress={press} disabled={wait.is_some()} />
            if wait.is_none() { { form_error(&i18n, order.failure.as_ref()) } }
            <Button
                look={Look::Primary} size={Size::Large} wide={true} loading={order.busy} {disabled}
                onclick={enter.reform(|_| ())}
            >
                { i18n.t("unlock") }
            </Button>
        </div>
    }
}

/// Digits, Backspace and Enter of the keyboard, wherever the focus is; a focused button keeps its Enter.
#[hook]
fn use_digit_keys(press: Callback<Key>, enter: Callback<()>) {
    use_effect_with((press, enter), |(press, enter)| {
        let (press, enter) = (press.clone(), enter.clone());
        let listener = EventListener::new(&browser::document(), "keydown", move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let on_button = event
                .target()
                .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
                .is_some_and(|element| element.tag_name() == "BUTTON");
            match event.key().as_str() {
                "Backspace" => press.emit(Key::Erase),
                "Enter" if !on_button => enter.emit(()),
                key => {
                    if let Ok(digit @ 0..=9) = key.parse::<u8>() {
                        press.emit(Key::Digit(digit));
                    }
                }
            }
        });
        move || drop(listener)
    });
}
