//! Draws a chart onto a canvas: UI rules of lines, bars and ranks.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, FontStyle, IntoFont, RGBColor, TextStyle};
use plotters_backend::DrawingBackend;
use web_sys::HtmlCanvasElement;

use super::data::{ChartData, Form, Phase, Point};
use super::look::Look;
use super::scale::{Scale, View};
use super::surface::{Surface, context_of};
use crate::intl::Formats;

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

type Drawn = Result<(), DrawingAreaErrorKind<<Surface as DrawingBackend>::ErrorType>>;

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
    context_of(canvas)?.set_line_join("round");
    let pen = Pen { area: Surface::new(canvas)?.into_drawing_area(), look: frame.look };
    let scale = layout(&pen, frame);
    let drawn = match frame.data.form {
        Form::Ranks => ranks(&pen, frame),
        Form::Line => axes(&pen, frame, &scale).and_then(|()| line(&pen, frame, &scale)),
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
    let has_rule = data.form == Form::Line && running(data, frame.view).is_some();
    let top = if has_rule { ABOVE_WITH_RULE } else { ABOVE };
    let right = frame.width - GAP;
    let provisional =
        Scale::new(data, frame.view, (0.0, top, right, (frame.height - UNDER).max(top + 1.0)));
    let widest = provisional
        .grid()
        .map(|value| pen.width(&data.unit.short(value as i64, frame.formats)))
        .fold(0.0, f64::max);
    let left = (widest + GAP * 1.5).min(frame.width / 2.0);
    Scale::new(data, frame.view, (left, top, right, provisional.bottom))
}

fn running(data: &ChartData, view: View) -> Option<usize> {
    let (first, end) = view.indices(data.points.len());
    (first..end).find(|at| data.points.get(*at).is_some_and(|point| point.phase == Phase::Running))
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

fn line(pen: &Pen<'_>, frame: &Frame<'_>, scale: &Scale) -> Drawn {
    let points = &frame.data.points;
    let (first, end) = frame.view.indices(points.len());
    let stroke = |of: fn(&Point) -> Option<i64>, ink, width| -> Drawn {
        let mut run: Vec<(f64, f64)> = Vec::new();
        for index in first..=end {
            let value = points.get(index).filter(|_| index < end).and_then(of);
            if let Some(value) = value {
                run.push((scale.x(index), scale.y(value as f64)));
            } else {
                pen.line(&run, ink, width)?;
                run.clear();
            }
        }
        Ok(())
    };
    stroke(|point| point.usual, pen.look.muted, 1.25)?;
    stroke(|point| point.actual.filter(|_| point.phase == Phase::Past), pen.look.ink, 1.75)?;
    let Some(now) = running(frame.data, frame.view) else { return Ok(()) };
    let x = scale.x(now);
    pen.line(&[(x, 6.0), (x, scale.bottom)], pen.look.ink, 1.0)?;
    pen.strong(frame.today, (x - GAP, 4.0))?;
    match points.get(now).and_then(|point| point.actual) {
        Some(value) => pen.ring((x, scale.y(value as f64))),
        None => Ok(()),
    }
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
            Phase::Coming => (point.usual, pen.look.band),
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

/// Draws in CSS pixels on a canvas of device pixels.
struct Pen<'a> {
    area: DrawingArea<Surface, Shift>,
    look: &'a Look,
}

const FAMILY: &str = "Inter, system-ui, sans-serif";

impl Pen<'_> {
    fn px(&self, value: f64) -> i32 {
        (value * self.look.ratio).round() as i32
    }

    fn at(&self, (x, y): (f64, f64)) -> (i32, i32) {
        (self.px(x), self.px(y))
    }

    fn line(&self, points: &[(f64, f64)], ink: RGBColor, width: f64) -> Drawn {
        let points: Vec<_> = points.iter().map(|point| self.at(*point)).collect();
        let style = ink.stroke_width(self.px(width).max(1) as u32);
        self.area.draw(&PathElement::new(points, style))
    }

    fn rect(&self, from: (f64, f64), to: (f64, f64), ink: RGBColor) -> Drawn {
        self.area.draw(&Rectangle::new([self.at(from), self.at(to)], ink.filled()))
    }

    /// A value that is not final: hollow, never joined to the line.
    fn ring(&self, at: (f64, f64)) -> Drawn {
        let (at, radius) = (self.at(at), self.px(4.0));
        self.area.draw(&Circle::new(at, radius, self.look.surface.filled()))?;
        let style = self.look.ink.stroke_width(self.px(1.75).max(1) as u32);
        self.area.draw(&Circle::new(at, radius, style))
    }

    fn style(&self, weight: FontStyle) -> TextStyle<'static> {
        let size = self.look.font_px * self.look.ratio;
        (FontFamily::Name(FAMILY), size, weight).into_font().into()
    }

    fn text(&self, text: &str, at: (f64, f64), h: HPos, v: VPos, ink: RGBColor) -> Drawn {
        let style = self.style(FontStyle::Normal).color(&ink).pos(Pos::new(h, v));
        self.area.draw_text(text, &style, self.at(at))
    }

    /// Right-aligned, in the weight of headings.
    fn strong(&self, text: &str, at: (f64, f64)) -> Drawn {
        let style = self.style(FontStyle::Bold).color(&self.look.ink);
        let style = style.pos(Pos::new(HPos::Right, VPos::Top));
        self.area.draw_text(text, &style, self.at(at))
    }

    fn width(&self, text: &str) -> f64 {
        let size = self.area.estimate_text_size(text, &self.style(FontStyle::Normal));
        size.map_or(0.0, |(width, _)| f64::from(width) / self.look.ratio)
    }

    /// As much of a text as fits, with an ellipsis where some is left out.
    fn fitted(&self, text: &str, room: f64) -> String {
        if self.width(text) <= room {
            return text.to_owned();
        }
        let mut kept: Vec<char> = text.chars().collect();
        // Names have at most some hundred characters; about as many are measured as are cut.
        let share = room / self.width(text).max(1.0);
        kept.truncate((kept.len() as f64 * share) as usize + 2);
        loop {
            kept.pop();
            let shorter: String = kept.iter().chain(['…'].iter()).collect();
            if kept.is_empty() || self.width(&shorter) <= room {
                return shorter;
            }
        }
    }
}
