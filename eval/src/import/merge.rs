//! Several files as one ledger would hold them: staged, merged and read back through the ledger's own records.

use std::collections::BTreeMap;

use anyhow::anyhow;
use connectors::Reading;
use ledger::{
    Answer, Context, ImportId, Lead, Moment, OrderView, OrdersQuery, Query, Records, SalesFilter,
    Stager, State,
};
use serde_json::{Map, Value, json};

use super::report;

/// Files that went in so far.
pub(super) struct Merge {
    records: Records,
    state: State,
    imports: u8,
    chunks: BTreeMap<[u8; 32], Vec<u8>>,
}

impl Merge {
    pub(super) fn new() -> Self {
        Self {
            records: Records::new(),
            state: State::default(),
            imports: 0,
            chunks: BTreeMap::new(),
        }
    }

    /// Takes in everything a reading hands out, as the ledger worker would.
    pub(super) fn add(&mut self, reading: &mut Reading) -> anyhow::Result<()> {
        self.imports += 1;
        let import = ImportId([self.imports; 16]);
        let mut stager = Stager::new(import);
        while let Some(chunk) = reading.next_chunk() {
            for digest in stager.needs(&self.records, chunk.kind, &chunk.content)? {
                let content = self.chunks.get(&digest).ok_or_else(|| anyhow!("a chunk is gone"))?;
                self.records.load(&digest, content)?;
            }
            for out in stager.put(&self.records, chunk.kind, &chunk.content)? {
                let digest = self.keep(out.content);
                stager.sealed(out.index, digest);
            }
        }
        for out in stager.flush(&self.records)? {
            let digest = self.keep(out.content);
            stager.sealed(out.index, digest);
        }
        stager.finish(String::new(), reading.plan.clone(), &reading.totals)?;
        self.records.adopt(stager);
        Ok(())
    }

    /// Nothing is sealed here: a chunk is named by its place in line.
    fn keep(&mut self, content: Vec<u8>) -> [u8; 32] {
        let mut digest = [0; 32];
        digest[..8].copy_from_slice(&(self.chunks.len() as u64).to_le_bytes());
        self.chunks.insert(digest, content);
        digest
    }

    /// What all files came to together.
    pub(super) fn finish(mut self) -> anyhow::Result<Value> {
        let mut sums = Sums::default();
        let mut offset = 0;
        loop {
            let query = OrdersQuery {
                search: String::new(),
                period: None,
                filter: SalesFilter::default(),
                lead: Lead::Oldest,
                offset,
                limit: 500,
            };
            let Some(Answer::Orders(page)) = self.ask(&Query::Orders(query))? else { break };
            for row in &page.rows {
                if let Some(Answer::Order(Some(order))) = self.ask(&Query::Order(row.order))? {
                    sums.add(&order);
                }
            }
            offset += page.rows.len() as u64;
            if page.rows.is_empty() || offset >= page.total {
                break;
            }
        }
        Ok(sums.into_json())
    }

    fn ask(&mut self, query: &Query) -> anyhow::Result<Option<Answer>> {
        let context = Context {
            state: &self.state,
            now: Moment::default(),
            can_read_people: true,
            can_make_forecasts: false,
            engine: 1,
        };
        for digest in self.records.missing(query, &context) {
            let content = self.chunks.get(&digest).ok_or_else(|| anyhow!("a chunk is gone"))?;
            self.records.load(&digest, content)?;
        }
        Ok(self.records.answer(query, &context))
    }
}

#[derive(Default)]
struct Sums {
    orders: u64,
    lines: u64,
    units: i64,
    cancelled: u64,
    totals: BTreeMap<String, i64>,
    named: BTreeMap<String, BTreeMap<String, i64>>,
}

impl Sums {
    fn add(&mut self, view: &OrderView) {
        let code = view.order.currency.code().to_owned();
        self.orders += 1;
        self.lines += view.lines.len() as u64;
        self.units += view.lines.iter().map(|line| line.quantity).sum::<i64>();
        self.cancelled += u64::from(view.order.is_cancelled);
        let lines: i64 = view.lines.iter().map(|line| line.amount).sum();
        let told = view.amounts.iter().find(|(name, _)| name == "total").map(|(_, total)| *total);
        *self.totals.entry(code.clone()).or_default() += told.unwrap_or(lines);
        let mut name = |name: &str, minor: i64| {
            *self.named.entry(name.to_owned()).or_default().entry(code.clone()).or_default() +=
                minor;
        };
        for (amount, minor) in &view.amounts {
            let known = if amount == "discount" { "discounts" } else { amount };
            if known != "total" {
                name(known, *minor);
            }
        }
        // The tax of the order is that of its lines, told once more.
        let is_tax_told = view.amounts.iter().any(|(name, _)| name == "tax");
        for line in &view.lines {
            name("tax", if is_tax_told { 0 } else { line.tax });
            name("discounts", line.discount);
        }
    }

    fn into_json(self) -> Value {
        let list = |sums: BTreeMap<String, i64>| sums.into_iter().collect::<Vec<_>>();
        let mut object = Map::new();
        object.insert("orders".to_owned(), json!(self.orders));
        object.insert("line_rows".to_owned(), json!(self.lines));
        object.insert("units".to_owned(), report::units(self.units));
        object.insert("cancelled".to_owned(), json!(self.cancelled));
        object.insert("total".to_owned(), report::amounts(&list(self.totals)));
        for (name, sums) in self.named {
            object.insert(name, report::amounts(&list(sums)));
        }
        Value::Object(object)
    }
}
