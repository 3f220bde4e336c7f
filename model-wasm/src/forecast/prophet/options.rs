//! What a caller may choose; the defaults are the peer's.

/// How the trend goes on.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Growth {
    /// Along a line whose slope changes at changepoints.
    #[default]
    Linear,
    /// Towards a ceiling and away from a floor, in units of the series; the ceiling must lie above.
    Logistic {
        /// What it never exceeds.
        ceiling: f64,
        /// What it never falls below.
        floor: f64,
    },
    /// Not at all.
    Flat,
}

/// How seasons and columns join the trend.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Combination {
    /// They are added to it.
    #[default]
    Additive,
    /// They are shares of it.
    Multiplicative,
}

/// How finely a season is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Harmonics {
    /// As finely as usual, if the history holds two of them and its periods are shorter than half of it.
    #[default]
    Auto,
    /// Not at all.
    Off,
    /// By so many waves, at most 50.
    Of(usize),
}

/// What [`Prophet`](super::Prophet) does.
#[derive(Debug, Clone, PartialEq)]
pub struct ProphetOptions {
    /// How the trend goes on.
    pub growth: Growth,
    /// How seasons and columns join the trend.
    pub combination: Combination,
    /// Places where the trend may bend, evenly over the first part of the history; at most 200.
    pub changepoints: usize,
    /// How large that part is, in (0, 1].
    pub changepoint_range: f64,
    /// Scale of the Laplace prior of the bends: small for a stiff trend. Above 0.
    pub changepoint_prior: f64,
    /// Standard deviation of the normal prior of a season's waves, above 0.
    pub season_prior: f64,
    /// The same for holidays, events and all other columns.
    pub column_prior: f64,
    /// The season of 365.25 days; 10 waves if [`Harmonics::Auto`].
    pub yearly: Harmonics,
    /// The season of 7 days; 3 waves.
    pub weekly: Harmonics,
    /// The season of a day; 4 waves.
    pub daily: Harmonics,
    /// What the paths that logistic trends may take are drawn with.
    pub seed: u64,
}

impl Default for ProphetOptions {
    fn default() -> Self {
        Self {
            growth: Growth::Linear,
            combination: Combination::Additive,
            changepoints: 25,
            changepoint_range: 0.8,
            changepoint_prior: 0.05,
            season_prior: 10.0,
            column_prior: 10.0,
            yearly: Harmonics::Auto,
            weekly: Harmonics::Auto,
            daily: Harmonics::Auto,
            seed: 0,
        }
    }
}
