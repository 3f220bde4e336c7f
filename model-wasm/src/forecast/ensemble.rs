//! Structurally different models together, each weighted by how well it would have done: their median; for demand that
//! comes now and then their mean.
//!
//! # Source
//! Petropoulos & Svetunkov (2020), A simple combination of univariate models, Int. J. Forecasting 36(1).

mod blend;
mod member;
mod panel;
mod weighing;

use std::collections::VecDeque;
use std::rc::Rc;

use super::regression::{Adjustment, Explained};
use super::{Error, Fitting, Method, Name, Series, Step, year};
use blend::{Blend, Manner};
use member::Member;
use panel::Panel;
use weighing::Weighing;

/// What its members expect together; never fails on a series that has a value.
#[derive(Clone, Default)]
pub struct Ensemble {
    extra: Vec<(Name, Rc<dyn Method>)>,
}

impl Ensemble {
    /// The usual members and others beside them: models that cost more, or were trained on many series. A name tells
    /// whose share it is.
    #[must_use]
    pub const fn with(extra: Vec<(Name, Rc<dyn Method>)>) -> Self {
        Self { extra }
    }
}

impl Method for Ensemble {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        let mut asked = member::usual(series);
        asked.extend(self.extra.iter().map(|(name, method)| Member::extra(*name, method)));
        Ok(Box::new(EnsembleFitting {
            series: series.clone(),
            stage: Stage::Explaining,
            asked,
            fallback: member::fallback(),
            panel: Panel::new(series),
        }))
    }

    fn knows_columns(&self) -> bool {
        true
    }
}

/// Learns what columns add, fits one member after the other, then weighs them.
struct EnsembleFitting {
    series: Series,
    stage: Stage,
    asked: VecDeque<Member>,
    /// Who is asked if nobody could be fitted, until one can.
    fallback: VecDeque<Member>,
    panel: Panel,
}

enum Stage {
    Explaining,
    Asking,
    Fitting(Member, Box<dyn Fitting>),
    Weighing(Weighing),
}

impl Fitting for EnsembleFitting {
    fn step(&mut self) -> Result<Step, Error> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Asking) {
            Stage::Explaining => {
                self.explain();
                Stage::Asking
            }
            Stage::Asking => self.ask()?,
            Stage::Fitting(member, mut fitting) => match fitting.step() {
                Ok(Step::More) => Stage::Fitting(member, fitting),
                Ok(Step::Done(model)) => {
                    self.panel.seat(&member, model);
                    Stage::Asking
                }
                // Whoever finds nothing is not counted.
                Err(_) => Stage::Asking,
            },
            Stage::Weighing(mut weighing) => {
                if !weighing.step(&self.series, &self.panel) {
                    let panel = std::mem::replace(&mut self.panel, Panel::new(&self.series));
                    let manner = Manner::of(&self.series);
                    let blend = Blend::new(panel, weighing.weights(), manner, &self.series);
                    return Ok(Step::Done(Box::new(blend)));
                }
                Stage::Weighing(weighing)
            }
        };
        Ok(Step::More)
    }
}

impl EnsembleFitting {
    /// What columns and a year that returns add; members go without where nothing of it can be learned.
    fn explain(&mut self) {
        if !Explained::is_worth_it(&self.series) && !year::returns(&self.series) {
            return;
        }
        let Ok(explained) = Explained::fit(&self.series).map(Rc::new) else { return };
        if explained.is_model() {
            self.asked.push_front(Member::regression(&explained));
        }
        let adjustment = Adjustment::new(explained, &self.series);
        if let Ok(adjusted) = adjustment.remove(&self.series) {
            self.panel.adjust(adjustment, adjusted);
        }
    }

    /// Begins with the next member, with the weighing if there is none.
    fn ask(&mut self) -> Result<Stage, Error> {
        let fallback = &mut self.fallback;
        let next = self.asked.pop_front();
        let next = next.or_else(|| if self.panel.is_empty() { fallback.pop_front() } else { None });
        let Some(member) = next else {
            if self.panel.is_empty() {
                return Err(Error::NoFit);
            }
            return Ok(Stage::Weighing(Weighing::new(&self.series, &self.panel)));
        };
        let fitting = member.method.begin(self.panel.series_of(member.view, &self.series));
        Ok(fitting.map_or(Stage::Asking, |fitting| Stage::Fitting(member, fitting)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::{FitStep, Frequency, Levels, Spec};

    #[test]
    fn it_names_what_its_members_chose_and_forecasts_between_them() {
        let mut random = crate::Random::new(2);
        let season = |t: usize| [8.0, 9.0, 12.0, 11.0][t % 4];
        let observed = (0..60).map(|t| Some(season(t) * (10.0 + random.normal()))).collect();
        let series = Series::new(observed, Frequency::Quarterly).unwrap();
        let mean = |name: Name| {
            Spec::new(name, 4).fit(&series).unwrap().forecast(4, &Levels::bands()).unwrap().mean
        };
        let fitted = Spec::new(Name::Ensemble, 4).fit(&series).unwrap();
        assert!(fitted.notation().contains("ETS("), "{}", fitted.notation());
        let names = [Name::AutoEts, Name::Dot, Name::Ces, Name::LevelShape, Name::Mstl];
        let members = names.map(mean);
        for (step, mean) in mean(Name::Ensemble).into_iter().enumerate() {
            let low = members.iter().map(|m| m[step]).fold(f64::INFINITY, f64::min);
            let high = members.iter().map(|m| m[step]).fold(f64::NEG_INFINITY, f64::max);
            // Theta of logarithms is asked too.
            assert!((0.97 * low..=1.03 * high).contains(&mean), "{low} {mean} {high}");
        }
    }

    #[test]
    fn demand_now_and_then_is_expected_in_the_mean_and_comes_in_counts() {
        let observed = (0..120).map(|t| Some(f64::from(u8::from(t % 3 == 0)))).collect();
        let series = Series::new(observed, Frequency::Daily).unwrap();
        let fitted = Spec::new(Name::Ensemble, 9).fit(&series).unwrap();
        let forecast = fitted.forecast(9, &Levels::bands()).unwrap();
        let expected = forecast.mean.iter().sum::<f64>() / 9.0;
        assert!((expected - 1.0 / 3.0).abs() < 0.05, "{expected}");
        // More often than not nothing is sold.
        assert!(forecast.row(0)[3] < 0.5 && forecast.row(0)[6] > 0.5, "{:?}", forecast.row(0));
    }

    #[test]
    fn others_may_be_asked_beside_the_usual_members() {
        let observed = (0..40).map(|t| Some(100.0 + f64::from(t))).collect();
        let series = Series::new(observed, Frequency::Yearly).unwrap();
        let ensemble = Ensemble::with(vec![(Name::Drift, Rc::from(Name::Drift.method()))]);
        let mut run = Spec::new(Name::Ensemble, 3).begin_with(&ensemble, &series).unwrap();
        let fitted = loop {
            if let FitStep::Done(fitted) = run.step().unwrap() {
                break fitted;
            }
        };
        let shares = fitted.model().shares();
        assert!(shares.iter().any(|(name, share)| *name == Name::Drift && *share > 0.0));
        let sum: f64 = shares.iter().map(|(_, share)| share).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{shares:?}");
    }
}
