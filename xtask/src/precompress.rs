//! `.br` and `.gz` beside every file that shrinks, so that no server has to compress while it serves.

use crate::build_id::files_below;
use anyhow::{Context as _, Result};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Kinds that are not compressed already.
const KINDS: [&str; 9] = ["css", "ftl", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// Compresses all files of `dist`, on all cores.
pub(crate) fn precompress(dist: &Path) -> Result<()> {
    let files: Vec<PathBuf> = files_below(dist)?
        .into_iter()
        .filter(|file| KINDS.iter().any(|kind| has_kind(file, kind)))
        .collect();
    let queue = Mutex::new(files);
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(|| drain(&queue))).collect();
        for worker in running {
            worker.join().map_err(|_| anyhow::anyhow!("a compressing thread panicked"))??;
        }
        Ok(())
    })
}

/// Where the compressed form of `file` lies: `kind` is `br` or `gz`.
pub(crate) fn sidecar(file: &Path, kind: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(kind);
    PathBuf::from(name)
}

fn drain(queue: &Mutex<Vec<PathBuf>>) -> Result<()> {
    loop {
        let next =
            queue.lock().map_err(|_| anyhow::anyhow!("a compressing thread panicked"))?.pop();
        let Some(file) = next else { return Ok(()) };
        compress(&file).with_context(|| format!("cannot compress {}", file.display()))?;
    }
}

fn compress(file: &Path) -> Result<()> {
    let plain = fs::read(file)?;
    keep_if_smaller(file, "br", &plain, &brotli(&plain)?)?;
    keep_if_smaller(file, "gz", &plain, &gzip(&plain)?)
}

fn keep_if_smaller(file: &Path, kind: &str, plain: &[u8], packed: &[u8]) -> Result<()> {
    let target = sidecar(file, kind);
    if packed.len() < plain.len() {
        fs::write(target, packed)?;
    } else if target.exists() {
        fs::remove_file(target)?;
    }
    Ok(())
}

fn brotli(mut plain: &[u8]) -> Result<Vec<u8>> {
    let options = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: plain.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut plain, &mut packed, &options)?;
    Ok(packed)
}

fn gzip(plain: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(plain)?;
    Ok(encoder.finish()?)
}

fn has_kind(file: &Path, kind: &str) -> bool {
    file.extension().is_some_and(|extension| extension == kind)
}
