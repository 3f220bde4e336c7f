//! The browser's storage, broken on purpose.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::profile::Scope;
use crate::tab::Tab;

/// A text that must never reach the disk in clear, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planted {
    /// For the failure's message.
    pub what: &'static str,
    /// ASCII, long enough not to appear by chance.
    pub text: String,
    /// Where it is looked for.
    pub scope: Scope,
}

const FILL: &str = "
    const database = await new Promise((done, failed) => {
        const request = indexedDB.open('filler', 1);
        request.onupgradeneeded = () => request.result.createObjectStore('junk', { autoIncrement: true });
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
    });
    const put = (bytes) => new Promise((done) => {
        // Random, or the browser would compress it and find room again.
        const junk = new Uint8Array(bytes);
        for (let at = 0; at < bytes; at += 65536) crypto.getRandomValues(junk.subarray(at, at + 65536));
        const transaction = database.transaction('junk', 'readwrite', { durability: 'strict' });
        transaction.objectStore('junk').put(junk);
        transaction.oncomplete = () => done(true);
        transaction.onabort = () => done(false);
    });
    let tries = 0;
    for (let bytes = 1 << 20; bytes >= 1 << 9; bytes >>= 1) {
        while (await put(bytes)) {
            if (++tries > 10000) return false;
        }
    }
    database.close();
    return true;";

impl Tab {
    /// Waits until the app is kept in the browser and comes from there.
    ///
    /// # Errors
    /// If it never is.
    pub async fn kept_for_offline(&self) -> Result<()> {
        self.until("an active service worker", async || {
            let script = "return !!(await navigator.serviceWorker.getRegistration())?.active
                && !!navigator.serviceWorker.controller";
            Ok((self.async_script(script, vec![]).await? == json!(true)).then_some(()))
        })
        .await
    }

    /// Lets the browser refuse what goes beyond `bytes` for `origin`; `None` takes the limit back.
    ///
    /// # Errors
    /// If the browser refuses.
    pub async fn quota(&self, origin: &str, bytes: Option<u64>) -> Result<()> {
        let mut parameters = json!({ "origin": origin });
        if let Some(bytes) = bytes {
            parameters["quotaSize"] = json!(bytes);
        }
        self.cdp("Storage.overrideQuotaForOrigin", parameters).await?;
        Ok(())
    }

    /// Fills what is left of the quota with a database of its own, until not even a kilobyte fits.
    ///
    /// # Errors
    /// If it never fills.
    pub async fn fill_storage(&self) -> Result<()> {
        let filled = self.async_script(FILL, vec![]).await?;
        ensure!(filled == json!(true), "the storage never filled");
        Ok(())
    }

    /// Clears everything `origin` stored except its cookies.
    ///
    /// # Errors
    /// If the browser refuses.
    pub async fn clear_all_but_cookies(&self, origin: &str) -> Result<()> {
        let types = "indexeddb,file_systems,local_storage,cache_storage,service_workers,\
                     shader_cache,storage_buckets";
        let parameters = json!({ "origin": origin, "storageTypes": types });
        self.cdp("Storage.clearDataForOrigin", parameters).await?;
        Ok(())
    }
}
