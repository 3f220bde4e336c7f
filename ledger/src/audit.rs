//! The log, read as "who did what, when".

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::codec::{Batch, Recorded};
use crate::event::{Class, Event};
use crate::forecasts::{ForecastQuery, ForecastScope};
use crate::ids::PersonId;
use crate::people::{LockCause, SignInPath};
use crate::settings::{Language, Theme};

/// One event as a row; a page has a sentence for each `code`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRow {
    /// The block it lies in.
    pub seq: u64,
    /// The class that seals it.
    pub class: Class,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// Who.
    pub person: Option<PersonId>,
    /// [`Event::code`], or `unknown` for an event of a newer version.
    pub code: String,
    /// Values for the sentence. Names of people appear only in rows of the people class.
    pub args: Vec<(String, String)>,
}

/// A page of the log, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPage {
    /// The rows.
    pub rows: Vec<LogRow>,
    /// Ask again with this `before` for older rows; `None` at the beginning of the log.
    pub next_before: Option<u64>,
}

/// The rows of one block, newest first.
#[must_use]
pub fn log_rows(seq: u64, class: Class, batch: &Batch) -> Vec<LogRow> {
    let row = |event: &Recorded| {
        let (code, args) = match event {
            Recorded::Known(event) => (event.code(), args(event)),
            Recorded::Unknown { kind, .. } => ("unknown", vec![("type", format!("{kind:#06x}"))]),
        };
        LogRow {
            seq,
            class,
            at: batch.envelope.at,
            person: batch.envelope.person,
            code: code.to_owned(),
            args: args.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        }
    };
    batch.events.iter().rev().map(row).collect()
}

impl LogRow {
    /// The row as one line of JSON, without a line feed: what a person takes out to read or to feed elsewhere.
    ///
    /// # Examples
    /// `{"seq":7,"class":1,"utc_ms":1795269120000,"offset_min":60,"person":"11…","event":"business-renamed","name":"Maison Alder"}`
    #[must_use]
    pub fn to_json_line(&self) -> String {
        let mut line = format!(
            "{{\"seq\":{},\"class\":{},\"utc_ms\":{},\"offset_min\":{}",
            self.seq,
            self.class.number(),
            self.at.utc_ms,
            self.at.offset_min
        );
        if let Some(PersonId(bytes)) = self.person {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            push_member(&mut line, "person", &hex);
        }
        push_member(&mut line, "event", &self.code);
        for (name, value) in &self.args {
            push_member(&mut line, name, value);
        }
        line.push('}');
        line
    }
}

fn push_member(line: &mut String, name: &str, value: &str) {
    line.push(',');
    push_string(line, name);
    line.push(':');
    push_string(line, value);
}

/// A JSON string by RFC 8259 §7; U+2028 and U+2029 are escaped too, for readers that treat JSON as JavaScript.
fn push_string(line: &mut String, text: &str) {
    line.push('"');
    for c in text.chars() {
        match c {
            '"' => line.push_str("\\\""),
            '\\' => line.push_str("\\\\"),
            c if c < ' ' || matches!(c, '\u{7f}' | '\u{2028}' | '\u{2029}') => {
                line.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => line.push(c),
        }
    }
    line.push('"');
}

fn args(event: &Event) -> Vec<(&'static str, String)> {
    match event {
        Event::VaultFounded(e) => {
            vec![("name", e.business.clone()), ("currency", e.currency.to_string())]
        }
        Event::BusinessRenamed(e) => vec![("name", e.name.clone())],
        Event::CurrencySet(e) => vec![("currency", e.currency.to_string())],
        Event::LanguageSet(e) => vec![("language", language_name(e.language).into())],
        Event::TimeZoneSet(e) => vec![("zone", e.zone.clone())],
        Event::ThemeSet(e) => vec![("theme", theme_name(e.theme).into())],
        Event::AutoLockSet(e) => vec![
            ("minutes", e.auto_lock.soft_minutes.to_string()),
            ("hours", e.auto_lock.hard_hours.to_string()),
        ],
        Event::PersonAdded(e) => vec![("name", e.name.clone())],
        Event::PersonRenamed(e) => vec![("name", e.name.clone())],
        Event::SignedIn(e) => vec![("path", path_name(e.path).into())],
        Event::FailedSignIns(e) => vec![("count", e.count.to_string())],
        Event::Locked(e) => vec![
            ("depth", if e.hard { "hard" } else { "soft" }.into()),
            ("cause", cause_name(e.cause).into()),
        ],
        Event::LogVerified(e) => {
            vec![("blocks", e.blocks.to_string()), ("problems", e.problems.to_string())]
        }
        Event::LogExported(e) => vec![
            ("blocks", e.blocks.to_string()),
            ("form", if e.readable { "readable" } else { "sealed" }.into()),
        ],
        Event::ReportExported(e) => vec![
            ("report", e.report.clone()),
            ("format", e.format.clone()),
            ("rows", e.rows.to_string()),
        ],
        Event::ImportCommitted(e) => vec![
            ("file", e.file.clone()),
            ("orders", (e.totals.added + e.totals.updated).to_string()),
            ("lines", e.totals.lines.to_string()),
            ("rejected", e.totals.rejected.to_string()),
        ],
        Event::ForecastsMade(e) => {
            let forecasts: u64 = e.chunks.iter().map(|chunk| u64::from(chunk.forecasts)).sum();
            vec![("forecasts", forecasts.to_string())]
        }
        Event::NamedDaySet(e) => vec![("name", e.day.name.clone())],
        Event::ForecastArchived(e) => archived(&e.query),
        Event::ForecastRestored(e) => archived(&e.query),
        Event::ForecastSettingsSet(_)
        | Event::NamedDayRemoved(_)
        | Event::PinSet(_)
        | Event::PinCleared(_)
        | Event::PasswordChanged(_)
        | Event::RecoveryKeyReplaced(_) => Vec::new(),
    }
}

/// What narrows the question, and the model if one was named.
fn archived(query: &ForecastQuery) -> Vec<(&'static str, String)> {
    let ForecastScope { place, category, item } = &query.scope;
    let told = [("place", place), ("category", category), ("item", item), ("model", &query.model)];
    told.into_iter().map(|(name, text)| (name, text.clone().unwrap_or_default())).collect()
}

const fn language_name(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Fr => "fr",
    }
}

const fn theme_name(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

const fn path_name(path: SignInPath) -> &'static str {
    match path {
        SignInPath::Password => "password",
        SignInPath::RecoveryKey => "recovery",
        SignInPath::Pin => "pin",
    }
}

const fn cause_name(cause: LockCause) -> &'static str {
    match cause {
        LockCause::Person => "person",
        LockCause::Idle => "idle",
        LockCause::Hours => "hours",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_json_line_says_what_the_row_says_whatever_is_in_it() {
        let nasty = "a\"b\\c\n\u{0}\u{2028}é€𝄞";
        let row = LogRow {
            seq: 7,
            class: Class::Shop,
            at: Timestamp { utc_ms: -5, offset_min: 60 },
            person: Some(PersonId([0xab; 16])),
            code: "business-renamed".into(),
            args: vec![("name".into(), nasty.into())],
        };
        let line = row.to_json_line();
        assert!(!line.contains('\n'));
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(value["name"], nasty);
        assert_eq!((&value["seq"], &value["utc_ms"]), (&7.into(), &(-5).into()));
    }
}
