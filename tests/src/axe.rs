//! axe-core over the page as it stands.

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::places::Places;
use crate::tab::Tab;

/// How much of axe counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// WCAG 2.2 A and AA, and axe's best practices.
    Whole,
    /// As [`Strictness::Whole`] without the rules about a page's outline, for a sheet of single components.
    Components,
}

/// Two frames, so that a change of theme has arrived, and the end of its colour transitions: at once, because Chromium
/// under load leaves one that is out of sight pending for ever.
const STILL: &str = "
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    await frame();
    const moving = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    moving.forEach((animation) => animation.finish());";

impl Tab {
    /// Fails if axe finds a violation; each is told with its rule, element and help.
    ///
    /// # Errors
    /// With the violations.
    pub async fn expect_accessible(&self, strictness: Strictness) -> Result<()> {
        let places = Places::new();
        let axe = std::fs::read_to_string(places.axe())
            .with_context(|| format!("{} (npm ci installs it)", places.axe().display()))?;
        // A sheet of components shows busy ones for ever.
        if strictness == Strictness::Whole {
            self.settled().await?;
        }
        self.async_script(STILL, vec![]).await?;
        let world = self.isolated_world().await?;
        self.evaluate_in(world, &axe).await?;
        let rules = match strictness {
            Strictness::Whole => json!({}),
            Strictness::Components => json!({
                "region": { "enabled": false },
                "page-has-heading-one": { "enabled": false },
                "heading-order": { "enabled": false },
                "landmark-unique": { "enabled": false },
            }),
        };
        let tags =
            ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
        let options = json!({
            "runOnly": { "type": "tag", "values": tags },
            "rules": rules,
            "resultTypes": ["violations"],
        });
        let run = format!("axe.run(document, {options}).then((found) => found.violations)");
        let violations = self.evaluate_in(world, &run).await?;
        let told: Vec<String> = violations.as_array().into_iter().flatten().map(tell).collect();
        if told.is_empty() {
            return Ok(());
        }
        bail!("axe at {}:\n{}", self.path().await?, told.join("\n"))
    }

    /// A script world beside the page's own: the page's content policy does not reach into it.
    async fn isolated_world(&self) -> Result<i64> {
        let tree = self.cdp("Page.getFrameTree", json!({})).await?;
        let frame = tree["frameTree"]["frame"]["id"].clone();
        let parameters = json!({ "frameId": frame, "worldName": "axe" });
        let world = self.cdp("Page.createIsolatedWorld", parameters).await?;
        world["executionContextId"].as_i64().context("the world has no id")
    }

    async fn evaluate_in(&self, world: i64, expression: &str) -> Result<Value> {
        let parameters = json!({
            "contextId": world,
            "expression": expression,
            "awaitPromise": true,
            "returnByValue": true,
        });
        let answer = self.cdp("Runtime.evaluate", parameters).await?;
        if let Some(exception) = answer.get("exceptionDetails") {
            bail!("the script threw: {exception}");
        }
        Ok(answer["result"]["value"].clone())
    }
}

fn tell(violation: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut told = format!("  {}: {}", text(&violation["id"]), text(&violation["help"]));
    for node in violation["nodes"].as_array().into_iter().flatten() {
        let summary = text(&node["failureSummary"]).replace('\n', " ");
        told.push_str(&format!("\n    {}\n      {summary}", text(&node["html"])));
    }
    told
}
