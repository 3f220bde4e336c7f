//! The wait after five wrong tries, counted down.

use gloo::timers::callback::Interval;
use yew::prelude::*;

use crate::browser;

/// Whole seconds left until a moment; `None` once it is past.
#[hook]
pub(super) fn use_wait(until_ms: Option<f64>) -> Option<u32> {
    let left = use_state(|| None);
    {
        let left = left.clone();
        use_effect_with(until_ms, move |until_ms| {
            let until = *until_ms;
            let count = move || {
                let seconds = until.map(|until| ((until - browser::now_ms()) / 1000.0).ceil());
                left.set(seconds.filter(|seconds| *seconds >= 1.0).map(|seconds| seconds as u32));
            };
            count();
            let counting = until.map(|_| Interval::new(500, count));
            move || drop(counting)
        });
    }
    *left
}
