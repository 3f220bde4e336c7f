//! What a report is asked for.

use ledger::{By, Currency, Day, SalesFilter, SalesQuery, TopSide};

use super::period::Preset;
use super::rows::is_ranked;

/// Everything a person can choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) preset: Preset,
    pub(super) by: By,
    pub(super) filter: SalesFilter,
    /// `None`: the vault's.
    pub(super) currency: Option<Currency>,
    pub(super) convert: bool,
    /// The least first.
    pub(super) bottom: bool,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            preset: Preset::Last(28),
            by: By::Day,
            filter: SalesFilter::default(),
            currency: None,
            convert: false,
            bottom: false,
        }
    }
}

/// Rows at most: more than anybody reads, few enough to send.
const MOST_ROWS: u32 = 10_000;

impl Wanted {
    /// The question; without an anchor only whether there is anything at all.
    pub(super) fn query(&self, anchor: Option<Day>) -> SalesQuery {
        SalesQuery {
            period: anchor.and_then(|anchor| self.preset.period(anchor)),
            by: if anchor.is_some() { self.by } else { By::Month },
            filter: self.filter.clone(),
            currency: self.currency,
            convert: self.convert,
            side: if self.bottom && is_ranked(self.by) { TopSide::Bottom } else { TopSide::Top },
            limit: if anchor.is_some() { MOST_ROWS } else { 1 },
        }
    }
}
