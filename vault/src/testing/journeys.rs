//! Cases that use a vault the way the program does.

use super::{OWNER, founder, part, password, payloads, secret};
use crate::{
    Batch, Change, Class, Crypto, Durability, Error, Fence, NewPath, PathKind, Result, Store,
    StoreError, Table, Vault,
};

/// Tables are apart, ranges are half open, commits are whole, fences hold.
///
/// # Errors
/// What the store reports.
pub async fn store_contract<C: Crypto, S: Store>(_: C, store: S) -> Result<()> {
    let put = |table, key: &[u8], value: &[u8]| Change::Put(table, key.to_vec(), value.to_vec());
    let commit =
        |changes, fence| store.commit(Batch { fence, changes, durability: Durability::Strict });
    commit(
        vec![
            put(Table::Meta, b"a", b"1"),
            put(Table::Meta, b"b", b"2"),
            put(Table::Meta, b"b\0", b"3"),
            put(Table::Blocks, b"a", b"other"),
            put(Table::Meta, &[255, 255], &[]),
        ],
        None,
    )
    .await?;
    assert_eq!(store.get(Table::Meta, b"a").await?.as_deref(), Some(&b"1"[..]));
    assert_eq!(store.get(Table::Blocks, b"a").await?.as_deref(), Some(&b"other"[..]));
    assert_eq!(store.get(Table::Chunks, b"a").await?, None);
    assert_eq!(store.get(Table::Meta, &[255, 255]).await?, Some(Vec::new()));
    let scanned = store.scan(Table::Meta, b"a", b"b\0", 9).await?;
    assert_eq!(scanned, [(b"a".to_vec(), b"1".to_vec()), (b"b".to_vec(), b"2".to_vec())]);
    assert_eq!(store.keys(Table::Meta, b"b", &[255; 65], 2).await?, [&b"b"[..], b"b\0"]);
    assert_eq!(store.scan(Table::Meta, b"x", b"y", 9).await?, []);

    let fence = |expected: Option<&[u8]>| {
        let expected = expected.map(<[u8]>::to_vec);
        Some(Fence { table: Table::Meta, key: b"a".to_vec(), expected })
    };
    let change = || vec![put(Table::Meta, b"a", b"4"), Change::Delete(Table::Meta, b"b".to_vec())];
    for wrong in [fence(Some(b"0")), fence(None)] {
        assert_eq!(commit(change(), wrong).await, Err(StoreError::Fenced));
    }
    assert_eq!(store.get(Table::Meta, b"b").await?.as_deref(), Some(&b"2"[..]));
    commit(change(), fence(Some(b"1"))).await?;
    assert_eq!(store.get(Table::Meta, b"a").await?.as_deref(), Some(&b"4"[..]));
    assert_eq!(store.get(Table::Meta, b"b").await?, None);
    Ok(())
}

/// What was appended is read back in order, also after closing and opening.
///
/// # Errors
/// What the vault reports.
pub async fn append_and_read<C: Crypto + Clone, S: Store + Clone>(
    crypto: C,
    store: S,
) -> Result<()> {
    let mut vault = Vault::create(crypto.clone(), store.clone(), founder()).await?;
    let large: Vec<u8> =
        (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let appended = vault.append(&[part(Class::SHOP, b"one")]).await?;
    assert_eq!((appended.first_seq, appended.last_seq), (0, 0));
    let parts = [part(Class::PEOPLE, b"two"), part(Class::SHOP, &large), part(Class::RISK, b"")];
    let appended = vault.append(&parts).await?;
    assert_eq!((appended.first_seq, appended.last_seq, appended.head.next_seq), (1, 3, 4));
    assert_eq!(appended.head, vault.head());

    let again = Vault::create(crypto.clone(), store.clone(), founder()).await;
    assert_eq!(again.err(), Some(Error::VaultExists));
    let mut vault = Vault::open(crypto, store).await?;
    assert_eq!(vault.head(), appended.head);
    let (all, report) = payloads(&vault).await?;
    assert_eq!((all.len(), report.locked), (0, 4));
    let secrets = vault.open_path(OWNER, PathKind::Password, &secret(1)).await?;
    vault.unlock(&secrets).await?;
    let (all, report) = payloads(&vault).await?;
    let expected = [(0, b"one".to_vec()), (1, b"two".to_vec()), (2, large), (3, Vec::new())];
    assert!(all == expected, "payloads differ");
    assert_eq!(report.problems, []);
    let too_large = vec![0; crate::PAYLOAD_LIMIT + 1];
    let refused = vault.append(&[part(Class::SHOP, &too_large)]).await;
    assert_eq!(refused.err().map(|error| error.code()), Some("vault.size"));
    assert_eq!(vault.append(&[]).await.err(), Some(Error::PartCount { parts: 0 }));
    assert_eq!(vault.append(&[part(Class::SHOP, b"five")]).await?.first_seq, 4);
    Ok(())
}

/// Containers and pages fill and follow each other; bulk and single appends mix.
///
/// # Errors
/// What the vault reports.
pub async fn many_small_blocks<C: Crypto + Clone, S: Store + Clone>(
    crypto: C,
    store: S,
) -> Result<()> {
    let mut vault = Vault::create(crypto.clone(), store.clone(), founder()).await?;
    let mut expected = Vec::new();
    let classes = [Class::SHOP, Class::SHOP, Class::COSTS];
    for n in 0..150_u64 {
        let payload = n.to_be_bytes().repeat(3);
        vault.append(&[part(classes[n as usize % 3], &payload)]).await?;
        expected.push((n, payload));
    }
    let bulk: Vec<Vec<u8>> = (150..6_000_u64).map(|n| n.to_be_bytes().repeat(3)).collect();
    let parts: Vec<_> = bulk.iter().map(|payload| [part(Class::SHOP, payload)]).collect();
    let transactions: Vec<&[_]> = parts.iter().map(<[_; 1]>::as_slice).collect();
    vault.append_bulk(&transactions).await?;
    expected.extend((150..).zip(bulk));
    for n in 6_000..6_010_u64 {
        vault.append(&[part(Class::SHOP, &n.to_be_bytes())]).await?;
        expected.push((n, n.to_be_bytes().to_vec()));
    }
    let vault = Vault::open_with_handles(crypto, store, vault.handles()).await?;
    let (all, report) = payloads(&vault).await?;
    assert_eq!(report.problems, []);
    assert!(all == expected, "payloads differ");
    let mut middle = Vec::new();
    vault
        .read(147..153, |item| {
            if let crate::Item::Block { header, .. } = item {
                middle.push(header.seq);
            }
            std::ops::ControlFlow::Continue(())
        })
        .await?;
    assert_eq!(middle, (147..153).collect::<Vec<_>>());
    Ok(())
}

/// A locked vault seals to the class's public key; the next unlock reads it and takes it in.
///
/// # Errors
/// What the vault reports.
pub async fn locked_vault_writes_letters<C: Crypto + Clone, S: Store + Clone>(
    crypto: C,
    store: S,
) -> Result<()> {
    let mut vault = Vault::create(crypto.clone(), store.clone(), founder()).await?;
    vault.append(&[part(Class::PEOPLE, b"before")]).await?;
    vault.lock();
    for payload in [b"failed 1", b"failed 2"] {
        vault.append(&[part(Class::PEOPLE, payload), part(Class::CONTROL, payload)]).await?;
    }
    let (all, report) = payloads(&vault).await?;
    assert_eq!((all.len(), report.locked), (0, 5));
    let secrets = vault.open_path(OWNER, PathKind::Recovery, &secret(2)).await?;
    vault.unlock(&secrets).await?;
    assert_eq!(payloads(&vault).await?.0.len(), 5);
    vault.append(&[part(Class::PEOPLE, b"after")]).await?;
    let vault = Vault::open_with_handles(crypto, store.clone(), vault.handles()).await?;
    let (all, report) = payloads(&vault).await?;
    assert_eq!(all.iter().map(|(seq, _)| *seq).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
    assert_eq!((all[3].1.as_slice(), report.problems.len()), (&b"failed 2"[..], 0));
    let letters = store.keys(Table::Keyring, &[], &[255; 65], 99).await?;
    let left = letters.iter().filter(|key| key.ends_with(b"m")).count();
    assert_eq!(left, 2, "letters to people were taken in, those to control wait");
    Ok(())
}

/// Of two writers on one store the second is refused, and nothing of it is written.
///
/// # Errors
/// What the vault reports.
pub async fn second_writer_is_fenced<C: Crypto + Clone, S: Store + Clone>(
    crypto: C,
    store: S,
) -> Result<()> {
    let mut first = Vault::create(crypto.clone(), store.clone(), founder()).await?;
    let mut second = Vault::open_with_handles(crypto, store, first.handles()).await?;
    first.append(&[part(Class::SHOP, b"first")]).await?;
    let refused = second.append(&[part(Class::SHOP, b"second")]).await;
    assert_eq!(refused.err(), Some(Error::Store(StoreError::Fenced)));
    let refused = second.remove_path(OWNER, PathKind::Recovery).await;
    assert_eq!(refused.err(), Some(Error::Store(StoreError::Fenced)));
    first.append(&[part(Class::SHOP, b"third")]).await?;
    assert_eq!(payloads(&first).await?.0.len(), 2);
    Ok(())
}

/// A password is changed without its class keys; the recovery key sets a new one; each old one is dead.
///
/// # Errors
/// What the vault reports.
pub async fn secrets_change_and_recover<C: Crypto + Clone, S: Store + Clone>(
    crypto: C,
    store: S,
) -> Result<()> {
    let mut vault = Vault::create(crypto.clone(), store.clone(), founder()).await?;
    vault.append(&[part(Class::RISK, b"kept")]).await?;
    vault.lock();
    let wrong = vault.change_secret(OWNER, &secret(9), &password(3)).await;
    assert_eq!(wrong.err(), Some(Error::WrongSecret));
    vault.change_secret(OWNER, &secret(1), &password(3)).await?;
    let dead = vault.open_path(OWNER, PathKind::Password, &secret(1)).await;
    assert_eq!(dead.err(), Some(Error::WrongSecret));
    vault.open_path(OWNER, PathKind::Password, &secret(3)).await?;

    let secrets = vault.open_path(OWNER, PathKind::Recovery, &secret(2)).await?;
    vault.put_path(&secrets, OWNER, &password(4), &Class::ALL).await?;
    let dead = vault.open_path(OWNER, PathKind::Password, &secret(3)).await;
    assert_eq!(dead.err(), Some(Error::WrongSecret));
    let recovery = NewPath::Recovery { secret: secret(5) };
    vault.put_path(&secrets, OWNER, &recovery, &Class::ALL).await?;
    let dead = vault.open_path(OWNER, PathKind::Recovery, &secret(2)).await;
    assert_eq!(dead.err(), Some(Error::WrongSecret));

    let mut vault = Vault::open(crypto, store).await?;
    let paths = vault.paths().await?;
    assert_eq!(paths.len(), 2);
    assert!(paths.iter().all(|path| path.classes == Class::ALL));
    vault.remove_path(OWNER, PathKind::Recovery).await?;
    let refused = vault.remove_path(OWNER, PathKind::Password).await;
    assert_eq!(refused.err(), Some(Error::LastPath { class: Class::SHOP }));
    let secrets = vault.open_path(OWNER, PathKind::Password, &secret(4)).await?;
    vault.unlock(&secrets).await?;
    assert_eq!(payloads(&vault).await?.0, [(0, b"kept".to_vec())]);
    Ok(())
}

/// A person with fewer classes reads fewer; handles carry over to another tab without a secret.
///
/// # Errors
/// What the vault reports.
pub async fn handles_open_another_tab<C: Crypto + Clone, S: Store + Clone>(
    crypto: C,
    store: S,
) -> Result<()> {
    let clerk = crate::PersonId([7; 16]);
    let mut vault = Vault::create(crypto.clone(), store.clone(), founder()).await?;
    vault.append(&[part(Class::SHOP, b"sale"), part(Class::COSTS, b"margin")]).await?;
    let secrets = vault.open_path(OWNER, PathKind::Password, &secret(1)).await?;
    vault.put_path(&secrets, clerk, &password(6), &[Class::SHOP]).await?;
    vault.lock();
    let secrets = vault.open_path(clerk, PathKind::Password, &secret(6)).await?;
    assert_eq!(secrets.classes(), [Class::SHOP]);
    vault.unlock(&secrets).await?;
    let handles = vault.handles();
    let entries =
        handles.entries().map(|(class, generation, key)| (class, generation, key.clone()));
    let handles = crate::ClassKeys::from_entries(entries);
    let mut other = Vault::open_with_handles(crypto, store, handles).await?;
    let (all, report) = payloads(&other).await?;
    assert_eq!((all.len(), report.locked), (1, 1));
    other.append(&[part(Class::COSTS, b"seen by the owner only")]).await?;
    let refused = other.checkpoint().await.err();
    assert_eq!(refused, Some(Error::Locked { class: Class::CONTROL }));
    let secrets = other.open_path(OWNER, PathKind::Password, &secret(1)).await?;
    other.unlock(&secrets).await?;
    assert_eq!(payloads(&other).await?.0.len(), 3);
    other.checkpoint().await?;
    Ok(())
}
