//! Why there is no forecast.

/// Why there is no forecast, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The history is empty, or all of it is missing.
    #[error("there is no history: bring in at least one whole period of sales")]
    NoHistory,
    /// Too few values for this model.
    #[error(
        "{observed} values are too few for this model, which needs {needed}: choose a simpler one or wait"
    )]
    TooShort {
        /// Values observed.
        observed: usize,
        /// Values needed.
        needed: usize,
    },
    /// A value is not finite, or beyond ±1e15, where sums lose whole units.
    #[error("value {at} is not a number that can be forecast: correct it or leave it out")]
    BadValue {
        /// Its position, from 0.
        at: usize,
    },
    /// A season length below 2, or several that do not rise.
    #[error("season lengths must rise and be 2 or more")]
    BadSeasons,
    /// A horizon of 0 or above [`super::levels::MOST_STEPS`].
    #[error("a forecast reaches 1 to 10,000 steps, not {steps}")]
    BadHorizon {
        /// The steps asked for.
        steps: usize,
    },
    /// Levels outside (0, 1), not rising, or none.
    #[error("quantile levels must rise and lie between 0 and 1")]
    BadLevels,
    /// Wholes whose parts do not exist or repeat, or numbers that are not one per series.
    #[error(
        "parts and wholes do not match: name each part once, and give as many numbers as series"
    )]
    BadHierarchy,
    /// No model of this name.
    #[error("there is no model of this name")]
    UnknownModel,
    /// The model found nothing that fits: another may.
    #[error("this model found nothing that fits these values: choose another")]
    NoFit,
}

impl Error {
    /// Stable code; a page has a sentence for each.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoHistory => "forecast-no-history",
            Self::TooShort { .. } => "forecast-too-short",
            Self::BadValue { .. } => "forecast-bad-value",
            Self::BadSeasons => "forecast-bad-seasons",
            Self::BadHorizon { .. } => "forecast-bad-horizon",
            Self::BadLevels => "forecast-bad-levels",
            Self::BadHierarchy => "forecast-bad-hierarchy",
            Self::UnknownModel => "forecast-unknown-model",
            Self::NoFit => "forecast-no-fit",
        }
    }
}
