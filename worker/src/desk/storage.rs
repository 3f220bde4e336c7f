//! Settings → Storage: what the browser really gives us.

use ledger::{Action, authorise};
use protocol::{Failure, Response, StorageReport};
use wasm_bindgen_futures::spawn_local;

use super::Desk;
use super::open::block_bytes;
use crate::{failure, opfs, reserve};

impl Desk {
    pub(super) async fn storage(&mut self) -> Result<Response, Failure> {
        let (_, sitting) = self.phase.open()?;
        authorise(&sitting.session, Action::ViewStorage).map_err(|e| failure::of_ledger(&e))?;
        let estimate = opfs::estimate().await;
        let reserve_bytes = reserve::bytes().await;
        let (house, sitting) = self.phase.open()?;
        while sitting.counted_seq < house.vault.head().next_seq {
            let header = house.vault.header(sitting.counted_seq).await;
            sitting.log_bytes += block_bytes(&header.map_err(|e| failure::of_vault(&e))?);
            sitting.counted_seq += 1;
        }
        Ok(Response::Storage(StorageReport {
            usage_bytes: estimate.map(|estimate| estimate.usage as u64),
            log_bytes: sitting.log_bytes,
            mirror: self.mirror.state(house.vault.head().next_seq),
            reserve_bytes,
            head: house.log_head(sitting),
            checkpoint_seq: sitting.checkpoint_seq,
        }))
    }

    /// Makes the reserve in the background if there is none and there is room for one.
    pub(super) fn make_reserve(&self) {
        spawn_local(async {
            if let Err(error) = reserve::ensure().await {
                web_sys::console::warn_2(&"no storage reserve".into(), &error);
            }
        });
    }

    /// Keeps the card that is shown while locked in step with the settings.
    pub(super) async fn refresh_card(&mut self) {
        let Ok((house, sitting)) = self.phase.open() else { return };
        let settings = sitting.state.settings();
        let mut card = house.card.clone();
        card.business.clone_from(&settings.business);
        card.language = settings.language;
        card.theme = settings.theme;
        if card == house.card {
            return;
        }
        // The card greets; the truth is in the log. It is written again with the next change.
        if let Err(error) = self.directory.put_card(house.database, &card).await {
            web_sys::console::warn_1(&error.to_string().into());
        }
        house.card = card;
    }
}
