//! Why a command is refused.

use crate::event::Area;

/// A refusal. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The session may not do this.
    #[error("not permitted")]
    NotPermitted,
    /// A name is empty after trimming.
    #[error("{field} is empty")]
    Empty {
        /// Which field, as in [`Error::args`].
        field: &'static str,
    },
    /// A text is longer than it may be.
    #[error("{field} has {got} characters, more than {most}")]
    TooLong {
        /// Which field.
        field: &'static str,
        /// Characters given.
        got: usize,
        /// Characters allowed.
        most: usize,
    },
    /// A text holds control characters or marks that reorder its reading.
    #[error("{field} holds characters that cannot be shown")]
    Unprintable {
        /// Which field.
        field: &'static str,
    },
    /// Not a currency of ISO 4217.
    #[error("unknown currency {code}")]
    UnknownCurrency {
        /// What was given, at most eight characters.
        code: String,
    },
    /// Not a name of the IANA time zone database by its form.
    #[error("not a time zone name")]
    UnknownTimeZone,
    /// Minutes or hours outside of what auto-lock takes.
    #[error("auto-lock takes 1 to 240 minutes and 1 to 24 hours")]
    AutoLockOutOfRange,
    /// No such person.
    #[error("no such person")]
    UnknownPerson,
    /// No such named day.
    #[error("no such named day")]
    UnknownDay,
    /// Named days that end before they begin, last longer than a year, or lie outside of 1900 to 2200.
    #[error("named days end before they begin or last longer than a year")]
    DaySpan,
    /// There are as many named days as there may be.
    #[error("there are {most} named days already")]
    TooManyDays {
        /// As many.
        most: usize,
    },
    /// An error to train anew at that is outside of 1 % to 1,000 %.
    #[error("models are trained anew at an error of 1 % to 1,000 %")]
    MapeOutOfRange,
    /// Not a name a model can have.
    #[error("there is no model of this name")]
    UnknownModel,
    /// A newer version wrote events this build does not know; it must not write beside them.
    #[error("the {} area was written by a newer version", area.name())]
    AreaReadOnly {
        /// Which area.
        area: Area,
    },
}

impl Error {
    /// The stable code a page's sentence is found by.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotPermitted => "not-permitted",
            Self::Empty { .. } => "empty",
            Self::TooLong { .. } => "too-long",
            Self::Unprintable { .. } => "unprintable",
            Self::UnknownCurrency { .. } => "unknown-currency",
            Self::UnknownTimeZone => "unknown-time-zone",
            Self::AutoLockOutOfRange => "auto-lock-range",
            Self::UnknownPerson => "unknown-person",
            Self::UnknownDay => "unknown-day",
            Self::DaySpan => "day-span",
            Self::TooManyDays { .. } => "too-many-days",
            Self::MapeOutOfRange => "mape-range",
            Self::UnknownModel => "forecast-unknown-model",
            Self::AreaReadOnly { .. } => "area-read-only",
        }
    }

    /// Named values for that sentence.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Empty { field } | Self::Unprintable { field } => vec![("field", (*field).into())],
            Self::TooLong { field, got, most } => {
                vec![
                    ("field", (*field).into()),
                    ("got", got.to_string()),
                    ("most", most.to_string()),
                ]
            }
            Self::UnknownCurrency { code } => vec![("code", code.clone())],
            Self::AreaReadOnly { area } => vec![("area", area.name().into())],
            Self::TooManyDays { most } => vec![("most", most.to_string())],
            Self::NotPermitted
            | Self::UnknownTimeZone
            | Self::AutoLockOutOfRange
            | Self::UnknownPerson
            | Self::UnknownDay
            | Self::DaySpan
            | Self::MapeOutOfRange
            | Self::UnknownModel => Vec::new(),
        }
    }
}
