//! Levels and shape of one history.

use super::fold::Fold;
use super::level::LevelModel;
use super::{Choice, check_length};
use crate::forecast::{Error, FittedModel, Frequency, Series};

/// See the module.
pub(super) struct FittedLevelShape {
    choice: Choice,
    fold: Fold,
    level: LevelModel,
}

impl FittedLevelShape {
    /// Folded as chosen; not at all where the history holds no season.
    pub(super) fn new(choice: Choice, series: &Series) -> Result<Self, Error> {
        check_length(series)?;
        let folded = if series.len() < choice.m { Choice { m: 1, kept: 1 } } else { choice };
        let fold = Fold::new(folded, series);
        let level = LevelModel::new(&fold.levels, lag(folded.m, series));
        Ok(Self { choice, fold, level })
    }

    /// Sum of the absolute errors of the steps to `ahead`.
    pub(super) fn error(&self, came: &[Option<f64>], ahead: usize) -> f64 {
        let errors = came.iter().zip(self.mean(ahead.min(came.len())));
        errors.filter_map(|(y, mean)| Some(((*y)? - mean).abs())).sum()
    }

    /// Level, its variance, and place in the season of each step.
    fn steps(&self, horizon: usize) -> impl Iterator<Item = ((f64, f64), usize)> {
        let m = self.fold.shape.len();
        let levels = self.level.ahead(horizon.div_ceil(m));
        (0..horizon).map(move |step| (levels[step / m], step % m))
    }
}

/// After how many levels a year comes round again, a week for hours; the season, where nothing is folded.
fn lag(m: usize, series: &Series) -> Option<usize> {
    if m == 1 {
        return Some(series.season());
    }
    let year = match series.frequency() {
        Frequency::Hourly => 168,
        Frequency::Daily => 364,
        Frequency::Weekly => 52,
        Frequency::Monthly => 12,
        Frequency::Quarterly => 4,
        Frequency::Yearly => return None,
    };
    Some((year + m / 2) / m)
}

impl FittedModel for FittedLevelShape {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.steps(horizon).map(|((level, _), place)| level * self.fold.shape[place]).collect()
    }

    /// The level's error, as the shape spreads it, and what single values are away from level times shape.
    fn spread(&self, horizon: usize) -> Vec<f64> {
        let spread = |((_, variance), place): ((f64, f64), usize)| {
            let (shape, noise) = (self.fold.shape[place], self.fold.noise[place]);
            (variance * shape * shape + noise * noise).sqrt()
        };
        self.steps(horizon).map(spread).collect()
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        Ok(Box::new(Self::new(self.choice, series)?))
    }

    fn notation(&self) -> String {
        match self.choice {
            Choice { m: 1, .. } => "level".to_owned(),
            Choice { m, kept } => format!("level × shape({m}, {kept})"),
        }
    }
}
