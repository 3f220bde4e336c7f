//! Measured numbers with the limits they are meant to keep.

use std::io::Write as _;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

/// One measured number with the limit it is meant to keep.
pub(crate) struct Row {
    pub(crate) name: String,
    /// Or why it could not be measured.
    pub(crate) value: Result<f64, String>,
    pub(crate) unit: &'static str,
    pub(crate) goal: Option<Goal>,
}

impl Row {
    /// Without a limit.
    pub(crate) fn new(name: &str, value: f64, unit: &'static str) -> Self {
        Self { name: name.to_owned(), value: Ok(value), unit, goal: None }
    }

    /// Of what could not be measured. Of why only the first line is kept: drivers append their stacks.
    pub(crate) fn missing(name: &str, why: &str) -> Self {
        let why = why.lines().next().unwrap_or_default();
        Self { name: name.to_owned(), value: Err(why.to_owned()), unit: "", goal: None }
    }

    /// With one.
    pub(crate) fn at_most(self, limit: f64) -> Self {
        Self { goal: Some(Goal::AtMost(limit)), ..self }
    }

    fn to_json(&self) -> Value {
        match &self.value {
            Ok(value) => {
                let met = self.goal.map(|goal| goal.is_met(*value));
                json!({ "name": self.name, "value": value, "unit": self.unit, "met": met })
            }
            Err(why) => json!({ "name": self.name, "not_measured": why }),
        }
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Goal {
    AtMost(f64),
    AtLeast(f64),
}

impl Goal {
    fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtMost(limit) => value <= limit,
            Self::AtLeast(limit) => value >= limit,
        }
    }

    fn text(self) -> String {
        match self {
            Self::AtMost(limit) => format!("≤ {limit:.1}"),
            Self::AtLeast(limit) => format!("≥ {limit:.1}"),
        }
    }
}

/// The number a worker's measurement has under this name.
pub(crate) fn number(found: &[(String, f64)], name: &str) -> Result<f64> {
    let row = found.iter().find(|(key, _)| key == name);
    row.map(|(_, value)| *value).with_context(|| format!("{name} was not measured"))
}

/// As a program reads them.
pub(crate) fn as_json(rows: &[Row]) -> Value {
    rows.iter().map(Row::to_json).collect()
}

/// As a person reads them.
pub(crate) fn print(rows: &[Row]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    for row in rows {
        let value = match &row.value {
            Ok(value) => value,
            Err(why) => {
                writeln!(out, "{:<60} not measured: {why}", row.name)?;
                continue;
            }
        };
        let goal = row.goal.map_or_else(String::new, |goal| {
            let verdict = if goal.is_met(*value) { "met" } else { "MISSED" };
            format!("{} {verdict}", goal.text())
        });
        writeln!(out, "{:<60} {value:>10.2} {:<5} {goal}", row.name, row.unit)?;
    }
    Ok(())
}
