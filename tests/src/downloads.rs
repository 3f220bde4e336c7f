//! Files the page hands out.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use serde_json::json;

use crate::journey::Stage;
use crate::tab::Tab;

impl Stage {
    /// From now on what `tab` hands out is kept beside the profile.
    ///
    /// # Errors
    /// If the browser refuses.
    pub async fn keep_downloads(&self, tab: &Tab) -> Result<()> {
        let directory = self.downloads();
        std::fs::create_dir_all(&directory)?;
        let parameters = json!({ "behavior": "allow", "downloadPath": directory });
        tab.cdp("Browser.setDownloadBehavior", parameters).await?;
        Ok(())
    }

    /// The one file of this kind that was handed out, once it is whole.
    ///
    /// # Errors
    /// If there is none.
    pub async fn downloaded(&self, tab: &Tab, kind: &str) -> Result<PathBuf> {
        let directory = self.downloads();
        let mut length = 0;
        tab.until(&format!("a downloaded .{kind}"), async || {
            let mut files = std::fs::read_dir(&directory)?.flatten().map(|entry| entry.path());
            let file = files.find(|path| path.extension().is_some_and(|e| e == kind));
            let file = file.context("not there yet")?;
            // Complete once it has stopped growing between two looks.
            let before = std::mem::replace(&mut length, file.metadata()?.len());
            Ok((before > 0 && before == length).then_some(file))
        })
        .await
    }

    fn downloads(&self) -> PathBuf {
        self.profile.path().join("downloads")
    }
}
