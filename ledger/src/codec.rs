//! A batch of events as bytes: what a block's payload holds.
//!
//! Frames `type u16, len u32, body`, big-endian, one after the other. The first frame is the [`Envelope`]
//! (type 0), then the events. A body is a CBOR map with field numbers, so old and new builds read each other; a
//! type this build does not know is kept byte for byte.

use minicbor::{Decode, Encode};

use crate::clock::Timestamp;
use crate::event::Event;
use crate::ids::{CommandId, PersonId};

const ENVELOPE: u16 = 0;
const FRAME: usize = 6;

/// Who did it, when, by which command: once for all events of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Envelope {
    /// When, by the device's clock.
    #[n(0)]
    pub at: Timestamp,
    /// Who was signed in; `None` before the first person exists and for failed sign-ins.
    #[n(1)]
    pub person: Option<PersonId>,
    /// The command that caused it; equal in all parts of one transaction.
    #[n(2)]
    pub command: CommandId,
}

/// An event as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// This build knows it.
    Known(Event),
    /// A newer build wrote it: kept and handed on, its area becomes read-only.
    Unknown {
        /// Its type number.
        kind: u16,
        /// Its body, untouched.
        body: Vec<u8>,
    },
}

/// A decoded payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Who, when, why.
    pub envelope: Envelope,
    /// What happened, in order.
    pub events: Vec<Recorded>,
}

/// The bytes are not a batch.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CodecError {
    /// A frame is longer than what is left.
    #[error("frame at byte {at} is cut short")]
    CutShort {
        /// Where the frame begins.
        at: usize,
    },
    /// The first frame is not an envelope.
    #[error("the first frame is of type {kind:#06x}, not an envelope")]
    NoEnvelope {
        /// What it is.
        kind: u16,
    },
    /// The envelope's body does not decode.
    #[error("the envelope does not decode")]
    Envelope,
}

fn frame(out: &mut Vec<u8>, kind: u16, body: impl FnOnce(&mut Vec<u8>)) {
    out.extend_from_slice(&kind.to_be_bytes());
    let length_at = out.len();
    out.extend_from_slice(&[0; 4]);
    body(out);
    let length = u32::try_from(out.len() - length_at - 4).expect("an event is far below 4 GiB");
    out[length_at..length_at + 4].copy_from_slice(&length.to_be_bytes());
}

/// Encodes a batch. Events keep their order.
pub fn encode_batch<'a>(
    envelope: &Envelope,
    events: impl IntoIterator<Item = &'a Recorded>,
) -> Vec<u8> {
    let mut out = Vec::with_capacity(128);
    frame(&mut out, ENVELOPE, |out| {
        minicbor::encode(envelope, out)
            .unwrap_or_else(|never| match *never.as_write().expect("a Vec is the only writer") {});
    });
    for event in events {
        match event {
            Recorded::Known(event) => frame(&mut out, event.kind(), |out| event.encode_body(out)),
            Recorded::Unknown { kind, body } => {
                frame(&mut out, *kind, |out| out.extend_from_slice(body));
            }
        }
    }
    out
}

/// Decodes a batch.
///
/// # Errors
/// [`CodecError`]; never panics, whatever the bytes.
pub fn decode_batch(bytes: &[u8]) -> Result<Batch, CodecError> {
    let (kind, body, mut at) = next_frame(bytes, 0)?;
    if kind != ENVELOPE {
        return Err(CodecError::NoEnvelope { kind });
    }
    let envelope = minicbor::decode(body).map_err(|_| CodecError::Envelope)?;
    let mut events = Vec::with_capacity(1);
    while at < bytes.len() {
        let (kind, body, next) = next_frame(bytes, at)?;
        // The seal has already vouched for the bytes, so a body that does not decode is not damage: a newer
        // build wrote a value this one has no name for.
        events.push(match Event::decode_body(kind, body) {
            Some(Ok(event)) => Recorded::Known(event),
            Some(Err(_)) | None => Recorded::Unknown { kind, body: body.to_vec() },
        });
        at = next;
    }
    Ok(Batch { envelope, events })
}

fn next_frame(bytes: &[u8], at: usize) -> Result<(u16, &[u8], usize), CodecError> {
    let cut_short = CodecError::CutShort { at };
    let rest = &bytes[at..];
    let (head, rest) = rest.split_first_chunk::<FRAME>().ok_or_else(|| cut_short.clone())?;
    let kind = u16::from_be_bytes([head[0], head[1]]);
    let length = u32::from_be_bytes([head[2], head[3], head[4], head[5]]) as usize;
    let body = rest.get(..length).ok_or(cut_short)?;
    Ok((kind, body, at + FRAME + length))
}
