//! Files too large to be held: read a second time and handed out window by window.

use ledger::Answers;

use super::reader::{Reader, Window};
use super::reading::Reading;
use super::sales::Emitter;
use super::{ImportError, Settings};
use crate::chunk::Chunk;

/// The second reading of a large file. After each slice, take the chunks there are; after the last, call
/// [`Windows::finish`] and take the rest.
#[derive(Debug)]
pub struct Windows {
    reader: Reader,
    emitter: Option<Box<Emitter>>,
    /// Text that waits until a full window is handed out.
    waiting: Vec<u8>,
    is_finished: bool,
}

impl Windows {
    /// Begins to read again what `reading` has counted.
    ///
    /// # Errors
    /// As for [`Reader::new`].
    pub fn new(reading: &Reading, settings: &Settings) -> Result<Self, ImportError> {
        Self::with_window(reading, settings, None)
    }

    pub(super) fn with_window(
        reading: &Reading,
        settings: &Settings,
        window: Option<usize>,
    ) -> Result<Self, ImportError> {
        let mut reader = Reader::new(&reading.plan, &Answers::new(), settings)?;
        if let Some(frozen) = reading.frozen() {
            reader.freeze(frozen, window);
        }
        Ok(Self { reader, emitter: None, waiting: Vec::new(), is_finished: false })
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// As for [`Reader::feed`].
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), ImportError> {
        self.reader.decode(bytes, &mut self.waiting);
        self.read_waiting()
    }

    /// The end of the file.
    ///
    /// # Errors
    /// As for [`Reader::feed`].
    pub fn finish(&mut self) -> Result<(), ImportError> {
        self.is_finished = true;
        if self.emitter.is_none() { self.end() } else { Ok(()) }
    }

    /// The next chunk of what was read so far; `None`: feed more, or it is the end.
    ///
    /// # Errors
    /// As for [`Reader::feed`]: what waited behind a full window is read now.
    pub fn next_chunk(&mut self) -> Result<Option<Chunk>, ImportError> {
        while let Some(emitter) = &mut self.emitter {
            if let Some(chunk) = emitter.next_chunk() {
                return Ok(Some(chunk));
            }
            if let Some(emitter) = self.emitter.take() {
                self.reader.go_on(*emitter);
            }
            self.read_waiting()?;
            if self.emitter.is_none() && self.is_finished {
                self.end()?;
            }
        }
        Ok(None)
    }

    fn read_waiting(&mut self) -> Result<(), ImportError> {
        if self.emitter.is_some() || self.waiting.is_empty() {
            return Ok(());
        }
        let waiting = std::mem::take(&mut self.waiting);
        let mut rest = waiting.as_slice();
        if self.reader.read_window(&mut rest)? == Window::Full {
            self.emitter = self.reader.take_window();
        }
        self.waiting = rest.to_vec();
        Ok(())
    }

    /// The last window, once.
    fn end(&mut self) -> Result<(), ImportError> {
        if self.reader.has_ended() {
            return Ok(());
        }
        self.reader.end()?;
        self.emitter = self.reader.take_window();
        Ok(())
    }
}
