//! Columns of integers: a mode byte, then unsigned LEB128 varints, signed values zigzagged.
//!
//! Bit 0 of the mode: each value is the difference to the one before (the first to 0). Bit 1: pairs (run length,
//! value). Bit 2: values were divided by 1,000.

const DELTA: u8 = 1;
const RUNS: u8 = 2;
const THOUSANDS: u8 = 4;

/// An optional number as one integer: nothing is 0, and what is not negative moves up by one.
pub(crate) const fn from_option(value: Option<i64>) -> i64 {
    match value {
        None => 0,
        Some(value) if value >= 0 => value.saturating_add(1),
        Some(value) => value,
    }
}

/// The inverse of [`from_option`].
pub(crate) const fn to_option(value: i64) -> Option<i64> {
    match value {
        0 => None,
        value if value > 0 => Some(value - 1),
        value => Some(value),
    }
}

const fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

const fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

/// Appends a number that may be negative.
pub(crate) fn push_signed(out: &mut Vec<u8>, value: i64) {
    push_varint(out, zigzag(value));
}

pub(crate) fn push_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub(super) fn varint(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let first = *bytes.get(*at)?;
    *at += 1;
    if first < 0x80 {
        return Some(u64::from(first));
    }
    let mut value = u64::from(first & 0x7f);
    let mut shift = 7;
    loop {
        let byte = *bytes.get(*at)?;
        *at += 1;
        if shift == 63 && byte > 1 {
            return None;
        }
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
        shift += 7;
        if shift > 63 {
            return None;
        }
    }
}

pub(super) fn encode_ints(values: &[i64]) -> Vec<u8> {
    let is_round = values.iter().all(|value| value % 1_000 == 0);
    let divisor = if is_round { 1_000 } else { 1 };
    let base = if is_round { THOUSANDS } else { 0 };
    let sizes = encoded_sizes(values, divisor);
    // The smallest wins, the lowest mode on a tie.
    let mode = (0..4_u8).min_by_key(|mode| sizes[usize::from(*mode)]).unwrap_or(0);
    encode_ints_as(values, divisor, base | mode)
}

/// Bytes each of the four modes takes, in one pass.
fn encoded_sizes(values: &[i64], divisor: i64) -> [usize; 4] {
    let mut sizes = [0; 4];
    let mut last = 0_i64;
    // Without and with differences: the value of the run and its length.
    let mut runs = [(0_i64, 0_u64); 2];
    for value in values {
        let value = value / divisor;
        let coded = [value, value.wrapping_sub(last)];
        last = value;
        for (mode, coded) in coded.into_iter().enumerate() {
            let size = varint_size(zigzag(coded));
            sizes[mode] += size;
            let (same, count) = &mut runs[mode];
            if *count > 0 && *same == coded {
                *count += 1;
            } else {
                if *count > 0 {
                    sizes[mode | usize::from(RUNS)] += varint_size(*count);
                }
                sizes[mode | usize::from(RUNS)] += size;
                (*same, *count) = (coded, 1);
            }
        }
    }
    for (mode, (_, count)) in runs.into_iter().enumerate().filter(|(_, (_, count))| *count > 0) {
        sizes[mode | usize::from(RUNS)] += varint_size(count);
    }
    sizes
}

const fn varint_size(value: u64) -> usize {
    (70 - (value | 1).leading_zeros() as usize) / 7
}

fn encode_ints_as(values: &[i64], divisor: i64, mode: u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(values.len() + 1);
    out.push(mode);
    let mut last = 0_i64;
    let mut run: Option<(i64, u64)> = None;
    for value in values {
        let value = value / divisor;
        let coded = if mode & DELTA == 0 { value } else { value.wrapping_sub(last) };
        last = value;
        if mode & RUNS == 0 {
            push_signed(&mut out, coded);
            continue;
        }
        run = match run {
            Some((same, count)) if same == coded => Some((same, count + 1)),
            ended => {
                push_run(&mut out, ended);
                Some((coded, 1))
            }
        };
    }
    push_run(&mut out, run);
    out
}

fn push_run(out: &mut Vec<u8>, run: Option<(i64, u64)>) {
    if let Some((value, count)) = run {
        push_varint(out, count);
        push_signed(out, value);
    }
}

/// `count` is within [`MOST_CHUNK_RECORDS`]; `None` unless the bytes hold exactly so many.
pub(super) fn decode_ints(bytes: &[u8], count: usize) -> Option<Vec<i64>> {
    let (&mode, bytes) = bytes.split_first()?;
    if mode & !(DELTA | RUNS | THOUSANDS) != 0 {
        return None;
    }
    let mut at = 0;
    let mut values = Vec::with_capacity(count);
    if mode & RUNS == 0 {
        for _ in 0..count {
            values.push(unzigzag(varint(bytes, &mut at)?));
        }
    } else {
        while values.len() < count {
            let run = usize::try_from(varint(bytes, &mut at)?).ok()?;
            if run == 0 || run > count - values.len() {
                return None;
            }
            values.resize(values.len() + run, unzigzag(varint(bytes, &mut at)?));
        }
    }
    if at != bytes.len() {
        return None;
    }
    if mode & DELTA != 0 {
        let mut last = 0_i64;
        for value in &mut values {
            last = last.wrapping_add(*value);
            *value = last;
        }
    }
    if mode & THOUSANDS != 0 {
        for value in &mut values {
            *value = value.checked_mul(1_000)?;
        }
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn integers_come_back(values in prop::collection::vec(any::<i64>(), 0..50), scale in 0..2_i64) {
            let values: Vec<i64> =
                values.into_iter().map(|v| if scale == 0 { v } else { v / 1_000_000 * 1_000 }).collect();
            prop_assert_eq!(decode_ints(&encode_ints(&values), values.len()), Some(values));
        }

        #[test]
        fn sizes_are_known_before(values in prop::collection::vec(-3..40_i64, 0..40), wide in any::<i64>()) {
            let values: Vec<i64> = values.into_iter().map(|v| if v == 7 { wide } else { v }).collect();
            for (mode, size) in encoded_sizes(&values, 1).into_iter().enumerate() {
                prop_assert_eq!(encode_ints_as(&values, 1, mode as u8).len(), size + 1);
            }
        }
    }

    #[test]
    fn a_column_in_order_costs_next_to_nothing() {
        let rows: Vec<i64> = (0..10_000).map(|row| 1_000_000 + row * 60_000).collect();
        assert!(encode_ints(&rows).len() < 16);
    }

    #[test]
    fn a_declared_length_alone_is_refused() {
        assert_eq!(decode_ints(&[RUNS, 0xff, 0xff, 0x7f, 0], 5), None);
    }
}
