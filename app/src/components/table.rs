//! Table: rows under sticky heads; on a phone a list of two-line rows.

use yew::prelude::*;

/// Where a column goes when rows become two lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The first line.
    First,
    /// The quiet second line.
    Second,
    /// The figure at the right.
    Key,
    /// Left out.
    Nowhere,
}

/// A column's head.
#[derive(Clone, PartialEq)]
pub(crate) struct Column {
    /// Its name.
    pub(crate) label: AttrValue,
    /// Whether figures stand in it, which align at the right.
    pub(crate) number: bool,
    /// Its place on a phone.
    pub(crate) place: Place,
}

/// One cell.
pub(crate) type Cell = Html;

/// A table of what fits on a page: what it lists, read aloud; and rows with as many cells as there are columns.
pub(crate) fn table(caption: AttrValue, columns: &[Column], rows: Vec<Vec<Cell>>) -> Html {
    html! {
        <table class="table">
            <caption class="visually-hidden">{ caption }</caption>
            <thead>
                <tr>
                    { for columns.iter().map(|column| html! {
                        <th scope="col" class={column.number.then_some("table__number")}>
                            { column.label.clone() }
                        </th>
                    }) }
                </tr>
            </thead>
            <tbody>
                { for rows.into_iter().map(|row| html! {
                    <tr>
                        { for columns.iter().zip(row).map(|(column, cell)| html! {
                            <td
                                class={column.number.then_some("table__number")}
                                data-phone={phone(column.place)}
                            >
                                { cell }
                            </td>
                        }) }
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

pub(super) const fn phone(place: Place) -> &'static str {
    match place {
        Place::First => "first",
        Place::Second => "second",
        Place::Key => "key",
        Place::Nowhere => "none",
    }
}
