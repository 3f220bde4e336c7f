//! Numbers, money, sizes and dates through the browser's `Intl`, with formatters made once per language.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use ledger::Language;
use wasm_bindgen::{JsCast, JsValue};

use crate::i18n::tag;

thread_local! {
    /// Formatting functions by what they format; emptied when the language changes.
    static FORMATTERS: RefCell<HashMap<String, Function>> = RefCell::new(HashMap::new());
    static LOCALE: RefCell<String> = RefCell::new("en".to_owned());
}

/// The formats of one language. The region comes from the browser where it has one: `fr-CA` is not `fr-FR`.
pub(crate) struct Formats {
    locale: String,
}

impl Formats {
    /// The formats of a language, in the region the browser prefers for it.
    pub(crate) fn new(language: Language) -> Self {
        let fallback = match language {
            Language::En => "en-GB",
            Language::Fr => "fr-FR",
        };
        let locale = crate::browser::languages()
            .into_iter()
            .find(|wanted| wanted.starts_with(tag(language)) && wanted.len() > 2)
            .unwrap_or_else(|| fallback.to_owned());
        LOCALE.with_borrow_mut(|current| current.clone_from(&locale));
        FORMATTERS.with_borrow_mut(HashMap::clear);
        Self { locale }
    }

    /// A whole number with its groups.
    pub(crate) fn count(&self, value: u64) -> String {
        number(&self.locale, "count", &[], value as f64)
    }

    /// A share of 1 as a percentage with at most one decimal.
    #[cfg(any(debug_assertions, feature = "testing"))]
    pub(crate) fn percent(&self, share: f64) -> String {
        number(
            &self.locale,
            "percent",
            &[("style", "percent".into()), ("maximumFractionDigits", 1.into())],
            share,
        )
    }

    /// An amount in minor units of a currency.
    #[cfg(any(debug_assertions, feature = "testing"))]
    pub(crate) fn money(&self, minor: i64, currency: ledger::Currency) -> String {
        let major = minor as f64 / 10_f64.powi(i32::from(currency.digits()));
        let code = currency.code();
        number(
            &self.locale,
            code,
            &[("style", "currency".into()), ("currency", code.into())],
            major,
        )
    }

    /// A size in bytes, in the largest unit that leaves at least 1.
    pub(crate) fn bytes(&self, bytes: u64) -> String {
        const UNITS: [&str; 4] = ["byte", "kilobyte", "megabyte", "gigabyte"];
        let step = (0..UNITS.len() - 1).find(|step| bytes < 1000_u64.pow(*step as u32 + 1));
        let step = step.unwrap_or(UNITS.len() - 1);
        let (value, unit) = (bytes as f64 / 1000_f64.powi(step as i32), UNITS[step]);
        let options = [
            ("style", "unit".into()),
            ("unit", unit.into()),
            ("unitDisplay", if step == 0 { "long" } else { "short" }.into()),
            ("maximumSignificantDigits", 3.into()),
        ];
        number(&self.locale, unit, &options, value)
    }

    /// Day and time in words, as in a list: "Sat 21 Nov, 14:32".
    pub(crate) fn moment(&self, ms: i64, zone: &str) -> String {
        let options: [(&str, JsValue); 6] = [
            ("weekday", "short".into()),
            ("day", "numeric".into()),
            ("month", "short".into()),
            ("hour", "2-digit".into()),
            ("minute", "2-digit".into()),
            ("hourCycle", "h23".into()),
        ];
        let format = |zone: Option<&str>| {
            let mut options = options.to_vec();
            options.extend(zone.map(|zone| ("timeZone", zone.into())));
            let key = format!("moment {}", zone.unwrap_or_default());
            let formatter = formatter(&key, || {
                construct("DateTimeFormat", &self.locale, &options)
                    .and_then(|made| bound(&made, "format"))
            })?;
            formatter.call1(&JsValue::NULL, &Date::new(&(ms as f64).into())).ok()?.as_string()
        };
        // A zone this browser does not know is shown in the browser's own.
        format(Some(zone)).or_else(|| format(None)).unwrap_or_default()
    }

    /// How long ago or ahead, in words: "5 minutes ago".
    pub(crate) fn relative(&self, ms_from_now: i64) -> String {
        let seconds = ms_from_now as f64 / 1000.0;
        let (value, unit) = match seconds.abs() {
            s if s < 60.0 => (seconds, "second"),
            s if s < 3600.0 => (seconds / 60.0, "minute"),
            s if s < 86_400.0 => (seconds / 3600.0, "hour"),
            _ => (seconds / 86_400.0, "day"),
        };
        let formatter = formatter("relative", || {
            construct("RelativeTimeFormat", &self.locale, &[("numeric", "auto".into())])
                .and_then(|made| bound_method(&made, "format"))
        });
        formatter
            .and_then(|f| f.call2(&JsValue::NULL, &value.trunc().into(), &unit.into()).ok())
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    }

    /// "a, b and c".
    #[cfg(any(debug_assertions, feature = "testing"))]
    pub(crate) fn list(&self, items: &[String]) -> String {
        let formatter = formatter("list", || {
            construct("ListFormat", &self.locale, &[("type", "conjunction".into())])
                .and_then(|made| bound_method(&made, "format"))
        });
        let array: Array = items.iter().map(JsValue::from).collect();
        formatter
            .and_then(|f| f.call1(&JsValue::NULL, &array).ok())
            .and_then(|text| text.as_string())
            .unwrap_or_else(|| items.join(", "))
    }

    /// The symbol of a currency as short as it gets: "€"; its code where it has none.
    pub(crate) fn currency_symbol(&self, code: &str) -> String {
        let options = [
            ("style", "currency".into()),
            ("currency", code.into()),
            ("currencyDisplay", "narrowSymbol".into()),
            ("maximumFractionDigits", 0.into()),
        ];
        let zero = number(&self.locale, &format!("symbol {code}"), &options, 0.0);
        let symbol = zero.trim_matches(|c: char| c.is_numeric() || c.is_whitespace());
        symbol.to_owned()
    }

    /// The name of a currency: "Euro".
    pub(crate) fn currency_name(&self, code: &str) -> String {
        let formatter = formatter("currency names", || {
            construct("DisplayNames", &self.locale, &[("type", "currency".into())])
                .and_then(|made| bound_method(&made, "of"))
        });
        formatter
            .and_then(|f| f.call1(&JsValue::NULL, &code.into()).ok())
            .and_then(|text| text.as_string())
            .unwrap_or_else(|| code.to_owned())
    }
}

/// A number as the current language writes it, for values inside messages.
pub(crate) fn plain_number(value: f64) -> String {
    let locale = LOCALE.with_borrow(Clone::clone);
    number(&locale, "count", &[], value)
}

/// The IANA zones this browser knows, or only its own where it cannot list them.
pub(crate) fn time_zones() -> Vec<String> {
    let listed = Reflect::get(&intl(), &"supportedValuesOf".into())
        .ok()
        .and_then(|f| f.dyn_into::<Function>().ok())
        .and_then(|f| f.call1(&JsValue::NULL, &"timeZone".into()).ok())
        .map(|zones| Array::from(&zones).iter().filter_map(|zone| zone.as_string()).collect())
        .unwrap_or_default();
    let mut zones: Vec<String> = listed;
    // Browsers leave UTC out of the list though they understand it.
    zones.extend([own_time_zone(), "UTC".to_owned()]);
    zones.sort_unstable();
    zones.dedup();
    zones
}

/// The zone the device is set to.
pub(crate) fn own_time_zone() -> String {
    let resolved = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&resolved, &"timeZone".into())
        .ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_else(|| "UTC".to_owned())
}

/// The currency codes this browser can name.
pub(crate) fn currencies() -> Vec<String> {
    Reflect::get(&intl(), &"supportedValuesOf".into())
        .ok()
        .and_then(|f| f.dyn_into::<Function>().ok())
        .and_then(|f| f.call1(&JsValue::NULL, &"currency".into()).ok())
        .map(|codes| Array::from(&codes).iter().filter_map(|code| code.as_string()).collect())
        .unwrap_or_default()
}

fn intl() -> JsValue {
    Reflect::get(&js_sys::global(), &"Intl".into()).unwrap_or_default()
}

fn number(locale: &str, key: &str, options: &[(&str, JsValue)], value: f64) -> String {
    let formatter = formatter(key, || {
        construct("NumberFormat", locale, options).and_then(|made| bound(&made, "format"))
    });
    formatter
        .and_then(|f| f.call1(&JsValue::NULL, &value.into()).ok())
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| value.to_string())
        // A hyphen is not a minus sign.
        .replace('-', "\u{2212}")
}

fn formatter(key: &str, make: impl FnOnce() -> Option<Function>) -> Option<Function> {
    if let Some(known) = FORMATTERS.with_borrow(|known| known.get(key).cloned()) {
        return Some(known);
    }
    let made = make()?;
    FORMATTERS.with_borrow_mut(|known| known.insert(key.to_owned(), made.clone()));
    Some(made)
}

fn construct(class: &str, locale: &str, options: &[(&str, JsValue)]) -> Option<JsValue> {
    let bag = Object::new();
    for (name, value) in options {
        Reflect::set(&bag, &(*name).into(), value).ok()?;
    }
    let class: Function = Reflect::get(&intl(), &class.into()).ok()?.dyn_into().ok()?;
    Reflect::construct(&class, &Array::of2(&locale.into(), &bag)).ok()
}

/// A getter that already gives a bound function (`NumberFormat.format`, `DateTimeFormat.format`).
fn bound(object: &JsValue, getter: &str) -> Option<Function> {
    Reflect::get(object, &getter.into()).ok()?.dyn_into().ok()
}

fn bound_method(object: &JsValue, method: &str) -> Option<Function> {
    bound(object, method).map(|function| function.bind0(object))
}
