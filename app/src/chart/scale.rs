//! From values to pixels, and where the ticks go. Pure numbers.

use super::data::{At, ChartData, Form, Phase, Point};

/// The least distance between two labels of the time axis.
const LABEL_PX: f64 = 56.0;

/// The part of the points in sight, in points: `0.0..=count`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct View {
    pub(super) start: f64,
    pub(super) end: f64,
}

/// No fewer points than these are ever in sight.
const FEWEST: f64 = 5.0;

impl View {
    /// Everything.
    pub(super) fn all(count: usize) -> Self {
        Self { start: 0.0, end: count as f64 }
    }

    /// `past` points of the past with what lies ahead of them, but no more than `ahead`; `None` for everything.
    pub(super) fn around_now(data: &ChartData, past: usize, ahead: usize) -> Option<Self> {
        let count = data.points.len();
        let is_past = |point: &Point| point.phase == Phase::Past;
        let now = data.points.iter().rposition(is_past).map_or(0, |at| at + 1);
        let (start, end) = (now.saturating_sub(past), now.saturating_add(ahead).min(count));
        let view = Self { start: start as f64, end: end as f64 };
        view.is_part(count).then_some(view)
    }

    fn span(self) -> f64 {
        self.end - self.start
    }

    /// How far to the right a point lies, 0 to 1.
    pub(super) fn share_of(self, index: usize) -> f64 {
        ((index as f64 + 0.5 - self.start) / self.span().max(1.0)).clamp(0.0, 1.0)
    }

    /// Whether something is out of sight.
    pub(super) fn is_part(self, count: usize) -> bool {
        self.start > 0.0 || self.end < count as f64
    }

    /// `factor` below 1 comes closer; the point at `share` of the width stays where it is.
    #[must_use]
    pub(super) fn zoomed(self, factor: f64, share: f64, count: usize) -> Self {
        let all = count as f64;
        let span = (self.span() * factor).clamp(FEWEST.min(all), all);
        let start = self.start + (self.span() - span) * share;
        Self { start, end: start + span }.inside(count)
    }

    /// Moved by a share of what is in sight.
    #[must_use]
    pub(super) fn panned(self, share: f64, count: usize) -> Self {
        let by = self.span() * share;
        Self { start: self.start + by, end: self.end + by }.inside(count)
    }

    fn inside(self, count: usize) -> Self {
        let span = self.span().min(count as f64);
        let start = self.start.clamp(0.0, count as f64 - span);
        Self { start, end: start + span }
    }

    /// The points that are at least partly in sight.
    pub(super) fn indices(self, count: usize) -> (usize, usize) {
        let first = self.start.max(0.0) as usize;
        (first.min(count), (self.end.ceil().max(0.0) as usize).min(count))
    }
}

/// Where everything lies, in CSS pixels of the canvas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    /// Where the strips begin and end; both the bottom if there are none.
    pub(super) strips: f64,
    pub(super) foot: f64,
    view: View,
    form: Form,
    low: f64,
    high: f64,
    /// Between two grid lines.
    pub(super) step: f64,
}

impl Scale {
    pub(super) fn new(data: &ChartData, view: View, plot: (f64, f64, f64, f64)) -> Self {
        let (left, top, right, bottom) = plot;
        let (first, end) = view.indices(data.points.len());
        let (low, high) = data.range(first, end);
        let most = if bottom - top < 160.0 { 3.0 } else { 5.0 };
        let step = grid_step(high - low, most, data.unit.one());
        Self {
            left,
            right,
            top,
            bottom,
            strips: bottom,
            foot: bottom,
            view,
            form: data.form,
            // A little below zero needs no grid line of its own.
            low: if -low < step / 2.0 { low } else { (low / step).floor() * step },
            high: ((high / step).ceil() * step).max(step),
            step,
        }
    }

    /// Points across the width: a line runs from its first point to its last, a bar has a place of its own.
    fn span(&self) -> f64 {
        match self.form {
            Form::Line => (self.view.span() - 1.0).max(1.0),
            Form::Bars | Form::Ranks => self.view.span().max(1.0),
        }
    }

    /// One point's share of the width.
    pub(super) fn pitch(&self) -> f64 {
        (self.right - self.left) / self.span()
    }

    /// The middle of a point.
    pub(super) fn x(&self, index: usize) -> f64 {
        let half = if self.form == Form::Line { 0.0 } else { 0.5 };
        self.left + (index as f64 - self.view.start + half) * self.pitch()
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)
    }

    /// The point nearest to a pixel.
    pub(super) fn index_at(&self, x: f64, count: usize) -> Option<usize> {
        let half = if self.form == Form::Line { 0.0 } else { 0.5 };
        let at = (x - self.left) / self.pitch() + self.view.start - half;
        let (first, end) = self.view.indices(count);
        (first < end).then(|| (at.round().max(0.0) as usize).clamp(first, end - 1))
    }

    /// Values of the grid lines, from the lowest.
    pub(super) fn grid(&self) -> impl Iterator<Item = f64> + use<> {
        let step = self.step;
        let (first, last) = ((self.low / step).ceil() as i32, (self.high / step).round() as i32);
        (first..=last).map(move |line| f64::from(line) * step)
    }

    /// The points that may have a label: Mondays, firsts, every other hour; never too close to each other.
    pub(super) fn ticks(&self, data: &ChartData) -> Vec<usize> {
        let (first, end) = self.view.indices(data.points.len());
        let per_label = (LABEL_PX / self.pitch()).ceil();
        let points = data.points.get(first..end).unwrap_or_default();
        let mut ticks: Vec<usize> = Vec::new();
        for (offset, point) in points.iter().enumerate() {
            let before = offset.checked_sub(1).and_then(|at| points.get(at)).map(|p| &p.at);
            let index = first + offset;
            let far = ticks.last().is_none_or(|last| (index - last) as f64 >= per_label);
            if far && is_tick(before, &point.at, per_label) {
                ticks.push(index);
            }
        }
        ticks
    }
}

fn is_tick(before: Option<&At>, at: &At, per_label: f64) -> bool {
    match at {
        // Weeks up to two months, then months; a quarter where months are too many.
        At::Day(day) if per_label <= 7.0 * 2.0 => day.weekday() == 0,
        At::Day(day) => day.date().2 == 1,
        At::Week(day) => match before {
            Some(At::Week(before)) => before.month_number() != day.month_number(),
            _ => day.date().2 <= 7,
        },
        At::Month(day) if per_label > 3.0 => day.date().1 == 1,
        At::Month(day) => per_label <= 1.0 || day.date().1 % 3 == 1,
        At::Hour(hour) => per_label <= 1.0 || hour % 2 == 0,
        At::Name(_) => true,
    }
}

/// The round step of at most so many grid lines, and at most two fewer, that leaves the least room above the values.
fn grid_step(range: f64, most: f64, one: f64) -> f64 {
    let first = nice_step(range / most, one);
    let next = |step: &f64| Some(nice_step(step * 1.1, one));
    let lines = |step: f64| (range / step).ceil();
    std::iter::successors(Some(first), next)
        .take(3)
        .filter(|step| lines(*step) >= most - 2.0)
        .min_by(|a, b| (lines(*a) * a).total_cmp(&(lines(*b) * b)))
        .unwrap_or(first)
}

/// The round step (1, 2, 4 or 5 times a power of ten) that is at least `least`; whole where only wholes exist.
pub(super) fn nice_step(least: f64, one: f64) -> f64 {
    // A single minor unit, a single thing: nothing finer exists.
    let least = least.max(1.0) / one;
    let power = 10_f64.powf(least.log10().floor());
    let step =
        [1.0, 2.0, 4.0, 5.0, 10.0].into_iter().find(|step| step * power >= least * 0.999_999);
    step.unwrap_or(10.0) * power * one
}

#[cfg(test)]
mod tests {
    use ledger::{Currency, Day};

    use super::super::data::Unit;
    use super::*;

    fn days(count: i32, unit: Unit) -> ChartData {
        let monday = Day::from_date(2026, 9, 28).unwrap();
        let point = |at: i32| {
            let value = i64::from(at) * 10_000;
            Point::new(At::Day(Day(monday.0 + at)), Some(value), Phase::Past)
        };
        ChartData::new(Form::Line, unit, (0..count).map(point).collect(), "")
    }

    #[test]
    fn grid_lines_are_round_and_few() {
        let euro = Unit::Money(Currency::from_code("EUR").unwrap());
        let data = days(56, euro);
        let scale = Scale::new(&data, View::all(56), (40.0, 20.0, 740.0, 280.0));
        let lines: Vec<f64> = scale.grid().collect();
        assert_eq!(lines, [0.0, 200_000.0, 400_000.0, 600_000.0]);
        assert!((scale.y(0.0) - 280.0).abs() < 1e-9);
    }

    #[test]
    fn little_room_is_left_above_the_values() {
        let check = |range, most, step: f64| {
            assert!((grid_step(range, most, 1.0) - step).abs() < 1e-9, "{range} {most}");
        };
        check(9_000.0, 5.0, 2_000.0);
        check(12_500.0, 5.0, 5_000.0);
        check(10_500.0, 5.0, 4_000.0);
        check(6_800.0, 3.0, 4_000.0);
        check(0.0, 5.0, 1.0);
    }

    #[test]
    fn labels_of_days_stand_at_mondays() {
        let data = days(56, Unit::Count);
        let scale = Scale::new(&data, View::all(56), (40.0, 20.0, 740.0, 280.0));
        assert_eq!(scale.ticks(&data), [0, 7, 14, 21, 28, 35, 42, 49]);
    }

    #[test]
    fn the_first_sight_is_around_the_last_whole_period() {
        let data = days(56, Unit::Count);
        assert_eq!(View::around_now(&data, 14, 14), Some(View { start: 42.0, end: 56.0 }));
        assert_eq!(View::around_now(&data, 56, 0), None);
        let mut points = data.points.to_vec();
        points[40..].iter_mut().for_each(|point| point.phase = Phase::Coming);
        let data = ChartData { points: points.into(), ..data };
        assert_eq!(View::around_now(&data, 14, 14), Some(View { start: 26.0, end: 54.0 }));
        assert_eq!(View::around_now(&data, 30, usize::MAX), Some(View { start: 10.0, end: 56.0 }));
    }

    #[test]
    fn a_pixel_finds_its_point_again() {
        let data = days(56, Unit::Count);
        let scale = Scale::new(&data, View::all(56), (40.0, 20.0, 740.0, 280.0));
        for index in 0..56 {
            assert_eq!(scale.index_at(scale.x(index), 56), Some(index));
        }
        assert_eq!(scale.index_at(-100.0, 56), Some(0));
    }

    #[test]
    fn zoom_and_pan_stay_inside() {
        let near = View::all(56).zoomed(0.5, 1.0, 56);
        assert_eq!(near, View { start: 28.0, end: 56.0 });
        assert_eq!(near.panned(1.0, 56), near);
        assert_eq!(near.zoomed(10.0, 0.5, 56), View::all(56));
        assert_eq!(View::all(3).zoomed(0.1, 0.5, 3), View::all(3));
    }

    #[test]
    fn an_empty_chart_has_a_scale_too() {
        let data = days(0, Unit::Count);
        let scale = Scale::new(&data, View::all(0), (40.0, 20.0, 740.0, 280.0));
        assert!(scale.ticks(&data).is_empty());
        assert_eq!(scale.index_at(100.0, 0), None);
        assert!(scale.y(0.0).is_finite());
    }
}
