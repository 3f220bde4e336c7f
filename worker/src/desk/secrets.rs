//! Changing secrets from the inside: the password is asked again each time.

use ledger::{Action, Event, Fact, Session, authorise, record};
use protocol::{Failure, LogHead, Response, ToPage};
use vault::{NewPath, RecoveryKey};

use super::Desk;
use super::access::{Proven, failed_fact, make_verifier, refuse_weak};
use super::house::vault_person;
use crate::failure;

impl Desk {
    pub(super) async fn change_password(
        &mut self,
        current: &str,
        new: &str,
    ) -> Result<Response, Failure> {
        let session = self.permitted(Action::ChangeOwnPassword)?;
        let (house, sitting) = self.phase.open()?;
        let owner = sitting.state.person(session.person).map(|view| view.name);
        let business = house.card.business.clone();
        refuse_weak(new, &[&business, owner.as_deref().unwrap_or_default()])?;
        let proven = self.prove(current).await?;
        let path = self.new_password(new).await?.path();
        let (house, _) = self.phase.open()?;
        house
            .vault
            .change_secret(vault_person(session.person), &proven.secret, &path)
            .await
            .map_err(|e| failure::of_vault(&e))?;
        self.note(&session, &proven, Fact::PasswordChanged).await.map(Response::Done)
    }

    pub(super) async fn replace_recovery_key(
        &mut self,
        password: &str,
    ) -> Result<Response, Failure> {
        let session = self.permitted(Action::ReplaceRecoveryKey)?;
        let proven = self.prove(password).await?;
        let key = RecoveryKey::generate(&self.crypto).map_err(|e| failure::of_vault(&e))?;
        let path = NewPath::Recovery { secret: key.secret() };
        let (house, _) = self.phase.open()?;
        let classes = proven.classes.classes();
        house
            .vault
            .put_path(&proven.classes, vault_person(session.person), &path, &classes)
            .await
            .map_err(|e| failure::of_vault(&e))?;
        self.note(&session, &proven, Fact::RecoveryKeyReplaced).await?;
        Ok(Response::RecoveryWords(key.words().split(' ').map(str::to_owned).collect()))
    }

    pub(super) async fn set_pin(
        &mut self,
        password: &str,
        pin: Option<&str>,
    ) -> Result<Response, Failure> {
        let session = self.permitted(Action::SetOwnPin)?;
        let is_pin = |pin: &str| {
            (4..=8).contains(&pin.len()) && pin.bytes().all(|digit| digit.is_ascii_digit())
        };
        if pin.is_some_and(|pin| !is_pin(pin)) {
            return Err(Failure::new("pin-format"));
        }
        let proven = self.prove(password).await?;
        let verifier = match pin {
            Some(pin) => Some(make_verifier(pin, self.salt()?).await?),
            None => None,
        };
        let head = self.note(&session, &proven, Fact::PinSet(verifier)).await?;
        self.voice.tell_all(ToPage::Gate(self.gate()));
        Ok(Response::Done(head))
    }

    fn permitted(&mut self, action: Action) -> Result<Session, Failure> {
        let (_, sitting) = self.phase.open()?;
        authorise(&sitting.session, action).map_err(|e| failure::of_ledger(&e))?;
        Ok(sitting.session)
    }

    /// Writes down what was changed, and the wrong passwords before the right one.
    async fn note(
        &mut self,
        session: &Session,
        proven: &Proven,
        fact: Fact,
    ) -> Result<LogHead, Failure> {
        let facts = proven.failed.map(failed_fact).into_iter().chain([fact]);
        let events: Vec<Event> = facts.map(|fact| record(session, fact)).collect();
        let ctx = self.fresh_ctx()?;
        self.write(ctx, Some(session.person), events).await
    }
}
