//! Cells as exact numbers: marks, groups, signs, currency words, percent.

use ledger::{Decimal, DecimalMark};

use super::currencies;
use super::records::trim;
use super::text::decode_entities;

/// A number as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) value: Decimal,
    pub(crate) is_percent: bool,
}

/// Why a cell is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberError {
    /// Not written like one.
    Unreadable,
    /// Written like one, but beyond what can be kept exactly.
    OutOfRange,
}

/// What a cell proves about the decimal mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkEvidence {
    /// No mark in it, or no number.
    None,
    /// Only `.` can be the decimal mark.
    Point,
    /// Only `,` can be.
    Comma,
    /// `1.234` or `1,234`: either.
    Either,
}

/// The digits kept after the decimal mark; binary fractions written out in full go beyond.
const MOST_SCALE: u8 = 9;

/// Reads a cell as a number.
pub(crate) fn parse(cell: &[u8], mark: DecimalMark) -> Result<Number, NumberError> {
    if let Some(value) = parse_plain(cell, mark) {
        return Ok(Number { value, is_percent: false });
    }
    let decoded = decode_entities(cell);
    let parts = split(&decoded).ok_or(NumberError::Unreadable)?;
    let value = parse_body(parts.body, mark)?;
    let value = if parts.is_negative { Decimal { value: -value.value, ..value } } else { value };
    Ok(Number { value, is_percent: parts.is_percent })
}

/// The currency a cell names beside its number, if it does.
pub(crate) fn currency_word(cell: &[u8]) -> Option<String> {
    let decoded = decode_entities(cell);
    split(&decoded).and_then(|parts| parts.currency.map(str::to_owned))
}

/// What a cell proves about the decimal mark.
pub(crate) fn mark_evidence(cell: &[u8]) -> MarkEvidence {
    let decoded = decode_entities(cell);
    let Some(parts) = split(&decoded) else { return MarkEvidence::None };
    let body = parts.body.as_bytes();
    let last = |wanted: u8| body.iter().rposition(|&byte| byte == wanted);
    let count = |wanted: u8| body.iter().filter(|&&byte| byte == wanted).count();
    match (last(b'.'), last(b',')) {
        (None, None) => MarkEvidence::None,
        (Some(point), Some(comma)) if point > comma => MarkEvidence::Point,
        (Some(_), Some(_)) => MarkEvidence::Comma,
        (Some(_), None) if count(b'.') > 1 => MarkEvidence::Comma,
        (None, Some(_)) if count(b',') > 1 => MarkEvidence::Point,
        (Some(at), None) if could_be_group(body, at) => MarkEvidence::Either,
        (None, Some(at)) if could_be_group(body, at) => MarkEvidence::Either,
        (Some(_), None) => MarkEvidence::Point,
        (None, Some(_)) => MarkEvidence::Comma,
    }
}

/// Whether the only mark of a number may stand between thousands: one to three digits before it, not zero,
/// and three after it.
fn could_be_group(body: &[u8], at: usize) -> bool {
    let (before, after) = (&body[..at], &body[at + 1..]);
    after.len() == 3
        && after.iter().all(u8::is_ascii_digit)
        && (1..=3).contains(&before.len())
        && before.first() != Some(&b'0')
        && before.iter().all(u8::is_ascii_digit)
}

/// The common case without any search: digits with at most one mark.
fn parse_plain(cell: &[u8], mark: DecimalMark) -> Option<Decimal> {
    let (is_negative, digits) = match cell {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, cell),
    };
    if digits.is_empty() || digits.len() > 17 || !digits[0].is_ascii_digit() {
        return None;
    }
    let mark = match mark {
        DecimalMark::Point => b'.',
        DecimalMark::Comma => b',',
    };
    let (mut value, mut scale) = (0_i64, None::<u8>);
    for &byte in digits {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + i64::from(byte - b'0');
                scale = scale.map(|scale| scale + 1);
            }
            _ if byte == mark && scale.is_none() => scale = Some(0),
            _ => return None,
        }
    }
    let scale = scale.unwrap_or(0);
    (scale <= MOST_SCALE)
        .then_some(Decimal { value: if is_negative { -value } else { value }, scale })
}

struct Parts<'a> {
    body: &'a str,
    is_negative: bool,
    is_percent: bool,
    currency: Option<&'a str>,
}

/// Takes sign, brackets, percent and currency off; `None` if anything else is left.
fn split(cell: &[u8]) -> Option<Parts<'_>> {
    let text = std::str::from_utf8(trim(cell)).ok()?;
    let text = text.strip_prefix('\'').unwrap_or(text);
    let first = text.find(|c: char| c.is_ascii_digit())?;
    let last = text.rfind(|c: char| c.is_ascii_digit())?;
    // A leading mark belongs to the number: `.50`.
    let first = match text[..first].chars().next_back() {
        Some('.' | ',') => first - 1,
        _ => first,
    };
    let (mut before, body, mut after) = (&text[..first], &text[first..=last], &text[last + 1..]);
    // So does one mark behind it: `24.`; Swiss prices write the cents as a dash: `24.–`.
    after = after.strip_prefix(['.', ',']).unwrap_or(after);
    let mut is_negative = false;
    if let (Some(open), Some(close)) = (before.find('('), after.find(')')) {
        if !is_blank(&before[..open]) && !is_blank(&after[close + 1..]) {
            return None;
        }
        is_negative = true;
        before = if is_blank(&before[..open]) { &before[open + 1..] } else { &before[..open] };
        after = if is_blank(&after[close + 1..]) { &after[..close] } else { &after[close + 1..] };
    }
    let is_percent = after.contains('%') || before.contains('%');
    let strip = |part: &'_ str| -> (bool, bool) { (part.contains(is_minus), part.contains('+')) };
    let (minus_before, plus_before) = strip(before);
    let (minus_after, _) = strip(after);
    if (minus_before || minus_after) && (is_negative || plus_before) {
        return None;
    }
    // `24.–` is no negative number, `129.00-` is.
    let is_dash = after.starts_with(['–', '—']) && text[..=last + 1].ends_with(['.', ',']);
    is_negative |= minus_before || (minus_after && !is_dash);
    let bare = |part| word_of(part);
    let currency = match (bare(before)?, bare(after)?) {
        ("", "") => None,
        ("", word) | (word, "") => Some(word),
        (one, other) if one == other => Some(one),
        // `US$ 24.00` splits nowhere; `$24.00 USD` names it twice, the code says it best.
        (one, other) => Some(if other.len() == 3 { other } else { one }),
    };
    if let Some(word) = currency {
        currencies::looks_like_currency(word).then_some(())?;
    }
    Some(Parts { body, is_negative, is_percent, currency })
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_zero_width(c))
}

const fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{2060}')
}

const fn is_minus(c: char) -> bool {
    matches!(c, '-' | '\u{2212}' | '–' | '—')
}

/// The one word left of a prefix or suffix, if there is but one.
fn word_of(part: &str) -> Option<&str> {
    let is_noise = |c: char| {
        c.is_whitespace() || is_zero_width(c) || is_minus(c) || matches!(c, '+' | '%' | '\'' | ':')
    };
    let word = part.trim_matches(is_noise);
    (!word.contains(is_noise)).then_some(word)
}

/// Digits, groups and mark.
fn parse_body(body: &str, mark: DecimalMark) -> Result<Decimal, NumberError> {
    let decimal = match mark {
        DecimalMark::Point => '.',
        DecimalMark::Comma => ',',
    };
    let (whole, fraction) = match body.split_once(decimal) {
        Some((whole, fraction)) => (whole, fraction),
        None => (body, ""),
    };
    let mut value = 0_i64;
    let mut groups = Groups::default();
    for c in whole.chars() {
        match c {
            '0'..='9' => {
                value = push_digit(value, c).ok_or(NumberError::OutOfRange)?;
                groups.digits += 1;
            }
            '.' | ',' | '\'' | '’' | '_' => groups.end(c)?,
            _ if c.is_whitespace() || is_zero_width(c) => groups.end(' ')?,
            _ => return Err(NumberError::Unreadable),
        }
    }
    groups.close()?;
    let mut scale = 0;
    for c in fraction.chars() {
        if !c.is_ascii_digit() {
            return Err(NumberError::Unreadable);
        }
        if scale < MOST_SCALE && value < i64::MAX / 1_000 {
            value = push_digit(value, c).ok_or(NumberError::OutOfRange)?;
            scale += 1;
        }
    }
    Ok(Decimal { value, scale })
}

fn push_digit(value: i64, digit: char) -> Option<i64> {
    let digit = digit.to_digit(10)?;
    value.checked_mul(10)?.checked_add(i64::from(digit))
}

/// Groups of digits between thousands marks: three each, two in the Indian manner, the first shorter.
#[derive(Default)]
struct Groups {
    digits: u32,
    mark: Option<char>,
}

impl Groups {
    fn end(&mut self, mark: char) -> Result<(), NumberError> {
        let is_well_formed = match self.mark {
            None => (1..=3).contains(&self.digits),
            Some(before) => before == mark && matches!(self.digits, 2 | 3),
        };
        if !is_well_formed {
            return Err(NumberError::Unreadable);
        }
        (self.mark, self.digits) = (Some(mark), 0);
        Ok(())
    }

    fn close(&self) -> Result<(), NumberError> {
        if self.mark.is_some() && self.digits != 3 { Err(NumberError::Unreadable) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use DecimalMark::{Comma, Point};

    use super::*;

    fn check(cell: &str, mark: DecimalMark, value: i64, scale: u8) {
        let number =
            parse(cell.as_bytes(), mark).unwrap_or_else(|error| panic!("{cell}: {error:?}"));
        assert_eq!(number.value, Decimal { value, scale }, "{cell}");
    }

    #[test]
    fn amounts_of_all_countries_are_read() {
        check("24.00", Point, 2_400, 2);
        check("-18", Point, -18, 0);
        check("1.872,00", Comma, 187_200, 2);
        check("$3,945.00", Point, 394_500, 2);
        check("($129.00)", Point, -12_900, 2);
        check("129.00-", Point, -12_900, 2);
        check("-$45.00", Point, -4_500, 2);
        check("$-45.00", Point, -4_500, 2);
        check("48.00 USD", Point, 4_800, 2);
        check("USD 48.00", Point, 4_800, 2);
        check("1\u{202f}234,50\u{a0}€", Comma, 123_450, 2);
        check("1’234.50", Point, 123_450, 2);
        check("CHF 24.–", Point, 24, 0);
        check("12,34,567.00", Point, 123_456_700, 2);
        check("&#36;72.00", Point, 7_200, 2);
        check("'12", Point, 12, 0);
        check(".50", Point, 50, 2);
        check("−3,5", Comma, -35, 1);
        check("US$ 5", Point, 5, 0);
        check("3.3900000000000001", Point, 3_390_000_000, 9);
        assert!(parse(b"19 %", Comma).unwrap().is_percent);
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for cell in [
            "",
            "NaN",
            "inf",
            "-",
            "1e400",
            "2.02611E+13",
            "1.2.3",
            "12,50",
            "abc",
            "1-2",
            "3 pcs of 4",
        ] {
            assert_eq!(parse(cell.as_bytes(), Point), Err(NumberError::Unreadable), "{cell}");
        }
        assert_eq!(parse(b"99999999999999999999", Point), Err(NumberError::OutOfRange));
    }

    #[test]
    fn marks_are_proved_by_form() {
        let check = |cell: &str, expected| {
            assert_eq!(mark_evidence(cell.as_bytes()), expected, "{cell}");
        };
        check("1.872,00", MarkEvidence::Comma);
        check("24,5", MarkEvidence::Comma);
        check("1,234.5", MarkEvidence::Point);
        check("1.234", MarkEvidence::Either);
        check("0.250", MarkEvidence::Point);
        check("1234.567", MarkEvidence::Point);
        check("1.234.567", MarkEvidence::Comma);
        check("12", MarkEvidence::None);
    }
}
