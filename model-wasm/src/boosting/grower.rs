//! One tree, grown leaf by leaf.

use super::bins::{MISSING, MOST_BINS, Table};
use super::forest::{Child, Node};
use super::histogram::{Histogram, Limits, Slope, Split, Sums};

/// A tree under way.
pub(super) struct Grower {
    columns: Vec<usize>,
    limits: Limits,
    most_leaves: usize,
    /// The rows it learns from; those of a leaf stand together.
    rows: Vec<u32>,
    leaves: Vec<Leaf>,
    nodes: Vec<Node>,
    /// The highest bin on the left of each node.
    bins: Vec<u8>,
}

/// A leaf and how it would be split.
struct Leaf {
    start: usize,
    end: usize,
    /// The node above it, and whether it hangs on the left.
    parent: Option<(usize, bool)>,
    histogram: Option<Histogram>,
    best: Option<Split>,
}

/// A grown tree without values.
pub(super) struct Grown {
    pub(super) nodes: Vec<Node>,
    bins: Vec<u8>,
    pub(super) rows: Vec<u32>,
    /// Where the rows of each leaf begin and end.
    pub(super) leaves: Vec<(usize, usize)>,
}

impl Grower {
    /// A tree of one leaf with all rows. `slopes` are indexed by row.
    pub(super) fn new(
        table: &Table,
        columns: Vec<usize>,
        rows: Vec<u32>,
        slopes: &[Slope],
        limits: Limits,
        most_leaves: usize,
    ) -> Self {
        let root = Leaf { start: 0, end: rows.len(), parent: None, histogram: None, best: None };
        let mut grower = Self {
            columns,
            limits,
            most_leaves,
            rows,
            leaves: vec![root],
            nodes: Vec::new(),
            bins: Vec::new(),
        };
        let histogram = grower.histogram(table, slopes, 0);
        let mut total = Sums::default();
        for row in &grower.rows {
            let slope = slopes[*row as usize];
            total.gradient += f64::from(slope.gradient);
            total.hessian += f64::from(slope.hessian);
            total.count += 1.0;
        }
        grower.set(table, 0, histogram, &total);
        grower
    }

    /// Splits the leaf where that gains most. How many bins were looked at; 0 if none is to be split any more.
    pub(super) fn split(&mut self, table: &Table, slopes: &[Slope]) -> usize {
        if self.leaves.len() >= self.most_leaves {
            return 0;
        }
        let mut chosen: Option<(usize, Split)> = None;
        for (at, leaf) in self.leaves.iter().enumerate() {
            let Some(best) = leaf.best else { continue };
            if chosen.is_none_or(|(_, so_far)| best.gain > so_far.gain) {
                chosen = Some((at, best));
            }
        }
        let Some((at, split)) = chosen else { return 0 };
        let middle = self.part(table, at, &split);
        self.add_node(table, at, &split, middle);
        self.look(table, slopes, at, &split);
        let rows = split.left.count.min(split.right.count) as usize;
        (rows + 2 * MOST_BINS) * self.columns.len()
    }

    pub(super) fn finish(self) -> Grown {
        let leaves = self.leaves.iter().map(|leaf| (leaf.start, leaf.end)).collect();
        Grown { nodes: self.nodes, bins: self.bins, rows: self.rows, leaves }
    }

    /// Puts the rows of a leaf that go left before the others, each in their order.
    fn part(&mut self, table: &Table, at: usize, split: &Split) -> usize {
        let (start, end) = (self.leaves[at].start, self.leaves[at].end);
        let column = table.column(split.column);
        let mut right = Vec::with_capacity(end - start);
        let mut middle = start;
        for place in start..end {
            let row = self.rows[place];
            if goes_left(column[row as usize], split.bin, split.missing_left) {
                self.rows[middle] = row;
                middle += 1;
            } else {
                right.push(row);
            }
        }
        self.rows[middle..end].copy_from_slice(&right);
        middle
    }

    fn add_node(&mut self, table: &Table, at: usize, split: &Split, middle: usize) {
        let node = self.nodes.len();
        let new = self.leaves.len();
        let (start, end) = (self.leaves[at].start, self.leaves[at].end);
        if let Some((parent, is_left)) = self.leaves[at].parent {
            let children = &mut self.nodes[parent];
            *(if is_left { &mut children.left } else { &mut children.right }) = Child::Node(node);
        }
        self.nodes.push(Node {
            column: split.column,
            threshold: table.bins().upper(split.column, split.bin),
            missing_left: split.missing_left,
            left: Child::Leaf(at),
            right: Child::Leaf(new),
        });
        self.bins.push(split.bin);
        let leaf = &mut self.leaves[at];
        leaf.end = middle;
        leaf.parent = Some((node, true));
        leaf.best = None;
        let parent = Some((node, false));
        self.leaves.push(Leaf { start: middle, end, parent, histogram: None, best: None });
        debug_assert!(start < middle && middle < end);
    }

    /// Finds out how the two leaves of a split would be split. Only the smaller one's rows are summed up; what they
    /// leave is the other's.
    fn look(&mut self, table: &Table, slopes: &[Slope], left: usize, split: &Split) {
        let right = self.leaves.len() - 1;
        let Some(mut whole) = self.leaves[left].histogram.take() else { return };
        if self.leaves.len() >= self.most_leaves {
            return;
        }
        let is_left_smaller = split.left.count <= split.right.count;
        let (small, large) = if is_left_smaller { (left, right) } else { (right, left) };
        let part = self.histogram(table, slopes, small);
        whole.subtract(&part);
        let sums = |leaf: usize| if leaf == left { &split.left } else { &split.right };
        self.set(table, small, part, sums(small));
        self.set(table, large, whole, sums(large));
    }

    fn histogram(&self, table: &Table, slopes: &[Slope], at: usize) -> Histogram {
        let rows = &self.rows[self.leaves[at].start..self.leaves[at].end];
        let slopes: Vec<Slope> = rows.iter().map(|row| slopes[*row as usize]).collect();
        Histogram::of(table, &self.columns, rows, &slopes)
    }

    fn set(&mut self, table: &Table, at: usize, histogram: Histogram, total: &Sums) {
        // Too few rows to be split keep nothing.
        if total.count < 2.0 * self.limits.least_rows {
            return;
        }
        self.leaves[at].best = histogram.best(table, &self.columns, total, self.limits);
        if self.leaves[at].best.is_some() {
            self.leaves[at].histogram = Some(histogram);
        }
    }
}

impl Grown {
    /// The leaf of a row of the table.
    pub(super) fn leaf_of(&self, table: &Table, row: usize) -> usize {
        let mut child = if self.nodes.is_empty() { Child::Leaf(0) } else { Child::Node(0) };
        loop {
            match child {
                Child::Leaf(leaf) => return leaf,
                Child::Node(at) => {
                    let node = &self.nodes[at];
                    let bin = table.column(node.column)[row];
                    let is_left = goes_left(bin, self.bins[at], node.missing_left);
                    child = if is_left { node.left } else { node.right };
                }
            }
        }
    }
}

const fn goes_left(bin: u8, highest: u8, missing_left: bool) -> bool {
    if bin == MISSING { missing_left } else { bin <= highest }
}
