//! Counted stock: the latest count of each item at each place.

use std::collections::BTreeMap;

use super::Dictionaries;
use crate::chunks::CountRecord;

/// Counts by item and place.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stock {
    counts: BTreeMap<(u32, u32), CountRecord>,
}

impl Stock {
    /// The later count wins, on equal times the later reading.
    pub(crate) fn put(&mut self, names: &mut Dictionaries, count: &CountRecord) {
        let item = names.local_item(&crate::sales::ItemName {
            sku: count.sku.clone(),
            name: count.name.clone(),
            category: String::new(),
        });
        let key = (item.item, names.places.intern(&count.place));
        let is_older = self
            .counts
            .get(&key)
            .is_some_and(|known| known.at.instant_ms() > count.at.instant_ms());
        if !is_older {
            self.counts.insert(key, count.clone());
        }
    }

    pub(crate) fn get(&self, item: u32, place: u32) -> Option<&CountRecord> {
        self.counts.get(&(item, place))
    }

    pub(crate) fn on_hand(
        &self,
        names: &Dictionaries,
    ) -> BTreeMap<(String, String), (i64, Option<i64>)> {
        self.counts
            .iter()
            .map(|((_, place), count)| {
                let item = if count.sku.is_empty() { &count.name } else { &count.sku };
                let place = names.places.get(*place).to_owned();
                ((item.clone(), place), (count.on_hand, count.available))
            })
            .collect()
    }
}
