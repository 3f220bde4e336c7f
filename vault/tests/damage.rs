//! A flipped bit anywhere is found, named, and costs at most the block it hit.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use proptest::prelude::*;
use vault::native::{MemoryStore, NativeCrypto, block_on};
use vault::{
    Class, ClassKeys, Item, Part, ProblemKind, Report, Table, Vault, VerifyOptions, verify_export,
};

type Keys = ClassKeys<vault::native::NativeKek>;

struct Sample {
    store: MemoryStore,
    keys: Keys,
    payloads: BTreeMap<u64, Vec<u8>>,
    log: Vec<u8>,
}

/// A vault with every kind of record: tail, pack, full and open pages, letters, checkpoints, snapshots,
/// chunks, several paths.
fn sample() -> Sample {
    let store = MemoryStore::new();
    block_on(async {
        let crypto = NativeCrypto::default();
        let mut vault =
            Vault::create(crypto, store.clone(), vault::testing::founder()).await.unwrap();
        let classes = [Class::SHOP, Class::PEOPLE, Class::SHOP, Class::CONTROL];
        let mut payloads = BTreeMap::new();
        for n in 0..270_u64 {
            let payload = format!("sale {n}: three apples, one pear").into_bytes();
            let part = Part { class: classes[n as usize % 4], payload: &payload };
            vault.append(&[part]).await.unwrap();
            payloads.insert(n, payload);
        }
        let keys = vault.handles();
        vault.save_snapshot(Class::SHOP, "stock", b"derived").await.unwrap();
        vault.put_chunk(Class::SHOP, b"chunk").await.unwrap();
        vault.lock();
        let letter = Part { class: Class::RISK, payload: b"letter" };
        vault.append(&[letter]).await.unwrap();
        payloads.insert(270, b"letter".to_vec());
        let log = block_on(vault::testing::export(&vault)).unwrap();
        Sample { store, keys, payloads, log }
    })
}

fn check_everything(store: MemoryStore, keys: &Keys) -> (Report, BTreeMap<u64, Vec<u8>>) {
    block_on(async {
        let crypto = NativeCrypto::default();
        let vault = Vault::open_with_handles(crypto, store, keys.clone()).await.unwrap();
        let mut readable = BTreeMap::new();
        vault
            .read(.., |item| {
                if let Item::Block { header, payload } = item {
                    readable.insert(header.seq, payload.to_vec());
                }
                ControlFlow::Continue(())
            })
            .await
            .unwrap();
        let options = VerifyOptions::default();
        let report = vault.verify(&options, |_| ControlFlow::Continue(())).await.unwrap();
        (report, readable)
    })
}

#[test]
fn the_sample_is_sound() {
    let sample = sample();
    let (report, readable) = check_everything(sample.store.copy(), &sample.keys);
    assert_eq!(report.problems, []);
    assert!(readable == sample.payloads);
    let tables: Vec<Table> = sample.store.records().iter().map(|record| record.0).collect();
    assert!(Table::ALL.iter().all(|table| tables.contains(table)));
}

/// Which block, if any, the byte of a container belongs to.
fn block_of(first: u64, record: &[u8], at: usize) -> Option<u64> {
    let count = usize::from(u16::from_be_bytes([record[0], record[1]]));
    let mut start = 2 + count * 8 + 4;
    for frame in 0..count {
        let entry = 2 + frame * 8;
        let length = u32::from_be_bytes(record[entry..entry + 4].try_into().unwrap()) as usize;
        if (start..start + length).contains(&at) {
            return Some(first + frame as u64);
        }
        start += length;
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_flipped_bit_is_found_and_named(record in any::<prop::sample::Index>(), bit in any::<prop::sample::Index>()) {
        thread_local!(static SAMPLE: Sample = sample());
        SAMPLE.with(|sample| {
            let records = sample.store.records();
            let (table, key, value) = record.get(&records);
            let bit = bit.index(value.len() * 8);
            let mut damaged = value.clone();
            damaged[bit / 8] ^= 0x80 >> (bit % 8);
            let store = sample.store.copy();
            store.tamper(*table, key, Some(damaged));
            let (report, readable) = check_everything(store, &sample.keys);

            prop_assert!(!report.is_sound(), "{table:?} bit {bit}");
            let lost: Vec<u64> =
                sample.payloads.keys().filter(|seq| readable.get(seq) != sample.payloads.get(seq)).copied().collect();
            let hit = match table {
                Table::Blocks => {
                    let first = u64::from_be_bytes(key[16..24].try_into().unwrap());
                    block_of(first, value, bit / 8)
                }
                _ => None,
            };
            match hit {
                Some(seq) => {
                    prop_assert!(lost.is_empty() || lost == [seq], "lost {lost:?}, hit {seq}");
                    let named = report.problems.iter().any(|p| p.seq == Some(seq) && p.kind == ProblemKind::Torn);
                    prop_assert!(named, "{:?}", report.problems);
                }
                None => {
                    prop_assert_eq!(lost, Vec::<u64>::new());
                    let place = (*table, key.clone());
                    let named = report.problems.iter().any(|p| {
                        p.record.as_ref() == Some(&place)
                            || (*table == Table::Checkpoints && p.kind == ProblemKind::CheckpointSignature && p.seq.is_some())
                    });
                    prop_assert!(named, "{:?} {:?}", place, report.problems);
                }
            }
            prop_assert_eq!(report.problems.len(), 1);
            Ok(())
        })?;
    }

    #[test]
    fn any_flipped_bit_of_a_log_is_found(bit in any::<prop::sample::Index>()) {
        thread_local!(static LOG: Vec<u8> = sample().log);
        LOG.with(|log| {
            let mut log = log.clone();
            let bit = bit.index(log.len() * 8);
            log[bit / 8] ^= 0x80 >> (bit % 8);
            let found = verify_export(log.as_slice(), &VerifyOptions::default(), |_| ControlFlow::Continue(()));
            prop_assert!(found.is_err() || found.is_ok_and(|report| !report.is_sound()));
            Ok(())
        })?;
    }

    #[test]
    fn decoders_survive_anything(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        vault::testing::decode_everything(&bytes);
    }

    #[test]
    fn decoders_survive_almost_right_bytes(
        record in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        thread_local!(static RECORDS: Vec<Vec<u8>> = {
            let sample = sample();
            let values = sample.store.records().into_iter().map(|(_, _, value)| value);
            // Behind their checksums too: the body of a mirrored record.
            values.flat_map(|value| [value[8.min(value.len())..value.len() / 2].to_vec(), value]).chain([sample.log]).collect()
        });
        RECORDS.with(|records| {
            let mut bytes = record.get(records).clone();
            for (at, byte) in &flips {
                if !bytes.is_empty() {
                    let at = at.index(bytes.len());
                    bytes[at] = *byte;
                }
            }
            bytes.truncate(cut.index(bytes.len() + 1).max(bytes.len() / 2));
            vault::testing::decode_everything(&bytes);
        });
    }
}

/// What an attacker with the store, but without keys, can do is named where it was done.
#[test]
fn edits_are_named() {
    let sample = sample();
    let chain_key = |seq: u64| {
        let records = sample.store.records();
        let blocks = records.iter().filter(|record| record.0 == Table::Blocks);
        blocks.map(|record| record.1.clone()).find(|key| key.ends_with(&seq.to_be_bytes())).unwrap()
    };
    // A container that vanished.
    let store = sample.store.copy();
    store.tamper(Table::Blocks, &chain_key(32), None);
    let (report, readable) = check_everything(store, &sample.keys);
    let missing = (Some(32), ProblemKind::Missing { count: 32 });
    assert!(report.problems.iter().any(|p| (p.seq, p.kind) == missing));
    assert_eq!(readable.len(), sample.payloads.len() - 32);

    // A tail that was cut off.
    let store = sample.store.copy();
    store.tamper(Table::Blocks, &chain_key(256), None);
    let (report, _) = check_everything(store, &sample.keys);
    assert!(report.problems.iter().any(|p| p.kind == ProblemKind::HeadMismatch));

    // Containers swapped: right checksums, wrong places.
    let store = sample.store.copy();
    let records: BTreeMap<Vec<u8>, Vec<u8>> =
        sample.store.records().into_iter().map(|r| (r.1, r.2)).collect();
    store.tamper(Table::Blocks, &chain_key(0), records.get(&chain_key(32)).cloned());
    let (report, _) = check_everything(store, &sample.keys);
    assert!(report.problems.iter().any(|p| (p.seq, p.kind) == (Some(0), ProblemKind::Header)));

    // A key that vanished without an event.
    let keyring = sample.store.records().into_iter().find(|r| r.0 == Table::Keyring).unwrap();
    let store = sample.store.copy();
    store.tamper(Table::Keyring, &keyring.1, None);
    let (report, _) = check_everything(store, &sample.keys);
    assert!(report.problems.iter().any(|p| p.kind == ProblemKind::MissingKey));
    assert!(report.problems.iter().any(|p| p.kind == ProblemKind::LiveSet));

    // A block rewritten with right checksums, as a careful attacker would.
    let key = chain_key(0);
    let mut record = records[&key].clone();
    let count = usize::from(u16::from_be_bytes([record[0], record[1]]));
    let first = 2 + count * 8 + 4;
    // The last byte of lamport.
    record[first + 75] ^= 1;
    fix_checksums(&mut record, count);
    let store = sample.store.copy();
    store.tamper(Table::Blocks, &key, Some(record));
    let (report, _) = check_everything(store, &sample.keys);
    assert!(report.problems.iter().any(|p| (p.seq, p.kind) == (Some(1), ProblemKind::Link)));
    assert!(report.problems.iter().any(|p| (p.seq, p.kind) == (Some(0), ProblemKind::Decrypt)));
}

/// Writes the right checksums over a container that was tampered with.
fn fix_checksums(record: &mut [u8], count: usize) {
    let mut start = 2 + count * 8 + 4;
    for frame in 0..count {
        let entry = 2 + frame * 8;
        let length = u32::from_be_bytes(record[entry..entry + 4].try_into().unwrap()) as usize;
        let crc = crc32(&record[start..start + length]);
        record[entry + 4..entry + 8].copy_from_slice(&crc.to_be_bytes());
        start += length;
    }
    let table = 2 + count * 8;
    let crc = crc32(&record[..table]);
    record[table..table + 4].copy_from_slice(&crc.to_be_bytes());
    let copy = record[..table + 4].to_vec();
    let end = record.len() - copy.len();
    record[end..].copy_from_slice(&copy);
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 }
        })
    })
}
