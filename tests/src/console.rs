//! What page, workers and nested workers said on the console.

use std::fmt;

use anyhow::{Result, bail};
use http::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::{RequestData, SessionId};

use crate::browser::Browser;

/// One line of a console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// `SEVERE`, `WARNING`, `INFO`, `DEBUG`.
    pub level: String,
    /// Where and what.
    pub text: String,
}

impl Line {
    /// Whether it is a warning or worse.
    #[must_use]
    pub fn is_complaint(&self) -> bool {
        matches!(self.level.as_str(), "SEVERE" | "WARNING")
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.level, self.text)
    }
}

#[derive(Debug)]
struct ReadLog;

impl FormatRequestData for ReadLog {
    fn format_request(&self, session_id: &SessionId) -> RequestData {
        RequestData::new(Method::POST, format!("session/{session_id}/se/log"))
            .add_body(json!({ "type": "browser" }))
    }
}

impl Browser {
    /// Every console line since the last call, of all tabs and workers.
    ///
    /// # Errors
    /// If the session is gone.
    pub async fn console(&self) -> Result<Vec<Line>> {
        let lines: Vec<Value> = self.driver().cmd(ReadLog).await?.value()?;
        let text = |line: &Value, key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let read = |line: &Value| Line { level: text(line, "level"), text: text(line, "message") };
        Ok(lines.iter().map(read).collect())
    }

    /// Fails if anything warned or failed since the last call; nothing is filtered.
    ///
    /// # Errors
    /// With every such line.
    pub async fn expect_quiet_console(&self) -> Result<()> {
        if !self.engine().has_log() {
            return Ok(());
        }
        let complaints: Vec<String> = self
            .console()
            .await?
            .iter()
            .filter(|line| line.is_complaint())
            .map(Line::to_string)
            .collect();
        if complaints.is_empty() {
            return Ok(());
        }
        bail!("the console complained:\n  {}", complaints.join("\n  "))
    }
}
