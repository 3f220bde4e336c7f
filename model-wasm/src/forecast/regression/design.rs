//! The row of numbers that explains a period.

use std::sync::Arc;

use super::Shape;
use crate::forecast::holidays::date;
use crate::forecast::{Calendar, Column, Frequency, Role, Series};
use crate::math;

/// Seasons up to this length have a number for each place, longer ones waves.
const MOST_PLACES: usize = 31;
/// Waves of a year, of a month, and of a season too long for places.
const YEAR_WAVES: usize = 12;
const MONTH_WAVES: usize = 3;
const SEASON_WAVES: usize = 4;
/// Knots of a level, and periods between two of them.
const MOST_KNOTS: usize = 12;
const LEAST_PERIODS: usize = 28;
/// Days in a year.
const YEAR: f64 = 365.25;

/// How far effects may be from 0, as standard deviations in logarithms, or shares of the mean value: what shops tell.
mod prior {
    pub(super) const LEVEL: f64 = 1e3;
    pub(super) const PLACE: f64 = 1.0;
    pub(super) const DRIFT: f64 = 0.5;
    pub(super) const YEAR: f64 = 0.1;
    pub(super) const MONTH: f64 = 0.05;
    pub(super) const PROMOTION: f64 = 0.5;
    pub(super) const PROMOTION_AT_PLACE: f64 = 0.15;
    pub(super) const ELASTICITY: f64 = 2.0;
    pub(super) const HOLIDAY: f64 = 0.5;
    pub(super) const OTHER: f64 = 0.2;
    pub(super) const CLOSING: f64 = 0.2;
}

/// What a stretch of the row says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// 1: the level.
    Level,
    /// 1 at the place in the season.
    Places(usize),
    /// Waves of a season of so many periods.
    Season(usize),
    /// The level between knots: 1 at each, falling to 0 at its neighbours; beyond the last it stays.
    Drift { every: usize, knots: usize },
    /// Waves of the year.
    Year,
    /// Waves of the month.
    Month,
    /// 1 before a day that is closed unlike others at its place, and 1 after one.
    Closing,
    /// The largest of all holidays: what they have in common.
    AnyHoliday,
    /// A column, with its values as they go into the row; and the same at each of so many places.
    Column { column: usize, about: f64, over: f64, places: usize },
}

/// Parts in the order of the row; level and season first.
#[derive(Debug, Clone)]
pub(super) struct Design {
    parts: Vec<(Part, usize)>,
    width: usize,
    frequency: Frequency,
    calendar: Arc<Calendar>,
    /// Where the calendar has the columns that parts speak of; nowhere if it has lost one.
    columns: Vec<Option<usize>>,
    names: Vec<(String, Role)>,
    season: usize,
    /// Share of days at each place of the season that were open.
    open_share: Vec<f64>,
}

impl Design {
    /// What can be told of a series.
    pub(super) fn of(series: &Series, shape: Shape) -> Self {
        let calendar = series.calendar();
        let season = series.season();
        let mut design = Self {
            parts: Vec::new(),
            width: 0,
            frequency: series.frequency(),
            calendar: Arc::clone(series.shared_calendar()),
            columns: (0..calendar.columns.len()).map(Some).collect(),
            names: calendar.columns.iter().map(|c| (c.name.clone(), c.role)).collect(),
            season,
            open_share: open_share(series),
        };
        design.add(Part::Level);
        if (2..=MOST_PLACES).contains(&season) && series.len() >= 2 * season {
            design.add(Part::Places(season));
        } else if season > MOST_PLACES && 2 * series.len() >= 3 * season {
            design.add(Part::Season(season));
        }
        if shape == Shape::Counted {
            let every = (series.len() / MOST_KNOTS).max(LEAST_PERIODS);
            design.add(Part::Drift { every, knots: series.len() / every });
        }
        if design.frequency == Frequency::Daily {
            if series.len() as f64 >= 1.5 * YEAR {
                design.add(Part::Year);
            }
            if calendar.first_day.is_some() && series.len() >= 90 {
                design.add(Part::Month);
            }
        }
        if calendar.is_open.iter().any(|is_open| !is_open) {
            design.add(Part::Closing);
        }
        let varying = |column: &Column| {
            let open = series.observed().iter().enumerate().filter(|(_, value)| value.is_some());
            let mut values = open.map(|(t, _)| column.at(t));
            values.next().is_some_and(|first| values.any(|value| differ(value, first)))
        };
        let columns: Vec<usize> =
            (0..calendar.columns.len()).filter(|at| varying(&calendar.columns[*at])).collect();
        let is_holiday = |at: &&usize| calendar.columns[**at].role == Role::Holiday;
        if columns.iter().filter(is_holiday).count() > 1 {
            design.add(Part::AnyHoliday);
        }
        for column in columns {
            design.add_column(series, column);
        }
        design
    }

    fn add(&mut self, part: Part) {
        self.parts.push((part.clone(), self.width));
        self.width += part.width();
    }

    fn add_column(&mut self, series: &Series, at: usize) {
        let column = &series.calendar().columns[at];
        let has_places = self.parts.iter().any(|(part, _)| matches!(part, Part::Places(_)));
        let (about, over, places) = match column.role {
            Role::Promotion if has_places => (0.0, 1.0, self.season),
            Role::Promotion | Role::Holiday | Role::Event => (0.0, 1.0, 0),
            Role::Price => {
                (math::ln(column.at(series.len().saturating_sub(1)).max(f64::MIN_POSITIVE)), 1.0, 0)
            }
            Role::Other => {
                let open =
                    series.observed().iter().enumerate().filter(|(_, value)| value.is_some());
                let values: Vec<f64> = open.map(|(t, _)| column.at(t)).collect();
                let count = values.len() as f64;
                let mean = values.iter().sum::<f64>() / count;
                let squares =
                    values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
                (mean, (squares / count).sqrt().max(f64::MIN_POSITIVE), 0)
            }
        };
        self.add(Part::Column { column: at, about, over, places });
    }

    /// The same over another calendar of the same kind; columns are known by their names.
    pub(super) fn over(&self, series: &Series) -> Self {
        let columns = &series.calendar().columns;
        let find = |(name, _): &(String, Role)| columns.iter().position(|c| c.name == *name);
        Self {
            columns: self.names.iter().map(find).collect(),
            calendar: Arc::clone(series.shared_calendar()),
            ..self.clone()
        }
    }

    /// Numbers in a row.
    pub(super) const fn width(&self) -> usize {
        self.width
    }

    /// Where in the row effects begin: level and season lie before.
    pub(super) fn effects_from(&self) -> usize {
        let is_effect = |(part, _): &&(Part, usize)| {
            !matches!(part, Part::Level | Part::Places(_) | Part::Season(_) | Part::Drift { .. })
        };
        self.parts.iter().find(is_effect).map_or(self.width, |(_, at)| *at)
    }

    /// The parts and where their stretches begin.
    pub(super) fn parts(&self) -> &[(Part, usize)] {
        &self.parts
    }

    /// Name and role of a column.
    pub(super) fn name(&self, at: usize) -> (&str, Role) {
        let (name, role) = &self.names[at];
        (name, *role)
    }

    /// A column, if the calendar still has it.
    pub(super) fn column(&self, at: usize) -> Option<&Column> {
        self.columns[at].and_then(|at| self.calendar.columns.get(at))
    }

    pub(super) const fn calendar(&self) -> &Arc<Calendar> {
        &self.calendar
    }

    /// Standard deviations of the coefficients before anything was seen.
    pub(super) fn priors(&self) -> Vec<f64> {
        let mut priors = Vec::with_capacity(self.width);
        for (part, _) in &self.parts {
            let own = match part {
                Part::Level => prior::LEVEL,
                Part::Places(_) | Part::Season(_) => prior::PLACE,
                Part::Drift { .. } => prior::DRIFT,
                Part::Year => prior::YEAR,
                Part::Month => prior::MONTH,
                Part::Closing => prior::CLOSING,
                Part::AnyHoliday => prior::HOLIDAY,
                Part::Column { column, .. } => match self.names[*column].1 {
                    Role::Promotion => prior::PROMOTION,
                    Role::Price => prior::ELASTICITY,
                    Role::Holiday | Role::Event => prior::HOLIDAY,
                    Role::Other => prior::OTHER,
                },
            };
            match part {
                Part::Column { places, .. } => {
                    priors.push(own);
                    priors.extend(std::iter::repeat_n(prior::PROMOTION_AT_PLACE, *places));
                }
                // Faster waves are smaller.
                Part::Year | Part::Month | Part::Season(_) => {
                    priors.extend((0..part.width()).map(|at| own / (1 + at / 2) as f64));
                }
                _ => priors.extend(std::iter::repeat_n(own, part.width())),
            }
        }
        priors
    }

    /// Writes the row of a period.
    pub(super) fn fill(&self, t: usize, row: &mut [f64]) {
        for (part, from) in &self.parts {
            let stretch = &mut row[*from..*from + part.width()];
            match part {
                Part::Level => stretch[0] = 1.0,
                Part::Places(season) => {
                    stretch.fill(0.0);
                    stretch[t % season] = 1.0;
                }
                Part::Season(season) => waves((t % season) as f64 / *season as f64, stretch),
                Part::Drift { every, knots } => {
                    stretch.fill(0.0);
                    // The first knot is the level itself.
                    let place = (t as f64 / *every as f64).min(*knots as f64);
                    let before = place as usize;
                    if before > 0 {
                        stretch[before - 1] = 1.0 - (place - before as f64);
                    }
                    if before < *knots {
                        stretch[before] = place - before as f64;
                    }
                }
                Part::Year => waves(t as f64 / YEAR, stretch),
                Part::Month => waves(self.share_of_month(t), stretch),
                Part::Closing => {
                    stretch[0] = f64::from(u8::from(self.is_odd_closing(t + 1)));
                    stretch[1] = f64::from(u8::from(t > 0 && self.is_odd_closing(t - 1)));
                }
                Part::AnyHoliday => {
                    let columns = self.calendar.columns.iter();
                    let holidays = columns.filter(|column| column.role == Role::Holiday);
                    stretch[0] = holidays.map(|column| column.at(t)).fold(0.0, f64::max);
                }
                Part::Column { column, about, over, places } => {
                    stretch.fill(0.0);
                    // What is not told any more is as usual.
                    let Some(column) = self.column(*column) else { continue };
                    let value = match column.role {
                        Role::Price => math::ln(column.at(t).max(f64::MIN_POSITIVE)),
                        _ => column.at(t),
                    };
                    stretch[0] = (value - about) / over;
                    if *places > 0 {
                        stretch[1 + t % places] = stretch[0];
                    }
                }
            }
        }
    }

    /// How much of its month is over at the beginning of day `t`, 0 to 1.
    fn share_of_month(&self, t: usize) -> f64 {
        let day = self.calendar.first_day.unwrap_or(0).saturating_add(t as i32);
        let day = day.clamp(date::EARLIEST, date::LATEST);
        let (year, month, day_of_month) = date::civil(day);
        let first = day - (day_of_month - 1);
        let next = if month == 12 {
            date::day_number(year + 1, 1, 1)
        } else {
            date::day_number(year, month + 1, 1)
        };
        f64::from(day_of_month - 1) / f64::from((next - first).max(1))
    }

    /// Whether a period is closed though others at its place are open.
    fn is_odd_closing(&self, t: usize) -> bool {
        !self.calendar.is_open(t) && self.open_share[t % self.season] > 0.5
    }
}

impl Part {
    const fn width(&self) -> usize {
        match self {
            Self::Level | Self::AnyHoliday => 1,
            Self::Places(season) => *season,
            Self::Season(_) => 2 * SEASON_WAVES,
            Self::Drift { knots, .. } => *knots,
            Self::Year => 2 * YEAR_WAVES,
            Self::Month => 2 * MONTH_WAVES,
            Self::Closing => 2,
            Self::Column { places, .. } => 1 + *places,
        }
    }
}

/// Sines and cosines of 1, 2, … turns.
fn waves(turns: f64, stretch: &mut [f64]) {
    let angle = std::f64::consts::TAU * (turns - turns.floor());
    let (sine, cosine) = (math::sin(angle), math::cos(angle));
    let (mut s, mut c) = (sine, cosine);
    for pair in stretch.chunks_exact_mut(2) {
        pair[0] = s;
        pair[1] = c;
        (s, c) = (s * cosine + c * sine, c * cosine - s * sine);
    }
}

fn open_share(series: &Series) -> Vec<f64> {
    let season = series.season();
    let mut open = vec![(0.0, 0.0); season];
    for t in 0..series.len() {
        let place = &mut open[t % season];
        place.0 += f64::from(u8::from(series.calendar().is_open(t)));
        place.1 += 1.0;
    }
    open.into_iter().map(|(open, all)| if all > 0.0 { open / all } else { 1.0 }).collect()
}

/// Whether two numbers of a column are not the same but for rounding.
pub(super) fn differ(a: f64, b: f64) -> bool {
    (a - b).abs() > 1e-9 * a.abs().max(b.abs())
}
