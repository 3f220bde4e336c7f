//! Items as products files tell them, and what to call the others.

use std::collections::{BTreeMap, HashMap};

use super::{Chunk, Dictionaries};
use crate::chunks::{CostRecord, ItemRecord};

/// The catalogue, and how every item is shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Catalogue {
    items: BTreeMap<u32, ItemRecord>,
    costs: BTreeMap<u32, CostRecord>,
    /// Name and category of every item: from the catalogue, else what most lines say.
    shown: Vec<(u32, u32)>,
}

impl ItemRecord {
    /// What a newer reading leaves empty stays as it was.
    pub(crate) fn completed_by(mut self, older: &Self) -> Self {
        let texts: [fn(&mut Self) -> &mut String; 5] = [
            |item| &mut item.name,
            |item| &mut item.category,
            |item| &mut item.barcode,
            |item| &mut item.vendor,
            |item| &mut item.handle,
        ];
        let mut older = older.clone();
        for text in texts {
            if text(&mut self).is_empty() {
                std::mem::swap(text(&mut self), text(&mut older));
            }
        }
        if self.price.is_none() && self.cost.is_none() {
            self.currency = self.currency.or(older.currency);
        }
        self.price = self.price.or(older.price);
        self
    }
}

impl Catalogue {
    pub(crate) fn put(&mut self, names: &mut Dictionaries, item: ItemRecord) {
        let id = names.local_item(&crate::sales::ItemName {
            sku: item.sku.clone(),
            name: item.name.clone(),
            category: item.category.clone(),
        });
        self.items.insert(id.item, item);
    }

    pub(crate) fn put_cost(&mut self, names: &mut Dictionaries, cost: CostRecord) {
        let id = names.local_item(&crate::sales::ItemName {
            sku: cost.sku.clone(),
            name: cost.name.clone(),
            category: String::new(),
        });
        self.costs.insert(id.item, cost);
    }

    pub(crate) fn item(&self, id: u32) -> Option<&ItemRecord> {
        self.items.get(&id)
    }

    pub(crate) fn cost(&self, id: u32) -> Option<&CostRecord> {
        self.costs.get(&id)
    }

    /// Decides what every item is called: what most lines call it, the alphabet on a tie, and before all else what
    /// the catalogue says.
    pub(crate) fn count_votes(&mut self, names: &Dictionaries, chunks: &[Chunk]) {
        let mut name_votes = HashMap::new();
        let mut category_votes = HashMap::new();
        for chunk in chunks {
            for (local, votes) in chunk.items.iter().zip(&chunk.votes) {
                let votes = u64::from(*votes);
                *name_votes.entry((local.item, local.name)).or_insert(0) += votes;
                *category_votes.entry((local.item, local.category)).or_insert(0) += votes;
            }
        }
        self.shown = vec![(0, 0); names.items.len()];
        for (item, name) in winners(&name_votes, |name| names.item_names.get(name)) {
            self.shown[item as usize].0 = name;
        }
        for (item, category) in winners(&category_votes, |name| names.categories.get(name)) {
            self.shown[item as usize].1 = category;
        }
        for (item, record) in &self.items {
            let shown = &mut self.shown[*item as usize];
            let named = |text: &str, dictionary: &super::Names| {
                dictionary.find(text).filter(|_| !text.is_empty())
            };
            shown.0 = named(&record.name, &names.item_names).unwrap_or(shown.0);
            shown.1 = named(&record.category, &names.categories).unwrap_or(shown.1);
        }
    }

    /// What an item is called, as a number of the dictionary of item names.
    pub(crate) fn name_id(&self, item: u32) -> u32 {
        self.shown.get(item as usize).map_or(0, |shown| shown.0)
    }

    /// Its category, as a number of the dictionary of categories.
    pub(crate) fn category_id(&self, item: u32) -> u32 {
        self.shown.get(item as usize).map_or(0, |shown| shown.1)
    }
}

/// For each item the text with most votes; empty ones and those nobody voted for lose.
fn winners<'a>(
    votes: &HashMap<(u32, u32), u64>,
    text: impl Fn(u32) -> &'a str,
) -> impl Iterator<Item = (u32, u32)> {
    let mut best: HashMap<u32, (u64, u32)> = HashMap::new();
    for ((item, name), count) in votes {
        if *name == 0 || *count == 0 {
            continue;
        }
        let leader = best.entry(*item).or_insert((*count, *name));
        let is_better = *count > leader.0 || (*count == leader.0 && text(*name) < text(leader.1));
        if is_better {
            *leader = (*count, *name);
        }
    }
    best.into_iter().map(|(item, (_, name))| (item, name))
}
