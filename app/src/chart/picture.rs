//! A chart as a PNG: drawn anew at a fixed size on the page's ground, with its title.

use plotters::style::Color;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};
use yew::Callback;

use super::data::{ChartData, Form};
use super::draw::{Frame, RANK_PX, STRIP_PX, draw};
use super::legend::{Mark, marks};
use super::look::Look;
use super::scale::View;
use super::surface::{context_of, css};
use crate::browser;
use crate::i18n::I18n;

/// CSS pixels; twice as many in the picture.
const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 400.0;
const TITLE: f64 = 32.0;
const LEGEND: f64 = 24.0;
const EDGE: f64 = 24.0;

/// Draws a chart (with so many points of the past) and hands out the picture; `saved` hears whether that worked.
pub(super) fn save_picture(
    name: &str,
    title: &str,
    drawn: (&ChartData, Option<usize>),
    i18n: &I18n,
    saved: Callback<bool>,
) {
    let Some(canvas) = picture(title, drawn, i18n) else {
        saved.emit(false);
        return;
    };
    let name = name.to_owned();
    let told = saved.clone();
    let handed = Closure::once_into_js(move |blob: Option<Blob>| {
        told.emit(blob.is_some_and(|blob| browser::save_blob(&name, &blob).is_ok()));
    });
    if canvas.to_blob(handed.unchecked_ref()).is_err() {
        saved.emit(false);
    }
}

fn picture(
    title: &str,
    (data, past): (&ChartData, Option<usize>),
    i18n: &I18n,
) -> Option<HtmlCanvasElement> {
    let document = browser::document();
    let make = || document.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok();
    let probe: HtmlElement = document.query_selector(".chart__probe").ok()??.dyn_into().ok()?;
    let look = Look { ratio: 2.0, ..Look::read(&probe)? };
    let height = if data.form == Form::Ranks {
        data.points.len() as f64 * RANK_PX
    } else {
        HEIGHT + data.strips.len() as f64 * STRIP_PX
    };
    let view = past.and_then(|past| View::around_now(data, past, usize::MAX));
    let drawing = make()?;
    let frame = Frame {
        data,
        view: view.unwrap_or_else(|| View::all(data.points.len())),
        look: &look,
        formats: i18n.formats(),
        width: WIDTH - 2.0 * EDGE,
        height,
        today: &i18n.t("nav-today"),
    };
    draw(&drawing, &frame)?;
    let marks = marks(i18n, data);
    let head = TITLE + if marks.is_empty() { 8.0 } else { LEGEND };
    let sheet = make()?;
    sheet.set_width((WIDTH * look.ratio) as u32);
    sheet.set_height(((height + head + 2.0 * EDGE) * look.ratio) as u32);
    let context = context_of(&sheet)?;
    // The ground is laid in device pixels, the rest is written in CSS pixels.
    context.set_fill_style_str(&css(look.surface.rgb()));
    context.fill_rect(0.0, 0.0, f64::from(sheet.width()), f64::from(sheet.height()));
    context.scale(look.ratio, look.ratio).ok()?;
    context.set_fill_style_str(&css(look.ink.rgb()));
    context.set_text_baseline("top");
    context.set_font("600 16px Inter, system-ui, sans-serif");
    context.fill_text(title, EDGE, EDGE).ok()?;
    context.set_font("12px Inter, system-ui, sans-serif");
    legend(&context, &marks, &look)?;
    let (width, left, top) = (frame.width, EDGE, EDGE + head);
    context
        .draw_image_with_html_canvas_element_and_dw_and_dh(&drawing, left, top, width, height)
        .ok()?;
    Some(sheet)
}

/// Marks with their names in a row.
fn legend(context: &CanvasRenderingContext2d, marks: &[(Mark, String)], look: &Look) -> Option<()> {
    let (mut x, y) = (EDGE, EDGE + TITLE);
    for (mark, name) in marks {
        let (width, height) = match mark {
            Mark::Bands | Mark::Band => (14.0, 10.0),
            Mark::Unusual => (7.0, 7.0),
            _ => (16.0, 2.0),
        };
        for ink in mark.inks(look) {
            context.set_fill_style_str(&css(ink.rgb()));
            context.fill_rect(x, y + 6.0 - height / 2.0, width, height);
            x += width;
        }
        x += 8.0;
        context.set_fill_style_str(&css(look.ink.rgb()));
        context.fill_text(name, x, y).ok()?;
        x += context.measure_text(name).ok()?.width() + 20.0;
    }
    Some(())
}
