//! Which holidays a country has and the rule each follows.

use super::Country;
use super::date::{day_number, easter, weekday};

const MONDAY: i32 = 0;
const WEDNESDAY: i32 = 2;
const THURSDAY: i32 = 3;
const FRIDAY: i32 = 4;
const SUNDAY: i32 = 6;

/// How a holiday's day follows from the year.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    /// Month and day.
    Fixed(i32, i32),
    /// Month, day and weekday: the first such weekday from that day on.
    From(i32, i32, i32),
    /// Days after Easter Sunday.
    Easter(i32),
    /// The last Sunday of May, a week later if that is Whit Sunday.
    FrenchMothersDay,
}

impl Rule {
    pub(super) const fn day(self, year: i32) -> i32 {
        match self {
            Self::Fixed(month, day) => day_number(year, month, day),
            Self::From(month, day, wanted) => from(year, month, day, wanted),
            Self::Easter(after) => easter(year) + after,
            Self::FrenchMothersDay => {
                let last = from(year, 5, 25, SUNDAY);
                if last == easter(year) + 49 { last + 7 } else { last }
            }
        }
    }
}

const fn from(year: i32, month: i32, day: i32, wanted: i32) -> i32 {
    let first = day_number(year, month, day);
    first + (wanted - weekday(first)).rem_euclid(7)
}

/// What a day is for those who work.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A public holiday since that year.
    Public(i32),
    /// A public holiday whose rest is made up for if it falls on a weekend, since that year.
    MadeUp(i32),
    /// A working day, or a holiday in parts of the country only, that shops notice.
    Shops,
}

use Kind::{MadeUp, Public, Shops};
use Rule::{Easter, Fixed, FrenchMothersDay, From};

/// Key, rule and kind of each holiday.
pub(super) type Holidays = &'static [(&'static str, Rule, Kind)];

/// Valentine's Day to New Year's Eve: the same wherever they are kept.
const VALENTINE: (&str, Rule, Kind) = ("valentines-day", Fixed(2, 14), Shops);
const EASTER: (&str, Rule, Kind) = ("easter", Easter(0), Shops);
const MOTHERS_DAY: (&str, Rule, Kind) = ("mothers-day", From(5, 8, SUNDAY), Shops);
const FATHERS_DAY: (&str, Rule, Kind) = ("fathers-day", From(6, 15, SUNDAY), Shops);
const HALLOWEEN: (&str, Rule, Kind) = ("halloween", Fixed(10, 31), Shops);
const BLACK_FRIDAY: (&str, Rule, Kind) = ("black-friday", From(11, 23, FRIDAY), Shops);
const CYBER_MONDAY: (&str, Rule, Kind) = ("cyber-monday", From(11, 26, MONDAY), Shops);
const CHRISTMAS_EVE: (&str, Rule, Kind) = ("christmas-eve", Fixed(12, 24), Shops);
const NEW_YEARS_EVE: (&str, Rule, Kind) = ("new-years-eve", Fixed(12, 31), Shops);
const CHRISTMAS: (&str, Rule, Kind) = ("christmas", Fixed(12, 25), Public(0));
const NEW_YEAR: (&str, Rule, Kind) = ("new-year", Fixed(1, 1), Public(0));
const GOOD_FRIDAY: (&str, Rule, Kind) = ("good-friday", Easter(-2), Public(0));
const EASTER_MONDAY: (&str, Rule, Kind) = ("easter-monday", Easter(1), Public(0));
const ASCENSION: (&str, Rule, Kind) = ("ascension", Easter(39), Public(0));
const WHIT_MONDAY: (&str, Rule, Kind) = ("whit-monday", Easter(50), Public(0));
const LABOUR_DAY_IN_MAY: (&str, Rule, Kind) = ("labour-day", Fixed(5, 1), Public(0));

const UNITED_STATES: Holidays = &[
    ("new-year", Fixed(1, 1), MadeUp(0)),
    ("martin-luther-king-day", From(1, 15, MONDAY), Public(1986)),
    ("presidents-day", From(2, 15, MONDAY), Public(1971)),
    ("memorial-day", From(5, 25, MONDAY), Public(1971)),
    ("juneteenth", Fixed(6, 19), MadeUp(2021)),
    ("independence-day", Fixed(7, 4), MadeUp(0)),
    ("labour-day", From(9, 1, MONDAY), Public(0)),
    ("columbus-day", From(10, 8, MONDAY), Public(1971)),
    ("veterans-day", Fixed(11, 11), MadeUp(1978)),
    ("thanksgiving", From(11, 22, THURSDAY), Public(0)),
    ("christmas", Fixed(12, 25), MadeUp(0)),
    ("st-patricks-day", Fixed(3, 17), Shops),
    VALENTINE,
    EASTER,
    MOTHERS_DAY,
    FATHERS_DAY,
    HALLOWEEN,
    BLACK_FRIDAY,
    CYBER_MONDAY,
    CHRISTMAS_EVE,
    NEW_YEARS_EVE,
];

/// As in Ontario, where most people live.
const CANADA: Holidays = &[
    ("new-year", Fixed(1, 1), MadeUp(0)),
    ("family-day", From(2, 15, MONDAY), Public(2008)),
    GOOD_FRIDAY,
    ("victoria-day", From(5, 18, MONDAY), Public(0)),
    ("canada-day", Fixed(7, 1), Public(0)),
    ("civic-holiday", From(8, 1, MONDAY), Shops),
    ("labour-day", From(9, 1, MONDAY), Public(0)),
    ("thanksgiving", From(10, 8, MONDAY), Public(0)),
    ("remembrance-day", Fixed(11, 11), Shops),
    ("christmas", Fixed(12, 25), MadeUp(0)),
    ("boxing-day", Fixed(12, 26), MadeUp(0)),
    VALENTINE,
    EASTER,
    MOTHERS_DAY,
    FATHERS_DAY,
    HALLOWEEN,
    BLACK_FRIDAY,
    CYBER_MONDAY,
    CHRISTMAS_EVE,
    NEW_YEARS_EVE,
];

/// As in England and Wales.
const UNITED_KINGDOM: Holidays = &[
    ("new-year", Fixed(1, 1), MadeUp(0)),
    GOOD_FRIDAY,
    EASTER_MONDAY,
    ("early-may-bank-holiday", From(5, 1, MONDAY), Public(1978)),
    ("spring-bank-holiday", From(5, 25, MONDAY), Public(1971)),
    ("summer-bank-holiday", From(8, 25, MONDAY), Public(1971)),
    ("christmas", Fixed(12, 25), MadeUp(0)),
    ("boxing-day", Fixed(12, 26), MadeUp(0)),
    ("mothers-day", Easter(-21), Shops),
    VALENTINE,
    EASTER,
    FATHERS_DAY,
    HALLOWEEN,
    BLACK_FRIDAY,
    CYBER_MONDAY,
    CHRISTMAS_EVE,
    NEW_YEARS_EVE,
];

const FRANCE: Holidays = &[
    NEW_YEAR,
    EASTER_MONDAY,
    LABOUR_DAY_IN_MAY,
    ("victory-day", Fixed(5, 8), Public(1982)),
    ASCENSION,
    WHIT_MONDAY,
    ("national-day", Fixed(7, 14), Public(0)),
    ("assumption", Fixed(8, 15), Public(0)),
    ("all-saints", Fixed(11, 1), Public(0)),
    ("armistice-day", Fixed(11, 11), Public(0)),
    CHRISTMAS,
    // The first day of each: the second Wednesday of January and the last of June, a week earlier after the 12th
    // and the 28th (code de commerce, article D310-15-2).
    ("winter-sales", From(1, 6, WEDNESDAY), Shops),
    ("summer-sales", From(6, 22, WEDNESDAY), Shops),
    ("mothers-day", FrenchMothersDay, Shops),
    VALENTINE,
    EASTER,
    FATHERS_DAY,
    BLACK_FRIDAY,
    CYBER_MONDAY,
    CHRISTMAS_EVE,
    NEW_YEARS_EVE,
];

/// What all sixteen states keep.
const GERMANY: Holidays = &[
    NEW_YEAR,
    GOOD_FRIDAY,
    EASTER_MONDAY,
    LABOUR_DAY_IN_MAY,
    ASCENSION,
    WHIT_MONDAY,
    ("unity-day", Fixed(10, 3), Public(1990)),
    CHRISTMAS,
    ("second-christmas-day", Fixed(12, 26), Public(0)),
    ("epiphany", Fixed(1, 6), Shops),
    ("carnival-monday", Easter(-48), Shops),
    ("corpus-christi", Easter(60), Shops),
    ("reformation-day", Fixed(10, 31), Shops),
    ("all-saints", Fixed(11, 1), Shops),
    ("st-nicholas-day", Fixed(12, 6), Shops),
    VALENTINE,
    EASTER,
    MOTHERS_DAY,
    BLACK_FRIDAY,
    CYBER_MONDAY,
    CHRISTMAS_EVE,
    NEW_YEARS_EVE,
];

/// Those of the solar calendar; the others are in a table.
const INDIA: Holidays = &[
    ("republic-day", Fixed(1, 26), Public(1950)),
    ("ambedkar-jayanti", Fixed(4, 14), Public(0)),
    GOOD_FRIDAY,
    ("independence-day", Fixed(8, 15), Public(1947)),
    ("gandhi-jayanti", Fixed(10, 2), Public(0)),
    CHRISTMAS,
    ("new-year", Fixed(1, 1), Shops),
    VALENTINE,
    MOTHERS_DAY,
    FATHERS_DAY,
    NEW_YEARS_EVE,
];

pub(super) const fn of(country: Country) -> Holidays {
    match country {
        Country::UnitedStates => UNITED_STATES,
        Country::Canada => CANADA,
        Country::UnitedKingdom => UNITED_KINGDOM,
        Country::France => FRANCE,
        Country::Germany => GERMANY,
        Country::India => INDIA,
    }
}

/// Public holidays decreed for one year: a day of their own, or another day than the rule's.
pub(super) const DECREED: &[(Country, &str, i32, i32, i32)] = &[
    (Country::UnitedKingdom, "extra-bank-holiday", 2011, 4, 29),
    (Country::UnitedKingdom, "spring-bank-holiday", 2012, 6, 4),
    (Country::UnitedKingdom, "extra-bank-holiday", 2012, 6, 5),
    (Country::UnitedKingdom, "early-may-bank-holiday", 2020, 5, 8),
    (Country::UnitedKingdom, "spring-bank-holiday", 2022, 6, 2),
    (Country::UnitedKingdom, "extra-bank-holiday", 2022, 6, 3),
    (Country::UnitedKingdom, "extra-bank-holiday", 2022, 9, 19),
    (Country::UnitedKingdom, "extra-bank-holiday", 2023, 5, 8),
    (Country::France, "summer-sales", 2020, 7, 15),
    (Country::France, "winter-sales", 2021, 1, 20),
    (Country::France, "summer-sales", 2021, 6, 30),
    (Country::Germany, "reformation-day", 2017, 10, 31),
];

/// Key, kind (`public` or `shops`) and days of India's holidays by other calendars, 2010 to 2035.
///
/// # Source
/// The Government of India's yearly lists as the Python package `holidays` 0.109 has them; from 2027 on the Islamic
/// ones are calculated and may be a day off.
pub(super) const MOVABLE: &str = include_str!("india.csv");
