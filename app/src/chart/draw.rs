//! Draws a chart onto a canvas: UI rules of lines, bars and ranks.

mod event;
mod line;
mod pen;
mod strip;

use plotters::style::text_anchor::{HPos, VPos};
use web_sys::HtmlCanvasElement;

use super::data::{ChartData, Form, Phase};
use super::look::Look;
use super::scale::{Scale, View};
use crate::intl::Formats;
use pen::{Drawn, Pen};

pub(super) use strip::STRIP_PX;

/// What is drawn, and on how much room.
pub(super) struct Frame<'a> {
    pub(super) data: &'a ChartData,
    pub(super) view: View,
    pub(super) look: &'a Look,
    pub(super) formats: &'a Formats,
    /// CSS pixels.
    pub(super) width: f64,
    pub(super) height: f64,
    /// The word at the rule of the running period.
    pub(super) today: &'a str,
}

/// Room around the plot, in CSS pixels.
const UNDER: f64 = 24.0;
const ABOVE: f64 = 10.0;
const ABOVE_WITH_RULE: f64 = 26.0;
const GAP: f64 = 8.0;
/// One lying bar with its name.
pub(super) const RANK_PX: f64 = 32.0;

/// Draws; `None` if the browser gives no canvas to draw on.
pub(super) fn draw(canvas: &HtmlCanvasElement, frame: &Frame<'_>) -> Option<Scale> {
    let ratio = frame.look.ratio;
    // Setting the size also clears the canvas.
    canvas.set_width((frame.width * ratio).round() as u32);
    canvas.set_height((frame.height * ratio).round() as u32);
    let pen = Pen::new(canvas, frame.look)?;
    let scale = layout(&pen, frame);
    let drawn = match frame.data.form {
        Form::Ranks => ranks(&pen, frame),
        Form::Line => axes(&pen, frame, &scale)
            .and_then(|()| event::rules(&pen, frame, &scale))
            .and_then(|()| strip::strips(&pen, frame, &scale))
            .and_then(|()| line::line(&pen, frame, &scale)),
        Form::Bars => axes(&pen, frame, &scale).and_then(|()| bars(&pen, frame, &scale)),
    };
    if let Err(reason) = drawn {
        web_sys::console::error_1(&reason.to_string().into());
        return None;
    }
    Some(scale)
}

/// Margins follow the widest label.
fn layout(pen: &Pen<'_>, frame: &Frame<'_>) -> Scale {
    let data = frame.data;
    let is_line = data.form == Form::Line;
    let has_rule = is_line && (data.running_in(frame.view).is_some() || event::is_any_in(frame));
    let top = if has_rule { ABOVE_WITH_RULE } else { ABOVE };
    let strips = data.strips.len() as f64 * STRIP_PX;
    let bottom = (frame.height - strips - UNDER).max(top + 1.0);
    let ends = if is_line { line::room_for_ends(pen, data) } else { 0.0 };
    let right = frame.width - GAP - ends.min(frame.width / 4.0);
    let provisional = Scale::new(data, frame.view, (0.0, top, right, bottom));
    let widest = provisional
        .grid()
        .map(|value| pen.width(&data.unit.short(value as i64, frame.formats)))
        .fold(strip::widest_label(pen, frame), f64::max);
    let left = (widest + GAP * 1.5).min(frame.width / 2.0);
    let mut scale = Scale::new(data, frame.view, (left, top, right, bottom));
    if strips > 0.0 {
        scale.strips = bottom + UNDER;
        scale.foot = scale.strips + strips;
    }
    scale
}

fn axes(pen: &Pen<'_>, frame: &Frame<'_>, scale: &Scale) -> Drawn {
    for value in scale.grid() {
        let y = scale.y(value);
        let ink = if value == 0.0 { pen.look.baseline } else { pen.look.grid };
        pen.line(&[(scale.left, y), (scale.right, y)], ink, 1.0)?;
        let label = frame.data.unit.short(value as i64, frame.formats);
        pen.text(&label, (scale.left - GAP, y), HPos::Right, VPos::Center, pen.look.quiet)?;
    }
    for index in scale.ticks(frame.data) {
        let Some(point) = frame.data.points.get(index) else { continue };
        let x = scale.x(index);
        let label = point.at.tick(frame.formats);
        let half = pen.width(&label) / 2.0;
        if x - half < 0.0 || x + half > frame.width {
            continue;
        }
        if frame.data.form == Form::Line {
            pen.line(&[(x, scale.bottom), (x, scale.bottom + 4.0)], pen.look.baseline, 1.0)?;
        }
        let at = (x, scale.bottom + GAP);
        pen.text(&label, at, HPos::Center, VPos::Top, pen.look.quiet)?;
    }
    Ok(())
}

fn bars(pen: &Pen<'_>, frame: &Frame<'_>, scale: &Scale) -> Drawn {
    let (first, end) = frame.view.indices(frame.data.points.len());
    let half = (scale.pitch() * 0.31).clamp(0.5, 24.0);
    let zero = scale.y(0.0);
    for index in first..end {
        let Some(point) = frame.data.points.get(index) else { continue };
        let x = scale.x(index);
        let (value, ink) = match point.phase {
            Phase::Past => (point.actual, pen.look.ink),
            Phase::Running => (point.actual, pen.look.muted),
            Phase::Coming => (point.usual, pen.look.band_80),
        };
        if let Some(value) = value {
            pen.rect((x - half, scale.y(value as f64)), (x + half, zero), ink)?;
        }
        if let Some(usual) = point.usual {
            let y = scale.y(usual as f64);
            pen.line(&[(x - half - 3.0, y), (x + half + 3.0, y)], pen.look.accent, 2.0)?;
        }
    }
    Ok(())
}

/// Names at the left, bars from one zero, values behind them.
fn ranks(pen: &Pen<'_>, frame: &Frame<'_>) -> Drawn {
    let points = &frame.data.points;
    let value_width = points
        .iter()
        .filter_map(|point| point.actual)
        .map(|value| pen.width(&frame.data.unit.exact(value, frame.formats)))
        .fold(0.0, f64::max);
    let names = (frame.width * 0.34).min(260.0);
    let room = (frame.width - names - value_width - GAP * 2.0).max(8.0);
    let (low, high) = frame.data.range(0, points.len());
    let per = room / (high - low).max(1.0);
    let zero = names - low * per;
    for (index, point) in points.iter().enumerate() {
        let y = (index as f64 + 0.5) * RANK_PX;
        let name = pen.fitted(&point.at.full(frame.formats), names - GAP);
        pen.text(&name, (0.0, y), HPos::Left, VPos::Center, pen.look.ink)?;
        let Some(value) = point.actual else { continue };
        let x = zero + value as f64 * per;
        pen.rect((zero.min(x), y - 7.0), (zero.max(x).max(zero + 1.0), y + 7.0), pen.look.ink)?;
        if let Some(usual) = point.usual {
            let x = zero + usual as f64 * per;
            pen.line(&[(x, y - 10.0), (x, y + 10.0)], pen.look.accent, 2.0)?;
        }
        let text = frame.data.unit.exact(value, frame.formats);
        pen.text(&text, (frame.width, y), HPos::Right, VPos::Center, pen.look.quiet)?;
    }
    Ok(())
}
