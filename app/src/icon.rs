//! The icons we use, as paths on a 24-unit grid.
//!
//! Drawings from Lucide (<https://lucide.dev>), ISC licence (`icon-LICENSE.txt`), © Lucide Icons and Contributors; circles, ellipses
//! and rectangles are written as arcs and lines so that every icon is a few paths.

use yew::prelude::*;

/// A drawing with one meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Icon {
    /// Less than usual.
    ArrowDown,
    /// Back.
    ArrowLeft,
    /// More than usual.
    ArrowUp,
    /// Reports.
    Bars,
    /// An empty shelf.
    Box,
    /// Known days.
    Calendar,
    /// Done, or chosen.
    Check,
    /// Opens below.
    ChevronDown,
    /// Earlier.
    ChevronLeft,
    /// Later, or further in.
    ChevronRight,
    /// Waiting, or a time.
    Clock,
    /// Close.
    Close,
    /// Storage.
    Database,
    /// Bring onto this device.
    Download,
    /// More.
    Ellipsis,
    /// Erase the last digit.
    Erase,
    /// Show.
    Eye,
    /// Hide.
    EyeOff,
    /// Rows and columns.
    Grid,
    /// Today.
    Home,
    /// Worth knowing.
    Info,
    /// Password or key.
    Key,
    /// Shortcuts.
    Keyboard,
    /// Locked, or lock now.
    Lock,
    /// Open.
    LockOpen,
    /// More pages.
    Menu,
    /// No connection.
    Offline,
    /// Try it.
    Play,
    /// Print.
    Printer,
    /// Orders.
    Receipt,
    /// In step, or again.
    Refresh,
    /// Search.
    Search,
    /// Settings.
    Settings,
    /// Checked and whole.
    Shield,
    /// Take out as a file.
    Upload,
    /// Forecast.
    Trend,
    /// A person.
    User,
    /// Needs a look.
    Warning,
    /// See more at once.
    ZoomOut,
}

impl Icon {
    const fn paths(self) -> &'static [&'static str] {
        match self {
            Self::ArrowDown => &["M12 5v14", "m19 12-7 7-7-7"],
            Self::ArrowUp => &["m5 12 7-7 7 7", "M12 19V5"],
            Self::ArrowLeft => &["m12 19-7-7 7-7", "M19 12H5"],
            Self::Bars => &["M5 21v-6", "M12 21V3", "M19 21V9"],
            Self::Grid => &[
                "M12 3v18",
                "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-14a2 2 0 0 1 2 -2z",
                "M3 9h18",
                "M3 15h18",
            ],
            Self::Home => &[
                "M15 21v-8a1 1 0 0 0-1-1h-4a1 1 0 0 0-1 1v8",
                "M3 10a2 2 0 0 1 .709-1.528l7-6a2 2 0 0 1 2.582 0l7 6A2 2 0 0 1 21 10v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z",
            ],
            Self::Menu => &["M4 5h16", "M4 12h16", "M4 19h16"],
            Self::Receipt => &[
                "M4 2v20l2-1 2 1 2-1 2 1 2-1 2 1 2-1 2 1V2l-2 1-2-1-2 1-2-1-2 1-2-1-2 1Z",
                "M14 8H8",
                "M16 12H8",
                "M13 16H8",
            ],
            Self::Box => &[
                "M21 8a2 2 0 0 0-1-1.73l-7-4a2 2 0 0 0-2 0l-7 4A2 2 0 0 0 3 8v8a2 2 0 0 0 1 1.73l7 4a2 2 0 0 0 2 0l7-4A2 2 0 0 0 21 16Z",
                "m3.3 7 8.7 5 8.7-5",
                "M12 22V12",
            ],
            Self::Check => &["M20 6 9 17l-5-5"],
            Self::ChevronDown => &["m6 9 6 6 6-6"],
            Self::ChevronLeft => &["m15 18-6-6 6-6"],
            Self::ChevronRight => &["m9 18 6-6-6-6"],
            Self::Clock => &["M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0", "M12 6v6l4 2"],
            Self::Calendar => &[
                "M8 2v4",
                "M16 2v4",
                "M5 4h14a2 2 0 0 1 2 2v14a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-14a2 2 0 0 1 2 -2z",
                "M3 10h18",
            ],
            Self::Close => &["M18 6 6 18", "m6 6 12 12"],
            Self::Database => &[
                "M3 5a9 3 0 1 0 18 0a9 3 0 1 0 -18 0",
                "M3 5V19A9 3 0 0 0 21 19V5",
                "M3 12A9 3 0 0 0 21 12",
            ],
            Self::Download => {
                &["M12 15V3", "M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4", "m7 10 5 5 5-5"]
            }
            Self::Ellipsis => &[
                "M11 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0",
                "M18 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0",
                "M4 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0",
            ],
            Self::Erase => &[
                "M10 5a2 2 0 0 0-1.344.519l-6.328 5.74a1 1 0 0 0 0 1.481l6.328 5.741A2 2 0 0 0 10 19h10a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2z",
                "m12 9 6 6",
                "m18 9-6 6",
            ],
            Self::Eye => &[
                "M2.062 12.348a1 1 0 0 1 0-.696 10.75 10.75 0 0 1 19.876 0 1 1 0 0 1 0 .696 10.75 10.75 0 0 1-19.876 0",
                "M9 12a3 3 0 1 0 6 0a3 3 0 1 0 -6 0",
            ],
            Self::EyeOff => &[
                "M10.733 5.076a10.744 10.744 0 0 1 11.205 6.575 1 1 0 0 1 0 .696 10.747 10.747 0 0 1-1.444 2.49",
                "M14.084 14.158a3 3 0 0 1-4.242-4.242",
                "M17.479 17.499a10.75 10.75 0 0 1-15.417-5.151 1 1 0 0 1 0-.696 10.75 10.75 0 0 1 4.446-5.143",
                "m2 2 20 20",
            ],
            Self::Info => &["M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0", "M12 16v-4", "M12 8h.01"],
            Self::Key => &[
                "M2.586 17.414A2 2 0 0 0 2 18.828V21a1 1 0 0 0 1 1h3a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h1a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h.172a2 2 0 0 0 1.414-.586l.814-.814a6.5 6.5 0 1 0-4-4z",
                "M16 7.5a0.5 0.5 0 1 0 1 0a0.5 0.5 0 1 0 -1 0",
            ],
            Self::Keyboard => &[
                "M10 8h.01",
                "M12 12h.01",
                "M14 8h.01",
                "M16 12h.01",
                "M18 8h.01",
                "M6 8h.01",
                "M7 16h10",
                "M8 12h.01",
                "M4 4h16a2 2 0 0 1 2 2v12a2 2 0 0 1 -2 2h-16a2 2 0 0 1 -2 -2v-12a2 2 0 0 1 2 -2z",
            ],
            Self::Lock => &[
                "M5 11h14a2 2 0 0 1 2 2v7a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-7a2 2 0 0 1 2 -2z",
                "M7 11V7a5 5 0 0 1 10 0v4",
            ],
            Self::LockOpen => &[
                "M5 11h14a2 2 0 0 1 2 2v7a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-7a2 2 0 0 1 2 -2z",
                "M7 11V7a5 5 0 0 1 9.9-1",
            ],
            Self::Offline => &[
                "M12 20h.01",
                "M8.5 16.429a5 5 0 0 1 7 0",
                "M5 12.859a10 10 0 0 1 5.17-2.69",
                "M19 12.859a10 10 0 0 0-2.007-1.523",
                "M2 8.82a15 15 0 0 1 4.177-2.643",
                "M22 8.82a15 15 0 0 0-11.288-3.764",
                "m2 2 20 20",
            ],
            Self::Play => &[
                "M5 5a2 2 0 0 1 3.008-1.728l11.997 6.998a2 2 0 0 1 .003 3.458l-12 7A2 2 0 0 1 5 19z",
            ],
            Self::Printer => &[
                "M6 18H4a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2h-2",
                "M6 9V3a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v6",
                "M7 14h10a1 1 0 0 1 1 1v6a1 1 0 0 1 -1 1h-10a1 1 0 0 1 -1 -1v-6a1 1 0 0 1 1 -1z",
            ],
            Self::Refresh => &[
                "M3 12a9 9 0 0 1 9-9 9.75 9.75 0 0 1 6.74 2.74L21 8",
                "M21 3v5h-5",
                "M21 12a9 9 0 0 1-9 9 9.75 9.75 0 0 1-6.74-2.74L3 16",
                "M8 16H3v5",
            ],
            Self::Search => &["m21 21-4.34-4.34", "M3 11a8 8 0 1 0 16 0a8 8 0 1 0 -16 0"],
            Self::Settings => &[
                "M10 5H3",
                "M12 19H3",
                "M14 3v4",
                "M16 17v4",
                "M21 12h-9",
                "M21 19h-5",
                "M21 5h-7",
                "M8 10v4",
                "M8 12H3",
            ],
            Self::Shield => &[
                "M20 13c0 5-3.5 7.5-7.66 8.95a1 1 0 0 1-.67-.01C7.5 20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 6.24-2.72a1.17 1.17 0 0 1 1.52 0C14.51 3.81 17 5 19 5a1 1 0 0 1 1 1z",
                "m9 12 2 2 4-4",
            ],
            Self::Upload => {
                &["M12 3v12", "m17 8-5-5-5 5", "M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4"]
            }
            Self::Trend => &["M16 7h6v6", "m22 7-8.5 8.5-5-5L2 17"],
            Self::User => &["M7 8a5 5 0 1 0 10 0a5 5 0 1 0 -10 0", "M20 21a8 8 0 0 0-16 0"],
            Self::Warning => &[
                "m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3",
                "M12 9v4",
                "M12 17h.01",
            ],
            Self::ZoomOut => {
                &["m21 21-4.34-4.34", "M3 11a8 8 0 1 0 16 0a8 8 0 1 0 -16 0", "M8 11h6"]
            }
        }
    }

    /// At 20 px, beside text that says what it means.
    pub(crate) fn draw(self) -> Html {
        self.svg("icon")
    }

    /// At 16 px, inside dense lines.
    pub(crate) fn small(self) -> Html {
        self.svg("icon icon--16")
    }

    fn svg(self, class: &'static str) -> Html {
        html! {
            <svg {class} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                { for self.paths().iter().map(|d| html! { <path d={*d} /> }) }
            </svg>
        }
    }
}
