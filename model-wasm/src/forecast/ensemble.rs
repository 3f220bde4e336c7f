//! The median of structurally different models.
//!
//! # Source
//! Petropoulos & Svetunkov (2020), A simple combination of univariate models, Int. J. Forecasting 36(1).

use super::fitted::outlook;
use super::guard::Guard;
use super::logarithmic::Logarithmic;
use super::{Error, FittedModel, Fitting, Method, Name, Series, Step};

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
    fn method(self) -> Box<dyn Method> {
        match self {
            Self::Named(name) => name.method(),
            Self::Logarithmic(name) => Box::new(Logarithmic(name)),
        }
    }
}

/// The median of what its members expect; never fails on a series that has a value.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ensemble;

impl Method for Ensemble {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        Ok(Box::new(EnsembleFitting {
            series: series.clone(),
            asked: 0,
            under_way: None,
            members: Vec::new(),
        }))
    }
}

/// Fits one member after the other.
struct EnsembleFitting {
    series: Series,
    asked: usize,
    under_way: Option<Box<dyn Fitting>>,
    members: Vec<Box<dyn FittedModel>>,
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
        if let Some(mut fitting) = self.under_way.take() {
            match fitting.step() {
                Ok(Step::More) => self.under_way = Some(fitting),
                Ok(Step::Done(model)) => self.members.push(model),
                // Whoever finds nothing is not counted.
                Err(_) => {}
            }
            return Ok(Step::More);
        }
        if let Some(member) = self.next() {
            self.asked += 1;
            self.under_way = member.method().begin(&self.series).ok();
            return Ok(Step::More);
        }
        let members = std::mem::take(&mut self.members);
        if members.is_empty() {
            return Err(Error::NoFit);
        }
        Ok(Step::Done(Box::new(Median { members, guard: Guard::new(&self.series) })))
    }
}

/// The median of fitted members.
struct Median {
    members: Vec<Box<dyn FittedModel>>,
    guard: Guard,
}

impl Median {
    fn of_members(&self, horizon: usize) -> (Vec<f64>, Vec<f64>) {
        let outlooks: Vec<_> = self
            .members
            .iter()
            .map(|model| outlook(model.as_ref(), &self.guard, horizon))
            .collect();
        let at = |step: usize| {
            let mean = median(outlooks.iter().map(|(mean, _)| mean[step]).collect());
            let spread = median(outlooks.iter().map(|(_, spread)| spread[step]).collect());
            (mean, spread)
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
        let members: Vec<_> =
            self.members.iter().filter_map(|model| model.rebase(series).ok()).collect();
        if members.is_empty() {
            return Err(Error::NoFit);
        }
        Ok(Box::new(Self { members, guard: Guard::new(series) }))
    }

    fn notation(&self) -> String {
        let names: Vec<String> = self
            .members
            .iter()
            .map(|model| model.notation())
            .filter(|name| !name.is_empty())
            .collect();
        names.join(" + ")
    }
}

/// Of an even number: halfway between the two in the middle.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => values[half],
        _ => f64::midpoint(values[half - 1], values[half]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::{Frequency, Levels, Spec};

    #[test]
    fn the_median_of_an_even_number_lies_halfway() {
        assert!((median(vec![9.0, 1.0, 3.0, 2.0]) - 2.5).abs() < 1e-12);
        assert!((median(vec![9.0, 1.0, 3.0]) - 3.0).abs() < 1e-12);
    }

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
