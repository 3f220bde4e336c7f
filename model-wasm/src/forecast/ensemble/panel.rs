//! The members at the end of a history.

use super::member::{Member, View};
use crate::forecast::fitted::outlook;
use crate::forecast::guard::Guard;
use crate::forecast::regression::Adjustment;
use crate::forecast::{Error, FittedModel, Levels, Name, Series};

/// Fitted members, and what columns add to what those say who do not know of them.
pub(super) struct Panel {
    seats: Vec<Seat>,
    guard: Guard,
    adjusted: Option<Adjusted>,
}

/// A member.
pub(super) struct Seat {
    pub(super) name: Option<Name>,
    /// Its place among all that could be fitted.
    pub(super) number: usize,
    pub(super) model: Box<dyn FittedModel>,
    /// How much it counts beside others that err as much.
    pub(super) standing: f64,
    view: View,
}

/// The history without what columns add.
struct Adjusted {
    adjustment: Adjustment,
    series: Series,
    guard: Guard,
}

/// What a member expects, and its spread.
pub(super) type Outlook = (Vec<f64>, Vec<f64>);

impl Panel {
    /// Nobody yet.
    pub(super) fn new(series: &Series) -> Self {
        Self { seats: Vec::new(), guard: Guard::new(series), adjusted: None }
    }

    /// Members that know nothing of columns see the history without what these add.
    pub(super) fn adjust(&mut self, adjustment: Adjustment, series: Series) {
        let guard = Guard::new(&series);
        self.adjusted = Some(Adjusted { adjustment, series, guard });
    }

    /// The history a member sees.
    pub(super) fn series_of<'a>(&'a self, view: View, whole: &'a Series) -> &'a Series {
        match (&self.adjusted, view) {
            (Some(adjusted), View::Adjusted) => &adjusted.series,
            _ => whole,
        }
    }

    pub(super) fn seat(&mut self, member: &Member, model: Box<dyn FittedModel>) {
        let (name, view, standing) = (member.name, member.view, member.standing);
        self.seats.push(Seat { name, number: self.seats.len(), model, view, standing });
    }

    pub(super) fn seats(&self) -> &[Seat] {
        &self.seats
    }

    pub(super) fn len(&self) -> usize {
        self.seats.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.seats.is_empty()
    }

    /// Those who can stand at the end of another history.
    ///
    /// # Errors
    /// [`Error::NoFit`] if nobody can.
    pub(super) fn over(&self, series: &Series) -> Result<Self, Error> {
        let mut panel = Self::new(series);
        if let Some(adjusted) = &self.adjusted {
            let adjustment = adjusted.adjustment.over(series);
            let without = adjustment.remove(series)?;
            panel.adjust(adjustment, without);
        }
        let based = |seat: &Seat| {
            let model = seat.model.rebase(panel.series_of(seat.view, series)).ok()?;
            let Seat { name, number, standing, view, .. } = *seat;
            Some(Seat { name, number, standing, view, model })
        };
        panel.seats = self.seats.iter().filter_map(based).collect();
        if panel.is_empty() { Err(Error::NoFit) } else { Ok(panel) }
    }

    /// What each member says, with what columns add.
    pub(super) fn outlooks(&self, horizon: usize) -> Vec<Outlook> {
        let effects = self.adjusted.as_ref().map(|adjusted| adjusted.adjustment.ahead(horizon));
        let of = |seat: &Seat| match (&self.adjusted, &effects, seat.view) {
            (Some(adjusted), Some(effects), View::Adjusted) => {
                let (mut mean, mut spread) = outlook(seat.model.as_ref(), &adjusted.guard, horizon);
                adjusted.adjustment.put_back(effects, &mut mean, &mut spread);
                self.guard.hold_mean(&mut mean, None);
                (mean, spread)
            }
            _ => outlook(seat.model.as_ref(), &self.guard, horizon),
        };
        self.seats.iter().map(of).collect()
    }

    /// The quantiles of the steps ahead, row-major, by the first member that has a distribution of its own.
    pub(super) fn quantiles(&self, horizon: usize, levels: &Levels) -> Option<Vec<f64>> {
        let of = |seat: &Seat| Some((seat.view, seat.model.quantiles(horizon, levels)?));
        let (view, mut quantiles) = self.seats.iter().find_map(of)?;
        if let (Some(adjusted), View::Adjusted) = (&self.adjusted, view) {
            adjusted.adjustment.put_back_rows(&mut quantiles, levels.as_slice().len());
        }
        Some(quantiles)
    }

    /// The same for the sum of the steps.
    pub(super) fn total_quantiles(&self, horizon: usize, levels: &Levels) -> Option<Vec<f64>> {
        let mut seats = self.seats.iter();
        let (seat, mut quantiles) =
            seats.find_map(|seat| Some((seat, seat.model.total_quantiles(horizon, levels)?)))?;
        if let (Some(adjusted), View::Adjusted) = (&self.adjusted, seat.view) {
            adjusted.adjustment.put_back_total(&mut quantiles, &seat.model.mean(horizon));
        }
        Some(quantiles)
    }

    /// The effects of columns.
    pub(super) fn adjustment(&self) -> Option<&Adjustment> {
        self.adjusted.as_ref().map(|adjusted| &adjusted.adjustment)
    }
}
