//! What does not follow from demand: planned ahead, so that every one of them can be told afterwards.

use std::collections::BTreeSet;

use ledger::{Day, Moment};

use super::calendar;
use super::catalogue::{PRODUCTS, index_of};
use super::random::Random;
use super::trade::{Buyer, Draft, Line, Trade};
use super::{OddEvent, OddKind, PLACES, WEB, purpose};

/// Prices that were once typed in a tenth.
const TYPOS: [&str; 4] = ["HW-MUG-NOR-SND", "CF-ESP-HSE-250", "CF-ETH-GUJ-250", "CF-BRA-CER-250"];
/// Deliveries that came broken.
const FAULTY: [&str; 2] = ["HW-TUM-MOS-350", "HW-BWL-STO-ASH"];
/// Coffees that a festival made famous.
const FAMOUS: [&str; 2] = ["CF-ETH-GUJ-1K", "CF-KEN-NYE-250"];
const CAFE: &str = "Café Lumen";

/// Something that will happen.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    pub(super) kind: OddKind,
    place: usize,
    first: Day,
    days: i32,
    /// Minutes of each of its days between which it happens.
    from: i32,
    until: i32,
    product: Option<usize>,
    /// Numbers of the orders it made or touched.
    pub(super) orders: Vec<String>,
}

/// Everything that will happen until `today`, by day. `minute` of today is not reached any more.
pub(super) fn plan(seed: u64, first: Day, today: Day, minute: i32) -> Vec<Planned> {
    use OddKind as Kind;
    let mut planner = Planner { seed, today, taken: BTreeSet::new(), plans: Vec::new() };
    let refund_minute = 13 * 60 + 52;
    let refund_ago = i32::from(minute <= refund_minute || calendar::is_closed(today));
    planner.add(Kind::RefundWithoutReceipt, 1, refund_ago, refund_minute);
    planner.add(Kind::WholesaleOrder, 0, 14, 620);
    // One outage hit both shops.
    planner.add(Kind::TerminalDown, 0, 38, 480);
    planner.add(Kind::TerminalDown, 1, 38, 480);
    for (kind, place, ago, minute) in [
        (Kind::PriceTypo, 0, 3, 480),
        (Kind::DoubleCharge, 1, 9, 700),
        (Kind::CardTesting, WEB, 17, 190),
        (Kind::DiscountRun, 1, 30, 1_020),
    ] {
        planner.add(kind, place, ago, minute);
    }
    // The Saturday three weeks ago.
    planner.add(Kind::Festival, 0, 21 + (i32::from(today.weekday()) + 2) % 7, 480);
    let span = today.0 - first.0;
    for (number, (kind, times)) in [
        (Kind::WholesaleOrder, 4),
        (Kind::TerminalDown, 2),
        (Kind::RefundWithoutReceipt, 4),
        (Kind::PriceTypo, 3),
        (Kind::DoubleCharge, 6),
        (Kind::DiscountRun, 2),
        (Kind::DataGap, 2),
        (Kind::Festival, 2),
        (Kind::FaultyBatch, 2),
        (Kind::AfterHours, 3),
        (Kind::CardTesting, 2),
    ]
    .into_iter()
    .enumerate()
    {
        let mut random = Random::new(seed, purpose::ODD, number as i32, 0);
        for _ in 0..times {
            let place = if kind == Kind::CardTesting { WEB } else { random.between(0, 1) as usize };
            let minute = match kind {
                Kind::DataGap => 0,
                Kind::AfterHours => random.between(100, 290),
                Kind::CardTesting => random.between(60, 330),
                Kind::DiscountRun => 1_020,
                Kind::TerminalDown => [480, 780][random.between(0, 1) as usize],
                Kind::PriceTypo | Kind::FaultyBatch | Kind::Festival => 480,
                _ => random.between(560, 1_060),
            };
            let ago = random.between(50, span - 30);
            let to_saturday = (i32::from(Day(today.0 - ago).weekday()) + 2) % 7;
            let ago = if kind == Kind::Festival { ago + to_saturday } else { ago };
            planner.add(kind, place, ago, minute);
        }
    }
    planner.plans.sort_by_key(|plan| (plan.first, plan.place, plan.from));
    planner.plans
}

struct Planner {
    seed: u64,
    today: Day,
    /// Days and places with something odd already: one event must not hide another.
    taken: BTreeSet<(Day, usize)>,
    plans: Vec<Planned>,
}

impl Planner {
    fn add(&mut self, kind: OddKind, place: usize, ago: i32, from: i32) {
        let days = match kind {
            OddKind::DiscountRun => 5,
            OddKind::FaultyBatch => 3,
            OddKind::DataGap | OddKind::Festival => 2,
            _ => 1,
        };
        let until = match kind {
            OddKind::TerminalDown => from + 330,
            OddKind::DataGap => 1_440,
            OddKind::PriceTypo | OddKind::Festival | OddKind::FaultyBatch => 1_140,
            OddKind::DiscountRun => 1_140,
            OddKind::CardTesting => from + 12,
            _ => from + 1,
        };
        let step = if kind == OddKind::Festival { 7 } else { 1 };
        let mut first = Day(self.today.0 - ago);
        let days_of = |first: Day| (first.0..first.0 + days).map(Day);
        while days_of(first)
            .any(|day| self.taken.contains(&(day, place)) || calendar::is_closed(day))
        {
            first.0 -= step;
        }
        self.taken.extend(days_of(first).map(|day| (day, place)));
        let mut random = Random::new(self.seed, purpose::ODD, first.0, place + 1);
        let mut one_of = |skus: &[&str]| {
            let at = random.between(0, skus.len() as i32 - 1);
            skus.get(at as usize).map(|sku| index_of(sku))
        };
        let product = match kind {
            OddKind::PriceTypo => one_of(&TYPOS),
            OddKind::FaultyBatch => one_of(&FAULTY),
            // The latest is the one the pictures of the forecast show.
            OddKind::Festival if ago < 40 => Some(index_of(FAMOUS[0])),
            OddKind::Festival => one_of(&FAMOUS),
            _ => None,
        };
        self.plans.push(Planned {
            kind,
            place,
            first,
            days,
            from,
            until,
            product,
            orders: Vec::new(),
        });
    }
}

impl Planned {
    /// Whether it happens at this place on this day.
    pub(super) fn is_on(&self, day: Day, place: usize) -> bool {
        self.place == place && (0..self.days).contains(&(day.0 - self.first.0))
    }

    /// The product on everyone's lips, and the Saturday from which on it is.
    pub(super) fn festival(&self) -> Option<(Day, usize)> {
        let product = self.product.filter(|_| self.kind == OddKind::Festival);
        product.map(|product| (self.first, product))
    }

    /// Whether nothing can be sold or recorded in this minute.
    pub(super) fn blocks(&self, minute: i32) -> bool {
        matches!(self.kind, OddKind::TerminalDown | OddKind::DataGap) && self.is_within(minute)
    }

    fn is_within(&self, minute: i32) -> bool {
        (self.from..self.until).contains(&minute)
    }

    /// The event as it is told afterwards; `None` if it left no trace.
    pub(super) fn told(self) -> Option<OddEvent> {
        let at = |day: i32, minute: i32| Moment {
            local_ms: i64::from(day) * 86_400_000 + i64::from(minute) * 60_000,
            offset_min: None,
        };
        let leaves_orders =
            !matches!(self.kind, OddKind::TerminalDown | OddKind::DataGap | OddKind::Festival);
        if leaves_orders && self.orders.is_empty() {
            return None;
        }
        Some(OddEvent {
            kind: self.kind,
            place: PLACES[self.place],
            from: at(self.first.0, self.from),
            until: at(self.first.0 + self.days - 1, self.until),
            sku: self.product.map(|product| PRODUCTS[product].sku),
            orders: self.orders,
        })
    }

    /// Changes the day's orders at its place. `event`: how its orders refer to it.
    pub(super) fn happen(&self, event: usize, trade: &mut Trade<'_>, drafts: &mut Vec<Draft>) {
        match self.kind {
            OddKind::TerminalDown | OddKind::DataGap | OddKind::Festival => {}
            OddKind::WholesaleOrder => self.wholesale(event, trade, drafts),
            OddKind::RefundWithoutReceipt => {
                let taken_back = [("AC-KET-GSN-BLK", -2), ("HW-MUG-NOR-SND", -5)];
                let lines = taken_back.map(|(sku, units)| trade.line(index_of(sku), units));
                drafts.push(self.draft(event, Buyer::Nobody, lines.to_vec()));
            }
            OddKind::PriceTypo => {
                for draft in drafts.iter_mut().filter(|draft| self.is_within(draft.second / 60)) {
                    let typo = draft
                        .lines
                        .iter_mut()
                        .find(|line| Some(line.product) == self.product && line.units > 0);
                    if let Some(line) = typo {
                        line.price /= 10;
                        draft.event = Some(event);
                    }
                }
            }
            OddKind::DoubleCharge => {
                let likely = |draft: &&mut Draft| draft.event.is_none() && draft.cents() > 2_500;
                let near = |draft: &&mut Draft| (draft.second / 60 - self.from).abs();
                if let Some(charged) = drafts.iter_mut().filter(likely).min_by_key(near) {
                    charged.event = Some(event);
                    let mut again = charged.clone();
                    again.second += 9;
                    drafts.push(again);
                }
            }
            OddKind::DiscountRun => {
                for draft in drafts.iter_mut().filter(|draft| self.is_within(draft.second / 60)) {
                    if draft.cents() > 600 && trade.random.chance(0.6) {
                        draft.lines.iter_mut().for_each(|line| line.percent = 40);
                        draft.event = Some(event);
                    }
                }
            }
            OddKind::FaultyBatch => {
                for number in 0..5 {
                    let Some(product) = self.product else { return };
                    let mut draft = self.draft(
                        event,
                        Buyer::Nobody,
                        vec![trade.line(product, -1 - number % 2)],
                    );
                    draft.second = (600 + number * 97) * 60 + 11;
                    drafts.push(draft);
                }
            }
            OddKind::AfterHours => {
                let skus = ["AC-KET-GSN-BLK", "AC-GRI-HND", "HW-THR-WOO"].map(index_of);
                let lines = trade.lines_in_stock(&skus.map(|product| (product, 1)));
                drafts.push(self.draft(event, Buyer::Nobody, lines));
            }
            OddKind::CardTesting => {
                for number in 0..24 {
                    let lines = trade.lines_in_stock(&[(index_of("DR-OAT-BAR-1L"), 1)]);
                    let mut draft = self.draft(event, Buyer::Named("J. Smith"), lines);
                    draft.second += number * 29;
                    drafts.push(draft);
                }
            }
        }
    }

    fn wholesale(&self, event: usize, trade: &mut Trade<'_>, drafts: &mut Vec<Draft>) {
        let wanted = [
            ("CF-ETH-GUJ-1K", 12),
            ("CF-ESP-HSE-1K", 24),
            ("CF-CAP-HSE-10", 30),
            ("HW-CUP-NOR-SND", 18),
            ("AC-FIL-V60-100", 20),
        ];
        let mut lines = trade.lines_in_stock(&wanted.map(|(sku, units)| (index_of(sku), units)));
        lines.iter_mut().for_each(|line| line.percent = 12);
        drafts.push(self.draft(event, Buyer::Named(CAFE), lines));
    }

    fn draft(&self, event: usize, buyer: Buyer, lines: Vec<Line>) -> Draft {
        Draft { place: self.place, second: self.from * 60 + 17, buyer, lines, event: Some(event) }
    }
}
