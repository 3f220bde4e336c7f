//! Everything that can have happened, by area.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::forecasts::{
    ForecastArchived, ForecastRestored, ForecastSettingsSet, ForecastsMade, NamedDayRemoved,
    NamedDaySet,
};
use crate::imports::ImportCommitted;
use crate::people::{
    FailedSignIns, Locked, LogExported, LogVerified, PasswordChanged, PersonAdded, PersonRenamed,
    PinCleared, PinSet, RecoveryKeyReplaced, ReportExported, SignedIn,
};
use crate::settings::{
    AutoLockSet, BusinessRenamed, CurrencySet, LanguageSet, ThemeSet, TimeZoneSet, VaultFounded,
};

/// The purpose an event serves: it decides which key seals it and who can read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Class {
    /// Running the shop: settings, items, sales, stock.
    Shop,
    /// Who people are: staff and customers.
    People,
    /// What things cost us.
    Costs,
    /// Who may not pay.
    Risk,
    /// Who did what with the vault itself: sign-ins, locks, exports.
    Control,
}

impl Class {
    /// Every class.
    pub const ALL: [Self; 5] = [Self::Shop, Self::People, Self::Costs, Self::Risk, Self::Control];

    /// Its number in a block's header; never reused.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Shop => 1,
            Self::People => 2,
            Self::Costs => 3,
            Self::Risk => 4,
            Self::Control => 5,
        }
    }

    /// The class of a number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.number() == number)
    }
}

/// A part of the business with its own events; the high byte of an event's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Area {
    /// What the vault is called, its currency, language, zone, theme, locks.
    Settings,
    /// Who works here, and how they got in.
    People,
    /// What came in from elsewhere, and everything that follows from it: sales, items, stock, rates.
    Imports,
    /// Forecasts that were made, and how they are made.
    Forecasts,
}

impl Area {
    /// Every area.
    pub const ALL: [Self; 4] = [Self::Settings, Self::People, Self::Imports, Self::Forecasts];

    /// The high byte of its events' types; never reused.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Settings => 0x01,
            Self::People => 0x02,
            Self::Imports => 0x03,
            Self::Forecasts => 0x04,
        }
    }

    /// The area an event type belongs to, also for types this build does not know.
    #[must_use]
    pub fn of_type(kind: u16) -> Option<Self> {
        let [high, _] = kind.to_be_bytes();
        Self::ALL.into_iter().find(|area| area.number() == high)
    }

    /// Stable lower-case name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::People => "people",
            Self::Imports => "imports",
            Self::Forecasts => "forecasts",
        }
    }
}

/// One table: event, type number, area, class, code. Numbers are for ever.
macro_rules! events {
    ($($kind:literal $name:ident $area:ident $class:ident $code:literal)*) => {
        /// Something that has happened.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Event {
            $(#[doc = concat!("`", $code, "`, type ", stringify!($kind), ".")] $name($name),)*
        }

        impl Event {
            /// Every type number with its stable code, in order.
            pub const TYPES: &[(u16, &'static str)] = &[$(($kind, $code)),*];

            /// The type number it is framed with.
            #[must_use]
            pub const fn kind(&self) -> u16 {
                match self { $(Self::$name(_) => $kind,)* }
            }

            /// The area it belongs to.
            #[must_use]
            pub const fn area(&self) -> Area {
                match self { $(Self::$name(_) => Area::$area,)* }
            }

            /// The class whose key seals it.
            #[must_use]
            pub const fn class(&self) -> Class {
                match self { $(Self::$name(_) => Class::$class,)* }
            }

            /// Stable code; a page has a sentence for each.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$name(_) => $code,)* }
            }

            pub(crate) fn encode_body(&self, out: &mut Vec<u8>) {
                let mut encoder = minicbor::Encoder::new(out);
                match self { $(Self::$name(body) => body.encode(&mut encoder, &mut ()),)* }
                    .unwrap_or_else(|never| match *never.as_write().expect("a Vec is the only writer") {});
            }

            /// `None` for a type this build does not know.
            pub(crate) fn decode_body(kind: u16, bytes: &[u8]) -> Option<Result<Self, minicbor::decode::Error>> {
                let mut decoder = minicbor::Decoder::new(bytes);
                Some(match kind {
                    $($kind => $name::decode(&mut decoder, &mut ()).map(Self::$name),)*
                    _ => return None,
                })
            }
        }

        $(impl From<$name> for Event {
            fn from(body: $name) -> Self { Self::$name(body) }
        })*
    };
}

events! {
    0x0101 VaultFounded        Settings Shop    "vault-founded"
    0x0102 BusinessRenamed     Settings Shop    "business-renamed"
    0x0103 CurrencySet         Settings Shop    "currency-set"
    0x0104 LanguageSet         Settings Shop    "language-set"
    0x0105 TimeZoneSet         Settings Shop    "time-zone-set"
    0x0106 ThemeSet            Settings Shop    "theme-set"
    0x0107 AutoLockSet         Settings Shop    "auto-lock-set"
    0x0201 PersonAdded         People   People  "person-added"
    0x0202 PersonRenamed       People   People  "person-renamed"
    0x0203 PinSet              People   People  "pin-set"
    0x0204 PinCleared          People   People  "pin-cleared"
    0x0211 SignedIn            People   Control "signed-in"
    0x0212 FailedSignIns       People   Control "failed-sign-ins"
    0x0213 Locked              People   Control "locked"
    0x0214 PasswordChanged     People   Control "password-changed"
    0x0215 RecoveryKeyReplaced People   Control "recovery-key-replaced"
    0x0216 LogVerified         People   Control "log-verified"
    0x0217 LogExported         People   Control "log-exported"
    0x0218 ReportExported      People   Control "report-exported"
    0x0301 ImportCommitted     Imports  Shop    "import-committed"
    0x0401 ForecastsMade       Forecasts Shop   "forecasts-made"
    0x0402 ForecastSettingsSet Forecasts Shop   "forecast-settings-set"
    0x0403 NamedDaySet         Forecasts Shop   "named-day-set"
    0x0404 NamedDayRemoved     Forecasts Shop   "named-day-removed"
    0x0405 ForecastArchived    Forecasts Shop   "forecast-archived"
    0x0406 ForecastRestored    Forecasts Shop   "forecast-restored"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_number_lies_in_its_area_and_is_used_once() {
        let mut seen = std::collections::BTreeSet::new();
        for (kind, code) in Event::TYPES {
            assert!(Area::of_type(*kind).is_some(), "{code}");
            assert!(seen.insert(kind), "{code} reuses {kind:#06x}");
        }
    }
}
