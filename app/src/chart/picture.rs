//! A chart as a PNG: drawn anew at a fixed size on the page's ground, with its title.

use wasm_bindgen::prelude::*;
use web_sys::{Blob, HtmlCanvasElement, HtmlElement};
use yew::Callback;

use super::data::{ChartData, Form};
use super::draw::{Frame, RANK_PX, draw};
use super::look::Look;
use super::scale::View;
use super::surface::context_of;
use crate::browser;
use crate::i18n::I18n;

/// CSS pixels; twice as many in the picture.
const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 400.0;
const TITLE: f64 = 40.0;
const EDGE: f64 = 24.0;

/// Draws and hands out the picture; `saved` hears whether that worked.
pub(super) fn save_picture(
    name: &str,
    title: &str,
    data: &ChartData,
    i18n: &I18n,
    saved: Callback<bool>,
) {
    let Some(canvas) = picture(title, data, i18n) else {
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

fn picture(title: &str, data: &ChartData, i18n: &I18n) -> Option<HtmlCanvasElement> {
    let document = browser::document();
    let make = || document.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok();
    let probe: HtmlElement = document.query_selector(".chart__probe").ok()??.dyn_into().ok()?;
    let look = Look { ratio: 2.0, ..Look::read(&probe)? };
    let rows = if data.form == Form::Ranks { data.points.len() as f64 * RANK_PX } else { HEIGHT };
    let drawing = make()?;
    let frame = Frame {
        data,
        view: View::all(data.points.len()),
        look: &look,
        formats: i18n.formats(),
        width: WIDTH - 2.0 * EDGE,
        height: rows,
        today: &i18n.t("nav-today"),
    };
    draw(&drawing, &frame)?;
    let sheet = make()?;
    sheet.set_width((WIDTH * look.ratio) as u32);
    sheet.set_height(((rows + TITLE + 2.0 * EDGE) * look.ratio) as u32);
    let context = context_of(&sheet)?;
    context.set_fill_style_str(&css(look.surface));
    context.fill_rect(0.0, 0.0, f64::from(sheet.width()), f64::from(sheet.height()));
    context.set_fill_style_str(&css(look.ink));
    context.set_font("600 32px Inter, system-ui, sans-serif");
    context.set_text_baseline("top");
    let edge = EDGE * look.ratio;
    context.fill_text(title, edge, edge).ok()?;
    context.draw_image_with_html_canvas_element(&drawing, edge, edge + TITLE * look.ratio).ok()?;
    Some(sheet)
}

fn css(plotters::style::RGBColor(red, green, blue): plotters::style::RGBColor) -> String {
    ["rgb(", &red.to_string(), ",", &green.to_string(), ",", &blue.to_string(), ")"].concat()
}
