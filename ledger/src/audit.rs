//! The log, read as "who did what, when".

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::codec::{Batch, Recorded};
use crate::event::{Class, Event};
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
        Event::LogExported(e) => vec![("blocks", e.blocks.to_string())],
        Event::PinSet(_)
        | Event::PinCleared(_)
        | Event::PasswordChanged(_)
        | Event::RecoveryKeyReplaced(_) => Vec::new(),
    }
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
