//! The bytes of format 1 as they must stay: the vectors of `docs/ledger-format.md`.

use std::fmt::Write;

use ed25519_dalek::SigningKey;

use crate::keyring::{KeyringRecord, Page};
use crate::layout::Head;
use crate::native::{NativeCrypto, block_on};
use crate::seal::{KeyPair, SealedKey, hkdf_sha256, mail_label, open_sealed, seal_to, wrap_key};
use crate::vault::seal_block;
use crate::{
    BlockId, Checkpoint, Class, Crypto, DeviceId, Genesis, Header, Incarnation, LiveSet, Parent,
    Result, VaultId, container, header, mirror,
};

const FILE: &str = include_str!("../../tests/data/vectors/ledger-format-1.txt");

#[derive(Default)]
struct Vectors(String);

impl Vectors {
    fn add(&mut self, name: &str, bytes: &[u8]) {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        writeln!(self.0, "{name} {hex}").expect("writing to memory can't fail");
    }
}

fn template(genesis: &Genesis, class: Class, seq: u64, lamport: u64) -> Header {
    Header {
        class,
        part: 0,
        parts: 1,
        payload_len: 0,
        vault: genesis.vault,
        device: genesis.device,
        incarnation: genesis.incarnation,
        seq,
        lamport,
        tx: seq,
        prev: genesis.hash(),
        key_commit: [0; 32],
        ct_digest: [0; 32],
    }
}

/// Three blocks in two transactions; raw, LZ4 and empty payloads.
async fn blocks(genesis: &Genesis, vectors: &mut Vectors) -> Result<(Vec<Vec<u8>>, BlockId)> {
    let crypto = NativeCrypto::default();
    let text = "abc".repeat(100);
    let first = template(genesis, Class::SHOP, 0, 1);
    let second = Header { parts: 2, ..template(genesis, Class::PEOPLE, 1, 2) };
    let third = Header { part: 1, parts: 2, tx: 1, ..template(genesis, Class::CONTROL, 2, 2) };
    let mut prev = genesis.hash();
    let mut frames = Vec::new();
    let payloads: [&[u8]; 3] = [b"Tillcast", text.as_bytes(), b""];
    for (at, (mut header, payload)) in [first, second, third].into_iter().zip(payloads).enumerate()
    {
        let key = [0x10 + at as u8; 32];
        header.prev = prev;
        header.key_commit = header::key_commit(&key);
        let (frame, id) = seal_block(&crypto, header, &key, payload).await?;
        vectors.add(&format!("block-{at}"), &frame);
        vectors.add(&format!("block-{at}-id"), &id.0);
        frames.push(frame);
        prev = id;
    }
    Ok((frames, prev))
}

async fn compute() -> Result<String> {
    let mut vectors = Vectors::default();
    let signer = SigningKey::from_bytes(&[4; 32]);
    let public = signer.verifying_key().to_bytes();
    let (vault, device) = (VaultId([1; 16]), DeviceId([2; 16]));
    let genesis = Genesis::new(vault, device, Incarnation([3; 16]), public, None);
    vectors.add("genesis", genesis.as_bytes());
    vectors.add("genesis-hash", &genesis.hash().0);
    let (frames, id) = blocks(&genesis, &mut vectors).await?;

    let parent = Parent { incarnation: genesis.incarnation, seq: 2, id };
    let child = Genesis::new(vault, DeviceId([6; 16]), Incarnation([7; 16]), public, Some(parent));
    vectors.add("child-genesis", child.as_bytes());
    let mut live = LiveSet::default();
    [0, 2, 4096].into_iter().for_each(|seq| live.insert(seq));
    vectors.add("live-digest", &live.digest(4096));
    let checkpoint = Checkpoint::sign(&signer, &genesis, 2, id, live.digest(2));
    vectors.add("checkpoint", &checkpoint.encode());
    vectors.add("container", &container::encode(frames.iter().map(Vec::as_slice)));
    vectors.add("format", &mirror::encode(&1_u16.to_be_bytes()));
    let head = Head { incarnation: genesis.incarnation, next_seq: 3, id, lamport: 2 };
    vectors.add("head", &head.encode(5));

    let crypto = NativeCrypto::default();
    let class_key = crypto.import_kek(&[0x20; 32]).await?;
    let keys = [[0x10; 32], [0x13; 32]].concat();
    let page = Page { seqs: vec![0, 3], wrapped: crypto.wrap(&class_key, &keys).await? };
    vectors.add("keyring-page", &KeyringRecord::Page(page).encode());
    let reader = KeyPair::from_secret([0x30; 32].into());
    let script = NativeCrypto::scripted(&[0x31; 32]);
    let label = mail_label(Class::PEOPLE);
    let sealed: SealedKey = seal_to(&script, &reader.public, &label, &[0x11; 32]).await?;
    assert_eq!(*open_sealed(&crypto, &reader, &label, &sealed).await?, [0x11; 32]);
    vectors.add("letter", &KeyringRecord::Letter { seq: 1, key: sealed }.encode());
    let kek = hkdf_sha256(None, &[0x40; 32], b"tillcast.kek.1");
    vectors.add("path-kek", &*kek);
    let kek = crypto.import_kek(&kek).await?;
    vectors.add("path-secret", &wrap_key(&crypto, &kek, &[0x41; 32]).await?);
    Ok(vectors.0)
}

#[test]
fn format_1_has_the_published_bytes() {
    let computed = block_on(compute()).expect("the native platform computes every vector");
    let published: String = FILE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(computed, published);
}
