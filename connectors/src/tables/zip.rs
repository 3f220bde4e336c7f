//! Just enough of ZIP for a workbook: deflated entries with fixed times, one after the other.
//!
//! # Source
//! PKWARE, APPNOTE.TXT 6.3.

use super::TableError;

/// 1980-01-01, the first day a ZIP knows: no clock, equal bytes for equal content.
const DOS_DATE: u16 = (1 << 5) | 1;
/// ZIP 2.0: deflate.
const VERSION: u16 = 20;
const DEFLATED: u16 = 8;
/// zlib's usual balance.
const LEVEL: u8 = 6;

/// An archive being written.
#[derive(Debug, Default)]
pub(super) struct Archive {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    entries: u16,
}

impl Archive {
    /// Adds a file. `name` is ASCII.
    pub(super) fn add(&mut self, name: &str, content: &[u8]) -> Result<(), TableError> {
        let packed = miniz_oxide::deflate::compress_to_vec(content, LEVEL);
        let offset = length(&self.bytes)?;
        let mut entry = Vec::with_capacity(26 + name.len());
        for half in [VERSION, 0, DEFLATED, 0, DOS_DATE] {
            entry.extend_from_slice(&half.to_le_bytes());
        }
        for word in [crc32(content), length(&packed)?, length(content)?] {
            entry.extend_from_slice(&word.to_le_bytes());
        }
        let name_length = u16::try_from(name.len()).map_err(|_| TableError::TooLarge)?;
        entry.extend_from_slice(&name_length.to_le_bytes());
        // No extra field.
        entry.extend_from_slice(&[0, 0]);

        self.bytes.extend_from_slice(b"PK\x03\x04");
        self.bytes.extend_from_slice(&entry);
        self.bytes.extend_from_slice(name.as_bytes());
        self.bytes.extend_from_slice(&packed);

        self.directory.extend_from_slice(b"PK\x01\x02");
        self.directory.extend_from_slice(&VERSION.to_le_bytes());
        self.directory.extend_from_slice(&entry);
        // No comment, first disk, no attributes.
        self.directory.extend_from_slice(&[0; 10]);
        self.directory.extend_from_slice(&offset.to_le_bytes());
        self.directory.extend_from_slice(name.as_bytes());
        self.entries += 1;
        Ok(())
    }

    /// The archive.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, TableError> {
        let offset = length(&self.bytes)?;
        let size = length(&self.directory)?;
        self.bytes.append(&mut self.directory);
        self.bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        for half in [self.entries, self.entries] {
            self.bytes.extend_from_slice(&half.to_le_bytes());
        }
        for word in [size, offset] {
            self.bytes.extend_from_slice(&word.to_le_bytes());
        }
        // No comment.
        self.bytes.extend_from_slice(&[0, 0]);
        Ok(self.bytes)
    }
}

fn length(bytes: &[u8]) -> Result<u32, TableError> {
    u32::try_from(bytes.len()).map_err(|_| TableError::TooLarge)
}

/// CRC-32 of ISO 3309, one byte at a time by a table.
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            let mut rest = byte as u32;
            let mut bit = 0;
            while bit < 8 {
                rest = if rest & 1 == 1 { 0xedb8_8320 ^ (rest >> 1) } else { rest >> 1 };
                bit += 1;
            }
            table[byte] = rest;
            byte += 1;
        }
        table
    };
    !bytes
        .iter()
        .fold(!0, |rest, byte| TABLE[((rest ^ u32::from(*byte)) & 0xff) as usize] ^ (rest >> 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }
}
