//! The wait after five wrong tries, counted down.

use gloo::timers::callback::Interval;
use yew::prelude::*;

use crate::browser;

/// Whole seconds left of a wait that the gate announced; `None` once it is over.
#[hook]
pub(super) fn use_wait(wait_ms: Option<u64>) -> Option<u32> {
    let left = use_state(|| None);
    {
        let left = left.clone();
        use_effect_with(wait_ms, move |wait_ms| {
            let until = wait_ms.map(|ms| browser::now_ms() + ms as f64);
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
