//! A vault's beginning: prepared in memory, shown as 24 words, stored when the words were proved.

use ledger::{Fact, Founding, PersonId, Role, Session, SignInPath, State, found, record};
use protocol::{Failure, NewVault, Response};
use vault::{Crypto, Founder, NewPath, RecoveryKey, Vault};
use zeroize::Zeroizing;

use super::Desk;
use super::access::{NewPassword, refuse_weak};
use super::house::{BrowserVault, House, Phase, Sitting, vault_person};
use crate::attempts::Tries;
use crate::directory::{Card, DatabaseId};
use crate::failure;
use crate::store::{IdbStore, database_name};

/// A vault that exists in memory only.
pub(super) struct Prepared {
    founding: Founding,
    password: NewPassword,
    recovery: RecoveryKey,
    words: Zeroizing<String>,
}

impl Desk {
    pub(super) async fn prepare(&mut self, new: NewVault) -> Result<Response, Failure> {
        if !self.may_create() {
            return Err(Failure::new("vault-exists"));
        }
        let mut owner = [0; 16];
        self.crypto.random(&mut owner).map_err(|e| failure::of_crypto(&e))?;
        let founding = Founding {
            business: new.business,
            currency: new.currency,
            owner_name: new.owner,
            owner: PersonId(owner),
            language: new.language,
            time_zone: new.time_zone,
        };
        // Refuses what does not fit while the form is still on the screen.
        found(&founding).map_err(|e| failure::of_ledger(&e))?;
        refuse_weak(&new.password, &[&founding.business, &founding.owner_name])?;
        let password = self.new_password(&new.password).await?;
        let recovery = RecoveryKey::generate(&self.crypto).map_err(|e| failure::of_vault(&e))?;
        let words = recovery.words();
        let shown = words.split(' ').map(str::to_owned).collect();
        self.prepared = Some(Prepared { founding, password, recovery, words });
        Ok(Response::RecoveryWords(shown))
    }

    pub(super) async fn confirm(&mut self, asked: &[(u8, String)]) -> Result<Response, Failure> {
        let prepared = self.prepared.take().ok_or_else(|| Failure::new("nothing-prepared"))?;
        let stored = match check(&prepared, asked) {
            Ok(()) => self.store(&prepared).await,
            Err(failure) => Err(failure),
        };
        if let Err(failure) = stored {
            // Nothing is stored; the same words can be tried again.
            self.prepared = Some(prepared);
            return Err(failure);
        }
        self.announce_open();
        Ok(Response::Nothing)
    }

    /// A browser holds one vault; where one has vanished, another may begin.
    fn may_create(&self) -> bool {
        match &self.phase {
            Phase::Empty => true,
            Phase::Broken(gate) => matches!(gate, protocol::Gate::Vanished { .. }),
            Phase::Closed(_) | Phase::Open(..) => false,
        }
    }

    async fn store(&mut self, prepared: &Prepared) -> Result<(), Failure> {
        if !self.may_create() {
            return Err(Failure::new("vault-exists"));
        }
        let database = self.salt()?;
        self.directory.begin(database).await.map_err(|e| failure::of_store(&e))?;
        let made = self.make(database, prepared).await;
        if made.is_err() {
            // If even that fails, the next start sweeps it.
            let swept = self.directory.sweep().await;
            swept.map_err(|e| failure::of_store(&e))?;
        }
        made
    }

    /// The vault counts as made when its card is in the directory, which is the last thing written.
    async fn make(&mut self, database: DatabaseId, prepared: &Prepared) -> Result<(), Failure> {
        let store =
            IdbStore::open(&database_name(&database)).await.map_err(|e| failure::of_open(&e))?;
        let founding = &prepared.founding;
        let recovery = NewPath::Recovery { secret: prepared.recovery.secret() };
        let founder = Founder {
            owner: vault_person(founding.owner),
            paths: vec![prepared.password.path(), recovery],
        };
        let vault: BrowserVault = Vault::create(self.crypto.clone(), store, founder)
            .await
            .map_err(|e| failure::of_vault(&e))?;
        let card = Card {
            vault: vault.id().0,
            business: founding.business.trim().to_owned(),
            language: founding.language,
            theme: ledger::Theme::default(),
            demo: None,
        };
        let house = House { database, card: card.clone(), vault, tries: Tries::default() };
        let before = std::mem::replace(&mut self.phase, Phase::Closed(Box::new(house)));
        let founded = self.found(founding).await;
        let listed = match founded {
            Ok(()) => {
                let put = self.directory.put_card(database, &card).await;
                put.map_err(|e| failure::of_store(&e))
            }
            Err(failure) => Err(failure),
        };
        if listed.is_err() {
            self.phase = before;
        }
        listed
    }

    /// The first transaction, then the first sitting.
    pub(super) async fn found(&mut self, founding: &Founding) -> Result<(), Failure> {
        let session = Session { person: founding.owner, role: Role::Owner };
        self.seat(Sitting::new(session, State::default()));
        let mut events = found(founding).map_err(|e| failure::of_ledger(&e))?;
        events.push(record(&session, Fact::SignedIn(SignInPath::Password)));
        let ctx = self.fresh_ctx()?;
        self.write(ctx, Some(founding.owner), events).await?;
        Ok(())
    }
}

fn check(prepared: &Prepared, asked: &[(u8, String)]) -> Result<(), Failure> {
    let words: Vec<&str> = prepared.words.split(' ').collect();
    let wrong = asked.iter().find(|(position, word)| {
        let right = usize::from(*position).checked_sub(1).and_then(|at| words.get(at));
        right.is_none_or(|right| !right.eq_ignore_ascii_case(word.trim()))
    });
    match wrong {
        Some((position, _)) => Err(Failure::new("wrong-recovery-word").with("position", position)),
        // A page that asks for nothing has not confirmed anything.
        None if asked.is_empty() => Err(Failure::new("wrong-recovery-word").with("position", 1)),
        None => Ok(()),
    }
}
