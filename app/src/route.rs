//! Addresses of the pages that work.

use yew_router::prelude::*;

/// Where a person can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Routable)]
pub(crate) enum Route {
    /// The day so far, and what was before it.
    #[at("/")]
    Today,
    /// Every order, and one of them in full.
    #[at("/orders")]
    Orders,
    /// What is expected of everything, a place, a category or an item.
    #[at("/forecast")]
    Forecast,
    /// Every trained model.
    #[at("/forecast/models")]
    Models,
    /// Files and typed rows on their way into the vault.
    #[at("/import")]
    Import,
    /// Reports; sales first.
    #[at("/reports")]
    Reports,
    /// Leads on to the first tab.
    #[at("/settings")]
    Settings,
    /// Name, currency, language, zone, theme.
    #[at("/settings/general")]
    General,
    /// What the browser stores, and the log.
    #[at("/settings/storage")]
    Storage,
    /// Password, recovery key, PIN, locks.
    #[at("/settings/security")]
    Security,
    /// Anything else.
    #[not_found]
    #[at("/404")]
    NotFound,
}
