//! The forms of exponential smoothing.

use std::fmt;

/// How errors enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Errors {
    /// Of the same size at any level.
    Additive,
    /// In proportion to the level.
    Multiplicative,
}

/// How the level moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trend {
    /// Not by itself.
    None,
    /// Along a line.
    Additive,
    /// Along a line that flattens.
    Damped,
}

/// How seasons enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Season {
    /// Not.
    None,
    /// Of the same size at any level.
    Additive,
    /// In proportion to the level.
    Multiplicative,
}

/// One form of the taxonomy: `ETS(error, trend, season)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) errors: Errors,
    pub(super) trend: Trend,
    pub(super) season: Season,
}

impl Form {
    /// Every form that is tried, simple ones first. Additive errors with a multiplicative season are left out: the
    /// likelihood of that form has infinite forecast variances (Hyndman et al. 2008, chapter 15).
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let seasons = [Season::None, Season::Additive, Season::Multiplicative];
        let trends = [Trend::None, Trend::Damped, Trend::Additive];
        let errors = [Errors::Additive, Errors::Multiplicative];
        let forms = seasons.into_iter().flat_map(move |season| {
            trends.into_iter().flat_map(move |trend| {
                errors.into_iter().map(move |errors| Self { errors, trend, season })
            })
        });
        forms.filter(|form| {
            form.errors == Errors::Multiplicative || form.season != Season::Multiplicative
        })
    }

    /// Whether it is for strictly positive values only.
    pub(super) fn needs_positive(self) -> bool {
        self.errors == Errors::Multiplicative || self.season == Season::Multiplicative
    }

    /// Smoothing parameters: alpha, beta, gamma, phi as far as the form has them.
    pub(super) fn smoothing(self) -> usize {
        let trend = match self.trend {
            Trend::None => 0,
            Trend::Additive => 1,
            Trend::Damped => 2,
        };
        1 + trend + usize::from(self.season != Season::None)
    }

    /// Free initial states: level, growth and all seasons but one, which the others give.
    pub(super) fn states(self, m: usize) -> usize {
        let seasons = if self.season == Season::None { 0 } else { m - 1 };
        1 + usize::from(self.trend != Trend::None) + seasons
    }

    /// Everything estimated from the data but the error variance.
    pub(super) fn estimated(self, m: usize) -> usize {
        self.smoothing() + self.states(m)
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = if self.errors == Errors::Additive { "A" } else { "M" };
        let trend = match self.trend {
            Trend::None => "N",
            Trend::Additive => "A",
            Trend::Damped => "Ad",
        };
        let season = match self.season {
            Season::None => "N",
            Season::Additive => "A",
            Season::Multiplicative => "M",
        };
        write!(f, "ETS({errors},{trend},{season})")
    }
}
