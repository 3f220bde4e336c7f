//! The bytes of a file, a slice at a time; what gzip packed is unpacked on the way.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Object, Promise, Reflect, Uint8Array};
use protocol::Failure;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, File, ReadableStream, ReadableStreamDefaultReader, WritableStream,
    WritableStreamDefaultWriter,
};

/// Read at once: a few hundredths of a second of work.
const SLICE_BYTES: u64 = 1024 * 1024;
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

#[wasm_bindgen]
extern "C" {
    // web-sys still calls it unstable; every browser has had it since 2023.
    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn readable(this: &DecompressionStream) -> ReadableStream;
    #[wasm_bindgen(method, getter)]
    fn writable(this: &DecompressionStream) -> WritableStream;
}

/// Where bytes come from; it can be read again from the start.
pub(super) enum Source {
    /// A file of the merchant's.
    File {
        /// Its handle; the browser reads it when asked.
        file: File,
        /// Whether its content begins as gzip does. Names do not decide.
        is_packed: bool,
    },
    /// What was typed.
    Memory(Rc<[u8]>),
}

impl Source {
    /// # Errors
    /// `file-unreadable` if the browser cannot read it any more.
    pub(super) async fn open(file: File) -> Result<Self, Failure> {
        let head = slice(&file, 0, GZIP_MAGIC.len() as u64)?.await.map_err(unreadable)?;
        let is_packed = Uint8Array::new(&head).to_vec() == GZIP_MAGIC;
        Ok(Self::File { file, is_packed })
    }

    pub(super) fn name(&self) -> String {
        match self {
            Self::File { file, .. } => file.name(),
            Self::Memory(_) => String::new(),
        }
    }

    /// Bytes of it, as they lie on the disk.
    pub(super) fn bytes(&self) -> u64 {
        match self {
            Self::File { file, .. } => file.size() as u64,
            Self::Memory(bytes) => bytes.len() as u64,
        }
    }

    /// Begins at the start.
    ///
    /// # Errors
    /// `unsupported` if the browser cannot unpack.
    pub(super) fn read(&self) -> Result<Reader, Failure> {
        match self {
            Self::File { file, is_packed: false } => {
                let mut plain = Plain { blob: file.clone(), at: 0, ahead: None };
                plain.look_ahead()?;
                Ok(Reader::Plain(plain))
            }
            Self::File { file, is_packed: true } => Packed::start(file).map(Reader::Packed),
            Self::Memory(bytes) => Ok(Reader::Memory { bytes: bytes.clone(), is_read: false }),
        }
    }
}

/// One pass over a [`Source`].
pub(super) enum Reader {
    Plain(Plain),
    Packed(Packed),
    Memory { bytes: Rc<[u8]>, is_read: bool },
}

impl Reader {
    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// `file-unreadable`, `gzip-damaged`.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        match self {
            Self::Plain(plain) => plain.next().await,
            Self::Packed(packed) => packed.next().await,
            Self::Memory { bytes, is_read } => {
                Ok((!std::mem::replace(is_read, true)).then(|| bytes.to_vec()))
            }
        }
    }

    /// Bytes of the file read so far, as they lie on the disk.
    pub(super) fn bytes(&self) -> u64 {
        match self {
            Self::Plain(plain) => plain.at.min(plain.blob.size() as u64),
            Self::Packed(packed) => packed.pump.read.get(),
            Self::Memory { bytes, is_read } => {
                if *is_read {
                    bytes.len() as u64
                } else {
                    0
                }
            }
        }
    }
}

/// A file as it is. The browser fetches the next slice while this one is worked on.
pub(super) struct Plain {
    blob: File,
    at: u64,
    ahead: Option<JsFuture>,
}

impl Plain {
    fn look_ahead(&mut self) -> Result<(), Failure> {
        let size = self.blob.size() as u64;
        self.ahead = if self.at < size {
            let end = (self.at + SLICE_BYTES).min(size);
            Some(slice(&self.blob, self.at, end)?)
        } else {
            None
        };
        Ok(())
    }

    async fn next(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let Some(ahead) = self.ahead.take() else { return Ok(None) };
        let buffer = ahead.await.map_err(unreadable)?;
        self.at += SLICE_BYTES;
        self.look_ahead()?;
        Ok(Some(Uint8Array::new(&buffer).to_vec()))
    }
}

/// A packed file: slices go in at one end as fast as the other end is read.
pub(super) struct Packed {
    unpacked: ReadableStreamDefaultReader,
    pump: Rc<Pump>,
}

#[derive(Default)]
struct Pump {
    read: Cell<u64>,
    /// The file itself could not be read, which the stream's own error would not tell.
    is_unreadable: Cell<bool>,
}

impl Packed {
    fn start(file: &File) -> Result<Self, Failure> {
        let unsupported = |_| Failure::new("unsupported").with("what", "DecompressionStream");
        let stream = DecompressionStream::new("gzip").map_err(unsupported)?;
        let writer = stream.writable().get_writer().map_err(unsupported)?;
        let unpacked = ReadableStreamDefaultReader::new(&stream.readable()).map_err(unsupported)?;
        let pump = Rc::new(Pump::default());
        spawn_local({
            let (file, pump) = (file.clone(), pump.clone());
            async move {
                // Whatever ends the pump, the reading end of the stream tells.
                if let Err(error) = fill(&file, &writer, &pump).await {
                    JsFuture::from(writer.abort_with_reason(&error)).await.unwrap_or_default();
                }
            }
        });
        Ok(Self { unpacked, pump })
    }

    async fn next(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let result = JsFuture::from(self.unpacked.read()).await.map_err(|error| {
            if self.pump.is_unreadable.get() {
                unreadable(error)
            } else {
                Failure::new("gzip-damaged")
            }
        })?;
        let field = |name: &str| Reflect::get(&result, &name.into()).unwrap_or(JsValue::UNDEFINED);
        if field("done").is_truthy() {
            return Ok(None);
        }
        Ok(Some(Uint8Array::new(&field("value")).to_vec()))
    }
}

impl Drop for Packed {
    fn drop(&mut self) {
        // Ends the pump as well. Nobody waits for it.
        let ended = JsFuture::from(self.unpacked.cancel());
        spawn_local(async move {
            ended.await.unwrap_or_default();
        });
    }
}

/// Writes the whole file into a stream that takes only as much as is read at its other end.
async fn fill(
    file: &File,
    writer: &WritableStreamDefaultWriter,
    pump: &Pump,
) -> Result<(), JsValue> {
    let size = file.size() as u64;
    let mut at = 0;
    while at < size {
        let end = (at + SLICE_BYTES).min(size);
        let buffer = match array_buffer(file, at, end) {
            Ok(promise) => JsFuture::from(promise).await,
            Err(error) => Err(error),
        };
        let buffer = buffer.inspect_err(|_| pump.is_unreadable.set(true))?;
        at = end;
        pump.read.set(at);
        JsFuture::from(writer.write_with_chunk(&Uint8Array::new(&buffer))).await?;
    }
    JsFuture::from(writer.close()).await.map(|_| ())
}

fn slice(file: &File, from: u64, to: u64) -> Result<JsFuture, Failure> {
    array_buffer(file, from, to).map(JsFuture::from).map_err(unreadable)
}

fn array_buffer(file: &File, from: u64, to: u64) -> Result<Promise, JsValue> {
    let blob: Blob = file.slice_with_f64_and_f64(from as f64, to as f64)?;
    let promise: Promise = blob.array_buffer().unchecked_into();
    Ok(promise)
}

/// It was moved, changed or deleted since it was chosen, or the browser may not read it.
fn unreadable(error: JsValue) -> Failure {
    let name = error
        .dyn_ref::<Object>()
        .and_then(|error| Reflect::get(error, &"name".into()).ok()?.as_string());
    Failure::new("file-unreadable").with("reason", name.unwrap_or_default())
}
