//! What is worth saying about a task's series.

use ledger::{Day, Insight, InsightKind};
use model_wasm::forecast::{Insight as Found, Place, Role, Series, insights, unusual};
use protocol::Task;

use super::lessons::{Lessons, thousandths};
use super::study::whole;

/// Days that are worth a sentence.
const MOST_DAYS: usize = 4;

/// Everything, the most telling first, then what is only marked. Days are named by the place of their column.
pub(super) fn of(task: &Task, series: &Series, lessons: &Lessons) -> Vec<Insight> {
    let day = |at: usize| {
        let periods = u16::try_from(at).unwrap_or(u16::MAX);
        Some(task.every.after(task.first, periods))
    };
    let mut said: Vec<Insight> =
        insights(series).iter().map(|found| general(found, &day)).collect();
    for (learned, share) in lessons.felt().into_iter().take(MOST_DAYS) {
        let kind = match learned.role {
            Role::Holiday => InsightKind::Holiday,
            Role::Promotion => InsightKind::Promotion,
            _ => InsightKind::Event,
        };
        let (name, change) = (learned.name.clone(), thousandths(share.share));
        said.push(Insight { name, change, ..bare(kind) });
    }
    let is_said = |found: &Insight| {
        said.iter().any(|said| said.kind == InsightKind::Outlier && said.first == found.first)
    };
    let marks = unusual(series).iter().map(|found| general(found, &day)).collect::<Vec<_>>();
    let marks = marks.into_iter().filter(|found| !is_said(found)).collect::<Vec<_>>();
    said.extend(marks.into_iter().map(|found| Insight { kind: InsightKind::Unusual, ..found }));
    said
}

fn general(found: &Found, day: &dyn Fn(usize) -> Option<Day>) -> Insight {
    match found {
        Found::Growth { change, span } => Insight {
            change: thousandths(*change),
            value: i64::try_from(*span).unwrap_or(0),
            ..bare(InsightKind::Growth)
        },
        Found::Strongest { place, change } => at_place(InsightKind::Strongest, *place, *change),
        Found::Weakest { place, change } => at_place(InsightKind::Weakest, *place, *change),
        Found::LevelShift { at, change, before, after } => Insight {
            first: day(*at),
            change: thousandths(*change),
            value: whole(*after),
            before: whole(*before),
            ..bare(InsightKind::LevelShift)
        },
        Found::Unusual { at, value, expected } => Insight {
            first: day(*at),
            value: whole(*value),
            before: whole(*expected),
            ..bare(InsightKind::Outlier)
        },
    }
}

fn at_place(kind: InsightKind, place: Place, change: f64) -> Insight {
    let (place, season) = match place {
        Place::Weekday(place) => (place, 7),
        Place::Month(place) => (place, 12),
    };
    Insight {
        place: Some(u16::from(place)),
        value: season,
        change: thousandths(change),
        ..bare(kind)
    }
}

const fn bare(kind: InsightKind) -> Insight {
    Insight { kind, name: String::new(), first: None, place: None, change: 0, value: 0, before: 0 }
}
