//! What the network sees of a series.

use std::f64::consts::TAU;

use crate::forecast::{Frequency, Role, Series};
use crate::math;

/// Numbers it sees at each step.
pub(super) const INPUTS: usize = 18;
/// Steps it looks back over, by the length of the season: so many seasons within these bounds.
const LOOK_BACK: (usize, usize, usize) = (3, 16, 56);
/// Seasons whose mean is the usual shape.
const SHAPE: usize = 4;
/// Periods whose mean is the level where there is no season.
const PLAIN_LEVEL: usize = 4;
/// Periods that say where the level is now, at least and at most.
const LATELY: (usize, usize) = (2, 7);
/// Inputs and values beyond are cut: a thousandfold day must not wipe out what is remembered.
const WIDEST: f64 = 8.0;

/// A series with what the network asks of it, and nothing else.
pub(super) struct Scene {
    filled: Vec<f64>,
    is_seen: Vec<bool>,
    season: usize,
    /// Sums of the sizes of all values before each.
    sizes: Vec<f64>,
    /// Places of the year, 0 to 1, at the first period and how much a period adds; none where no date is known.
    year: Option<(f64, f64)>,
    /// Sums of promotions and of holidays and events, and logarithms of prices less their mean; empty where none.
    promotions: Vec<f64>,
    days: Vec<f64>,
    prices: Vec<f64>,
}

impl Scene {
    /// A series and so many periods beyond, as far as columns reach.
    pub(super) fn new(series: &Series) -> Self {
        let columns = |roles: &[Role]| {
            let columns = &series.calendar().columns;
            let matching: Vec<_> = columns.iter().filter(|c| roles.contains(&c.role)).collect();
            let length = matching.iter().map(|column| column.values.len()).max().unwrap_or(0);
            let sum = |t| matching.iter().map(|column| column.at(t)).sum::<f64>();
            (0..length).map(sum).collect::<Vec<f64>>()
        };
        let mut prices: Vec<f64> =
            columns(&[Role::Price]).into_iter().map(|price| math::ln(price.max(1e-9))).collect();
        let mean = prices.iter().sum::<f64>() / prices.len().max(1) as f64;
        prices.iter_mut().for_each(|price| *price -= mean);
        let mut sizes = vec![0.0];
        for (value, observed) in series.filled().iter().zip(series.observed()) {
            let size = if observed.is_some() { value.abs() } else { 0.0 };
            sizes.push(sizes[sizes.len() - 1] + size);
        }
        Self {
            filled: series.filled().to_vec(),
            is_seen: series.observed().iter().map(Option::is_some).collect(),
            season: series.season(),
            sizes,
            year: year(series),
            promotions: columns(&[Role::Promotion]),
            days: columns(&[Role::Holiday, Role::Event]),
            prices,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.filled.len()
    }

    pub(super) fn season(&self) -> usize {
        self.season
    }

    /// Steps the network looks back over.
    pub(super) fn look_back(&self) -> usize {
        let (seasons, least, most) = LOOK_BACK;
        (seasons * self.season).clamp(least, most)
    }

    /// Periods whose mean is the level.
    fn level(&self) -> usize {
        if self.season > 1 { self.season } else { PLAIN_LEVEL }
    }

    /// Periods whose distance from the usual shape says where the level is now.
    fn lately(&self) -> usize {
        (self.season / 2).clamp(LATELY.0, LATELY.1)
    }

    /// Mean size of the values before `start` that are not long ago; of all where those are nothing.
    fn scale(&self, start: usize) -> f64 {
        let mean = |from: usize| {
            let seen = self.is_seen[from..start].iter().filter(|seen| **seen).count();
            (self.sizes[start] - self.sizes[from]) / seen.max(1) as f64
        };
        let recent = mean(start.saturating_sub(self.look_back()));
        [recent, mean(0)].into_iter().find(|scale| *scale > 0.0).unwrap_or(1.0)
    }
}

/// Where in the year a series begins, for frequencies that know a year beside their season.
fn year(series: &Series) -> Option<(f64, f64)> {
    let first = f64::from(series.calendar().first_day?);
    let days = match series.frequency() {
        Frequency::Daily => 1.0,
        Frequency::Weekly => 7.0,
        _ => return None,
    };
    Some((first / 365.25, days / 365.25))
}

/// A walk along a series up to `start` and on over what the network itself expects.
#[derive(Clone)]
pub(super) struct Walk {
    /// The first period that is not known.
    pub(super) start: usize,
    /// The first period the network is shown.
    pub(super) begin: usize,
    /// Values are divided by it.
    pub(super) scale: f64,
    from: usize,
    values: Vec<f64>,
    /// Sums of all values before each.
    sums: Vec<f64>,
    /// Sums of how far all values before each lay above the usual shape.
    surprises: Vec<f64>,
}

/// What lies before the network at one step.
pub(super) struct View {
    pub(super) inputs: [f32; INPUTS],
    /// The network's outputs count from here.
    pub(super) base: f64,
}

impl Walk {
    /// To the end of the first `start` periods, at least 1.
    pub(super) fn new(scene: &Scene, start: usize) -> Self {
        let begin = start.saturating_sub(scene.look_back()).max(1);
        let from = begin.saturating_sub(SHAPE * scene.season + 1);
        let scale = scene.scale(start);
        let mut walk = Self {
            start,
            begin,
            scale,
            from,
            values: Vec::new(),
            sums: vec![0.0],
            surprises: vec![0.0],
        };
        for value in &scene.filled[from..start] {
            walk.push(scene, value / scale);
        }
        walk
    }

    /// Goes on with a value, in units of the scale.
    pub(super) fn push(&mut self, scene: &Scene, value: f64) {
        let value = value.clamp(-WIDEST, 2.0 * WIDEST);
        let t = self.from + self.values.len();
        let level = self.mean_before(t, scene.level());
        let surprise = value - self.shape(scene, t, level);
        self.surprises.push(self.surprises[self.surprises.len() - 1] + surprise);
        self.values.push(value);
        self.sums.push(self.sums[self.sums.len() - 1] + value);
    }

    fn at(&self, t: usize) -> Option<f64> {
        self.values.get(t.checked_sub(self.from)?).copied()
    }

    /// Mean of the last `count` values before `t`, of fewer where the walk began later.
    fn mean_before(&self, t: usize, count: usize) -> f64 {
        mean_of_last(&self.sums[..=t - self.from], count)
    }

    /// Mean of the same place in earlier seasons; the level where there is none.
    fn shape(&self, scene: &Scene, t: usize, level: f64) -> f64 {
        let season = scene.level();
        let earlier = (1..=SHAPE).filter_map(|ago| self.at(t.checked_sub(ago * season)?));
        let (sum, count) = earlier.fold((0.0, 0.0), |(sum, count), v| (sum + v, count + 1.0));
        if count > 0.0 { sum / count } else { level }
    }

    /// What the network sees before period `t`: all before it must be known or expected.
    pub(super) fn view(&self, scene: &Scene, t: usize) -> View {
        let m = scene.season;
        let before = self.at(t - 1).unwrap_or(0.0);
        let level = self.mean_before(t, scene.level());
        let usual = self.mean_before(t, SHAPE * scene.level());
        let shape = self.shape(scene, t, level);
        let surprises = &self.surprises[..=t - self.from];
        let (last, lately) = (mean_of_last(surprises, 1), mean_of_last(surprises, scene.lately()));
        let base = if m > 1 { shape + lately } else { before };
        let place = (t % m) as f64 / m as f64;
        let year = scene.year.map_or(0.0, |(first, each)| first + each * t as f64);
        let wave = |turns: f64, is_there: bool| {
            if is_there { (math::sin(TAU * turns), math::cos(TAU * turns)) } else { (0.0, 0.0) }
        };
        let (first, second) = (wave(place, m > 1), wave(2.0 * place, m > 4));
        let round = wave(year, scene.year.is_some());
        let column = |values: &[f64]| values.get(t).copied().unwrap_or(0.0);
        let is_gap = t <= scene.len() && !scene.is_seen[t - 1];
        let ahead = (t + 1).saturating_sub(self.start).min(28) as f64 / 28.0;
        let seen = [
            before - 1.0,
            shape - 1.0,
            level - 1.0,
            usual - 1.0,
            last,
            lately,
            first.0,
            first.1,
            second.0,
            second.1,
            round.0,
            round.1,
            column(&scene.promotions),
            column(&scene.days),
            10.0 * column(&scene.prices),
            f64::from(u8::from(is_gap)),
            math::ln(m as f64) / 4.0,
            ahead,
        ];
        View { inputs: seen.map(|x| x.clamp(-WIDEST, WIDEST) as f32), base }
    }

    /// What was seen in period `t`, in units of the scale; `None` for a gap and beyond the end.
    pub(super) fn target(&self, scene: &Scene, t: usize) -> Option<f64> {
        let is_seen = scene.is_seen.get(t).copied().unwrap_or(false);
        is_seen.then(|| scene.filled[t] / self.scale)
    }
}

/// Mean of the last `count` numbers of which these are the running sums; of fewer where there are fewer.
fn mean_of_last(sums: &[f64], count: usize) -> f64 {
    let to = sums.len() - 1;
    let from = to.saturating_sub(count);
    (sums[to] - sums[from]) / (to - from).max(1) as f64
}
