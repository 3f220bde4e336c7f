//! Sums by group and window, in one currency or converted into it.

use std::collections::BTreeMap;

use super::super::{Rates, Records};
use crate::currency::Currency;
use crate::day::Day;
use crate::sales::{Comparison, Figures, Period};

/// Days of the same weekdays a year ago.
const YEAR: i32 = 364;

/// The period, as many days before it, and the same days 52 weeks earlier.
#[derive(Debug, Clone, Copy)]
pub(super) struct Windows {
    now: Period,
    days: i32,
}

impl Windows {
    pub(super) const COUNT: usize = 3;

    pub(super) const fn new(now: Period) -> Self {
        Self { now, days: now.last.0 - now.first.0 + 1 }
    }

    /// How far a window lies back.
    const fn back(&self, window: usize) -> i32 {
        match window {
            0 => 0,
            1 => self.days,
            _ => YEAR,
        }
    }

    pub(super) fn periods(&self) -> [Period; Self::COUNT] {
        std::array::from_fn(|window| {
            let back = |day: Day| Day(day.0.saturating_sub(self.back(window)));
            Period { first: back(self.now.first), last: back(self.now.last) }
        })
    }

    /// The day of the period that a day of an earlier window is compared with.
    pub(super) const fn shifted(&self, window: usize, day: Day) -> Day {
        Day(day.0.saturating_add(self.back(window)))
    }

    /// Calls `take` with each window the day lies in and the day it is compared with.
    pub(super) fn each(&self, day: Day, mut take: impl FnMut(usize, Day)) {
        for window in 0..Self::COUNT {
            let shifted = self.shifted(window, day);
            if shifted >= self.now.first && shifted <= self.now.last {
                take(window, shifted);
            }
        }
    }

    pub(super) fn touch(&self, first: Day, last: Day) -> bool {
        self.periods().iter().any(|period| period.first <= last && first <= period.last)
    }
}

/// What came out.
pub(super) struct Grouped {
    /// By group, ascending; only groups something was added to.
    pub(super) groups: Vec<(u32, Comparison)>,
    pub(super) total: Comparison,
    pub(super) others: Vec<(Currency, Figures)>,
    pub(super) converted: Vec<Currency>,
}

/// Sums in the making.
pub(super) struct Groups<'a> {
    currencies: &'a [Currency],
    currency: Currency,
    is_converting: bool,
    /// The number of `currency`, if anything was ever sold in it.
    own: Option<u32>,
    /// Position in `sums` by group, for groups that are small numbers.
    places: Vec<u32>,
    /// The same for others, such as days.
    sparse: BTreeMap<u32, u32>,
    numbers: Vec<u32>,
    /// Per window, in the order of `numbers`: a report mostly fills one.
    sums: [Vec<Figures>; Windows::COUNT],
    total: [Figures; Windows::COUNT],
    /// In other currencies: window, group (`None`: all), day, currency. Rounding happens once for each.
    foreign: BTreeMap<(usize, Option<u32>, Day, u32), Figures>,
}

/// Groups below it are looked up in a table.
const DENSE: u32 = 1 << 20;
const NOWHERE: u32 = u32::MAX;

impl<'a> Groups<'a> {
    pub(super) fn new(records: &'a Records, currency: Currency, is_converting: bool) -> Self {
        Self {
            currencies: &records.names.currencies,
            currency,
            is_converting,
            own: records.names.find_currency(currency),
            places: Vec::new(),
            sparse: BTreeMap::new(),
            numbers: Vec::new(),
            sums: Default::default(),
            total: Default::default(),
            foreign: BTreeMap::new(),
        }
    }

    /// Whether amounts in this currency need no conversion.
    pub(super) fn is_own(&self, currency: u32) -> bool {
        self.own == Some(currency)
    }

    /// Adds to a group and to the total.
    pub(super) fn add(
        &mut self,
        window: usize,
        group: u32,
        day: Day,
        currency: u32,
        figures: &Figures,
    ) {
        self.add_to_group(window, group, day, currency, figures);
        self.add_to_total(window, day, currency, figures);
    }

    pub(super) fn add_to_total(
        &mut self,
        window: usize,
        day: Day,
        currency: u32,
        figures: &Figures,
    ) {
        if self.is_own(currency) {
            self.total[window].add(figures);
        } else {
            self.foreign.entry((window, None, day, currency)).or_default().add(figures);
        }
    }

    pub(super) fn add_to_group(
        &mut self,
        window: usize,
        group: u32,
        day: Day,
        currency: u32,
        figures: &Figures,
    ) {
        if self.is_own(currency) {
            self.group_mut(window, group).add(figures);
        } else if self.is_converting {
            self.foreign.entry((window, Some(group), day, currency)).or_default().add(figures);
        }
    }

    /// The sums of a group in the report's own currency.
    pub(super) fn group_mut(&mut self, window: usize, group: u32) -> &mut Figures {
        let place = self.place_of(group);
        let sums = &mut self.sums[window];
        if sums.len() <= place {
            sums.resize(place + 1, Figures::default());
        }
        &mut sums[place]
    }

    /// Where a group's sums are kept.
    pub(super) fn place_of(&mut self, group: u32) -> usize {
        let next = self.numbers.len() as u32;
        let place = if group < DENSE {
            if self.places.len() <= group as usize {
                self.places.resize(group as usize + 1, NOWHERE);
            }
            &mut self.places[group as usize]
        } else {
            self.sparse.entry(group).or_insert(NOWHERE)
        };
        if *place == NOWHERE {
            *place = next;
            self.numbers.push(group);
        }
        *place as usize
    }

    /// The sums of one window for all places handed out so far, and the groups of those places.
    pub(super) fn window_mut(&mut self, window: usize) -> (&mut [Figures], &[u32]) {
        let sums = &mut self.sums[window];
        sums.resize(self.numbers.len().max(sums.len()), Figures::default());
        (sums, &self.numbers)
    }

    /// Converts what can be converted, tells the rest apart.
    pub(super) fn finish(mut self, rates: &Rates) -> Grouped {
        let mut others: BTreeMap<Currency, Figures> = BTreeMap::new();
        let mut converted: Vec<Currency> = Vec::new();
        for ((window, group, day, currency), figures) in std::mem::take(&mut self.foreign) {
            let from = self.currencies[currency as usize];
            let factor =
                if self.is_converting { rates.factor(from, self.currency, day) } else { None };
            match (factor.and_then(|factor| figures.converted(factor)), group) {
                (Some(figures), Some(group)) => self.group_mut(window, group).add(&figures),
                (Some(figures), None) => {
                    self.total[window].add(&figures);
                    if window == 0 {
                        converted.push(from);
                    }
                }
                (None, None) if window == 0 => others.entry(from).or_default().add(&figures),
                (None, _) => {}
            }
        }
        converted.sort_unstable();
        converted.dedup();
        let comparison = |[now, before, year_before]: [Figures; Windows::COUNT]| Comparison {
            now,
            before,
            year_before,
        };
        let sums = &self.sums;
        let figures =
            |window: usize, place: usize| sums[window].get(place).copied().unwrap_or_default();
        let mut groups: Vec<(u32, Comparison)> = self
            .numbers
            .iter()
            .enumerate()
            .map(|(place, group)| {
                (*group, comparison(std::array::from_fn(|window| figures(window, place))))
            })
            .collect();
        groups.sort_unstable_by_key(|(group, _)| *group);
        Grouped {
            groups,
            total: comparison(self.total),
            others: others.into_iter().collect(),
            converted,
        }
    }
}

impl Figures {
    /// Its money in another currency; `None` if an amount does not fit.
    fn converted(&self, factor: super::super::rates::Factor) -> Option<Self> {
        Some(Self {
            revenue: factor.apply(self.revenue)?,
            returns: factor.apply(self.returns)?,
            discounts: factor.apply(self.discounts)?,
            tax: factor.apply(self.tax)?,
            shipping: factor.apply(self.shipping)?,
            fees: factor.apply(self.fees)?,
            other: factor.apply(self.other)?,
            ..*self
        })
    }
}
