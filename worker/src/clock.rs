//! The device's clock and one alarm, both of which a test can push forward.

use std::cell::Cell;

use js_sys::Date;
use ledger::Timestamp;
use wasm_bindgen::prelude::*;

thread_local! {
    static PUSHED_MS: Cell<i64> = const { Cell::new(0) };
}

/// Milliseconds since 1970 by the device's clock.
pub(crate) fn now_ms() -> i64 {
    // An f64 holds milliseconds exactly for the next 280,000 years.
    Date::now() as i64 + PUSHED_MS.get()
}

/// Now, with the device's offset from UTC.
pub(crate) fn now() -> Timestamp {
    let utc_ms = now_ms();
    let west_min = Date::new(&JsValue::from_f64(utc_ms as f64)).get_timezone_offset();
    Timestamp { utc_ms, offset_min: -(west_min as i16) }
}

/// Lets the clock jump; whoever waits for a moment has to look again.
#[cfg(feature = "testing")]
pub(crate) fn push(ms: u64) {
    PUSHED_MS.set(PUSHED_MS.get().saturating_add_unsigned(ms));
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &JsValue, ms: i32) -> i32;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: i32);
}

/// Calls back at the moment it was last set to, once.
pub(crate) struct Alarm {
    callback: Closure<dyn FnMut()>,
    pending: Cell<Option<i32>>,
}

impl Alarm {
    pub(crate) fn new(callback: impl FnMut() + 'static) -> Self {
        Self { callback: Closure::new(callback), pending: Cell::new(None) }
    }

    /// Rings at `at_ms`, or at once if that is past; `None` silences it.
    pub(crate) fn set(&self, at_ms: Option<i64>) {
        if let Some(id) = self.pending.take() {
            clear_timeout(id);
        }
        if let Some(at_ms) = at_ms {
            // Browsers count in 32 bits; whoever is woken early looks at the clock and sets it again.
            let ms = (at_ms - now_ms()).clamp(0, i64::from(i32::MAX));
            let ms = i32::try_from(ms).expect("it was clamped to an i32");
            self.pending.set(Some(set_timeout(self.callback.as_ref(), ms)));
        }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        self.set(None);
    }
}
