//! The kit: small components on native HTML; colours and sizes come from the style sheets.

mod account;
mod avatar;
mod badge;
mod banner;
mod button;
mod card;
#[cfg(any(debug_assertions, feature = "testing"))]
mod chip;
mod choice;
mod day_field;
mod dialog;
mod dom_id;
mod drawer;
mod empty;
mod field;
mod form_error;
mod keypad;
mod logo;
mod menu;
mod name_choice;
mod progress;
mod search;
mod segmented;
mod select;
mod sheet;
mod skeleton;
mod strength;
mod table;
mod tabs;
mod tile;
mod toast;
mod virtual_table;

pub(crate) use account::account;
pub(crate) use avatar::avatar;
pub(crate) use badge::{Tone, badge, outline_badge};
pub(crate) use banner::Banner;
pub(crate) use button::{Button, Look, Size};
pub(crate) use card::Card;
#[cfg(any(debug_assertions, feature = "testing"))]
pub(crate) use chip::Chip;
pub(crate) use choice::Switch;
#[cfg(any(debug_assertions, feature = "testing"))]
pub(crate) use choice::{Checkbox, Radio};
pub(crate) use day_field::day_field;
pub(crate) use dialog::Dialog;
pub(crate) use drawer::Drawer;
pub(crate) use empty::empty;
pub(crate) use field::{Field, FieldKind};
pub(crate) use form_error::form_error;
pub(crate) use keypad::{Key, Keypad, PinDots};
pub(crate) use logo::logo;
pub(crate) use menu::{Menu, MenuItem};
pub(crate) use name_choice::NameChoice;
pub(crate) use progress::Progress;
pub(crate) use search::Search;
pub(crate) use segmented::Segmented;
pub(crate) use select::{Options, Select, options};
pub(crate) use sheet::{Kind, Sheet, SheetTable, amount, money};
pub(crate) use skeleton::skeleton;
pub(crate) use strength::{StrengthMeter, strength_sentence};
pub(crate) use table::{Cell, Column, Place, table};
pub(crate) use tabs::{RouteLink, Tab, Tabs};
pub(crate) use tile::{Change, Tile, change_mark, tile, tile_skeleton};
#[cfg(any(debug_assertions, feature = "testing"))]
pub(crate) use toast::ToastCard;
pub(crate) use toast::{Toast, ToastStack, use_toasts};
pub(crate) use virtual_table::{RowWindow, VirtualTable};
