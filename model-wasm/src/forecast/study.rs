//! Everything a merchant asks about one series, in one run.

use std::rc::Rc;

use super::{
    Accuracy, Backtest, BacktestRun, Calendar, Components, Effect, EffectKind, Error, FitRun,
    FitStep, Fitted, Forecast, Levels, Method, Name, Series, Spec, Taught, Trained,
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
    /// Whether trend, season and what columns add are wanted.
    pub with_components: bool,
    /// The champion, whatever the comparison says, if it is among those that could be fitted.
    pub chosen: Option<Name>,
    /// What might be known of time instead: the same until the end of the history, other prices, promotions or open
    /// days ahead.
    pub what_if: Option<Calendar>,
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
    /// What it says, step by step.
    pub forecast: Forecast,
    /// How much it counts in the ensemble, 0 to 1; none where it is no member or no ensemble was asked.
    pub share: Option<f64>,
}

/// The answer to a [`StudySpec`].
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// The model the forecast is from: the chosen one, else the first of the list, unless its MASE is more than half above the lowest
    /// among those tried at as many origins; then that one.
    pub champion: Name,
    /// Its forecast, step by step.
    pub forecast: Forecast,
    /// The sum over the horizon: one row. Its quantiles are not the sums of the steps' quantiles.
    pub total: Forecast,
    /// Every model that could be fitted, in the order of the list.
    pub contenders: Vec<Contender>,
    /// Trend, season and what columns add, if wanted.
    pub components: Option<Components>,
    /// What the champion expects if ahead things are as [`StudySpec::what_if`] says.
    pub what_if: Option<WhatIf>,
}

/// A forecast of what might be.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIf {
    /// Step by step.
    pub forecast: Forecast,
    /// The sum over the horizon: one row.
    pub total: Forecast,
}

impl StudySpec {
    /// Begins the study.
    ///
    /// # Errors
    /// [`Error::BadHorizon`], [`Error::UnknownModel`] if no model is named.
    pub fn begin(&self, series: &Series) -> Result<StudyRun, Error> {
        self.begin_with(series, None)
    }

    /// Begins a study in which one of the models was trained before, on many series: it is not fitted to this one. It
    /// is tried at a single origin, and only over periods that it was not trained on.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub fn begin_with(&self, series: &Series, taught: Option<Taught>) -> Result<StudyRun, Error> {
        super::spec::check_horizon(self.horizon)?;
        if self.models.is_empty() {
            return Err(Error::UnknownModel);
        }
        let (spec, series) = (self.clone(), series.clone());
        let (found, refusal) = (Vec::new(), None);
        Ok(StudyRun { spec, series, taught, next: 0, stage: Stage::Idle, found, refusal })
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
    taught: Option<Taught>,
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
                let method: Box<dyn Method> = match self.taught(name) {
                    Some(taught) => Box::new(Trained(Rc::clone(&taught.model))),
                    None => name.method(),
                };
                let spec = Spec::new(name, self.spec.horizon);
                let run = spec.begin_with(method.as_ref(), &self.series)?;
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
                    let forecast = fitted.forecast(self.spec.horizon, &self.spec.levels)?;
                    let contender =
                        Contender { model: name, notation, accuracy, forecast, share: None };
                    self.found.push((contender, *fitted));
                    self.next += 1;
                }
            },
        }
        Ok(())
    }

    fn backtest(&self, model: Name) -> Result<BacktestRun, Error> {
        let (horizon, origins) = (self.spec.horizon, self.spec.origins);
        let Some(taught) = self.taught(model) else {
            return Backtest { model, horizon, origins }.begin(&self.series);
        };
        let held_out = Rc::clone(&taught.model).held_out();
        let origins = if held_out.is_some() { origins.min(1) } else { 0 };
        let method = Trained(held_out.unwrap_or_else(|| Rc::clone(&taught.model)));
        Backtest { model, horizon: horizon.min(taught.horizon), origins }
            .begin_with(Rc::new(method), &self.series)
    }

    fn taught(&self, name: Name) -> Option<&Taught> {
        self.taught.as_ref().filter(|taught| taught.name == name)
    }

    fn finish(&mut self) -> Result<Study, Error> {
        let (mut contenders, fits): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.found).into_iter().unzip();
        let is_chosen = |contender: &Contender| Some(contender.model) == self.spec.chosen;
        let chosen = contenders.iter().position(is_chosen);
        let Some(at) = chosen.or_else(|| champion(&contenders)) else {
            return Err(self.refusal.clone().unwrap_or(Error::NoFit));
        };
        let horizon = self.spec.horizon;
        let forecast = contenders[at].forecast.clone();
        let total = fits[at].total(horizon, &self.spec.levels)?;
        let is_wanted = self.spec.with_components;
        let components = if is_wanted {
            // What the champion knows of columns, else what anybody does.
            let by_rank = std::iter::once(&fits[at]).chain(&fits);
            let effects = by_rank.map(|fit| of_columns(fit.model().effects(horizon)));
            let effects = effects.into_iter().find(|effects| !effects.is_empty());
            let mut components = Components::of(&self.series, &forecast.mean)?;
            components.effects = effects.unwrap_or_default();
            Some(components)
        } else {
            None
        };
        let what_if = self.what_if(&fits[at])?;
        share_out(&mut contenders, &fits);
        let champion = contenders[at].model;
        Ok(Study { champion, forecast, total, contenders, components, what_if })
    }

    fn what_if(&self, champion: &Fitted) -> Result<Option<WhatIf>, Error> {
        let Some(calendar) = self.spec.what_if.clone() else { return Ok(None) };
        let fitted = champion.over(&self.series.clone().with_calendar(calendar))?;
        let forecast = fitted.forecast(self.spec.horizon, &self.spec.levels)?;
        let total = fitted.total(self.spec.horizon, &self.spec.levels)?;
        Ok(Some(WhatIf { forecast, total }))
    }
}

/// The effects that are of a column, not trend or season.
fn of_columns(effects: Vec<Effect>) -> Vec<Effect> {
    let is_column = |effect: &Effect| matches!(effect.kind, EffectKind::Column(_));
    effects.into_iter().filter(is_column).collect()
}

/// Notes how much each contender counts in the first that is made of others.
fn share_out(contenders: &mut [Contender], fits: &[Fitted]) {
    let shares = fits.iter().map(|fit| fit.model().shares()).find(|shares| !shares.is_empty());
    for (model, share) in shares.unwrap_or_default() {
        for contender in contenders.iter_mut().filter(|contender| contender.model == model) {
            *contender.share.get_or_insert(0.0) += share;
        }
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
    use crate::forecast::{FittedModel, Frequency, GlobalModel};

    fn contender(model: Name, origins: usize, mase: f64) -> Contender {
        let accuracy = Accuracy { origins, mase, ..Accuracy::default() };
        let forecast =
            Forecast { mean: Vec::new(), levels: Levels::bands(), quantiles: Vec::new() };
        Contender { model, notation: String::new(), accuracy, forecast, share: None }
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

    #[test]
    fn a_model_trained_before_is_tried_where_it_saw_nothing() {
        /// Says 5, and 7 if the last horizon was kept from it.
        struct Said(f64);

        impl FittedModel for Said {
            fn mean(&self, horizon: usize) -> Vec<f64> {
                vec![self.0; horizon]
            }

            fn spread(&self, horizon: usize) -> Vec<f64> {
                vec![1.0; horizon]
            }

            fn rebase(&self, _: &Series) -> Result<Box<dyn FittedModel>, Error> {
                Ok(Box::new(Self(self.0)))
            }
        }

        impl GlobalModel for Said {
            fn from_end_of(self: Rc<Self>, _: &Series) -> Result<Box<dyn FittedModel>, Error> {
                Ok(Box::new(Self(self.0)))
            }

            fn held_out(self: Rc<Self>) -> Option<Rc<dyn GlobalModel>> {
                Some(Rc::new(Self(7.0)))
            }

            fn to_bytes(&self) -> Vec<u8> {
                Vec::new()
            }
        }

        let observed = (0..60).map(|t| Some(f64::from(2 + 5 * i32::from(t >= 50)))).collect();
        let series = Series::new(observed, Frequency::Daily).unwrap();
        let spec = StudySpec {
            models: vec![Name::Trees],
            horizon: 7,
            levels: Levels::bands(),
            origins: 4,
            with_components: false,
            chosen: None,
            what_if: None,
        };
        let taught = Taught { name: Name::Trees, model: Rc::new(Said(9.0)), horizon: 7 };
        let mut run = spec.begin_with(&series, Some(taught)).unwrap();
        let study = loop {
            if let StudyStep::Done(study) = run.step().unwrap() {
                break study;
            }
        };
        assert!(study.forecast.mean.iter().all(|mean| (mean - 9.0).abs() < 1e-9), "{study:?}");
        let accuracy = &study.contenders[0].accuracy;
        assert_eq!(accuracy.origins, 1);
        assert!(accuracy.mase.abs() < 1e-9, "{accuracy:?}");
    }

    #[test]
    fn a_chosen_model_is_the_champion_and_shares_are_told() {
        let observed = (0..60).map(|t| Some(f64::from(20 + t % 7))).collect();
        let series = Series::new(observed, Frequency::Daily).unwrap();
        let spec = StudySpec {
            models: vec![Name::Ensemble, Name::Dot, Name::Mean],
            horizon: 7,
            levels: Levels::bands(),
            origins: 2,
            with_components: false,
            chosen: Some(Name::Mean),
            what_if: None,
        };
        let study = spec.run(&series).unwrap();
        let [_, dot, mean] = &study.contenders[..] else { panic!("{:?}", study.contenders) };
        assert_eq!((study.champion, &study.forecast), (Name::Mean, &mean.forecast));
        assert!(dot.share.is_some_and(|share| share > 0.0) && mean.share.is_none());
    }
}
