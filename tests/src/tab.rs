//! One tab: what a person does in it and waits for.

use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use thirtyfour::prelude::*;
use tokio::time::{Instant, sleep};

use crate::browser::Session;
use crate::finder::{Role, Target};

/// How long a condition may take to come true on a slow, busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// Pause between two looks at a condition.
const LOOK_AGAIN: Duration = Duration::from_millis(25);

/// A tab of the browser. Whatever is done to it first brings it to the driver's attention.
#[derive(Clone)]
pub struct Tab {
    session: Rc<Session>,
    window: WindowHandle,
}

impl Tab {
    pub(crate) fn new(session: Rc<Session>, window: WindowHandle) -> Self {
        Self { session, window }
    }

    /// The driver, with this tab current.
    pub(crate) async fn driver(&self) -> Result<&WebDriver> {
        if *self.session.current.borrow() != self.window {
            self.session.driver.switch_to_window(self.window.clone()).await?;
            self.session.current.replace(self.window.clone());
        }
        Ok(&self.session.driver)
    }

    /// Opens a URL and waits until the page has loaded.
    ///
    /// # Errors
    /// If it does not load.
    pub async fn goto(&self, url: &str) -> Result<()> {
        self.driver().await?.goto(url).await.with_context(|| format!("opening {url}"))
    }

    /// Goes to a page of the open vault without loading the document again.
    ///
    /// # Errors
    /// If it stays busy.
    pub async fn visit(&self, path: &str) -> Result<()> {
        let script = "history.pushState(null, '', arguments[0]);
            dispatchEvent(new PopStateEvent('popstate'));";
        self.script(script, vec![json!(path)]).await?;
        self.settled().await
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// If it does not load.
    pub async fn reload(&self) -> Result<()> {
        self.driver().await?.refresh().await.context("reloading")
    }

    /// Closes the tab.
    ///
    /// # Errors
    /// If the session is gone.
    pub async fn close(self) -> Result<()> {
        self.driver().await?.close_window().await?;
        Ok(())
    }

    /// The path the address bar shows.
    ///
    /// # Errors
    /// If the session is gone.
    pub async fn path(&self) -> Result<String> {
        Ok(self.driver().await?.current_url().await?.path().to_owned())
    }

    /// Runs a script in the page; `arguments` are its arguments.
    ///
    /// # Errors
    /// What it throws.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.driver().await?.execute(script, arguments).await?.json().clone())
    }

    /// Runs the body of an `async` function in the page and waits for what it returns.
    ///
    /// # Errors
    /// What it throws.
    pub async fn async_script(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async (...args) => {{ {body} }})(...arguments)
                 .then((value) => done({{ value }}), (error) => done({{ error: String(error) }}));"
        );
        let driver = self.driver().await?;
        let answer = driver.execute_async(script, arguments).await?.json().clone();
        match answer["error"].as_str() {
            Some(error) => bail!("the page's script failed: {error}"),
            None => Ok(answer["value"].clone()),
        }
    }

    /// How long a script may run from now on.
    ///
    /// # Errors
    /// If the session is gone.
    pub async fn patience(&self, longest: Duration) -> Result<()> {
        Ok(self.driver().await?.set_script_timeout(longest).await?)
    }

    /// Sends a command of the DevTools protocol.
    ///
    /// # Errors
    /// If the browser refuses it.
    pub async fn cdp(&self, method: &str, parameters: Value) -> Result<Value> {
        let driver = self.driver().await?;
        driver.cdp().send_raw(method, parameters).await.with_context(|| method.to_owned())
    }

    /// Looks until `probe` finds something; an error of the probe counts as "not yet".
    ///
    /// # Errors
    /// After 20 s, saying `what` was waited for and the last error.
    pub async fn until<T>(
        &self,
        what: &str,
        probe: impl AsyncFnMut() -> Result<Option<T>>,
    ) -> Result<T> {
        self.until_within(PATIENCE, what, probe).await
    }

    /// As [`Tab::until`], for what takes longer.
    ///
    /// # Errors
    /// After `patience`, as [`Tab::until`].
    pub async fn until_within<T>(
        &self,
        patience: Duration,
        what: &str,
        mut probe: impl AsyncFnMut() -> Result<Option<T>>,
    ) -> Result<T> {
        let deadline = Instant::now() + patience;
        loop {
            let look = probe().await;
            match look {
                Ok(Some(found)) => return Ok(found),
                Ok(None) if Instant::now() > deadline => bail!("waited in vain for {what}"),
                Err(error) if Instant::now() > deadline => {
                    return Err(error.context(format!("waited in vain for {what}")));
                }
                Ok(None) | Err(_) => sleep(LOOK_AGAIN).await,
            }
        }
    }

    /// The element of this role and accessible name, waited for.
    ///
    /// # Errors
    /// If it does not appear.
    pub async fn get(&self, role: Role, name: &str) -> Result<WebElement> {
        let target = Target::new(role, name);
        self.until(&target.to_string(), async || self.find(&target).await).await
    }

    /// Waits until no such element is visible.
    ///
    /// # Errors
    /// If it stays.
    pub async fn gone(&self, role: Role, name: &str) -> Result<()> {
        let target = Target::new(role, name);
        let probe = async || Ok(self.find(&target).await?.is_none().then_some(()));
        self.until(&format!("{target} to go"), probe).await
    }

    /// Clicks it, as soon as it can be clicked.
    ///
    /// # Errors
    /// If it never can.
    pub async fn click(&self, role: Role, name: &str) -> Result<()> {
        let target = Target::new(role, name);
        let probe = async || {
            let Some(element) = self.find(&target).await? else { return Ok(None) };
            // As a person scrolls: out from under what sticks to an edge.
            let centre = "arguments[0].scrollIntoView({ block: 'center' })";
            self.script(centre, vec![element.to_json()?]).await?;
            element.click().await?;
            Ok(Some(()))
        };
        self.until(&format!("{target} to be clickable"), probe).await
    }

    /// Presses the button of this name.
    ///
    /// # Errors
    /// If it cannot be pressed.
    pub async fn press(&self, button: &str) -> Result<()> {
        self.click(Role::Button, button).await
    }

    /// Replaces what a field holds, key by key.
    ///
    /// # Errors
    /// If there is no such field.
    pub async fn fill(&self, field: &str, text: &str) -> Result<()> {
        let target = Target::new(Role::Textbox, field);
        let probe = async || {
            let Some(element) = self.find(&target).await? else { return Ok(None) };
            element.click().await?;
            element.send_keys(Key::Control + "a").await?;
            element.send_keys(if text.is_empty() { Key::Delete + "" } else { text.into() }).await?;
            let held = element.prop("value").await?.unwrap_or_default();
            Ok((held == text).then_some(()))
        };
        self.until(&format!("{target} to hold what was typed"), probe).await
    }

    /// Chooses the first option of a native select whose text begins like this.
    ///
    /// # Errors
    /// If there is no such select or option.
    pub async fn choose(&self, select: &str, option: &str) -> Result<()> {
        let target = Target::new(Role::Combobox, select);
        let probe = async || {
            let Some(element) = self.find(&target).await? else { return Ok(None) };
            let script = "
                const [select, wanted] = arguments;
                const option = [...select.options].find((o) => o.text.trim().startsWith(wanted));
                if (!option) throw new Error('no option ' + wanted);
                select.focus();
                select.value = option.value;
                select.dispatchEvent(new Event('input', { bubbles: true }));
                select.dispatchEvent(new Event('change', { bubbles: true }));";
            self.script(script, vec![element.to_json()?, json!(option)]).await?;
            Ok(Some(()))
        };
        self.until(&format!("option “{option}” of {target}"), probe).await
    }

    /// Types keys wherever the focus is.
    ///
    /// # Errors
    /// If the session is gone.
    pub async fn keys(&self, keys: impl Into<TypingData>) -> Result<()> {
        let keys: TypingData = keys.into();
        let text: String = keys.as_vec().into_iter().collect();
        self.driver().await?.action_chain().send_keys(text).perform().await?;
        Ok(())
    }

    /// Presses keys together, the last one being the one that acts.
    ///
    /// # Errors
    /// If the session is gone.
    pub async fn chord(&self, held: &[Key], last: char) -> Result<()> {
        let mut chain = self.driver().await?.action_chain();
        for key in held {
            chain = chain.key_down(key.value());
        }
        chain = chain.key_down(last).key_up(last);
        for key in held.iter().rev() {
            chain = chain.key_up(key.value());
        }
        chain.perform().await?;
        Ok(())
    }

    /// The text a person sees.
    ///
    /// # Errors
    /// If the session is gone.
    pub async fn text(&self) -> Result<String> {
        let text = self.script("return document.body.innerText", vec![]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until this text is seen.
    ///
    /// # Errors
    /// If it does not appear.
    pub async fn see(&self, text: &str) -> Result<()> {
        let wanted = spaced(text);
        let probe = async || Ok(spaced(&self.text().await?).contains(&wanted).then_some(()));
        self.until(&format!("the text “{text}”"), probe).await
    }

    /// Fails if this text is seen now.
    ///
    /// # Errors
    /// If it is.
    pub async fn expect_unseen(&self, text: &str) -> Result<()> {
        if spaced(&self.text().await?).contains(&spaced(text)) {
            bail!("“{text}” is on the page");
        }
        Ok(())
    }

    /// Waits until nothing on the page is loading or saving.
    ///
    /// # Errors
    /// If something stays busy.
    pub async fn settled(&self) -> Result<()> {
        let script = "return document.readyState === 'complete' && !document.querySelector('[aria-busy=true]')";
        let probe = async || {
            let idle = self.script(script, vec![]).await?;
            Ok(idle.as_bool().unwrap_or(false).then_some(()))
        };
        self.until("the page to settle", probe).await
    }

    /// Saves a picture of the viewport.
    ///
    /// # Errors
    /// If it cannot be written.
    pub async fn screenshot(&self, file: &Path) -> Result<()> {
        if let Some(directory) = file.parent() {
            std::fs::create_dir_all(directory)?;
        }
        let picture = self.driver().await?.screenshot_as_png().await?;
        Ok(std::fs::write(file, picture)?)
    }
}

/// Every run of white space as one space, so that French spaces and line breaks do not matter.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
