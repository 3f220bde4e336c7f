//! The Today page.

use std::collections::BTreeMap;

use super::summary::{Cell, between};
use super::{Context, Records, ranked};
use crate::currency::Currency;
use crate::day::{Day, Moment};
use crate::sales::{HourView, PlaceView, Tile, TodayView};

const DAY_MS: i64 = 86_400_000;
/// Days without a sale after which the last day with sales is shown instead of today.
const QUIET_DAYS: i32 = 56;
/// Weeks whose same weekday makes the usual.
const USUAL_WEEKS: i32 = 4;

/// What was sold in some part of a day.
#[derive(Debug, Clone, Copy, Default)]
struct Sold {
    revenue: i64,
    orders: i64,
    units: i64,
}

impl Sold {
    const fn add(&mut self, other: Self) {
        self.revenue += other.revenue;
        self.orders += other.orders;
        self.units += other.units;
    }

    const fn average_order(&self) -> i64 {
        if self.orders == 0 { 0 } else { divide(self.revenue, self.orders) }
    }
}

/// Rounded half away from zero.
const fn divide(value: i64, by: i64) -> i64 {
    let half = by / 2;
    if value < 0 { (value - half) / by } else { (value + half) / by }
}

/// A day, hour by hour, and up to the minute that is looked at.
#[derive(Debug, Clone, Default)]
struct DaySold {
    hours: [Sold; 24],
    /// The same, only up to the minute.
    hours_so_far: [Sold; 24],
    so_far: Sold,
    places_so_far: BTreeMap<u32, i64>,
}

/// The same weekday of the last weeks, added up.
struct Usual {
    sum: DaySold,
    weeks: i64,
}

impl Records {
    pub(super) fn today(&self, place: Option<&str>, context: &Context<'_>) -> TodayView {
        let currency = context.state.settings().currency;
        let today = context.now.day();
        let day = self.anchor_day(today);
        let is_today = day == today;
        let until = if is_today {
            context.now
        } else {
            Moment { local_ms: (i64::from(day.0) + 1) * DAY_MS - 1, offset_min: None }
        };
        let own = self.names.find_currency(currency);
        let wanted = place.map(|place| self.names.places.find(place));
        let takes = |cell_place: u32| wanted.is_none_or(|wanted| wanted == Some(cell_place));
        let cut_ms = until.local_ms.rem_euclid(DAY_MS);
        let this = self.day_sold(day, cut_ms, own, &takes);
        let usual = self.usual(day, cut_ms, own, &takes);
        let last_hour = usize::from(until.hour());
        let tile = |of: fn(&Sold) -> i64| usual.tile(&this, last_hour, of);
        let revenues = |slots: Vec<Day>, slot_of: fn(Day) -> Day| {
            self.revenues(slots, slot_of, day, own, &takes)
        };
        TodayView {
            currency,
            day,
            is_today,
            until,
            revenue: tile(|sold| sold.revenue),
            orders: tile(|sold| sold.orders),
            average_order: usual.average_tile(&this, last_hour),
            units: tile(|sold| sold.units),
            days: revenues((0..56).rev().map(|back| Day(day.0 - back)).collect(), |day| day),
            weeks: revenues(
                (0..52).rev().map(|back| Day(day.monday().0 - 7 * back)).collect(),
                Day::monday,
            ),
            months: revenues(last_months(day, 24), Day::first_of_month),
            places: self.places_today(&this, &usual),
            hours: usual.hours(&this),
            others: self.others_on(day, own, &takes),
            all_places: self.summary.sold.places.clone(),
            has_sales: !self.summary.days.is_empty(),
            expected: self.expected(place, context),
        }
    }

    fn anchor_day(&self, today: Day) -> Day {
        let days = &self.summary.days;
        let last = between(days, Day(i32::MIN), today).last().or(days.last());
        match last {
            Some(last) if last.day > today || today.0 - last.day.0 >= QUIET_DAYS => last.day,
            _ => today,
        }
    }

    fn day_sold(
        &self,
        day: Day,
        cut_ms: i64,
        currency: Option<u32>,
        takes: &dyn Fn(u32) -> bool,
    ) -> DaySold {
        let mut sold = DaySold::default();
        for (at, chunk) in self.chunks.iter().enumerate() {
            if chunk.first > day || chunk.last < day {
                continue;
            }
            for row in self.live_rows(at) {
                let placed_ms = chunk.placed.get(row.order as usize);
                if placed_ms.div_euclid(DAY_MS) != i64::from(day.0) {
                    continue;
                }
                let head = self.head(row);
                if Some(head.currency) != currency || !takes(head.place) {
                    continue;
                }
                let figures = self.figures(row);
                let order = Sold {
                    revenue: figures.revenue,
                    orders: figures.orders as i64,
                    units: figures.units,
                };
                let hour = usize::from(head.placed.hour());
                sold.hours[hour].add(order);
                if placed_ms.rem_euclid(DAY_MS) <= cut_ms {
                    sold.hours_so_far[hour].add(order);
                    sold.so_far.add(order);
                    *sold.places_so_far.entry(head.place).or_default() += order.revenue;
                }
            }
        }
        sold
    }

    /// Closed days count as days without sales; weeks before the first sale do not count.
    fn usual(
        &self,
        day: Day,
        cut_ms: i64,
        currency: Option<u32>,
        takes: &dyn Fn(u32) -> bool,
    ) -> Usual {
        let mut usual = Usual { sum: DaySold::default(), weeks: 0 };
        let Some(known) = self.known_period() else { return usual };
        for week in 1..=USUAL_WEEKS {
            let earlier = Day(day.0 - 7 * week);
            if earlier < known.first {
                break;
            }
            usual.weeks += 1;
            let sold = self.day_sold(earlier, cut_ms, currency, takes);
            for hour in 0..24 {
                usual.sum.hours[hour].add(sold.hours[hour]);
            }
            usual.sum.so_far.add(sold.so_far);
            for (place, revenue) in sold.places_so_far {
                *usual.sum.places_so_far.entry(place).or_default() += revenue;
            }
        }
        usual
    }

    fn revenues(
        &self,
        slots: Vec<Day>,
        slot_of: fn(Day) -> Day,
        last: Day,
        currency: Option<u32>,
        takes: &dyn Fn(u32) -> bool,
    ) -> Vec<(Day, i64)> {
        let mut revenues: Vec<(Day, i64)> = slots.into_iter().map(|slot| (slot, 0)).collect();
        let Some((first, _)) = revenues.first().copied() else { return revenues };
        for cell in between(&self.summary.cells, first, last) {
            if Some(cell.currency) == currency
                && takes(cell.place)
                && let Ok(at) = revenues.binary_search_by_key(&slot_of(cell.day), |(slot, _)| *slot)
            {
                revenues[at].1 += cell.figures.revenue;
            }
        }
        revenues
    }

    fn places_today(&self, this: &DaySold, usual: &Usual) -> Vec<PlaceView> {
        let mut ids: Vec<u32> =
            this.places_so_far.keys().chain(usual.sum.places_so_far.keys()).copied().collect();
        ids.sort_unstable();
        ids.dedup();
        let view = |id: u32| PlaceView {
            place: self.names.places.get(id).to_owned(),
            revenue: this.places_so_far.get(&id).copied().unwrap_or(0),
            usual: usual.mean(usual.sum.places_so_far.get(&id).copied().unwrap_or(0)),
        };
        let places: Vec<PlaceView> = ids.into_iter().map(view).collect();
        ranked(places, &|a, b| b.revenue.cmp(&a.revenue).then_with(|| a.place.cmp(&b.place)))
    }

    fn others_on(
        &self,
        day: Day,
        currency: Option<u32>,
        takes: &dyn Fn(u32) -> bool,
    ) -> Vec<(Currency, i64)> {
        let mut others: BTreeMap<Currency, i64> = BTreeMap::new();
        let is_other = |cell: &&Cell| Some(cell.currency) != currency && takes(cell.place);
        for cell in between(&self.summary.cells, day, day).iter().filter(is_other) {
            let code = self.names.currencies[cell.currency as usize];
            *others.entry(code).or_default() += cell.figures.revenue;
        }
        others.into_iter().collect()
    }
}

/// The firsts of the last `count` months up to that of `day`.
fn last_months(day: Day, count: usize) -> Vec<Day> {
    let mut months = vec![day.first_of_month()];
    while months.len() < count {
        let first = months.last().copied().unwrap_or(day);
        months.push(Day(first.0 - 1).first_of_month());
    }
    months.reverse();
    months
}

impl Usual {
    fn mean(&self, sum: i64) -> Option<i64> {
        (self.weeks > 0).then(|| divide(sum, self.weeks))
    }

    fn tile(&self, this: &DaySold, last_hour: usize, of: fn(&Sold) -> i64) -> Tile {
        Tile {
            value: of(&this.so_far),
            usual: self.mean(of(&self.sum.so_far)),
            path: cumulated(&this.hours_so_far[..=last_hour], of),
            usual_path: cumulated(&self.sum.hours, of)
                .into_iter()
                .filter_map(|sum| self.mean(sum))
                .collect(),
        }
    }

    /// A mean of all orders, not of the days' means.
    fn average_tile(&self, this: &DaySold, last_hour: usize) -> Tile {
        let has_orders = self.sum.so_far.orders > 0;
        Tile {
            value: this.so_far.average_order(),
            usual: has_orders.then(|| self.sum.so_far.average_order()),
            path: averages(&this.hours_so_far[..=last_hour]),
            usual_path: if self.weeks > 0 { averages(&self.sum.hours) } else { Vec::new() },
        }
    }

    /// From the first to the last hour with sales or usual sales.
    fn hours(&self, this: &DaySold) -> Vec<HourView> {
        let is_busy = |hour: &usize| {
            this.hours_so_far[*hour].revenue != 0 || self.sum.hours[*hour].revenue != 0
        };
        let Some(first) = (0..24).find(is_busy) else { return Vec::new() };
        let last = (0..24).rev().find(is_busy).unwrap_or(first);
        (first..=last)
            .map(|hour| HourView {
                hour: hour as u8,
                revenue: this.hours_so_far[hour].revenue,
                usual: self.mean(self.sum.hours[hour].revenue),
            })
            .collect()
    }
}

fn cumulated(hours: &[Sold], of: fn(&Sold) -> i64) -> Vec<i64> {
    let add = |sum: &mut i64, sold: &Sold| {
        *sum += of(sold);
        Some(*sum)
    };
    hours.iter().scan(0, add).collect()
}

fn averages(hours: &[Sold]) -> Vec<i64> {
    let add = |sum: &mut Sold, sold: &Sold| {
        sum.add(*sold);
        Some(sum.average_order())
    };
    hours.iter().scan(Sold::default(), add).collect()
}
