//! The models there are.

use super::{
    Error, GlobalMethod, Method, arima, ces, ensemble, ets, intermittent, level_shape, mstl,
    network, prophet, simple, theta, trees,
};

macro_rules! names {
    ($($variant:ident $text:literal $method:expr, $doc:literal)*) => {
        /// A model by name. Names are for ever: kept forecasts carry them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Name { $(#[doc = $doc] $variant,)* }

        impl Name {
            /// Every model.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The model with its usual options.
            #[must_use]
            pub fn method(self) -> Box<dyn Method> {
                match self { $(Self::$variant => Box::new($method),)* }
            }
        }
    };
}

names! {
    Ensemble "ensemble" ensemble::Ensemble::default(), "Structurally different models together: the default."
    AutoEts "autoets" ets::AutoEts, "Exponential smoothing, form chosen by AICc."
    AutoArima "autoarima" arima::AutoArima, "ARIMA, orders chosen by AICc."
    Ces "ces" ces::AutoCes, "Complex exponential smoothing, season chosen by AICc."
    Dot "dot" theta::DynamicTheta, "Dynamic optimised theta."
    OptimisedTheta "otheta" theta::OptimisedTheta, "Optimised theta."
    Theta "theta" theta::Theta, "The theta method."
    Mstl "mstl" mstl::Mstl::default(), "Several seasons taken off one after the other, exponential smoothing on the rest."
    LevelShape "levelshape" level_shape::LevelShape, "The level of whole seasons times the shape within them."
    Prophet "prophet" prophet::Prophet::default(), "Trend with changepoints, seasons as waves, holidays."
    Trees "trees" trees::Trees, "Gradient-boosted trees over lags, calendar and columns."
    Lstm "lstm" network::Lstm, "A recurrent network, learned in advance and on."
    Croston "croston" intermittent::Croston, "Size of a sale over the time between sales."
    Sba "sba" intermittent::Sba, "Croston's method, corrected."
    Tsb "tsb" intermittent::Tsb, "Size of a sale times the chance of one."
    Adida "adida" intermittent::Adida, "Sums over the time between sales, smoothed."
    Imapa "imapa" intermittent::Imapa, "The same over several spans of time."
    Counts "counts" intermittent::Counts, "A distribution of the units sold now and then."
    SeasonalNaive "snaive" simple::SeasonalNaive, "The last season again."
    Drift "drift" simple::Drift, "From the last value along the line through the first and the last."
    Mean "mean" simple::Mean, "The mean of all values."
    MovingAverage "average" simple::MovingAverage, "The mean of the last values."
}

impl Name {
    /// How it is trained on many series at once; `None` for models of one series.
    #[must_use]
    pub fn global(self) -> Option<Box<dyn GlobalMethod>> {
        match self {
            Self::Trees => Some(Box::new(trees::Trees)),
            Self::Lstm => Some(Box::new(network::Lstm)),
            _ => None,
        }
    }

    /// The model of a name.
    ///
    /// # Errors
    /// [`Error::UnknownModel`].
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::ALL.iter().copied().find(|name| name.as_str() == text).ok_or(Error::UnknownModel)
    }
}
