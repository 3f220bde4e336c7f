//! What lies beside the chain: snapshots of derived state and staged chunks.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use super::index::keys_of;
use super::{Vault, append};
use crate::header::sha256;
use crate::mirror::{self, Fields, crc32};
use crate::seal::{self, random_key};
use crate::{
    Batch, BlockId, Change, Class, Crypto, CryptoError, Digest, Durability, Error, FORMAT, Head,
    Header, Incarnation, ProblemKind, Result, Sealed, Store, Table, layout, payload,
};

/// The largest staged chunk.
pub const CHUNK_LIMIT: usize = 256 * 1024;
/// The largest snapshot.
pub const SNAPSHOT_LIMIT: usize = 64 * 1024 * 1024;

/// Derived state, and the head it was derived from; plaintext, so there is no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// What was saved.
    pub bytes: Vec<u8>,
    /// Blocks after this head are to be replayed.
    pub at: Head,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct SnapshotRecord {
    #[n(0)]
    format: u16,
    #[n(1)]
    class: u8,
    #[n(2)]
    generation: u32,
    #[cbor(n(3), with = "minicbor::bytes")]
    incarnation: [u8; 16],
    #[n(4)]
    next_seq: u64,
    #[cbor(n(5), with = "minicbor::bytes")]
    id: [u8; 32],
    #[n(6)]
    lamport: u64,
    #[cbor(n(7), with = "minicbor::bytes")]
    key: [u8; 40],
    #[cbor(n(8), with = "minicbor::bytes")]
    ciphertext: Vec<u8>,
}

impl SnapshotRecord {
    /// CRC-32 and the record.
    fn encode(&self) -> Vec<u8> {
        let body = minicbor::to_vec(self).expect("writing CBOR to memory can't fail");
        [&crc32(0, &body).to_be_bytes()[..], &body].concat()
    }

    fn decode(record: &[u8]) -> Option<Self> {
        let (crc, body) = record.split_first_chunk::<4>()?;
        if crc32(0, body).to_be_bytes() != *crc {
            return None;
        }
        minicbor::decode(body).ok().filter(|record: &Self| record.format == FORMAT)
    }

    const fn head(&self) -> Head {
        Head {
            incarnation: Incarnation(self.incarnation),
            next_seq: self.next_seq,
            id: BlockId(self.id),
            lamport: self.lamport,
        }
    }
}

/// Which class key protects a chunk's key.
struct ChunkWrap {
    class: Class,
    generation: u32,
    key: [u8; 40],
}

impl ChunkWrap {
    const WHAT: &str = "chunk key";

    fn encode(&self) -> Vec<u8> {
        let generation = self.generation.to_be_bytes();
        mirror::encode(&[&[self.class.0][..], &generation, &self.key].concat())
    }

    fn decode(record: &[u8]) -> Result<Self> {
        let mut fields = Fields::new(mirror::decode(record, Self::WHAT)?.body, Self::WHAT);
        let class = Class(fields.u8()?);
        let wrap = Self { class, generation: fields.u32()?, key: fields.array()? };
        fields.end()?;
        Ok(wrap)
    }
}

impl<C: Crypto, S: Store> Vault<C, S> {
    /// Saves derived state as of the current head; a later one of the same name replaces it.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::TooLarge`], what the store reports.
    pub async fn save_snapshot(&self, class: Class, name: &str, bytes: &[u8]) -> Result<()> {
        let plaintext = payload::encode("snapshot", bytes, SNAPSHOT_LIMIT)?;
        let (generation, kek) = self.current_kek(class)?;
        let key = random_key(&self.crypto)?;
        let associated = self.snapshot_aad(class, name, &self.head);
        let ciphertext = self.crypto.seal_once(&key, &associated, &plaintext).await?;
        let record = SnapshotRecord {
            format: FORMAT,
            class: class.0,
            generation,
            incarnation: self.head.incarnation.0,
            next_seq: self.head.next_seq,
            id: self.head.id.0,
            lamport: self.head.lamport,
            key: seal::wrap_key(&self.crypto, kek, &key).await?,
            ciphertext,
        };
        let place = layout::snapshot_key(class, name);
        let changes = vec![Change::Put(Table::Snapshots, place, record.encode())];
        // Not fenced: a snapshot of a head that is not on the chain is never used.
        let batch = Batch { fence: None, changes, durability: Durability::Relaxed };
        Ok(self.store.commit(batch).await?)
    }

    /// Derived state saved earlier on this chain; `None` if there is none, if it belongs to another chain,
    /// or if it is damaged: it can always be derived again.
    ///
    /// # Errors
    /// [`Error::Locked`], what the store reports.
    pub async fn load_snapshot(&self, class: Class, name: &str) -> Result<Option<Snapshot>> {
        self.current_kek(class)?;
        let place = layout::snapshot_key(class, name);
        let Some(stored) = self.store.get(Table::Snapshots, &place).await? else { return Ok(None) };
        let Some(record) = SnapshotRecord::decode(&stored) else { return Ok(None) };
        let at = record.head();
        let Some(kek) = self.keys.get(class, record.generation) else { return Ok(None) };
        if record.class != class.0 || !self.is_on_chain(&at).await? {
            return Ok(None);
        }
        let opened = async {
            let key = seal::unwrap_key(&self.crypto, kek, &record.key).await?;
            let associated = self.snapshot_aad(class, name, &at);
            let plaintext = self.crypto.open_once(&key, &associated, &record.ciphertext).await?;
            let mut bytes = Vec::new();
            payload::decode_into(&plaintext, SNAPSHOT_LIMIT, &mut bytes)?;
            Ok(bytes)
        };
        match opened.await {
            Ok(bytes) => Ok(Some(Snapshot { bytes, at })),
            Err(Error::Crypto(CryptoError::Authentication) | Error::Corrupt { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Stages up to [`CHUNK_LIMIT`] bytes until a block makes them real; the digest names them.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::TooLarge`], what the store reports.
    pub async fn put_chunk(&self, class: Class, bytes: &[u8]) -> Result<Digest> {
        let digests = self.put_chunks(&[(class, bytes)]).await?;
        Ok(digests[0])
    }

    /// Stages several chunks in one commit; their digests are in the same order.
    ///
    /// # Errors
    /// As [`Vault::put_chunk`]; nothing was written then.
    pub async fn put_chunks(&self, chunks: &[(Class, &[u8])]) -> Result<Vec<Digest>> {
        let mut digests = Vec::with_capacity(chunks.len());
        let mut changes = Vec::with_capacity(2 * chunks.len());
        for (class, bytes) in chunks {
            digests.push(self.seal_chunk(*class, bytes, &mut changes).await?);
        }
        // Strict: the block that will name the chunks must not outlive them.
        let batch = Batch { fence: None, changes, durability: Durability::Strict };
        self.store.commit(batch).await?;
        Ok(digests)
    }

    async fn seal_chunk(
        &self,
        class: Class,
        bytes: &[u8],
        changes: &mut Vec<Change>,
    ) -> Result<Digest> {
        let plaintext = payload::encode("chunk", bytes, CHUNK_LIMIT)?;
        let (generation, kek) = self.current_kek(class)?;
        let key = random_key(&self.crypto)?;
        let ciphertext = self.crypto.seal_once(&key, &self.chunk_aad(class), &plaintext).await?;
        let digest = append::digest(&self.crypto, &ciphertext).await?;
        let key = seal::wrap_key(&self.crypto, kek, &key).await?;
        let wrap = ChunkWrap { class, generation, key };
        changes.extend([
            Change::Put(Table::Chunks, layout::chunk_key(&digest), ciphertext),
            Change::Put(Table::Chunks, layout::chunk_wrap_key(&digest), wrap.encode()),
        ]);
        Ok(Digest(digest))
    }

    /// A staged chunk's bytes.
    ///
    /// # Errors
    /// [`Error::NoChunk`], [`Error::Locked`], [`Error::Corrupt`].
    pub async fn get_chunk(&self, digest: &Digest) -> Result<Vec<u8>> {
        let mut chunks = self.get_chunks(&[*digest]).await?;
        chunks.pop().unwrap_or(Err(Error::NoChunk))
    }

    /// Several staged chunks, each as [`Vault::get_chunk`] would answer, opened side by side.
    ///
    /// # Errors
    /// What the store reports.
    pub async fn get_chunks(&self, digests: &[Digest]) -> Result<Vec<Result<Vec<u8>>>> {
        let keys = |of: fn(&[u8; 32]) -> Vec<u8>| {
            digests.iter().map(|digest| of(&digest.0)).collect::<Vec<_>>()
        };
        let wraps = self.store.get_many(Table::Chunks, &keys(layout::chunk_wrap_key)).await?;
        let sealed = self.store.get_many(Table::Chunks, &keys(layout::chunk_key)).await?;
        let wraps: Vec<Result<ChunkWrap>> =
            wraps.into_iter().map(|wrap| ChunkWrap::decode(&wrap.ok_or(Error::NoChunk)?)).collect();
        let mut secrets = self.unwrap_chunk_keys(&wraps).await;
        let mut opened: Vec<Result<Vec<u8>>> = Vec::with_capacity(digests.len());
        let mut batch = Vec::new();
        let associated = Class::ALL.map(|class| (class, self.chunk_aad(class)));
        for ((wrap, secret), sealed) in wraps.iter().zip(&mut secrets).zip(&sealed) {
            opened.push(match (wrap, secret, sealed) {
                (Ok(wrap), Ok(key), Some(bytes)) => {
                    let associated = associated
                        .iter()
                        .find_map(|(class, aad)| (*class == wrap.class).then_some(aad.as_slice()));
                    batch.push(Sealed { key, associated: associated.unwrap_or(&[]), bytes });
                    // Its place in the batch; filled in below.
                    Ok(Vec::new())
                }
                (Ok(_), secret @ Err(_), Some(_)) => {
                    std::mem::replace(secret, Err(Error::NoChunk)).map(|_| Vec::new())
                }
                (_, _, None) => Err(Error::NoChunk),
                (Err(Error::NoChunk), ..) => Err(Error::NoChunk),
                (Err(_), ..) => Err(Error::Corrupt { what: ChunkWrap::WHAT }),
            });
        }
        let plaintexts = self.crypto.open_batch(&batch).await;
        let filled = opened.iter_mut().filter(|chunk| chunk.is_ok());
        for (chunk, plaintext) in filled.zip(plaintexts) {
            *chunk = unpacked(plaintext);
        }
        Ok(opened)
    }

    /// The key of each chunk, generation by generation.
    async fn unwrap_chunk_keys(
        &self,
        wraps: &[Result<ChunkWrap>],
    ) -> Vec<Result<Zeroizing<[u8; 32]>>> {
        let mut secrets: Vec<Result<Zeroizing<[u8; 32]>>> =
            wraps.iter().map(|_| Err(Error::NoChunk)).collect();
        let mut groups: BTreeMap<(Class, u32), Vec<usize>> = BTreeMap::new();
        for (at, wrap) in wraps.iter().enumerate() {
            if let Ok(wrap) = wrap {
                groups.entry((wrap.class, wrap.generation)).or_default().push(at);
            }
        }
        for ((class, generation), places) in groups {
            let Some(kek) = self.keys.get(class, generation) else {
                places.iter().for_each(|at| secrets[*at] = Err(Error::Locked { class }));
                continue;
            };
            let wrapped: Vec<&[u8]> = places
                .iter()
                .filter_map(|at| wraps[*at].as_ref().ok().map(|wrap| wrap.key.as_slice()))
                .collect();
            let keys = self.crypto.unwrap_batch(kek, &wrapped).await;
            for (at, key) in places.iter().zip(keys) {
                let key = key.ok().and_then(|key| {
                    Some(Zeroizing::new(<[u8; 32]>::try_from(key.as_slice()).ok()?))
                });
                secrets[*at] = key.ok_or(Error::Corrupt { what: "chunk" });
            }
        }
        secrets
    }

    /// Which of these chunks are not in the store, before a block names them.
    ///
    /// # Errors
    /// What the store reports.
    pub async fn missing_chunks(&self, digests: &[Digest]) -> Result<Vec<Digest>> {
        let stored: BTreeSet<Vec<u8>> =
            keys_of(&self.store, Table::Chunks, &[]).await?.into_iter().collect();
        let is_missing = |digest: &&Digest| {
            !stored.contains(&layout::chunk_key(&digest.0))
                || !stored.contains(&layout::chunk_wrap_key(&digest.0))
        };
        Ok(digests.iter().filter(is_missing).copied().collect())
    }

    /// Deletes the chunks that no block names; how many they were.
    ///
    /// # Errors
    /// What the store reports.
    pub async fn sweep_chunks(&self, referenced: &BTreeSet<Digest>) -> Result<usize> {
        let mut changes = Vec::new();
        let mut swept = 0;
        for key in keys_of(&self.store, Table::Chunks, &[]).await? {
            let is_kept = key.split_first().is_some_and(|(_, digest)| {
                Digest::from_slice(digest).is_some_and(|digest| referenced.contains(&digest))
            });
            if !is_kept {
                swept += usize::from(key.first() == Some(&0));
                changes.push(Change::Delete(Table::Chunks, key));
            }
        }
        if !changes.is_empty() {
            let batch = Batch { fence: None, changes, durability: Durability::Relaxed };
            self.store.commit(batch).await?;
        }
        Ok(swept)
    }

    /// Re-wraps up to `budget` chunk keys of a class from older generations; how many are done.
    pub(super) async fn rewrap_chunks(
        &self,
        class: Class,
        budget: usize,
        changes: &mut Vec<Change>,
    ) -> Result<usize> {
        let (generation, new) = self.current_kek(class)?;
        let mut done = 0;
        for key in keys_of(&self.store, Table::Chunks, &[1]).await? {
            if done == budget {
                break;
            }
            let Some(record) = self.store.get(Table::Chunks, &key).await? else { continue };
            let Ok(mut wrap) = ChunkWrap::decode(&record) else { continue };
            if wrap.class != class || wrap.generation == generation {
                continue;
            }
            let Some(old) = self.keys.get(class, wrap.generation) else { continue };
            let secret = seal::unwrap_key(&self.crypto, old, &wrap.key).await?;
            wrap.key = seal::wrap_key(&self.crypto, new, &secret).await?;
            wrap.generation = generation;
            changes.push(Change::Put(Table::Chunks, key, wrap.encode()));
            done += 1;
        }
        Ok(done)
    }

    pub(super) fn current_kek(&self, class: Class) -> Result<(u32, &C::Kek)> {
        let generation = self.current(class).ok_or(Error::Locked { class })?;
        let kek = self.keys.get(class, generation).ok_or(Error::Locked { class })?;
        Ok((generation, kek))
    }

    /// Whether the head is the current one or an earlier one of the same chain.
    async fn is_on_chain(&self, at: &Head) -> Result<bool> {
        if *at == self.head {
            return Ok(true);
        }
        if at.incarnation != self.head.incarnation || at.next_seq >= self.head.next_seq {
            return Ok(false);
        }
        let Some(seq) = at.last_seq() else { return Ok(at.id == self.genesis.hash()) };
        Ok(self.header(seq).await?.id() == at.id)
    }

    /// The header of a block of the current chain.
    ///
    /// # Errors
    /// [`Error::NoBlock`]; [`Error::Corrupt`] if the block is damaged.
    pub async fn header(&self, seq: u64) -> Result<Header> {
        let (record, container, at) = self.locate(seq).await?;
        let frame = container.frame(&record, at);
        let bytes = frame.first_chunk().ok_or(Error::NoBlock { seq })?;
        let header = Header::decode(bytes)?;
        if header.seq == seq { Ok(header) } else { Err(Error::Corrupt { what: "block header" }) }
    }

    fn snapshot_aad(&self, class: Class, name: &str, at: &Head) -> Vec<u8> {
        [
            &b"tillcast.snapshot.1"[..],
            &self.genesis.vault.0,
            &[class.0],
            &at.incarnation.0,
            &at.next_seq.to_be_bytes(),
            &at.id.0,
            name.as_bytes(),
        ]
        .concat()
    }

    fn chunk_aad(&self, class: Class) -> Vec<u8> {
        [&b"tillcast.chunk.1"[..], &self.genesis.vault.0, &[class.0]].concat()
    }
}

fn unpacked(plaintext: std::result::Result<Vec<u8>, CryptoError>) -> Result<Vec<u8>> {
    let plaintext = plaintext.map_err(|_| Error::Corrupt { what: "chunk" })?;
    let mut bytes = Vec::new();
    payload::decode_into(&plaintext, CHUNK_LIMIT, &mut bytes)?;
    Ok(bytes)
}

/// What is wrong with a snapshot's or chunk's record, without any key.
pub(super) fn check_record(table: Table, key: &[u8], record: &[u8]) -> Option<ProblemKind> {
    let is_sound = match (table, key.split_first()) {
        (Table::Snapshots, _) => SnapshotRecord::decode(record).is_some(),
        (Table::Chunks, Some((0, digest))) => sha256(record) == digest,
        (Table::Chunks, Some((1, _))) => {
            if mirror::decode(record, ChunkWrap::WHAT).is_ok_and(|copies| copies.damaged) {
                return Some(ProblemKind::DamagedCopy);
            }
            ChunkWrap::decode(record).is_ok()
        }
        _ => false,
    };
    (!is_sound).then_some(ProblemKind::UnreadableRecord)
}

/// Whether the bytes pass as a snapshot's or a chunk key's record, for fuzzing.
#[cfg(feature = "testing")]
pub(crate) fn accepts_record_beside(bytes: &[u8]) -> bool {
    let with_crc = [&crc32(0, bytes).to_be_bytes()[..], bytes].concat();
    SnapshotRecord::decode(&with_crc).is_some() || ChunkWrap::decode(&mirror::encode(bytes)).is_ok()
}
