//! Who is asked.

use std::collections::VecDeque;
use std::rc::Rc;

use crate::forecast::logarithmic::Logarithmic;
use crate::forecast::regression::{Explained, Regression};
use crate::forecast::{Method, Name};

/// A model that the ensemble asks.
pub(super) struct Member {
    /// The model it is, or is a form of; none for one that has no name.
    pub(super) name: Option<Name>,
    pub(super) method: Rc<dyn Method>,
    pub(super) view: View,
}

/// Which history a member sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// As it was, with the calendar's columns.
    Whole,
    /// Without what columns add.
    Adjusted,
}

impl Member {
    fn named(name: Name) -> Self {
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
        Self { name, method, view }
    }
}

/// The usual members.
pub(super) fn usual() -> VecDeque<Member> {
    [
        Member::named(Name::AutoEts),
        Member::named(Name::Dot),
        Member::logarithmic(Name::Dot),
        Member::named(Name::SeasonalNaive),
    ]
    .into()
}

/// Who is asked if none of them could be fitted: they need a single value.
pub(super) fn fallback() -> VecDeque<Member> {
    [Member::named(Name::MovingAverage), Member::named(Name::Mean)].into()
}
