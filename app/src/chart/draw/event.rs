//! What is known to be special: a dotted rule, with its name where there is room.

use plotters::style::text_anchor::{HPos, VPos};

use super::super::scale::Scale;
use super::line::today_name;
use super::pen::{Drawn, Pen};
use super::{Frame, GAP};

/// The most of a name that is written.
const NAME_PX: f64 = 132.0;

/// The points in sight at which something special begins, with its name.
fn begun<'a>(frame: &Frame<'a>) -> Vec<(usize, &'a str)> {
    let points = &frame.data.points;
    let (first, end) = frame.view.indices(points.len());
    let named = |at: usize| points.get(at)?.event.as_deref();
    let begins = |at: usize| {
        let before = at.checked_sub(1).and_then(named);
        named(at).filter(|name| before != Some(*name)).map(|name| (at, name))
    };
    (first..end).filter_map(begins).collect()
}

/// Whether there is any in sight.
pub(super) fn is_any_in(frame: &Frame<'_>) -> bool {
    !begun(frame).is_empty()
}

/// All rules; names of what lies ahead come first, then the latest.
pub(super) fn rules(pen: &Pen<'_>, frame: &Frame<'_>, scale: &Scale) -> Drawn {
    let now = frame.data.running_in(frame.view);
    let mut taken: Vec<(f64, f64)> = Vec::new();
    if let Some(now) = now {
        taken.push(today_name(pen, frame, scale.x(now)));
    }
    let mut begun = begun(frame);
    let ahead = begun.partition_point(|(at, _)| Some(*at) < now.or(frame.data.ahead()));
    if let Some(past) = begun.get_mut(..ahead) {
        past.reverse();
    }
    begun.rotate_left(ahead);
    for (at, name) in begun {
        let x = scale.x(at);
        if now != Some(at) {
            let rule = [(x, scale.top - 6.0), (x, scale.bottom)];
            pen.dashed(&rule, pen.look.quiet, 1.0, (1.0, 3.0))?;
        }
        let name = pen.fitted(name, NAME_PX);
        let half = pen.width(&name) / 2.0;
        // Around its rule or right of it, inside the drawing, and clear of the others.
        let middles = [x, x + half].map(|x| x.clamp(half, (frame.width - half).max(half)));
        let reach = |x: f64| (x - half - GAP / 2.0, x + half + GAP / 2.0);
        let is_free = |x: &f64| {
            let (left, right) = reach(*x);
            taken.iter().all(|(start, end)| right <= *start || left >= *end)
        };
        if let Some(x) = middles.into_iter().find(is_free) {
            taken.push(reach(x));
            pen.text(&name, (x, 4.0), HPos::Center, VPos::Top, pen.look.quiet)?;
        }
    }
    Ok(())
}
