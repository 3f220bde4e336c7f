//! Lines over time: what happened in ink, what is expected in the accent over its bands, what was said before it
//! came, and what would be expected if something were changed.

use plotters::style::RGBColor;
use plotters::style::text_anchor::{HPos, VPos};

use ledger::Bands;

use super::super::data::{ChartData, Phase, Point};
use super::super::scale::Scale;
use super::pen::{Drawn, Pen, Spot};
use super::{Frame, GAP};

/// Two lines of text do not touch at this distance.
const TEXT_PX: f64 = 14.0;

/// Everything between the axes.
pub(super) fn line(pen: &Pen<'_>, frame: &Frame<'_>, scale: &Scale) -> Drawn {
    let data = frame.data;
    let seen = frame.view.indices(data.points.len());
    let ahead = expected(data, seen, scale, |point| point.expected);
    let look = pen.look;
    let said = expected(data, seen, scale, |point| point.said);
    for run in &said {
        pen.area(&band(run, (1, 5)), look.band_95)?;
    }
    for (low, high, ink) in [(0, 6, look.band_95), (1, 5, look.band_80), (2, 4, look.band_50)] {
        for run in &ahead {
            pen.area(&band(run, (low, high)), ink)?;
        }
    }
    stroke(pen, data, seen, scale, (|point| point.usual, look.muted, 1.25))?;
    let past: Of = |point| point.actual.filter(|_| point.phase != Phase::Running);
    stroke(pen, data, seen, scale, (past, look.ink, 1.75))?;
    let ink = if data.is_stale { look.quiet } else { look.accent };
    for (run, ink, width) in
        ahead.iter().map(|run| (run, ink, 2.0)).chain(said.iter().map(|run| (run, look.quiet, 1.5)))
    {
        let course: Vec<_> = run.iter().map(|step| (step.x, step.mean)).collect();
        pen.line(&course, ink, width)?;
    }
    scenario(pen, data, seen, scale)?;
    unusual(pen, data, seen, scale)?;
    ends(pen, data, seen, scale)?;
    today(pen, frame, scale)
}

/// A period ahead, in pixels.
struct Step {
    x: f64,
    mean: f64,
    quantiles: [f64; 7],
}

/// Around a course, along the upper and back along the lower quantile.
fn band(run: &[Step], (low, high): (usize, usize)) -> Vec<Spot> {
    let upper = run.iter().map(|step| (step.x, step.quantiles[high]));
    let lower = run.iter().rev().map(|step| (step.x, step.quantiles[low]));
    upper.chain(lower).collect()
}

/// What is expected, where it is known without a break. It starts from the last whole period before.
fn expected(
    data: &ChartData,
    (first, end): (usize, usize),
    scale: &Scale,
    of: fn(&Point) -> Option<Bands>,
) -> Vec<Vec<Step>> {
    let mut runs: Vec<Vec<Step>> = Vec::new();
    let mut before: Option<&Point> = None;
    for index in first..end {
        let point = data.points.get(index);
        let Some(bands) = point.and_then(of) else {
            before = point;
            continue;
        };
        let y = |value: i64| scale.y(value as f64);
        if runs.is_empty() || before.is_some_and(|before| of(before).is_none()) {
            let whole = before.filter(|before| before.phase == Phase::Past);
            let start = whole.and_then(|before| before.actual).map(|value| Step {
                x: scale.x(index - 1),
                mean: y(value),
                quantiles: [y(value); 7],
            });
            runs.push(start.into_iter().collect());
        }
        let step =
            Step { x: scale.x(index), mean: y(bands.mean), quantiles: bands.quantiles.map(y) };
        if let Some(run) = runs.last_mut() {
            run.push(step);
        }
        before = point;
    }
    runs
}

/// Dashed, over a halo that keeps it apart from the bands.
fn scenario(pen: &Pen<'_>, data: &ChartData, (first, end): (usize, usize), scale: &Scale) -> Drawn {
    let points = data.points.get(..end).unwrap_or_default();
    let Some(start) = points.iter().position(|point| point.scenario.is_some()) else {
        return Ok(());
    };
    let spot = |(at, value): (usize, i64)| (scale.x(at), scale.y(value as f64));
    let whole = |point: &&Point| point.phase == Phase::Past;
    let before = start
        .checked_sub(1)
        .and_then(|at| Some((at, points.get(at).filter(whole).filter(|_| at >= first)?.actual?)));
    let ahead = points.iter().enumerate().skip(start.max(first));
    let ahead = ahead.filter_map(|(at, point)| Some((at, point.scenario?)));
    let course: Vec<Spot> = before.into_iter().chain(ahead).map(spot).collect();
    pen.line(&course, pen.look.surface, 4.0)?;
    pen.dashed(&course, pen.look.scenario, 2.0, (6.0, 4.0))
}

/// A diamond at each value far from what is usual.
fn unusual(pen: &Pen<'_>, data: &ChartData, (first, end): (usize, usize), scale: &Scale) -> Drawn {
    for (at, point) in data.points.iter().enumerate().take(end).skip(first) {
        if let (Some(value), Some(_)) = (point.actual, point.usually) {
            pen.diamond((scale.x(at), scale.y(value as f64)))?;
        }
    }
    Ok(())
}

/// A value of a point.
type Of = fn(&Point) -> Option<i64>;

/// A line through the values that are known.
fn stroke(
    pen: &Pen<'_>,
    data: &ChartData,
    (first, end): (usize, usize),
    scale: &Scale,
    (of, ink, width): (Of, RGBColor, f64),
) -> Drawn {
    let mut run: Vec<Spot> = Vec::new();
    for index in first..=end {
        let value = data.points.get(index).filter(|_| index < end).and_then(of);
        if let Some(value) = value {
            run.push((scale.x(index), scale.y(value as f64)));
        } else {
            pen.line(&run, ink, width)?;
            run.clear();
        }
    }
    Ok(())
}

/// Room at the right for the names of lines, where there is more than one.
pub(super) fn room_for_ends(pen: &Pen<'_>, data: &ChartData) -> f64 {
    if data.usual_name.is_empty() {
        return 0.0;
    }
    pen.width(&data.actual_name).max(pen.width(&data.usual_name)) + GAP
}

/// Each line's name at its end.
fn ends(pen: &Pen<'_>, data: &ChartData, (first, end): (usize, usize), scale: &Scale) -> Drawn {
    if data.usual_name.is_empty() {
        return Ok(());
    }
    let points = data.points.get(first..end).unwrap_or_default();
    let last = |of: Of| points.iter().rev().find_map(of).map(|value| scale.y(value as f64));
    let (Some(actual), Some(usual)) = (last(|point| point.actual), last(|point| point.usual))
    else {
        return Ok(());
    };
    // Both move apart by as much.
    let apart = ((TEXT_PX - (actual - usual).abs()) / 2.0).max(0.0);
    let apart = if actual < usual { -apart } else { apart };
    let x = scale.right + GAP;
    pen.text(&data.actual_name, (x, actual + apart), HPos::Left, VPos::Center, pen.look.ink)?;
    pen.text(&data.usual_name, (x, usual - apart), HPos::Left, VPos::Center, pen.look.quiet)
}

/// A rule at the period that is not over, and a ring at its value so far.
fn today(pen: &Pen<'_>, frame: &Frame<'_>, scale: &Scale) -> Drawn {
    let Some(now) = frame.data.running_in(frame.view) else { return Ok(()) };
    let x = scale.x(now);
    pen.line(&[(x, 6.0), (x, scale.bottom)], pen.look.ink, 1.0)?;
    if scale.foot > scale.bottom {
        pen.line(&[(x, scale.strips), (x, scale.foot)], pen.look.ink, 1.0)?;
    }
    let (left, right) = today_name(pen, frame, x);
    let (at, side) = if left >= x { (left, HPos::Left) } else { (right, HPos::Right) };
    pen.strong(frame.today, (at, 4.0), side)?;
    match frame.data.points.get(now).and_then(|point| point.actual) {
        Some(value) => pen.ring((x, scale.y(value as f64))),
        None => Ok(()),
    }
}

/// From where to where the word at the rule stands: left of it if there is room.
pub(super) fn today_name(pen: &Pen<'_>, frame: &Frame<'_>, x: f64) -> (f64, f64) {
    let width = pen.width(frame.today);
    if x - GAP < width + GAP { (x + GAP, x + GAP + width) } else { (x - GAP - width, x - GAP) }
}
