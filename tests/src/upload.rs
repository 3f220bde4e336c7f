//! Files given to the page: chosen or dropped, as a person does.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use thirtyfour::By;

use crate::tab::Tab;

/// Drops a file on the middle of what `selector` finds, with the events a drag from the desktop brings.
const DROP: &str = "
    const [selector, name, text] = arguments;
    const target = document.querySelector(selector);
    if (!target) return false;
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name));
    for (const kind of ['dragenter', 'dragover', 'drop']) {
        target.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }));
    }
    return true;";

impl Tab {
    /// Chooses a file in the page's one file field.
    ///
    /// # Errors
    /// If there is no such field, or several.
    pub async fn choose_file(&self, file: &Path) -> Result<()> {
        let path = file.to_str().context("a path in UTF-8")?;
        self.until("a field for files", async || {
            let fields = self.driver().await?.find_all(By::Css("input[type=file]")).await?;
            let [field] = fields.as_slice() else { return Ok(None) };
            field.send_keys(path).await?;
            Ok(Some(()))
        })
        .await
    }

    /// Drops a file onto the first element that matches `selector`.
    ///
    /// # Errors
    /// If nothing matches.
    pub async fn drop_file(&self, selector: &str, name: &str, bytes: &[u8]) -> Result<()> {
        let arguments = vec![json!(selector), json!(name), json!(BASE64_STANDARD.encode(bytes))];
        let dropped = self.script(DROP, arguments).await?;
        ensure!(dropped == json!(true), "there is no {selector}");
        Ok(())
    }
}
