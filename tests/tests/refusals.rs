//! What the content security policy refuses, tried from a page and a worker of our own origin.
#![cfg(test)]

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tests::{Browser, Engine, Places, Profile, Site};

const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Refusals</title>
<link rel="icon" href="/icons/icon.svg"><style>#styled { color: rgb(1, 2, 3) }</style></head>
<body><p id="styled" style="margin-left: 77px">Refused</p><script>window.inline = true</script>
<script src="/try.js"></script></body></html>"#;

const SCRIPT: &str = r#"
const policy = trustedTypes.createPolicy('rust', { createScriptURL: (url) => url });
const fails = async (what) => { try { await what(); return false; } catch { return true; } };
const viaWorker = () => new Promise((resolve) => {
  const worker = new Worker(policy.createScriptURL('/try_worker.js'));
  worker.onmessage = (event) => resolve(event.data);
});
// What the driver calls directly may evaluate strings whatever the policy says; a task of the page's own may not.
const ownTask = () => new Promise((done) => { setTimeout(done); });
window.attempts = async (foreign) => ({
  begun: await ownTask().then(() => true),
  inlineScript: window.inline === undefined,
  inlineStyle: getComputedStyle(document.getElementById('styled')).color !== 'rgb(1, 2, 3)',
  styleAttribute: getComputedStyle(document.getElementById('styled')).marginLeft !== '77px',
  evaluation: await fails(() => (0, eval)('1')),
  foreignFetch: await fails(() => fetch(foreign)),
  foreignImage: await fails(() => new Promise((done, failed) => {
    const image = new Image(); image.onload = done; image.onerror = failed; image.src = foreign;
  })),
  stringAsMarkup: await fails(() => { document.body.innerHTML = '<b>x</b>'; }),
  otherPolicy: await fails(() => trustedTypes.createPolicy('other', {})),
  workerFromBlob: await fails(() => new Worker(policy.createScriptURL(URL.createObjectURL(new Blob(['1']))))
    && Promise.reject()),
  worker: await viaWorker(),
});"#;

const WORKER: &str = r#"
const fails = async (what) => { try { await what(); return false; } catch { return true; } };
(async () => {
  const foreign = new URL(self.location).origin.replace('localhost', '127.0.0.1');
  postMessage({
    foreignFetch: await fails(() => fetch(foreign + '/boot.js')),
    foreignSocket: await fails(() => new Promise((done, failed) => {
      const socket = new WebSocket(foreign.replace('http', 'ws')); socket.onopen = done; socket.onerror = failed;
    })),
    evaluation: await fails(() => (0, eval)('1')),
    ownFetch: !(await fails(() => fetch('/boot.js'))),
  });
})();"#;

fn write_attempts(dist: &Path) -> Result<()> {
    std::fs::write(dist.join("try.html"), PAGE)?;
    std::fs::write(dist.join("try.js"), SCRIPT)?;
    Ok(std::fs::write(dist.join("try_worker.js"), WORKER)?)
}

#[tokio::test]
async fn inline_code_foreign_fetches_and_string_sinks_are_refused() -> Result<()> {
    let site = Site::serve_changed(&Places::new().test_dist()?, "refusals", write_attempts).await?;
    let profile = Profile::fresh()?;
    let browser = Browser::start(Engine::Chromium, &profile).await?;
    let tab = browser.tab();
    tab.goto(&format!("{}/try.html", site.origin())).await?;
    let foreign = json!(format!("http://127.0.0.1:{}/boot.js", site.port()));
    let found = tab.async_script("return await window.attempts(args[0])", vec![foreign]).await?;
    let check = |found: &Value, realm: &str| -> Result<()> {
        for (attempt, refused) in found.as_object().context("the attempts' outcome")? {
            if attempt != "worker" {
                ensure!(*refused == json!(true), "{realm}: {attempt} was not refused: {found}");
            }
        }
        Ok(())
    };
    check(&found, "page")?;
    check(&found["worker"], "worker")?;
    // The browser says so too, in page and worker.
    let said: Vec<String> = browser.console().await?.iter().map(ToString::to_string).collect();
    for directive in ["script-src", "style-src", "connect-src", "img-src"] {
        let told = said.iter().any(|line| line.contains(directive));
        ensure!(told, "no word about {directive}:\n{}", said.join("\n"));
    }
    browser.quit().await
}
