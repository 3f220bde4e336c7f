//! Items, costs, counts and rates: only what is new or changed is written.

use std::collections::BTreeMap;

use super::{StageError, Stager};
use crate::chunks::{
    CostRecord, CountRecord, ItemRecord, MOST_CHUNK_BYTES, RateRecord, decode_costs, decode_counts,
    decode_items, decode_rates, encode_costs, encode_counts, encode_items, encode_rates,
};
use crate::currency::Currency;
use crate::day::Day;
use crate::imports::ChunkKind;
use crate::money::Decimal;
use crate::records::{Records, item_key};

/// What this import has brought of them so far, by key.
#[derive(Debug, Default)]
pub(super) struct Others {
    items: BTreeMap<String, ItemRecord>,
    costs: BTreeMap<String, CostRecord>,
    counts: BTreeMap<(String, String), CountRecord>,
    rates: BTreeMap<(Currency, Currency, Day), Decimal>,
}

/// The news a record is.
enum News {
    Added,
    Updated,
    Nothing,
}

fn news<T: PartialEq>(known: Option<&T>, record: &T) -> News {
    match known {
        None => News::Added,
        Some(known) if known == record => News::Nothing,
        Some(_) => News::Updated,
    }
}

fn key(sku: &str, name: &str) -> String {
    let mut room = String::new();
    item_key(sku, name, &mut room).to_owned()
}

impl Stager {
    /// Whether a record is to be written.
    fn count_news(&mut self, news: News) -> bool {
        match news {
            News::Added => self.added += 1,
            News::Updated => self.updated += 1,
            News::Nothing => self.skipped += 1,
        }
        !matches!(news, News::Nothing)
    }

    pub(super) fn put_items(
        &mut self,
        records: &Records,
        content: &[u8],
    ) -> Result<(), StageError> {
        let mut items = Vec::new();
        let mut costs = Vec::new();
        for mut item in decode_items(content)? {
            let cost = item.cost.take().map(|cost| CostRecord {
                sku: item.sku.clone(),
                name: item.name.clone(),
                cost,
                currency: item.currency,
            });
            let key = key(&item.sku, &item.name);
            let id = records.names.items.find(&key);
            let known = self.others.items.get(&key);
            let known = known.or_else(|| records.catalogue.item(id?));
            let item = match known {
                Some(known) => item.completed_by(known),
                None => item,
            };
            let is_new_cost = cost.as_ref().is_some_and(|cost| {
                self.known_cost(records, &key).is_none_or(|known| !known.is_same(cost))
            });
            let mut news = news(known, &item);
            if is_new_cost && matches!(news, News::Nothing) {
                news = News::Updated;
            }
            if self.count_news(news) {
                self.others.items.insert(key.clone(), item.clone());
                items.push(item);
            }
            if let Some(cost) = cost.filter(|_| is_new_cost) {
                self.others.costs.insert(key, cost.clone());
                costs.push(cost);
            }
        }
        self.stage_split(ChunkKind::Items, &items, &|items| encode_items(items));
        self.stage_split(ChunkKind::Costs, &costs, &|costs| encode_costs(costs));
        Ok(())
    }

    fn known_cost<'a>(&'a self, records: &'a Records, key: &str) -> Option<&'a CostRecord> {
        let own = self.others.costs.get(key);
        own.or_else(|| records.catalogue.cost(records.names.items.find(key)?))
    }

    pub(super) fn put_costs(
        &mut self,
        records: &Records,
        content: &[u8],
    ) -> Result<(), StageError> {
        let mut costs = Vec::new();
        for cost in decode_costs(content)? {
            let key = key(&cost.sku, &cost.name);
            let news = match self.known_cost(records, &key) {
                None => News::Added,
                Some(known) if known.is_same(&cost) => News::Nothing,
                Some(_) => News::Updated,
            };
            if self.count_news(news) {
                self.others.costs.insert(key, cost.clone());
                costs.push(cost);
            }
        }
        self.stage_split(ChunkKind::Costs, &costs, &|costs| encode_costs(costs));
        Ok(())
    }

    pub(super) fn put_counts(
        &mut self,
        records: &Records,
        content: &[u8],
    ) -> Result<(), StageError> {
        let mut counts = Vec::new();
        for count in decode_counts(content)? {
            let key = (key(&count.sku, &count.name), count.place.clone());
            let known = self.others.counts.get(&key).or_else(|| {
                let item = records.names.items.find(&key.0)?;
                records.stock.get(item, records.names.places.find(&count.place)?)
            });
            let is_older = known.is_some_and(|known| known.at.instant_ms() > count.at.instant_ms());
            let news = if is_older { News::Nothing } else { news(known, &count) };
            if self.count_news(news) {
                self.others.counts.insert(key, count.clone());
                counts.push(count);
            }
        }
        self.stage_split(ChunkKind::Counts, &counts, &|counts| encode_counts(counts));
        Ok(())
    }

    pub(super) fn put_rates(
        &mut self,
        records: &Records,
        content: &[u8],
    ) -> Result<(), StageError> {
        let mut rates = Vec::new();
        for rate in decode_rates(content)? {
            let key = (rate.from, rate.to, rate.day);
            let known = self.others.rates.get(&key).copied().or_else(|| records.rates.get(&rate));
            if self.count_news(news(known.as_ref(), &rate.rate)) {
                self.others.rates.insert(key, rate.rate);
                rates.push(rate);
            }
        }
        self.stage_split(ChunkKind::Rates, &rates, &|rates: &[RateRecord]| encode_rates(rates));
        Ok(())
    }

    /// Stages records as one chunk, or halved until each half fits.
    fn stage_split<T>(&mut self, kind: ChunkKind, records: &[T], encode: &dyn Fn(&[T]) -> Vec<u8>) {
        if records.is_empty() {
            return;
        }
        let content = encode(records);
        // A single record within the limits of texts always fits.
        if content.len() <= MOST_CHUNK_BYTES || records.len() == 1 {
            self.stage(kind, records.len(), content);
            return;
        }
        let (first, second) = records.split_at(records.len() / 2);
        self.stage_split(kind, first, encode);
        self.stage_split(kind, second, encode);
    }
}

impl CostRecord {
    fn is_same(&self, other: &Self) -> bool {
        self.cost == other.cost && self.currency == other.currency
    }
}
