//! Sparkline: the way a number came, and the usual way, without axes. The number beside it says the rest.

use std::fmt::Write;

use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Oldest first.
    pub(crate) path: std::rc::Rc<[i64]>,
    /// What is usual over the same steps and further.
    #[prop_or_default]
    pub(crate) usual: std::rc::Rc<[i64]>,
}

const WIDTH: f64 = 104.0;
const HEIGHT: f64 = 36.0;
/// Room for the dot at the end.
const EDGE: f64 = 3.0;

/// 104 by 36 pixels, for tiles.
#[component]
pub(crate) fn Sparkline(props: &Props) -> Html {
    let steps = props.path.len().max(props.usual.len());
    if steps < 2 {
        return html! {};
    }
    let values = || props.path.iter().chain(&*props.usual).map(|value| *value as f64);
    let (low, high) = (values().fold(0.0, f64::min), values().fold(1.0, f64::max));
    let place = |index: usize, value: i64| {
        let x = EDGE + index as f64 / (steps - 1) as f64 * (WIDTH - 2.0 * EDGE);
        let y = HEIGHT - EDGE - (value as f64 - low) / (high - low) * (HEIGHT - 2.0 * EDGE);
        (x, y)
    };
    let drawn = |values: &[i64]| {
        let mut text = String::new();
        for (index, value) in values.iter().enumerate() {
            let (x, y) = place(index, *value);
            write!(text, "{x:.1},{y:.1} ").expect("a string takes all that is written");
        }
        text
    };
    let last = props.path.len().checked_sub(1).and_then(|at| Some(place(at, *props.path.get(at)?)));
    html! {
        <svg class="sparkline" viewBox="0 0 104 36" aria-hidden="true" focusable="false">
            <polyline class="sparkline__usual" points={drawn(&props.usual)} />
            <polyline class="sparkline__path" points={drawn(&props.path)} />
            if let Some((x, y)) = last {
                <circle class="sparkline__now" cx={x.to_string()} cy={y.to_string()} r="2.5" />
            }
        </svg>
    }
}
