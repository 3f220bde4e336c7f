//! What is worth saying about a series in words.

use serde::{Deserialize, Serialize};

use crate::day::Day;

/// What an [`Insight`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum InsightKind {
    /// Growth (or decline): `change` of the last `value` periods against the same a year earlier.
    Growth,
    /// The strongest place of a season of `value` places (7 or 12): `place`, against the mean by `change`.
    Strongest,
    /// The weakest place of a season of `value` places (7 or 12): `place`, against the mean by `change`.
    Weakest,
    /// Since `first` the level is another: `change` against before; `value` against `before` in steps of the
    /// measure.
    LevelShift,
    /// Since `first` the trend is another: `change` a year, after it was `before` a year.
    TrendBreak,
    /// What `name` (a holiday's key) brings: `change` against an ordinary day.
    Holiday,
    /// What `name` (a promotion of the merchant) brings: `change`.
    Promotion,
    /// What `name` (an event of the merchant) brings: `change`.
    Event,
    /// On `first` far more or less than expected was sold: `value` against `before` expected.
    Outlier,
    /// The same, longer ago or one of several: marked where the sales are drawn, not put in words.
    Unusual,
}

impl InsightKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Growth,
        Self::Strongest,
        Self::Weakest,
        Self::LevelShift,
        Self::TrendBreak,
        Self::Holiday,
        Self::Promotion,
        Self::Event,
        Self::Outlier,
        Self::Unusual,
    ];

    /// Its number in a chunk; never reused.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Growth => 0,
            Self::Strongest => 1,
            Self::Weakest => 2,
            Self::LevelShift => 3,
            Self::TrendBreak => 4,
            Self::Holiday => 5,
            Self::Promotion => 6,
            Self::Event => 7,
            Self::Outlier => 8,
            Self::Unusual => 9,
        }
    }

    /// The kind of a number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
}

/// One thing worth saying. What a kind does not use is `None`, 0 or empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Insight {
    /// What it is about.
    pub kind: InsightKind,
    /// A holiday's key or the merchant's own name.
    pub name: String,
    /// Since when, or when.
    pub first: Option<Day>,
    /// Place of the season: 0 Monday to 6 Sunday of 7, 0 January to 11 December of 12.
    pub place: Option<u16>,
    /// How much, thousandths: 120 is 12 % more.
    pub change: i32,
    /// As the kind says.
    pub value: i64,
    /// What `change` or `value` is against.
    pub before: i64,
}
