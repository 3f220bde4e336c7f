//! Public holidays and the days shops notice, by country, as days and as columns of a [`Calendar`](super::Calendar).

mod column;
pub(super) mod date;
mod rule;

pub use column::{Window, columns, event_columns, usual_windows};

use date::{EARLIEST, LATEST, civil, day_number, weekday};
use rule::Kind;

/// A country whose holidays are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Country {
    /// The federal holidays.
    UnitedStates,
    /// As in Ontario.
    Canada,
    /// As in England and Wales.
    UnitedKingdom,
    /// Without Alsace-Moselle's and overseas'.
    France,
    /// What all states keep.
    Germany,
    /// The national lists, gazetted and restricted.
    India,
}

impl Country {
    /// Every country.
    pub const ALL: [Self; 6] = [
        Self::UnitedStates,
        Self::Canada,
        Self::UnitedKingdom,
        Self::France,
        Self::Germany,
        Self::India,
    ];

    /// Its code by ISO 3166-1: `US`, `GB`, …
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

    /// The country of a two-letter code, in either case; none if its holidays are not known.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|country| country.code().eq_ignore_ascii_case(code))
    }
}

/// A holiday, or a day that shops notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Holiday {
    /// What it is, for ever and in every country: `christmas`, `black-friday`. `observed` is the free day that
    /// stands in for a holiday on a weekend.
    pub key: &'static str,
    /// Days since 1970-01-01.
    pub day: i32,
    /// Whether most people are free. Sales start, mothers are thought of and shops open late on working days too.
    pub is_public: bool,
}

/// The holidays of a country from one day to another, both included, in order of the day, then of the key.
///
/// Days are known from 1900 to 2199, those by India's lunar calendars and the Islamic one from 2010 to 2035.
///
/// # Examples
///
/// ```
/// use model_wasm::forecast::{Country, holidays};
///
/// // 2026-11-23 to 2026-11-30.
/// let days = holidays(Country::UnitedStates, 20_780, 20_787);
/// let keys: Vec<&str> = days.iter().map(|holiday| holiday.key).collect();
/// assert_eq!(keys, ["thanksgiving", "black-friday", "cyber-monday"]);
/// ```
#[must_use]
pub fn holidays(country: Country, from_day: i32, to_day: i32) -> Vec<Holiday> {
    let (from, to) = (from_day.max(EARLIEST), to_day.min(LATEST));
    if from > to {
        return Vec::new();
    }
    // A substitute may lie in the year before its holiday.
    let mut found: Vec<Holiday> =
        (civil(from).0 - 1..=civil(to).0 + 1).flat_map(|year| of_year(country, year)).collect();
    found.extend(movable(country));
    found.retain(|holiday| (from..=to).contains(&holiday.day));
    found.sort_unstable_by_key(|holiday| (holiday.day, holiday.key));
    found
}

/// Every key a country's holidays may have, in order.
#[must_use]
pub fn holiday_keys(country: Country) -> Vec<&'static str> {
    let mut keys: Vec<&str> = rule::of(country).iter().map(|(key, ..)| *key).collect();
    keys.extend(rule::DECREED.iter().filter(|(of, ..)| *of == country).map(|(_, key, ..)| *key));
    keys.extend(movable(country).iter().map(|holiday| holiday.key));
    if rule::of(country).iter().any(|(.., kind)| matches!(kind, Kind::MadeUp(_))) {
        keys.push(OBSERVED);
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The key of a free day that stands in for a holiday on a weekend.
const OBSERVED: &str = "observed";

/// A year's holidays by rule and decree, with the days that stand in for those on weekends.
fn of_year(country: Country, year: i32) -> Vec<Holiday> {
    let mut made_up = Vec::new();
    let mut found = Vec::new();
    let decreed = rule::DECREED.iter().filter(|(of, _, when, ..)| (*of, *when) == (country, year));
    for (_, key, year, month, day) in decreed.clone() {
        let is_public = !key.ends_with("-sales");
        found.push(Holiday { key, day: day_number(*year, *month, *day), is_public });
    }
    for (key, rule, kind) in rule::of(country) {
        if decreed.clone().any(|(_, decreed, ..)| decreed == key) {
            continue;
        }
        let since = match kind {
            Kind::Public(since) | Kind::MadeUp(since) => *since,
            Kind::Shops => 0,
        };
        if year >= since {
            let day = rule.day(year);
            found.push(Holiday { key, day, is_public: *kind != Kind::Shops });
            if matches!(kind, Kind::MadeUp(_)) {
                made_up.push(day);
            }
        }
    }
    for day in made_up {
        if let Some(day) = substitute(country, day, &found) {
            found.push(Holiday { key: OBSERVED, day, is_public: true });
        }
    }
    found
}

/// The free day that stands in for a holiday on a weekend, if there is one.
fn substitute(country: Country, day: i32, others: &[Holiday]) -> Option<i32> {
    let days_to_monday = match weekday(day) {
        5 => 2,
        6 => 1,
        _ => return None,
    };
    if country == Country::UnitedStates {
        return Some(if days_to_monday == 2 { day - 1 } else { day + 1 });
    }
    let is_taken =
        |day: &i32| others.iter().any(|holiday| holiday.is_public && holiday.day == *day);
    let is_holiday =
        |day: &i32| others.iter().any(|holiday| holiday.day == *day && holiday.key == "boxing-day");
    let monday = day + days_to_monday;
    if country == Country::Canada && is_holiday(&monday) {
        // Christmas on a Sunday: Boxing Day's Monday is free already.
        return Some(monday);
    }
    (monday..monday + 2).find(|day| !is_taken(day))
}

/// A country's holidays by other calendars.
fn movable(country: Country) -> Vec<Holiday> {
    if country != Country::India {
        return Vec::new();
    }
    let mut found = Vec::new();
    for line in rule::MOVABLE.lines() {
        let mut fields = line.split(',');
        let (Some(key), Some(kind), Some(days)) = (fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        let days = days.split(' ').filter_map(day_of_text);
        found.extend(days.map(|day| Holiday { key, day, is_public: kind == "public" }));
    }
    // Gold is bought two days before Diwali.
    let dhanteras =
        |diwali: &Holiday| Holiday { key: "dhanteras", day: diwali.day - 2, is_public: false };
    let gold: Vec<Holiday> =
        found.iter().filter(|holiday| holiday.key == "diwali").map(dhanteras).collect();
    found.extend(gold);
    found
}

/// The day of `2026-11-21`.
fn day_of_text(text: &str) -> Option<i32> {
    let mut parts = text.split('-').map(|part| part.parse::<i32>().ok());
    Some(day_number(parts.next()??, parts.next()??, parts.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn day(text: &str) -> i32 {
        day_of_text(text).unwrap()
    }

    /// The public holidays of 2015 to 2030 as the Python package `holidays` 0.109 has them: Ontario's, England's,
    /// Germany's and India's (public and optional). Days that share a substitute are one there and here.
    #[test]
    fn public_holidays_are_those_of_the_peer() {
        let mut expected = BTreeSet::new();
        for line in include_str!("holidays/reference.csv").lines() {
            let fields: Vec<&str> = line.split(',').collect();
            for text in fields[2].split(' ') {
                expected.insert((fields[0], day(text), fields[1]));
            }
        }
        let mut found = BTreeSet::new();
        for country in Country::ALL {
            for holiday in holidays(country, day("2015-01-01"), day("2030-12-31")) {
                if holiday.is_public {
                    assert!(found.insert((country.code(), holiday.day, holiday.key)));
                }
            }
        }
        let missing: Vec<_> = expected.difference(&found).collect();
        let surplus: Vec<_> = found.difference(&expected).collect();
        assert!(missing.is_empty() && surplus.is_empty(), "{missing:?}\n{surplus:?}");
    }

    fn check(country: &str, key: &str, text: &str) {
        let country = Country::of_code(country).unwrap();
        let year = &text[..4];
        let found = holidays(country, day(&format!("{year}-01-01")), day(&format!("{year}-12-31")));
        let days: Vec<i32> =
            found.iter().filter(|holiday| holiday.key == key).map(|holiday| holiday.day).collect();
        assert_eq!(days, [day(text)], "{country:?} {key}");
    }

    #[test]
    fn shops_days_are_those_the_shops_kept() {
        check("us", "black-friday", "2024-11-29");
        check("US", "cyber-monday", "2024-12-02");
        check("US", "mothers-day", "2026-05-10");
        check("GB", "mothers-day", "2024-03-10");
        check("GB", "fathers-day", "2025-06-15");
        // Whit Sunday was the last Sunday of May in 2023.
        check("FR", "mothers-day", "2023-06-04");
        check("FR", "mothers-day", "2024-05-26");
        check("FR", "winter-sales", "2024-01-10");
        check("FR", "winter-sales", "2026-01-07");
        check("FR", "summer-sales", "2020-07-15");
        check("FR", "summer-sales", "2022-06-22");
        check("DE", "carnival-monday", "2025-03-03");
        check("IN", "dhanteras", "2025-10-18");
        check("IN", "raksha-bandhan", "2025-08-09");
    }

    #[test]
    fn every_line_of_the_table_is_understood() {
        for line in rule::MOVABLE.lines() {
            let days = line.split(',').nth(2).unwrap();
            assert!(days.split(' ').all(|text| day_of_text(text).is_some()), "{line}");
        }
        assert_eq!(holiday_keys(Country::India).len(), 30);
    }

    #[test]
    fn any_days_are_allowed() {
        assert!(holidays(Country::France, 10, 9).is_empty());
        let all = holidays(Country::UnitedKingdom, i32::MIN, i32::MAX);
        assert!(all.windows(2).all(|pair| pair[0].day <= pair[1].day) && all.len() > 4000);
        assert!(all.iter().all(|holiday| (EARLIEST..=LATEST).contains(&holiday.day)));
    }
}
