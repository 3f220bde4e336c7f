//! The canvas as plotters' backend.
//!
//! plotters measures text by a span with a style attribute, which our content security policy forbids; here the
//! canvas itself is asked. And a path of one pixel's width lies on one row of pixels, not half on each of two.

use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// A canvas to draw on, in device pixels.
pub(super) struct Surface {
    inner: CanvasBackend,
    context: CanvasRenderingContext2d,
}

type Outcome = Result<(), DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

impl Surface {
    /// `None` if the browser has no 2D context left to give.
    pub(super) fn new(canvas: &HtmlCanvasElement) -> Option<Self> {
        let context = context_of(canvas)?;
        context.set_line_join("round");
        Some(Self { inner: CanvasBackend::with_canvas_object(canvas.clone())?, context })
    }
}

/// A colour as a canvas takes it.
pub(super) fn css((red, green, blue): (u8, u8, u8)) -> String {
    ["rgb(", &red.to_string(), ",", &green.to_string(), ",", &blue.to_string(), ")"].concat()
}

/// The canvas's drawing context.
pub(super) fn context_of(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

impl DrawingBackend for Surface {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.inner.get_size()
    }

    fn ensure_prepared(&mut self) -> Outcome {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Outcome {
        self.inner.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Outcome {
        self.inner.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Outcome {
        self.inner.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome {
        self.inner.draw_rect(upper_left, bottom_right, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        let half = if style.stroke_width() % 2 == 1 { 0.5 } else { 0.0 };
        drop(self.context.translate(half, half));
        let drawn = self.inner.draw_path(path, style);
        drop(self.context.translate(-half, -half));
        drawn
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Outcome {
        self.inner.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        self.inner.fill_polygon(path, style)
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        pos: BackendCoord,
    ) -> Outcome {
        self.inner.draw_text(text, style, pos)
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let (weight, family, size) = (style.style(), style.family(), style.size().to_string());
        self.context.set_font(&[weight.as_str(), " ", &size, "px ", family.as_str()].concat());
        // A browser that cannot measure text cannot draw it either.
        Ok(self.context.measure_text(text).map_or((0, 0), |measured| {
            (measured.width().ceil() as u32, style.size().ceil() as u32)
        }))
    }
}
