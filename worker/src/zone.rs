//! Wall clocks of a time zone, by the browser's own table of zones.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Function, Object, Reflect};
use ledger::Moment;
use wasm_bindgen::prelude::*;

const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl, js_name = DateTimeFormat)]
    type Format;
    // An unknown zone is a RangeError, which js-sys' constructor does not catch.
    #[wasm_bindgen(constructor, js_namespace = Intl, js_class = "DateTimeFormat", catch)]
    fn new(locale: &str, options: &JsValue) -> Result<Format, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn format(this: &Format) -> Function;
}

/// A zone of the IANA table; one that the browser does not know counts as UTC.
pub(crate) struct Zone {
    format: Option<Function>,
    /// Offset in minutes at the beginning of each hour that was asked for, by hours since 1970.
    hours: RefCell<HashMap<i64, i16>>,
}

impl Zone {
    pub(crate) fn new(name: &str) -> Self {
        let options = Object::new();
        for (key, value) in [("timeZone", name), ("timeZoneName", "longOffset")] {
            Reflect::set(&options, &key.into(), &value.into())
                .expect("a fresh object takes fields");
        }
        let format = Format::new("en-US", &options).ok().map(|format| format.format());
        Self { format, hours: RefCell::default() }
    }

    /// Minutes east of UTC at that moment.
    ///
    /// A zone rarely changes within an hour; only where it does, the browser is asked about the moment itself.
    pub(crate) fn offset_min(&self, utc_ms: i64) -> i16 {
        let hour = utc_ms.div_euclid(HOUR_MS);
        let offset = self.at_hour(hour);
        if offset == self.at_hour(hour + 1) { offset } else { self.ask(utc_ms) }
    }

    /// What a clock on the wall shows at that moment.
    pub(crate) fn wall_clock(&self, utc_ms: i64) -> Moment {
        let offset_min = self.offset_min(utc_ms);
        let local_ms = utc_ms + i64::from(offset_min) * MINUTE_MS;
        Moment { local_ms, offset_min: Some(offset_min) }
    }

    fn at_hour(&self, hour: i64) -> i16 {
        if let Some(offset) = self.hours.borrow().get(&hour) {
            return *offset;
        }
        let offset = self.ask(hour * HOUR_MS);
        self.hours.borrow_mut().insert(hour, offset);
        offset
    }

    fn ask(&self, utc_ms: i64) -> i16 {
        let Some(format) = &self.format else { return 0 };
        let text = format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(utc_ms as f64));
        text.ok().and_then(|text| text.as_string()).map_or(0, |text| parse(&text))
    }
}

/// The zone this device is set to.
pub(crate) fn of_device() -> String {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &Object::new());
    Reflect::get(&format.resolved_options(), &"timeZone".into())
        .ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_else(|| "UTC".to_owned())
}

/// Minutes of a text that ends like `GMT+05:30`; plain `GMT` is none.
fn parse(text: &str) -> i16 {
    let Some((_, offset)) = text.rsplit_once("GMT") else { return 0 };
    let (sign, digits) = match offset.chars().next() {
        Some('+') => (1, &offset[1..]),
        // A hyphen or, as typographers have it, a minus sign.
        Some(minus @ ('-' | '\u{2212}')) => (-1, &offset[minus.len_utf8()..]),
        _ => return 0,
    };
    let mut parts = digits.split(':').map(|part| part.parse().unwrap_or(0));
    let (hours, minutes): (i16, i16) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    sign * (hours.min(24) * 60 + minutes.min(59))
}
