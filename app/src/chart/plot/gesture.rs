//! What keys and pointers ask of a chart.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, PointerEvent};

use super::super::scale::{Scale, View};

/// What is asked. `count` is the number of points there are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Gesture {
    /// Other points: show all, or a part.
    Begin(Option<View>),
    /// Show everything.
    All { count: usize },
    /// Look at a point, or no longer at any.
    Look(Option<usize>),
    /// Look so many points further.
    Step { by: isize, count: usize },
    /// Come closer (`factor` below 1) around a share of the width, or around the point looked at.
    Zoom { factor: f64, share: Option<f64>, count: usize },
    /// Move by a share of what is in sight.
    Pan { share: f64, count: usize },
}

const CLOSER: f64 = 0.7;

pub(super) fn gesture_of_key(event: &KeyboardEvent, count: usize) -> Option<Gesture> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    let far = isize::try_from(count).unwrap_or(isize::MAX);
    Some(match (event.key().as_str(), event.shift_key()) {
        ("ArrowLeft", true) => Gesture::Pan { share: -0.25, count },
        ("ArrowRight", true) => Gesture::Pan { share: 0.25, count },
        ("ArrowLeft", false) => Gesture::Step { by: -1, count },
        ("ArrowRight", false) => Gesture::Step { by: 1, count },
        ("Home", _) => Gesture::Step { by: -far, count },
        ("End", _) => Gesture::Step { by: far, count },
        ("+" | "=", _) => Gesture::Zoom { factor: CLOSER, share: None, count },
        ("-" | "−", _) => Gesture::Zoom { factor: 1.0 / CLOSER, share: None, count },
        ("0", _) => Gesture::All { count },
        ("Escape", _) => Gesture::Look(None),
        _ => return None,
    })
}

/// Pointers that are down, with where they were last.
#[derive(Debug, Default)]
pub(super) struct Fingers(Vec<(i32, f64)>);

impl Fingers {
    /// One finger or a mouse without a button looks, a pressed mouse moves, two fingers come closer.
    pub(super) fn gesture(
        &mut self,
        event: &PointerEvent,
        scale: &Scale,
        count: usize,
    ) -> Option<Gesture> {
        let (id, x) = (event.pointer_id(), f64::from(event.offset_x()));
        match event.type_().as_str() {
            "pointerdown" => {
                // The drag goes on where it leaves the chart; a pointer that is gone needs no capture.
                let target = event.target().and_then(|node| node.dyn_into::<HtmlElement>().ok());
                drop(target.map(|target| target.set_pointer_capture(id)));
                self.0.push((id, x));
                Some(Gesture::Look(scale.index_at(x, count)))
            }
            "pointermove" => self.moved(event, id, x, scale, count),
            "pointerup" | "pointercancel" => {
                self.0.retain(|(other, _)| *other != id);
                None
            }
            _ => (event.pointer_type() == "mouse").then_some(Gesture::Look(None)),
        }
    }

    fn moved(
        &mut self,
        event: &PointerEvent,
        id: i32,
        x: f64,
        scale: &Scale,
        count: usize,
    ) -> Option<Gesture> {
        let room = (scale.right - scale.left).max(1.0);
        let share = |x: f64| ((x - scale.left) / room).clamp(0.0, 1.0);
        let apart = self.apart();
        let before = self
            .0
            .iter_mut()
            .find(|(other, _)| *other == id)
            .map(|(_, at)| std::mem::replace(at, x));
        match (before, apart, self.apart()) {
            (Some(_), Some((before, _)), Some((after, middle))) => Some(Gesture::Zoom {
                factor: (before / after.max(1.0)).clamp(0.5, 2.0),
                share: Some(share(middle)),
                count,
            }),
            (Some(before), ..) if event.pointer_type() == "mouse" => {
                Some(Gesture::Pan { share: (before - x) / room, count })
            }
            _ => Some(Gesture::Look(scale.index_at(x, count))),
        }
    }

    /// How far two fingers are apart, and their middle.
    fn apart(&self) -> Option<(f64, f64)> {
        match self.0.as_slice() {
            [(_, a), (_, b)] => Some(((a - b).abs(), (a + b) / 2.0)),
            _ => None,
        }
    }
}
