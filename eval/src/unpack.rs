//! Files as they come: packed with gzip or plain.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use anyhow::Context;

/// The bytes of a file, unpacked if its content is packed; its name does not matter.
pub(crate) fn open(path: &Path) -> anyhow::Result<Box<dyn Read>> {
    let mut file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut magic = Vec::new();
    file.by_ref().take(2).read_to_end(&mut magic)?;
    let whole = Cursor::new(magic.clone()).chain(file);
    Ok(if magic == [0x1f, 0x8b] {
        Box::new(flate2::read::MultiGzDecoder::new(whole))
    } else {
        Box::new(whole)
    })
}
