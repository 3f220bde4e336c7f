//! What goes together into one order.

use super::WEB;
use super::catalogue::{Category, PRODUCTS, index_of};
use super::demand::Demand;
use super::random::Random;
use super::stock::Stock;

/// Lines an order has at most.
const MOST_LINES: usize = 9;

/// How likely a line of the category in the row brings one of the category in the column, at the counter.
const COMPANIONS: [[f64; 8]; 8] = [
    // bar  bakery beans  tea   brewing table home  gifts
    [0.24, 0.37, 0.050, 0.008, 0.008, 0.014, 0.008, 0.022],
    [0.46, 0.34, 0.020, 0.005, 0.002, 0.006, 0.006, 0.020],
    [0.24, 0.14, 0.190, 0.040, 0.110, 0.035, 0.015, 0.090],
    [0.16, 0.12, 0.080, 0.220, 0.030, 0.080, 0.030, 0.120],
    [0.15, 0.08, 0.300, 0.020, 0.180, 0.060, 0.010, 0.030],
    [0.16, 0.08, 0.060, 0.030, 0.030, 0.270, 0.100, 0.050],
    [0.14, 0.07, 0.040, 0.030, 0.010, 0.110, 0.240, 0.080],
    [0.14, 0.08, 0.120, 0.060, 0.020, 0.060, 0.060, 0.240],
];

/// Products that belong together: who takes the first, how likely takes the second.
const PAIRS: [(&str, &str, f64); 23] = [
    ("AC-DRI-CER", "AC-FIL-V60-100", 0.55),
    ("AC-DRI-CLR", "AC-FIL-V60-100", 0.60),
    ("AC-CHX-6", "AC-FIL-CHX-100", 0.65),
    ("AC-AER", "AC-FIL-AER-350", 0.50),
    ("AC-KET-GSN-BLK", "AC-DRI-CER", 0.25),
    ("AC-KET-GSN-STL", "AC-DRI-CER", 0.22),
    ("AC-GRI-HND", "CF-ETH-GUJ-250", 0.35),
    ("AC-MOK-3", "CF-ESP-HSE-250", 0.40),
    ("AC-MOK-6", "CF-ESP-HSE-250", 0.38),
    ("CF-ETH-GUJ-250", "AC-FIL-V60-100", 0.12),
    ("CF-ETH-GUJ-1K", "AC-FIL-V60-100", 0.20),
    ("CF-KEN-NYE-250", "AC-FIL-V60-100", 0.12),
    ("HW-CAN-BWX-30", "HW-MAT-LNG", 0.30),
    ("HW-CAN-BWX-60", "HW-HOL-BRS", 0.28),
    ("HW-HOL-BRS", "HW-CAN-BWX-30", 0.40),
    ("HW-MUG-NOR-SND", "HW-MUG-NOR-MOS", 0.25),
    ("HW-BWL-STO-ASH", "HW-PLA-SID-ASH", 0.35),
    ("HW-TEA-STO-08", "TE-SEN-100", 0.40),
    ("DR-FLW", "BK-CRO-ALM", 0.12),
    ("DR-CHA", "BK-BUN-CIN", 0.22),
    ("DR-ESP-SGL", "BK-FIN", 0.07),
    ("GS-FIL-START", "PA-WRP", 0.35),
    ("GS-ESP", "PA-WRP", 0.35),
];

/// Pairs with the SKUs looked up.
#[derive(Debug)]
pub(super) struct Pairs(Vec<(usize, usize, f64)>);

impl Pairs {
    pub(super) fn new() -> Self {
        let known = |(first, second, chance): &(&str, &str, f64)| {
            (index_of(first), index_of(second), *chance)
        };
        Self(PAIRS.iter().map(known).collect())
    }
}

/// A basket being filled at one place; what goes in leaves the shelf.
pub(super) struct Filling<'a> {
    pub(super) place: usize,
    pub(super) demand: &'a Demand,
    pub(super) pairs: &'a Pairs,
    pub(super) stock: &'a mut Stock,
    pub(super) random: &'a mut Random,
}

impl Filling<'_> {
    /// Products and units of one order at an hour; empty if nothing wanted was there.
    pub(super) fn basket(&mut self, hour: i32) -> Vec<(usize, i32)> {
        let part = match hour {
            ..11 => 0,
            11..15 => 1,
            _ => 2,
        };
        let mut basket = Vec::new();
        self.anchor(part, &mut basket);
        if self.place == WEB {
            // A parcel is worth filling.
            for chance in [0.32, 0.12] {
                if self.random.chance(chance) {
                    self.anchor(part, &mut basket);
                }
            }
        }
        basket
    }

    fn anchor(&mut self, part: usize, basket: &mut Vec<(usize, i32)>) {
        let Some(category) = self.random.pick(&self.demand.categories[part]) else { return };
        let Some(first) = self.add_one_of(category, basket) else { return };
        for index in 0..self.pairs.0.len() {
            let (with, second, chance) = self.pairs.0[index];
            if with == first && self.random.chance(chance) {
                self.add(second, basket);
            }
        }
        for (companion, chance) in COMPANIONS[category].into_iter().enumerate() {
            if self.random.chance(chance) {
                self.add_one_of(companion, basket);
            }
        }
    }

    /// Someone who does not find what they want may take another of its kind, or nothing.
    fn add_one_of(&mut self, category: usize, basket: &mut Vec<(usize, i32)>) -> Option<usize> {
        for _ in 0..3 {
            let product = self.random.pick(&self.demand.products[category])?;
            if self.add(product, basket) {
                return Some(product);
            }
        }
        None
    }

    fn add(&mut self, product: usize, basket: &mut Vec<(usize, i32)>) -> bool {
        let category = PRODUCTS[product].category;
        let wanted = self.units(category);
        if category.is_fresh() && self.place == WEB || basket.len() == MOST_LINES {
            return false;
        }
        let taken = self.stock.take(self.place, product, wanted);
        match basket.iter_mut().find(|(known, _)| *known == product) {
            _ if taken == 0 => return false,
            Some((_, units)) => *units += taken,
            None => basket.push((product, taken)),
        }
        true
    }

    fn units(&mut self, category: Category) -> i32 {
        let draw = self.random.uniform();
        let steps: &[(f64, i32)] = match category {
            Category::Bar => &[(0.74, 1), (0.95, 2), (1.0, 3)],
            Category::Bakery => &[(0.68, 1), (0.92, 2), (0.97, 3), (1.0, 4)],
            Category::Beans | Category::Tea => &[(0.86, 1), (0.98, 2), (1.0, 3)],
            Category::Tableware => &[(0.72, 1), (0.95, 2), (0.99, 4), (1.0, 6)],
            Category::Brewing | Category::Home | Category::Gifts => {
                &[(0.88, 1), (0.98, 2), (1.0, 3)]
            }
        };
        steps.iter().find(|(until, _)| draw < *until).map_or(1, |(_, units)| *units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_names_products_there_are() {
        for (first, second, _) in PAIRS {
            assert_eq!(PRODUCTS[index_of(first)].sku, first);
            assert_eq!(PRODUCTS[index_of(second)].sku, second);
        }
    }
}
