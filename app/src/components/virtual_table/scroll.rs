//! Which rows a scrolled height shows. Browsers draw nothing beyond some ten million pixels, so a longer table is
//! scrolled on a shortened scale.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Firefox stops at 17.8 million pixels, Chromium at 33.5.
const MOST_PX: f64 = 8_000_000.0;
/// Rows drawn beyond the edges, so that a little scrolling draws nothing new.
const SPARE: u64 = 8;

/// Rows in sight, with the empty heights around them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) first: u64,
    pub(super) end: u64,
    /// Pixels before the first.
    pub(super) above: u32,
    /// Pixels after the last.
    pub(super) below: u32,
    /// Rows a Page key leaps.
    pub(super) leap: u64,
}

impl Default for Shown {
    fn default() -> Self {
        Self { first: 0, end: 30, above: 0, below: 0, leap: 10 }
    }
}

/// Heights in pixels, as drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    total: u64,
    /// One row.
    row: f64,
    /// What the rows have, without the head.
    port: f64,
}

impl Extent {
    /// Reads them off the grid; a grid without rows has those of the style sheet's default.
    pub(super) fn measure(grid: &HtmlElement, total: u64) -> Self {
        let height = |selector: &str| {
            let found = grid.query_selector(selector).ok().flatten()?;
            let height = found.dyn_into::<HtmlElement>().ok()?.offset_height();
            (height > 0).then_some(f64::from(height))
        };
        let row = height(".vtable__row").unwrap_or(44.0);
        let port = f64::from(grid.client_height()) - height("thead").unwrap_or(0.0);
        Self { total, row, port: port.max(row) }
    }

    fn rows_px(self) -> f64 {
        self.total as f64 * self.row
    }

    /// Scrolled pixels per pixel of rows: 1 unless the table is too long to draw.
    fn scale(self) -> f64 {
        let all = self.rows_px();
        if all <= MOST_PX { 1.0 } else { (MOST_PX - self.port) / (all - self.port) }
    }

    pub(super) fn shown(self, scroll_top: f64) -> Shown {
        let offset = scroll_top / self.scale();
        let fits = (self.port / self.row).ceil() as u64 + 1;
        let top = ((offset / self.row) as u64).min(self.total.saturating_sub(1));
        // Whole steps of four, so that most scroll events change nothing.
        let first = top.saturating_sub(SPARE) / 4 * 4;
        let end = (top + fits + SPARE).div_ceil(4) * 4;
        let end = end.min(self.total);
        let above = first as f64 * self.row - offset + scroll_top;
        let drawn = (end - first) as f64 * self.row;
        let below = self.rows_px().min(MOST_PX) - above - drawn;
        Shown {
            first,
            end,
            above: above.max(0.0) as u32,
            below: below.max(0.0) as u32,
            leap: fits.saturating_sub(2).max(1),
        }
    }

    /// Scrolls just so far that a row is in sight.
    pub(super) fn reveal(self, grid: &HtmlElement, index: u64) {
        let offset = f64::from(grid.scroll_top()) / self.scale();
        let top = index as f64 * self.row;
        let wanted = if top < offset {
            top
        } else if top + self.row > offset + self.port {
            top + self.row - self.port
        } else {
            return;
        };
        grid.set_scroll_top((wanted * self.scale()).round() as i32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(total: u64) -> Extent {
        Extent { total, row: 44.0, port: 440.0 }
    }

    #[test]
    fn a_short_table_is_scrolled_pixel_by_pixel() {
        let shown = extent(1_000).shown(4_400.0);
        assert_eq!((shown.first, shown.end), (92, 120));
        assert_eq!(shown.above, 92 * 44);
        assert_eq!(shown.below, (1_000 - 120) * 44);
    }

    #[test]
    fn a_long_table_ends_with_its_last_row() {
        let extent = extent(1_300_000);
        let end = extent.shown(MOST_PX - 440.0);
        assert_eq!(end.end, 1_300_000);
        assert_eq!(extent.shown(0.0).first, 0);
        let all = f64::from(end.above) + (end.end - end.first) as f64 * 44.0;
        assert!((all - MOST_PX).abs() < 2.0, "{all}");
    }

    #[test]
    fn an_empty_table_shows_nothing() {
        let shown = extent(0).shown(0.0);
        assert_eq!((shown.first, shown.end, shown.above, shown.below), (0, 0, 0, 0));
    }
}
