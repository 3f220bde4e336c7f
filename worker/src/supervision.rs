//! What happens when this worker panics: the page is told, the next worker is told which command it was.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::panic::PanicHookInfo;

use js_sys::{Object, Reflect};
use ledger::CommandId;
use protocol::ToPage;
use wasm_bindgen::prelude::*;

use crate::hex;
use crate::port::Port;

/// A command that has crashed the worker this often is not tried again.
const QUARANTINE_AFTER: u32 = 2;
const CRASHES: &str = "crashes";

type HandOver = Box<dyn Fn(&JsValue)>;

thread_local! {
    static PORT: RefCell<Option<Port>> = const { RefCell::new(None) };
    static IN_FLIGHT: Cell<Option<CommandId>> = const { Cell::new(None) };
    static CRASH_COUNTS: RefCell<BTreeMap<CommandId, u32>> = const { RefCell::new(BTreeMap::new()) };
    // What the page keeps now; the hook adds the crash to it.
    static KEPT: RefCell<JsValue> = const { RefCell::new(JsValue::NULL) };
    static HAND_OVER: RefCell<Option<HandOver>> = const { RefCell::new(None) };
}

/// Watches over this worker: its last words go to `port`, what the next leader needs to `hand_over`.
pub(crate) fn watch(port: &Port, hand_over: impl Fn(&JsValue) + 'static) {
    PORT.replace(Some(port.clone()));
    HAND_OVER.replace(Some(Box::new(hand_over)));
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        last_words(info);
        before(info);
    }));
}

/// Nothing here may panic, and any of the cells may be borrowed by the code that did.
fn last_words(info: &PanicHookInfo<'_>) {
    let place = info.location().map_or_else(String::new, |at| format!(" at {at}"));
    // A formatted text may hold data of the shop; a constant one cannot.
    let text = info.payload_as_str().filter(|_| info.payload().is::<&'static str>());
    let message = match text {
        Some(text) => format!("panicked{place}: {text}"),
        None => format!("panicked{place}"),
    };
    if let Some(command) = IN_FLIGHT.take() {
        CRASH_COUNTS.with(|counts| {
            if let Ok(mut counts) = counts.try_borrow_mut() {
                *counts.entry(command).or_default() += 1;
            }
        });
    }
    let kept =
        with_crashes(&KEPT.with(|kept| kept.try_borrow().map_or(JsValue::NULL, |k| k.clone())));
    HAND_OVER.with(|hand_over| {
        if let Ok(Some(hand_over)) = hand_over.try_borrow().as_deref() {
            hand_over(&kept);
        }
    });
    PORT.with(|port| {
        if let Ok(Some(port)) = port.try_borrow().as_deref() {
            port.keep(&kept);
            port.say(&ToPage::Panicked { message });
            // The instance is dead, but its worker would live on and hold the leader's lock.
            port.close();
        }
    });
}

/// Remembers that a command is being carried out; refused if it has crashed too often.
pub(crate) fn begin(command: CommandId) -> Result<(), Quarantined> {
    let crashes = CRASH_COUNTS.with_borrow(|counts| counts.get(&command).copied());
    if crashes.is_some_and(|count| count >= QUARANTINE_AFTER) {
        return Err(Quarantined);
    }
    IN_FLIGHT.set(Some(command));
    Ok(())
}

/// A command is done.
pub(crate) fn end() {
    IN_FLIGHT.set(None);
}

/// The command has crashed the worker before and is left alone.
#[derive(Debug)]
pub(crate) struct Quarantined;

/// Notes what the page keeps from now on, and gives it back with the crash counts in it.
pub(crate) fn keep(keys: JsValue) -> JsValue {
    KEPT.replace(keys);
    kept()
}

/// What the page keeps now.
pub(crate) fn kept() -> JsValue {
    KEPT.with_borrow(with_crashes)
}

/// Takes over the crash counts of an earlier worker.
pub(crate) fn remember(kept: &JsValue) {
    let Ok(crashes) = Reflect::get(kept, &CRASHES.into()) else { return };
    let Some(crashes) = crashes.dyn_ref::<Object>() else { return };
    for entry in Object::entries(crashes) {
        let pair: js_sys::Array = entry.unchecked_into();
        let command = pair.get(0).as_string().and_then(|text| hex::decode(&text));
        let count = pair.get(1).as_f64().unwrap_or(0.0) as u32;
        if let Some(command) = command {
            CRASH_COUNTS.with_borrow_mut(|counts| {
                let known = counts.entry(CommandId(command)).or_default();
                *known = count.max(*known);
            });
        }
    }
}

fn with_crashes(keys: &JsValue) -> JsValue {
    let counts = CRASH_COUNTS.with(|c| c.try_borrow().map(|c| c.clone())).unwrap_or_default();
    if counts.is_empty() {
        return keys.clone();
    }
    let crashes = Object::new();
    for (command, count) in counts {
        // A fresh object takes fields; were it not so, this still must not panic.
        Reflect::set(&crashes, &hex::encode(&command.0).into(), &count.into()).unwrap_or_default();
    }
    let kept = Object::new();
    if let Some(keys) = keys.dyn_ref::<Object>() {
        Object::assign(&kept, keys);
    }
    Reflect::set(&kept, &CRASHES.into(), &crashes).unwrap_or_default();
    kept.into()
}
