//! Two encodings that survive damage: mirrored records, and a reader for fixed fields.

use crate::{Error, Result};

/// CRC-32 (IEEE 802.3, as in zlib and PNG), continued from `seed` (0 to start).
///
/// Eight bytes a step ("slicing by 8"): every append sums up its container again.
pub(crate) fn crc32(seed: u32, bytes: &[u8]) -> u32 {
    let mut crc = !seed;
    let (steps, rest) = bytes.as_chunks::<8>();
    for step in steps {
        let low = crc ^ u32::from_le_bytes([step[0], step[1], step[2], step[3]]);
        crc = TABLES[7][(low & 0xFF) as usize]
            ^ TABLES[6][(low >> 8 & 0xFF) as usize]
            ^ TABLES[5][(low >> 16 & 0xFF) as usize]
            ^ TABLES[4][(low >> 24) as usize]
            ^ TABLES[3][usize::from(step[4])]
            ^ TABLES[2][usize::from(step[5])]
            ^ TABLES[1][usize::from(step[6])]
            ^ TABLES[0][usize::from(step[7])];
    }
    !rest.iter().fold(crc, |crc, &byte| TABLES[0][usize::from((crc as u8) ^ byte)] ^ (crc >> 8))
}

/// `TABLES[k][byte]`: the effect of a byte with `k` bytes behind it.
static TABLES: [[u32; 256]; 8] = {
    let mut tables = [[0_u32; 256]; 8];
    let mut n = 0;
    while n < 256 {
        let mut crc = n as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
            bit += 1;
        }
        tables[0][n] = crc;
        n += 1;
    }
    let mut k = 1;
    while k < 8 {
        let mut n = 0;
        while n < 256 {
            let before = tables[k - 1][n];
            tables[k][n] = tables[0][(before & 0xFF) as usize] ^ (before >> 8);
            n += 1;
        }
        k += 1;
    }
    tables
};

/// `body` twice, each with its length and CRC.
pub(crate) fn encode(body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).expect("records are far below 4 GiB").to_be_bytes();
    let crc = crc32(crc32(0, &length), body).to_be_bytes();
    let half = [&length[..], &crc, body].concat();
    [half.as_slice(), &half].concat()
}

/// A decoded mirrored record.
pub(crate) struct Mirrored<'a> {
    pub(crate) body: &'a [u8],
    /// Whether one of the halves is damaged.
    pub(crate) damaged: bool,
}

/// The first intact half.
pub(crate) fn decode<'a>(record: &'a [u8], what: &'static str) -> Result<Mirrored<'a>> {
    let (first, second) = record.split_at(record.len() / 2);
    match (half(first), half(second)) {
        (Some(body), other) => Ok(Mirrored { body, damaged: other != Some(body) }),
        (None, Some(body)) => Ok(Mirrored { body, damaged: true }),
        (None, None) => Err(Error::Corrupt { what }),
    }
}

fn half(half: &[u8]) -> Option<&[u8]> {
    let (length, rest) = half.split_first_chunk::<4>()?;
    let (crc, body) = rest.split_first_chunk::<4>()?;
    let intact = u32::from_be_bytes(*length) as usize == body.len()
        && crc32(crc32(0, length), body) == u32::from_be_bytes(*crc);
    intact.then_some(body)
}

/// Takes fixed-size fields off the front of a slice.
pub(crate) struct Fields<'a> {
    rest: &'a [u8],
    what: &'static str,
}

impl<'a> Fields<'a> {
    pub(crate) const fn new(bytes: &'a [u8], what: &'static str) -> Self {
        Self { rest: bytes, what }
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let (field, rest) =
            self.rest.split_first_chunk::<N>().ok_or(Error::Corrupt { what: self.what })?;
        self.rest = rest;
        Ok(*field)
    }

    pub(crate) fn u8(&mut self) -> Result<u8> {
        Ok(self.array::<1>()?[0])
    }

    pub(crate) fn u16(&mut self) -> Result<u16> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    pub(crate) fn u32(&mut self) -> Result<u32> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    pub(crate) fn u64(&mut self) -> Result<u64> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    pub(crate) fn bytes(&mut self, count: usize) -> Result<&'a [u8]> {
        let (field, rest) =
            self.rest.split_at_checked(count).ok_or(Error::Corrupt { what: self.what })?;
        self.rest = rest;
        Ok(field)
    }

    pub(crate) const fn rest(self) -> &'a [u8] {
        self.rest
    }

    pub(crate) fn end(self) -> Result<()> {
        if self.rest.is_empty() { Ok(()) } else { Err(Error::Corrupt { what: self.what }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crc_is_the_one_of_zlib() {
        assert_eq!(crc32(0, b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(crc32(0, b"1234"), b"56789"), 0xCBF4_3926);
        let fox = b"The quick brown fox jumps over the lazy dog";
        assert_eq!(crc32(0, fox), 0x414F_A339);
    }

    #[test]
    fn any_flipped_bit_is_repaired_and_noticed() {
        let record = encode(b"twenty-four hours a day");
        for bit in 0..record.len() * 8 {
            let mut damaged = record.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            let decoded = decode(&damaged, "test").unwrap();
            assert_eq!(decoded.body, b"twenty-four hours a day");
            assert!(decoded.damaged, "bit {bit}");
        }
        assert!(!decode(&record, "test").unwrap().damaged);
    }
}
