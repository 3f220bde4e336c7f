//! A pen that draws in CSS pixels on a canvas of device pixels.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, FontStyle, IntoFont, RGBColor, TextStyle};
use plotters_backend::DrawingBackend;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::super::look::Look;
use super::super::surface::{Surface, context_of};

pub(super) type Drawn = Result<(), DrawingAreaErrorKind<<Surface as DrawingBackend>::ErrorType>>;

/// A place, in CSS pixels from the upper left.
pub(super) type Spot = (f64, f64);

/// Draws in CSS pixels on a canvas of device pixels.
pub(super) struct Pen<'a> {
    area: DrawingArea<Surface, Shift>,
    context: CanvasRenderingContext2d,
    pub(super) look: &'a Look,
}

const FAMILY: &str = "Inter, system-ui, sans-serif";

impl<'a> Pen<'a> {
    /// `None` if the browser gives no canvas to draw on.
    pub(super) fn new(canvas: &HtmlCanvasElement, look: &'a Look) -> Option<Self> {
        let (area, context) = (Surface::new(canvas)?.into_drawing_area(), context_of(canvas)?);
        Some(Self { area, context, look })
    }

    fn px(&self, value: f64) -> i32 {
        (value * self.look.ratio).round() as i32
    }

    fn at(&self, (x, y): Spot) -> (i32, i32) {
        (self.px(x), self.px(y))
    }

    pub(super) fn line(&self, points: &[Spot], ink: RGBColor, width: f64) -> Drawn {
        let points: Vec<_> = points.iter().map(|point| self.at(*point)).collect();
        let style = ink.stroke_width(self.px(width).max(1) as u32);
        self.area.draw(&PathElement::new(points, style))
    }

    /// `dash`: drawn and left out in turn, in CSS pixels.
    pub(super) fn dashed(
        &self,
        points: &[Spot],
        ink: RGBColor,
        width: f64,
        dash: (f64, f64),
    ) -> Drawn {
        let [on, off] = [dash.0, dash.1].map(|px| (px * self.look.ratio).into());
        // Canvas does not refuse numbers.
        drop(self.context.set_line_dash(&js_sys::Array::of2(&on, &off)));
        let drawn = self.line(points, ink, width);
        drop(self.context.set_line_dash(&js_sys::Array::new()));
        drawn
    }

    pub(super) fn rect(&self, from: Spot, to: Spot, ink: RGBColor) -> Drawn {
        self.area.draw(&Rectangle::new([self.at(from), self.at(to)], ink.filled()))
    }

    pub(super) fn area(&self, corners: &[Spot], ink: RGBColor) -> Drawn {
        let corners: Vec<_> = corners.iter().map(|corner| self.at(*corner)).collect();
        self.area.draw(&Polygon::new(corners, ink.filled()))
    }

    /// A value that is not final: hollow, never joined to the line.
    pub(super) fn ring(&self, at: Spot) -> Drawn {
        let (at, radius) = (self.at(at), self.px(4.0));
        self.area.draw(&Circle::new(at, radius, self.look.surface.filled()))?;
        let style = self.look.ink.stroke_width(self.px(1.75).max(1) as u32);
        self.area.draw(&Circle::new(at, radius, style))
    }

    /// A value far from what is usual.
    pub(super) fn diamond(&self, (x, y): Spot) -> Drawn {
        for (radius, ink) in [(6.5, self.look.surface), (5.0, self.look.crit)] {
            self.area(&[(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], ink)?;
        }
        Ok(())
    }

    fn style(&self, weight: FontStyle) -> TextStyle<'static> {
        let size = self.look.font_px * self.look.ratio;
        (FontFamily::Name(FAMILY), size, weight).into_font().into()
    }

    pub(super) fn text(&self, text: &str, at: Spot, h: HPos, v: VPos, ink: RGBColor) -> Drawn {
        let style = self.style(FontStyle::Normal).color(&ink).pos(Pos::new(h, v));
        self.area.draw_text(text, &style, self.at(at))
    }

    /// In the weight of headings.
    pub(super) fn strong(&self, text: &str, at: Spot, h: HPos) -> Drawn {
        let style = self.style(FontStyle::Bold).color(&self.look.ink);
        self.area.draw_text(text, &style.pos(Pos::new(h, VPos::Top)), self.at(at))
    }

    pub(super) fn width(&self, text: &str) -> f64 {
        let size = self.area.estimate_text_size(text, &self.style(FontStyle::Normal));
        size.map_or(0.0, |(width, _)| f64::from(width) / self.look.ratio)
    }

    /// As much of a text as fits, with an ellipsis where some is left out.
    pub(super) fn fitted(&self, text: &str, room: f64) -> String {
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
