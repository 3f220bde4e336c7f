//! Which features a model has: what its series share.

use crate::forecast::{Frequency, Role, Series};

/// Columns beyond are left out.
const MOST_COLUMNS: usize = 12;

/// What the series of a model share.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    pub(super) frequency: Frequency,
    /// Periods of a season; 1 for none.
    pub(super) season: usize,
    /// Steps ahead it learns.
    pub(super) horizon: usize,
    /// Whether dates are known.
    pub(super) has_days: bool,
    /// Whether opening days are.
    pub(super) has_open: bool,
    /// Whether the place in the season means the same in every series.
    pub(super) has_phase: bool,
    pub(super) roles: Vec<Role>,
}

impl Layout {
    pub(super) fn of(series: &[Series], horizon: usize) -> Option<Self> {
        let first = series.first()?;
        let calendar = first.calendar();
        let has_days = series.iter().all(|series| series.calendar().first_day.is_some());
        Some(Self {
            frequency: first.frequency(),
            season: first.season(),
            horizon,
            has_days,
            has_open: series.iter().any(|series| series.calendar().is_open.contains(&false)),
            has_phase: !has_days && series.len() == 1 && first.season() > 1,
            roles: calendar.columns.iter().take(MOST_COLUMNS).map(|column| column.role).collect(),
        })
    }

    /// Periods over which levels are taken, shortest first.
    pub(super) const fn windows(&self) -> &'static [usize] {
        match self.frequency {
            Frequency::Hourly => &[24, 48, 168, 672],
            Frequency::Daily => &[7, 14, 28, 56, 112, 364],
            Frequency::Weekly => &[4, 13, 26, 52, 104],
            Frequency::Monthly => &[3, 6, 12, 24, 36],
            Frequency::Quarterly => &[2, 4, 8, 16],
            Frequency::Yearly => &[2, 3, 5, 10],
        }
    }

    /// Periods whose level is the unit of a series.
    pub(super) const fn recent(&self) -> usize {
        match self.frequency {
            Frequency::Hourly => 168,
            Frequency::Daily => 56,
            Frequency::Weekly => 52,
            Frequency::Monthly => 12,
            Frequency::Quarterly => 8,
            Frequency::Yearly => 4,
        }
    }

    /// Periods after which the same part of the year returns, if that is not the season itself.
    pub(super) const fn year(&self) -> Option<usize> {
        match self.frequency {
            Frequency::Daily => Some(364),
            Frequency::Hourly => Some(168),
            _ => None,
        }
    }
}

/// What a layout's bytes begin with.
const VERSION: u8 = 1;
const ROLES: [Role; 5] = [Role::Promotion, Role::Price, Role::Holiday, Role::Event, Role::Other];

impl Layout {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut out = vec![VERSION];
        out.extend(self.frequency.letter().as_bytes());
        for number in [self.season, self.horizon] {
            out.extend((number.min(u32::MAX as usize) as u32).to_le_bytes());
        }
        out.extend([self.has_days, self.has_open, self.has_phase].map(u8::from));
        out.push(self.roles.len() as u8);
        let place = |role: &Role| ROLES.iter().position(|other| other == role).unwrap_or(0);
        out.extend(self.roles.iter().map(|role| place(role) as u8));
        out
    }

    /// Reads a layout from the front of some bytes; what follows is returned with it.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (head, rest) = bytes.split_first_chunk::<14>()?;
        let [version, letter, s0, s1, s2, s3, h0, h1, h2, h3, days, open, phase, columns] = *head;
        let (roles, rest) = rest.split_at_checked(usize::from(columns))?;
        let letter = char::from(letter).to_string();
        let layout = Self {
            frequency: Frequency::of_letter(&letter)?,
            season: u32::from_le_bytes([s0, s1, s2, s3]) as usize,
            horizon: u32::from_le_bytes([h0, h1, h2, h3]) as usize,
            has_days: days != 0,
            has_open: open != 0,
            has_phase: phase != 0,
            roles: roles
                .iter()
                .map(|at| ROLES.get(usize::from(*at)).copied())
                .collect::<Option<_>>()?,
        };
        let is_sound = version == VERSION && layout.season > 0 && layout.horizon > 0;
        is_sound.then_some((layout, rest))
    }
}
