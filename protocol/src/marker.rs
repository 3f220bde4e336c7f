//! The marker that survives when a browser clears a whole origin.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a first-party cookie remembers of the vault: enough to notice that it vanished, nothing to open it.
///
/// Its text form is `1.<vault hex>.<seq>.<first 8 bytes of the head's id, hex>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// The vault.
    pub vault: [u8; 16],
    /// Sequence number of the last block when the marker was written.
    pub seq: u64,
    /// First bytes of that block's id.
    pub id: [u8; 8],
}

/// The text is not a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a vault marker")]
pub struct MarkerError;

impl fmt::Display for Marker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("1.")?;
        self.vault.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        write!(f, ".{}.", self.seq)?;
        self.id.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Marker {
    type Err = MarkerError;

    fn from_str(text: &str) -> Result<Self, MarkerError> {
        let mut parts = text.split('.');
        let (Some("1"), Some(vault), Some(seq), Some(id), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(MarkerError);
        };
        Ok(Self { vault: hex(vault)?, seq: seq.parse().map_err(|_| MarkerError)?, id: hex(id)? })
    }
}

fn hex<const N: usize>(text: &str) -> Result<[u8; N], MarkerError> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return Err(MarkerError);
    }
    let mut out = [0; N];
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        let high = char::from(pair[0]).to_digit(16).ok_or(MarkerError)?;
        let low = char::from(pair[1]).to_digit(16).ok_or(MarkerError)?;
        *byte = u8::try_from(high * 16 + low).map_err(|_| MarkerError)?;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_marker_are_inverse() {
        let marker = Marker { vault: [0xab; 16], seq: 4_096, id: [1, 2, 3, 4, 5, 6, 7, 255] };
        assert_eq!(marker.to_string().parse::<Marker>().unwrap(), marker);
    }

    #[test]
    fn foreign_text_is_refused() {
        for text in ["", "1", "2.00.0.00", "1.zz.0.00", "1.é.0.0", "1.00.0.00.5"] {
            assert_eq!(text.parse::<Marker>(), Err(MarkerError), "{text}");
        }
    }
}
