//! [`Store`] in memory, with the faults a disk and a browser can have.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::{Batch, Change, Durability, Record, Store, StoreError, Table};

type Place = (Table, Vec<u8>);
type Records = BTreeMap<Place, Vec<u8>>;

/// What shall go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// The `n`-th commit from now (0 = the next) fails, nothing of it is written, and all later ones fail
    /// too: the process is dead from there on.
    DieBefore(u64),
    /// The `n`-th commit from now is written, but its success is never reported; all later ones fail.
    DieAfter(u64),
    /// Commits fail for want of space if the store would hold more than so many bytes.
    Quota(usize),
}

/// A store in memory; clones share their contents.
#[derive(Clone, Default)]
pub struct MemoryStore {
    shared: Rc<RefCell<Shared>>,
}

#[derive(Default)]
struct Shared {
    records: Records,
    /// What undoes every change since the last strict commit: places and what was there before.
    unflushed: Vec<(Place, Option<Vec<u8>>)>,
    commits: u64,
    fault: Fault,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A store of its own with the same contents, flushed, without faults.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self::with_records(self.shared.borrow().records.clone())
    }

    /// What a power cut leaves: the contents at the last strict commit.
    #[must_use]
    pub fn after_power_cut(&self) -> Self {
        let shared = self.shared.borrow();
        let mut records = shared.records.clone();
        shared.unflushed.iter().rev().for_each(|undo| take_back(&mut records, undo.clone()));
        Self::with_records(records)
    }

    fn with_records(records: Records) -> Self {
        let shared = Shared { records, ..Shared::default() };
        Self { shared: Rc::new(RefCell::new(shared)) }
    }

    /// Sets what shall go wrong from now on.
    pub fn inject(&self, fault: Fault) {
        let mut shared = self.shared.borrow_mut();
        shared.commits = 0;
        shared.fault = fault;
    }

    /// Every record, in order.
    #[must_use]
    pub fn records(&self) -> Vec<(Table, Vec<u8>, Vec<u8>)> {
        let shared = self.shared.borrow();
        let copy = |((table, key), value): (&(Table, Vec<u8>), &Vec<u8>)| {
            (*table, key.clone(), value.clone())
        };
        shared.records.iter().map(copy).collect()
    }

    /// Writes past every fence, as a fault or an attacker would.
    pub fn tamper(&self, table: Table, key: &[u8], value: Option<Vec<u8>>) {
        let mut shared = self.shared.borrow_mut();
        let place = (table, key.to_vec());
        match value {
            Some(value) => drop(shared.records.insert(place, value)),
            None => drop(shared.records.remove(&place)),
        }
        shared.unflushed.clear();
    }

    /// How many bytes keys and values take.
    #[must_use]
    pub fn size(&self) -> usize {
        size(&self.shared.borrow().records)
    }
}

fn size(records: &Records) -> usize {
    records.iter().map(|((_, key), value)| key.len() + value.len()).sum()
}

fn dead() -> StoreError {
    StoreError::Disconnected("fault injected".to_owned())
}

impl Store for MemoryStore {
    async fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.shared.borrow().records.get(&(table, key.to_vec())).cloned())
    }

    async fn scan(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        if from >= to {
            return Ok(Vec::new());
        }
        let shared = self.shared.borrow();
        let range = shared.records.range((table, from.to_vec())..(table, to.to_vec()));
        Ok(range.take(limit).map(|((_, key), value)| (key.clone(), value.clone())).collect())
    }

    async fn keys(
        &self,
        table: Table,
        from: &[u8],
        to: &[u8],
        limit: usize,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        if from >= to {
            return Ok(Vec::new());
        }
        let shared = self.shared.borrow();
        let range = shared.records.range((table, from.to_vec())..(table, to.to_vec()));
        Ok(range.take(limit).map(|((_, key), _)| key.clone()).collect())
    }

    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        let mut shared = self.shared.borrow_mut();
        let number = shared.commits;
        shared.commits += 1;
        match shared.fault {
            Fault::DieBefore(at) if number >= at => return Err(dead()),
            Fault::DieAfter(at) if number > at => return Err(dead()),
            _ => {}
        }
        if let Some(fence) = &batch.fence {
            let found = shared.records.get(&(fence.table, fence.key.clone()));
            if found != fence.expected.as_ref() {
                return Err(StoreError::Fenced);
            }
        }
        let Shared { records, unflushed, fault, .. } = &mut *shared;
        let before = unflushed.len();
        for change in batch.changes {
            let (place, value) = match change {
                Change::Put(table, key, value) => ((table, key), Some(value)),
                Change::Delete(table, key) => ((table, key), None),
            };
            let old = match value {
                Some(value) => records.insert(place.clone(), value),
                None => records.remove(&place),
            };
            unflushed.push((place, old));
        }
        if matches!(*fault, Fault::Quota(limit) if size(records) > limit) {
            unflushed.drain(before..).rev().for_each(|undo| take_back(records, undo));
            return Err(StoreError::QuotaExceeded);
        }
        if batch.durability == Durability::Strict {
            unflushed.clear();
        }
        if *fault == Fault::DieAfter(number) { Err(dead()) } else { Ok(()) }
    }
}

fn take_back(records: &mut Records, (place, before): (Place, Option<Vec<u8>>)) {
    match before {
        Some(value) => drop(records.insert(place, value)),
        None => drop(records.remove(&place)),
    }
}
