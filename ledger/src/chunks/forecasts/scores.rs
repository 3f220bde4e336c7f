//! The comparison of a forecast's models, with what each expects.

use super::super::ChunkError;
use super::super::columns::{Reader, Writer};
use super::super::ints::{from_option, to_option};
use super::{ANY, ANY_I32, ANY_U32, Parts, numbers};
use crate::forecasts::{CourseStep, KeptForecast, ModelScore};

mod field {
    pub(super) const SCORES: u8 = 35;
    pub(super) const SCORE_MODEL: u8 = 36;
    pub(super) const SCORE_NOTATION: u8 = 37;
    /// The first of eight.
    pub(super) const SCORE: u8 = 38;
    /// Columns that older versions do not write.
    pub(super) const OPTIONAL: [u8; 3] = [52, 53, 54];
    /// How many steps of a course are told of each score.
    pub(super) const COURSES: u8 = 55;
    /// The mean, and the ends of the band as differences to it.
    pub(super) const COURSE: [u8; 3] = [56, 57, 58];
}

pub(super) fn write(out: &mut Writer, forecasts: &[KeptForecast]) {
    out.ints(field::SCORES, &numbers(forecasts, |kept| kept.scores.len() as i64));
    let scores: Vec<&ModelScore> = forecasts.iter().flat_map(|kept| &kept.scores).collect();
    out.texts(field::SCORE_MODEL, scores.iter().map(|score| score.model.as_str()));
    out.texts(field::SCORE_NOTATION, scores.iter().map(|score| score.notation.as_str()));
    let columns: [fn(&ModelScore) -> i64; 8] = [
        |score| i64::from(score.origins),
        |score| i64::from(score.mase),
        |score| i64::from(score.smape),
        |score| i64::from(score.wape),
        |score| i64::from(score.bias),
        |score| i64::from(score.inside_80),
        |score| i64::from(score.inside_95),
        |score| i64::try_from(score.micros).unwrap_or(i64::MAX),
    ];
    for (number, column) in (field::SCORE..).zip(columns) {
        out.ints(number, &numbers(&scores, |score| column(score)));
    }
    let optional: [fn(&ModelScore) -> Option<u32>; 3] =
        [|score| score.rmsse, |score| score.mape, |score| score.weight];
    for (number, column) in field::OPTIONAL.into_iter().zip(optional) {
        out.ints(number, &numbers(&scores, |score| from_option(column(score).map(i64::from))));
    }
    out.ints(field::COURSES, &numbers(&scores, |score| score.course.len() as i64));
    let course: Vec<&CourseStep> = scores.iter().flat_map(|score| &score.course).collect();
    let columns: [fn(&CourseStep) -> i64; 3] = [
        |step| step.mean,
        |step| step.low.wrapping_sub(step.mean),
        |step| step.high.wrapping_sub(step.mean),
    ];
    for (number, column) in field::COURSE.into_iter().zip(columns) {
        out.ints(number, &numbers(&course, |step| column(step)));
    }
}

/// The scores of each forecast.
pub(super) fn read(
    read: &Reader<'_>,
    forecasts: usize,
) -> Result<Vec<Vec<ModelScore>>, ChunkError> {
    let mut lengths = Parts::of(read, field::SCORES, "scores", forecasts)?;
    let mut all = read_all(read, lengths.all)?.into_iter();
    Ok((0..forecasts).map(|_| all.by_ref().take(lengths.next()).collect()).collect())
}

fn read_all(read: &Reader<'_>, count: usize) -> Result<Vec<ModelScore>, ChunkError> {
    let models = read.texts_of(field::SCORE_MODEL, "scores", count)?;
    let notations = read.texts_of(field::SCORE_NOTATION, "scores", count)?;
    let column = |at: u8, range| read.ints(field::SCORE + at, "scores", count, range);
    let origins = column(0, ANY_U32)?;
    let mase = column(1, ANY_U32)?;
    let smape = column(2, ANY_U32)?;
    let wape = column(3, ANY_U32)?;
    let bias = column(4, ANY_I32)?;
    let inside_80 = column(5, ANY_U32)?;
    let inside_95 = column(6, ANY_U32)?;
    let micros = column(7, 0..=i64::MAX)?;
    let optional =
        |at: usize| read.ints(field::OPTIONAL[at], "scores", count, 0..=ANY_U32.end() + 1);
    let [rmsse, mape, weight] = [optional(0)?, optional(1)?, optional(2)?];
    let number = |value: i64| to_option(value).map(|value| value as u32);
    let mut courses = read_courses(read, count)?.into_iter();
    let names = models.into_iter().zip(notations).enumerate();
    let score = |(at, (model, notation)): (usize, (String, String))| ModelScore {
        model,
        notation,
        origins: origins[at] as u32,
        mase: mase[at] as u32,
        smape: smape[at] as u32,
        wape: wape[at] as u32,
        bias: bias[at] as i32,
        inside_80: inside_80[at] as u32,
        inside_95: inside_95[at] as u32,
        micros: micros[at] as u64,
        rmsse: number(rmsse[at]),
        mape: number(mape[at]),
        weight: number(weight[at]),
        course: courses.next().unwrap_or_default(),
    };
    Ok(names.map(score).collect())
}

/// The course of each score.
fn read_courses(read: &Reader<'_>, count: usize) -> Result<Vec<Vec<CourseStep>>, ChunkError> {
    let mut lengths = Parts::of(read, field::COURSES, "courses", count)?;
    let column = |at: usize| read.ints(field::COURSE[at], "courses", lengths.all, ANY);
    let [means, lows, highs] = [column(0)?, column(1)?, column(2)?];
    let step = |((mean, low), high): ((i64, i64), i64)| CourseStep {
        mean,
        low: mean.wrapping_add(low),
        high: mean.wrapping_add(high),
    };
    let mut steps = means.into_iter().zip(lows).zip(highs).map(step);
    Ok((0..count).map(|_| steps.by_ref().take(lengths.next()).collect()).collect())
}
