//! Getting in: password, PIN, recovery words. Every wrong one costs a try.

use ledger::{Event, Fact, PersonId, PinVerifier, SignInPath, record};
use protocol::{Failure, Response, ToPage};
use vault::{ClassSecrets, Error, KdfParams, NewPath, PathInfo, PathKind, PathSecret, RecoveryKey};

use super::house::Phase;
use super::{Desk, rate};
use crate::attempts::{FailedTries, Tries};
use crate::{clock, failure, kdf};

/// Passwords that score less open nothing.
const LEAST_SCORE: u8 = 2;

/// A secret that was right, and what it opened.
pub(super) struct Proven {
    pub(super) person: PersonId,
    pub(super) secret: PathSecret,
    pub(super) classes: ClassSecrets,
    /// Tries that failed before it.
    pub(super) failed: Option<FailedTries>,
}

/// A password's key, with what it takes to derive it again.
pub(super) struct NewPassword {
    secret: PathSecret,
    params: KdfParams,
    salt: [u8; 16],
}

impl NewPassword {
    pub(super) fn path(&self) -> NewPath {
        let Self { secret, params, salt } = self;
        NewPath::Password { secret: secret.clone(), params: *params, salt: *salt }
    }
}

impl Desk {
    pub(super) async fn unlock(&mut self, password: &str) -> Result<Response, Failure> {
        if self.phase.open().is_ok() {
            // Another tab was quicker.
            return Ok(Response::Nothing);
        }
        let proven = self.prove(password).await?;
        if let Phase::Open(_, sitting) = &mut self.phase {
            sitting.since_ms = clock::now_ms();
        } else {
            self.take_keys(&proven).await?;
        }
        self.welcome(SignInPath::Password, proven.failed, None).await?;
        Ok(Response::Nothing)
    }

    pub(super) async fn unlock_with_pin(
        &mut self,
        person: PersonId,
        pin: &str,
    ) -> Result<Response, Failure> {
        if self.phase.open().is_ok() {
            return Ok(Response::Nothing);
        }
        let Phase::Open(_, sitting) = &self.phase else {
            return Err(Failure::new("locked"));
        };
        let verifier = sitting.state.pin(person).filter(|_| person == sitting.session.person);
        let verifier = verifier.cloned().ok_or_else(|| Failure::new("no-pin"))?;
        let before = self.count_try().await?;
        match fits(&verifier, pin).await {
            Ok(true) => {}
            Ok(false) => return Err(self.wrong("wrong-pin")),
            Err(failure) => {
                self.put_tries(before).await?;
                return Err(failure);
            }
        }
        self.put_tries(Tries::default()).await?;
        self.welcome(SignInPath::Pin, before.failed(), None).await?;
        Ok(Response::Nothing)
    }

    /// Opens by the recovery words and sets a new password. 256 bits need no count of tries.
    pub(super) async fn recover(&mut self, words: &str, new: &str) -> Result<Response, Failure> {
        let key = RecoveryKey::parse(words).map_err(|e| failure::of_words(&e))?;
        let avoid = [self.phase.house()?.card.business.clone()];
        refuse_weak(new, &[&avoid[0]])?;
        let path = self.path(PathKind::Recovery).await?;
        let secret = key.secret();
        let house = self.phase.house()?;
        let classes = match house.vault.open_path(path.person, PathKind::Recovery, &secret).await {
            Err(Error::WrongSecret) => return Err(Failure::new("wrong-recovery-key")),
            other => other.map_err(|e| failure::of_vault(&e))?,
        };
        let password = self.new_password(new).await?;
        let person = PersonId(path.person.0);
        let failed = self.phase.house()?.tries.failed();
        let proven = Proven { person, secret, classes, failed };
        let house = self.phase.house()?;
        let held = proven.classes.classes();
        house
            .vault
            .put_path(&proven.classes, path.person, &password.path(), &held)
            .await
            .map_err(|e| failure::of_vault(&e))?;
        self.take_keys(&proven).await?;
        self.put_tries(Tries::default()).await?;
        self.welcome(SignInPath::RecoveryKey, failed, Some(Fact::PasswordChanged)).await?;
        Ok(Response::Nothing)
    }

    /// Proves a password: the try is on disk before the derivation starts.
    ///
    /// # Errors
    /// `wrong-password`, `too-many-tries`, or what store and platform report, which costs no try.
    pub(super) async fn prove(&mut self, password: &str) -> Result<Proven, Failure> {
        let path = self.path(PathKind::Password).await?;
        let (params, salt) = path.kdf.ok_or_else(|| Failure::new("vault-damaged"))?;
        let before = self.count_try().await?;
        let opened = match kdf::derive(password, &salt, &params).await {
            Ok(key) => {
                let secret = PathSecret::new(key);
                let vault = &self.phase.house()?.vault;
                let opened = vault.open_path(path.person, PathKind::Password, &secret).await;
                opened.map(|classes| (secret, classes))
            }
            Err(failure) => {
                self.put_tries(before).await?;
                return Err(failure);
            }
        };
        match opened {
            Ok((secret, classes)) => {
                self.put_tries(Tries::default()).await?;
                let person = PersonId(path.person.0);
                Ok(Proven { person, secret, classes, failed: before.failed() })
            }
            Err(Error::WrongSecret) => Err(self.wrong("wrong-password")),
            Err(error) => {
                self.put_tries(before).await?;
                Err(failure::of_vault(&error))
            }
        }
    }

    /// A new password's key, derived with parameters that suit this device.
    pub(super) async fn new_password(&self, password: &str) -> Result<NewPassword, Failure> {
        let params = kdf::calibrate().await;
        let salt = self.salt()?;
        let key = kdf::derive(password, &salt, &params).await?;
        Ok(NewPassword { secret: PathSecret::new(key), params, salt })
    }

    pub(super) fn salt(&self) -> Result<[u8; 16], Failure> {
        use vault::Crypto;
        let mut salt = [0; 16];
        self.crypto.random(&mut salt).map_err(|e| failure::of_crypto(&e))?;
        Ok(salt)
    }

    async fn path(&mut self, kind: PathKind) -> Result<PathInfo, Failure> {
        let paths = self.phase.house()?.vault.paths().await.map_err(|e| failure::of_vault(&e))?;
        let missing = || Failure::new("vault-damaged").with("what", "access path");
        paths.into_iter().find(|path| path.kind == kind).ok_or_else(missing)
    }

    /// Counts a try on disk and gives back the count before it.
    async fn count_try(&mut self) -> Result<Tries, Failure> {
        let before = self.phase.house()?.tries.clone();
        let mut tries = before.clone();
        tries.begin(clock::now_ms()).map_err(failure::too_many_tries)?;
        self.put_tries(tries).await?;
        Ok(before)
    }

    async fn put_tries(&mut self, tries: Tries) -> Result<(), Failure> {
        let house = self.phase.house()?;
        self.directory
            .put_tries(house.database, &tries)
            .await
            .map_err(|e| failure::of_store(&e))?;
        house.tries = tries;
        Ok(())
    }

    fn wrong(&mut self, code: &str) -> Failure {
        let now_ms = clock::now_ms();
        let left = self.phase.house().map_or(0, |house| house.tries.left(now_ms));
        if left == 0 {
            self.voice.tell_all(ToPage::Gate(self.gate()));
        }
        Failure::new(code).with("tries_left", left)
    }

    /// Takes up the keys of a closed vault and replays its log.
    pub(super) async fn take_keys(&mut self, proven: &Proven) -> Result<(), Failure> {
        let house = self.phase.house()?;
        house.vault.unlock(&proven.classes).await.map_err(|e| failure::of_vault(&e))?;
        let seated = self.sit_down(proven.person, clock::now_ms()).await;
        if seated.is_err()
            && let Phase::Closed(house) = &mut self.phase
        {
            house.vault.lock();
        }
        seated
    }

    /// Opens the screen and writes down who came in, how, and how often somebody failed before.
    async fn welcome(
        &mut self,
        path: SignInPath,
        failed: Option<FailedTries>,
        also: Option<Fact>,
    ) -> Result<(), Failure> {
        let Phase::Open(_, sitting) = &mut self.phase else {
            return Err(Failure::new("locked"));
        };
        sitting.is_soft_locked = false;
        sitting.touched_ms = clock::now_ms();
        let session = sitting.session;
        let failed = failed.map(failed_fact);
        let facts = failed.into_iter().chain([Fact::SignedIn(path)]).chain(also);
        let events: Vec<Event> = facts.map(|fact| record(&session, fact)).collect();
        let ctx = self.fresh_ctx()?;
        let written = self.write(ctx, Some(session.person), events).await;
        self.announce_open();
        match written {
            // A browser that is full must not keep a merchant out; what they do next will say so again.
            Err(failure) if failure.code != "quota-exceeded" && failure.code != "vault-damaged" => {
                Err(failure)
            }
            _ => Ok(()),
        }
    }
}

pub(super) fn failed_fact(failed: FailedTries) -> Fact {
    let FailedTries { count, first_ms, last_ms } = failed;
    Fact::FailedSignIns { count, first_ms, last_ms }
}

/// Refuses a password that is too easy to guess.
pub(super) fn refuse_weak(password: &str, avoid: &[&str]) -> Result<(), Failure> {
    let strength = rate(password, avoid);
    if strength.score >= LEAST_SCORE {
        return Ok(());
    }
    use protocol::StrengthReason as R;
    let reason = match strength.reason {
        R::None => "none",
        R::TooShort => "too-short",
        R::Common => "common",
        R::Pattern => "pattern",
        R::Personal => "personal",
        R::Guessable => "guessable",
    };
    Err(Failure::new("weak-password").with("score", strength.score).with("reason", reason))
}

/// What checks a PIN from now on. The floor is enough: it is policy, the keys are held anyway.
pub(super) async fn make_verifier(pin: &str, salt: [u8; 16]) -> Result<PinVerifier, Failure> {
    let KdfParams { memory_kib, passes, .. } = KdfParams::FLOOR;
    let derived = kdf::derive(pin, &salt, &KdfParams::FLOOR).await?;
    Ok(PinVerifier { salt, memory_kib, passes, derived: *derived })
}

async fn fits(verifier: &PinVerifier, pin: &str) -> Result<bool, Failure> {
    let PinVerifier { salt, memory_kib, passes, derived } = verifier;
    let params = KdfParams { memory_kib: *memory_kib, passes: *passes, lanes: 1 };
    let got = kdf::derive(pin, salt, &params).await?;
    // Every byte is looked at, whether or not one differed already.
    Ok(got.iter().zip(derived).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0)
}
