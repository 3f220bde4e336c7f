//! What follows from everything that has happened.

use std::collections::{BTreeSet, HashSet, VecDeque};

use crate::clock::Timestamp;
use crate::codec::{Batch, Recorded};
use crate::currency::Currency;
use crate::day::Day;
use crate::event::{Area, Event};
use crate::forecasts::{
    ForecastChunk, ForecastQuery, ForecastScope, ForecastSettings, Forecasts, KnownDay, NamedDay,
    Plans,
};
use crate::ids::{CommandId, PersonId};
use crate::imports::{ChunkRef, ImportId, Imports};
use crate::people::{People, PersonView, PinVerifier};
use crate::settings::{self, AutoLock, Language, SettingsView, Theme};

/// Commands remembered to recognise one that is given again after a takeover or a crash. A page resends within
/// seconds, so the last few thousand are plenty.
const REMEMBERED_COMMANDS: usize = 4_096;

/// The projections. Made only by folding events, so replaying the log gives the same state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    settings: SettingsView,
    people: People,
    imports: Imports,
    forecasts: Forecasts,
    plans: Plans,
    read_only: BTreeSet<Area>,
    done: HashSet<CommandId>,
    done_order: VecDeque<CommandId>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            // Stands until the founding event is applied, which is part of block 0's transaction.
            settings: SettingsView {
                business: String::new(),
                currency: Currency::from_code("EUR").expect("EUR is in ISO 4217"),
                language: Language::En,
                time_zone: String::from("UTC"),
                theme: Theme::System,
                auto_lock: AutoLock::default(),
            },
            people: People::default(),
            imports: Imports::default(),
            forecasts: Forecasts::default(),
            plans: Plans::default(),
            read_only: BTreeSet::new(),
            done: HashSet::new(),
            done_order: VecDeque::new(),
        }
    }
}

impl State {
    /// Folds one batch in. Never fails: what does not fit is ignored, what is not known makes its area
    /// read-only.
    pub fn apply(&mut self, batch: &Batch) {
        for event in &batch.events {
            match event {
                Recorded::Known(event) => self.apply_event(batch.envelope.at, event),
                Recorded::Unknown { kind, .. } => self.read_only.extend(Area::of_type(*kind)),
            }
        }
        self.remember(batch.envelope.command);
    }

    fn apply_event(&mut self, at: Timestamp, event: &Event) {
        match event {
            Event::VaultFounded(founded) => self.settings = SettingsView::from(founded),
            Event::ImportCommitted(committed) => self.imports.apply(at, committed),
            Event::ForecastsMade(made) => self.forecasts.apply(made),
            event if event.area() == Area::Forecasts => self.plans.apply(event),
            event if event.area() == Area::Settings => settings::apply(&mut self.settings, event),
            event => self.people.apply(event),
        }
    }

    fn remember(&mut self, command: CommandId) {
        if !self.done.insert(command) {
            return;
        }
        self.done_order.push_back(command);
        if self.done_order.len() > REMEMBERED_COMMANDS
            && let Some(oldest) = self.done_order.pop_front()
        {
            self.done.remove(&oldest);
        }
    }

    /// The vault's settings.
    #[must_use]
    pub const fn settings(&self) -> &SettingsView {
        &self.settings
    }

    pub(crate) const fn people(&self) -> &People {
        &self.people
    }

    pub(crate) const fn imports(&self) -> &Imports {
        &self.imports
    }

    /// The chunks that imports made real, in the order they apply: the import, the chunk's position in it, the
    /// chunk.
    pub fn chunks(&self) -> impl Iterator<Item = (ImportId, u32, &ChunkRef)> {
        self.imports.chunks()
    }

    /// The chunks of forecasts that stay, in log order.
    pub fn forecast_chunks(&self) -> impl Iterator<Item = &ForecastChunk> {
        self.forecasts.chunks()
    }

    pub(crate) const fn plans(&self) -> &Plans {
        &self.plans
    }

    /// How forecasts are made.
    #[must_use]
    pub const fn forecast_settings(&self) -> &ForecastSettings {
        self.plans.settings()
    }

    /// The merchant's named days, by first day.
    #[must_use]
    pub fn named_days(&self) -> Vec<NamedDay> {
        self.plans.sorted_days()
    }

    /// Occurrences of the named days that concern sales, between two days. `sales`: for an item with its category.
    #[must_use]
    pub fn days_of(&self, sales: &ForecastScope, first: Day, last: Day) -> Vec<KnownDay> {
        self.plans.days_of(sales, first, last)
    }

    /// Whether a question's forecast is in the archive.
    #[must_use]
    pub fn is_archived(&self, query: &ForecastQuery) -> bool {
        self.plans.is_archived(query)
    }

    /// The chunks that stay; any other in the store belongs to an import that never became real, or holds
    /// forecasts that newer ones took the place of.
    #[must_use]
    pub fn live_digests(&self) -> HashSet<[u8; 32]> {
        let forecasts = self.forecast_chunks().map(|chunk| chunk.digest);
        self.chunks().map(|(_, _, chunk)| chunk.digest).chain(forecasts).collect()
    }

    /// The file an import came from (empty for quick entry), and when, milliseconds since 1970.
    #[must_use]
    pub fn import_origin(&self, import: ImportId) -> Option<(&str, i64)> {
        self.imports.origin(import)
    }

    /// One person, if they work here.
    #[must_use]
    pub fn person(&self, person: PersonId) -> Option<PersonView> {
        self.people.view(person)
    }

    /// What checks a person's PIN, if they set one.
    #[must_use]
    pub fn pin(&self, person: PersonId) -> Option<&PinVerifier> {
        self.people.pin(person)
    }

    /// Whether a command was carried out already.
    #[must_use]
    pub fn has_done(&self, command: CommandId) -> bool {
        self.done.contains(&command)
    }

    /// Whether a newer version wrote into this area.
    #[must_use]
    pub fn is_read_only(&self, area: Area) -> bool {
        self.read_only.contains(&area)
    }
}
