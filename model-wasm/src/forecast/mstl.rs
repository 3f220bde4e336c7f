//! Several seasons taken off one after the other, and another model on what remains.
//!
//! # Source
//! Bandara, Hyndman & Bergmeir (2021), MSTL: A Seasonal-Trend Decomposition Algorithm for Time Series with Multiple
//! Seasonal Patterns, arXiv 2107.13462.

mod habit;
mod parts;

use std::rc::Rc;

use super::ets::AutoEts;
use super::{Effect, EffectKind, Error, FittedModel, Fitting, Method, Series, Step};
use parts::{Parts, Taking};

/// The seasons are taken off in turn, the shortest first; another model, which need not know of seasons, forecasts what
/// remains; the seasons are put back as they were last.
pub(super) struct Mstl {
    remainder: Rc<dyn Method>,
}

impl Mstl {
    /// With a model for what remains.
    pub(super) fn with(remainder: impl Method + 'static) -> Self {
        Self { remainder: Rc::new(remainder) }
    }
}

impl Default for Mstl {
    fn default() -> Self {
        Self::with(AutoEts)
    }
}

impl Method for Mstl {
    fn begin(&self, series: &Series) -> Result<Box<dyn Fitting>, Error> {
        // What is too short for the model is so with its seasons too.
        self.remainder.begin(&series.clone().with_seasons(Vec::new())?)?;
        let taking = Taking::new(series);
        Ok(Box::new(FittingMstl {
            remainder: Rc::clone(&self.remainder),
            stage: Stage::Taking(taking),
        }))
    }
}

struct FittingMstl {
    remainder: Rc<dyn Method>,
    stage: Stage,
}

enum Stage {
    Taking(Taking),
    Remainder(Parts, Box<dyn Fitting>),
    Over,
}

impl Fitting for FittingMstl {
    fn step(&mut self) -> Result<Step, Error> {
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Taking(mut taking) => {
                self.stage = if taking.step()? {
                    Stage::Taking(taking)
                } else {
                    let (parts, rest) = taking.finish()?;
                    let fitting = self.remainder.begin(&rest)?;
                    Stage::Remainder(parts, fitting)
                };
                Ok(Step::More)
            }
            Stage::Remainder(parts, mut fitting) => Ok(match fitting.step()? {
                Step::More => {
                    self.stage = Stage::Remainder(parts, fitting);
                    Step::More
                }
                Step::Done(model) => Step::Done(Box::new(FittedMstl { parts, model })),
            }),
            Stage::Over => Err(Error::NoFit),
        }
    }
}

/// The seasons, and the model of what they leave.
struct FittedMstl {
    parts: Parts,
    model: Box<dyn FittedModel>,
}

impl FittedModel for FittedMstl {
    fn mean(&self, horizon: usize) -> Vec<f64> {
        let mean = self.model.mean(horizon).into_iter().enumerate();
        mean.map(|(step, mean)| mean + self.parts.ahead(step)).collect()
    }

    /// That of the remainder: the seasons are taken to be known.
    fn spread(&self, horizon: usize) -> Vec<f64> {
        self.model.spread(horizon)
    }

    fn rebase(&self, series: &Series) -> Result<Box<dyn FittedModel>, Error> {
        let mut taking = Taking::again(&self.parts, series);
        while taking.step()? {}
        let (parts, rest) = taking.finish()?;
        Ok(Box::new(Self { parts, model: self.model.rebase(&rest)? }))
    }

    fn effects(&self, horizon: usize) -> Vec<Effect> {
        let effect = |(m, values): (usize, Vec<f64>)| Effect {
            kind: EffectKind::Season,
            name: m.to_string(),
            values,
        };
        self.parts.seasons(horizon).into_iter().map(effect).collect()
    }

    fn notation(&self) -> String {
        let seasons = self.parts.seasons(0).into_iter().map(|(m, _)| m.to_string());
        let seasons: Vec<String> = seasons.collect();
        let seasons = if seasons.is_empty() { "no season".to_owned() } else { seasons.join(", ") };
        format!("MSTL({seasons}) {}", self.model.notation())
    }
}

#[cfg(test)]
mod tests;
