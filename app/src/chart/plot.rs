//! The drawing itself with its crosshair: follows its size, its theme, a pointer, fingers and keys.

mod gesture;
mod sight;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, HtmlElement, PointerEvent, WheelEvent};
use yew::prelude::*;

use super::data::{ChartData, Form, Phase};
use super::draw::{Frame, RANK_PX, draw};
use super::look::Look;
use super::scale::{Scale, View};
use crate::i18n::{I18n, use_i18n};
use gesture::{Fingers, Gesture, gesture_of_key};

use sight::{Sight, use_restyled, use_size};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// The sentence that says what is seen.
    pub(super) name: AttrValue,
    pub(super) data: ChartData,
    /// Points of the past in sight at first.
    pub(super) begin: Option<usize>,
    /// And where there is little room.
    pub(super) narrow: Option<usize>,
    /// Hears whether something is out of sight.
    pub(super) onpart: Callback<bool>,
    /// Whenever this counts up, everything is shown.
    pub(super) reset: u32,
}

/// Narrower than this is a phone.
const NARROW_PX: f64 = 480.0;

/// A canvas under a crosshair.
#[component]
pub(super) fn Plot(props: &Props) -> Html {
    let i18n = use_i18n();
    let (canvas, probe, plot) = (use_node_ref(), use_node_ref(), use_node_ref());
    let (width, height) = use_size(&plot);
    let restyled = use_restyled();
    let sight = use_reducer(Sight::default);
    let scale = use_state(|| None::<Scale>);
    let count = props.data.points.len();
    let ranked = props.data.form == Form::Ranks;
    {
        let is_narrow = width < NARROW_PX && props.narrow.is_some();
        let past = if is_narrow { props.narrow } else { props.begin };
        let view = past.and_then(|past| {
            View::around_now(&props.data, past, if is_narrow { past } else { usize::MAX })
        });
        let sight = sight.dispatcher();
        use_effect_with((count, is_narrow, past), move |_| sight.dispatch(Gesture::Begin(view)));
    }
    let view = sight.view(count);
    {
        let (canvas, probe, scale) = (canvas.clone(), probe.clone(), scale.clone());
        let drawn = (props.data.clone(), i18n.clone(), view, (width, height), restyled);
        use_effect_with(drawn, move |(data, i18n, view, (width, height), _)| {
            let drawn = canvas.cast::<HtmlCanvasElement>().and_then(|canvas| {
                let look = Look::read(&probe.cast::<HtmlElement>()?)?;
                let (view, width, height) = (*view, *width, *height);
                let (formats, today) = (i18n.formats(), i18n.t("nav-today"));
                let frame =
                    Frame { data, view, look: &look, formats, width, height, today: &today };
                (width > 0.0).then(|| draw(&canvas, &frame))?
            });
            if *scale != drawn {
                scale.set(drawn);
            }
        });
    }
    use_wheel(&plot, sight.dispatcher(), if ranked { 0 } else { count });
    use_rank_height(&plot, &props.data);
    let at = sight.at.filter(|at| *at < count);
    let onkeydown = {
        let sight = sight.dispatcher();
        Callback::from(move |event: KeyboardEvent| {
            // Lying bars are all in sight: there is nothing to come closer to.
            let fits = |gesture: &Gesture| {
                !ranked || matches!(gesture, Gesture::Step { .. } | Gesture::Look(_))
            };
            if let Some(gesture) = gesture_of_key(&event, count).filter(fits) {
                event.prevent_default();
                sight.dispatch(gesture);
            }
        })
    };
    let touched = use_touch(scale.filter(|_| !ranked), count, sight.dispatcher());
    {
        let onpart = props.onpart.clone();
        use_effect_with(view.is_part(count), move |is_part| onpart.emit(*is_part));
    }
    {
        let sight = sight.dispatcher();
        use_effect_with(props.reset, move |reset| {
            if *reset > 0 {
                sight.dispatch(Gesture::All { count });
            }
        });
    }
    html! {
        <div
            ref={plot} class={classes!("chart__plot", ranked.then_some("chart__plot--ranks"))}
            role="application" aria-roledescription={i18n.t("chart")}
            aria-label={props.name.clone()} tabindex="0" {onkeydown}
            onpointerdown={touched.clone()} onpointermove={touched.clone()}
            onpointerup={touched.clone()} onpointercancel={touched.clone()} onpointerleave={touched}
        >
            <span ref={probe} class="chart__probe" aria-hidden="true" />
            <canvas ref={canvas} class="chart__canvas" aria-hidden="true" />
            if let (Some(scale), Some(at), false) = (*scale, at, ranked) {
                { crosshair(&props.data, &scale, at) }
                { readout(&i18n, &props.data, at, scale.x(at) < width / 2.0) }
            }
            <p class="visually-hidden" aria-live="polite">
                if let Some(at) = at.filter(|_| sight.by_key) { { spoken(&i18n, &props.data, at) } }
            </p>
        </div>
    }
}

/// Turns what pointers do into gestures.
#[hook]
fn use_touch(
    scale: Option<Scale>,
    count: usize,
    sight: UseReducerDispatcher<Sight>,
) -> Callback<PointerEvent> {
    let fingers = use_mut_ref(Fingers::default);
    Callback::from(move |event: PointerEvent| {
        let Some(scale) = scale else { return };
        if let Some(gesture) = fingers.borrow_mut().gesture(&event, &scale, count) {
            sight.dispatch(gesture);
        }
    })
}

/// Ctrl and the wheel (or two fingers on a touchpad) come closer, a sideways wheel moves; an upright wheel is the
/// page's own.
#[hook]
fn use_wheel(plot: &NodeRef, sight: UseReducerDispatcher<Sight>, count: usize) {
    let plot = plot.clone();
    use_effect_with(count, move |&count| {
        let options = EventListenerOptions::enable_prevent_default();
        let listener = plot.cast::<HtmlElement>().filter(|_| count > 0).map(|plot| {
            let width = plot.clone();
            EventListener::new_with_options(&plot, "wheel", options, move |event| {
                let Some(event) = event.dyn_ref::<WheelEvent>() else { return };
                let room = f64::from(width.client_width()).max(1.0);
                let (x, y) = (event.delta_x(), event.delta_y());
                let gesture = if event.ctrl_key() || event.meta_key() {
                    let share = Some(f64::from(event.offset_x()) / room);
                    Gesture::Zoom { factor: (y / 300.0).clamp(-1.0, 1.0).exp(), share, count }
                } else if x.abs() > y.abs() || event.shift_key() {
                    let by = if x == 0.0 { y } else { x };
                    Gesture::Pan { share: by / room, count }
                } else {
                    return;
                };
                event.prevent_default();
                sight.dispatch(gesture);
            })
        });
        move || drop(listener)
    });
}

/// Lying bars need as much height as there are names.
#[hook]
fn use_rank_height(plot: &NodeRef, data: &ChartData) {
    let plot = plot.clone();
    let rows = (data.form == Form::Ranks).then_some(data.points.len());
    use_effect_with(rows, move |rows| {
        let Some(plot) = plot.cast::<HtmlElement>() else { return };
        let style = plot.style();
        // Setting a property of the object model is no inline style; it cannot fail for a valid length.
        drop(match rows {
            Some(rows) => {
                let height = (*rows * RANK_PX as usize).to_string() + "px";
                style.set_property("block-size", &height)
            }
            None => style.remove_property("block-size").map(|_| ()),
        });
    });
}

/// A rule at the point, with a dot at its value.
fn crosshair(data: &ChartData, scale: &Scale, at: usize) -> Html {
    let Some(point) = data.points.get(at) else { return html! {} };
    // Whole pixels: nothing finer is seen.
    let px = |value: f64| (value.round() as i32).to_string();
    let x = px(scale.x(at));
    let expected = point.expected.map(|bands| bands.mean);
    let value = match point.phase {
        Phase::Coming => expected.or(point.usual),
        Phase::Past | Phase::Running => point.actual.or(expected),
    };
    html! {
        <svg class="chart__crosshair" aria-hidden="true" focusable="false">
            <line x1={x.clone()} x2={x.clone()} y1={px(scale.top)} y2={px(scale.bottom)} />
            if scale.foot > scale.bottom {
                <line x1={x.clone()} x2={x.clone()} y1={px(scale.strips)} y2={px(scale.foot)} />
            }
            if let Some(value) = value {
                <circle cx={x} cy={px(scale.y(value as f64))} r="4" />
            }
        </svg>
    }
}

/// What the point says; at the right of a point at the left.
fn readout(i18n: &I18n, data: &ChartData, at: usize, right: bool) -> Html {
    let Some(point) = data.points.get(at) else { return html! {} };
    let side = if right { "chart__readout--right" } else { "chart__readout--left" };
    html! {
        <div class={classes!("chart__readout", side)} aria-hidden="true">
            <p class="strong">{ point.at.full(i18n.formats()) }</p>
            <dl>
                { for told(i18n, data, at).into_iter().map(|(name, value)| html! {
                    <><dt>{ name }</dt><dd>{ value }</dd></>
                }) }
            </dl>
        </div>
    }
}

/// Names and values of a point.
fn told(i18n: &I18n, data: &ChartData, at: usize) -> Vec<(String, String)> {
    let Some(point) = data.points.get(at) else { return Vec::new() };
    let written = |value: Option<i64>| match value {
        Some(value) => data.unit.exact(value, i18n.formats()),
        None => "—".to_owned(),
    };
    let mut told = Vec::new();
    if let Some(event) = &point.event {
        told.push((i18n.t("chart-event").to_string(), event.to_string()));
    }
    if point.phase == Phase::Running {
        told.push((i18n.t("chart-so-far").to_string(), written(point.actual)));
    } else if point.phase == Phase::Past {
        told.push((data.actual_name.to_string(), written(point.actual)));
    }
    if let Some(usually) = point.usually {
        let usually = data.unit.planned(usually, i18n.formats());
        told.push((i18n.t("chart-usually").to_string(), usually));
    }
    if !data.usual_name.is_empty() {
        told.push((data.usual_name.to_string(), written(point.usual)));
    }
    if let Some(bands) = point.expected {
        let planned = |value| data.unit.planned(value, i18n.formats());
        let [_, low, .., high, _] = bands.quantiles.map(planned);
        told.push((i18n.t("chart-expected").to_string(), planned(bands.mean)));
        let range = i18n.with("chart-range", &[("low", low.into()), ("high", high.into())]);
        told.push((i18n.t("chart-likely").to_string(), range.to_string()));
    }
    let beside =
        [("chart-said", point.said.map(|bands| bands.mean)), ("chart-scenario", point.scenario)];
    for (key, value) in beside {
        if let Some(value) = value {
            told.push((i18n.t(key).to_string(), data.unit.planned(value, i18n.formats())));
        }
    }
    told
}

fn spoken(i18n: &I18n, data: &ChartData, at: usize) -> String {
    let mut words =
        data.points.get(at).map(|point| point.at.full(i18n.formats())).unwrap_or_default();
    for (name, value) in told(i18n, data, at) {
        words.push_str(", ");
        words.push_str(&name);
        words.push(' ');
        words.push_str(&value);
    }
    words
}
