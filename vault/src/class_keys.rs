//! The class keys a session holds.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use crate::Class;

/// Handles of class keys by class and generation; what another tab needs to take over.
#[derive(Clone)]
pub struct ClassKeys<K> {
    keys: BTreeMap<(Class, u32), K>,
}

impl<K> Default for ClassKeys<K> {
    fn default() -> Self {
        Self { keys: BTreeMap::new() }
    }
}

impl<K> ClassKeys<K> {
    /// Puts handles together again.
    pub fn from_entries(entries: impl IntoIterator<Item = (Class, u32, K)>) -> Self {
        let keys = entries.into_iter().map(|(class, generation, key)| ((class, generation), key));
        Self { keys: keys.collect() }
    }

    /// Every handle, in the order of class and generation.
    pub fn entries(&self) -> impl Iterator<Item = (Class, u32, &K)> {
        self.keys.iter().map(|(&(class, generation), key)| (class, generation, key))
    }

    /// Whether no key is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    pub(crate) fn get(&self, class: Class, generation: u32) -> Option<&K> {
        self.keys.get(&(class, generation))
    }

    pub(crate) fn insert(&mut self, class: Class, generation: u32, key: K) {
        self.keys.insert((class, generation), key);
    }

    pub(crate) fn retain(&mut self, keep: impl Fn(Class, u32) -> bool) {
        self.keys.retain(|&(class, generation), _| keep(class, generation));
    }
}

/// Class keys in the clear, straight from an opened path; lives for one operation and is wiped.
#[derive(Default)]
pub struct ClassSecrets {
    pub(crate) keys: Vec<(Class, u32, Zeroizing<[u8; 32]>)>,
}

impl ClassSecrets {
    /// The classes that can be opened.
    #[must_use]
    pub fn classes(&self) -> Vec<Class> {
        let mut classes: Vec<Class> = self.keys.iter().map(|&(class, ..)| class).collect();
        classes.dedup();
        classes
    }
}
