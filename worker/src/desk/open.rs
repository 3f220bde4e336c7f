//! From what is stored to a vault at work.

use std::ops::ControlFlow;

use ledger::{PersonId, Recorded, Session, State, decode_batch};
use protocol::{Failure, Gate, Notice, ToPage};
use vault::{HEADER_LEN, Header, Item, Store, StoreError, Table, Vault};
use wasm_bindgen::JsValue;

use super::Desk;
use super::house::{BrowserVault, House, Phase, Sitting};
use crate::database::OpenError;
use crate::directory::{Card, DatabaseId};
use crate::failure;
use crate::handles::Handles;
use crate::mirror::{self, Mirror};
use crate::store::{IdbStore, database_name};
use crate::tab::Event;

impl Desk {
    /// Looks for a vault, and goes on with `handles` if they are its own.
    pub(super) async fn look(&mut self, handles: Option<Handles>) {
        if self.enter_demo().await {
            return;
        }
        self.phase = match self.directory.vault().await {
            Ok(None) => {
                self.trace = mirror::trace().await;
                Phase::Empty
            }
            Ok(Some((database, card))) => self.open_house(database, card).await,
            Err(error) => broken(&failure::of_store(&error)),
        };
        let Some(handles) = handles else { return };
        let Ok(house) = self.phase.house() else { return };
        if house.database == handles.database
            && let Err(failure) = self.go_on(handles).await
        {
            web_sys::console::warn_1(&format!("the keys did not open: {}", failure.code).into());
        }
    }

    pub(super) async fn open_house(&self, database: DatabaseId, card: Card) -> Phase {
        let store = match IdbStore::open(&database_name(&database)).await {
            Ok(store) => store,
            Err(OpenError::Newer { found, supported }) => {
                return Phase::Broken(Gate::NewerFormat { found, supported });
            }
            Err(OpenError::Store(error)) => return broken(&failure::of_store(&error)),
        };
        let tries = match self.directory.tries(database).await {
            Ok(tries) => tries,
            Err(error) => return broken(&failure::of_store(&error)),
        };
        match Vault::open(self.crypto.clone(), store).await {
            Ok(vault) => {
                let card = Card { vault: vault.id().0, ..card };
                Phase::Closed(Box::new(House { database, card, vault, tries }))
            }
            Err(vault::Error::UnsupportedFormat { found, supported }) => {
                let (found, supported) = (u32::from(found), u32::from(supported));
                Phase::Broken(Gate::NewerFormat { found, supported })
            }
            // The directory survived, the vault did not.
            Err(vault::Error::NoVault) => {
                let vault = crate::hex::encode(&card.vault);
                let seq = self.marker.as_ref().map_or(0, |marker| marker.seq);
                Phase::Broken(Gate::Vanished { vault, seq })
            }
            Err(error) => broken(&failure::of_vault(&error)),
        }
    }

    /// Takes over an open vault from an earlier worker or another tab.
    async fn go_on(&mut self, handles: Handles) -> Result<(), Failure> {
        let house = self.phase.house()?;
        let store = house.vault.store().clone();
        let crypto = self.crypto.clone();
        house.vault = Vault::open_with_handles(crypto, store, handles.keys)
            .await
            .map_err(|e| failure::of_vault(&e))?;
        self.sit_down(handles.person, handles.since_ms).await?;
        if let Phase::Open(_, sitting) = &mut self.phase {
            sitting.is_soft_locked = handles.is_soft_locked;
        }
        self.announce_open();
        Ok(())
    }

    /// Another writer got in or the database was taken away: whatever is in memory is out of date.
    pub(super) async fn reopen(&mut self) {
        let Phase::Open(house, sitting) = &self.phase else { return };
        let handles = house.handles(sitting);
        self.look(Some(handles)).await;
        if !matches!(self.phase, Phase::Open(..)) {
            self.voice.keep(JsValue::NULL);
        }
        self.voice.tell_all(ToPage::Gate(self.gate()));
    }

    /// Replays the log of an unlocked vault and seats the person.
    pub(super) async fn sit_down(
        &mut self,
        person: PersonId,
        since_ms: i64,
    ) -> Result<(), Failure> {
        let house = self.phase.house()?;
        let replayed = replay(&house.vault).await.map_err(|e| failure::of_vault(&e))?;
        let Some(role) = replayed.state.person(person).map(|view| view.role) else {
            return Err(Failure::new("vault-damaged").with("what", "people"));
        };
        let damaged = house.vault.damage().map(|problem| problem.seq.unwrap_or(0));
        let fault = replayed.fault.or(damaged);
        let checkpoint_seq =
            last_checkpoint(&house.vault).await.map_err(|e| failure::of_store(&e))?;
        let sitting = Sitting {
            since_ms,
            written_ms: replayed.written_ms,
            fault,
            checkpoint_seq,
            log_bytes: replayed.log_bytes,
            counted_seq: house.vault.head().next_seq,
            is_understood: replayed.is_understood,
            ..Sitting::new(Session { person, role }, replayed.state)
        };
        self.seat(sitting);
        Ok(())
    }

    pub(super) fn seat(&mut self, sitting: Sitting) {
        self.mirror = Mirror::closed();
        let phase = std::mem::replace(&mut self.phase, Phase::Empty);
        self.phase = match phase {
            Phase::Closed(house) | Phase::Open(house, _) => Phase::Open(house, Box::new(sitting)),
            other => other,
        };
        // A desk that is gone has nothing to read any more.
        self.events.send(Event::ReadRecords).unwrap_or_default();
    }

    /// Tells every tab that the vault is open, and hands them what the next leader needs.
    pub(super) fn announce_open(&mut self) {
        let Phase::Open(house, sitting) = &self.phase else { return };
        // The demo opens by itself, wherever it is looked for.
        let handles = if house.is_demo() { JsValue::NULL } else { house.handles(sitting).to_js() };
        let fault = sitting.fault;
        self.voice.keep(handles);
        self.voice.tell_all(ToPage::Gate(self.gate()));
        if let Some(seq) = fault {
            self.voice.tell_all(ToPage::Notice(Notice::ChainBroken { seq }));
        }
        self.send_marker();
        self.deadlines.wrote();
    }
}

fn broken(failure: &Failure) -> Phase {
    Phase::Broken(Gate::Damaged { code: failure.code.clone() })
}

/// What follows from a log.
pub(super) struct Replayed {
    pub(super) state: State,
    written_ms: i64,
    fault: Option<u64>,
    log_bytes: u64,
    is_understood: bool,
}

/// Folds every block that can be read, in order. A block that cannot be is noted, not fatal.
pub(super) async fn replay(vault: &BrowserVault) -> Result<Replayed, vault::Error> {
    let mut replayed = Replayed {
        state: State::default(),
        written_ms: 0,
        fault: None,
        log_bytes: 0,
        is_understood: true,
    };
    vault
        .read_all(|item| {
            replayed.log_bytes += size(&item);
            match item {
                Item::Block { header, payload } => match decode_batch(payload) {
                    Ok(batch) => {
                        replayed.state.apply(&batch);
                        let is_known = |event: &Recorded| matches!(event, Recorded::Known(_));
                        replayed.is_understood &= batch.events.iter().all(is_known);
                        replayed.written_ms = batch.envelope.at.utc_ms;
                    }
                    Err(_) => {
                        replayed.fault.get_or_insert(header.seq);
                    }
                },
                Item::Damaged { seq, .. } => {
                    replayed.fault.get_or_insert(seq);
                }
                Item::Locked { .. } | Item::Pruned { .. } => {}
            }
            ControlFlow::Continue(())
        })
        .await?;
    Ok(replayed)
}

/// What a block takes in the sealed log.
pub(super) fn block_bytes(header: &Header) -> u64 {
    HEADER_LEN as u64 + u64::from(header.payload_len)
}

fn size(item: &Item<'_>) -> u64 {
    match item {
        Item::Block { header, .. } | Item::Locked { header } => block_bytes(header),
        Item::Pruned { .. } => HEADER_LEN as u64,
        Item::Damaged { .. } => 0,
    }
}

/// Number of the block that was signed last in this chain. Its records are keyed by chain and number.
async fn last_checkpoint(vault: &BrowserVault) -> Result<Option<u64>, StoreError> {
    let chain = vault.incarnation().0;
    let from = chain.to_vec();
    let to = [&chain[..], &[0xff; 9]].concat();
    let keys = vault.store().keys(Table::Checkpoints, &from, &to, usize::MAX).await?;
    let seq = keys.last().and_then(|key| key.get(chain.len()..)?.try_into().ok());
    Ok(seq.map(u64::from_be_bytes))
}
