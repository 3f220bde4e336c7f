//! The browser's storage, broken on purpose.

use anyhow::Result;
use serde_json::json;

use crate::tab::Tab;

/// A text that must never reach the disk in clear, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planted {
    /// For the failure's message.
    pub what: &'static str,
    /// ASCII, long enough not to appear by chance.
    pub text: String,
}

impl Tab {
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

    /// Bytes the browser counts for `origin`.
    ///
    /// # Errors
    /// If the browser refuses.
    pub async fn usage(&self, origin: &str) -> Result<u64> {
        let answer = self.cdp("Storage.getUsageAndQuota", json!({ "origin": origin })).await?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole bytes")]
        Ok(answer["usage"].as_f64().unwrap_or_default() as u64)
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
