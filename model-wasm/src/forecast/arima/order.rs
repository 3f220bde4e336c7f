//! How many terms of each kind a model has.

use std::fmt;

/// The orders of a seasonal ARIMA model, in the letters of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Order {
    /// Autoregressive terms.
    pub(super) p: usize,
    /// Differences.
    pub(super) d: usize,
    /// Moving-average terms.
    pub(super) q: usize,
    /// The same, a season apart.
    pub(super) seasonal: Seasonal,
    /// A mean without differences, a drift with one.
    pub(super) has_constant: bool,
}

/// The orders a season apart: all 0 where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seasonal {
    pub(super) p: usize,
    pub(super) d: usize,
    pub(super) q: usize,
    /// Season length; 1 for none.
    pub(super) m: usize,
}

impl Order {
    /// Coefficients that are searched for.
    pub(super) const fn coefficients(&self) -> usize {
        self.p + self.q + self.seasonal.p + self.seasonal.q
    }

    /// Differences of both kinds.
    pub(super) const fn differences(&self) -> usize {
        self.d + self.seasonal.d
    }

    /// Values that differencing takes.
    pub(super) const fn lost(&self) -> usize {
        self.d + self.seasonal.d * self.seasonal.m
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { p, d, q, seasonal, has_constant } = self;
        write!(f, "ARIMA({p},{d},{q})")?;
        if seasonal.p + seasonal.d + seasonal.q > 0 {
            write!(f, "({},{},{})[{}]", seasonal.p, seasonal.d, seasonal.q, seasonal.m)?;
        }
        match (has_constant, self.differences()) {
            (true, 0) => f.write_str(" with mean"),
            (true, _) => f.write_str(" with drift"),
            (false, _) => Ok(()),
        }
    }
}
