//! The business itself, pure: what can be ordered, what has happened, what follows from it.
//!
//! A [`Command`] is checked by [`authorise`] and [`decide`] against the [`State`]; what it causes are [`Event`]s,
//! which [`State::apply`] folds in. `decide` refuses, `apply` never fails. Nothing here reads a clock, draws a
//! random number or touches a store: time and ids come in through [`Ctx`].
#![forbid(unsafe_code)]

mod audit;
mod clock;
mod codec;
mod command;
mod currency;
mod error;
mod event;
mod ids;
mod password;
mod people;
mod permission;
mod settings;
mod state;

/// The bodies of events, for those who read or write a log themselves.
pub mod events {
    pub use crate::people::{
        FailedSignIns, Locked, LogExported, LogVerified, PasswordChanged, PersonAdded,
        PersonRenamed, PinCleared, PinSet, RecoveryKeyReplaced, SignedIn,
    };
    pub use crate::settings::{
        AutoLockSet, BusinessRenamed, CurrencySet, LanguageSet, ThemeSet, TimeZoneSet, VaultFounded,
    };
}

pub use audit::{LogPage, LogRow, log_rows};
pub use clock::Timestamp;
pub use codec::{Batch, CodecError, Envelope, Recorded, decode_batch, encode_batch};
pub use command::{Answer, Command, Ctx, Founding, Query, answer, decide, found};
pub use currency::Currency;
pub use error::Error;
pub use event::{Area, Class, Event};
pub use ids::{CommandId, PersonId};
pub use password::{PasswordRating, Weakness, rate_password};
pub use people::{Fact, LockCause, PeopleCommand, PersonView, PinVerifier, SignInPath, record};
pub use permission::{Action, Permission, Role, Session, authorise};
pub use settings::{AutoLock, Language, SettingsCommand, SettingsView, Theme};
pub use state::State;
