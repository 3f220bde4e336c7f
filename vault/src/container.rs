//! A record that holds several blocks such that one flipped bit damages at most one of them.

use std::ops::Range;

use crate::header::HEADER_LEN;
use crate::mirror::{Fields, crc32};
use crate::{Error, Result};

const WHAT: &str = "block container";
const ENTRY_LEN: usize = 8;

/// Bytes a container needs besides its frames.
pub(crate) const fn overhead(count: usize) -> usize {
    2 * (2 + count * ENTRY_LEN + 4)
}

/// Joins frames (header ‖ ciphertext). At most 65,535 of them.
pub(crate) fn encode<'a>(frames: impl Iterator<Item = &'a [u8]> + Clone) -> Vec<u8> {
    let count = u16::try_from(frames.clone().count()).expect("writers stop long before 65,535");
    let mut table = count.to_be_bytes().to_vec();
    for frame in frames.clone() {
        let length = u32::try_from(frame.len()).expect("a frame is far below 4 GiB");
        table.extend_from_slice(&length.to_be_bytes());
        table.extend_from_slice(&crc32(0, frame).to_be_bytes());
    }
    table.extend_from_slice(&crc32(0, &table).to_be_bytes());
    let size = frames.clone().map(<[u8]>::len).sum::<usize>();
    let mut out = Vec::with_capacity(2 * table.len() + size);
    out.extend_from_slice(&table);
    frames.for_each(|frame| out.extend_from_slice(frame));
    out.extend_from_slice(&table);
    out
}

/// Where the frames of a container lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Container {
    frames: Vec<(Range<usize>, u32)>,
    /// Whether one of the two tables is damaged.
    pub(crate) damaged: bool,
}

impl Container {
    /// Finds the frames by whichever table is intact.
    pub(crate) fn decode(record: &[u8]) -> Result<Self> {
        let first = read_table(record, record.len());
        let count = match &first {
            Some(frames) => frames.len(),
            None => trailing_count(record).ok_or(Error::Corrupt { what: WHAT })?,
        };
        let at =
            record.len().checked_sub(overhead(count) / 2).ok_or(Error::Corrupt { what: WHAT })?;
        let second = read_table(&record[at..], record.len());
        let damaged = first.is_none() || first != second;
        let frames = first.or(second).ok_or(Error::Corrupt { what: WHAT })?;
        Ok(Self { frames, damaged })
    }

    /// Number of frames.
    pub(crate) const fn len(&self) -> usize {
        self.frames.len()
    }

    /// The frame's bytes; at least a header long.
    pub(crate) fn frame<'a>(&self, record: &'a [u8], at: usize) -> &'a [u8] {
        &record[self.frames[at].0.clone()]
    }

    /// Whether the frame is as it was written.
    pub(crate) fn is_intact(&self, record: &[u8], at: usize) -> bool {
        crc32(0, self.frame(record, at)) == self.frames[at].1
    }
}

/// Reads the table at the front of `bytes`, for a record of `total` bytes.
fn read_table(bytes: &[u8], total: usize) -> Option<Vec<(Range<usize>, u32)>> {
    let mut fields = Fields::new(bytes, WHAT);
    let count = usize::from(fields.u16().ok()?);
    let entries = fields.bytes(count * ENTRY_LEN).ok()?;
    let crc = fields.u32().ok()?;
    if crc32(0, &bytes[..2 + entries.len()]) != crc {
        return None;
    }
    let mut at = overhead(count) / 2;
    let mut frames = Vec::with_capacity(count);
    let mut fields = Fields::new(entries, WHAT);
    for _ in 0..count {
        let length = fields.u32().ok()? as usize;
        if length < HEADER_LEN {
            return None;
        }
        let end = at.checked_add(length)?;
        frames.push((at..end, fields.u32().ok()?));
        at = end;
    }
    (at + overhead(count) / 2 == total).then_some(frames)
}

/// The number of frames by the trailing table alone: the count whose table ends the record with a right CRC.
fn trailing_count(record: &[u8]) -> Option<usize> {
    (0..=record.len() / (2 * ENTRY_LEN)).find(|&count| {
        let Some(at) = record.len().checked_sub(overhead(count) / 2) else { return false };
        record[at..].starts_with(&u16::try_from(count).unwrap_or(u16::MAX).to_be_bytes())
            && read_table(&record[at..], record.len()).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_flipped_bit_damages_at_most_one_frame() {
        let frames: Vec<Vec<u8>> = (0..5).map(|n| vec![n; HEADER_LEN + usize::from(n)]).collect();
        let record = encode(frames.iter().map(Vec::as_slice));
        assert!(!Container::decode(&record).unwrap().damaged);
        for bit in 0..record.len() * 8 {
            let mut bad = record.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            let container = Container::decode(&bad).unwrap();
            let torn = (0..5).filter(|&at| !container.is_intact(&bad, at)).count();
            assert_eq!(torn + usize::from(container.damaged), 1, "bit {bit}");
            let kept = (0..5).filter(|&at| container.frame(&bad, at) == frames[at]).count();
            assert!(kept >= 4, "bit {bit}");
        }
    }
}
