//! Strips: the parts of the values, each on its own scale under the chart.

use plotters::style::text_anchor::{HPos, VPos};

use super::super::data::{Form, Strip};
use super::super::scale::{Scale, nice_step};
use super::pen::{Drawn, Pen, Spot};
use super::{Frame, GAP};

/// The height of a strip; its name stands over its line.
pub(in super::super) const STRIP_PX: f64 = 44.0;
const NAME_PX: f64 = 18.0;
const UNDER_PX: f64 = 7.0;

/// Draws all strips of a chart.
pub(super) fn strips(pen: &Pen<'_>, frame: &Frame<'_>, scale: &Scale) -> Drawn {
    for (number, strip) in frame.data.strips.iter().enumerate() {
        draw(pen, frame, scale, strip, scale.strips + number as f64 * STRIP_PX)?;
    }
    Ok(())
}

/// The widest label of the strips.
pub(super) fn widest_label(pen: &Pen<'_>, frame: &Frame<'_>) -> f64 {
    let labels = frame.data.strips.iter().filter_map(|strip| range(strip, frame));
    labels
        .flat_map(|(low, high)| [low, high].map(|value| pen.width(&label(frame, low, value))))
        .fold(0.0, f64::max)
}

fn draw(pen: &Pen<'_>, frame: &Frame<'_>, scale: &Scale, strip: &Strip, top: f64) -> Drawn {
    let look = pen.look;
    pen.line(&[(scale.left, top), (scale.right, top)], look.grid, 1.0)?;
    pen.text(&strip.name, (scale.left + 6.0, top + 4.0), HPos::Left, VPos::Top, look.quiet)?;
    let Some((low, high)) = range(strip, frame) else { return Ok(()) };
    let (upper, lower) = (top + NAME_PX, top + STRIP_PX - UNDER_PX);
    let y = |value: f64| lower - (value - low) / (high - low) * (lower - upper);
    for value in [low, high] {
        let at = (scale.left - GAP, y(value));
        pen.text(&label(frame, low, value), at, HPos::Right, VPos::Center, look.quiet)?;
    }
    if low < 0.0 && high > 0.0 {
        pen.line(&[(scale.left, y(0.0)), (scale.right, y(0.0))], look.grid, 1.0)?;
    }
    let (first, end) = frame.view.indices(strip.values.len());
    // As above: what is expected starts from the last whole period.
    let split = frame.data.ahead().unwrap_or(end).clamp(first, end);
    let course = |from: usize, to: usize| -> Vec<Spot> {
        let spot = |at: usize| Some((scale.x(at), y((*strip.values.get(at)?)? as f64)));
        (from..to).filter_map(spot).collect()
    };
    let ahead = if frame.data.is_stale { look.quiet } else { look.accent };
    if strip.form == Form::Bars {
        let half = (scale.pitch() * 0.31).clamp(0.75, 4.0);
        for at in first..end {
            let Some(value) = strip.values.get(at).copied().flatten().filter(|v| *v != 0) else {
                continue;
            };
            let (x, ink) = (scale.x(at), if at < split { look.ink } else { ahead });
            pen.rect((x - half, y(value as f64)), (x + half, y(0.0)), ink)?;
        }
        return Ok(());
    }
    pen.line(&course(first, split), look.ink, 1.5)?;
    pen.line(&course(split.saturating_sub(1).max(first), end), ahead, 1.5)
}

/// The round numbers around what is in sight; `None` for nothing.
fn range(strip: &Strip, frame: &Frame<'_>) -> Option<(f64, f64)> {
    let (first, end) = frame.view.indices(strip.values.len());
    let values = || strip.values.get(first..end).unwrap_or_default().iter().flatten();
    let (mut low, mut high) = (*values().min()? as f64, *values().max()? as f64);
    if strip.form == Form::Bars {
        (low, high) = (low.min(0.0), high.max(0.0));
    }
    // Round, but close: an eighth is lost at the most at either end.
    let step = nice_step((high - low) / 8.0, frame.data.unit.one());
    let low = (low / step).floor() * step;
    Some((low, ((high / step).ceil() * step).max(low + step)))
}

/// With its sign where there are both.
fn label(frame: &Frame<'_>, low: f64, value: f64) -> String {
    let text = frame.data.unit.short(value as i64, frame.formats);
    if low < 0.0 && value > 0.0 { ["+", &text].concat() } else { text }
}
