//! What is known of a task's periods in advance, in the words of the forecasting engines.

use ledger::Day;
use model_wasm::forecast::{Calendar, Column, Components, Effect, Role};
use protocol::{ColumnEffect, ColumnRole, Task, TaskColumn, WhatIf};

use super::lessons::Lessons;
use super::study::whole;

const MILLION: f64 = 1_000_000.0;

/// The calendar of a task.
pub(super) fn known(task: &Task) -> Calendar {
    of(task.first, &task.is_open, &task.columns)
}

/// A calendar from what is told of its periods. Columns are named by their place.
pub(super) fn of(first: Day, is_open: &[bool], columns: &[TaskColumn]) -> Calendar {
    let column = |(at, column): (usize, &TaskColumn)| Column {
        name: at.to_string(),
        role: role(column.role),
        values: column.values.iter().map(|value| *value as f64 / MILLION).collect(),
    };
    Calendar {
        first_day: Some(first.0),
        is_open: is_open.to_vec(),
        columns: columns.iter().enumerate().map(column).collect(),
    }
}

/// The same, as tried from the end of the history on; what was not learned stays as it is.
pub(super) fn tried(task: &Task, what_if: &WhatIf, lessons: &Lessons) -> Calendar {
    let mut calendar = known(task);
    let price_change = what_if.price_change.filter(|_| lessons.price(what_if.measure).is_ok());
    let promotion = what_if.promotion.as_ref().filter(|_| lessons.promotion().is_ok());
    let ahead = task.values.len();
    for column in &mut calendar.columns {
        let values = column.values.iter_mut().skip(ahead);
        match (column.role, price_change, promotion) {
            (Role::Price, Some(change), _) => {
                values.for_each(|price| *price *= 1.0 + f64::from(change) / 1_000.0);
            }
            (Role::Promotion, _, Some(shares)) => {
                for (value, share) in values.zip(shares) {
                    *value = value.max(*share as f64 / MILLION);
                }
            }
            _ => {}
        }
    }
    calendar
}

const fn role(role: ColumnRole) -> Role {
    match role {
        ColumnRole::Holiday => Role::Holiday,
        ColumnRole::Promotion => Role::Promotion,
        ColumnRole::Event => Role::Event,
        ColumnRole::Price => Role::Price,
    }
}

/// What columns add, by their place; those that add nothing are left out.
pub(super) fn effects(components: &Components) -> Vec<ColumnEffect> {
    let effect = |effect: &Effect| {
        let column = effect.name.parse().ok()?;
        let values: Vec<i64> = effect.values.iter().copied().map(whole).collect();
        values.iter().any(|value| *value != 0).then_some(ColumnEffect { column, values })
    };
    components.effects.iter().filter_map(effect).collect()
}
