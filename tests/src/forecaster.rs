//! The engines as the npm package brings them, on a page of their own in Chromium.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::browser::Engine;
use crate::journey::Stage;
use crate::places::Places;
use crate::site::{Site, copy_tree};
use crate::tab::Tab;

/// How long one call may take: AutoETS over thousands of values, many times.
const PATIENCE: Duration = Duration::from_secs(110);
/// How long learning from all series of a file may take.
const LESSON: Duration = Duration::from_secs(1_800);

/// One series and what is asked of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Task {
    /// Oldest first, `null` for gaps.
    pub values: Vec<Option<f64>>,
    /// As the package's `forecast` takes them.
    pub options: Value,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answer {
    /// Step by step; empty if there is no forecast.
    #[serde(default)]
    pub mean: Vec<f64>,
    /// A row per step.
    #[serde(default)]
    pub quantiles: Vec<Vec<f64>>,
    /// Why there is no forecast.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Refusal>,
    /// Milliseconds inside the worker, objects made and read included.
    pub ms: f64,
}

/// Why there is no forecast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The error's code; `crashed` if it had none.
    pub code: String,
    /// What it said.
    pub message: String,
}

/// What learning from many series came to.
#[derive(Debug, Clone, Deserialize)]
pub struct Lesson {
    /// Why nothing was learned.
    #[serde(default)]
    pub error: Option<Refusal>,
    /// Milliseconds inside the worker.
    pub ms: f64,
}

/// What several tasks came to.
#[derive(Debug, Clone, Deserialize)]
pub struct Answers {
    /// In the order of the tasks.
    pub answers: Vec<Answer>,
    /// Milliseconds from the first to the last.
    pub ms: f64,
}

/// A page with the package.
pub struct Forecaster {
    stage: Stage,
    tab: Tab,
}

impl Forecaster {
    /// Opens the page with `package` beside it.
    ///
    /// # Errors
    /// If the server or the browser does not start.
    pub async fn open(package: &Path) -> Result<Self> {
        let site = Site::serve(&assembled(package)?).await?;
        let stage = Stage::set_on(Engine::Chromium, site).await?;
        let tab = stage.open("/").await?;
        tab.patience(PATIENCE).await?;
        tab.until("the page's script", async || {
            let has = tab.script("return 'engine' in window", vec![]).await?;
            Ok((has == Value::Bool(true)).then_some(()))
        })
        .await?;
        let forecaster = Self { stage, tab };
        // Started and warm before anything is timed.
        forecaster.run(&[], std::thread::available_parallelism()?.get()).await?;
        Ok(forecaster)
    }

    /// Answers `tasks` on `workers` workers.
    ///
    /// # Errors
    /// If the page fails; a series that cannot be forecast is an answer.
    pub async fn run(&self, tasks: &[Task], workers: usize) -> Result<Answers> {
        let script = "return await engine.run(args[0], args[1]);";
        let found = self.tab.async_script(script, vec![json!(tasks), json!(workers)]).await?;
        let found: Answers = serde_json::from_value(found).context("the page's answers")?;
        ensure!(found.answers.len() == tasks.len(), "{} answers", found.answers.len());
        Ok(found)
    }

    /// Keeps the series of `tasks` to learn from.
    ///
    /// # Errors
    /// If the page fails.
    pub async fn gather(&self, tasks: &[Task]) -> Result<()> {
        self.tab.script("engine.gather(arguments[0]);", vec![json!(tasks)]).await?;
        Ok(())
    }

    /// Learns from what was gathered, with the options the package's `TrainedModel.train` takes. What is run afterwards is
    /// forecast by what was learned.
    ///
    /// # Errors
    /// If the page fails; a model that cannot be trained is an answer.
    pub async fn learn(&self, options: &Value) -> Result<Lesson> {
        self.tab.async_script("await engine.learn(args[0]);", vec![options.clone()]).await?;
        // No script may take as long as this does.
        let learned = async || {
            let found = self.tab.script("return engine.learned()", vec![]).await?;
            Ok((!found.is_null()).then_some(found))
        };
        let found = self.tab.until_within(LESSON, "what was to be learned", learned).await?;
        serde_json::from_value(found).context("the page's lesson")
    }

    /// Runs a module beside the package and returns the lines it printed with `console.log`; it imports from
    /// `"model-wasm"`.
    ///
    /// # Errors
    /// If it throws.
    pub async fn printed(&self, module: &str) -> Result<String> {
        let here = module.replace("\"model-wasm\"", "\"./model-wasm/browser.js\"");
        std::fs::write(self.stage.site.directory().join("example.js"), here)?;
        let script = "
            const lines = [];
            const log = console.log;
            console.log = (line) => lines.push(line);
            try { await import('/example.js'); } finally { console.log = log; }
            return lines.map((line) => line + '\\n').join('');";
        let printed = self.tab.async_script(script, vec![]).await?;
        Ok(printed.as_str().context("lines are text")?.to_owned())
    }

    /// The browser's version.
    ///
    /// # Errors
    /// If it is gone.
    pub fn browser_version(&self) -> Result<String> {
        Ok(self.stage.browser()?.version())
    }

    /// Ends the browser.
    ///
    /// # Errors
    /// If it was gone already.
    pub async fn close(mut self) -> Result<()> {
        self.stage.close_browser().await?;
        Ok(std::fs::remove_dir_all(self.stage.site.directory())?)
    }
}

/// The page with the package beside it, in a directory of its own.
fn assembled(package: &Path) -> Result<PathBuf> {
    static OPENED: AtomicU32 = AtomicU32::new(0);
    let places = Places::new();
    let number = OPENED.fetch_add(1, Ordering::Relaxed);
    let directory = places.artefacts().join(format!("engine-{}-{number}", std::process::id()));
    copy_tree(&places.data("engine"), &directory)?;
    copy_tree(package, &directory.join("model-wasm"))?;
    Ok(directory)
}
