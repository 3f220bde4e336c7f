//! What a forecast's series is made of: trend, season, what days add.

use super::super::columns::{Reader, Writer};
use super::super::ints::{from_option, to_option};
use super::super::{ChunkError, MOST_CHUNK_RECORDS};
use super::{ANY, ANY_DAY, Parts, numbers};
use crate::day::Day;
use crate::forecasts::{DayEffect, EffectKind, KeptForecast, Strips};

mod field {
    pub(super) const STRIPS_FIRST: u8 = 46;
    /// How many values of trend and of season, each optional: nothing where there are no strips.
    pub(super) const STRIP_LENGTHS: [u8; 2] = [47, 48];
    pub(super) const STRIPS: [u8; 2] = [49, 50];
    pub(super) const EFFECTS: u8 = 71;
    pub(super) const EFFECT_NAME: u8 = 72;
    pub(super) const EFFECT_KIND: u8 = 73;
    pub(super) const EFFECT_LENGTH: u8 = 74;
    pub(super) const EFFECT: u8 = 75;
}

/// By the number that a chunk has for them.
const KINDS: [EffectKind; 4] =
    [EffectKind::Holiday, EffectKind::Promotion, EffectKind::Event, EffectKind::Price];

pub(super) fn write(out: &mut Writer, forecasts: &[KeptForecast]) {
    let first = |kept: &KeptForecast| kept.strips.as_ref().map_or(0, |strips| strips.first.0);
    out.ints(field::STRIPS_FIRST, &numbers(forecasts, |kept| i64::from(first(kept))));
    let parts: [fn(&Strips) -> &Vec<i64>; 2] = [|strips| &strips.trend, |strips| &strips.season];
    for (at, part) in parts.into_iter().enumerate() {
        let length = |kept: &KeptForecast| {
            from_option(kept.strips.as_ref().map(|strips| part(strips).len() as i64))
        };
        out.ints(field::STRIP_LENGTHS[at], &numbers(forecasts, length));
        let strips = forecasts.iter().filter_map(|kept| kept.strips.as_ref());
        let values: Vec<i64> = strips.flat_map(part).copied().collect();
        out.ints(field::STRIPS[at], &values);
    }
    write_effects(out, forecasts);
}

fn write_effects(out: &mut Writer, forecasts: &[KeptForecast]) {
    let of = |kept: &KeptForecast| kept.strips.as_ref().map_or(0, |strips| strips.effects.len());
    out.ints(field::EFFECTS, &numbers(forecasts, |kept| of(kept) as i64));
    let strips = forecasts.iter().filter_map(|kept| kept.strips.as_ref());
    let effects: Vec<&DayEffect> = strips.flat_map(|strips| &strips.effects).collect();
    out.texts(field::EFFECT_NAME, effects.iter().map(|effect| effect.name.as_str()));
    let kind = |effect: &&DayEffect| KINDS.iter().position(|kind| *kind == effect.kind);
    let kinds = numbers(&effects, |effect| kind(effect).unwrap_or(0) as i64);
    out.ints(field::EFFECT_KIND, &kinds);
    out.ints(field::EFFECT_LENGTH, &numbers(&effects, |effect| effect.values.len() as i64));
    let values: Vec<i64> = effects.iter().flat_map(|effect| &effect.values).copied().collect();
    out.ints(field::EFFECT, &values);
}

/// The strips of each forecast.
pub(super) fn read(read: &Reader<'_>, count: usize) -> Result<Vec<Option<Strips>>, ChunkError> {
    let first = read.ints(field::STRIPS_FIRST, "strips", count, ANY_DAY)?;
    let most = MOST_CHUNK_RECORDS as i64 + 1;
    let mut strips: Vec<Option<Strips>> = Vec::with_capacity(count);
    let told = read.ints(field::STRIP_LENGTHS[0], "strips", count, 0..=most)?;
    for (first, told) in first.into_iter().zip(&told) {
        let empty = || Strips { first: Day(first as i32), ..Strips::default() };
        strips.push(to_option(*told).map(|_| empty()));
    }
    let parts: [fn(&mut Strips) -> &mut Vec<i64>; 2] =
        [|strips| &mut strips.trend, |strips| &mut strips.season];
    for (at, part) in parts.into_iter().enumerate() {
        let lengths = read.ints(field::STRIP_LENGTHS[at], "strips", count, 0..=most)?;
        let lengths = lengths.into_iter().map(|length| to_option(length).unwrap_or(0)).collect();
        let mut lengths = Parts::new(lengths, "strips")?;
        let values = read.ints(field::STRIPS[at], "strips", lengths.all, ANY)?;
        let mut values = values.into_iter();
        for strips in &mut strips {
            let length = lengths.next();
            let own: Vec<i64> = values.by_ref().take(length).collect();
            if let Some(strips) = strips {
                *part(strips) = own;
            }
        }
    }
    let mut effects = read_effects(read, count)?.into_iter();
    for strips in &mut strips {
        let own = effects.next().unwrap_or_default();
        if let Some(strips) = strips {
            strips.effects = own;
        }
    }
    Ok(strips)
}

fn read_effects(read: &Reader<'_>, count: usize) -> Result<Vec<Vec<DayEffect>>, ChunkError> {
    let mut parts = Parts::of(read, field::EFFECTS, "effects", count)?;
    let names = read.texts_of(field::EFFECT_NAME, "effects", parts.all)?;
    let most = KINDS.len() as i64 - 1;
    let kinds = read.ints(field::EFFECT_KIND, "effects", parts.all, 0..=most)?;
    let mut lengths = Parts::of(read, field::EFFECT_LENGTH, "effects", parts.all)?;
    let mut values = read.ints(field::EFFECT, "effects", lengths.all, ANY)?.into_iter();
    let effect = |(name, kind): (String, i64)| DayEffect {
        name,
        kind: KINDS[kind as usize],
        values: values.by_ref().take(lengths.next()).collect(),
    };
    let mut effects = names.into_iter().zip(kinds).map(effect);
    Ok((0..count).map(|_| effects.by_ref().take(parts.next()).collect()).collect())
}
