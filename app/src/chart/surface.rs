//! The canvas as plotters' backend.
//!
//! A backend of our own: plotters' measures text by a span with a style attribute, which our content security policy
//! forbids, and writes colours and sizes as floating-point numbers, which brings six kilobytes of digits along.

use std::fmt;

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    text_anchor::{HPos, VPos},
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// A canvas to draw on, in device pixels.
pub(super) struct Surface {
    size: (u32, u32),
    context: CanvasRenderingContext2d,
}

/// The browser would not draw.
#[derive(Debug)]
pub(super) struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the canvas refused")
    }
}

impl std::error::Error for Refused {}

type Outcome = Result<(), DrawingErrorKind<Refused>>;

fn refused(_: JsValue) -> DrawingErrorKind<Refused> {
    DrawingErrorKind::DrawingError(Refused)
}

impl Surface {
    /// `None` if the browser has no 2D context left to give.
    pub(super) fn new(canvas: &HtmlCanvasElement) -> Option<Self> {
        let context = context_of(canvas)?;
        context.set_line_join("round");
        Some(Self { size: (canvas.width(), canvas.height()), context })
    }

    /// A path through points, stroked or filled in the style's colour.
    fn draw(
        &self,
        path: impl IntoIterator<Item = BackendCoord>,
        style: &impl BackendStyle,
        fill: bool,
    ) {
        // A line of one pixel lies on one row of pixels, not on two.
        let nudge = if !fill && style.stroke_width() % 2 == 1 { 0.5 } else { 0.0 };
        self.context.begin_path();
        for (x, y) in path {
            // The first of a path begins it, too.
            self.context.line_to(f64::from(x) + nudge, f64::from(y) + nudge);
        }
        self.finish(style, fill);
    }

    fn finish(&self, style: &impl BackendStyle, fill: bool) {
        let colour = css(style.color().rgb);
        if fill {
            self.context.set_fill_style_str(&colour);
            self.context.fill();
        } else {
            self.context.set_stroke_style_str(&colour);
            self.context.set_line_width(f64::from(style.stroke_width()));
            self.context.stroke();
        }
    }

    fn set_font(&self, style: &impl BackendTextStyle) {
        let tenths = (style.size() * 10.0).round() as u32;
        let size = [(tenths / 10).to_string(), (tenths % 10).to_string()].join(".");
        let (weight, family) = (style.style(), style.family());
        self.context.set_font(&[weight.as_str(), " ", &size, "px ", family.as_str()].concat());
    }
}

/// The canvas's drawing context.
pub(super) fn context_of(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// A colour as a canvas takes it.
pub(super) fn css((red, green, blue): (u8, u8, u8)) -> String {
    ["rgb(", &red.to_string(), ",", &green.to_string(), ",", &blue.to_string(), ")"].concat()
}

impl DrawingBackend for Surface {
    type ErrorType = Refused;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Outcome {
        self.context.set_fill_style_str(&css(color.rgb));
        self.context.fill_rect(f64::from(x), f64::from(y), 1.0, 1.0);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Outcome {
        self.draw([from, to], style, false);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
        self.draw(corners, style, fill);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        self.draw(path, style, false);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        self.draw(path, style, true);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Outcome {
        let turn = std::f64::consts::TAU;
        self.context.begin_path();
        self.context
            .arc(f64::from(x), f64::from(y), f64::from(radius), 0.0, turn)
            .map_err(refused)?;
        self.finish(style, fill);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Outcome {
        let anchor = style.anchor();
        self.context.set_text_baseline(match anchor.v_pos {
            VPos::Top => "top",
            VPos::Center => "middle",
            VPos::Bottom => "bottom",
        });
        self.context.set_text_align(match anchor.h_pos {
            HPos::Left => "start",
            HPos::Right => "end",
            HPos::Center => "center",
        });
        self.context.set_fill_style_str(&css(style.color().rgb));
        self.set_font(style);
        self.context.fill_text(text, f64::from(x), f64::from(y)).map_err(refused)
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        self.set_font(style);
        // A browser that cannot measure text cannot draw it either.
        Ok(self.context.measure_text(text).map_or((0, 0), |measured| {
            (measured.width().ceil() as u32, style.size().ceil() as u32)
        }))
    }
}
