//! Who is asked.

use std::collections::VecDeque;
use std::rc::Rc;

use crate::forecast::logarithmic::Logarithmic;
use crate::forecast::long_season::LONGEST;
use crate::forecast::regression::{Explained, Regression};
use crate::forecast::{DemandClass, Frequency, Method, Name, Series};

/// A model that the ensemble asks.
pub(super) struct Member {
    /// The model it is, or is a form of; none for one that has no name.
    pub(super) name: Option<Name>,
    pub(super) method: Rc<dyn Method>,
    pub(super) view: View,
    /// How much it counts beside others that err as much.
    pub(super) standing: f64,
}

/// What a member counts that is unlike all others, beside which several are much alike.
const UNLIKE: f64 = 2.0;
/// Places from which on a season has a shape of its own.
const SHAPELY: usize = 5;

/// Which history a member sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// As it was, with the calendar's columns.
    Whole,
    /// Without what columns add.
    Adjusted,
}

impl Member {
    pub(super) fn named(name: Name) -> Self {
        let method: Rc<dyn Method> = Rc::from(name.method());
        Self::of(Some(name), method)
    }

    fn unlike(name: Name) -> Self {
        Self { standing: UNLIKE, ..Self::named(name) }
    }

    fn logarithmic(name: Name) -> Self {
        Self::of(Some(name), Rc::new(Logarithmic(name)))
    }

    pub(super) fn extra(name: Name, method: &Rc<dyn Method>) -> Self {
        Self::of(Some(name), Rc::clone(method))
    }

    pub(super) fn regression(explained: &Rc<Explained>) -> Self {
        Self::of(None, Rc::new(Regression::known(explained)))
    }

    fn of(name: Option<Name>, method: Rc<dyn Method>) -> Self {
        let view = if method.knows_columns() { View::Whole } else { View::Adjusted };
        Self { name, method, view, standing: 1.0 }
    }
}

/// The usual members for a series: those of a level that is there all the time, or of demand that comes now and then.
pub(super) fn usual(series: &Series) -> VecDeque<Member> {
    use Name::{
        AutoArima, AutoEts, Ces, Counts, Dot, Drift, Imapa, LevelShape, Mstl, SeasonalNaive, Theta,
        Tsb,
    };
    let season = series.season();
    // What runs over years grows and swings by shares of itself.
    let is_year = matches!(series.frequency(), Frequency::Monthly | Frequency::Quarterly);
    let (unlike, logarithmic, others): (&[Name], &[Name], &[Name]) = if is_counted(series) {
        (&[Counts], &[], &[Imapa, Tsb, Dot])
    } else if season == 1 || series.len() < 2 * season {
        // Where no season is to be seen, what differs is how the trend goes on.
        (&[], &[Dot], &[AutoEts, Theta, Ces, SeasonalNaive, LevelShape, Drift])
    } else if season > LONGEST {
        // Smoothing, theta and ARIMA all have a long season taken off by the same indices: smoothing speaks for theta.
        (&[Ces, AutoArima], &[], &[AutoEts, SeasonalNaive, LevelShape, Mstl])
    } else if !is_year {
        (&[LevelShape], &[Dot], &[AutoEts, Ces, SeasonalNaive, Mstl])
    } else if season < SHAPELY {
        (&[], &[AutoEts, Dot], &[AutoEts, Dot, Ces, SeasonalNaive, LevelShape, Mstl])
    } else {
        (&[LevelShape], &[AutoEts, Dot], &[AutoEts, Dot, Ces, SeasonalNaive, Mstl])
    };
    let unlike = unlike.iter().map(|name| Member::unlike(*name));
    let logarithmic = logarithmic.iter().map(|name| Member::logarithmic(*name));
    unlike.chain(logarithmic).chain(others.iter().map(|name| Member::named(*name))).collect()
}

/// Up to this many units a period on average, whole numbers are far from a bell.
const FEW: f64 = 10.0;

/// Whether demand comes now and then, or in a few pieces at a time: then it is foretold as counts are.
pub(super) fn is_counted(series: &Series) -> bool {
    if DemandClass::of(series).is_now_and_then() {
        return true;
    }
    let observed = || series.observed().iter().flatten();
    let is_piece = |value: &f64| *value >= 0.0 && (value - value.round()).abs() < 1e-9;
    let sum: f64 = observed().sum();
    observed().all(is_piece) && sum <= FEW * observed().count() as f64
}

/// Who is asked if none of them could be fitted: they need a single value.
pub(super) fn fallback() -> VecDeque<Member> {
    [Member::named(Name::MovingAverage), Member::named(Name::Mean)].into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_asked_goes_by_the_season_there_is_to_be_seen() {
        let asked = |season: usize, times: usize| {
            let observed = (0..season * times).map(|t| Some(100.5 + t as f64)).collect();
            let frequency = if season > 12 { Frequency::Weekly } else { Frequency::Monthly };
            let series = Series::new(observed, frequency).unwrap();
            let seasons = if season > 1 { vec![season] } else { Vec::new() };
            usual(&series.with_seasons(seasons).unwrap())
        };
        let standing = |members: &VecDeque<Member>, name: Name| {
            let mut named = members.iter().filter(|member| member.name == Some(name));
            named.next().map(|member| member.standing)
        };
        let weekly = asked(52, 3);
        assert_eq!(standing(&weekly, Name::AutoArima), Some(UNLIKE));
        assert_eq!(standing(&weekly, Name::Dot), None);
        assert_eq!(standing(&asked(12, 3), Name::LevelShape), Some(UNLIKE));
        // One season says nothing of the next.
        assert_eq!(standing(&asked(52, 1), Name::Drift), Some(1.0));
        assert_eq!(standing(&asked(1, 30), Name::Drift), Some(1.0));
        assert_eq!(standing(&asked(4, 3), Name::Drift), None);
    }
}
