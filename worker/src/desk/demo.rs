//! The demo: a made-up merchant in a vault of its own, which nobody needs a password for.
//!
//! Its secret lies in the directory, in the clear, because there is nothing to protect. It has no locks, no
//! marker and no second copy, and it is never open together with a real vault.

use ledger::events::ForecastSettingsSet;
use ledger::{ForecastSettings, Founding, HolidayCountry, Language, PersonId, found};
use protocol::{Failure, Gate, Response, ToPage};
use vault::{Crypto, Error, Founder, NewPath, PathKind, PathSecret, Vault};
use wasm_bindgen::JsValue;
use zeroize::Zeroizing;

use super::house::{BrowserVault, House, Phase, vault_person};
use super::write::{append, by_class};
use super::{Desk, Next};
use crate::attempts::Tries;
use crate::directory::{Card, DemoCard};
use crate::mirror::Mirror;
use crate::store::{IdbStore, database_name};
use crate::{clock, failure, zone};

const BUSINESS: &str = "Juniper & Oak";
const OWNER: &str = "June Oakley";
const CURRENCY: &str = "EUR";
/// Where its shops are, and whose holidays they keep.
const COUNTRY: HolidayCountry = HolidayCountry::France;

impl Desk {
    pub(super) fn is_in_demo(&self) -> bool {
        matches!(&self.phase, Phase::Open(house, _) if house.is_demo())
    }

    pub(super) async fn open_demo(&mut self) -> Result<Response, Failure> {
        if self.is_in_demo() {
            return Ok(Response::Nothing);
        }
        self.mark_demo(true).await?;
        if matches!(self.phase, Phase::Open(..)) {
            // The keys go with this worker; the next one finds the mark.
            self.next = Next::LockHard;
            return Ok(Response::Nothing);
        }
        let entered = match self.enter().await {
            Err(failure) if failure.code == "vault-damaged" => {
                self.drop_demo().await?;
                self.mark_demo(true).await?;
                self.enter().await
            }
            entered => entered,
        };
        if let Err(failure) = entered {
            self.mark_demo(false).await?;
            self.look(None).await;
            return Err(failure);
        }
        Ok(Response::Nothing)
    }

    pub(super) async fn leave_demo(&mut self) -> Result<Response, Failure> {
        if self.is_in_demo() {
            self.mark_demo(false).await?;
            self.next = Next::LookAgain;
        }
        Ok(Response::Nothing)
    }

    pub(super) async fn delete_demo(&mut self) -> Result<Response, Failure> {
        if self.is_in_demo() {
            self.next = Next::LookAgain;
            self.close_demo();
        }
        self.drop_demo().await?;
        Ok(Response::Nothing)
    }

    /// Shows what there is beside the demo.
    pub(super) async fn look_again(&mut self) {
        self.close_demo();
        self.look(None).await;
        self.voice.keep(JsValue::NULL);
        let gate = self.gate();
        // A page that sees a lock after an open vault starts another worker.
        self.is_over = matches!(gate, Gate::Locked { .. });
        self.voice.tell_all(ToPage::Gate(gate));
        if self.is_over {
            self.voice.port.close();
        }
    }

    /// Opens the demo if the page is in it; whether it is. A demo that does not open is left.
    pub(super) async fn enter_demo(&mut self) -> bool {
        match self.enter().await {
            Ok(is_entered) => is_entered,
            Err(failure) => {
                web_sys::console::warn_1(&format!("the demo: {}", failure.code).into());
                if let Err(failure) = self.mark_demo(false).await {
                    web_sys::console::warn_1(&format!("the demo: {}", failure.code).into());
                }
                self.phase = Phase::Empty;
                false
            }
        }
    }

    async fn enter(&mut self) -> Result<bool, Failure> {
        let found = self.directory.demo().await.map_err(|e| failure::of_store(&e))?;
        let Some((database, card, demo)) = found.filter(|(_, _, demo)| demo.is_entered) else {
            return Ok(false);
        };
        let store =
            IdbStore::open(&database_name(&database)).await.map_err(|e| failure::of_open(&e))?;
        let secret = PathSecret::new(Zeroizing::new(demo.secret));
        let opened = unlocked(&self.crypto, store.clone(), &secret).await;
        let (vault, owner, is_new) = match opened {
            Ok((vault, owner)) => (vault, owner, false),
            Err(Error::NoVault) => {
                let owner = PersonId(self.salt()?);
                let founder = Founder {
                    owner: vault_person(owner),
                    paths: vec![NewPath::Recovery { secret }],
                };
                let made = Vault::create(self.crypto.clone(), store, founder).await;
                (made.map_err(|e| failure::of_vault(&e))?, owner, true)
            }
            Err(error) => return Err(failure::of_vault(&error)),
        };
        let language = card.language;
        let card = Card { vault: vault.id().0, ..card };
        let mut house = House { database, card, vault, tries: Tries::default() };
        if is_new {
            self.found_demo(&mut house, owner, language).await?;
        }
        self.phase = Phase::Closed(Box::new(house));
        self.sit_down(owner, clock::now_ms()).await?;
        self.announce_open();
        Ok(true)
    }

    async fn found_demo(
        &self,
        house: &mut House,
        owner: PersonId,
        language: Language,
    ) -> Result<(), Failure> {
        let founding = Founding {
            business: BUSINESS.to_owned(),
            currency: CURRENCY.to_owned(),
            owner_name: OWNER.to_owned(),
            owner,
            language,
            time_zone: zone::of_device(),
        };
        let mut events = found(&founding).map_err(|e| failure::of_ledger(&e))?;
        let settings = ForecastSettings { country: Some(COUNTRY), ..ForecastSettings::default() };
        events.push(ForecastSettingsSet { settings }.into());
        let batches = by_class(&self.fresh_ctx()?, Some(owner), events);
        append(house, &batches).await.map_err(|e| failure::of_vault(&e))?;
        Ok(())
    }

    /// Notes whether the page is in the demo; the first time, that there is to be one.
    async fn mark_demo(&self, is_entered: bool) -> Result<(), Failure> {
        let of_store = |error| failure::of_store(&error);
        let (database, card, demo) = match self.directory.demo().await.map_err(of_store)? {
            Some(found) => found,
            None if !is_entered => return Ok(()),
            None => {
                let mut secret = [0; 32];
                self.crypto.random(&mut secret).map_err(|e| failure::of_crypto(&e))?;
                let card = Card {
                    vault: [0; 16],
                    business: BUSINESS.to_owned(),
                    language: self.language,
                    theme: ledger::Theme::default(),
                    demo: None,
                };
                (self.salt()?, card, DemoCard { secret, is_entered })
            }
        };
        let card = Card { demo: Some(DemoCard { is_entered, ..demo }), ..card };
        self.directory.put_card(database, &card).await.map_err(of_store)
    }

    /// Lets go of the database, so that it can be deleted.
    fn close_demo(&mut self) {
        if self.is_in_demo() {
            self.jobs.cancel_all();
            self.drop_forecasts();
            self.mirror = Mirror::closed();
            self.phase = Phase::Empty;
        }
    }

    async fn drop_demo(&mut self) -> Result<(), Failure> {
        let of_store = |error| failure::of_store(&error);
        if let Phase::Closed(house) = &self.phase
            && house.is_demo()
        {
            self.phase = Phase::Empty;
        }
        match self.directory.demo().await.map_err(of_store)? {
            Some((database, ..)) => self.directory.delete(database).await.map_err(of_store),
            None => Ok(()),
        }
    }
}

async fn unlocked(
    crypto: &crate::crypto::WebCrypto,
    store: IdbStore,
    secret: &PathSecret,
) -> Result<(BrowserVault, PersonId), Error> {
    let mut vault = Vault::open(crypto.clone(), store).await?;
    let paths = vault.paths().await?;
    let path = paths.first().ok_or(Error::Corrupt { what: "access path" })?;
    let classes = vault.open_path(path.person, PathKind::Recovery, secret).await?;
    vault.unlock(&classes).await?;
    Ok((vault, PersonId(path.person.0)))
}
