//! What is worth saying about a series.
//!
//! Each finding must be large enough to matter to a merchant *and* too large to be chance; a series of noise has
//! nothing to say.

mod growth;
mod level;
mod place;
mod unusual;

use super::Series;

/// One thing worth saying. Shares are of what they are compared with: 0.12 is 12 % more.
#[derive(Debug, Clone, PartialEq)]
pub enum Insight {
    /// More or less than in the year before.
    Growth {
        /// The last `span` periods against the same a year earlier.
        change: f64,
        /// Periods compared: a year, or what there is of the second one.
        span: usize,
    },
    /// The place of the season that sells most.
    Strongest {
        /// Which.
        place: Place,
        /// Against the mean of all.
        change: f64,
    },
    /// The one that sells least, though it sells.
    Weakest {
        /// Which.
        place: Place,
        /// Against the mean of all.
        change: f64,
    },
    /// A step that the trend does not explain.
    LevelShift {
        /// Its first period, exact to a season.
        at: usize,
        /// The level after it against the level before.
        change: f64,
        /// The mean of the season before it.
        before: f64,
        /// The mean of the season after it.
        after: f64,
    },
    /// A period far from what its neighbours and its season make likely, in the last season or two.
    Unusual {
        /// Which.
        at: usize,
        /// What was sold.
        value: f64,
        /// What would have been usual.
        expected: f64,
    },
}

/// A place of a season that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// 0 Monday to 6 Sunday.
    Weekday(u8),
    /// 0 January to 11 December.
    Month(u8),
}

/// What is worth saying about a series, most telling kinds first; empty for a short or quiet one.
///
/// Places of the season have names only if the calendar says when the series begins.
#[must_use]
pub fn insights(series: &Series) -> Vec<Insight> {
    let Ok(series) = series.without_closed() else { return Vec::new() };
    let observed = series.observed().iter().flatten();
    if observed.sum::<f64>() <= 0.0 {
        return Vec::new();
    }
    let mut found = Vec::new();
    found.extend(growth::find(&series));
    found.extend(level::find(&series));
    found.extend(place::find(&series));
    found.extend(unusual::lately(&series));
    found
}

/// Every [`Insight::Unusual`] of a history, oldest first; empty where more than 2 % of it would be, since what is
/// that frequent is usual.
#[must_use]
pub fn unusual(series: &Series) -> Vec<Insight> {
    series.without_closed().map_or_else(|_| Vec::new(), |series| unusual::ever(&series))
}

#[cfg(test)]
mod tests;
