//! Elements by role and accessible name, as a person with a screen reader finds them.

use std::fmt;

use anyhow::{Result, bail};
use http::Method;
use serde_json::json;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::{ElementId, RequestData, SessionId, WebElement};

use crate::tab::Tab;

/// The roles our pages use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Does something.
    Button,
    /// Leads somewhere.
    Link,
    /// A field to type into, passwords too.
    Textbox,
    /// Chooses one of several, natively or not.
    Combobox,
    /// On or off.
    Checkbox,
    /// On or off, at once.
    Switch,
    /// One of a group.
    Radio,
    /// Names what follows.
    Heading,
    /// Must be answered first.
    Dialog,
    /// Urgent.
    Alert,
    /// Not urgent.
    Status,
    /// A named part of the page.
    Region,
    /// Ways to other pages.
    Navigation,
    /// How far a job is.
    Progress,
    /// Rows of something.
    Table,
    /// Items of something.
    List,
    /// One of several pages.
    Tab,
    /// One of a menu's choices.
    MenuItem,
}

impl Role {
    /// Elements that have this role, by their tag or explicitly.
    const fn selector(self) -> &'static str {
        match self {
            Self::Button => {
                "button:not([role]),[role=button],input[type=submit],input[type=button],summary"
            }
            Self::Link => "a[href]:not([role]),[role=link]",
            Self::Textbox => {
                "textarea,[role=textbox],[role=searchbox],input:not([type]):not([role]):not([list]),\
                 input:is([type=text],[type=password],[type=email],[type=search],[type=tel],\
                 [type=number],[type=url]):not([role]):not([list])"
            }
            Self::Combobox => "select,[role=combobox],input[list]",
            Self::Checkbox => "input[type=checkbox]:not([role]),[role=checkbox]",
            Self::Switch => "[role=switch]",
            Self::Radio => "input[type=radio]:not([role]),[role=radio]",
            Self::Heading => "h1,h2,h3,h4,[role=heading]",
            Self::Dialog => "dialog[open],[role=dialog],[role=alertdialog]",
            Self::Alert => "[role=alert]",
            Self::Status => "[role=status],output",
            Self::Region => "section,[role=region]",
            Self::Navigation => "nav,[role=navigation]",
            Self::Progress => "progress,[role=progressbar]",
            Self::Table => "table,[role=table],[role=grid]",
            Self::List => "ul,ol,[role=list]",
            Self::Tab => "[role=tab]",
            Self::MenuItem => "[role=menuitem]",
        }
    }
}

/// What to find: a role and the accessible name, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    role: Role,
    name: String,
}

impl Target {
    /// The one with this role and name.
    #[must_use]
    pub fn new(role: Role, name: &str) -> Self {
        Self { role, name: name.to_owned() }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} “{}”", self.role, self.name)
    }
}

/// Visible elements of a role whose markup mentions the name, or names them in a way only the browser knows.
const CANDIDATES: &str = "
    const [selector, name] = arguments;
    const plain = (text) => (text ?? '').replace(/\\s+/g, ' ').trim();
    const shown = (element) =>
        element.checkVisibility({ visibilityProperty: true }) && !element.closest('[aria-hidden=true],[inert]');
    const mentions = (element) => {
        const ids = (element.getAttribute('aria-labelledby') ?? '').split(/\\s+/).filter(Boolean);
        const parts = [
            element.getAttribute('aria-label'), element.textContent, element.title, element.placeholder,
            element.value, ...ids.map((id) => document.getElementById(id)?.textContent),
            ...[...(element.labels ?? [])].map((label) => label.textContent),
        ];
        return parts.some((part) => plain(part).includes(name));
    };
    return [...document.querySelectorAll(selector)].filter((e) => shown(e) && mentions(e));
";

#[derive(Debug)]
struct ComputedLabel(ElementId);

impl FormatRequestData for ComputedLabel {
    fn format_request(&self, session_id: &SessionId) -> RequestData {
        let element = &self.0;
        let path = format!("session/{session_id}/element/{element}/computedlabel");
        RequestData::new(Method::GET, path)
    }
}

impl Tab {
    /// The one visible element of this role and accessible name, if it is there now.
    ///
    /// # Errors
    /// If there are several, or the session is gone.
    pub async fn find(&self, target: &Target) -> Result<Option<WebElement>> {
        let driver = self.driver().await?;
        let arguments = vec![json!(target.role.selector()), json!(plain(&target.name))];
        let candidates = driver.execute(CANDIDATES, arguments).await?.elements()?;
        let mut found = Vec::new();
        for element in candidates {
            let label: String =
                driver.cmd(ComputedLabel(element.element_id())).await?.value().unwrap_or_default();
            if plain(&label) == plain(&target.name) {
                found.push(element);
            }
        }
        match found.len() {
            0 | 1 => Ok(found.pop()),
            several => bail!("{several} elements are {target}"),
        }
    }
}

/// Runs of white space, narrow and hard spaces included, as one space.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
