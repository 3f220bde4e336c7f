//! Business days: a sale belongs to the day it was at the counter, whatever zone it is read in.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

const DAY_MS: i64 = 86_400_000;

/// A calendar day, counted from 1970-01-01 = 0 in the proleptic Gregorian calendar.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Encode,
    Decode,
    Serialize,
    Deserialize,
)]
#[cbor(transparent)]
pub struct Day(#[n(0)] pub i32);

/// When something was sold, as the clock on the wall of the shop showed it.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Encode,
    Decode,
    Serialize,
    Deserialize,
)]
#[cbor(map)]
pub struct Moment {
    /// Milliseconds from 1970-01-01T00:00 to this wall-clock reading, as if the wall were in UTC.
    #[n(0)]
    pub local_ms: i64,
    /// Minutes east of UTC at that moment, if the source told: the instant is then
    /// `local_ms − offset_min × 60,000`.
    #[n(1)]
    pub offset_min: Option<i16>,
}

impl Moment {
    /// The business day.
    #[must_use]
    pub fn day(self) -> Day {
        Day(i32::try_from(self.local_ms.div_euclid(DAY_MS)).unwrap_or(i32::MAX))
    }

    /// The hour of the day, 0 to 23.
    #[must_use]
    pub fn hour(self) -> u8 {
        (self.local_ms.rem_euclid(DAY_MS) / 3_600_000) as u8
    }

    /// Milliseconds since 1970-01-01T00:00Z; readings without an offset count as UTC.
    #[must_use]
    pub fn instant_ms(self) -> i64 {
        self.local_ms - i64::from(self.offset_min.unwrap_or(0)) * 60_000
    }
}

impl Day {
    /// The day of a date, `None` if there is no such date. `month` and `day` count from 1.
    ///
    /// # Source
    /// H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
    #[must_use]
    pub fn from_date(year: i32, month: u8, day: u8) -> Option<Self> {
        if !(1..=12).contains(&month) || !(1..=9_999).contains(&year) {
            return None;
        }
        if day < 1 || day > days_in_month(year, month) {
            return None;
        }
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year - era * 400;
        let shifted = (i32::from(month) + 9) % 12;
        let day_of_year = (153 * shifted + 2) / 5 + i32::from(day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(Self(era * 146_097 + day_of_era - 719_468))
    }

    /// Year, month and day of the month, both from 1.
    #[must_use]
    pub fn date(self) -> (i32, u8, u8) {
        let days = i64::from(self.0) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days - era * 146_097;
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year as i32, month as u8, day as u8)
    }

    /// 0 for Monday to 6 for Sunday.
    #[must_use]
    pub const fn weekday(self) -> u8 {
        (self.0 + 3).rem_euclid(7) as u8
    }

    /// The Monday of its week (ISO 8601).
    #[must_use]
    pub const fn monday(self) -> Self {
        Self(self.0 - self.weekday() as i32)
    }

    /// The first of its month.
    #[must_use]
    pub fn first_of_month(self) -> Self {
        let (_, _, day) = self.date();
        Self(self.0 - i32::from(day) + 1)
    }

    /// Months since January 1970: a key that orders and groups.
    #[must_use]
    pub fn month_number(self) -> i32 {
        let (year, month, _) = self.date();
        (year - 1970) * 12 + i32::from(month) - 1
    }
}

/// 28 to 31; 0 for a month that does not exist.
#[must_use]
pub const fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_days_are_each_others_inverse() {
        for day in (-719_162..2_932_896).step_by(37).map(Day) {
            let (year, month, of_month) = day.date();
            assert_eq!(Day::from_date(year, month, of_month), Some(day));
        }
        assert_eq!(Day::from_date(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::from_date(2026, 2, 31), None);
        assert_eq!(Day::from_date(2024, 2, 29).map(|day| day.0), Some(19_782));
    }

    #[test]
    fn the_week_begins_on_monday() {
        let saturday = Day::from_date(2026, 11, 21).unwrap();
        assert_eq!(saturday.weekday(), 5);
        assert_eq!(saturday.monday().date(), (2026, 11, 16));
        assert_eq!(Day(-1).weekday(), 2);
    }
}
