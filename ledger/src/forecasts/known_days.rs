//! Days that are known in advance: public holidays of a country, and those the merchant names.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use super::{ForecastScope, ForecastSettings};
use crate::day::Day;

/// A country whose public holidays are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum HolidayCountry {
    /// The United States.
    #[n(0)]
    UnitedStates,
    /// Canada.
    #[n(1)]
    Canada,
    /// The United Kingdom.
    #[n(2)]
    UnitedKingdom,
    /// France.
    #[n(3)]
    France,
    /// Germany.
    #[n(4)]
    Germany,
    /// India.
    #[n(5)]
    India,
}

impl HolidayCountry {
    /// Every country.
    pub const ALL: [Self; 6] = [
        Self::UnitedStates,
        Self::Canada,
        Self::UnitedKingdom,
        Self::France,
        Self::Germany,
        Self::India,
    ];

    /// ISO 3166-1 alpha-2, except that the United Kingdom is `GB` as there.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnitedStates => "US",
            Self::Canada => "CA",
            Self::UnitedKingdom => "GB",
            Self::France => "FR",
            Self::Germany => "DE",
            Self::India => "IN",
        }
    }

    /// The country of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|country| country.code() == code)
    }
}

/// A named day, by a number the page draws.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, Serialize, Deserialize,
)]
#[cbor(transparent)]
pub struct DayId(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);

/// What happens on a known day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum DayKind {
    /// A public holiday.
    #[n(0)]
    Holiday,
    /// Prices are cut, or goods are advertised.
    #[n(1)]
    Promotion,
    /// The shop is closed: nothing is sold.
    #[n(2)]
    Closed,
    /// Anything else that moves sales: a fair, a festival.
    #[n(3)]
    Event,
}

/// Days the merchant has named.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct NamedDay {
    /// Its number; the same again changes it.
    #[n(0)]
    pub id: DayId,
    /// What it is called, 1 to 80 characters.
    #[n(1)]
    pub name: String,
    /// What happens.
    #[n(2)]
    pub kind: DayKind,
    /// The first day.
    #[n(3)]
    pub first: Day,
    /// The last, at most a year later.
    #[n(4)]
    pub last: Day,
    /// Whether it returns on the same dates every year, before and after.
    #[n(5)]
    pub repeats_yearly: bool,
    /// Which sales it concerns: these and every narrower choice of them. Empty: all.
    #[n(6)]
    pub scope: ForecastScope,
}

crate::settings::fact! {
    /// A named day was added or changed.
    NamedDaySet {
        /// As it is from now on.
        0 day: NamedDay,
    }
}
crate::settings::fact! {
    /// A named day was removed.
    NamedDayRemoved {
        /// Which.
        0 id: DayId,
    }
}

/// What a known day is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DayName {
    /// A public holiday: its stable key; a page has a name for each.
    Holiday {
        /// `christmas`, `easter-monday`, …
        key: String,
    },
    /// The merchant's own.
    Own {
        /// Its number.
        id: DayId,
        /// What the merchant calls it.
        name: String,
    },
}

/// One occurrence of a holiday or of named days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownDay {
    /// The first day.
    pub first: Day,
    /// The last, often the same.
    pub last: Day,
    /// What happens.
    pub kind: DayKind,
    /// What it is called.
    pub name: DayName,
}

/// Asks for the known days of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownDaysQuery {
    /// First day of the span.
    pub first: Day,
    /// Last, at most ten years later.
    pub last: Day,
}

/// The known days, and what they come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownDaysView {
    /// The country, and what else is set.
    pub settings: ForecastSettings,
    /// The merchant's own, by first day.
    pub own: Vec<NamedDay>,
    /// Every occurrence in the span, by first day.
    pub days: Vec<KnownDay>,
    /// Whether this session may change them.
    pub may_change: bool,
}
