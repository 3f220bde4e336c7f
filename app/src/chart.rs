//! Charts: a canvas drawn by plotters, read by pointer, touch, keyboard and ear.

mod card;
mod data;
mod draw;
mod forecast;
mod legend;
mod look;
mod picture;
mod plot;
mod scale;
mod sparkline;
mod surface;

pub(crate) use card::ChartCard;
pub(crate) use data::{At, ChartData, Form, Phase, Point, Unit};
pub(crate) use forecast::{Beside, Course, Outlook, forecast_sheet, periods};
pub(crate) use sparkline::sparkline;
