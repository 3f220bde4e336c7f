//! Questions: the projections answer most, the log itself is read from its blocks.

use std::collections::VecDeque;
use std::ops::ControlFlow;

use ledger::{Answer, Class, LogPage, LogRow, Query, answer, decode_batch, log_rows};
use protocol::{Failure, Response};
use vault::Item;

use super::Desk;
use super::forecasts::add_holidays;
use super::house::BrowserVault;
use crate::failure;

/// Blocks read at a time while going back through the log.
const WINDOW: u64 = 256;
const MOST_ROWS: u16 = 200;

impl Desk {
    pub(super) async fn query(&mut self, query: Query) -> Result<Response, Failure> {
        let (house, sitting) = self.phase.open()?;
        let answered =
            answer(&sitting.state, &sitting.session, &query).map_err(|e| failure::of_ledger(&e))?;
        if let Some(mut answer) = answered {
            add_holidays(&mut answer, &query, sitting.state.forecast_settings().country);
            return Ok(Response::Answer(answer));
        }
        let Query::Log { before, limit } = query else {
            return self.ask_records(&query).await;
        };
        let limit = usize::from(limit.clamp(1, MOST_ROWS));
        let page = page(&house.vault, before, limit).await.map_err(|e| failure::of_vault(&e))?;
        Ok(Response::Answer(Answer::Log(page)))
    }
}

/// Rows of whole blocks, newest first, at least `limit` unless the log begins before.
async fn page(
    vault: &BrowserVault,
    before: Option<u64>,
    limit: usize,
) -> Result<LogPage, vault::Error> {
    let end = vault.head().next_seq;
    let mut until = before.map_or(end, |before| before.min(end));
    let mut rows: Vec<LogRow> = Vec::with_capacity(limit);
    while until > 0 {
        let from = until.saturating_sub(WINDOW);
        let mut blocks = window(vault, from, until).await?;
        while let Some((seq, block)) = blocks.pop_back() {
            rows.extend(block);
            if rows.len() >= limit {
                return Ok(LogPage { rows, next_before: (seq > 0).then_some(seq) });
            }
        }
        until = from;
    }
    Ok(LogPage { rows, next_before: None })
}

async fn window(
    vault: &BrowserVault,
    from: u64,
    until: u64,
) -> Result<VecDeque<(u64, Vec<LogRow>)>, vault::Error> {
    let mut blocks = VecDeque::new();
    vault
        .read(from..until, |item| {
            blocks.extend(rows_of(&item));
            ControlFlow::Continue(())
        })
        .await?;
    Ok(blocks)
}

/// A block that this session reads and this build decodes, as rows, newest first.
pub(super) fn rows_of(item: &Item<'_>) -> Option<(u64, Vec<LogRow>)> {
    let Item::Block { header, payload } = item else { return None };
    let class = Class::from_number(header.class.0)?;
    let batch = decode_batch(payload).ok()?;
    Some((header.seq, log_rows(header.seq, class, &batch)))
}
