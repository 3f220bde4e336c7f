//! Days of the civil calendar as numbers since 1970-01-01.

use crate::forecast::Frequency;

/// The first day dates are told for: 1900-01-01.
pub(in crate::forecast) const EARLIEST: i32 = -25_567;
/// The last: 2199-12-31.
pub(in crate::forecast) const LATEST: i32 = 84_005;

/// The day's number. `month` 1 to 12; a day beyond the month's end runs into the next.
///
/// # Source
/// Hinnant (2014), chrono-Compatible Low-Level Date Algorithms, `days_from_civil`.
pub(in crate::forecast) const fn day_number(year: i32, month: i32, day: i32) -> i32 {
    // Years begin in March, so that the leap day is their last.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month and day of a day's number: the inverse of [`day_number`].
pub(in crate::forecast) const fn civil(day: i32) -> (i32, i32, i32) {
    let day = day.saturating_add(719_468);
    let era = day.div_euclid(146_097);
    let day_of_era = day.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + if month <= 2 { 1 } else { 0 }, month, day)
}

/// Days since the last Monday: 0 is Monday, 6 Sunday.
pub(super) const fn weekday(day: i32) -> i32 {
    (day + 3).rem_euclid(7)
}

/// Easter Sunday of the Gregorian calendar.
///
/// # Source
/// Meeus (1991), Astronomical Algorithms, chapter 8 (Butcher's rule).
pub(super) const fn easter(year: i32) -> i32 {
    let (golden, century, of_century) = (year % 19, year / 100, year % 100);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days = epact + to_sunday - 7 * late + 114;
    day_number(year, days / 31, days % 31 + 1)
}

/// The first day of period `t`, counted from the period that begins with `first_day`.
pub(in crate::forecast) fn period_start(frequency: Frequency, first_day: i32, t: usize) -> i32 {
    let t = i32::try_from(t).unwrap_or(i32::MAX);
    let start = match months(frequency) {
        None if frequency == Frequency::Hourly => first_day.saturating_add(t / 24),
        None if frequency == Frequency::Daily => first_day.saturating_add(t),
        None => first_day.saturating_add(t.saturating_mul(7)),
        Some(months) => months_later(first_day, t.saturating_mul(months)),
    };
    start.clamp(EARLIEST, LATEST)
}

/// The period a day lies in; none before the first.
pub(super) fn period_of(frequency: Frequency, first_day: i32, day: i32) -> Option<usize> {
    let apart = usize::try_from(day.checked_sub(first_day)?).ok()?;
    let Some(months) = months(frequency) else {
        return Some(match frequency {
            Frequency::Hourly => apart * 24,
            Frequency::Daily => apart,
            _ => apart / 7,
        });
    };
    let ((year, month, _), (first_year, first_month, _)) = (civil(day), civil(first_day));
    let begun = (year - first_year) * 12 + month - first_month;
    let whole = if months_later(first_day, begun) > day { begun - 1 } else { begun };
    usize::try_from(whole / months).ok()
}

/// Months a period lasts, if it is made of months.
const fn months(frequency: Frequency) -> Option<i32> {
    match frequency {
        Frequency::Hourly | Frequency::Daily | Frequency::Weekly => None,
        Frequency::Monthly => Some(1),
        Frequency::Quarterly => Some(3),
        Frequency::Yearly => Some(12),
    }
}

/// The same day of the month, or the month's last, some months later.
fn months_later(day: i32, months: i32) -> i32 {
    let (year, month, of_month) = civil(day.clamp(EARLIEST, LATEST));
    let months = (month - 1).saturating_add(months).clamp(-12_000, 12_000);
    let (year, month) = (year + months.div_euclid(12), months.rem_euclid(12) + 1);
    let next = day_number(year + month / 12, month % 12 + 1, 1);
    day_number(year, month, of_month).min(next - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_two_names_of_the_same() {
        assert_eq!(day_number(1970, 1, 1), 0);
        assert_eq!((day_number(1900, 1, 1), day_number(2199, 12, 31)), (EARLIEST, LATEST));
        let mut before = civil(EARLIEST - 1);
        for day in EARLIEST..=LATEST {
            let (year, month, of_month) = civil(day);
            assert_eq!(day_number(year, month, of_month), day);
            assert!((year, month, of_month) > before);
            before = (year, month, of_month);
        }
    }

    #[test]
    fn weekdays_and_easter_are_those_of_the_almanac() {
        assert_eq!(weekday(day_number(2026, 11, 21)), 5);
        for (year, month, day) in [(1961, 4, 2), (2008, 3, 23), (2011, 4, 24), (2038, 4, 25)] {
            assert_eq!(easter(year), day_number(year, month, day));
        }
    }

    #[test]
    fn every_day_lies_in_the_period_that_began_last() {
        let first = day_number(2019, 1, 31);
        for frequency in Frequency::ALL {
            for day in first..first + 1500 {
                let t = period_of(frequency, first, day).unwrap();
                let next = t + if frequency == Frequency::Hourly { 24 } else { 1 };
                assert!(period_start(frequency, first, t) <= day, "{frequency:?} {day}");
                assert!(day < period_start(frequency, first, next), "{frequency:?} {day}");
            }
            assert_eq!(period_of(frequency, first, first - 1), None);
        }
    }
}
