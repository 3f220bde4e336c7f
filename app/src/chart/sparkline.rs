//! Sparkline: the way a number came, and the usual way, without axes. The number beside it says the rest.

use yew::prelude::*;

/// Tenths of pixels: whole numbers are written shorter, in the page and in the program.
const WIDTH: f64 = 1_040.0;
const HEIGHT: f64 = 360.0;
/// Room for the dot at the end.
const EDGE: f64 = 30.0;

/// 104 by 36 pixels, for tiles. `usual` goes over the same steps and further.
pub(crate) fn sparkline(path: &[i64], usual: &[i64]) -> Html {
    let steps = path.len().max(usual.len());
    if steps < 2 {
        return html! {};
    }
    let values = || path.iter().chain(usual).map(|value| *value as f64);
    let (low, high) = (values().fold(0.0, f64::min), values().fold(1.0, f64::max));
    let place = |index: usize, value: i64| {
        let x = EDGE + index as f64 / (steps - 1) as f64 * (WIDTH - 2.0 * EDGE);
        let y = HEIGHT - EDGE - (value as f64 - low) / (high - low) * (HEIGHT - 2.0 * EDGE);
        [(x as i32).to_string(), (y as i32).to_string()]
    };
    let drawn = |values: &[i64]| {
        let points = values.iter().enumerate().map(|(index, value)| place(index, *value).join(","));
        points.collect::<Vec<_>>().join(" ")
    };
    let last = path.len().checked_sub(1).and_then(|at| Some(place(at, *path.get(at)?)));
    html! {
        <svg class="sparkline" viewBox="0 0 1040 360" aria-hidden="true" focusable="false">
            <polyline class="sparkline__usual" points={drawn(usual)} />
            <polyline class="sparkline__path" points={drawn(path)} />
            if let Some([x, y]) = last {
                <circle class="sparkline__now" cx={x} cy={y} r="25" />
            }
        </svg>
    }
}
