//! How new a file is, by all the dates in it.

use ledger::{Field, Plan};

use super::cells::{self, Columns};
use super::records::Record;

/// Dates in columns that are not imported: they tell how new a file is.
#[derive(Debug)]
pub(crate) struct OtherDates {
    columns: Vec<(usize, Option<bool>)>,
    pub(crate) latest_ms: i64,
}

impl OtherDates {
    pub(crate) fn new(plan: &Plan) -> Self {
        let known = [Field::Date, Field::UpdatedAt, Field::CancelledAt];
        let columns = plan.fields.iter().enumerate().filter_map(|(column, field)| {
            if known.contains(field) {
                return Some((column, Some(true)));
            }
            (*field == Field::Ignore).then_some((column, None))
        });
        Self { columns: columns.collect(), latest_ms: i64::MIN }
    }

    /// The first filled cell of a column decides whether the column is one of dates.
    pub(crate) fn look_at(&mut self, record: Record<'_>, columns: &mut Columns) {
        let mut latest = self.latest_ms;
        self.columns.retain_mut(|(column, is_date)| {
            let cell = record.cell(*column);
            if cell.is_empty() {
                return true;
            }
            let is_stamped = cell.len() >= 8 && is_date.unwrap_or_else(|| has_year(cell));
            match is_stamped.then(|| columns.stamp(record, *column)).flatten() {
                Some(Ok(stamp)) => {
                    let moment = cells::moment(stamp.day, stamp.time_ms, stamp.offset_min);
                    latest = latest.max(moment.instant_ms());
                    *is_date = Some(true);
                    true
                }
                _ => is_date.is_some(),
            }
        });
        self.latest_ms = latest;
    }
}

/// `2026-11-21…`: other ways to write dates prove too little about a column nobody named.
fn has_year(cell: &[u8]) -> bool {
    cell.len() >= 10
        && cell[4] == b'-'
        && cell[7] == b'-'
        && cell[..4].iter().all(u8::is_ascii_digit)
}
