//! One suite that every pair of [`Crypto`] and [`Store`] must pass: native, and WebCrypto with IndexedDB.
//!
//! ```
//! use vault::native::{MemoryStore, NativeCrypto, block_on};
//! block_on(vault::testing::run_all(async || (NativeCrypto::default(), MemoryStore::new())));
//! ```
//! Every case is public too, so that a browser's test runner can name the one that fails. A case panics
//! where an expectation does not hold.

mod decoders;
mod journeys;
mod upkeep;
mod vectors;

use std::ops::ControlFlow;

use zeroize::Zeroizing;

use crate::{
    Class, Crypto, Founder, Item, KdfParams, NewPath, Part, PathSecret, PersonId, ReadReport,
    Result, Store, Vault,
};

pub use decoders::decode_everything;
pub use journeys::*;
pub use upkeep::*;
pub use vectors::*;

macro_rules! cases {
    ($($name:ident),* $(,)?) => {
        /// The names of all cases, in the order they run.
        pub const CASES: &[&str] = &[$(stringify!($name)),*];

        /// Runs one case by its name on a fresh, empty store.
        ///
        /// # Errors
        /// What the vault reports; an unknown name is [`crate::Error::NoVault`].
        pub async fn run_case<C: Crypto + Clone, S: Store + Clone>(
            name: &str,
            crypto: C,
            store: S,
        ) -> Result<()> {
            match name {
                $(stringify!($name) => $name(crypto, store).await,)*
                _ => Err(crate::Error::NoVault),
            }
        }
    };
}

cases![
    sha256_vectors,
    gcm_vectors,
    key_wrap_vectors,
    public_key_vectors,
    key_derivation_vectors,
    store_contract,
    append_and_read,
    many_small_blocks,
    locked_vault_writes_letters,
    second_writer_is_fenced,
    secrets_change_and_recover,
    handles_open_another_tab,
    sound_vault_verifies,
    packing_changes_nothing,
    pruning_needs_an_excuse,
    rotation_reaches_everybody,
    snapshots_and_chunks,
    a_fresh_chain_continues_the_old,
];

/// Runs every case, each on what `make` makes: a platform and an empty store.
///
/// # Panics
/// At the first case that fails, with its name.
#[expect(clippy::panic, reason = "a test suite reports by panicking")]
pub async fn run_all<C: Crypto + Clone, S: Store + Clone>(make: impl AsyncFn() -> (C, S)) {
    for name in CASES {
        let (crypto, store) = make().await;
        if let Err(error) = run_case(name, crypto, store).await {
            panic!("{name}: {error}");
        }
    }
}

pub(crate) const OWNER: PersonId = PersonId([0xAA; 16]);

/// The secret of a path without a real derivation.
pub(crate) fn secret(byte: u8) -> PathSecret {
    PathSecret::new(Zeroizing::new([byte; 32]))
}

pub(crate) fn password(byte: u8) -> NewPath {
    NewPath::Password { secret: secret(byte), params: KdfParams::FLOOR, salt: [byte; 16] }
}

/// A founder with the password secret 1 and the recovery secret 2.
#[must_use]
pub fn founder() -> Founder {
    let recovery = NewPath::Recovery { secret: secret(2) };
    Founder { owner: OWNER, paths: vec![password(1), recovery] }
}

pub(crate) const fn part(class: Class, payload: &[u8]) -> Part<'_> {
    Part { class, payload }
}

/// Every readable payload of the current chain, in order, and the report.
///
/// # Errors
/// What the vault reports.
pub async fn payloads<C: Crypto, S: Store>(
    vault: &Vault<C, S>,
) -> Result<(Vec<(u64, Vec<u8>)>, ReadReport)> {
    let mut all = Vec::new();
    let report = vault
        .read(.., |item| {
            if let Item::Block { header, payload } = item {
                all.push((header.seq, payload.to_vec()));
            }
            ControlFlow::Continue(())
        })
        .await?;
    Ok((all, report))
}
