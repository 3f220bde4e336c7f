//! The leader's desk: every tab's requests end here, one after the other.

mod access;
mod create;
mod demo;
mod forecasts;
mod house;
mod job;
mod lock;
mod log;
mod open;
mod records;
mod secrets;
mod staging;
mod storage;
#[cfg(feature = "testing")]
mod testing;
mod write;

use ledger::{Action, CommandId, Ctx, Fact, Language, LockCause, authorise, decide, record};
use protocol::{
    Access, Failure, FromPage, Job, Marker, Notice, Request, RequestId, Response, Strength,
    StrengthReason, ToPage,
};
use tokio::sync::mpsc::UnboundedSender;
use vault::Crypto;

use crate::clock::Alarm;
use crate::crypto::WebCrypto;
use crate::directory::Directory;
use crate::failure;
use crate::handles::Handles;
use crate::mirror::{Mirror, Trace};
use crate::pool::{self, Launch, Pool};
use crate::supervision;
use crate::tab::Event;
use crate::voice::{Voice, Who};
use create::Prepared;
use forecasts::Forecasting;
use house::Phase;
use job::{Finished, Jobs};
use lock::Deadlines;

pub(crate) use house::BrowserVault;
pub(crate) use job::Finished as FinishedJob;

/// What a new leader knows of the one before.
pub(crate) struct Before {
    /// The keys that were held.
    pub(crate) handles: Option<Handles>,
    /// Whether this tab's page shows an open vault.
    pub(crate) was_open: bool,
}

/// What follows an answer.
#[derive(Default)]
enum Next {
    #[default]
    Stay,
    /// Somebody asked to lock hard.
    LockHard,
    /// Another vault is to be open from now on: into the demo or out of it.
    LookAgain,
}

/// Everything the leader knows.
pub(crate) struct Desk {
    voice: Voice,
    events: UnboundedSender<Event>,
    crypto: WebCrypto,
    directory: Directory,
    phase: Phase,
    prepared: Option<Prepared>,
    marker: Option<Marker>,
    /// What the second copy says of a vault, where there is none and no marker either.
    trace: Option<Trace>,
    jobs: Jobs,
    forecasting: Forecasting,
    mirror: Mirror,
    /// What is done once the answer is out.
    next: Next,
    is_over: bool,
    /// What the page would greet a stranger in.
    language: Language,
    deadlines: Deadlines,
    alarm: Alarm,
}

impl Desk {
    /// Looks at what is stored and opens the vault if there are keys for it.
    ///
    /// # Errors
    /// A browser without WebCrypto or IndexedDB, in a form for the page.
    pub(crate) async fn open(
        voice: Voice,
        events: UnboundedSender<Event>,
        before: Before,
        launch: Launch,
    ) -> Result<Self, Failure> {
        let crypto = WebCrypto::new().map_err(|e| failure::of_crypto(&e))?;
        let directory = Directory::open().await.map_err(|e| failure::of_open(&e))?;
        if before.handles.is_none()
            && is_chromium()
            && let Err(error) = directory.retire_journal().await
        {
            web_sys::console::warn_1(&error.to_string().into());
        }
        directory.sweep().await.map_err(|e| failure::of_store(&e))?;
        let alarm = Alarm::new({
            let events = events.clone();
            move || events.send(Event::Due).unwrap_or_default()
        });
        let pool = Pool::new(pool::size_for_device(), launch, {
            let events = events.clone();
            move |heard| events.send(Event::Engine(heard)).unwrap_or_default()
        });
        let mut desk = Self {
            voice,
            events,
            crypto,
            directory,
            phase: Phase::Empty,
            prepared: None,
            marker: None,
            trace: None,
            jobs: Jobs::default(),
            forecasting: Forecasting::new(pool),
            mirror: Mirror::closed(),
            next: Next::Stay,
            is_over: false,
            language: Language::En,
            deadlines: Deadlines::default(),
            alarm,
        };
        desk.look(before.handles).await;
        if before.was_open && !matches!(desk.phase, Phase::Open(..)) {
            desk.voice.port.say(&ToPage::Notice(Notice::TakeoverNeedsUnlock));
        }
        Ok(desk)
    }

    /// Whether the vault was locked hard: this worker's end.
    pub(crate) const fn is_over(&self) -> bool {
        self.is_over
    }

    /// What a page said.
    pub(crate) async fn hear(&mut self, who: Who, message: FromPage) {
        // A device that slept wakes up with a message; a lock that fell due meanwhile goes first.
        self.ring().await;
        if self.is_over {
            return;
        }
        match message {
            FromPage::Hello(hello) => {
                if hello.build != protocol::BUILD_ID {
                    self.voice.tell(who, ToPage::Notice(Notice::OtherVersion));
                }
                self.language = preferred(&hello.languages);
                self.marker = hello.marker.or(self.marker.take());
                self.voice.tell(who, ToPage::Gate(self.gate()));
                self.warn_of_lost_records(who);
                if who != Who::Own {
                    self.voice.hand_over();
                }
            }
            FromPage::Touch => self.touch(),
            FromPage::Cancel { id } => {
                self.jobs.cancel(who, id);
                self.cancel_forecast(who, id).await;
            }
            // Only forecasts can be held.
            FromPage::Pause { id } => self.hold_forecast(who, id).await,
            FromPage::Resume { id } => self.release_forecast(who, id).await,
            FromPage::Request { id, body } => {
                self.hold_training().await;
                if let Some(result) = self.answer(who, id, body).await {
                    self.voice.reply(who, id, result);
                }
                match std::mem::take(&mut self.next) {
                    Next::Stay => {}
                    Next::LockHard => self.lock_hard(LockCause::Person).await,
                    Next::LookAgain => self.look_again().await,
                }
            }
        }
        self.set_alarm();
    }

    /// `None` for a job, which answers when it is done.
    async fn answer(
        &mut self,
        who: Who,
        id: RequestId,
        request: Request,
    ) -> Option<Result<Response, Failure>> {
        let result = match request {
            Request::Access(access) => self.access(access).await,
            Request::Command { id, command } => self.command(id, command).await,
            Request::Query(query) => self.query(query).await,
            Request::Storage => self.storage().await,
            Request::Staging(staging) => self.staging(who, staging).await,
            Request::NoteExport { report, format, rows } => {
                self.note_export(Fact::ReportExported { report, format, rows }).await
            }
            Request::Job(
                job @ (Job::Forecast(_)
                | Job::ForecastItems(_)
                | Job::Reconcile(_)
                | Job::Scenario(_)),
            ) => match self.forecast(who, id, job).await {
                Ok(()) => return None,
                Err(failure) => Err(failure),
            },
            Request::Job(job) => match self.start_job(who, id, job) {
                Ok(()) => return None,
                Err(failure) => Err(failure),
            },
            #[cfg(feature = "testing")]
            Request::Test(test) => self.test(test).await,
            #[cfg(not(feature = "testing"))]
            Request::Test(_) => Err(Failure::new("not-in-this-build")),
        };
        Some(result)
    }

    async fn access(&mut self, access: Access) -> Result<Response, Failure> {
        match access {
            Access::RatePassword { password, avoid } => {
                let avoid: Vec<&str> = avoid.iter().map(String::as_str).collect();
                Ok(Response::Strength(rate(&password, &avoid)))
            }
            Access::CreateVault(new) => self.prepare(new).await,
            Access::ConfirmRecovery { words } => self.confirm(&words).await,
            Access::AbandonCreation => {
                self.prepared = None;
                Ok(Response::Nothing)
            }
            Access::OpenDemo => self.open_demo().await,
            Access::LeaveDemo => self.leave_demo().await,
            Access::DeleteDemo => self.delete_demo().await,
            Access::ChangePassword { .. }
            | Access::ReplaceRecoveryKey { .. }
            | Access::SetPin { .. }
                if self.is_in_demo() =>
            {
                Err(Failure::new("not-in-demo"))
            }
            Access::Unlock { password } => self.unlock(&password).await,
            Access::UnlockWithPin { person, pin } => self.unlock_with_pin(person, &pin).await,
            Access::Recover { words, new_password } => self.recover(&words, &new_password).await,
            Access::ChangePassword { current, new } => self.change_password(&current, &new).await,
            Access::ReplaceRecoveryKey { password } => self.replace_recovery_key(&password).await,
            Access::SetPin { password, pin } => self.set_pin(&password, pin.as_deref()).await,
            Access::Lock(depth) => self.lock_now(depth).await,
        }
    }

    /// Authorise, decide, append, apply.
    async fn command(
        &mut self,
        id: CommandId,
        command: ledger::Command,
    ) -> Result<Response, Failure> {
        let (house, sitting) = self.phase.open()?;
        if sitting.state.has_done(id) {
            return Ok(Response::Done(house.log_head(sitting)));
        }
        if supervision::begin(id).is_err() {
            self.voice.tell_all(ToPage::Notice(Notice::CommandQuarantined));
            return Err(Failure::new("quarantined"));
        }
        let result = self.carry_out(id, command).await;
        supervision::end();
        result
    }

    async fn carry_out(
        &mut self,
        id: CommandId,
        command: ledger::Command,
    ) -> Result<Response, Failure> {
        #[cfg(feature = "testing")]
        testing::crash_if_asked(&command);
        let ctx = Ctx { now: crate::clock::now(), command: id };
        let (_, sitting) = self.phase.open()?;
        let session = sitting.session;
        let events =
            decide(&sitting.state, &session, command, &ctx).map_err(|e| failure::of_ledger(&e))?;
        let is_change = !events.is_empty();
        let head = self.write(ctx, Some(session.person), events).await?;
        if is_change {
            self.refresh_card().await;
            // The gate shows the name of the shop and of the person.
            self.voice.tell_all(ToPage::Gate(self.gate()));
        }
        Ok(Response::Done(head))
    }

    /// A report leaves only if the log says so.
    async fn note_export(&mut self, fact: Fact) -> Result<Response, Failure> {
        let (_, sitting) = self.phase.open()?;
        let session = sitting.session;
        authorise(&session, Action::ExportReport).map_err(|e| failure::of_ledger(&e))?;
        let ctx = self.fresh_ctx()?;
        let head = self.write(ctx, Some(session.person), vec![record(&session, fact)]).await?;
        Ok(Response::Done(head))
    }

    /// An id for what the worker itself records.
    fn fresh_ctx(&self) -> Result<Ctx, Failure> {
        let mut id = [0; 16];
        self.crypto.random(&mut id).map_err(|e| failure::of_crypto(&e))?;
        Ok(Ctx { now: crate::clock::now(), command: CommandId(id) })
    }

    /// A job has ended.
    pub(crate) async fn finish(&mut self, finished: Finished) {
        self.finish_job(finished).await;
        self.set_alarm();
    }

    /// The alarm rang.
    pub(crate) async fn due(&mut self) {
        self.ring().await;
        self.set_alarm();
    }
}

/// The verdict on a password in the page's words.
fn rate(password: &str, avoid: &[&str]) -> Strength {
    use ledger::Weakness;
    let rating = ledger::rate_password(password, avoid);
    let reason = match rating.weakness {
        Weakness::None => StrengthReason::None,
        Weakness::TooShort => StrengthReason::TooShort,
        Weakness::Common => StrengthReason::Common,
        Weakness::Pattern => StrengthReason::Pattern,
        Weakness::Personal => StrengthReason::Personal,
        Weakness::Guessable => StrengthReason::Guessable,
    };
    Strength { score: rating.score, reason }
}

/// The first language a browser wants that we speak.
fn preferred(languages: &[String]) -> Language {
    let known = languages.iter().find_map(|language| match language.get(..2) {
        Some("fr") => Some(Language::Fr),
        Some("en") => Some(Language::En),
        _ => None,
    });
    known.unwrap_or(Language::En)
}

/// Whether the browser keeps its databases as Chromium does. Only Chromium says who it is in this form.
fn is_chromium() -> bool {
    js_sys::Reflect::get(&js_sys::global(), &"navigator".into())
        .and_then(|navigator| js_sys::Reflect::has(&navigator, &"userAgentData".into()))
        .unwrap_or(false)
}
