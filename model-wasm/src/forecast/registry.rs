//! The models there are.

use super::Error;

macro_rules! names {
    ($($variant:ident $text:literal $doc:literal)*) => {
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
        }
    };
}

names! {
    Ensemble "ensemble" "The median of structurally different models: the default."
    AutoEts "autoets" "Exponential smoothing, form chosen by AICc."
    Dot "dot" "Dynamic optimised theta."
    Theta "theta" "The theta method."
    SeasonalNaive "snaive" "The last season again."
    Drift "drift" "From the last value along the line through the first and the last."
    Mean "mean" "The mean of all values."
    MovingAverage "average" "The mean of the last values."
}

impl Name {
    /// The model of a name.
    ///
    /// # Errors
    /// [`Error::UnknownModel`].
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::ALL.iter().copied().find(|name| name.as_str() == text).ok_or(Error::UnknownModel)
    }
}
