//! The pages as navigation shows them: one list for sidebar, rail, bottom bar and shortcuts.

use crate::icon::Icon;
use crate::route::Route;

/// A page in the navigation.
pub(super) struct Entry {
    pub(super) route: Route,
    pub(super) icon: Icon,
    /// The message that names it.
    pub(super) name: &'static str,
    /// The key after `g` that leads there.
    pub(super) key: Option<&'static str>,
}

impl Entry {
    /// `aria-current` while `open` is the page shown.
    pub(super) fn current(&self, open: Route) -> Option<&'static str> {
        let open = match open {
            Route::Storage | Route::Security | Route::Settings => Route::General,
            Route::Models => Route::Forecast,
            other => other,
        };
        (open == self.route).then_some("page")
    }
}

/// A group of the sidebar.
pub(super) struct Group {
    /// The message that names it; the first has none.
    pub(super) name: Option<&'static str>,
    pub(super) entries: &'static [Entry],
}

const TODAY: Entry =
    Entry { route: Route::Today, icon: Icon::Home, name: "nav-today", key: Some("t") };
const ORDERS: Entry =
    Entry { route: Route::Orders, icon: Icon::Receipt, name: "nav-orders", key: Some("o") };
const FORECAST: Entry =
    Entry { route: Route::Forecast, icon: Icon::Trend, name: "nav-forecast", key: Some("f") };
const IMPORT: Entry =
    Entry { route: Route::Import, icon: Icon::Download, name: "nav-import", key: Some("m") };
const REPORTS: Entry =
    Entry { route: Route::Reports, icon: Icon::Bars, name: "nav-reports", key: Some("p") };
const SETTINGS: Entry =
    Entry { route: Route::General, icon: Icon::Settings, name: "nav-settings", key: None };

/// Everything there is, in the sidebar's order.
pub(super) const GROUPS: [Group; 3] = [
    Group { name: None, entries: &[TODAY, ORDERS] },
    Group { name: Some("nav-plan"), entries: &[FORECAST] },
    Group { name: Some("nav-data"), entries: &[IMPORT, REPORTS, SETTINGS] },
];

/// What a phone shows at once.
pub(super) const BOTTOM: [Entry; 4] = [TODAY, FORECAST, ORDERS, REPORTS];

/// What a phone shows behind "More".
pub(super) const MORE: [Entry; 2] = [IMPORT, SETTINGS];

/// Every entry.
pub(super) fn entries() -> impl Iterator<Item = &'static Entry> {
    GROUPS.iter().flat_map(|group| group.entries)
}
