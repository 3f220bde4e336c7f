//! What the worker does around the records: seals, stores, appends, loads.

use std::collections::HashMap;

use ledger::events::{ForecastsMade, ImportCommitted};
use ledger::{
    Answer, Batch, ChunkKind, Command, CommandId, Context, ControlTotals, Ctx, Currency,
    CurrencyAmount, Envelope, Error, ForecastChunk, ForecastError, ForecastInput, ForecastItems,
    ForecastQuery, ForecastsCommand, Founding, ImportId, KeptForecast, Language, Moment, Orders,
    OutChunk, PersonId, Plan, Query, Recorded, Records, Role, Session, StageError, Stager, State,
    Timestamp, chunk_forecasts, chunk_orders, decide, found,
};

use crate::made::{DAY_MS, FIRST_DAY};

/// A ledger in memory.
pub(crate) struct World {
    pub(crate) state: State,
    pub(crate) records: Records,
    store: HashMap<[u8; 32], Vec<u8>>,
    imports: u8,
    /// Counts down, so that no command has an import's number.
    commands: u8,
    /// Whether lines are dropped whenever they may be.
    pub(crate) is_short_of_memory: bool,
    /// The engine's version.
    pub(crate) engine: u32,
}

/// In the afternoon of a day.
pub(crate) fn now_on(day: i32) -> Moment {
    let local_ms = i64::from(FIRST_DAY + day) * DAY_MS + 15 * 3_600_000 + 1_234;
    Moment { local_ms, offset_min: Some(60) }
}

impl World {
    pub(crate) fn new() -> Self {
        let founding = Founding {
            business: "Maison Alder".into(),
            currency: "EUR".into(),
            owner_name: "Claire".into(),
            owner: PersonId([1; 16]),
            language: Language::En,
            time_zone: "Europe/Paris".into(),
        };
        let mut world = Self {
            state: State::default(),
            records: Records::new(),
            store: HashMap::new(),
            imports: 0,
            commands: u8::MAX,
            is_short_of_memory: false,
            engine: 1,
        };
        world.append(found(&founding).unwrap().into_iter().map(Recorded::Known).collect());
        world
    }

    fn append(&mut self, events: Vec<Recorded>) {
        let envelope = Envelope {
            at: Timestamp { utc_ms: 1_795_269_120_000, offset_min: 0 },
            person: Some(PersonId([1; 16])),
            command: CommandId([self.imports; 16]),
        };
        self.state.apply(&Batch { envelope, events });
    }

    /// Carries out an order about forecasts.
    pub(crate) fn order(&mut self, command: ForecastsCommand) -> Result<(), Error> {
        self.commands -= 1;
        let session = Session { person: PersonId([1; 16]), role: Role::Manager };
        let ctx = Ctx {
            now: Timestamp { utc_ms: 1_795_269_120_000, offset_min: 0 },
            command: CommandId([self.commands; 16]),
        };
        let events = decide(&self.state, &session, Command::Forecasts(command), &ctx)?;
        let events = events.into_iter().map(Recorded::Known).collect();
        self.state.apply(&Batch { envelope: ctx.envelope(Some(session.person)), events });
        Ok(())
    }

    /// Imports orders as one file.
    pub(crate) fn import(&mut self, chunks: &[Orders]) -> ControlTotals {
        let contents: Vec<(ChunkKind, Vec<u8>)> = chunks
            .iter()
            .flat_map(chunk_orders)
            .map(|content| (ChunkKind::Orders, content))
            .collect();
        self.import_contents(&contents, &totals_of(chunks)).unwrap()
    }

    pub(crate) fn import_contents(
        &mut self,
        contents: &[(ChunkKind, Vec<u8>)],
        totals: &ControlTotals,
    ) -> Result<ControlTotals, StageError> {
        self.imports += 1;
        let mut stager = Stager::new(ImportId([self.imports; 16]));
        for (kind, content) in contents {
            // Between two chunks, as a question of another tab may do it.
            self.forget();
            for digest in stager.needs(&self.records, *kind, content)? {
                self.records.load(&digest, &self.store[&digest]).unwrap();
            }
            let out = stager.put(&self.records, *kind, content)?;
            self.seal(&mut stager, out);
        }
        self.forget();
        for digest in stager.needs_to_flush(&self.records) {
            self.records.load(&digest, &self.store[&digest]).unwrap();
        }
        let out = stager.flush(&self.records)?;
        self.seal(&mut stager, out);
        let event: ImportCommitted = stager.finish("sales.csv".into(), Plan::default(), totals)?;
        let totals = event.totals.clone();
        self.records.adopt(stager);
        self.append(vec![Recorded::Known(event.into())]);
        Ok(totals)
    }

    fn seal(&mut self, stager: &mut Stager, out: Vec<OutChunk>) {
        for chunk in out {
            assert!(chunk.content.len() <= ledger::MOST_CHUNK_BYTES);
            let mut digest = [0; 32];
            digest[..8].copy_from_slice(&(self.store.len() as u64).to_be_bytes());
            self.store.insert(digest, chunk.content);
            stager.sealed(chunk.index, digest);
        }
    }

    fn forget(&mut self) {
        if self.is_short_of_memory {
            self.records.evict_to(0);
        }
    }

    /// The content of a chunk, by its position in the log.
    pub(crate) fn content(&self, at: usize) -> Vec<u8> {
        let (_, _, reference) = self.state.chunks().nth(at).unwrap();
        self.store[&reference.digest].clone()
    }

    /// The same log, read anew.
    pub(crate) fn replayed(&self) -> Self {
        let mut records = Records::new();
        for (import, position, reference) in self.state.chunks() {
            let content = &self.store[&reference.digest];
            records.add_chunk(import, position, reference, content).unwrap();
        }
        records.settle();
        for chunk in self.state.forecast_chunks() {
            records.add_forecasts(&self.store[&chunk.digest]).unwrap();
        }
        Self {
            state: self.state.clone(),
            records,
            store: self.store.clone(),
            imports: self.imports,
            commands: self.commands,
            is_short_of_memory: false,
            engine: self.engine,
        }
    }

    pub(crate) fn ask(&mut self, query: &Query) -> Answer {
        self.ask_at(query, now_on(60))
    }

    pub(crate) fn ask_at(&mut self, query: &Query, now: Moment) -> Answer {
        self.forget();
        let missing = self.records.missing(query, &context(&self.state, now, self.engine));
        self.load(&missing);
        let context = context(&self.state, now, self.engine);
        self.records.answer(query, &context).expect("a question about records")
    }
}

/// What everything is asked in.
pub(crate) const fn context(state: &State, now: Moment, engine: u32) -> Context<'_> {
    Context { state, now, can_read_people: true, can_make_forecasts: true, engine }
}

/// Forecasts, as the worker makes and keeps them.
impl World {
    fn load(&mut self, missing: &[[u8; 32]]) {
        for digest in missing {
            self.records.load(digest, &self.store[digest]).unwrap();
        }
    }

    pub(crate) fn forecast_inputs(
        &mut self,
        queries: &[ForecastQuery],
        now: Moment,
    ) -> Vec<Result<ForecastInput, ForecastError>> {
        self.forget();
        let missing = self.records.forecast_missing(queries);
        self.load(&missing);
        let context = context(&self.state, now, self.engine);
        self.records.forecast_inputs(queries, &context)
    }

    pub(crate) fn forecast_plan(
        &mut self,
        items: &ForecastItems,
        now: Moment,
    ) -> Vec<ForecastQuery> {
        self.forget();
        let asked = context(&self.state, now, self.engine);
        let missing = self.records.forecast_plan_missing(items, &asked);
        self.load(&missing);
        let context = context(&self.state, now, self.engine);
        self.records.forecast_plan(items, &context)
    }

    pub(crate) fn forecast_items(
        &mut self,
        items: &ForecastItems,
        now: Moment,
    ) -> Vec<ForecastQuery> {
        self.forecast_plan(items, now);
        self.records.forecast_items(items, &context(&self.state, now, self.engine))
    }

    pub(crate) fn forecasts_to_make(
        &mut self,
        some: &[ForecastQuery],
        now: Moment,
    ) -> Vec<ForecastQuery> {
        self.forecast_inputs(some, now).into_iter().for_each(drop);
        self.records.forecasts_to_make(some, &context(&self.state, now, self.engine))
    }

    pub(crate) fn keep(&mut self, made: &[KeptForecast]) {
        let mut chunks = Vec::new();
        for (content, forecasts) in chunk_forecasts(made) {
            let mut digest = [0xff; 32];
            digest[..8].copy_from_slice(&(self.store.len() as u64).to_be_bytes());
            self.records.add_forecasts(&content).unwrap();
            self.store.insert(digest, content);
            chunks.push(ForecastChunk { digest, forecasts });
        }
        let event = ForecastsMade { chunks, engine: self.engine, of_items: made.len() > 1 };
        self.append(vec![Recorded::Known(event.into())]);
    }
}

/// What an importer counts.
pub(crate) fn totals_of(chunks: &[Orders]) -> ControlTotals {
    let mut amounts: HashMap<Currency, i64> = HashMap::new();
    let mut totals = ControlTotals::default();
    for orders in chunks {
        totals.lines += orders.lines() as u64;
        totals.units += orders.quantity.iter().sum::<i64>();
        for order in 0..orders.len() {
            let currency = orders.currencies[orders.currency[order] as usize];
            *amounts.entry(currency).or_default() +=
                orders.amount[orders.range(order)].iter().sum::<i64>();
        }
    }
    totals.rows = totals.lines;
    totals.amounts =
        amounts.into_iter().map(|(currency, minor)| CurrencyAmount { currency, minor }).collect();
    totals
}
