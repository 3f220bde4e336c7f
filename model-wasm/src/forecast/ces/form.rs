//! The four ways a season may enter.

use super::passes::{Complex, Smoothing};

/// Where the season is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Nowhere.
    None,
    /// Each place of the season is a series of its own, with the same parameter; there is no common level.
    Simple,
    /// It adds to the level and is smoothed as usual.
    Partial,
    /// It adds to the level and is smoothed in the complex way too.
    Full,
}

/// Bounds of each parameter: of those statsforecast searches.
const LEAST: f64 = 0.01;
const MOST: [f64; 4] = [1.8, 1.9, 1.5, 1.5];

impl Form {
    /// The simplest first.
    pub(super) const ALL: [Self; 4] = [Self::None, Self::Simple, Self::Partial, Self::Full];

    pub(super) const fn has_season(self) -> bool {
        !matches!(self, Self::None)
    }

    /// What is estimated besides the smoothing parameters, as statsforecast counts it: the components of the state and
    /// the variance.
    pub(super) const fn counted(self) -> f64 {
        match self {
            Self::None | Self::Simple => 3.0,
            Self::Partial => 4.0,
            Self::Full => 5.0,
        }
    }

    /// Where a search begins.
    pub(super) fn first_point(self) -> Vec<f64> {
        match self {
            Self::None | Self::Simple => vec![1.3, 1.0],
            Self::Partial => vec![1.3, 1.0, 0.1],
            Self::Full => vec![1.3, 1.0, 1.3, 1.0],
        }
    }

    /// The least and the most each parameter may be.
    pub(super) fn bounds(self) -> (Vec<f64>, Vec<f64>) {
        let parameters = self.first_point().len();
        (vec![LEAST; parameters], MOST[..parameters].to_vec())
    }

    /// Takes a point apart.
    pub(super) fn read(self, x: &[f64]) -> Smoothing {
        let at = |at: usize| x.get(at).copied().unwrap_or_default();
        let (first, second) = (Complex { re: at(0), im: at(1) }, Complex { re: at(2), im: at(3) });
        match self {
            Self::Simple => Smoothing { level: second, season: first },
            Self::None | Self::Partial | Self::Full => Smoothing { level: first, season: second },
        }
    }

    /// The reverse of [`Self::read`].
    pub(super) fn write(self, smoothing: Smoothing, x: &mut [f64]) {
        let Smoothing { level, season } = smoothing;
        let (first, second) = if self == Self::Simple { (season, level) } else { (level, season) };
        for (x, value) in x.iter_mut().zip([first.re, first.im, second.re, second.im]) {
            *x = value;
        }
    }

    /// Its letter, as the authors' software names it.
    pub(super) const fn letter(self) -> &'static str {
        match self {
            Self::None => "N",
            Self::Simple => "S",
            Self::Partial => "P",
            Self::Full => "F",
        }
    }
}
