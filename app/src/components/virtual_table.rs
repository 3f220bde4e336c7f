//! Virtual table: a window of rows out of very many, drawn as it is scrolled to.
//!
//! Focus stays on the grid and names the active row, so that no row has to exist because it was focused. Heights
//! are attributes of rows, because style attributes are forbidden here.

mod scroll;

use std::rc::Rc;

use web_sys::HtmlElement;
use yew::prelude::*;

use super::dom_id::use_dom_id;
use super::table::{Cell, Column, phone};
use scroll::{Extent, Shown};

/// Rows that are at hand; their cells are made when they come into sight. Equal if it is the same maker.
#[derive(Clone)]
pub(crate) struct RowWindow {
    /// The index of the first.
    pub(crate) offset: u64,
    /// How many.
    pub(crate) count: usize,
    /// The cells of the row at an index of the window, as many as there are columns.
    pub(crate) cells: Rc<dyn Fn(usize) -> Vec<Cell>>,
}

impl PartialEq for RowWindow {
    fn eq(&self, other: &Self) -> bool {
        self.offset == other.offset
            && self.count == other.count
            && Rc::ptr_eq(&self.cells, &other.cells)
    }
}

impl RowWindow {
    fn cells(&self, index: u64) -> Option<Vec<Cell>> {
        let at = usize::try_from(index.checked_sub(self.offset)?).ok()?;
        (at < self.count).then(|| (self.cells)(at))
    }

    const fn covers(&self, first: u64, end: u64) -> bool {
        first >= self.offset && end <= self.offset + self.count as u64
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// What the table lists, read aloud.
    pub(crate) caption: AttrValue,
    pub(crate) columns: Rc<[Column]>,
    /// All rows there are.
    pub(crate) total: u64,
    /// Those at hand; the others are drawn as skeletons.
    pub(crate) window: Option<RowWindow>,
    /// Rows are wanted: from which on, and how many.
    #[prop_or_default]
    pub(crate) onwindow: Callback<(u64, u16)>,
    /// A row was chosen, by Enter or a press.
    pub(crate) onopen: Callback<u64>,
    /// The row that is open beside the table.
    #[prop_or_default]
    pub(crate) open: Option<u64>,
}

/// Rows asked for at once, and how many of them lie before those in sight.
const WINDOW: u16 = 150;
const BEFORE: u64 = 50;

/// Arrow keys or `j` and `k` move, Page keys leap, Home and End jump, Enter opens.
#[component]
pub(crate) fn VirtualTable(props: &Props) -> Html {
    let id = use_dom_id();
    let grid = use_node_ref();
    let shown = use_state(Shown::default);
    let active = use_state(|| 0_u64);
    let look = {
        let (grid, shown, total) = (grid.clone(), shown.clone(), props.total);
        move || {
            if let Some(grid) = grid.cast::<HtmlElement>() {
                let now = Extent::measure(&grid, total).shown(f64::from(grid.scroll_top()));
                if now != *shown {
                    shown.set(now);
                }
            }
        }
    };
    {
        // The first look, and again when rows came or went.
        let look = look.clone();
        use_effect_with((props.total, props.window.is_some()), move |_| look());
    }
    {
        let onwindow = props.onwindow.clone();
        let (first, end) = (shown.first, shown.end.min(props.total));
        let covered = props.window.as_ref().is_some_and(|window| window.covers(first, end));
        use_effect_with((first, covered, props.total), move |&(first, covered, _)| {
            if !covered {
                onwindow.emit((first.saturating_sub(BEFORE), WINDOW));
            }
        });
    }
    let onkeydown = {
        let (grid, active, shown) = (grid.clone(), active.clone(), shown.clone());
        let (total, onopen) = (props.total, props.onopen.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.alt_key() || event.meta_key() || total == 0 {
                return;
            }
            let (at, last, leap) = ((*active).min(total - 1), total - 1, shown.leap);
            let next = match event.key().as_str() {
                "ArrowDown" | "j" => at + 1,
                "ArrowUp" | "k" => at.saturating_sub(1),
                "PageDown" => at + leap,
                "PageUp" => at.saturating_sub(leap),
                "Home" => 0,
                "End" => last,
                "Enter" => {
                    event.prevent_default();
                    onopen.emit(at);
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            let next = next.min(last);
            active.set(next);
            if let Some(grid) = grid.cast::<HtmlElement>() {
                Extent::measure(&grid, total).reveal(&grid, next);
            }
        })
    };
    let onpress = {
        let (active, onopen) = (active.clone(), props.onopen.clone());
        Callback::from(move |index| {
            active.set(index);
            onopen.emit(index);
        })
    };
    let row_id = |index: u64| format!("{id}-{index}");
    let end = shown.end.min(props.total);
    let first = shown.first.min(end);
    let in_sight = (first..end).contains(&*active);
    html! {
        <div
            ref={grid} class="vtable" role="grid" tabindex="0" aria-label={props.caption.clone()}
            aria-rowcount={(props.total + 1).to_string()}
            aria-activedescendant={in_sight.then(|| row_id(*active))}
            onscroll={move |_: Event| look()} {onkeydown}
        >
            <table class="table" role="presentation">
                <thead role="rowgroup">
                    <tr role="row" aria-rowindex="1">
                        { for props.columns.iter().map(|column| html! {
                            <th role="columnheader" class={column.number.then_some("table__number")}>
                                { column.label.clone() }
                            </th>
                        }) }
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <tr class="vtable__space" role="presentation" height={shown.above.to_string()} />
                    { for (first..end).map(|index| html! {
                        <Row
                            key={index.to_string()} id={row_id(index)} {index}
                            columns={Rc::clone(&props.columns)} window={props.window.clone()}
                            active={index == *active} open={props.open == Some(index)}
                            onpress={onpress.clone()}
                        />
                    }) }
                    <tr class="vtable__space" role="presentation" height={shown.below.to_string()} />
                </tbody>
            </table>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    id: String,
    index: u64,
    columns: Rc<[Column]>,
    window: Option<RowWindow>,
    active: bool,
    open: bool,
    onpress: Callback<u64>,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let index = props.index;
    let cells = props.window.as_ref().and_then(|window| window.cells(index));
    html! {
        <tr
            id={props.id.clone()} role="row" aria-rowindex={(index + 2).to_string()}
            class={classes!("vtable__row", props.active.then_some("vtable__row--active"))}
            aria-selected={if props.open { "true" } else { "false" }}
            onclick={props.onpress.reform(move |_: MouseEvent| index)}
        >
            { for props.columns.iter().enumerate().map(|(at, column)| html! {
                <td
                    role="gridcell" data-phone={phone(column.place)}
                    class={column.number.then_some("table__number")}
                >
                    { match &cells {
                        Some(cells) => cells.get(at).cloned().unwrap_or_default(),
                        None => html! { <span class="skeleton__block vtable__wait" /> },
                    } }
                </td>
            }) }
        </tr>
    }
}
