//! Periods people ask for.

use ledger::{Day, Period};

/// A period by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Preset {
    /// So many days up to the anchor.
    Last(u16),
    /// The anchor's month so far.
    Month,
    /// The anchor's year so far.
    Year,
    /// All there is.
    Everything,
    /// From one day to another.
    Own(Period),
}

impl Preset {
    /// Those with a name, with the message that names them.
    pub(super) const NAMED: [(Self, &'static str); 6] = [
        (Self::Last(7), "period-7"),
        (Self::Last(28), "period-28"),
        (Self::Last(90), "period-90"),
        (Self::Month, "period-month"),
        (Self::Year, "period-year"),
        (Self::Everything, "period-all"),
    ];

    /// Its days; `None` for everything.
    pub(super) fn period(self, anchor: Day) -> Option<Period> {
        let first = match self {
            Self::Last(days) => Day(anchor.0 - i32::from(days) + 1),
            Self::Month => anchor.first_of_month(),
            Self::Year => Day::from_date(anchor.date().0, 1, 1).unwrap_or(anchor),
            Self::Everything => return None,
            Self::Own(period) => return Some(period),
        };
        Some(Period { first, last: anchor })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_end_at_the_anchor() {
        let anchor = Day::from_date(2026, 11, 21).unwrap();
        let first = |preset: Preset| preset.period(anchor).map(|period| period.first.date());
        assert_eq!(first(Preset::Last(7)), Some((2026, 11, 15)));
        assert_eq!(first(Preset::Month), Some((2026, 11, 1)));
        assert_eq!(first(Preset::Year), Some((2026, 1, 1)));
        assert_eq!(first(Preset::Everything), None);
        assert_eq!(Preset::Last(1).period(anchor), Some(Period { first: anchor, last: anchor }));
    }
}
