//! A cell cut into the numbers of a date, a month's name, a time and a zone.

use super::zones;
use super::{HOUR_MS, MINUTE_MS};
use crate::import::records::trim;

/// The longest way to write a date with weekday, time and zone stays below.
const MOST_BYTES: usize = 64;

/// A run of digits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: u64,
    pub(super) digits: u32,
}

/// At most three numbers.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    found: [Number; 3],
    len: usize,
}

impl Numbers {
    fn push(&mut self, number: Number) -> Option<()> {
        *self.found.get_mut(self.len)? = number;
        self.len += 1;
        Some(())
    }

    pub(super) fn as_slice(&self) -> &[Number] {
        &self.found[..self.len]
    }
}

/// What a cell consists of.
#[derive(Debug, Default)]
pub(super) struct Cut {
    pub(super) numbers: Numbers,
    pub(super) month: Option<u8>,
    pub(super) time_ms: Option<i32>,
    pub(super) offset_min: Option<i16>,
    /// The first two numbers are parted by a dot: nobody but those who put the day first writes so.
    pub(super) is_dotted: bool,
    /// The first two numbers are parted by a decimal mark and nothing else.
    pub(super) is_fraction: bool,
    half: Option<Half>,
    has_mar: bool,
}

/// Before or after noon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
}

/// Cuts a cell; `None` if something in it belongs to no date.
pub(super) fn cut(cell: &[u8]) -> Option<Cut> {
    let cell = trim(cell);
    let cell = cell.strip_prefix(b"'").unwrap_or(cell);
    if cell.is_empty() || cell.len() > MOST_BYTES || !cell.iter().any(u8::is_ascii_digit) {
        return None;
    }
    let mut cut = Cut::default();
    let mut rest = cell;
    let mut separator: Option<&[u8]> = None;
    while let Some(&byte) = rest.first() {
        if byte.is_ascii_digit() {
            let used = cut.take_number(rest, separator)?;
            rest = &rest[used..];
            separator = None;
        } else if byte.is_ascii_alphabetic() || byte >= 0x80 {
            let length = word_length(rest);
            cut.take_word(&rest[..length])?;
            rest = &rest[length..];
        } else if let Some((offset, used)) = cut.zone_at(rest) {
            cut.offset_min = Some(offset);
            rest = &rest[used..];
        } else {
            let length = rest.iter().take_while(|byte| is_separator(**byte)).count();
            if length == 0 {
                return None;
            }
            separator = Some(&rest[..length]);
            rest = &rest[length..];
        }
    }
    cut.apply_half()?;
    Some(cut)
}

const fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b',' | b'.' | b'/' | b'-' | b'(' | b')' | b':' | b'\'')
}

fn word_length(rest: &[u8]) -> usize {
    rest.iter().take_while(|byte| byte.is_ascii_alphabetic() || **byte >= 0x80).count()
}

impl Cut {
    /// A number of the date, or the time that begins with it; returns the bytes used.
    fn take_number(&mut self, rest: &[u8], separator: Option<&[u8]>) -> Option<usize> {
        if let Some((time, used)) = time_at(rest) {
            if self.time_ms.replace(time).is_some() {
                return None;
            }
            return Some(used);
        }
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits > 17 {
            return None;
        }
        if self.numbers.len == 1 {
            self.is_dotted = separator.is_some_and(|separator| separator.starts_with(b"."));
            self.is_fraction = matches!(separator, Some(b"." | b","));
        }
        let value =
            rest[..digits].iter().fold(0, |value, byte| value * 10 + u64::from(byte - b'0'));
        self.numbers.push(Number { value, digits: digits as u32 })?;
        Some(digits)
    }

    fn take_word(&mut self, word: &[u8]) -> Option<()> {
        let word = std::str::from_utf8(word).ok()?.to_lowercase();
        let word = word.trim_matches(|c: char| c.is_whitespace() || c == '\u{200b}');
        if let Some(month) = zones::month(word) {
            // `mar` is March, or the Tuesday in `mar. 3 nov. 2026`.
            let is_tuesday = std::mem::replace(&mut self.has_mar, word == "mar");
            if word == "mar" && self.month.is_some() {
                return Some(());
            }
            let before = self.month.replace(month);
            return (before.is_none() || is_tuesday).then_some(());
        }
        match word {
            "am" | "a" if self.time_ms.is_some() => self.half = Some(Half::Am),
            "pm" | "p" if self.time_ms.is_some() => self.half = Some(Half::Pm),
            _ if zones::is_filler(word) => {}
            _ if self.time_ms.is_some() => self.offset_min = Some(zones::named(word)?),
            _ => return None,
        }
        Some(())
    }

    /// `+01:00` behind a time.
    fn zone_at(&self, rest: &[u8]) -> Option<(i16, usize)> {
        if self.time_ms.is_none() || !matches!(rest[0], b'+' | b'-') {
            return None;
        }
        let length = 1 + rest[1..].iter().take_while(|b| b.is_ascii_digit() || **b == b':').count();
        Some((zones::numeric(&rest[..length])?, length))
    }

    fn apply_half(&mut self) -> Option<()> {
        let (Some(half), Some(time)) = (self.half, self.time_ms) else { return Some(()) };
        let hour = time / HOUR_MS;
        if !(0..=12).contains(&hour) && half == Half::Am {
            return None;
        }
        let shift = match (half, hour) {
            (Half::Am, 12) => -12,
            (Half::Pm, 1..=11) => 12,
            _ => 0,
        };
        self.time_ms = Some(time + shift * HOUR_MS);
        Some(())
    }
}

/// `9:30`, `09:30:15.250`, `14h30`, and how many bytes they take.
fn time_at(rest: &[u8]) -> Option<(i32, usize)> {
    let (hour, mut used) = small(rest)?;
    let mark = *rest.get(used)?;
    if !matches!(mark, b':' | b'h' | b'H') {
        return None;
    }
    let (minute, length) = small(&rest[used + 1..])?;
    used += 1 + length;
    let mut time = hour * HOUR_MS + minute * MINUTE_MS;
    if let Some((second, length)) = part(&rest[used..], b":") {
        if second > 59 {
            return None;
        }
        time += second * 1_000;
        used += length;
        if let Some(length) = fraction_length(&rest[used..]) {
            let digits = &rest[used + 1..used + 1 + length.min(3)];
            let value = digits.iter().fold(0, |value, byte| value * 10 + i32::from(byte - b'0'));
            time += value * 10_i32.pow(3 - digits.len() as u32);
            used += 1 + length;
        }
    }
    let is_real = minute <= 59 && (hour <= 23 || (hour == 24 && time == 24 * HOUR_MS));
    is_real.then_some((time, used))
}

/// One or two digits.
fn small(rest: &[u8]) -> Option<(i32, usize)> {
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !matches!(digits, 1 | 2) {
        return None;
    }
    Some((rest[..digits].iter().fold(0, |v, byte| v * 10 + i32::from(byte - b'0')), digits))
}

fn part(rest: &[u8], mark: &[u8]) -> Option<(i32, usize)> {
    let (value, length) = small(rest.strip_prefix(mark)?)?;
    Some((value, length + mark.len()))
}

/// Digits behind the mark of a fraction of a second.
fn fraction_length(rest: &[u8]) -> Option<usize> {
    let digits = rest.strip_prefix(b".").or_else(|| rest.strip_prefix(b","))?;
    let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (length > 0).then_some(length)
}
