//! Wherever the process dies or the power fails, nothing acknowledged is lost and the vault verifies.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use vault::native::{Fault, MemoryStore, NativeCrypto, block_on};
use vault::{
    Class, Error, Item, KdfParams, NewPath, Part, PathKind, PathSecret, PersonId, Result, Rotation,
    StoreError, Vault, VerifyOptions,
};
use zeroize::Zeroizing;

type TestVault = Vault<NativeCrypto, MemoryStore>;

const OWNER: PersonId = PersonId([0xAA; 16]);

fn secret(byte: u8) -> PathSecret {
    PathSecret::new(Zeroizing::new([byte; 32]))
}

/// What the program was told before it died.
#[derive(Default)]
struct Told {
    payloads: BTreeMap<u64, Vec<u8>>,
    pruned: BTreeSet<u64>,
    /// Whether the change of the password to secret 3 was acknowledged.
    is_password_changed: bool,
}

async fn open(store: MemoryStore) -> Result<TestVault> {
    let mut vault = Vault::open(NativeCrypto::default(), store).await?;
    let secrets = vault.open_path(OWNER, PathKind::Recovery, &secret(2)).await?;
    vault.unlock(&secrets).await?;
    Ok(vault)
}

async fn append(vault: &mut TestVault, told: &mut Told, class: Class, text: String) -> Result<()> {
    let first = Part { class, payload: text.as_bytes() };
    let second = Part { class: Class::CONTROL, payload: b"audit" };
    let appended = vault.append(&[first, second]).await?;
    told.payloads.insert(appended.first_seq, text.into_bytes());
    told.payloads.insert(appended.last_seq, b"audit".to_vec());
    Ok(())
}

fn founded() -> MemoryStore {
    let store = MemoryStore::new();
    let founder = vault::testing::founder();
    block_on(Vault::create(NativeCrypto::default(), store.clone(), founder)).unwrap();
    store
}

/// A vault with a past: enough large blocks for a pack, more than one page of keys.
async fn grown(told: &mut Told) -> Result<MemoryStore> {
    let store = founded();
    let mut vault = open(store.clone()).await?;
    let mut state = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .take(200_000)
    .collect();
    for _ in 0..6 {
        let appended = vault.append(&[Part { class: Class::SHOP, payload: &noise }]).await?;
        told.payloads.insert(appended.first_seq, noise.clone());
    }
    for n in 0..80 {
        append(&mut vault, told, Class::SHOP, format!("past {n}")).await?;
    }
    Ok(store)
}

/// A life in a few steps: every kind of commit occurs.
async fn live(store: MemoryStore, told: &mut Told) -> Result<()> {
    let mut vault = open(store).await?;
    for n in 0..8 {
        append(&mut vault, told, Class::SHOP, format!("sale {n}")).await?;
    }
    vault.lock();
    append(&mut vault, told, Class::SHOP, "letter".to_owned()).await?;
    let secrets = vault.open_path(OWNER, PathKind::Recovery, &secret(2)).await?;
    vault.unlock(&secrets).await?;
    let new = NewPath::Password { secret: secret(3), params: KdfParams::FLOOR, salt: [3; 16] };
    vault.change_secret(OWNER, &secret(1), &new).await?;
    told.is_password_changed = true;
    let packed = vault.pack(1 << 20).await?;
    assert!(packed.containers > 0, "there was something to pack");
    while vault.rotate(Class::SHOP, 1).await? == Rotation::More {
        append(&mut vault, told, Class::SHOP, "while rotating".to_owned()).await?;
    }
    told.pruned = BTreeSet::from([8, 9]);
    vault.prune(&told.pruned).await?;
    vault.checkpoint().await?;
    vault.begin_incarnation().await?;
    // From here on blocks are counted from 0 again; only that they can be written matters.
    vault.append(&[Part { class: Class::SHOP, payload: b"a new chain" }]).await?;
    Ok(())
}

/// What is on the disk after the crash must hold everything that was told.
fn check(store: MemoryStore, told: &Told, at: &str) {
    block_on(async {
        let mut vault = open(store).await.unwrap();
        let password = if told.is_password_changed { secret(3) } else { secret(1) };
        let opened = vault.open_path(OWNER, PathKind::Password, &password).await;
        let changed = vault.open_path(OWNER, PathKind::Password, &secret(3)).await;
        assert!(opened.is_ok() || changed.is_ok(), "{at}: some password opens the vault");

        let chain = vault.lineage().await.unwrap()[0].incarnation;
        let mut found = BTreeMap::new();
        let report = vault
            .read_all(|item| {
                if let Item::Block { header, payload } = item
                    && header.incarnation == chain
                {
                    found.insert(header.seq, payload.to_vec());
                }
                ControlFlow::Continue(())
            })
            .await
            .unwrap();
        assert_eq!(report.problems, [], "{at}");
        for (seq, payload) in &told.payloads {
            let is_there = found.get(seq) == Some(payload) || told.pruned.contains(seq);
            assert!(is_there, "{at}: block {seq} was acknowledged");
        }
        let excused = told.pruned.iter().map(|&seq| (chain, seq)).collect();
        let report =
            vault.verify(&VerifyOptions { excused }, |_| ControlFlow::Continue(())).await.unwrap();
        assert_eq!(report.problems, [], "{at}");
        vault.append(&[Part { class: Class::SHOP, payload: b"life goes on" }]).await.unwrap();
        while vault.rotate(Class::SHOP, 50).await.unwrap() == Rotation::More {}
    });
}

#[test]
fn a_crash_at_any_commit_loses_nothing_acknowledged() {
    let mut past = Told::default();
    let grown = block_on(grown(&mut past)).unwrap();
    for fault in [Fault::DieBefore as fn(u64) -> Fault, Fault::DieAfter] {
        let mut at = 0;
        loop {
            let store = grown.copy();
            store.inject(fault(at));
            let mut told = Told { payloads: past.payloads.clone(), ..Told::default() };
            let outcome = block_on(live(store.clone(), &mut told));
            let name = format!("{:?}", fault(at));
            let cut = store.after_power_cut();
            if cut.records() != store.records() {
                check(store.copy(), &told, &name);
            }
            check(cut, &told, &name);
            match outcome {
                Ok(()) => break,
                Err(Error::Store(StoreError::Disconnected(_))) => at += 1,
                Err(other) => panic!("{name}: {other}"),
            }
        }
        assert!(at > 18, "the life has {at} commits");
    }
}

#[test]
fn a_full_disk_refuses_and_leaves_the_vault_usable() {
    block_on(async {
        let store = founded();
        let mut vault = open(store.clone()).await.unwrap();
        let mut told = Told::default();
        append(&mut vault, &mut told, Class::SHOP, "kept".to_owned()).await.unwrap();
        let head = vault.head();
        store.inject(Fault::Quota(store.size() + 50));
        let noise: Vec<u8> = (0..3000_u32).map(|n| (n.wrapping_mul(n * 31) >> 3) as u8).collect();
        for class in [Class::SHOP, Class::RISK] {
            let refused = vault.append(&[Part { class, payload: &noise }]).await;
            assert_eq!(refused.err(), Some(Error::Store(StoreError::QuotaExceeded)));
        }
        assert_eq!(vault.head(), head);
        store.inject(Fault::None);
        append(&mut vault, &mut told, Class::SHOP, "after room was made".to_owned()).await.unwrap();
        check(store.copy(), &told, "quota");
    });
}

#[test]
fn a_newer_format_is_refused_and_untouched() {
    block_on(async {
        let store = founded();
        let records = store.records();
        let (table, key, value) = records.iter().find(|record| record.1 == b"format").unwrap();
        // Both halves of the mirrored record: length 2, checksum, the number.
        let body = 7_u16.to_be_bytes();
        let length = 2_u32.to_be_bytes();
        let crc = crc32(&[&length[..], &body].concat()).to_be_bytes();
        let half = [&length[..], &crc, &body].concat();
        assert_eq!(value.len(), half.len() * 2);
        store.tamper(*table, key, Some([half.clone(), half].concat()));
        let before = store.records();
        let refused = Vault::open(NativeCrypto::default(), store.clone()).await;
        let expected = Error::UnsupportedFormat { found: 7, supported: 1 };
        assert_eq!(refused.err(), Some(expected));
        assert_eq!(store.records(), before);
        let empty = Vault::open(NativeCrypto::default(), MemoryStore::new()).await;
        assert_eq!(empty.err(), Some(Error::NoVault));
    });
}

#[test]
fn a_damaged_end_is_read_only_until_a_fresh_chain_begins() {
    block_on(async {
        let store = founded();
        let mut told = Told::default();
        let mut vault = open(store.clone()).await.unwrap();
        for n in 0..4 {
            append(&mut vault, &mut told, Class::SHOP, format!("sale {n}")).await.unwrap();
        }
        let records = store.records();
        let (table, key, value) =
            records.iter().find(|record| record.0 == vault::Table::Blocks).unwrap();
        let mut damaged = value.clone();
        let table_len = 2 + 8 * 8 + 4;
        damaged[value.len() - table_len - 150] ^= 4;
        store.tamper(*table, key, Some(damaged));

        let mut vault = open(store.clone()).await.unwrap();
        assert!(vault.damage().is_some());
        let refused = vault.append(&[Part { class: Class::SHOP, payload: b"x" }]).await;
        assert_eq!(refused.err(), Some(Error::HeadMismatch));
        vault.begin_incarnation().await.unwrap();
        assert_eq!(vault.genesis().parent.map(|parent| parent.seq), Some(6));
        vault.append(&[Part { class: Class::SHOP, payload: b"goes on" }]).await.unwrap();
        let mut read = 0;
        let vault = open(store).await.unwrap();
        vault
            .read_all(|item| {
                read += u32::from(matches!(item, Item::Block { .. }));
                ControlFlow::Continue(())
            })
            .await
            .unwrap();
        assert_eq!(read, 8, "seven old blocks and a new one");
    });
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 }
        })
    })
}
