//! Everything a merchant asks about one series, in one run.

use super::{
    Accuracy, Backtest, BacktestRun, Components, Error, FitRun, FitStep, Fitted, Forecast, Levels,
    Name, Series, Spec,
};

/// What to find out about a series.
#[derive(Debug, Clone, PartialEq)]
pub struct StudySpec {
    /// The models to compare, in the order they are shown; with one there is nothing to compare.
    pub models: Vec<Name>,
    /// Steps ahead.
    pub horizon: usize,
    /// Quantiles wanted.
    pub levels: Levels,
    /// Rolling origins of the backtest at most; fewer where the history is short.
    pub origins: usize,
    /// Whether trend and season are wanted.
    pub with_components: bool,
}

/// A model in the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Contender {
    /// Which.
    pub model: Name,
    /// What it chose: see [`super::FittedModel::notation`].
    pub notation: String,
    /// How well it would have done.
    pub accuracy: Accuracy,
}

/// The answer to a [`StudySpec`].
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// The model the forecast is from: the first of the list, unless its MASE is more than half above the lowest
    /// among those tried at as many origins; then that one.
    pub champion: Name,
    /// Its forecast, step by step.
    pub forecast: Forecast,
    /// The sum over the horizon: one row. Its quantiles are not the sums of the steps' quantiles.
    pub total: Forecast,
    /// Every model that could be fitted, in the order of the list.
    pub contenders: Vec<Contender>,
    /// Trend and season, if wanted.
    pub components: Option<Components>,
}

impl StudySpec {
    /// Begins the study.
    ///
    /// # Errors
    /// [`Error::BadHorizon`], [`Error::UnknownModel`] if no model is named.
    pub fn begin(&self, series: &Series) -> Result<StudyRun, Error> {
        super::spec::check_horizon(self.horizon)?;
        if self.models.is_empty() {
            return Err(Error::UnknownModel);
        }
        let (spec, series) = (self.clone(), series.clone());
        Ok(StudyRun { spec, series, next: 0, stage: Stage::Idle, found: Vec::new(), refusal: None })
    }

    /// Runs it.
    ///
    /// # Errors
    /// As [`Self::begin`] and [`StudyRun::step`].
    pub fn run(&self, series: &Series) -> Result<Study, Error> {
        let mut run = self.begin(series)?;
        loop {
            if let StudyStep::Done(study) = run.step()? {
                return Ok(*study);
            }
        }
    }
}

/// A study under way.
pub struct StudyRun {
    spec: StudySpec,
    series: Series,
    /// Which model is worked for.
    next: usize,
    stage: Stage,
    found: Vec<(Contender, Fitted)>,
    /// Why the first model that could not be fitted could not.
    refusal: Option<Error>,
}

enum Stage {
    Idle,
    Fitting(Box<FitRun>),
    Trying(Box<Fitted>, Box<BacktestRun>),
}

/// How far a study is.
pub enum StudyStep {
    /// There is more to do; this step worked for that model.
    More(Name),
    /// It is done.
    Done(Box<Study>),
}

impl StudyRun {
    /// Does the next piece of work.
    ///
    /// # Errors
    /// Why the first model could not be fitted, if none could.
    pub fn step(&mut self) -> Result<StudyStep, Error> {
        let Some(name) = self.spec.models.get(self.next).copied() else {
            return self.finish().map(|study| StudyStep::Done(Box::new(study)));
        };
        if let Err(error) = self.work_for(name) {
            self.refusal.get_or_insert(error);
            self.stage = Stage::Idle;
            self.next += 1;
        }
        Ok(StudyStep::More(name))
    }

    /// Share of the work done, 0 to 1; models are taken to cost the same.
    #[must_use]
    pub fn share(&self) -> f64 {
        let inside = if let Stage::Trying(_, run) = &self.stage { run.share() } else { 0.0 };
        (self.next as f64 + inside) / self.spec.models.len() as f64
    }

    fn work_for(&mut self, name: Name) -> Result<(), Error> {
        match std::mem::replace(&mut self.stage, Stage::Idle) {
            Stage::Idle => {
                let run = Spec::new(name, self.spec.horizon).begin(&self.series)?;
                self.stage = Stage::Fitting(Box::new(run));
            }
            Stage::Fitting(mut run) => {
                self.stage = match run.step()? {
                    FitStep::More => Stage::Fitting(run),
                    FitStep::Done(fitted) => Stage::Trying(fitted, Box::new(self.backtest(name)?)),
                }
            }
            Stage::Trying(fitted, mut run) => match run.step() {
                None => self.stage = Stage::Trying(fitted, run),
                Some(accuracy) => {
                    let notation = fitted.notation();
                    self.found.push((Contender { model: name, notation, accuracy }, *fitted));
                    self.next += 1;
                }
            },
        }
        Ok(())
    }

    fn backtest(&self, model: Name) -> Result<BacktestRun, Error> {
        let (horizon, origins) = (self.spec.horizon, self.spec.origins);
        Backtest { model, horizon, origins }.begin(&self.series)
    }

    fn finish(&mut self) -> Result<Study, Error> {
        let (contenders, fits): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.found).into_iter().unzip();
        let Some(at) = champion(&contenders) else {
            return Err(self.refusal.clone().unwrap_or(Error::NoFit));
        };
        let forecast = fits[at].forecast(self.spec.horizon, &self.spec.levels)?;
        let total = fits[at].total(self.spec.horizon, &self.spec.levels)?;
        let is_wanted = self.spec.with_components;
        let components =
            if is_wanted { Some(Components::of(&self.series, &forecast.mean)?) } else { None };
        let champion = contenders[at].model;
        Ok(Study { champion, forecast, total, contenders, components })
    }
}

/// A first model up to this much above the best stays champion: the best of many at a few origins is the luckiest
/// more often than not, and choosing it by less costs accuracy.
const CLOSE: f64 = 1.5;

/// The place of the champion.
fn champion(contenders: &[Contender]) -> Option<usize> {
    let most = contenders.iter().map(|contender| contender.accuracy.origins).max()?;
    let compared = || contenders.iter().enumerate().filter(|(_, c)| c.accuracy.origins == most);
    let (first, favourite) = compared().next()?;
    let (best, winner) =
        compared().min_by(|(_, a), (_, b)| a.accuracy.mase.total_cmp(&b.accuracy.mase))?;
    Some(if favourite.accuracy.mase <= CLOSE * winner.accuracy.mase { first } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contender(model: Name, origins: usize, mase: f64) -> Contender {
        let accuracy = Accuracy { origins, mase, ..Accuracy::default() };
        Contender { model, notation: String::new(), accuracy }
    }

    #[test]
    fn the_champion_is_far_better_or_the_first() {
        let [first, close, better] = [(Name::Ensemble, 1.0), (Name::Dot, 0.7), (Name::Mean, 0.6)]
            .map(|(model, mase)| contender(model, 6, mase));
        assert_eq!(champion(&[first.clone(), close.clone()]), Some(0));
        assert_eq!(champion(&[first.clone(), close, better.clone()]), Some(2));
        // Who was tried less often is not compared.
        let lucky = Contender { accuracy: Accuracy { origins: 2, ..better.accuracy }, ..better };
        assert_eq!(champion(&[first, lucky]), Some(0));
        assert_eq!(champion(&[]), None);
    }

    #[test]
    fn without_a_backtest_the_first_is_champion() {
        let untried = [contender(Name::Ensemble, 0, 0.0), contender(Name::Mean, 0, 0.0)];
        assert_eq!(champion(&untried), Some(0));
    }
}
