//! What the desk has in front of it: no vault, a closed one, an open one with somebody sitting at it.

use ledger::{PersonId, Session, State};
use protocol::{Failure, Gate, LogHead, Marker, SessionView, SoftLockedPerson, VaultCard};
use vault::Vault;

use super::Desk;
use super::records::Shelf;
use super::staging::Import;
use crate::attempts::Tries;
use crate::clock;
use crate::crypto::WebCrypto;
use crate::directory::{Card, DatabaseId};
use crate::handles::Handles;
use crate::hex;
use crate::mirror::Trace;
use crate::store::IdbStore;

/// A vault as a browser has it.
pub(crate) type BrowserVault = Vault<WebCrypto, IdbStore>;

/// A vault of this browser, locked or not.
pub(super) struct House {
    pub(super) database: DatabaseId,
    pub(super) card: Card,
    pub(super) vault: BrowserVault,
    pub(super) tries: Tries,
}

/// Somebody works here: the session, and everything that follows from the log.
pub(super) struct Sitting {
    pub(super) session: Session,
    pub(super) state: State,
    /// When the vault was unlocked.
    pub(super) since_ms: i64,
    /// When somebody last touched something.
    pub(super) touched_ms: i64,
    pub(super) is_soft_locked: bool,
    /// When the last block was written, by the clock of then.
    pub(super) written_ms: i64,
    /// Position of the first block that cannot be read.
    pub(super) fault: Option<u64>,
    /// Number of the last signed checkpoint this worker knows of.
    pub(super) checkpoint_seq: Option<u64>,
    /// Bytes of the sealed log up to `counted_seq`.
    pub(super) log_bytes: u64,
    pub(super) counted_seq: u64,
    /// Whether this build knows every event of the log.
    pub(super) is_understood: bool,
    pub(super) shelf: Shelf,
    /// What is being brought in.
    pub(super) import: Option<Import>,
}

pub(super) enum Phase {
    /// No vault here.
    Empty,
    /// There is one, but it cannot be opened; this is what the page shows.
    Broken(Gate),
    Closed(Box<House>),
    Open(Box<House>, Box<Sitting>),
}

impl Phase {
    /// The open vault, with a screen that is not locked.
    pub(super) fn open(&mut self) -> Result<(&mut House, &mut Sitting), Failure> {
        match self {
            Self::Open(_, sitting) if sitting.is_soft_locked => Err(Failure::new("soft-locked")),
            Self::Open(house, sitting) => Ok((house, sitting)),
            Self::Closed(_) => Err(Failure::new("locked")),
            Self::Empty | Self::Broken(_) => Err(Failure::new("no-vault")),
        }
    }

    /// The vault, whatever its state.
    pub(super) fn house(&mut self) -> Result<&mut House, Failure> {
        match self {
            Self::Open(house, _) | Self::Closed(house) => Ok(house),
            Self::Empty | Self::Broken(_) => Err(Failure::new("no-vault")),
        }
    }
}

impl Sitting {
    /// Somebody begins to work now, with what is known so far.
    pub(super) fn new(session: Session, state: State) -> Self {
        let now_ms = clock::now_ms();
        Self {
            session,
            shelf: Shelf::of_log(&state),
            state,
            since_ms: now_ms,
            touched_ms: now_ms,
            is_soft_locked: false,
            written_ms: 0,
            fault: None,
            checkpoint_seq: None,
            log_bytes: 0,
            counted_seq: 0,
            is_understood: true,
            import: None,
        }
    }
}

impl House {
    /// Whether this is the demo: no password, no locks, no second copy.
    pub(super) const fn is_demo(&self) -> bool {
        self.card.demo.is_some()
    }

    pub(super) fn log_head(&self, sitting: &Sitting) -> LogHead {
        let head = self.vault.head();
        LogHead {
            seq: head.last_seq().unwrap_or(0),
            id: hex::encode(&head.id.0),
            at_ms: sitting.written_ms,
        }
    }

    pub(super) fn marker(&self) -> Marker {
        let head = self.vault.head();
        let mut id = [0; 8];
        id.copy_from_slice(&head.id.0[..8]);
        Marker { vault: self.card.vault, seq: head.last_seq().unwrap_or(0), id }
    }

    pub(super) fn handles(&self, sitting: &Sitting) -> Handles {
        Handles {
            database: self.database,
            person: sitting.session.person,
            since_ms: sitting.since_ms,
            is_soft_locked: sitting.is_soft_locked,
            keys: self.vault.handles(),
        }
    }
}

impl Desk {
    /// What every tab may show now.
    pub(super) fn gate(&self) -> Gate {
        match &self.phase {
            Phase::Empty => match (&self.marker, &self.trace) {
                (Some(marker), _) => {
                    Gate::Vanished { vault: hex::encode(&marker.vault), seq: marker.seq }
                }
                (None, Some(Trace { vault, seq })) => {
                    Gate::Vanished { vault: vault.clone(), seq: *seq }
                }
                (None, None) => Gate::FirstRun,
            },
            Phase::Broken(gate) => gate.clone(),
            Phase::Closed(house) => Gate::Locked {
                vault: VaultCard::from(&house.card),
                wait_ms: house.tries.wait_ms(clock::now_ms()),
            },
            Phase::Open(house, sitting) if sitting.is_soft_locked => Gate::SoftLocked {
                vault: VaultCard::from(&house.card),
                people: vec![soft_locked_person(sitting)],
                wait_ms: house.tries.wait_ms(clock::now_ms()),
            },
            Phase::Open(house, sitting) => Gate::Open(session_view(house, sitting)),
        }
    }
}

fn soft_locked_person(sitting: &Sitting) -> SoftLockedPerson {
    let Session { person, role } = sitting.session;
    let view = sitting.state.person(person);
    SoftLockedPerson {
        person,
        name: view.as_ref().map(|view| view.name.clone()).unwrap_or_default(),
        role,
        has_pin: view.is_some_and(|view| view.has_pin),
    }
}

fn session_view(house: &House, sitting: &Sitting) -> SessionView {
    let SoftLockedPerson { person, name, role, has_pin } = soft_locked_person(sitting);
    SessionView {
        vault: house.card.vault,
        person,
        name,
        role,
        has_pin,
        is_demo: house.card.demo.is_some(),
        settings: sitting.state.settings().clone(),
        soft_lock_at_ms: u64::try_from(super::lock::soft_lock_at(house, sitting)).unwrap_or(0),
    }
}

/// The same id in the vault's own type, which knows nothing of the business.
pub(super) const fn vault_person(person: PersonId) -> vault::PersonId {
    vault::PersonId(person.0)
}
