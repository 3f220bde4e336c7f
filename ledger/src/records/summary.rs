//! Sums per day: what most questions need, always resident.

use std::collections::HashMap;

use super::{Names, Records, Row, RowState};
use crate::currency::Currency;
use crate::day::{Day, Moment};
use crate::sales::Figures;

/// When, where and in what an order was sold; the texts as numbers of their dictionaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Head {
    pub(crate) placed: Moment,
    pub(crate) place: u32,
    pub(crate) channel: u32,
    pub(crate) country: u32,
    pub(crate) currency: u32,
}

/// What was sold on one day at one place through one channel into one country in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) day: Day,
    pub(crate) place: u32,
    pub(crate) channel: u32,
    pub(crate) country: u32,
    pub(crate) currency: u32,
    pub(crate) figures: Figures,
}

/// Cells by day; within a day in no order that means anything.
#[derive(Debug, Clone, Default)]
pub(super) struct Summary {
    pub(super) cells: Vec<Cell>,
    /// The same over all places, channels and countries.
    pub(super) days: Vec<Cell>,
    pub(super) sold: NamesSold,
}

/// What there are sales of, to filter by; sorted, without the empty name.
#[derive(Debug, Clone, Default)]
pub(super) struct NamesSold {
    pub(super) places: Vec<String>,
    pub(super) channels: Vec<String>,
    pub(super) categories: Vec<String>,
    pub(super) countries: Vec<String>,
    pub(super) currencies: Vec<Currency>,
}

impl NamesSold {
    pub(super) fn of(records: &Records, cells: &[Cell], days: &[Cell]) -> Self {
        let names = &records.names;
        let mut is_category_sold = vec![false; names.categories.len()];
        for chunk in &records.chunks {
            for (local, _) in chunk.items.iter().zip(&chunk.votes).filter(|(_, votes)| **votes > 0)
            {
                is_category_sold[records.catalogue.category_id(local.item) as usize] = true;
            }
        }
        let mut currencies: Vec<u32> = days.iter().map(|day| day.currency).collect();
        currencies.sort_unstable();
        currencies.dedup();
        let mut currencies: Vec<Currency> =
            currencies.into_iter().map(|id| names.currencies[id as usize]).collect();
        currencies.sort_unstable();
        Self {
            places: sold(cells, |cell| cell.place, &names.places),
            channels: sold(cells, |cell| cell.channel, &names.channels),
            categories: told(&is_category_sold, &names.categories),
            countries: sold(cells, |cell| cell.country, &names.countries),
            currencies,
        }
    }
}

fn sold(cells: &[Cell], of: fn(&Cell) -> u32, names: &Names) -> Vec<String> {
    let mut is_sold = vec![false; names.len()];
    for cell in cells {
        is_sold[of(cell) as usize] = true;
    }
    told(&is_sold, names)
}

fn told(is_sold: &[bool], names: &Names) -> Vec<String> {
    let is_told = |(id, name): &(u32, &str)| is_sold[*id as usize] && !name.is_empty();
    let mut told: Vec<String> =
        names.iter().filter(is_told).map(|(_, name)| name.to_owned()).collect();
    told.sort_unstable();
    told
}

/// The part of `cells` that lies between two days, both included.
pub(super) fn between(cells: &[Cell], first: Day, last: Day) -> &[Cell] {
    let from = cells.partition_point(|cell| cell.day < first);
    let to = cells.partition_point(|cell| cell.day <= last);
    cells.get(from..to).unwrap_or(&[])
}

impl Summary {
    pub(super) fn of(records: &Records) -> Self {
        let mut found: HashMap<[u32; 5], Figures> = HashMap::new();
        for at in 0..records.chunks.len() {
            for row in records.live_rows(at) {
                let figures = records.figures(row);
                if figures == Figures::default() {
                    continue;
                }
                let head = records.head(row);
                let key = [
                    head.placed.day().0 as u32,
                    head.place,
                    head.channel,
                    head.country,
                    head.currency,
                ];
                found.entry(key).or_default().add(&figures);
            }
        }
        let mut cells: Vec<Cell> = found
            .into_iter()
            .map(|([day, place, channel, country, currency], figures)| Cell {
                day: Day(day as i32),
                place,
                channel,
                country,
                currency,
                figures,
            })
            .collect();
        cells.sort_unstable_by_key(|cell| {
            (cell.day, cell.currency, cell.place, cell.channel, cell.country)
        });
        let mut days: Vec<Cell> = Vec::new();
        for cell in &cells {
            match days.last_mut() {
                Some(day) if day.day == cell.day && day.currency == cell.currency => {
                    day.figures.add(&cell.figures);
                }
                _ => days.push(Cell { place: 0, channel: 0, country: 0, ..*cell }),
            }
        }
        let sold = NamesSold::of(records, &cells, &days);
        Self { cells, days, sold }
    }

    pub(super) const fn heap_bytes(&self) -> usize {
        (self.cells.capacity() + self.days.capacity()) * size_of::<Cell>()
    }
}

impl Records {
    /// The head of a live row; what it lacks comes from its summary.
    pub(crate) fn head(&self, row: Row) -> Head {
        let own = self.own_head(row);
        if self.joined.is_empty() {
            return own;
        }
        let Some(joined) = self.joined.get(&row) else { return own };
        let or = |own: u32, other: u32| if own == 0 { other } else { own };
        joined
            .iter()
            .filter(|other| self.chunk(**other).state(other.order as usize) == RowState::Companion)
            .fold(own, |own, other| {
                let other = self.own_head(*other);
                Head {
                    place: or(own.place, other.place),
                    channel: or(own.channel, other.channel),
                    country: or(own.country, other.country),
                    ..own
                }
            })
    }

    pub(crate) fn own_head(&self, row: Row) -> Head {
        let chunk = self.chunk(row);
        let order = row.order as usize;
        let offset = chunk.offset.get(order);
        Head {
            placed: Moment {
                local_ms: chunk.placed.get(order),
                offset_min: i16::try_from(offset).ok().filter(|offset| *offset != i16::MIN),
            },
            place: chunk.place.id(order),
            channel: chunk.channel.id(order),
            country: chunk.country.id(order),
            currency: chunk.currency.id(order),
        }
    }
}
