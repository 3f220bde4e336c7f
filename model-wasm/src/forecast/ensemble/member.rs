//! Who is asked.

use std::collections::VecDeque;
use std::rc::Rc;

use crate::forecast::logarithmic::Logarithmic;
use crate::forecast::regression::{Explained, Regression};
use crate::forecast::{DemandClass, Method, Name, Series};

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
    if is_counted(series) {
        let names = [Name::Counts, Name::Imapa, Name::Tsb, Name::AutoEts, Name::Dot];
        return names.into_iter().map(Member::named).collect();
    }
    let mut members: VecDeque<Member> = [
        Member::named(Name::AutoEts),
        Member::named(Name::Dot),
        Member::logarithmic(Name::Dot),
        Member::named(Name::Ces),
        Member::named(Name::SeasonalNaive),
        Member { standing: UNLIKE, ..Member::named(Name::LevelShape) },
    ]
    .into();
    // Without a season there is none to take off.
    if series.season() > 1 && series.len() >= 2 * series.season() {
        members.push_back(Member::named(Name::Mstl));
    }
    members
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
