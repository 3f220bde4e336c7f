//! Cells as dates and times, in every style that is unambiguous, and what they prove about the others.

mod tokens;
mod zones;

use ledger::Day;

use tokens::{Cut, cut};

const MINUTE_MS: i32 = 60_000;
const HOUR_MS: i32 = 60 * MINUTE_MS;
const DAY_MS: i32 = 24 * HOUR_MS;

/// Which of the first two numbers of `03/04/2026` is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Day first.
    Dmy,
    /// Month first.
    Mdy,
}

impl Order {
    pub(crate) fn from_answer(answer: &str) -> Option<Self> {
        match answer {
            "dmy" => Some(Self::Dmy),
            "mdy" => Some(Self::Mdy),
            _ => None,
        }
    }

    pub(crate) const fn answer(self) -> &'static str {
        match self {
            Self::Dmy => "dmy",
            Self::Mdy => "mdy",
        }
    }
}

/// A cell read as a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) day: Day,
    /// Milliseconds into the day, if a time was told.
    pub(crate) time_ms: Option<i32>,
    /// Minutes east of UTC, if told.
    pub(crate) offset_min: Option<i16>,
    pub(crate) style: Style,
}

/// How a date was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// `2026-11-21`
    YearFirst,
    /// `21.11.2026`
    Dots,
    /// `11/21/2026`, `21-11-26`: the order has to be known.
    Numbers,
    /// `21 Nov 2026`
    Words,
    /// `20261121`
    Compact,
    /// Days since 1899-12-30, as spreadsheets count.
    Serial,
    /// Seconds or milliseconds since 1970.
    Epoch,
}

impl Style {
    /// How people would describe it.
    pub(crate) const fn format(self, order: Option<Order>) -> &'static str {
        match (self, order) {
            (Self::YearFirst, _) => "YYYY-MM-DD",
            (Self::Dots, _) => "DD.MM.YYYY",
            (Self::Numbers, Some(Order::Dmy)) => "DD/MM/YYYY",
            (Self::Numbers, Some(Order::Mdy)) => "MM/DD/YYYY",
            (Self::Numbers, None) => "DD/MM/YYYY?",
            (Self::Words, _) => "D MMM YYYY",
            (Self::Compact, _) => "YYYYMMDD",
            (Self::Serial, _) => "12345",
            (Self::Epoch, _) => "1234567890",
        }
    }
}

/// Why a cell is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateError {
    /// Not written like one.
    Unreadable,
    /// Written like one, but there is no such day.
    Impossible,
    /// Day and month can be told apart by no rule.
    Ambiguous,
}

/// What a cell proves about the order of day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrderEvidence {
    /// Nothing: the order does not matter, or it is no date.
    None,
    Dmy,
    Mdy,
    /// Both readings are possible and differ.
    Either,
}

/// Reads a cell as a date; `order` is what the column is known to have.
pub(crate) fn parse(cell: &[u8], order: Option<Order>) -> Result<Stamp, DateError> {
    if let Some(stamp) = parse_iso(cell) {
        return stamp;
    }
    let cut = cut(cell).ok_or(DateError::Unreadable)?;
    let dated = date_of(&cut, order)?;
    let time = if dated.is_epoch { dated.time_ms } else { cut.time_ms.or(dated.time_ms) };
    let offset_min = if dated.is_epoch { Some(0) } else { cut.offset_min };
    // 24:00 is the next day's midnight.
    let over = time.map_or(0, |time| time / DAY_MS);
    Ok(Stamp {
        day: Day(dated.day.0 + over),
        time_ms: time.map(|time| time % DAY_MS),
        offset_min,
        style: dated.style,
    })
}

/// Reads a cell that holds a time only: milliseconds into the day.
pub(crate) fn parse_time(cell: &[u8]) -> Option<i32> {
    let cut = cut(cell)?;
    match (cut.time_ms, cut.numbers.as_slice().len(), cut.month) {
        (Some(time), 0, None) => Some(time),
        // Spreadsheets write times as fractions of the day.
        (None, _, None) => fraction_of_day(cell),
        _ => None,
    }
}

/// What a cell proves about the order of day and month.
pub(crate) fn order_evidence(cell: &[u8]) -> OrderEvidence {
    let Some(cut) = cut(cell) else { return OrderEvidence::None };
    if cut.month.is_some() || cut.is_dotted {
        return OrderEvidence::None;
    }
    match cut.numbers.as_slice() {
        [a, b, c] if a.digits <= 2 && b.digits <= 2 && matches!(c.digits, 2 | 4) => {
            match (a.value, b.value) {
                (1..=12, 1..=12) if a.value == b.value => OrderEvidence::None,
                (1..=12, 1..=12) => OrderEvidence::Either,
                (13..=31, 1..=12) => OrderEvidence::Dmy,
                (1..=12, 13..=31) => OrderEvidence::Mdy,
                _ => OrderEvidence::None,
            }
        }
        _ => OrderEvidence::None,
    }
}

struct Dated {
    day: Day,
    time_ms: Option<i32>,
    style: Style,
    is_epoch: bool,
}

impl Dated {
    fn new(year: u64, month: u64, day: u64, style: Style) -> Result<Self, DateError> {
        let (year, month, day) = (i32::try_from(year), u8::try_from(month), u8::try_from(day));
        let (Ok(year), Ok(month), Ok(day)) = (year, month, day) else {
            return Err(DateError::Impossible);
        };
        // A sale before 1900 is a slip of the pen, and years in other calendars are misread.
        if !(1900..=2199).contains(&year) {
            return Err(DateError::Impossible);
        }
        let day = Day::from_date(year, month, day).ok_or(DateError::Impossible)?;
        Ok(Self { day, time_ms: None, style, is_epoch: false })
    }
}

/// Two digits mean 1970 to 2069.
const fn full_year(value: u64, digits: u32) -> u64 {
    match (digits, value) {
        (1 | 2, 70..) => value + 1900,
        (1 | 2, _) => value + 2000,
        _ => value,
    }
}

fn date_of(cut: &Cut, order: Option<Order>) -> Result<Dated, DateError> {
    let numbers = cut.numbers.as_slice();
    if let Some(month) = cut.month {
        let [a, b] = numbers else { return Err(DateError::Unreadable) };
        let (day, year) = if a.digits == 4 || a.value > 31 { (b, a) } else { (a, b) };
        if day.digits > 2 || !matches!(year.digits, 2 | 4) {
            return Err(DateError::Unreadable);
        }
        return Dated::new(
            full_year(year.value, year.digits),
            u64::from(month),
            day.value,
            Style::Words,
        );
    }
    match numbers {
        [a, b, c] if a.digits == 4 && b.digits <= 2 && c.digits <= 2 => {
            Dated::new(a.value, b.value, c.value, Style::YearFirst)
        }
        [a, b, c] if a.digits <= 2 && b.digits <= 2 && matches!(c.digits, 2 | 4) => {
            let year = full_year(c.value, c.digits);
            if cut.is_dotted {
                return Dated::new(year, b.value, a.value, Style::Dots);
            }
            let (month, day) = numeric_order(a.value, b.value, order)?;
            Dated::new(year, month, day, Style::Numbers)
        }
        [_] | [_, _] => undivided(cut),
        _ => Err(DateError::Unreadable),
    }
}

/// Month and day of two numbers.
fn numeric_order(a: u64, b: u64, order: Option<Order>) -> Result<(u64, u64), DateError> {
    match (order, a, b) {
        (_, 0, _) | (_, _, 0) | (_, 32.., _) | (_, _, 32..) => Err(DateError::Impossible),
        (_, 13.., 13..) => Err(DateError::Impossible),
        (Some(Order::Dmy), ..) => Ok((b, a)),
        (Some(Order::Mdy), ..) => Ok((a, b)),
        (None, 13.., _) => Ok((b, a)),
        (None, _, 13..) => Ok((a, b)),
        (None, ..) if a == b => Ok((a, b)),
        (None, ..) => Err(DateError::Ambiguous),
    }
}

/// One run of digits: `20261121`, `20261121093000`, a spreadsheet's serial number, a Unix time.
fn undivided(cut: &Cut) -> Result<Dated, DateError> {
    let unreadable = Err(DateError::Unreadable);
    let numbers = cut.numbers.as_slice();
    let Some(&first) = numbers.first() else { return unreadable };
    if numbers.len() == 2 && !(first.digits == 5 && cut.is_fraction) {
        return unreadable;
    }
    let value = first.value;
    match first.digits {
        8 => Dated::new(value / 10_000, value / 100 % 100, value % 100, Style::Compact),
        12 | 14 => {
            let seconds = if first.digits == 14 { value % 100 } else { 0 };
            let rest = if first.digits == 14 { value / 100 } else { value };
            let (date, hour, minute) = (rest / 10_000, rest / 100 % 100, rest % 100);
            if hour > 23 || minute > 59 || seconds > 59 {
                return unreadable;
            }
            let dated = Dated::new(date / 10_000, date / 100 % 100, date % 100, Style::Compact)?;
            let time = (hour * 3_600 + minute * 60 + seconds) as i32 * 1_000;
            Ok(Dated { time_ms: Some(time), ..dated })
        }
        5 if (20_000..=80_000).contains(&value) => {
            let time_ms = numbers.get(1).map(|fraction| day_fraction(*fraction));
            let day = Day(value as i32 - 25_569);
            Ok(Dated { day, time_ms, style: Style::Serial, is_epoch: false })
        }
        10 if (946_684_800..4_102_444_800).contains(&value) => Ok(epoch(value * 1_000)),
        13 if (946_684_800_000..4_102_444_800_000).contains(&value) => Ok(epoch(value)),
        _ => unreadable,
    }
}

fn epoch(ms: u64) -> Dated {
    let (day, time) = (ms / DAY_MS as u64, ms % DAY_MS as u64);
    Dated { day: Day(day as i32), time_ms: Some(time as i32), style: Style::Epoch, is_epoch: true }
}

/// The digits behind the mark of a serial number as milliseconds, to the second: more they do not hold.
fn day_fraction(fraction: tokens::Number) -> i32 {
    let share = fraction.value as f64 / 10_f64.powi(fraction.digits as i32);
    ((share * 86_400.0).round() as i32 * 1_000).min(DAY_MS - 1_000)
}

/// `0.4375` or `0,4375` → half past ten.
fn fraction_of_day(cell: &[u8]) -> Option<i32> {
    let digits = cell.strip_prefix(b"0.").or_else(|| cell.strip_prefix(b"0,"))?;
    if digits.is_empty() || digits.len() > 17 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = digits.iter().fold(0_u64, |value, byte| value * 10 + u64::from(byte - b'0'));
    Some(day_fraction(tokens::Number { value, digits: digits.len() as u32 }))
}

/// `2026-11-21`, `2026-11-21 09:30:00`, `2026-11-21T09:30:00+00:00`, `2026-11-21 09:30:00 -0500`: most of all cells
/// in the world, without any search. `None` if it is written in another way.
fn parse_iso(cell: &[u8]) -> Option<Result<Stamp, DateError>> {
    if cell.len() < 10 || cell[4] != b'-' || cell[7] != b'-' {
        return None;
    }
    let year = digits(&cell[..4])?;
    let (month, day) = (digits(&cell[5..7])?, digits(&cell[8..10])?);
    let (time_ms, rest) = match &cell[10..] {
        [] => (None, &[][..]),
        [b' ' | b'T', rest @ ..] if rest.len() >= 8 && rest[2] == b':' && rest[5] == b':' => {
            let (hour, minute, second) =
                (digits(&rest[..2])?, digits(&rest[3..5])?, digits(&rest[6..8])?);
            if hour > 23 || minute > 59 || second > 59 {
                return None;
            }
            (Some((hour * 3_600 + minute * 60 + second) as i32 * 1_000), &rest[8..])
        }
        _ => return None,
    };
    let offset_min = match rest {
        [] => None,
        [b'Z'] | b" UTC" => Some(0),
        [b' ', rest @ ..] | rest => Some(zones::numeric(rest)?),
    };
    let dated = match Dated::new(year, month, day, Style::YearFirst) {
        Ok(dated) => dated,
        Err(error) => return Some(Err(error)),
    };
    Some(Ok(Stamp { day: dated.day, time_ms, offset_min, style: Style::YearFirst }))
}

fn digits(cell: &[u8]) -> Option<u64> {
    cell.iter().try_fold(0_u64, |value, byte| {
        byte.is_ascii_digit().then(|| value * 10 + u64::from(byte - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, order: Option<Order>, date: (i32, u8, u8), time: Option<(i32, i32)>) {
        let stamp = parse(cell.as_bytes(), order).unwrap_or_else(|e| panic!("{cell}: {e:?}"));
        assert_eq!(stamp.day.date(), date, "{cell}");
        let time = time.map(|(hour, minute)| hour * HOUR_MS + minute * MINUTE_MS);
        assert_eq!(stamp.time_ms, time, "{cell}");
    }

    #[test]
    fn dates_of_all_styles_are_read() {
        let day = (2026, 11, 2);
        check("2026-11-02", None, day, None);
        check("2026/11/2", None, day, None);
        check("02.11.2026", None, day, None);
        check("2.11.26", None, day, None);
        check("Nov 2, 2026", None, day, None);
        check("2-Nov-26", None, day, None);
        check("2 novembre 2026", None, day, None);
        check("2. November 2026", None, day, None);
        check("lun. 2 nov. 2026 09:05", None, day, Some((9, 5)));
        check("2 de noviembre de 2026", None, day, None);
        check("mar. 3 nov. 2026", None, (2026, 11, 3), None);
        check("1er mars 2026", None, (2026, 3, 1), None);
        check("03.März 2026", None, (2026, 3, 3), None);
        check("3 mar 2026", None, (2026, 3, 3), None);
        check("11/02/2026", Some(Order::Mdy), day, None);
        check("02/11/2026", Some(Order::Dmy), day, None);
        check("20261102", None, day, None);
        check("20261102093000", None, day, Some((9, 30)));
        check("46328", None, day, None);
        check("46328.4375", None, day, Some((10, 30)));
        check("1793577600", None, (2026, 11, 2), Some((0, 0)));
        check("2026-11-02T09:30:00Z", None, day, Some((9, 30)));
        check("2026-11-02 24:00", None, (2026, 11, 3), Some((0, 0)));
        check("11/02/2026 2:30:00 PM", Some(Order::Mdy), day, Some((14, 30)));
        check("2/11/2026 12:05 a. m.", Some(Order::Dmy), day, Some((0, 5)));
        check("02/11/2026 14h30", Some(Order::Dmy), day, Some((14, 30)));
        check("Mon, 02 Nov 2026 09:30:00 +0100", None, day, Some((9, 30)));
        check("März 5, 2026", None, (2026, 3, 5), None);
        check("25/12/2026", None, (2026, 12, 25), None);
    }

    #[test]
    fn what_is_no_date_is_refused() {
        let check = |cell: &str, expected| {
            assert_eq!(parse(cell.as_bytes(), None), Err(expected), "{cell}");
        };
        check("2026-02-31", DateError::Impossible);
        check("31.02.2026", DateError::Impossible);
        check("13/13/2026", DateError::Impossible);
        check("03/04/2026", DateError::Ambiguous);
        check("", DateError::Unreadable);
        check("Total", DateError::Unreadable);
        check("RE-2026-0001", DateError::Unreadable);
        check("12", DateError::Unreadable);
        check("24.00", DateError::Unreadable);
        check("25:61", DateError::Unreadable);
    }

    #[test]
    fn offsets_are_kept() {
        let offset = |cell: &str| parse(cell.as_bytes(), Some(Order::Dmy)).unwrap().offset_min;
        assert_eq!(offset("2026-10-31 23:58:30 -0400"), Some(-240));
        assert_eq!(offset("2026-11-02T15:33:00+00:00"), Some(0));
        assert_eq!(offset("08/07/2016 10:12:40 BST"), Some(60));
        assert_eq!(offset("21/01/2026 16:19:39 MESZ"), Some(120));
        assert_eq!(offset("2026-11-02 15:33:00"), None);
    }

    #[test]
    fn times_stand_alone() {
        assert_eq!(parse_time(b"10:02:11"), Some(10 * HOUR_MS + 2 * MINUTE_MS + 11_000));
        assert_eq!(parse_time(b"2:30 PM"), Some(14 * HOUR_MS + 30 * MINUTE_MS));
        assert_eq!(parse_time(b"0.4375"), Some(10 * HOUR_MS + 30 * MINUTE_MS));
        assert_eq!(parse_time(b"12"), None);
    }

    #[test]
    fn the_order_is_proved_by_numbers_above_twelve() {
        for (cell, expected) in [
            ("13/01/2026", OrderEvidence::Dmy),
            ("01/13/26", OrderEvidence::Mdy),
            ("03/04/2026", OrderEvidence::Either),
            ("04/04/2026", OrderEvidence::None),
            ("2026-01-13", OrderEvidence::None),
            ("13.01.2026", OrderEvidence::None),
        ] {
            assert_eq!(order_evidence(cell.as_bytes()), expected, "{cell}");
        }
    }
}
