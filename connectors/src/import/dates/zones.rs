//! The words of dates: months and fillers in English, French, German and Spanish, and zones.

/// Months by the first letters that tell them apart, without their dots; longer words may follow.
const MONTHS: [(&str, u8); 44] = [
    ("january", 1),
    ("januar", 1),
    ("janner", 1),
    ("jänner", 1),
    ("janvier", 1),
    ("enero", 1),
    ("ene", 1),
    ("february", 2),
    ("februar", 2),
    ("fevrier", 2),
    ("février", 2),
    ("févr", 2),
    ("fév", 2),
    ("febrero", 2),
    ("march", 3),
    ("märz", 3),
    ("maerz", 3),
    ("mär", 3),
    ("mrz", 3),
    ("marzo", 3),
    ("mars", 3),
    ("april", 4),
    ("avril", 4),
    ("avr", 4),
    ("abril", 4),
    ("abr", 4),
    ("may", 5),
    ("mai", 5),
    ("mayo", 5),
    ("june", 6),
    ("juni", 6),
    ("juin", 6),
    ("junio", 6),
    ("july", 7),
    ("juli", 7),
    ("juillet", 7),
    ("juil", 7),
    ("julio", 7),
    ("august", 8),
    ("août", 8),
    ("aout", 8),
    ("agosto", 8),
    ("ago", 8),
    ("september", 9),
];

const LATE_MONTHS: [(&str, u8); 15] = [
    ("septembre", 9),
    ("septiembre", 9),
    ("sept", 9),
    ("october", 10),
    ("oktober", 10),
    ("octobre", 10),
    ("octubre", 10),
    ("november", 11),
    ("novembre", 11),
    ("noviembre", 11),
    ("december", 12),
    ("dezember", 12),
    ("décembre", 12),
    ("decembre", 12),
    ("diciembre", 12),
];

/// The month a lower-case word names, whole or shortened to three letters and more.
pub(super) fn month(word: &str) -> Option<u8> {
    let letters = word.chars().count();
    if letters < 3 {
        return None;
    }
    // `mar` is a Tuesday in French and Spanish, but beside a date it is March far more often.
    let known = MONTHS.iter().chain(&LATE_MONTHS);
    known
        .filter(|(name, _)| *name == word || (letters <= 4 && name.starts_with(word)))
        .map(|(_, month)| *month)
        .next()
}

/// Words that may stand in a date and say nothing: weekdays, articles, ordinals.
pub(super) fn is_filler(word: &str) -> bool {
    const FILLERS: [&str; 64] = [
        "t",
        "de",
        "del",
        "of",
        "the",
        "th",
        "st",
        "nd",
        "rd",
        "er",
        "den",
        "der",
        "le",
        "el",
        "um",
        "uhr",
        "at",
        "a",
        "à",
        "h",
        "m",
        "o",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mo",
        "di",
        "mi",
        "do",
        "fr",
        "sa",
        "so",
        "lun",
        "mer",
        "jeu",
        "ven",
        "sam",
        "dim",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "mié",
        "jue",
        "vie",
        "sáb",
        "dom",
    ];
    FILLERS.contains(&word)
}

/// The offset a zone's short name means, in minutes east of UTC.
pub(super) fn named(word: &str) -> Option<i16> {
    Some(match word {
        "z" | "utc" | "gmt" | "wet" => 0,
        "bst" | "cet" | "mez" | "west" => 60,
        "cest" | "mesz" | "eet" => 120,
        "eest" => 180,
        "est" => -300,
        "edt" => -240,
        "cst" => -360,
        "cdt" => -300,
        "mst" => -420,
        "mdt" => -360,
        "pst" => -480,
        "pdt" => -420,
        "jst" => 540,
        "aest" => 600,
        "aedt" => 660,
        _ => return None,
    })
}

/// `+01:00`, `-0500`, `+1` in minutes.
pub(super) fn numeric(text: &[u8]) -> Option<i16> {
    let (sign, rest) = match text {
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_i16, |value, byte| {
            byte.is_ascii_digit().then(|| value * 10 + i16::from(byte - b'0'))
        })
    };
    let (hours, minutes) = match rest.len() {
        1 | 2 => (number(rest)?, 0),
        4 => (number(&rest[..2])?, number(&rest[2..])?),
        5 if rest[2] == b':' => (number(&rest[..2])?, number(&rest[3..])?),
        _ => return None,
    };
    (hours <= 14 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
}
