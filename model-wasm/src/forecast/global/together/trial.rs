//! How much what many series teach is to count: what would have done best over the last horizon of the histories, all
//! series together.

use std::rc::Rc;

use crate::forecast::{
    Error, FitRun, FitStep, Forecast, GlobalModel, Levels, Name, Series, Spec, Trained,
};

/// Series it is tried on, evenly spread.
const TRIED: usize = 200;
/// Shares tried: parts of the largest there may be.
const PARTS: [f64; 3] = [0.0, 0.5, 1.0];
/// The least gain for which any but none is taken: less may be luck.
const LEAST_GAIN: f64 = 0.0025;

/// A trial under way.
pub(super) struct Trial {
    model: Rc<dyn GlobalModel>,
    /// What it would have been a horizon earlier.
    held: Trained,
    /// Places of the series it is tried on, the next one last.
    left: Vec<usize>,
    count: usize,
    horizon: usize,
    /// What it may count at most.
    most: f64,
    /// The series that is tried now: its place, what was known of it, its ensemble.
    now: Option<(usize, Series, FitRun)>,
    losses: [Loss; PARTS.len()],
}

/// Errors of expected values and of quantiles, each over the size of the changes in its series, summed over series.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Loss {
    mean: f64,
    quantiles: f64,
}

impl Trial {
    /// `most`: what the model may count at most, 0 to 1. `None` if it cannot be asked what it would have said earlier.
    pub(super) fn begin(
        model: Rc<dyn GlobalModel>,
        all: &[Series],
        horizon: usize,
        most: f64,
    ) -> Option<Self> {
        let held = Trained(Rc::clone(&model).held_out()?);
        let evenly = (0..all.len()).step_by(all.len().div_ceil(TRIED).max(1));
        let left: Vec<usize> = evenly.rev().collect();
        let (count, losses) = (left.len(), [Loss::default(); PARTS.len()]);
        Some(Self { model, held, left, count, horizon, most, now: None, losses })
    }

    /// Share of the work done, 0 to 1.
    pub(super) fn share_done(&self) -> f64 {
        1.0 - self.left.len() as f64 / self.count.max(1) as f64
    }

    /// Does the next piece of work: false if there is none. A series that cannot be forecast says nothing.
    pub(super) fn step(&mut self, all: &[Series]) -> bool {
        let Some((at, past, mut run)) = self.now.take() else {
            let Some(at) = self.left.pop() else { return false };
            self.now = self.begun(&all[at]).map(|(past, run)| (at, past, run));
            return true;
        };
        match run.step() {
            Ok(FitStep::More) => self.now = Some((at, past, run)),
            Ok(FitStep::Done(fitted)) => {
                let ensemble = fitted.forecast(self.horizon, &Levels::bands()).ok();
                let both = ensemble.zip(self.taught(&past).ok());
                let ahead = &all[at].observed()[past.len()..];
                let tried = both
                    .and_then(|(alone, taught)| losses(&past, [&alone, &taught], ahead, self.most));
                for (sum, loss) in self.losses.iter_mut().zip(tried.into_iter().flatten()) {
                    sum.mean += loss.mean;
                    sum.quantiles += loss.quantiles;
                }
            }
            Err(_) => {}
        }
        true
    }

    /// The model, and the share by which it would have helped most; `None` if it would not.
    pub(super) fn outcome(&self) -> Option<(Rc<dyn GlobalModel>, f64)> {
        let part = best(&self.losses)?;
        Some((Rc::clone(&self.model), part * self.most))
    }

    fn begun(&self, series: &Series) -> Option<(Series, FitRun)> {
        let origin = series.len().checked_sub(self.horizon)?;
        let past = series.until(origin).ok()?;
        let run = Spec::new(Name::Ensemble, self.horizon).begin(&past).ok()?;
        Some((past, run))
    }

    /// What the model would have said.
    fn taught(&self, past: &Series) -> Result<Forecast, Error> {
        let spec = Spec { origins: 0, ..Spec::new(Name::Trees, self.horizon) };
        let mut run = spec.begin_with(&self.held, past)?;
        loop {
            if let FitStep::Done(fitted) = run.step()? {
                return fitted.forecast(self.horizon, &Levels::bands());
            }
        }
    }
}

/// The part with the least loss of both kinds, each against that of none, if it is a gain.
fn best(losses: &[Loss; PARTS.len()]) -> Option<f64> {
    let none = losses[0];
    let against = |loss: &Loss| 0.5 * (loss.mean / none.mean + loss.quantiles / none.quantiles);
    let (mut best, mut least) = (None, 1.0 - LEAST_GAIN);
    for (part, loss) in PARTS.iter().zip(losses).skip(1) {
        let loss = against(loss);
        if loss < least {
            (best, least) = (Some(*part), loss);
        }
    }
    best
}

/// What each share would have lost on a series: the root mean squared error, and the mean pinball loss. `None` where
/// nothing changes or nothing came.
fn losses(
    past: &Series,
    [alone, taught]: [&Forecast; 2],
    ahead: &[Option<f64>],
    most: f64,
) -> Option<[Loss; PARTS.len()]> {
    let changes = || past.observed().windows(2).filter_map(|pair| Some(pair[1]? - pair[0]?));
    let root = average(changes().map(|change| change * change))?.sqrt();
    let size = average(changes().map(f64::abs))?;
    let blended = |alone: f64, taught: f64, share: f64| alone + share * (taught - alone);
    let came = || ahead.iter().enumerate().filter_map(|(step, value)| Some((step, (*value)?)));
    let levels = alone.levels.as_slice();
    let loss = |share: f64| {
        let square = |(step, value): (usize, f64)| {
            let error = value - blended(alone.mean[step], taught.mean[step], share);
            error * error
        };
        let pinball = |(step, value): (usize, f64)| {
            let rows = alone.row(step).iter().zip(taught.row(step));
            let each = levels.iter().zip(rows).map(|(level, (alone, taught))| {
                let error = value - blended(*alone, *taught, share);
                (level * error).max((level - 1.0) * error)
            });
            each.sum::<f64>()
        };
        let (square, pinball) = (average(came().map(square))?, average(came().map(pinball))?);
        Some(Loss { mean: square.sqrt() / root, quantiles: pinball / size })
    };
    let mut losses = [Loss::default(); PARTS.len()];
    for (found, part) in losses.iter_mut().zip(PARTS) {
        *found = loss(part * most)?;
    }
    Some(losses)
}

/// The mean of some numbers, if it is above 0.
fn average(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    Some(sum / f64::from(count)).filter(|mean| *mean > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_taken_for_a_gain_and_not_for_luck() {
        let of = |mean: f64, quantiles: f64| Loss { mean, quantiles };
        assert_eq!(best(&[of(2.0, 1.0), of(1.9, 0.97), of(1.95, 0.99)]), Some(0.5));
        assert_eq!(best(&[of(2.0, 1.0), of(1.9, 0.97), of(1.7, 0.99)]), Some(1.0));
        assert_eq!(best(&[of(2.0, 1.0), of(1.998, 0.999), of(2.1, 0.999)]), None);
        // Nothing was tried.
        assert_eq!(best(&[Loss::default(); PARTS.len()]), None);
    }
}
