//! How a payload becomes the plaintext of a block: a codec byte, the raw length, the data.

use crate::mirror::Fields;
use crate::{Error, Result};

/// The largest payload of one block.
pub const PAYLOAD_LIMIT: usize = 256 * 1024;
/// Codec and raw length before the data.
pub(crate) const PREFIX_LEN: usize = 5;
/// The tag AES-GCM appends.
pub(crate) const TAG_LEN: usize = 16;

const RAW: u8 = 0;
const LZ4: u8 = 1;

/// Compresses `payload` if that makes it smaller.
///
/// # Errors
/// [`Error::TooLarge`] over `limit`.
pub(crate) fn encode(what: &'static str, payload: &[u8], limit: usize) -> Result<Vec<u8>> {
    if payload.len() > limit {
        return Err(Error::TooLarge { what, bytes: payload.len(), limit });
    }
    let raw_len = u32::try_from(payload.len()).expect("limits are far below 4 GiB").to_be_bytes();
    let room = lz4_flex::block::get_maximum_output_size(payload.len());
    let mut out = Vec::with_capacity(PREFIX_LEN + room + TAG_LEN);
    out.push(LZ4);
    out.extend_from_slice(&raw_len);
    out.resize(PREFIX_LEN + room, 0);
    match lz4_flex::block::compress_into(payload, &mut out[PREFIX_LEN..]) {
        Ok(packed) if packed < payload.len() => out.truncate(PREFIX_LEN + packed),
        _ => {
            out.truncate(PREFIX_LEN);
            out[0] = RAW;
            out.extend_from_slice(payload);
        }
    }
    Ok(out)
}

/// Undoes [`encode`] into `out`, which is cleared first.
///
/// # Errors
/// [`Error::Corrupt`] if the plaintext is not one of ours or claims more than `limit` bytes.
pub(crate) fn decode_into(plaintext: &[u8], limit: usize, out: &mut Vec<u8>) -> Result<()> {
    const CORRUPT: Error = Error::Corrupt { what: "payload" };
    let mut fields = Fields::new(plaintext, "payload");
    let codec = fields.u8()?;
    let raw_len = fields.u32()? as usize;
    let data = fields.rest();
    if raw_len > limit {
        return Err(CORRUPT);
    }
    out.clear();
    match codec {
        RAW if data.len() == raw_len => out.extend_from_slice(data),
        LZ4 => {
            out.resize(raw_len, 0);
            let written = lz4_flex::block::decompress_into(data, out).map_err(|_| CORRUPT)?;
            if written != raw_len {
                return Err(CORRUPT);
            }
        }
        _ => return Err(CORRUPT),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip_and_limits() {
        let mut out = Vec::new();
        for payload in [vec![], b"short".to_vec(), vec![7; PAYLOAD_LIMIT]] {
            let plain = encode("payload", &payload, PAYLOAD_LIMIT).unwrap();
            decode_into(&plain, PAYLOAD_LIMIT, &mut out).unwrap();
            assert_eq!(out, payload);
        }
        assert!(encode("payload", &vec![0; PAYLOAD_LIMIT + 1], PAYLOAD_LIMIT).is_err());
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked() {
        let mut bomb = encode("payload", &vec![0; 100_000], PAYLOAD_LIMIT).unwrap();
        let mut out = Vec::new();
        assert!(decode_into(&bomb, 99_999, &mut out).is_err());
        bomb[1..5].copy_from_slice(&50_000_u32.to_be_bytes());
        assert!(decode_into(&bomb, PAYLOAD_LIMIT, &mut out).is_err());
        assert!(out.capacity() <= PAYLOAD_LIMIT);
    }
}
