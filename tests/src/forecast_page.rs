//! The Forecast page, as a person uses it, and what the vault answers behind it.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use ledger::{
    Answer, Day, Every, ForecastQuery, ForecastScope, ForecastView, ForecastsPage, ForecastsQuery,
    KeptForecast, Measure, ModelsPage, ModelsQuery, Query,
};
use protocol::{Bench, Request, Response, TestRequest};
use serde_json::Value;

use crate::finder::Role;
use crate::tab::Tab;

/// Longest for a comparison of models on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// What is asked first: the days of the coming four weeks.
#[must_use]
pub const fn four_weeks(scope: ForecastScope, measure: Measure) -> ForecastQuery {
    ForecastQuery { scope, measure, every: Every::Day, days: 28, model: None }
}

/// The page.
pub struct ForecastPage<'a> {
    tab: &'a Tab,
}

impl<'a> ForecastPage<'a> {
    /// Goes there by the navigation.
    ///
    /// # Errors
    /// If it does not open.
    pub async fn open(tab: &'a Tab) -> Result<Self> {
        tab.click(Role::Link, "Forecast").await?;
        tab.get(Role::Heading, "All sales").await?;
        Ok(Self { tab })
    }

    /// The page that `tab` shows already.
    #[must_use]
    pub const fn shown_in(tab: &'a Tab) -> Self {
        Self { tab }
    }

    /// Chooses an item or a category by a part of its name; its heading is `name`.
    ///
    /// # Errors
    /// If it is not offered.
    pub async fn pick(&self, typed: &str, name: &str) -> Result<()> {
        let (tab, field) = (self.tab, "Find an item or category");
        tab.click(Role::Combobox, field).await?;
        tab.keys(typed).await?;
        let offered = "
            const offers = [...document.querySelectorAll('#picker-list [role=option]')];
            const offer = offers.find((offer) => offer.querySelector('.picker__name').innerText === arguments[0]);
            offer?.click();
            return !!offer;";
        tab.until(&format!("“{name}” to be offered"), async || {
            let chosen = tab.script(offered, vec![name.into()]).await?;
            Ok((chosen == Value::Bool(true)).then_some(()))
        })
        .await?;
        tab.get(Role::Heading, name).await?;
        Ok(())
    }

    /// Waits until the page stands with a forecast that is up to date and compared; what is kept of it.
    ///
    /// # Errors
    /// If it never does, with what the page says instead.
    pub async fn made(&self, query: &ForecastQuery) -> Result<ForecastView> {
        self.tab
            .until_within(PATIENCE, "a forecast", async || {
                let status = self.status().await?;
                ensure!(status.starts_with("Made "), "the page says “{status}”");
                let view = self.tab.forecast(query).await?;
                ensure!(view.stale.is_empty(), "out of date: {:?}", view.stale);
                let is_compared = view.kept.as_ref().is_some_and(|kept| kept.scores.len() > 1);
                let is_shown = self.lead().await?.starts_with("Next ");
                Ok((is_compared && is_shown).then_some(view))
            })
            .await
    }

    /// When it was made and from what, or why it was not.
    ///
    /// # Errors
    /// If the page is another.
    pub async fn status(&self) -> Result<String> {
        self.words(".forecast .page-head [role=status]").await
    }

    /// The one-sentence result above the chart.
    ///
    /// # Errors
    /// If there is no chart.
    pub async fn lead(&self) -> Result<String> {
        self.words(".chart__lead > p").await
    }

    /// Asks for a model by its name in the list of models.
    ///
    /// # Errors
    /// If it is not offered.
    pub async fn choose_model(&self, name: &str) -> Result<()> {
        self.tab.press("Choose a model").await?;
        self.tab.click(Role::Radio, name).await?;
        self.tab.press("Forecast with it").await?;
        self.tab.gone(Role::Dialog, "Which model forecasts this").await
    }

    /// Names a day of the merchant's own; the dialog is closed again.
    ///
    /// # Errors
    /// If it is not written.
    pub async fn name_day(&self, name: &str, kind: &str, day: Day) -> Result<()> {
        let tab = self.tab;
        tab.press("Holidays and own days").await?;
        tab.press("Add a day").await?;
        tab.fill("Name", name).await?;
        tab.choose("What happens", kind).await?;
        tab.fill_day("First day", day).await?;
        tab.fill_day("Last day", day).await?;
        tab.press("Save").await?;
        tab.see(name).await?;
        tab.press("Close").await?;
        tab.gone(Role::Dialog, "Holidays and own days").await
    }

    /// Presses `start` beside the list of items and, when so many are forecast, `then`: within the page, because
    /// a fast machine would be done before a driver could press.
    ///
    /// # Errors
    /// If `start` is not there.
    pub async fn run_items(&self, start: &str, least: u64, then: &str) -> Result<()> {
        let script = "
            const [start, least, then] = arguments;
            const items = document.querySelector('.items');
            const button = (name) =>
                [...items?.querySelectorAll('button') ?? []].find((button) => button.innerText.trim() === name);
            if (!button(start)) return false;
            const watch = new MutationObserver(() => {
                if ((items.querySelector('.items__running progress')?.value ?? 0) >= least) {
                    watch.disconnect();
                    button(then)?.click();
                }
            });
            watch.observe(items, { subtree: true, childList: true, attributes: true });
            button(start).click();
            return true;";
        let probe = async || {
            let arguments = vec![start.into(), least.into(), then.into()];
            Ok((self.tab.script(script, arguments).await? == true).then_some(()))
        };
        self.tab.until(&format!("“{start}” beside the items"), probe).await
    }

    /// Waits until "Forecast all items" is paused; of how many it is.
    ///
    /// # Errors
    /// If it never is.
    pub async fn paused(&self) -> Result<u64> {
        self.tab.get(Role::Progress, "Paused").await?;
        let script = "return document.querySelector('.items__running progress').max";
        let total = self.tab.script(script, vec![]).await?;
        Ok(total.as_f64().context("a total")? as u64)
    }

    /// Waits until the list says this of all items.
    ///
    /// # Errors
    /// If it never does.
    pub async fn items_say(&self, text: &str) -> Result<()> {
        self.tab
            .until_within(PATIENCE, &format!("“{text}” above the list"), async || {
                let said = self.words(".items__head [role=status]").await?;
                ensure!(said == text, "it says “{said}”");
                Ok(Some(()))
            })
            .await
    }

    async fn words(&self, selector: &str) -> Result<String> {
        let script = "return document.querySelector(arguments[0])?.innerText.replace(/\\s+/g, ' ').trim() ?? ''";
        let said = self.tab.script(script, vec![selector.into()]).await?;
        Ok(said.as_str().unwrap_or_default().to_owned())
    }
}

impl Tab {
    /// What the vault knows of one question.
    ///
    /// # Errors
    /// If the worker refuses.
    pub async fn forecast(&self, query: &ForecastQuery) -> Result<ForecastView> {
        match self.expect_done(&Request::Query(Query::Forecast(query.clone()))).await? {
            Response::Answer(Answer::Forecast(view)) => Ok(*view),
            _ => bail!("a forecast was answered with something else"),
        }
    }

    /// The forecast that is kept of one question.
    ///
    /// # Errors
    /// If there is none.
    pub async fn kept(&self, query: &ForecastQuery) -> Result<KeptForecast> {
        Ok(*self.forecast(query).await?.kept.context("nothing is kept")?)
    }

    /// Chooses a day in a field of the browser's calendar.
    ///
    /// # Errors
    /// If there is no such field.
    pub async fn fill_day(&self, label: &str, day: Day) -> Result<()> {
        let (year, month, day) = day.date();
        let script = "
            const [label, day] = arguments;
            const fields = [...document.querySelectorAll('input[type=date]')];
            const field = fields.find((field) => field.labels[0]?.innerText.trim() === label);
            if (!field) return false;
            field.value = day;
            field.dispatchEvent(new Event('change', { bubbles: true }));
            return true;";
        let arguments = vec![label.into(), format!("{year:04}-{month:02}-{day:02}").into()];
        let probe =
            async || Ok((self.script(script, arguments.clone()).await? == true).then_some(()));
        self.until(&format!("the day “{label}”"), probe).await
    }

    /// The registry of models, in use or archived.
    ///
    /// # Errors
    /// If the worker refuses.
    pub async fn models(&self, archived: bool) -> Result<ModelsPage> {
        let query = ModelsQuery { search: String::new(), archived, offset: 0, limit: 500 };
        match self.expect_done(&Request::Query(Query::Models(query))).await? {
            Response::Answer(Answer::Models(page)) => Ok(page),
            _ => bail!("the registry was answered with something else"),
        }
    }

    /// All items with the units expected of the coming four weeks.
    ///
    /// # Errors
    /// If the worker refuses.
    pub async fn forecasts(&self) -> Result<ForecastsPage> {
        self.forecasts_by(None).await
    }

    /// The same by a model's name.
    ///
    /// # Errors
    /// If the vault is locked.
    pub async fn forecasts_by(&self, model: Option<String>) -> Result<ForecastsPage> {
        let query = ForecastsQuery {
            search: String::new(),
            place: None,
            measure: Measure::Units,
            every: Every::Day,
            days: 28,
            model,
            offset: 0,
            limit: 500,
        };
        match self.expect_done(&Request::Query(Query::Forecasts(query))).await? {
            Response::Answer(Answer::Forecasts(page)) => Ok(page),
            _ => bail!("the list of forecasts was answered with something else"),
        }
    }

    /// What the engines did since the worker started: `workers`, `started`, `crashed`, `longest_slice_ms`.
    ///
    /// # Errors
    /// If the worker refuses.
    pub async fn engines(&self) -> Result<BTreeMap<String, f64>> {
        match self.expect_done(&Request::Test(TestRequest::Bench(Bench::Engines))).await? {
            Response::Bench(numbers) => Ok(numbers.into_iter().collect()),
            _ => bail!("the engines were answered with something else"),
        }
    }
}
