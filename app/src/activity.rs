//! Tells the worker that a person is at work, so that the idle lock starts over.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Interval;
use yew::prelude::*;

use crate::browser;
use crate::client::Client;

/// The worker is told at most this often.
const TELL_EVERY_MS: f64 = 10_000.0;
/// How often the minutes until the lock are counted again.
const COUNT_EVERY_MS: u32 = 15_000;
const SIGNS: [&str; 4] = ["pointerdown", "keydown", "wheel", "touchstart"];

/// Watches for signs of activity and returns the whole minutes until the idle lock, at least 1.
///
/// The worker decides when to lock; this only counts along, from the later of what it said and the last touch.
#[hook]
pub(crate) fn use_activity(client: &Client, soft_lock_at_ms: u64, soft_minutes: u16) -> u32 {
    let quiet_ms = f64::from(soft_minutes) * 60_000.0;
    let last_touch = use_memo((), |()| Rc::new(Cell::new(browser::now_ms())));
    let now = use_state(browser::now_ms);
    {
        let (client, last_touch) = (client.clone(), Rc::clone(&last_touch));
        use_effect_with((), move |()| {
            let last_told = Rc::new(Cell::new(0.0));
            let listeners = SIGNS.map(|sign| {
                let (client, last_touch, last_told) =
                    (client.clone(), Rc::clone(&last_touch), Rc::clone(&last_told));
                let passive = EventListenerOptions::run_in_capture_phase();
                EventListener::new_with_options(&browser::document(), sign, passive, move |_| {
                    let now = browser::now_ms();
                    last_touch.set(now);
                    if now - last_told.get() >= TELL_EVERY_MS {
                        last_told.set(now);
                        client.touch();
                    }
                })
            });
            move || drop(listeners)
        });
    }
    {
        let now = now.clone();
        use_effect_with((), move |()| {
            let ticking = Interval::new(COUNT_EVERY_MS, move || now.set(browser::now_ms()));
            move || drop(ticking)
        });
    }
    let locks_at = (soft_lock_at_ms as f64).max(last_touch.get() + quiet_ms);
    let minutes = ((locks_at - browser::now_ms().max(*now)) / 60_000.0).ceil();
    minutes.clamp(1.0, f64::from(soft_minutes.max(1))) as u32
}
