//! The second copy: the sealed log once more, appended to a file of the origin's private file system.
//!
//! It guards against a damaged database, not against a browser that clears everything. It is written after a
//! commit, never before an acknowledgement, and may lag; what it holds is a prefix of the exported log.

use protocol::MirrorState;
use vault::{Incarnation, VaultId};
use wasm_bindgen::prelude::*;
use web_sys::{FileSystemReadWriteOptions, FileSystemSyncAccessHandle};

use crate::desk::BrowserVault;
use crate::{hex, opfs};

/// Bytes copied at a time; between two steps requests are answered.
const STEP_BYTES: usize = 1024 * 1024;
/// Incarnation, next sequence number, length of the log; then the same again inverted.
const PLACE_BYTES: usize = 64;

/// The files, if there are any.
pub(crate) enum Mirror {
    /// Not open yet, or refused so many times.
    Closed {
        errors: u64,
    },
    /// The browser has no private file system, or refuses it.
    Unsupported,
    Open(Files),
}

pub(crate) struct Files {
    log: FileSystemSyncAccessHandle,
    /// Says how far the log is complete: written after it, so that a torn end is cut off.
    place: FileSystemSyncAccessHandle,
    incarnation: Incarnation,
    next_seq: u64,
    bytes: u64,
    errors: u64,
}

impl Drop for Files {
    fn drop(&mut self) {
        self.log.close();
        self.place.close();
    }
}

impl Mirror {
    pub(crate) const fn closed() -> Self {
        Self::Closed { errors: 0 }
    }

    /// Opens a vault's copy and cuts off what was torn.
    ///
    /// The files of a worker that has just ended stay locked for a moment, so a refusal is no verdict.
    async fn open(&mut self, vault: VaultId, incarnation: Incarnation) -> Result<(), JsValue> {
        *self = match Files::open(vault, incarnation).await? {
            Some(files) => Self::Open(files),
            None => Self::Unsupported,
        };
        Ok(())
    }

    /// How it stands to a chain of `next_seq` blocks.
    pub(crate) fn state(&self, next_seq: u64) -> MirrorState {
        match self {
            Self::Unsupported => MirrorState::Unsupported,
            Self::Closed { errors } => MirrorState::Behind { blocks: next_seq, errors: *errors },
            Self::Open(files) if files.next_seq == next_seq => {
                MirrorState::InStep { bytes: files.bytes }
            }
            Self::Open(files) => MirrorState::Behind {
                blocks: next_seq.saturating_sub(files.next_seq),
                errors: files.errors,
            },
        }
    }

    /// Copies the next blocks.
    pub(crate) async fn step(&mut self, vault: &BrowserVault) -> Step {
        if let Err(error) = self.try_step(vault).await {
            web_sys::console::warn_2(&"the second copy lags".into(), &error);
            let (Self::Closed { errors } | Self::Open(Files { errors, .. })) = self else {
                return Step::Done;
            };
            *errors += 1;
            return Step::Failed { errors: *errors };
        }
        match self {
            Self::Open(files) if files.next_seq < vault.head().next_seq => Step::More,
            _ => Step::Done,
        }
    }

    async fn try_step(&mut self, vault: &BrowserVault) -> Result<(), JsValue> {
        if let Self::Closed { .. } = self {
            self.open(vault.id(), vault.incarnation()).await?;
        }
        match self {
            Self::Open(files) => files.copy(vault).await,
            Self::Closed { .. } | Self::Unsupported => Ok(()),
        }
    }
}

/// What a second copy says of the vault it was made of.
pub(crate) struct Trace {
    /// Hex of the vault's id.
    pub(crate) vault: String,
    /// Number of the last block copied.
    pub(crate) seq: u64,
}

/// Looks for a second copy when the vault itself is not there: then it was here, whatever the cookies say.
pub(crate) async fn trace() -> Option<Trace> {
    let root = opfs::root().await.ok()??;
    let names = opfs::names(&root).await.ok()?;
    let vault = names.iter().find_map(|name| vault_of(name))?;
    // An error means that it cannot be read now; that the vault was here is certain all the same.
    let place = opfs::open(&root, &place_name(&log_name(&vault))).await.ok()?;
    let next_seq = read_place(&place).ok().flatten().map_or(0, |place| place.next_seq);
    place.close();
    Some(Trace { vault, seq: next_seq.saturating_sub(1) })
}

fn log_name(vault: &str) -> String {
    format!("mirror-{vault}.tclog")
}

fn place_name(log_name: &str) -> String {
    format!("{log_name}.place")
}

fn vault_of(name: &str) -> Option<String> {
    let vault = name.strip_prefix("mirror-")?.strip_suffix(".tclog")?;
    hex::decode::<16>(vault).map(|_| vault.to_owned())
}

/// What came of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Done,
    More,
    /// How often it has failed by now.
    Failed {
        errors: u64,
    },
}

impl Files {
    async fn open(vault: VaultId, incarnation: Incarnation) -> Result<Option<Self>, JsValue> {
        let Some(root) = opfs::root().await? else { return Ok(None) };
        let name = log_name(&hex::encode(&vault.0));
        let log = opfs::open(&root, &name).await?;
        let place = match opfs::open(&root, &place_name(&name)).await {
            Ok(place) => place,
            Err(error) => {
                log.close();
                return Err(error);
            }
        };
        let mut files = Self { log, place, incarnation, next_seq: 0, bytes: 0, errors: 0 };
        // A copy of another chain, or one that is shorter than it says, begins anew.
        if let Some(place) = read_place(&files.place)?
            && place.incarnation == incarnation.0
            && place.bytes as f64 <= files.log.get_size()?
        {
            (files.next_seq, files.bytes) = (place.next_seq, place.bytes);
        }
        files.log.truncate_with_f64(files.bytes as f64)?;
        Ok(Some(files))
    }

    async fn copy(&mut self, vault: &BrowserVault) -> Result<(), JsValue> {
        if vault.head().next_seq <= self.next_seq {
            return Ok(());
        }
        let mut piece = Vec::new();
        let next_seq = vault
            .export_from(self.next_seq, STEP_BYTES, &mut piece)
            .await
            .map_err(|error| error.to_string())?;
        opfs::write_all(&self.log, self.bytes as f64, &piece)?;
        self.log.flush()?;
        let bytes = self.bytes + piece.len() as u64;
        self.write_place(next_seq, bytes)?;
        (self.next_seq, self.bytes) = (next_seq, bytes);
        Ok(())
    }

    fn write_place(&self, next_seq: u64, bytes: u64) -> Result<(), JsValue> {
        let said =
            [&self.incarnation.0[..], &next_seq.to_be_bytes(), &bytes.to_be_bytes()].concat();
        let inverted: Vec<u8> = said.iter().map(|byte| !byte).collect();
        opfs::write_all(&self.place, 0.0, &[said, inverted].concat())?;
        self.place.flush()
    }
}

/// How far a log is complete.
struct Place {
    incarnation: [u8; 16],
    next_seq: u64,
    bytes: u64,
}

/// `None` if it was torn.
fn read_place(file: &FileSystemSyncAccessHandle) -> Result<Option<Place>, JsValue> {
    let mut place = [0; PLACE_BYTES];
    let options = FileSystemReadWriteOptions::new();
    options.set_at(0.0);
    let read = file.read_with_u8_array_and_options(&mut place, &options)?;
    let (said, inverted) = place.split_at(PLACE_BYTES / 2);
    let is_whole = read as usize == PLACE_BYTES
        && said.iter().zip(inverted).all(|(byte, inverted)| *byte == !inverted);
    if !is_whole {
        return Ok(None);
    }
    let mut incarnation = [0; 16];
    incarnation.copy_from_slice(&said[..16]);
    let number = |at: usize| {
        u64::from_be_bytes(said[at..at + 8].try_into().expect("eight bytes were taken"))
    };
    Ok(Some(Place { incarnation, next_seq: number(16), bytes: number(24) }))
}
