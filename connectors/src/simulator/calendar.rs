//! The merchant's year: public holidays of France, the feasts around which gifts are bought, the sales weeks.

use ledger::{Day, days_in_month};

/// Easter Sunday.
///
/// # Source
/// Meeus, Astronomical Algorithms, ch. 8: the Gregorian computus.
pub(super) fn easter(year: i32) -> Day {
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let of_month = (h + l - 7 * m + 114) % 31 + 1;
    date(year, month as u8, of_month as u8)
}

/// The day after the fourth Thursday of November.
pub(super) fn black_friday(year: i32) -> Day {
    let first = date(year, 11, 1);
    let to_thursday = (3 - i32::from(first.weekday())).rem_euclid(7);
    Day(first.0 + to_thursday + 22)
}

/// Mother's Day in France: the last Sunday of May, a week later if that is Pentecost.
pub(super) fn mothers_day(year: i32) -> Day {
    let last = date(year, 5, 31);
    let sunday = Day(last.0 - (i32::from(last.weekday()) + 1) % 7);
    if sunday.0 == easter(year).0 + 49 { Day(sunday.0 + 7) } else { sunday }
}

/// First days of the two sales periods set by law: the second Wednesday of January (the first if that falls after
/// the 12th) and the last Wednesday of June (the one before if that falls after the 28th).
pub(super) fn sales_begin(year: i32) -> [Day; 2] {
    let first = date(year, 1, 1);
    let wednesday = first.0 + (2 - i32::from(first.weekday())).rem_euclid(7) + 7;
    let winter = if Day(wednesday).date().2 > 12 { wednesday - 7 } else { wednesday };
    let last = date(year, 6, 30);
    let wednesday = last.0 - (i32::from(last.weekday()) - 2).rem_euclid(7);
    let summer = if Day(wednesday).date().2 > 28 { wednesday - 7 } else { wednesday };
    [Day(winter), Day(summer)]
}

/// Days on which the shops stay closed.
pub(super) fn is_closed(day: Day) -> bool {
    let (_, month, of_month) = day.date();
    matches!((month, of_month), (1, 1) | (5, 1) | (12, 25))
}

/// Public holidays on which the shops are open.
pub(super) fn is_holiday(day: Day) -> bool {
    let (year, month, of_month) = day.date();
    let fixed = [(5, 8), (7, 14), (8, 15), (11, 1), (11, 11)];
    let from_easter = day.0 - easter(year).0;
    // Easter Monday, Ascension, Whit Monday.
    fixed.contains(&(month, of_month)) || [1, 39, 50].contains(&from_easter)
}

/// Days until Christmas Day, 0 to 364.
pub(super) fn days_to_christmas(day: Day) -> i32 {
    let (year, ..) = day.date();
    let this = date(year, 12, 25).0 - day.0;
    if this >= 0 { this } else { date(year + 1, 12, 25).0 - day.0 }
}

/// Where in the year a day lies, as an angle; 1 January is 0.
pub(super) fn angle(day: Day) -> f64 {
    let (year, ..) = day.date();
    f64::from(day.0 - date(year, 1, 1).0) * (std::f64::consts::TAU / 365.25)
}

/// Whether a day lies between two days of the year, which may span New Year. Month, day.
pub(super) fn is_between(day: Day, from: (u8, u8), to: (u8, u8)) -> bool {
    let (_, month, of_month) = day.date();
    let today = (month, of_month);
    if from <= to { from <= today && today <= to } else { today >= from || today <= to }
}

/// A date that exists, or the last of its month.
fn date(year: i32, month: u8, of_month: u8) -> Day {
    Day::from_date(year, month, of_month.min(days_in_month(year, month))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u8, of_month: u8) -> Day {
        Day::from_date(year, month, of_month).unwrap()
    }

    #[test]
    fn feasts_fall_where_the_almanac_has_them() {
        for (year, month, of_month) in
            [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25)]
        {
            assert_eq!(easter(year), day(year, month, of_month));
        }
        assert_eq!(black_friday(2024), day(2024, 11, 29));
        assert_eq!(black_friday(2025), day(2025, 11, 28));
        assert_eq!(black_friday(2026), day(2026, 11, 27));
        assert_eq!(mothers_day(2025), day(2025, 5, 25));
        assert_eq!(mothers_day(2026), day(2026, 5, 31));
        // Pentecost 2023 was 28 May.
        assert_eq!(mothers_day(2023), day(2023, 6, 4));
        assert_eq!(sales_begin(2025), [day(2025, 1, 8), day(2025, 6, 25)]);
        assert_eq!(sales_begin(2026), [day(2026, 1, 7), day(2026, 6, 24)]);
        assert!(
            is_holiday(day(2026, 4, 6))
                && is_holiday(day(2026, 5, 14))
                && is_holiday(day(2026, 5, 25))
        );
        assert!(is_closed(day(2025, 12, 25)) && !is_holiday(day(2026, 4, 7)));
    }

    #[test]
    fn seasons_may_span_new_year() {
        assert!(is_between(day(2026, 1, 10), (11, 2), (2, 15)));
        assert!(!is_between(day(2026, 3, 1), (11, 2), (2, 15)));
        assert!(is_between(day(2026, 6, 1), (5, 20), (9, 10)));
        assert_eq!(days_to_christmas(day(2026, 12, 26)), 364);
        assert_eq!(days_to_christmas(day(2026, 12, 25)), 0);
    }
}
