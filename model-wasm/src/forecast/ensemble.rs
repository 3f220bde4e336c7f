//! The median of structurally different models, weighted by how well each would have done.
//!
//! # Source
//! Petropoulos & Svetunkov (2020), A simple combination of univariate models, Int. J. Forecasting 36(1).

mod weighing;

use super::fitted::outlook;
use super::guard::Guard;
use super::logarithmic::Logarithmic;
use super::{Error, FittedModel, Fitting, Method, Name, Series, Step};
use weighing::{Weighing, weighted_median};

/// Who is asked.
const MEMBERS: &[Member] = &[
    Member::Named(Name::AutoEts),
    Member::Named(Name::Dot),
    Member::Logarithmic(Name::Dot),
    Member::Named(Name::SeasonalNaive),
];
/// Who is asked if no member could be fitted: they need a single value.
const FALLBACK: &[Member] = &[Member::Named(Name::MovingAverage), Member::Named(Name::Mean)];

/// A model in the ensemble.
#[derive(Debug, Clone, Copy)]
enum Member {
    Named(Name),
    Logarithmic(Name),
}

impl Member {
    /// The model, or the one it is a form of.
    const fn name(self) -> Name {
        match self {
            Self::Named(name) | Self::Logarithmic(name) => name,
        }
    }

    fn method(self) -> Box<dyn Method> {
        match self {
            Self::Named(name) => name.method(),
            Self::Logarithmic(name) => Box::new(Logarithmic(name)),
        }
    }
}

/// The weighted median of what its members expect; never fails on a series that has a value.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ensemble;

impl Method for Ensemble {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(Box::new(EnsembleFitting {
            series: series.clone(),
            asked: 0,
            under_way: None,
            names: Vec::new(),
            members: Vec::new(),
            weighing: None,
        }))
    }
}

/// Fits one member after the other, then weighs them.
struct EnsembleFitting {
    series: Series,
    asked: usize,
    under_way: Option<(Name, Box<dyn Fitting>)>,
    names: Vec<Name>,
    members: Vec<Box<dyn FittedModel>>,
    weighing: Option<Weighing>,
}

impl EnsembleFitting {
    /// Who comes next: the members, and if none of them could be fitted, the others until one can.
    fn next(&self) -> Option<Member> {
        if let Some(member) = MEMBERS.get(self.asked) {
            return Some(*member);
        }
        let fallback = FALLBACK.get(self.asked - MEMBERS.len()).copied();
        fallback.filter(|_| self.members.is_empty())
    }
}

impl Fitting for EnsembleFitting {
    fn step(&mut self) -> Result<Step, Error> {
        if let Some((name, mut fitting)) = self.under_way.take() {
            match fitting.step() {
                Ok(Step::More) => self.under_way = Some((name, fitting)),
                Ok(Step::Done(model)) => {
                    self.names.push(name);
                    self.members.push(model);
                }
                // Whoever finds nothing is not counted.
                Err(_) => {}
            }
            return Ok(Step::More);
        }
        if let Some(member) = self.next() {
            self.asked += 1;
            let fitting = member.method().begin(&self.series);
            self.under_way = fitting.ok().map(|fitting| (member.name(), fitting));
            return Ok(Step::More);
        }
        let weighing =
            self.weighing.get_or_insert_with(|| Weighing::new(&self.series, self.members.len()));
        if weighing.step(&self.series, &self.members) {
            return Ok(Step::More);
        }
        let weights = weighing.weights();
        let members = std::mem::take(&mut self.members);
        if members.is_empty() {
            return Err(Error::NoFit);
        }
        let names = std::mem::take(&mut self.names);
        let guard = Guard::new(&self.series);
        Ok(Step::Done(Box::new(Median { members, names, weights, guard })))
    }
}

/// Fitted members and their weights.
struct Median {
    names: Vec<Name>,
    members: Vec<Box<dyn FittedModel>>,
    weights: Vec<f64>,
    guard: Guard,
}

impl Median {
    fn of_members(&self, horizon: usize) -> (Vec<f64>, Vec<f64>) {
        let members = self.members.iter();
        let outlooks: Vec<_> =
            members.map(|model| outlook(model.as_ref(), &self.guard, horizon)).collect();
        let at = |step: usize| {
            let means = outlooks.iter().map(|(mean, _)| mean[step]);
            let spreads = outlooks.iter().map(|(_, spread)| spread[step]);
            (weighted_median(means, &self.weights), weighted_median(spreads, &self.weights))
        };
        (0..horizon).map(at).unzip()
    }
}

impl FittedModel for Median {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.of_members(horizon).0
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        self.of_members(horizon).1
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let guard = Guard::new(series);
        let mut based = Self { names: Vec::new(), members: Vec::new(), weights: Vec::new(), guard };
        for ((name, model), weight) in self.names.iter().zip(&self.members).zip(&self.weights) {
            if let Ok(model) = model.rebase(series) {
                based.names.push(*name);
                based.members.push(model);
                based.weights.push(*weight);
            }
        }
        if based.members.is_empty() {
            return Err(Error::NoFit);
        }
        Ok(Box::new(based))
    }

    fn shares(&self) -> Vec<(Name, f64)> {
        let sum: f64 = self.weights.iter().sum();
        self.names.iter().zip(&self.weights).map(|(name, weight)| (*name, weight / sum)).collect()
    }

    fn notation(&self) -> String {
        let names = self.members.iter().map(|model| model.notation());
        names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" + ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::{Frequency, Levels, Spec};

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
        let members = [Name::AutoEts, Name::Dot, Name::SeasonalNaive].map(mean);
        for (step, mean) in mean(Name::Ensemble).into_iter().enumerate() {
            let low = members.iter().map(|m| m[step]).fold(f64::INFINITY, f64::min);
            let high = members.iter().map(|m| m[step]).fold(f64::NEG_INFINITY, f64::max);
            assert!((low..=high).contains(&mean), "{low} {mean} {high}");
        }
    }
}
