//! What is known of time in advance.

/// How far apart the values of a series are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Frequency {
    /// 24 a day.
    Hourly,
    /// Days.
    Daily,
    /// Weeks.
    Weekly,
    /// Months.
    Monthly,
    /// Quarters.
    Quarterly,
    /// Years.
    Yearly,
}

impl Frequency {
    /// The season lengths a merchant's series of this frequency usually has, shortest first; empty for none.
    #[must_use]
    pub const fn usual_seasons(self) -> &'static [usize] {
        match self {
            Self::Hourly => &[24],
            Self::Daily => &[7],
            Self::Weekly => &[52],
            Self::Monthly => &[12],
            Self::Quarterly => &[4],
            Self::Yearly => &[],
        }
    }
}

/// What is known of a series' periods in advance, over its history and as far beyond as a forecast may reach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Days since 1970-01-01 of the first period's first day, if known.
    pub first_day: Option<i32>,
    /// Whether the shop is open in each period, from the first on; empty for "not known". Periods beyond its end
    /// count as open. A closed period sells nothing: it teaches a model nothing and its forecast is 0.
    pub is_open: Vec<bool>,
}

impl Calendar {
    /// Whether period `t` (0 is the first of the history) sells at all.
    #[must_use]
    pub fn is_open(&self, t: usize) -> bool {
        self.is_open.get(t).copied().unwrap_or(true)
    }
}
