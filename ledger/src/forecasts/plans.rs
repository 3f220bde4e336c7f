//! What the log says about how forecasts are made: settings, named days, the archive.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::{DayId, DayName, ForecastQuery, ForecastScope, ForecastSettings, KnownDay, NamedDay};
use crate::day::{Day, days_in_month};
use crate::event::Event;

/// Days looked at in one go: some ten years.
const MOST_SPAN: i32 = 3_700;

/// Settings, named days, the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Plans {
    settings: ForecastSettings,
    days: BTreeMap<DayId, NamedDay>,
    archived: BTreeSet<ForecastQuery>,
}

impl Plans {
    pub(crate) fn apply(&mut self, event: &Event) {
        match event {
            Event::ForecastSettingsSet(e) => self.settings.clone_from(&e.settings),
            Event::NamedDaySet(e) => {
                self.days.insert(e.day.id, e.day.clone());
            }
            Event::NamedDayRemoved(e) => {
                self.days.remove(&e.id);
            }
            Event::ForecastArchived(e) => {
                self.archived.insert(e.query.clone());
            }
            Event::ForecastRestored(e) => {
                self.archived.remove(&e.query);
            }
            _ => {}
        }
    }

    pub(crate) const fn settings(&self) -> &ForecastSettings {
        &self.settings
    }

    pub(crate) fn day(&self, id: DayId) -> Option<&NamedDay> {
        self.days.get(&id)
    }

    pub(crate) fn days(&self) -> impl Iterator<Item = &NamedDay> {
        self.days.values()
    }

    pub(crate) fn is_archived(&self, query: &ForecastQuery) -> bool {
        self.archived.contains(query)
    }

    pub(crate) fn sorted_days(&self) -> Vec<NamedDay> {
        let mut days: Vec<NamedDay> = self.days.values().cloned().collect();
        days.sort_by_key(|day| (day.first, day.id));
        days
    }

    /// Every occurrence between two days, by first day.
    pub(crate) fn all_days(&self, first: Day, last: Day) -> Vec<KnownDay> {
        occurrences(self.days.values(), first, last)
    }

    /// Occurrences between two days that concern these sales.
    pub(crate) fn days_of(&self, sales: &ForecastScope, first: Day, last: Day) -> Vec<KnownDay> {
        occurrences(self.days.values().filter(|day| day.scope.covers(sales)), first, last)
    }

    /// Recognises what is known of days for these sales: zeros for nothing at all, else the first half of the
    /// SHA-256 of the country's code and the named days' CBOR, by number.
    pub(crate) fn digest_of(&self, sales: &ForecastScope) -> [u8; 16] {
        let mut bytes = Vec::new();
        if let Some(country) = self.settings.country {
            bytes.extend_from_slice(country.code().as_bytes());
        }
        for day in self.days.values().filter(|day| day.scope.covers(sales)) {
            minicbor::encode(day, &mut bytes).unwrap_or_else(|never| {
                match *never.as_write().expect("a Vec is the only writer") {}
            });
        }
        if bytes.is_empty() {
            return [0; 16];
        }
        let whole = Sha256::digest(&bytes);
        std::array::from_fn(|at| whole[at])
    }
}

impl ForecastScope {
    /// Whether everything of these sales is part of what is meant.
    fn covers(&self, sales: &Self) -> bool {
        let covers = |own: &Option<String>, sales: &Option<String>| own.is_none() || own == sales;
        covers(&self.place, &sales.place)
            && covers(&self.category, &sales.category)
            && covers(&self.item, &sales.item)
    }
}

fn occurrences<'a>(
    days: impl Iterator<Item = &'a NamedDay>,
    first: Day,
    last: Day,
) -> Vec<KnownDay> {
    let last = last.min(Day(first.0.saturating_add(MOST_SPAN)));
    let mut found: Vec<KnownDay> = days
        .flat_map(|day| {
            let name = DayName::Own { id: day.id, name: day.name.clone() };
            let known =
                move |(first, last)| KnownDay { first, last, kind: day.kind, name: name.clone() };
            day.spans(first, last).into_iter().map(known)
        })
        .collect();
    found.sort_by(|a, b| (a.first, &a.name).cmp(&(b.first, &b.name)));
    found
}

impl NamedDay {
    /// When it is, as far as that touches the days between two.
    fn spans(&self, first: Day, last: Day) -> Vec<(Day, Day)> {
        let length = self.last.0 - self.first.0;
        let touches = |start: &Day| *start <= last && start.0 + length >= first.0;
        let starts = if self.repeats_yearly {
            let years = first.date().0 - 1..=last.date().0;
            years.filter_map(|year| self.first.in_year(year)).filter(touches).collect()
        } else {
            Vec::from_iter(Some(self.first).filter(touches))
        };
        starts.into_iter().map(|start| (start, Day(start.0 + length))).collect()
    }
}

impl Day {
    /// The same date of another year; 28 February for 29 February where there is none.
    fn in_year(self, year: i32) -> Option<Self> {
        let (_, month, day) = self.date();
        Self::from_date(year, month, day.min(days_in_month(year, month)))
    }
}
