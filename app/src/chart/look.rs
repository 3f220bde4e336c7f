//! Colours and type of a chart, as the style sheet has them at this moment.

use plotters::style::RGBColor;
use web_sys::HtmlElement;

use crate::browser;

/// The tokens a chart draws with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    pub(super) ink: RGBColor,
    pub(super) quiet: RGBColor,
    pub(super) baseline: RGBColor,
    pub(super) grid: RGBColor,
    pub(super) accent: RGBColor,
    pub(super) muted: RGBColor,
    pub(super) scenario: RGBColor,
    pub(super) crit: RGBColor,
    pub(super) band_50: RGBColor,
    pub(super) band_80: RGBColor,
    pub(super) band_95: RGBColor,
    pub(super) surface: RGBColor,
    /// Size of the axis type in CSS pixels; follows the browser's font size.
    pub(super) font_px: f64,
    /// Device pixels per CSS pixel.
    pub(super) ratio: f64,
}

impl Look {
    /// Reads the tokens through `probe`, an element nobody sees: a custom property that holds `light-dark()` is
    /// only resolved where it is used.
    pub(super) fn read(probe: &HtmlElement) -> Option<Self> {
        let window = browser::window();
        let style = window.get_computed_style(probe).ok()??;
        let token = |name: &str| {
            let value = ["var(--", name, ")"].concat();
            probe.style().set_property("color", &value).ok()?;
            colour(&style.get_property_value("color").ok()?)
        };
        let font = style.get_property_value("font-size").ok()?;
        Some(Self {
            ink: token("ink")?,
            quiet: token("ink-3")?,
            baseline: token("line-2")?,
            grid: token("grid")?,
            accent: token("accent")?,
            muted: token("chart-muted")?,
            scenario: token("chart-scenario")?,
            crit: token("crit")?,
            band_50: token("band-50")?,
            band_80: token("band-80")?,
            band_95: token("band-95")?,
            surface: token("surface")?,
            font_px: Some(js_sys::parse_float(&font)).filter(|px| px.is_finite())?,
            ratio: window.device_pixel_ratio().clamp(1.0, 4.0),
        })
    }
}

/// `rgb(20, 25, 24)` as browsers serialise it, or `color(srgb 0.1 0.2 0.3)` for mixed ones.
fn colour(text: &str) -> Option<RGBColor> {
    let (text, full) = match text.strip_prefix("color(srgb ") {
        Some(shares) => (shares, 255.0),
        None => (text, 1.0),
    };
    let mut parts = text
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .filter(|part| !part.is_empty())
        .map(|part| decimal(part).map(|value| (value * full).round() as u8));
    let mut next = || parts.next()?;
    Some(RGBColor(next()?, next()?, next()?))
}

/// Digits, perhaps with a point and at most six behind it.
fn decimal(text: &str) -> Option<f64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
    let rest = rest.get(..6).unwrap_or(rest);
    let parts = (whole.parse::<u32>().ok()?, rest.parse::<u32>().ok()?);
    Some(f64::from(parts.0) + f64::from(parts.1) / 10_f64.powi(rest.len() as i32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_as_browsers_write_them() {
        assert_eq!(colour("rgb(10, 107, 101)"), Some(RGBColor(10, 107, 101)));
        assert_eq!(colour("rgba(0, 0, 0, 0.6)"), Some(RGBColor(0, 0, 0)));
        assert_eq!(colour("color(srgb 0.5 0.0196078 1)"), Some(RGBColor(128, 5, 255)));
        assert_eq!(colour("transparent"), None);
    }
}
