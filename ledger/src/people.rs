//! Who works here, and how they got in.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::event::Event;
use crate::ids::PersonId;
use crate::permission::{Role, Session};
use crate::settings::{checked_name, fact};

/// An order of this area that a page can give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PeopleCommand {
    /// Call a person something else.
    RenamePerson {
        /// Who.
        person: PersonId,
        /// The new name.
        name: String,
    },
}

/// How somebody got in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum SignInPath {
    /// By password.
    #[n(0)]
    Password,
    /// By the recovery key.
    #[n(1)]
    RecoveryKey,
    /// By PIN, out of the soft lock.
    #[n(2)]
    Pin,
}

/// Why the vault locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum LockCause {
    /// A person pressed Lock.
    #[n(0)]
    Person,
    /// Nobody touched it for a while.
    #[n(1)]
    Idle,
    /// It was open for as long as it may be.
    #[n(2)]
    Hours,
}

/// What checks a PIN. A PIN is policy, not cryptography: it picks a person while the keys are held anyway.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PinVerifier {
    /// Salt.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub salt: [u8; 16],
    /// Argon2id memory in KiB.
    #[n(1)]
    pub memory_kib: u32,
    /// Argon2id passes.
    #[n(2)]
    pub passes: u32,
    /// The derived bytes.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub derived: [u8; 32],
}

/// A fact about access that the worker records after it has done the cryptography; no page can send one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Somebody got in.
    SignedIn(SignInPath),
    /// Wrong passwords or PINs since the last time somebody got in.
    FailedSignIns {
        /// How many.
        count: u32,
        /// The first, milliseconds since 1970.
        first_ms: i64,
        /// The last, milliseconds since 1970.
        last_ms: i64,
    },
    /// The vault locked.
    Locked {
        /// Whether the keys were dropped.
        hard: bool,
        /// Why.
        cause: LockCause,
    },
    /// The person signed in has another password.
    PasswordChanged,
    /// The old recovery key opens nothing any more.
    RecoveryKeyReplaced,
    /// The person signed in has a new PIN, or (`None`) none.
    PinSet(Option<PinVerifier>),
    /// The chain was walked.
    LogVerified {
        /// Blocks looked at.
        blocks: u64,
        /// Faults found.
        problems: u32,
    },
    /// The log was handed out as a file.
    LogExported {
        /// Blocks in the file.
        blocks: u64,
        /// Whether anybody can read it (JSON lines) or it is sealed.
        readable: bool,
    },
    /// A report was handed out as a file.
    ReportExported {
        /// Stable name of the report.
        report: String,
        /// `csv`, `xlsx`, `png`.
        format: String,
        /// Rows in it.
        rows: u64,
    },
}

fact! {
    /// Somebody works here from now on.
    PersonAdded {
        /// Who.
        0 person: PersonId,
        /// Their name.
        1 name: String,
        /// Their role.
        2 role: Role,
    }
}
fact! {
    /// A person is called something else.
    PersonRenamed {
        /// Who.
        0 person: PersonId,
        /// The new name.
        1 name: String,
    }
}
fact! {
    /// A person set a PIN.
    PinSet {
        /// Who.
        0 person: PersonId,
        /// What checks it.
        1 verifier: PinVerifier,
    }
}
fact! {
    /// A person removed their PIN.
    PinCleared {
        /// Who.
        0 person: PersonId,
    }
}
fact! {
    /// Somebody got in.
    SignedIn {
        /// Who.
        0 person: PersonId,
        /// How.
        1 path: SignInPath,
    }
}
fact! {
    /// Wrong passwords or PINs.
    FailedSignIns {
        /// How many.
        0 count: u32,
        /// The first, milliseconds since 1970.
        1 first_ms: i64,
        /// The last, milliseconds since 1970.
        2 last_ms: i64,
    }
}
fact! {
    /// The vault locked.
    Locked {
        /// Whether the keys were dropped.
        0 hard: bool,
        /// Why.
        1 cause: LockCause,
    }
}
fact! {
    /// A person has another password.
    PasswordChanged {
        /// Who.
        0 person: PersonId,
    }
}
fact! {
    /// The old recovery key opens nothing any more.
    RecoveryKeyReplaced {
        /// Whose it was.
        0 person: PersonId,
    }
}
fact! {
    /// The chain was walked.
    LogVerified {
        /// Blocks looked at.
        0 blocks: u64,
        /// Faults found.
        1 problems: u32,
    }
}
fact! {
    /// The log was handed out as a file.
    LogExported {
        /// Blocks in the file.
        0 blocks: u64,
        /// Whether anybody can read it (JSON lines) or it is sealed.
        1 readable: bool,
    }
}

fact! {
    /// A report left as a file.
    ReportExported {
        /// Stable name of the report.
        0 report: String,
        /// `csv`, `xlsx`, `png`.
        1 format: String,
        /// Rows in it.
        2 rows: u64,
    }
}

/// A person, as pages show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Whether they set a PIN.
    pub has_pin: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Person {
    name: String,
    role: Role,
    pin: Option<PinVerifier>,
}

/// Everybody who works here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct People(BTreeMap<PersonId, Person>);

impl People {
    pub(crate) fn view(&self, person: PersonId) -> Option<PersonView> {
        self.0.get(&person).map(|p| PersonView {
            person,
            name: p.name.clone(),
            role: p.role,
            has_pin: p.pin.is_some(),
        })
    }

    pub(crate) fn views(&self) -> Vec<PersonView> {
        self.0.keys().filter_map(|person| self.view(*person)).collect()
    }

    pub(crate) fn pin(&self, person: PersonId) -> Option<&PinVerifier> {
        self.0.get(&person)?.pin.as_ref()
    }

    pub(crate) fn apply(&mut self, event: &Event) {
        match event {
            Event::PersonAdded(e) => {
                self.0.insert(e.person, Person { name: e.name.clone(), role: e.role, pin: None });
            }
            Event::PersonRenamed(e) => {
                if let Some(person) = self.0.get_mut(&e.person) {
                    person.name.clone_from(&e.name);
                }
            }
            Event::PinSet(e) => {
                if let Some(person) = self.0.get_mut(&e.person) {
                    person.pin = Some(e.verifier.clone());
                }
            }
            Event::PinCleared(e) => {
                if let Some(person) = self.0.get_mut(&e.person) {
                    person.pin = None;
                }
            }
            _ => {}
        }
    }
}

pub(crate) fn decide(people: &People, command: PeopleCommand) -> Result<Option<Event>, Error> {
    match command {
        PeopleCommand::RenamePerson { person, name } => {
            let name = checked_name("person", &name)?;
            let now = people.0.get(&person).ok_or(Error::UnknownPerson)?;
            Ok((now.name != name).then(|| PersonRenamed { person, name }.into()))
        }
    }
}

/// The event a fact becomes; `session` is who it concerns.
#[must_use]
pub fn record(session: &Session, fact: Fact) -> Event {
    let person = session.person;
    match fact {
        Fact::SignedIn(path) => SignedIn { person, path }.into(),
        Fact::FailedSignIns { count, first_ms, last_ms } => {
            FailedSignIns { count, first_ms, last_ms }.into()
        }
        Fact::Locked { hard, cause } => Locked { hard, cause }.into(),
        Fact::PasswordChanged => PasswordChanged { person }.into(),
        Fact::RecoveryKeyReplaced => RecoveryKeyReplaced { person }.into(),
        Fact::PinSet(Some(verifier)) => PinSet { person, verifier }.into(),
        Fact::PinSet(None) => PinCleared { person }.into(),
        Fact::LogVerified { blocks, problems } => LogVerified { blocks, problems }.into(),
        Fact::LogExported { blocks, readable } => LogExported { blocks, readable }.into(),
        Fact::ReportExported { report, format, rows } => {
            ReportExported { report, format, rows }.into()
        }
    }
}
