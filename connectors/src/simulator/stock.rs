//! Shelves: what is there, what is on its way, what was missing.

use ledger::Day;

use super::catalogue::PRODUCTS;
use super::random::Random;
use super::{PLACES, StockOut, purpose};

/// Days an order takes at least and at most, and how often a supplier is late.
const LEAD_DAYS: (i32, i32) = (4, 8);
const LATE: f64 = 0.06;
const LATE_DAYS: (i32, i32) = (8, 22);
/// Days of sales an order is meant to last.
const COVER_DAYS: f64 = 16.0;
/// Weight of the last day in the merchant's idea of daily sales.
const MEMORY: f64 = 0.06;

/// One product at one place.
#[derive(Debug, Clone, Default)]
struct Shelf {
    on_hand: i32,
    coming: Vec<(Day, i32)>,
    sold_today: i32,
    /// Units a day, as the merchant sees it.
    usual: f64,
    out_since: Option<Day>,
}

/// All shelves.
#[derive(Debug)]
pub(super) struct Stock {
    seed: u64,
    /// By place, then product.
    shelves: Vec<Vec<Shelf>>,
    pub(super) outs: Vec<StockOut>,
}

impl Stock {
    /// Shelves filled well enough for the weeks in which the merchant gets to know the demand.
    pub(super) fn new(seed: u64) -> Self {
        let shelf = |weight: f64| Shelf {
            on_hand: 30 + (weight * 12.0) as i32,
            usual: 0.2 + weight * 0.2,
            ..Shelf::default()
        };
        let place = || PRODUCTS.iter().map(|product| shelf(product.weight)).collect();
        Self { seed, shelves: PLACES.map(|_| place()).to_vec(), outs: Vec::new() }
    }

    /// Whether a unit can be sold now.
    pub(super) fn has(&self, place: usize, product: usize) -> bool {
        PRODUCTS[product].category.is_fresh() || self.shelves[place][product].on_hand > 0
    }

    /// Takes up to `units`; returns how many there were.
    pub(super) fn take(&mut self, place: usize, product: usize, units: i32) -> i32 {
        if PRODUCTS[product].category.is_fresh() {
            return units;
        }
        let shelf = &mut self.shelves[place][product];
        let taken = units.min(shelf.on_hand).max(0);
        shelf.on_hand -= taken;
        shelf.sold_today += taken;
        taken
    }

    /// Units on the shelf.
    pub(super) fn on_hand(&self, place: usize, product: usize) -> i32 {
        self.shelves[place][product].on_hand
    }

    /// Before the shops open: deliveries arrive; what is still missing will be missing all day.
    /// `is_sold`: whether a product is in the range of the day.
    pub(super) fn open(&mut self, day: Day, is_sold: impl Fn(usize) -> bool) {
        for (place, shelves) in self.shelves.iter_mut().enumerate() {
            for (index, shelf) in shelves.iter_mut().enumerate() {
                if PRODUCTS[index].category.is_fresh() {
                    continue;
                }
                let arrived = shelf.coming.iter().filter(|(on, _)| *on <= day);
                shelf.on_hand += arrived.map(|(_, units)| units).sum::<i32>();
                shelf.coming.retain(|(on, _)| *on > day);
                if shelf.on_hand == 0 && is_sold(index) {
                    shelf.out_since.get_or_insert(day);
                } else if let Some(first) = shelf.out_since.take() {
                    self.outs.push(stock_out(place, index, first, Day(day.0 - 1)));
                }
            }
        }
    }

    /// After closing: the merchant learns from the day, and orders on Mondays and Thursdays.
    pub(super) fn close(&mut self, day: Day, is_sold: impl Fn(usize) -> bool) {
        let is_review = matches!(day.weekday(), 0 | 3);
        for (place, shelves) in self.shelves.iter_mut().enumerate() {
            let mut random = Random::new(self.seed, purpose::SUPPLY, day.0, place);
            for (index, shelf) in shelves.iter_mut().enumerate() {
                let sold = std::mem::take(&mut shelf.sold_today);
                if shelf.out_since.is_none() {
                    shelf.usual += MEMORY * (f64::from(sold) - shelf.usual);
                }
                if is_review && !PRODUCTS[index].category.is_fresh() && is_sold(index) {
                    shelf.review(day, &mut random);
                }
            }
        }
    }

    /// What is still missing at the end of the last day.
    pub(super) fn end(&mut self, day: Day) {
        for (place, shelves) in self.shelves.iter_mut().enumerate() {
            for (index, shelf) in shelves.iter_mut().enumerate() {
                if let Some(first) = shelf.out_since.take() {
                    self.outs.push(stock_out(place, index, first, day));
                }
            }
        }
        self.outs.sort_by_key(|out| (out.first, out.place, out.sku));
    }
}

impl Shelf {
    fn review(&mut self, day: Day, random: &mut Random) {
        let position = self.on_hand + self.coming.iter().map(|(_, units)| units).sum::<i32>();
        // Lead time and the days to the next review, and a little more for what can't be foreseen.
        let needed = self.usual * 10.0 + 2.6 * self.usual.sqrt();
        if f64::from(position) > needed {
            return;
        }
        let mut lead = random.between(LEAD_DAYS.0, LEAD_DAYS.1);
        if random.chance(LATE) {
            lead += random.between(LATE_DAYS.0, LATE_DAYS.1);
        }
        let units = (self.usual * COVER_DAYS + needed) as i32 - position;
        // Cartons of six; what hardly sells is bought by the piece.
        let units = if self.usual < 0.15 { units.max(2) } else { (units.max(1) + 5) / 6 * 6 };
        self.coming.push((Day(day.0 + lead), units));
    }
}

fn stock_out(place: usize, product: usize, first: Day, last: Day) -> StockOut {
    StockOut { sku: PRODUCTS[product].sku, place: PLACES[place], first, last }
}
