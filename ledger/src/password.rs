//! How hard a password is to guess.
//!
//! A small relative of zxcvbn: the password is cut into the cheapest sequence of known words, runs, repeats, years
//! and random characters, and the guesses of the pieces multiply. It runs beside the keys, so that the page needs
//! no word list and the rule cannot be skipped.
//!
//! # Source
//! Wheeler (2016), zxcvbn: Low-Budget Password Strength Estimation, USENIX Security; its frequency lists (MIT).

use std::collections::HashMap;
use std::sync::OnceLock;

const WORDS: &str = include_str!("../data/common-words.txt");
const SHORTEST: usize = 10;
const LONGEST_WORD: usize = 24;
/// Keyboards a run of neighbours is looked for on: QWERTY, AZERTY, QWERTZ rows and the digits.
const ROWS: [&str; 8] = [
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertzuiop",
];

/// What weakens a password most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Nothing stands out.
    None,
    /// Fewer than ten characters.
    TooShort,
    /// Mostly words attackers try first.
    Common,
    /// Mostly repeats, runs of the alphabet or of the keyboard.
    Pattern,
    /// Mostly the names it should avoid.
    Personal,
    /// Simply not enough of it.
    Guessable,
}

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordRating {
    /// 0 (hopeless) to 4 (strong). Below 2 no vault is sealed with it.
    pub score: u8,
    /// What weakens it most.
    pub weakness: Weakness,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Word,
    Personal,
    Run,
    Random,
}

/// Rates a password; `avoid` are words an attacker who knows the shop would try first (business, owner).
///
/// Reads at most its first 100 characters.
///
/// # Examples
/// ```
/// use ledger::{Weakness, rate_password};
/// assert_eq!(rate_password("Password123", &[]).weakness, Weakness::Common);
/// assert!(rate_password("copper-lantern-tuesday-drizzle", &[]).score >= 3);
/// ```
#[must_use]
pub fn rate_password(password: &str, avoid: &[&str]) -> PasswordRating {
    let typed: Vec<char> = password.chars().take(100).collect();
    let text: Vec<char> = typed.iter().map(|c| unleet(c.to_ascii_lowercase())).collect();
    let raw: Vec<char> = typed.iter().map(char::to_ascii_lowercase).collect();
    let personal = personal_words(avoid);
    let (log10, pieces) = cheapest(&text, &raw, &personal);
    let score = match log10 {
        g if g < 4.0 => 0,
        g if g < 6.5 => 1,
        g if g < 8.5 => 2,
        g if g < 11.0 => 3,
        _ => 4,
    };
    if typed.len() < SHORTEST {
        return PasswordRating { score: score.min(1), weakness: Weakness::TooShort };
    }
    let weakness = if score >= 3 { Weakness::None } else { blame(&pieces) };
    PasswordRating { score, weakness }
}

/// The kind of piece that covers most characters.
fn blame(pieces: &[(Piece, usize)]) -> Weakness {
    let covered = |kind| -> usize { pieces.iter().filter(|p| p.0 == kind).map(|p| p.1).sum() };
    let by_cover = [
        (covered(Piece::Personal), Weakness::Personal),
        (covered(Piece::Word), Weakness::Common),
        (covered(Piece::Run), Weakness::Pattern),
        (covered(Piece::Random), Weakness::Guessable),
    ];
    by_cover.into_iter().max_by_key(|(cover, _)| *cover).map_or(Weakness::Guessable, |(_, w)| w)
}

/// Smallest log10 of guesses over all ways to cut the text, and the cut. Quadratic in 100 characters.
fn cheapest(text: &[char], raw: &[char], personal: &[String]) -> (f64, Vec<(Piece, usize)>) {
    let n = text.len();
    let mut best: Vec<(f64, usize, Piece)> = vec![(0.0, 0, Piece::Random); n + 1];
    for end in 1..=n {
        // A random character costs one of about ten: attackers try frequent ones first.
        best[end] = (best[end - 1].0 + 1.0, end - 1, Piece::Random);
        for start in (end.saturating_sub(LONGEST_WORD)..end).rev() {
            if end - start < 3 {
                continue;
            }
            let priced = [
                personal_guesses(&raw[start..end], personal).map(|g| (g, Piece::Personal)),
                word_guesses(&text[start..end], &raw[start..end]).map(|g| (g, Piece::Word)),
                run_guesses(&raw[start..end]).map(|g| (g, Piece::Run)),
            ];
            for (guesses, piece) in priced.into_iter().flatten() {
                let total = best[start].0 + guesses;
                if total < best[end].0 {
                    best[end] = (total, start, piece);
                }
            }
        }
    }
    let mut pieces = Vec::new();
    let mut at = n;
    while at > 0 {
        let (_, start, piece) = best[at];
        pieces.push((piece, at - start));
        at = start;
    }
    (best[n].0, pieces)
}

fn ranks() -> &'static HashMap<&'static str, usize> {
    static RANKS: OnceLock<HashMap<&'static str, usize>> = OnceLock::new();
    RANKS.get_or_init(|| {
        WORDS.lines().filter(|l| !l.starts_with('#')).enumerate().map(|(i, w)| (w, i + 1)).collect()
    })
}

fn word_guesses(text: &[char], raw: &[char]) -> Option<f64> {
    let rank = |chars: &[char]| ranks().get(chars.iter().collect::<String>().as_str()).copied();
    let plain = rank(raw).map(|r| r as f64);
    let leet = || rank(text).map(|r| r as f64 * 4.0);
    let reversed = || {
        let back: Vec<char> = raw.iter().rev().copied().collect();
        rank(&back).map(|r| r as f64 * 2.0)
    };
    // At least a hundred: capitals, and the place of the word among the others, have to be guessed too.
    plain.or_else(leet).or_else(reversed).map(|guesses| guesses.max(100.0).log10())
}

fn personal_words(avoid: &[&str]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for text in avoid {
        let lower = text.to_lowercase();
        words.extend(lower.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
        words.push(lower.split_whitespace().collect());
    }
    words.retain(|word| word.chars().count() >= 3);
    words
}

fn personal_guesses(raw: &[char], personal: &[String]) -> Option<f64> {
    personal.iter().any(|word| word.chars().eq(raw.iter().copied())).then_some(1.0)
}

/// Repeats (`aaaa`, `abcabc`), runs of the alphabet or of a keyboard row in either direction, years.
fn run_guesses(raw: &[char]) -> Option<f64> {
    let length = raw.len() as f64;
    let alphabet = |step: i64| {
        raw.windows(2)
            .all(|pair| i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0])) == step)
    };
    if alphabet(0) || alphabet(1) || alphabet(-1) || on_a_row(raw) {
        return Some((20.0 * length).log10());
    }
    let is_year = raw.len() == 4
        && matches!(raw, ['1', '9', ..] | ['2', '0', ..])
        && raw.iter().all(char::is_ascii_digit);
    if is_year {
        return Some(2.0);
    }
    let period = (2..=raw.len() / 2).find(|p| raw.len().is_multiple_of(*p) && repeats(raw, *p))?;
    Some(period as f64 + (length / period as f64).log10())
}

fn repeats(raw: &[char], period: usize) -> bool {
    raw.chunks(period).all(|chunk| *chunk == raw[..period])
}

fn on_a_row(raw: &[char]) -> bool {
    let forward: String = raw.iter().collect();
    let backward: String = raw.iter().rev().collect();
    ROWS.iter().any(|row| row.contains(&forward) || row.contains(&backward))
}

const fn unleet(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hopeless_passwords_are_blocked() {
        let hopeless = [
            "",
            "short",
            "password",
            "Password123",
            "p@ssw0rd2024",
            "qwertyuiop",
            "azertyuiop12",
            "aaaaaaaaaaaaaaaa",
            "abcabcabcabc",
            "12345678901234",
            "MaisonAlder1",
            "maisonalder2024",
            "welcome2026",
            "abcdefghijklmnop",
        ];
        for password in hopeless {
            let rating = rate_password(password, &["Maison Alder", "Claire Moreau"]);
            assert!(rating.score < 2, "{password}: {rating:?}");
        }
    }

    #[test]
    fn good_passwords_pass() {
        for password in [
            "copper lantern drizzle",
            "xK9#vTq2!mWz",
            "tuesday-violin-42-marzipan",
            "ŷêłløw-brîçk-røad",
        ] {
            let rating = rate_password(password, &["Maison Alder"]);
            assert!(rating.score >= 3, "{password}: {rating:?}");
        }
    }

    #[test]
    fn the_weakness_is_named() {
        for (password, weakness) in [
            ("kT9#", Weakness::TooShort),
            ("password1234", Weakness::Common),
            ("zzzzzzzzzzzzz", Weakness::Pattern),
            ("clairemoreau", Weakness::Personal),
        ] {
            assert_eq!(
                rate_password(password, &["Claire Moreau"]).weakness,
                weakness,
                "{password}"
            );
        }
    }
}
