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
    /// Every frequency, shortest distance first.
    pub const ALL: [Self; 6] =
        [Self::Hourly, Self::Daily, Self::Weekly, Self::Monthly, Self::Quarterly, Self::Yearly];

    /// Its name: `hourly`, `daily`, …
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hourly => "hourly",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::Yearly => "yearly",
        }
    }

    /// Its letter in files of benchmark series: H, D, W, M, Q or Y.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Hourly => "H",
            Self::Daily => "D",
            Self::Weekly => "W",
            Self::Monthly => "M",
            Self::Quarterly => "Q",
            Self::Yearly => "Y",
        }
    }

    /// The frequency of a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|frequency| frequency.as_str() == name)
    }

    /// The frequency of a letter.
    #[must_use]
    pub fn of_letter(letter: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|frequency| frequency.letter() == letter)
    }

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

/// What a column known in advance says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// 1 where something is promoted, 0 elsewhere; shares in between.
    Promotion,
    /// A price, greater than 0. Models take its logarithm.
    Price,
    /// 1 on a public holiday or its neighbours, 0 elsewhere.
    Holiday,
    /// 1 on a day the merchant named: a festival, a fair; 0 elsewhere.
    Event,
    /// Any other number: weather, visitors.
    Other,
}

/// A number for each period, known in advance: over the history and as far beyond as is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Names it to people; nothing is inferred from it.
    pub name: String,
    /// What it says.
    pub role: Role,
    /// One value per period from the first of the history on, all finite.
    pub values: Vec<f64>,
}

impl Column {
    /// Its value in period `t`; beyond its end nothing is promoted or celebrated, and other numbers stay as they were.
    #[must_use]
    pub fn at(&self, t: usize) -> f64 {
        let beyond = match self.role {
            Role::Promotion | Role::Holiday | Role::Event => 0.0,
            Role::Price | Role::Other => self.values.last().copied().unwrap_or(0.0),
        };
        self.values.get(t).copied().unwrap_or(beyond)
    }
}

/// What is known of a series' periods in advance, over its history and as far beyond as a forecast may reach.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calendar {
    /// Days since 1970-01-01 of the first period's first day, if known.
    pub first_day: Option<i32>,
    /// Whether the shop is open in each period, from the first on; empty for "not known". Periods beyond its end
    /// count as open. A closed period sells nothing: it teaches a model nothing and its forecast is 0.
    pub is_open: Vec<bool>,
    /// Promotions, prices, holidays: what a model may explain sales with. All values finite.
    pub columns: Vec<Column>,
}

impl Calendar {
    /// Whether period `t` (0 is the first of the history) sells at all.
    #[must_use]
    pub fn is_open(&self, t: usize) -> bool {
        self.is_open.get(t).copied().unwrap_or(true)
    }
}
