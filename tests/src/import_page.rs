//! The Import page, as a person uses it.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::finder::{Role, Target};
use crate::tab::Tab;

/// Longest for files of a few hundred thousand lines on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// How a file was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It was read to its end: so many lines would go in.
    Checked(u64),
    /// Something has to be answered, or decided, first.
    Asking,
    /// It was refused; the page says this.
    Refused(String),
}

/// What the page says after an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    /// Orders, or other records, added.
    pub added: u64,
    /// Updated.
    pub updated: u64,
    /// Lines written; 0 where the page does not tell.
    pub lines: u64,
    /// Already there.
    pub skipped: u64,
    /// Left out.
    pub rejected: u64,
}

/// The page.
pub struct ImportPage<'a> {
    tab: &'a Tab,
}

impl<'a> ImportPage<'a> {
    /// Goes there by the navigation.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn open(tab: &'a Tab) -> Result<Self> {
        tab.click(Role::Link, "Import").await?;
        tab.get(Role::Button, "Choose a file").await?;
        Ok(Self { tab })
    }

    /// The page that `tab` shows already.
    #[must_use]
    pub const fn shown_in(tab: &'a Tab) -> Self {
        Self { tab }
    }

    /// Chooses a file and waits until it is checked, asked about or refused.
    ///
    /// # Errors
    /// If none of it happens.
    pub async fn choose(&self, file: &Path) -> Result<Taken> {
        self.tab.choose_file(file).await?;
        self.taken().await
    }

    /// Drops a file and waits as [`ImportPage::choose`].
    ///
    /// # Errors
    /// As there.
    pub async fn drop_file(&self, name: &str, bytes: &[u8]) -> Result<Taken> {
        self.tab.drop_file(".drop", name, bytes).await?;
        self.taken().await
    }

    /// Waits until what is open is checked, asked about or refused.
    ///
    /// # Errors
    /// If none of it happens.
    pub async fn taken(&self) -> Result<Taken> {
        let script = "
            const plain = (element) => element.innerText.replace(/\\s+/g, ' ').trim();
            const alert = document.querySelector('main [role=alert]');
            if (alert && plain(alert)) return ['refused', plain(alert)];
            const button = document.querySelector('.import__foot .button--primary');
            const headline = document.querySelector('.import__line .strong');
            return ['open', button ? plain(button) : '', button ? !button.matches('[aria-disabled=true],:disabled') : false,
                headline ? plain(headline) : ''];";
        self.tab
            .until_within(PATIENCE, "the file to be checked", async || {
                let seen = self.tab.script(script, vec![]).await?;
                let text = |at: usize| seen[at].as_str().unwrap_or_default().to_owned();
                Ok(match text(0).as_str() {
                    "refused" => Some(Taken::Refused(text(1))),
                    _ if seen[2] == Value::Bool(true) => {
                        Some(Taken::Checked(number(&text(1)).context("a number of lines")?))
                    }
                    _ if text(3).contains("to answer first")
                        || text(3).contains("Choose what to do")
                        || text(3).contains("No line of this file") =>
                    {
                        Some(Taken::Asking)
                    }
                    _ => None,
                })
            })
            .await
    }

    /// Waits until so many lines can go in, after something was changed or decided.
    ///
    /// # Errors
    /// If it stays at something else.
    pub async fn taken_of(&self, lines: u64) -> Result<()> {
        self.tab
            .until(&format!("{lines} lines that can go in"), async || {
                Ok((self.taken().await? == Taken::Checked(lines)).then_some(()))
            })
            .await
    }

    /// What the page says under "To look at", one sentence per cause.
    ///
    /// # Errors
    /// If the session is gone.
    pub async fn problems(&self) -> Result<Vec<String>> {
        let script = "return [...document.querySelectorAll('ul.look-at > li')].map((item) => item.innerText)";
        let found = self.tab.script(script, vec![]).await?;
        let texts = found.as_array().into_iter().flatten().filter_map(Value::as_str);
        Ok(texts.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect())
    }

    /// Back to where a file is chosen, whatever is open.
    ///
    /// # Errors
    /// If there is no way back.
    pub async fn cancel(&self) -> Result<()> {
        if self.tab.find(&Target::new(Role::Button, "Cancel")).await?.is_some() {
            self.tab.press("Cancel").await?;
        }
        self.tab.get(Role::Button, "Choose a file").await?;
        Ok(())
    }

    /// Presses Import and waits until it is in.
    ///
    /// # Errors
    /// If it is refused.
    pub async fn import(&self) -> Result<Done> {
        self.begin_import().await?;
        self.done().await
    }

    /// Presses Import.
    ///
    /// # Errors
    /// If it cannot be pressed.
    pub async fn begin_import(&self) -> Result<()> {
        let script = "
            const button = document.querySelector('.import__foot .button--primary');
            if (!button || button.matches('[aria-disabled=true],:disabled')) return false;
            button.click();
            return true;";
        let probe = async || Ok((self.tab.script(script, vec![]).await? == true).then_some(()));
        self.tab.until("Import to be possible", probe).await
    }

    /// Waits until the page says what went in.
    ///
    /// # Errors
    /// If it says why nothing did.
    pub async fn done(&self) -> Result<Done> {
        let title = Target::new(Role::Heading, "It is in");
        let in_it = self
            .tab
            .until_within(PATIENCE, "the import to be in", async || {
                if self.tab.find(&title).await?.is_some() {
                    return Ok(Some(true));
                }
                Ok(self.complaint().await?.map(|_| false))
            })
            .await?;
        if !in_it {
            bail!("not imported: {}", self.complaint().await?.unwrap_or_default());
        }
        let facts = self.facts().await?;
        let fact = |name: &str| facts.get(name).and_then(|text| number(text)).unwrap_or_default();
        Ok(Done {
            added: fact("Orders added") + fact("Added"),
            updated: fact("Updated"),
            lines: fact("Lines written"),
            skipped: fact("Already there"),
            rejected: fact("Left out"),
        })
    }

    /// What the page says after an import, by name.
    ///
    /// # Errors
    /// If the session is gone.
    pub async fn facts(&self) -> Result<BTreeMap<String, String>> {
        let script = "
            return [...document.querySelectorAll('main dl.facts > div')].map((fact) =>
                [fact.querySelector('dt').innerText, fact.querySelector('dd').innerText]);";
        let found = self.tab.script(script, vec![]).await?;
        let text = |value: &Value| value.as_str().unwrap_or_default().trim().to_owned();
        let pairs = found.as_array().into_iter().flatten();
        Ok(pairs.map(|pair| (text(&pair[0]), text(&pair[1]))).collect())
    }

    async fn complaint(&self) -> Result<Option<String>> {
        let script = "return document.querySelector('main [role=alert]')?.innerText ?? ''";
        let said = self.tab.script(script, vec![]).await?;
        Ok(said.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned))
    }
}

/// The digits of a text as a number: "Import 17,356 lines" is 17,356.
fn number(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}
