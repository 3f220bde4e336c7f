//! Files of any vendor and any spreadsheet, understood by their content.
//!
//! [`Inspector`] looks at the beginning of a file and proposes a plan; [`Reader`] reads all of it by a plan and
//! hands out canonical chunks. Both take bytes in any slices. Nothing here knows a file's name.

mod cells;
mod countries;
mod currencies;
mod dates;
mod encoding;
mod error;
mod grid;
mod header;
mod inspect;
mod intern;
mod itemlist;
mod items;
mod layouts;
mod mapping;
mod numbers;
mod other_dates;
mod problems;
mod profile;
mod rates;
mod reader;
mod reading;
mod records;
mod sales;
mod settings;
mod shape;
mod status;
mod text;
mod windows;
mod words;

pub use error::ImportError;
pub use grid::grid_bytes;
pub use inspect::Inspector;
pub use problems::ProblemRow;
pub use reader::Reader;
pub use reading::Reading;
pub use settings::Settings;
pub use windows::Windows;

#[cfg(test)]
mod tests;
