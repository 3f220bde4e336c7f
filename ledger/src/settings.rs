//! The vault's settings: what the business is called and how it is shown.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::currency::Currency;
use crate::error::Error;
use crate::event::Event;

/// The language people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum Language {
    /// English.
    #[n(0)]
    En,
    /// French.
    #[n(1)]
    Fr,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum Theme {
    /// As the device is set.
    #[default]
    #[n(0)]
    System,
    /// Light.
    #[n(1)]
    Light,
    /// Dark.
    #[n(2)]
    Dark,
}

/// When the vault locks by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct AutoLock {
    /// Quiet minutes until the soft lock, 1 to 240.
    #[n(0)]
    pub soft_minutes: u16,
    /// Hours after unlocking until the hard lock, 1 to 24.
    #[n(1)]
    pub hard_hours: u16,
}

impl Default for AutoLock {
    fn default() -> Self {
        Self { soft_minutes: 15, hard_hours: 12 }
    }
}

/// An order of this area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SettingsCommand {
    /// Call the business something else.
    RenameBusiness(String),
    /// Count in another currency from now on; what is recorded keeps its own.
    SetCurrency(String),
    /// Show another language.
    SetLanguage(Language),
    /// Business days follow this IANA zone.
    SetTimeZone(String),
    /// Light, dark or as the device.
    SetTheme(Theme),
    /// Lock sooner or later.
    SetAutoLock(AutoLock),
}

macro_rules! fact {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $number:literal $field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
        #[cbor(map)]
        pub struct $name {
            $($(#[$field_doc])* #[n($number)] pub $field: $kind,)*
        }
    };
}
pub(crate) use fact;

fact! {
    /// The vault began.
    VaultFounded {
        /// The business's name.
        0 business: String,
        /// What it counts in.
        1 currency: Currency,
        /// What it is shown in.
        2 language: Language,
        /// Its IANA time zone.
        3 time_zone: String,
    }
}
fact! {
    /// The business has a new name.
    BusinessRenamed {
        /// The name.
        0 name: String,
    }
}
fact! {
    /// Another currency from now on.
    CurrencySet {
        /// The currency.
        0 currency: Currency,
    }
}
fact! {
    /// Another language.
    LanguageSet {
        /// The language.
        0 language: Language,
    }
}
fact! {
    /// Another time zone.
    TimeZoneSet {
        /// IANA name.
        0 zone: String,
    }
}
fact! {
    /// Another theme.
    ThemeSet {
        /// The theme.
        0 theme: Theme,
    }
}
fact! {
    /// Another pace of locking.
    AutoLockSet {
        /// The pace.
        0 auto_lock: AutoLock,
    }
}

/// The settings as every page needs them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    /// The business's name.
    pub business: String,
    /// ISO 4217 code.
    pub currency: Currency,
    /// Language.
    pub language: Language,
    /// IANA zone.
    pub time_zone: String,
    /// Theme.
    pub theme: Theme,
    /// Locks.
    pub auto_lock: AutoLock,
}

impl From<&VaultFounded> for SettingsView {
    fn from(founded: &VaultFounded) -> Self {
        Self {
            business: founded.business.clone(),
            currency: founded.currency,
            language: founded.language,
            time_zone: founded.time_zone.clone(),
            theme: Theme::System,
            auto_lock: AutoLock::default(),
        }
    }
}

/// A name that can be shown: trimmed, 1 to 80 characters, nothing invisible inside.
pub(crate) fn checked_name(field: &'static str, text: &str) -> Result<String, Error> {
    const MOST: usize = 80;
    let name = text.trim();
    if name.is_empty() {
        return Err(Error::Empty { field });
    }
    let got = name.chars().count();
    if got > MOST {
        return Err(Error::TooLong { field, got, most: MOST });
    }
    // Besides control characters: the marks that make a reader see the text in another order.
    let hides = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if name.chars().any(hides) {
        return Err(Error::Unprintable { field });
    }
    Ok(name.to_owned())
}

/// The form of an IANA name; whether the zone exists only the browser's `Intl` knows, and the page asks it.
pub(crate) fn checked_zone(zone: &str) -> Result<String, Error> {
    let zone = zone.trim();
    let plausible = !zone.is_empty()
        && zone.len() <= 64
        && zone.starts_with(|c: char| c.is_ascii_alphabetic())
        && zone.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+'));
    if plausible { Ok(zone.to_owned()) } else { Err(Error::UnknownTimeZone) }
}

pub(crate) fn decide(now: &SettingsView, command: SettingsCommand) -> Result<Option<Event>, Error> {
    Ok(match command {
        SettingsCommand::RenameBusiness(name) => {
            let name = checked_name("business", &name)?;
            (name != now.business).then(|| BusinessRenamed { name }.into())
        }
        SettingsCommand::SetCurrency(code) => {
            let currency = Currency::from_code(&code)?;
            (currency != now.currency).then(|| CurrencySet { currency }.into())
        }
        SettingsCommand::SetLanguage(language) => {
            (language != now.language).then(|| LanguageSet { language }.into())
        }
        SettingsCommand::SetTimeZone(zone) => {
            let zone = checked_zone(&zone)?;
            (zone != now.time_zone).then(|| TimeZoneSet { zone }.into())
        }
        SettingsCommand::SetTheme(theme) => (theme != now.theme).then(|| ThemeSet { theme }.into()),
        SettingsCommand::SetAutoLock(auto_lock) => {
            let in_range = (1..=240).contains(&auto_lock.soft_minutes)
                && (1..=24).contains(&auto_lock.hard_hours);
            if !in_range {
                return Err(Error::AutoLockOutOfRange);
            }
            (auto_lock != now.auto_lock).then(|| AutoLockSet { auto_lock }.into())
        }
    })
}

pub(crate) fn apply(settings: &mut SettingsView, event: &Event) {
    match event {
        Event::BusinessRenamed(e) => settings.business.clone_from(&e.name),
        Event::CurrencySet(e) => settings.currency = e.currency,
        Event::LanguageSet(e) => settings.language = e.language,
        Event::TimeZoneSet(e) => settings.time_zone.clone_from(&e.zone),
        Event::ThemeSet(e) => settings.theme = e.theme,
        Event::AutoLockSet(e) => settings.auto_lock = e.auto_lock,
        _ => {}
    }
}
