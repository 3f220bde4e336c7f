//! A model trained on many series beside one that knows this series alone.

use std::rc::Rc;

use super::{GlobalModel, Trained};
use crate::forecast::{Effect, Error, FittedModel, Fitting, Levels, Method, Name, Series, Step};

/// A model trained on many series with a fixed share beside another method: expected values are the weighted means of
/// both; quantiles too, where both have their own. The spread is the other method's.
///
/// The share is for whoever trained it to decide, for all series together: see [`GlobalModel::held_out`]. Series by
/// series the errors at earlier origins, which the model has seen, would flatter it. For the same reason it stays out
/// where bands are calibrated: they are as wide as the other method's errors ask for.
#[derive(Clone)]
pub(super) struct Beside {
    /// The method of one series.
    pub(super) base: Rc<dyn Method>,
    /// Its name.
    pub(super) name: Name,
    /// The model of many, and its name.
    pub(super) global: (Name, Rc<dyn GlobalModel>),
    /// How much the model of many counts, 0 to 1.
    pub(super) share: f64,
}

impl Method for Beside {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        let base = self.base.begin(series)?;
        Ok(Box::new(BesideFitting { base, beside: self.clone(), series: series.clone() }))
    }

    fn knows_columns(&self) -> bool {
        true
    }
}

struct BesideFitting {
    base: Box<dyn Fitting>,
    beside: Beside,
    series: Series,
}

impl Fitting for BesideFitting {
    fn step(&mut self) -> Result<Step, Error> {
        let Step::Done(base) = self.base.step()? else { return Ok(Step::More) };
        let Beside { name, global: (global_name, global), share, .. } = &self.beside;
        let Step::Done(global) = Trained(Rc::clone(global)).begin(&self.series)?.step()? else {
            return Err(Error::NoFit);
        };
        let names = [*name, *global_name];
        let learned = self.series.len();
        Ok(Step::Done(Box::new(Both { base, global, names, share: *share, learned })))
    }
}

/// Two fitted models.
struct Both {
    base: Box<dyn FittedModel>,
    global: Box<dyn FittedModel>,
    names: [Name; 2],
    /// Of the second.
    share: f64,
    /// Periods the second has seen.
    learned: usize,
}

impl Both {
    fn blended(&self, mut base: Vec<f64>, global: &[f64]) -> Vec<f64> {
        for (base, global) in base.iter_mut().zip(global) {
            // A number that is none stays out.
            if global.is_finite() {
                *base += self.share * (global - *base);
            }
        }
        base
    }
}

impl FittedModel for Both {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.blended(self.base.mean(horizon), &self.global.mean(horizon))
    }

    fn spread(&self, horizon: usize) -> Vec<f64> {
        self.base.spread(horizon)
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let base = self.base.rebase(series)?;
        // At an earlier origin the model of many has seen what comes.
        if series.len() < self.learned {
            return Ok(base);
        }
        let global = self.global.rebase(series)?;
        Ok(Box::new(Self { base, global, ..*self }))
    }

    fn quantiles(&self, horizon: usize, levels: &Levels) -> Option<Vec<f64>> {
        let base = self.base.quantiles(horizon, levels)?;
        Some(self.blended(base, &self.global.quantiles(horizon, levels)?))
    }

    fn total_quantiles(&self, horizon: usize, levels: &Levels) -> Option<Vec<f64>> {
        // The sum's distribution lies as much higher or lower as the sums of both expected values.
        let base = self.base.total_quantiles(horizon, levels)?;
        let sum = |values: Vec<f64>| values.iter().sum::<f64>();
        let (before, after) = (sum(self.base.mean(horizon)), sum(self.mean(horizon)));
        let factor = if before > 0.0 && after > 0.0 { after / before } else { 1.0 };
        Some(base.iter().map(|quantile| factor * quantile).collect())
    }

    fn range(&self) -> Option<(f64, f64)> {
        self.base.range()
    }

    fn effects(&self, horizon: usize) -> Vec<Effect> {
        self.base.effects(horizon)
    }

    fn shares(&self) -> Vec<(Name, f64)> {
        let mut shares = self.base.shares();
        if shares.is_empty() {
            shares.push((self.names[0], 1.0));
        }
        shares.iter_mut().for_each(|(_, share)| *share *= 1.0 - self.share);
        shares.push((self.names[1], self.share));
        shares
    }

    fn notation(&self) -> String {
        self.base.notation()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::{FitStep, Frequency, Spec};

    /// Expects the same of every series.
    struct Constant(f64);

    impl GlobalModel for Constant {
        fn from_end_of(self: Rc<Self>, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
            let observed = vec![Some(self.0); series.len()];
            let same = Series::new(observed, series.frequency())?;
            let Step::Done(model) = Name::Mean.method().begin(&same)?.step()? else {
                return Err(Error::NoFit);
            };
            Ok(model)
        }

        fn to_bytes(&self) -> Vec<u8> {
            Vec::new()
        }
    }

    #[test]
    fn both_count_by_their_share() {
        let observed = (0..40).map(|t| Some(10.0 + f64::from(t % 2))).collect();
        let series = Series::new(observed, Frequency::Daily).unwrap();
        let global: Rc<dyn GlobalModel> = Rc::new(Constant(12.5));
        let (base, name) = (Name::Mean.method().into(), Name::Mean);
        let beside = Beside { base, name, global: (Name::Trees, global), share: 0.25 };
        let mut run = Spec::new(Name::Mean, 3).begin_with(&beside, &series).unwrap();
        let fitted = loop {
            if let FitStep::Done(fitted) = run.step().unwrap() {
                break fitted;
            }
        };
        let mean = fitted.forecast(3, &Levels::bands()).unwrap().mean;
        assert!(mean.iter().all(|mean| (mean - 11.0).abs() < 1e-9), "{mean:?}");
        assert_eq!(fitted.model().shares(), [(Name::Mean, 0.75), (Name::Trees, 0.25)]);
        // Where it has seen what comes, the model of many is not asked.
        let asked = |series: &Series| fitted.model().rebase(series).unwrap().shares().len();
        assert_eq!((asked(&series.until(20).unwrap()), asked(&series)), (0, 2));
    }
}
