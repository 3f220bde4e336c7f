//! Cases about what happens to a vault over the years: packing, pruning, new keys, clones, exports.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::{OWNER, founder, part, password, payloads, secret};
use crate::{
    Class, Crypto, Error, PathKind, ProblemKind, Report, Result, Rotation, Store, Table, Vault,
    VerifyOptions, verify_export,
};

const NOTHING: fn(crate::Progress) -> ControlFlow<()> = |_| ControlFlow::Continue(());

async fn verify<C: Crypto, S: Store>(vault: &Vault<C, S>) -> Result<Report> {
    vault.verify(&VerifyOptions::default(), NOTHING).await
}

/// Fills a vault with `count` small blocks of three classes, one commit each.
async fn fill<C: Crypto, S: Store>(vault: &mut Vault<C, S>, count: u64) -> Result<()> {
    let classes = [Class::SHOP, Class::SHOP, Class::PEOPLE, Class::CONTROL];
    for n in 0..count {
        let payload = format!("event number {n} of a day at the till");
        vault.append(&[part(classes[n as usize % 4], payload.as_bytes())]).await?;
    }
    Ok(())
}

/// The log of a vault as bytes.
///
/// # Errors
/// What the vault reports.
pub async fn export<C: Crypto, S: Store>(vault: &Vault<C, S>) -> Result<Vec<u8>> {
    let mut log = Vec::new();
    vault
        .export(|bytes| {
            log.extend_from_slice(bytes);
            Ok(())
        })
        .await?;
    Ok(log)
}

/// A sound vault verifies with and without keys, and its log without the store.
///
/// # Errors
/// What the vault reports.
pub async fn sound_vault_verifies<C: Crypto + Clone, S: Store + Clone>(
    crypto: C,
    store: S,
) -> Result<()> {
    let mut vault = Vault::create(crypto, store, founder()).await?;
    assert!(verify(&vault).await?.is_sound());
    fill(&mut vault, 300).await?;
    vault.append(&[part(Class::SHOP, b"a"), part(Class::COSTS, b"b")]).await?;
    vault.put_chunk(Class::SHOP, b"chunk").await?;
    vault.save_snapshot(Class::SHOP, "stock", b"derived").await?;
    let report = verify(&vault).await?;
    assert_eq!(report.problems, []);
    assert_eq!((report.blocks, report.opened, report.checkpoints), (302, 302, 1));
    let log = export(&vault).await?;
    vault.lock();
    fill(&mut vault, 3).await?;
    let report = verify(&vault).await?;
    assert_eq!(report.problems, []);
    assert_eq!((report.blocks, report.opened), (305, 0));

    let report = verify_export(log.as_slice(), &VerifyOptions::default(), NOTHING)?;
    assert_eq!(report.problems, []);
    assert_eq!((report.blocks, report.chains.len()), (302, 1));
    let short = verify_export(&log[..log.len() - 60], &VerifyOptions::default(), NOTHING)?;
    assert_eq!(short.problems.last().map(|problem| problem.kind), Some(ProblemKind::Truncated));
    let stop = |_| ControlFlow::Break(());
    let stopped = vault.verify(&VerifyOptions::default(), stop).await;
    assert_eq!(stopped.err(), Some(Error::Cancelled));
    Ok(())
}

/// Packing joins records and changes nothing that can be read; appending goes on meanwhile.
///
/// # Errors
/// What the vault reports.
pub async fn packing_changes_nothing<C: Crypto + Clone, S: Store + Clone>(
    crypto: C,
    store: S,
) -> Result<()> {
    let mut vault = Vault::create(crypto.clone(), store.clone(), founder()).await?;
    let large = vec![0xA5; 30_000];
    let mut noise = large.clone();
    for n in 0..90_u32 {
        // Not compressible, so that containers fill.
        let mut state = n;
        noise.iter_mut().for_each(|byte| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = (state >> 24) as u8;
        });
        vault.append(&[part(Class::SHOP, &noise)]).await?;
    }
    fill(&mut vault, 200).await?;
    let (before, _) = payloads(&vault).await?;
    let head = vault.head();
    let count = |keys: Vec<Vec<u8>>| keys.len();
    let containers = count(store.keys(Table::Blocks, &[], &[255; 65], 9999).await?);
    let mut steps = 0;
    while !vault.pack(500_000).await?.is_done {
        steps += 1;
        vault.append(&[part(Class::SHOP, b"meanwhile")]).await?;
        assert!(steps < 100, "packing comes to an end");
    }
    let packed = count(store.keys(Table::Blocks, &[], &[255; 65], 9999).await?);
    assert!(packed + 20 < containers, "{containers} containers became {packed}");
    assert_eq!(vault.pack(500_000).await?.containers, 0);
    let vault = Vault::open_with_handles(crypto, store, vault.handles()).await?;
    let (after, report) = payloads(&vault).await?;
    assert!(after.starts_with(&before), "payloads differ");
    assert_eq!((after.len() - before.len(), report.problems.len()), (steps, 0));
    assert!(vault.head().next_seq >= head.next_seq);
    assert_eq!(verify(&vault).await?.problems, []);
    Ok(())
}

/// A pruned block keeps its place in the chain; without an excuse it is named.
///
/// # Errors
/// What the vault reports.
pub async fn pruning_needs_an_excuse<C: Crypto + Clone, S: Store + Clone>(
    crypto: C,
    store: S,
) -> Result<()> {
    let mut vault = Vault::create(crypto.clone(), store.clone(), founder()).await?;
    fill(&mut vault, 120).await?;
    vault.save_snapshot(Class::SHOP, "stock", b"holds what is pruned").await?;
    let pruned = BTreeSet::from([0, 1, 5, 63, 64, 118, 119]);
    vault.prune(&pruned).await?;
    assert!(vault.load_snapshot(Class::SHOP, "stock").await?.is_none());
    let missing = vault.prune(&BTreeSet::from([500])).await;
    assert_eq!(missing.err(), Some(Error::NoBlock { seq: 500 }));
    vault.append(&[part(Class::SHOP, b"after")]).await?;

    let vault = Vault::open_with_handles(crypto, store, vault.handles()).await?;
    let (all, report) = payloads(&vault).await?;
    assert_eq!((all.len(), report.pruned, report.problems.len()), (114, 7, 0));
    assert!(all.iter().all(|(seq, _)| !pruned.contains(seq)));
    let report = verify(&vault).await?;
    let named: BTreeSet<u64> = report.problems.iter().filter_map(|problem| problem.seq).collect();
    assert!(report.problems.iter().all(|problem| problem.kind == ProblemKind::MissingKey));
    assert_eq!(named, pruned);
    let chain = vault.incarnation();
    let excused = pruned.into_iter().map(|seq| (chain, seq)).collect();
    let options = VerifyOptions { excused };
    assert_eq!(vault.verify(&options, NOTHING).await?.problems, []);
    let log = export(&vault).await?;
    assert_eq!(verify_export(log.as_slice(), &options, NOTHING)?.problems, []);
    Ok(())
}

/// A new class key reaches every path, old blocks stay readable, and the old key opens nothing.
///
/// # Errors
/// What the vault reports.
pub async fn rotation_reaches_everybody<C: Crypto + Clone, S: Store + Clone>(
    crypto: C,
    store: S,
) -> Result<()> {
    let clerk = crate::PersonId([7; 16]);
    let mut vault = Vault::create(crypto.clone(), store.clone(), founder()).await?;
    let secrets = vault.open_path(OWNER, PathKind::Password, &secret(1)).await?;
    vault.put_path(&secrets, clerk, &password(6), &[Class::SHOP]).await?;
    fill(&mut vault, 400).await?;
    let chunk = vault.put_chunk(Class::SHOP, b"staged").await?;
    vault.lock();
    vault.append(&[part(Class::SHOP, b"letter")]).await?;
    vault.unlock(&secrets).await?;
    let old = vault.handles();

    assert_eq!(vault.rotate(Class::SHOP, 2).await?, Rotation::More);
    vault.append(&[part(Class::SHOP, b"in the middle")]).await?;
    // Cut short here: another tab goes on.
    let mut vault = Vault::open(crypto.clone(), store.clone()).await?;
    let secrets = vault.open_path(OWNER, PathKind::Recovery, &secret(2)).await?;
    vault.unlock(&secrets).await?;
    assert_eq!(payloads(&vault).await?.1.problems, []);
    let mut steps = 0;
    for class in [Class::SHOP, Class::CONTROL] {
        while vault.rotate(class, 3).await? == Rotation::More {
            steps += 1;
            assert!(steps < 100, "rotation comes to an end");
        }
    }
    vault.append(&[part(Class::SHOP, b"after")]).await?;
    assert_eq!(vault.get_chunk(&chunk).await?, b"staged");
    vault.checkpoint().await?;
    assert_eq!(verify(&vault).await?.problems, []);

    let mut vault = Vault::open(crypto.clone(), store.clone()).await?;
    let secrets = vault.open_path(clerk, PathKind::Password, &secret(6)).await?;
    vault.unlock(&secrets).await?;
    let (all, report) = payloads(&vault).await?;
    assert_eq!((all.len(), report.locked, report.problems.len()), (203, 200, 0));
    let stale = Vault::open_with_handles(crypto, store, old).await?;
    let readable: BTreeSet<Class> =
        stale.handles().entries().map(|(class, ..)| class).filter(|&c| stale.holds(c)).collect();
    assert!(!readable.contains(&Class::SHOP) && readable.contains(&Class::PEOPLE));
    let (all, _) = payloads(&stale).await?;
    assert_eq!(all.len(), 100, "only the blocks of people, whose key is the same");
    Ok(())
}

/// Snapshots belong to a place on the chain; chunks live until nothing names them.
///
/// # Errors
/// What the vault reports.
pub async fn snapshots_and_chunks<C: Crypto + Clone, S: Store + Clone>(
    crypto: C,
    store: S,
) -> Result<()> {
    let mut vault = Vault::create(crypto, store.clone(), founder()).await?;
    fill(&mut vault, 40).await?;
    let at = vault.head();
    let state = b"state ".repeat(100_000);
    vault.save_snapshot(Class::COSTS, "margins", &state).await?;
    fill(&mut vault, 1).await?;
    let snapshot = vault.load_snapshot(Class::COSTS, "margins").await?;
    let snapshot = snapshot.expect("it was saved on this chain");
    assert!(snapshot.bytes == state && snapshot.at == at);
    assert!(vault.load_snapshot(Class::COSTS, "other").await?.is_none());
    let key = crate::layout::snapshot_key(Class::COSTS, "margins");
    let record = store.get(Table::Snapshots, &key).await?.expect("it was saved");
    let moved = crate::layout::snapshot_key(Class::COSTS, "other");
    let put = crate::Change::Put(Table::Snapshots, moved, record);
    let durability = crate::Durability::Relaxed;
    store.commit(crate::Batch { fence: None, changes: vec![put], durability }).await?;
    assert!(vault.load_snapshot(Class::COSTS, "other").await?.is_none(), "bound to its name");
    vault.begin_incarnation().await?;
    assert!(vault.load_snapshot(Class::COSTS, "margins").await?.is_none(), "bound to its chain");

    let first = vault.put_chunk(Class::SHOP, &[1; crate::CHUNK_LIMIT]).await?;
    let second = vault.put_chunk(Class::SHOP, b"two").await?;
    assert_eq!(vault.get_chunk(&first).await?, [1; crate::CHUNK_LIMIT]);
    assert_eq!(vault.sweep_chunks(&BTreeSet::from([second])).await?, 1);
    assert_eq!(vault.get_chunk(&first).await.err(), Some(Error::NoChunk));
    assert_eq!(vault.get_chunk(&second).await?, b"two");
    let several = [(Class::COSTS, b"three".as_slice()), (Class::SHOP, b"four".as_slice())];
    let mut digests = vault.put_chunks(&several).await?;
    assert!(vault.missing_chunks(&digests).await?.is_empty());
    digests.insert(1, first);
    assert_eq!(vault.missing_chunks(&digests).await?, [first]);
    let chunks = vault.get_chunks(&digests).await?;
    let got: Vec<_> = chunks.iter().map(|chunk| chunk.as_deref().map_err(Error::code)).collect();
    assert_eq!(got, [Ok(&b"three"[..]), Err(Error::NoChunk.code()), Ok(&b"four"[..])]);
    let refused = vault.put_chunk(Class::SHOP, &[0; crate::CHUNK_LIMIT + 1]).await;
    assert_eq!(refused.err().map(|error| error.code()), Some("vault.size"));
    Ok(())
}

/// A fresh chain goes on where the old one ended; both are read, verified and exported.
///
/// # Errors
/// What the vault reports.
pub async fn a_fresh_chain_continues_the_old<C: Crypto + Clone, S: Store + Clone>(
    crypto: C,
    store: S,
) -> Result<()> {
    let mut vault = Vault::create(crypto.clone(), store.clone(), founder()).await?;
    fill(&mut vault, 70).await?;
    let old = vault.incarnation();
    vault.begin_incarnation().await?;
    assert_ne!(vault.incarnation(), old);
    assert_eq!((vault.head().next_seq, vault.head().lamport), (0, 70));
    fill(&mut vault, 10).await?;
    let vault = Vault::open_with_handles(crypto, store, vault.handles()).await?;
    let mut seen = Vec::new();
    let report = vault
        .read_all(|item| {
            if let crate::Item::Block { header, .. } = item {
                seen.push((header.lamport, header.seq));
            }
            ControlFlow::Continue(())
        })
        .await?;
    assert_eq!(report.problems, []);
    assert_eq!(seen.len(), 80);
    assert!(seen.is_sorted() && seen[70] == (71, 0));
    let report = verify(&vault).await?;
    assert_eq!((report.problems.as_slice(), report.chains.len(), report.opened), (&[][..], 2, 80));
    let log = export(&vault).await?;
    let report = verify_export(log.as_slice(), &VerifyOptions::default(), NOTHING)?;
    assert_eq!((report.problems.as_slice(), report.chains.len()), (&[][..], 2));
    Ok(())
}
