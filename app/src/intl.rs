//! Numbers, money, sizes and dates through the browser's `Intl`, with formatters made once per language.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use ledger::{Currency, Day, Language, Moment};
use wasm_bindgen::{JsCast, JsValue};

use crate::browser;
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
        let locale = browser::languages()
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
    pub(crate) fn percent(&self, share: f64) -> String {
        number(
            &self.locale,
            "percent",
            &[("style", "percent".into()), ("maximumFractionDigits", 1.into())],
            share,
        )
    }

    /// The same with exactly one decimal, for columns.
    pub(crate) fn percent_tenths(&self, share: f64) -> String {
        let options = [
            ("style", "percent".into()),
            ("minimumFractionDigits", 1.into()),
            ("maximumFractionDigits", 1.into()),
        ];
        number(&self.locale, "percent tenths", &options, share)
    }

    /// A change as a share of what it is compared with: "+4.3%".
    pub(crate) fn change(&self, share: f64) -> String {
        let options = [
            ("style", "percent".into()),
            ("maximumFractionDigits", 1.into()),
            ("signDisplay", "exceptZero".into()),
        ];
        number(&self.locale, "change", &options, share)
    }

    /// A score, with two decimals.
    pub(crate) fn hundredths(&self, value: f64) -> String {
        let options = [("minimumFractionDigits", 2.into()), ("maximumFractionDigits", 2.into())];
        number(&self.locale, "hundredths", &options, value)
    }

    /// How long something takes: "0.4 ms", "2.1 s", "12 min".
    pub(crate) fn duration(&self, ms: f64) -> String {
        let (value, unit) = match ms {
            ms if ms < 100.0 => (ms, "\u{a0}ms"),
            ms if ms < 120_000.0 => (ms / 1_000.0, "\u{a0}s"),
            ms => (ms / 60_000.0, "\u{a0}min"),
        };
        // A decimal says something of small numbers alone.
        let tenths = if value < 10.0 { (value * 10.0).round() } else { value.round() * 10.0 };
        self.decimal(tenths as i64, 1) + unit
    }

    /// Thousandths of units, with as many decimals as they need.
    pub(crate) fn units(&self, thousandths: i64) -> String {
        self.decimal(thousandths, 3)
    }

    /// Units to compare with: a tenth where they are few, else whole ones.
    pub(crate) fn units_rounded(&self, thousandths: i64) -> String {
        let step = if thousandths.abs() < 10_000 { 100 } else { 1000 };
        self.units(thousandths.saturating_add(step / 2).div_euclid(step) * step)
    }

    /// `digits / 10^scale`, with up to three decimals.
    pub(crate) fn decimal(&self, digits: i64, scale: u8) -> String {
        number(&self.locale, "count", &[], digits as f64 / 10_f64.powi(i32::from(scale)))
    }

    /// An amount in minor units of a currency, exact.
    pub(crate) fn money(&self, minor: i64, currency: Currency) -> String {
        self.currency(major(minor, currency), currency, None)
    }

    /// A figure to compare with: from 1,000 on without the decimals nobody looks at.
    pub(crate) fn money_rounded(&self, minor: i64, currency: Currency) -> String {
        let value = major(minor, currency);
        self.currency(value, currency, (value.abs() >= 1000.0).then_some(0))
    }

    /// A figure as short as it gets: "€86.3k", "86,3 k€".
    pub(crate) fn money_short(&self, minor: i64, currency: Currency) -> String {
        let value = major(minor, currency);
        let (scaled, letter) = match value.abs() {
            v if v >= 1e6 => (value / 1e6, 'M'),
            v if v >= 1e3 => (value / 1e3, 'k'),
            _ => return self.money_axis(minor, currency),
        };
        let text = self.currency(scaled, currency, Some(1));
        // The letter stands right after the digits, or right before a sign that follows them.
        let end = text.rfind(|c: char| c.is_ascii_digit()).map_or(text.len(), |at| at + 1);
        let (digits, sign) = text.split_at(end);
        let gap: String = sign.chars().take_while(|c| c.is_whitespace()).collect();
        let mut short = String::from(digits);
        short.push_str(&gap);
        short.push(letter);
        short.push_str(sign.trim_start());
        short
    }

    /// A figure at an axis: without decimals unless it has some.
    fn money_axis(&self, minor: i64, currency: Currency) -> String {
        let value = major(minor, currency);
        self.currency(value, currency, (value.fract() == 0.0).then_some(0))
    }

    /// The price of one unit, `digits / 10^scale`, with all the decimals it has.
    pub(crate) fn price(&self, digits: i64, scale: u8, currency: Currency) -> String {
        let value = digits as f64 / 10_f64.powi(i32::from(scale));
        let decimals = scale.max(currency.digits());
        let code = currency.code();
        let options = [
            ("style", "currency".into()),
            ("currency", code.into()),
            ("minimumFractionDigits", currency.digits().into()),
            ("maximumFractionDigits", decimals.into()),
        ];
        number(&self.locale, &format!("{code} price {decimals}"), &options, value)
    }

    fn currency(&self, value: f64, currency: Currency, decimals: Option<i32>) -> String {
        let code = currency.code();
        let mut options = vec![("style", "currency".into()), ("currency", code.into())];
        if let Some(decimals) = decimals {
            options.push(("minimumFractionDigits", 0.into()));
            options.push(("maximumFractionDigits", decimals.into()));
        }
        let key = [code, decimals.map_or("", |decimals| if decimals == 0 { "0" } else { "1" })];
        number(&self.locale, &key.concat(), &options, value)
    }

    /// A calendar day.
    pub(crate) fn day(&self, day: Day, style: DayStyle) -> String {
        let ms = f64::from(day.0) * 86_400_000.0;
        let text = self.calendar(style.key(), style.options(), ms);
        // Some regions write "Saturday, 21 November": a title needs no comma.
        if style == DayStyle::Title { capital(&text.replace(',', "")) } else { text }
    }

    /// A wall-clock reading's time of day: "14:32".
    pub(crate) fn time(&self, moment: Moment) -> String {
        let options: &[_] = &[("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")];
        self.calendar("time", options, moment.local_ms as f64)
    }

    /// A wall-clock reading in the zone it was read in: formatted as if that were UTC.
    fn calendar(&self, key: &str, options: &[(&str, &str)], ms: f64) -> String {
        let formatter = formatter(key, || {
            let utc = ("timeZone", JsValue::from("UTC"));
            let options: Vec<(&str, JsValue)> =
                options.iter().map(|(name, value)| (*name, (*value).into())).chain([utc]).collect();
            construct("DateTimeFormat", &self.locale, &options)
                .and_then(|made| bound(&made, "format"))
        });
        formatter
            .and_then(|f| f.call1(&JsValue::NULL, &Date::new(&ms.into())).ok())
            .and_then(|text| text.as_string())
            .unwrap_or_default()
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

    /// The name of a country: "Austria" for `AT`. What is no code of two letters is a name already.
    pub(crate) fn country(&self, told: &str) -> String {
        if told.len() != 2 || !told.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return told.to_owned();
        }
        self.display_name("region", told)
    }

    /// The name of a currency: "Euro".
    pub(crate) fn currency_name(&self, code: &str) -> String {
        self.display_name("currency", code)
    }

    fn display_name(&self, kind: &str, code: &str) -> String {
        let formatter = formatter(&["names of ", kind].concat(), || {
            construct("DisplayNames", &self.locale, &[("type", kind.into())])
                .and_then(|made| bound_method(&made, "of"))
        });
        formatter
            .and_then(|f| f.call1(&JsValue::NULL, &code.into()).ok())
            .and_then(|text| text.as_string())
            .unwrap_or_else(|| code.to_owned())
    }
}

/// How much of a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayStyle {
    /// "Saturday 21 November", with a capital letter.
    Title,
    /// "21 November 2026".
    Full,
    /// "Sat 21 Nov 2026".
    Listed,
    /// "21 Nov 2026".
    Short,
    /// "21 Nov".
    Tick,
    /// "November 2026".
    Month,
    /// "Nov".
    MonthTick,
    /// "2026".
    Year,
    /// "Saturday".
    Weekday,
    /// "November".
    MonthName,
}

impl DayStyle {
    const fn key(self) -> &'static str {
        match self {
            Self::Title => "day title",
            Self::Full => "day full",
            Self::Listed => "day listed",
            Self::Short => "day short",
            Self::Tick => "day tick",
            Self::Month => "month",
            Self::MonthTick => "month tick",
            Self::Year => "year",
            Self::Weekday => "weekday",
            Self::MonthName => "month name",
        }
    }

    const fn options(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Title => &[("weekday", "long"), ("day", "numeric"), ("month", "long")],
            Self::Full => &[("day", "numeric"), ("month", "long"), ("year", "numeric")],
            Self::Listed => {
                &[("weekday", "short"), ("day", "numeric"), ("month", "short"), ("year", "numeric")]
            }
            Self::Short => &[("day", "numeric"), ("month", "short"), ("year", "numeric")],
            Self::Tick => &[("day", "numeric"), ("month", "short")],
            Self::Month => &[("month", "long"), ("year", "numeric")],
            Self::MonthTick => &[("month", "short")],
            Self::Year => &[("year", "numeric")],
            Self::Weekday => &[("weekday", "long")],
            Self::MonthName => &[("month", "long")],
        }
    }
}

fn major(minor: i64, currency: Currency) -> f64 {
    minor as f64 / 10_f64.powi(i32::from(currency.digits()))
}

fn capital(text: &str) -> String {
    let first = text.chars().next().map_or(0, char::len_utf8);
    browser::upper(&text[..first]) + &text[first..]
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

/// The day it is in a zone; in the browser's own where it does not know that one.
pub(crate) fn today(zone: &str) -> Day {
    // Swedish dates are ISO 8601.
    let written = |options: &[(&str, JsValue)]| {
        let made = construct("DateTimeFormat", "sv-SE", options)?;
        bound(&made, "format")?.call0(&JsValue::NULL).ok()?.as_string()
    };
    let text = written(&[("timeZone", zone.into())]).or_else(|| written(&[]));
    text.and_then(|text| day_of(&text)).unwrap_or_else(|| Day((Date::now() / 86_400_000.0) as i32))
}

/// A day from `YYYY-MM-DD`.
pub(crate) fn day_of(text: &str) -> Option<Day> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    Day::from_date(year, month, parts.next()?.parse().ok()?)
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
        .unwrap_or_else(|| String::from(js_sys::Number::from(value).to_locale_string(locale)))
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
