//! One door to every decoder, for property tests and long fuzzing runs.

use std::ops::ControlFlow;

use crate::access::PathRecord;
use crate::container::Container;
use crate::keyring::KeyringRecord;
use crate::layout::{KeyringKey, parse_chain_key};
use crate::{
    Checkpoint, Genesis, HEADER_LEN, Head, Header, PAYLOAD_LIMIT, RecoveryKey, VerifyOptions,
    mirror, payload, verify_export,
};

/// Feeds `bytes`, which may be anything, to every decoder; where a checksum would refuse them, also with a
/// right one. Returns how many decoders accepted them.
///
/// Whatever the bytes: it returns, allocates no more than the formats allow, and does not panic.
pub fn decode_everything(bytes: &[u8]) -> usize {
    let mirrored = mirror::encode(bytes);
    let mut out = Vec::new();
    let mut log = crate::LOG_MAGIC.to_vec();
    log.extend_from_slice(bytes);
    let verify =
        |log: &[u8]| verify_export(log, &VerifyOptions::default(), |_| ControlFlow::Continue(()));
    let frames = Container::decode(bytes).map(|container| {
        (0..container.len()).filter(|&at| !container.frame(bytes, at).is_empty()).count()
    });
    [
        bytes.first_chunk::<HEADER_LEN>().is_some_and(|header| Header::decode(header).is_ok()),
        Genesis::decode(bytes).is_ok(),
        Checkpoint::decode(bytes).is_ok(),
        Head::decode(bytes).is_ok() || Head::decode(&mirrored).is_ok(),
        KeyringRecord::decode(bytes).is_ok() || KeyringRecord::decode(&mirrored).is_ok(),
        PathRecord::decode(bytes).is_ok() || PathRecord::decode(&mirrored).is_ok(),
        KeyringKey::decode(bytes).is_ok(),
        parse_chain_key(bytes).is_ok(),
        frames.is_ok(),
        mirror::decode(bytes, "bytes").is_ok(),
        payload::decode_into(bytes, PAYLOAD_LIMIT, &mut out).is_ok(),
        std::str::from_utf8(bytes).is_ok_and(|words| RecoveryKey::parse(words).is_ok()),
        crate::vault::accepts_record_beside(bytes),
        verify(bytes).is_ok(),
        verify(&log).is_ok_and(|report| report.is_sound()),
    ]
    .into_iter()
    .filter(|&accepted| accepted)
    .count()
}
