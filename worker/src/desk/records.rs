//! The records of an open vault: read once it is open, a few chunks at a time; lines come and go on demand.

use std::collections::VecDeque;

use ledger::{
    Action, Answer, Area, ChunkRef, Class, Context, ImportId, Query, Records, Session, State,
    authorise,
};
use model_wasm::forecast::VERSION;
use protocol::{Failure, Notice, Response, ToPage};
use vault::{Digest, Error};

use super::Desk;
use super::forecasts::add_holidays;
use super::house::{BrowserVault, Phase};
use crate::tab::Event;
use crate::voice::Who;
use crate::zone::Zone;
use crate::{clock, failure, memory};

/// Chunks read at once: many enough for the platform to open them side by side, few enough for a till's command
/// to come between.
const BATCH: usize = 16;

/// A chunk as the log names it: the import, the position in it, what it is.
type Named = (ImportId, u32, ChunkRef);

/// What the log names.
#[derive(Clone)]
enum Chunk {
    Imported(Named),
    Forecasts([u8; 32]),
}

impl Chunk {
    const fn digest(&self) -> Digest {
        match self {
            Self::Imported((.., chunk)) => Digest(chunk.digest),
            Self::Forecasts(digest) => Digest(*digest),
        }
    }
}

/// Records, with what is still to be read of them.
pub(super) struct Shelf {
    pub(super) records: Records,
    unread: VecDeque<Chunk>,
    /// Chunks that the log names and that cannot be read.
    lost: u64,
    budget: usize,
}

impl Shelf {
    /// Nothing of what the log names is read yet.
    pub(super) fn of_log(state: &State) -> Self {
        let named = state.chunks().map(|(import, at, chunk)| (import, at, chunk.clone()));
        let mut shelf = Self::of_chunks(named.collect());
        // After the records: what is shown first does not wait for them.
        let forecasts = state.forecast_chunks().map(|chunk| Chunk::Forecasts(chunk.digest));
        shelf.unread.extend(forecasts);
        shelf
    }

    pub(super) fn of_chunks(chunks: Vec<Named>) -> Self {
        let unread = chunks.into_iter().map(Chunk::Imported).collect();
        Self { records: Records::new(), unread, lost: 0, budget: memory::records_budget() }
    }

    /// Reads the next few chunks in log order; whether there are more.
    pub(super) async fn read_on(&mut self, vault: &BrowserVault) -> Result<bool, Failure> {
        let batch: Vec<Chunk> = self.unread.iter().take(BATCH).cloned().collect();
        let digests: Vec<Digest> = batch.iter().map(Chunk::digest).collect();
        let contents = vault.get_chunks(&digests).await.map_err(|e| failure::of_vault(&e))?;
        self.unread.drain(..batch.len());
        for (chunk, content) in batch.iter().zip(contents) {
            let is_read = match content {
                Ok(content) => self.add(chunk, &content),
                // Not this session's to read, which is no damage.
                Err(Error::Locked { .. }) => true,
                Err(_) => matches!(chunk, Chunk::Forecasts(_)),
            };
            self.lost += u64::from(!is_read);
        }
        self.make_room();
        if self.unread.is_empty() {
            self.records.settle();
        }
        Ok(!self.unread.is_empty())
    }

    /// Whether a chunk is what it should be. Forecasts that are not are made again, and no total leaves them out.
    fn add(&mut self, chunk: &Chunk, content: &[u8]) -> bool {
        match chunk {
            Chunk::Imported((import, at, chunk)) => {
                self.records.add_chunk(*import, *at, chunk, content).is_ok()
            }
            Chunk::Forecasts(_) => {
                if let Err(error) = self.records.add_forecasts(content) {
                    web_sys::console::warn_1(&format!("kept forecasts: {error}").into());
                }
                true
            }
        }
    }

    /// Loads lines that were dropped.
    pub(super) async fn load(
        &mut self,
        vault: &BrowserVault,
        digests: &[[u8; 32]],
    ) -> Result<(), Failure> {
        for batch in digests.chunks(BATCH) {
            let names: Vec<Digest> = batch.iter().map(|digest| Digest(*digest)).collect();
            let contents = vault.get_chunks(&names).await.map_err(|e| failure::of_vault(&e))?;
            for (digest, content) in batch.iter().zip(contents) {
                let content = content.map_err(|_| Failure::new("records-damaged"))?;
                let loaded = self.records.load(digest, &content);
                loaded.map_err(|error| Failure::new(error.code()))?;
            }
        }
        Ok(())
    }

    /// Answers a question; lines it needs and that were dropped are loaded first.
    pub(super) async fn answer(
        &mut self,
        vault: &BrowserVault,
        query: &Query,
        context: &Context<'_>,
    ) -> Result<Answer, Failure> {
        let missing = self.records.missing(query, context);
        self.load(vault, &missing).await?;
        let answer = self.records.answer(query, context);
        self.make_room();
        answer.ok_or_else(|| Failure::new("internal").with("code", "query"))
    }

    /// Drops lines beyond the budget, oldest first.
    pub(super) fn make_room(&mut self) {
        self.records.evict_to(self.budget);
    }

    fn notice(&self) -> Option<Notice> {
        (self.lost > 0).then_some(Notice::RecordsDamaged { chunks: self.lost })
    }
}

/// What an answer from the records depends on beside them.
pub(super) fn context<'a>(state: &'a State, session: &Session) -> Context<'a> {
    let zone = Zone::new(&state.settings().time_zone);
    Context {
        state,
        now: zone.wall_clock(clock::now_ms()),
        can_read_people: session.role.classes().contains(&Class::People),
        can_make_forecasts: authorise(session, Action::MakeForecast).is_ok()
            && !state.is_read_only(Area::Forecasts),
        engine: VERSION,
    }
}

impl Desk {
    /// Reads on, and comes back for the rest after whoever waits.
    pub(crate) async fn read_records(&mut self) {
        let Phase::Open(house, sitting) = &mut self.phase else { return };
        if sitting.shelf.unread.is_empty() {
            return self.records_are_read().await;
        }
        match sitting.shelf.read_on(&house.vault).await {
            Ok(true) => self.events.send(Event::ReadRecords).unwrap_or_default(),
            Ok(false) => self.records_are_read().await,
            // Whoever asks next tries again and is told.
            Err(failure) => {
                web_sys::console::warn_1(&format!("records: {}", failure.code).into());
            }
        }
    }

    /// Reads the rest at once: somebody wants to know.
    pub(super) async fn have_records(&mut self) -> Result<(), Failure> {
        let (house, sitting) = self.phase.open()?;
        if sitting.shelf.unread.is_empty() {
            return Ok(());
        }
        while sitting.shelf.read_on(&house.vault).await? {}
        self.records_are_read().await;
        Ok(())
    }

    async fn records_are_read(&mut self) {
        let Phase::Open(_, sitting) = &self.phase else { return };
        if let Some(notice) = sitting.shelf.notice() {
            self.voice.tell_all(ToPage::Notice(notice));
        }
        self.sweep_chunks().await;
    }

    /// Tells a tab that came later what totals leave out.
    pub(super) fn warn_of_lost_records(&self, who: Who) {
        if let Phase::Open(_, sitting) = &self.phase
            && let Some(notice) = sitting.shelf.notice()
        {
            self.voice.tell(who, ToPage::Notice(notice));
        }
    }

    /// Answers from the records.
    pub(super) async fn ask_records(&mut self, query: &Query) -> Result<Response, Failure> {
        self.have_records().await?;
        let (house, sitting) = self.phase.open()?;
        let context = context(&sitting.state, &sitting.session);
        let mut answer = sitting.shelf.answer(&house.vault, query, &context).await?;
        add_holidays(&mut answer, query, sitting.state.forecast_settings().country);
        Ok(Response::Answer(answer))
    }
}
