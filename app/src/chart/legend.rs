//! What the marks of a chart mean.

use plotters::style::RGBColor;

use super::data::{ChartData, Form};
use super::look::Look;
use crate::i18n::I18n;

/// How something is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// What happened.
    Ink,
    /// What a line is compared with.
    Muted,
    /// What is expected.
    Accent,
    /// What was expected, before more was known.
    Quiet,
    /// How sure that is.
    Bands,
    /// The same where only the 80 % band is known.
    Band,
    /// What a forecast said before.
    Said,
    /// What would be expected.
    Scenario,
    /// Far from what is usual.
    Unusual,
}

impl Mark {
    /// Its colours in a picture, from the left.
    pub(super) fn inks(self, look: &Look) -> Vec<RGBColor> {
        match self {
            Self::Ink => vec![look.ink],
            Self::Muted => vec![look.muted],
            Self::Accent => vec![look.accent],
            Self::Quiet => vec![look.quiet],
            Self::Bands => vec![look.band_50, look.band_80, look.band_95],
            Self::Band => vec![look.band_80],
            Self::Said => vec![look.quiet],
            Self::Scenario => vec![look.scenario],
            Self::Unusual => vec![look.crit],
        }
    }

    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Ink => "legend__mark--ink",
            Self::Muted => "legend__mark--muted",
            Self::Accent => "legend__mark--accent",
            Self::Quiet => "legend__mark--quiet",
            Self::Bands => "legend__mark--bands",
            Self::Band => "legend__mark--band",
            Self::Said => "legend__mark--said",
            Self::Scenario => "legend__mark--scenario",
            Self::Unusual => "legend__mark--unusual",
        }
    }
}

/// The marks of a chart with their names; none where there is but one.
pub(super) fn marks(i18n: &I18n, data: &ChartData) -> Vec<(Mark, String)> {
    let mut marks = Vec::new();
    if !data.usual_name.is_empty() {
        let usual = if data.form == Form::Line { Mark::Muted } else { Mark::Accent };
        marks.push((usual, data.usual_name.to_string()));
    }
    if !data.expected_name.is_empty() {
        let expected = if data.is_stale { Mark::Quiet } else { Mark::Accent };
        marks.push((expected, data.expected_name.to_string()));
        let bands = if data.has_80_only {
            (Mark::Band, "chart-band")
        } else {
            (Mark::Bands, "chart-bands")
        };
        marks.push((bands.0, i18n.t(bands.1).to_string()));
    }
    if data.points.iter().any(|point| point.said.is_some()) {
        marks.push((Mark::Said, i18n.t("chart-said").to_string()));
    }
    if data.points.iter().any(|point| point.scenario.is_some()) {
        marks.push((Mark::Scenario, i18n.t("chart-scenario").to_string()));
    }
    if data.points.iter().any(|point| point.usually.is_some()) {
        marks.push((Mark::Unusual, i18n.t("chart-unusual").to_string()));
    }
    if !marks.is_empty() {
        marks.insert(0, (Mark::Ink, data.actual_name.to_string()));
    }
    marks
}
