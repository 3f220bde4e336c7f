//! What was sold: orders with their lines as columns, and the questions asked of them.

mod orders;
mod query;

pub use orders::{ItemName, LineKind, OrderFlags, Orders, Totals};
pub use query::{
    By, Comparison, Figures, HourView, Lead, OrderLineView, OrderRef, OrderRow, OrderView,
    OrdersPage, OrdersQuery, Period, PlaceView, RowKey, SalesAnswer, SalesFilter, SalesQuery,
    SalesRow, Tile, TodayView, TopSide,
};
