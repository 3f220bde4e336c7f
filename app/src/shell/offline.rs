//! Whether there is a connection. Being without one is a state, not an error.

use gloo::events::EventListener;
use yew::prelude::*;

use crate::browser;

/// Follows the browser's own idea of being online.
#[hook]
pub(super) fn use_online() -> bool {
    let online = use_state(|| browser::window().navigator().on_line());
    {
        let online = online.clone();
        use_effect_with((), move |()| {
            let window = browser::window();
            let listeners = [("online", true), ("offline", false)].map(|(event, now)| {
                let online = online.clone();
                EventListener::new(&window, event, move |_| online.set(now))
            });
            move || drop(listeners)
        });
    }
    *online
}
